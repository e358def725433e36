"""Settings read by their type before any rule leans on them: `1,000元`, ９:00, a date cell; what is none is named, and empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from workbook.clock.periods import PERIODS, named
from workbook.rulebook.cells.plain import plain, without_units
from workbook.rulebook.sorts.model import Setting
from workbook.sheets.clean import clean
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column
from workbook.sheets.types import PROSE, Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

ANY_DAY = date(2026, 6, 15)  # whether a word names a period doesn't depend on the day
MOST_SHOWN = 40
_NUMERIC = {"整数", "小数", "金额", "百分"}
OURS = {
    "启用日": "日期", "上班时段": "时段", "立即": "时长", "补看天数": "整数", "指标封账天数": "整数",
    "申诉天数": "整数", "问题链天数": "整数", "前看天数": "整数", "显示预告": "是否",
}  # fmt: skip
"""Settings that the program reads itself: of these types, whatever somebody writes into 类型."""
DAYS, MOST_DAYS, MOST = "天数", 36_600, 10**15
"""How the names of settings end that count days; more than a hundred years, or digits than a spreadsheet keeps, is a slip."""
EXAMPLES = {
    "时长": "3天", "时段": "09:00-12:00,14:00-18:00", "整数": "3", "小数": "1.5", "金额": "50", "百分": "20%",
    "日期": "2026-03-01", "时点": "2026-03-01 09:00", "是否": "是", "时刻": "14:00", "期": "上月",
}  # fmt: skip
_PLAIN_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)%?")
_SHAPE = {"日期": "%Y-%m-%d", "时点": "%Y-%m-%d %H:%M"}


def settled(settings: Sequence[Setting], codes: Codes | None = None) -> tuple[list[Setting], list[Issue]]:
    """The settings with their values as their types and `codes` write them; one that can't be read is empty, with its issue.

    Examples:
        >>> read = settled([Setting(id="最少金额", value="1,000元", type="金额"), Setting(id="几天", value="三", type="整数")])
        >>> [one.value for one in read[0]], [one.kind.name for one in read[1]]
        (['1000', ''], ['BAD_SETTING'])
        >>> from workbook.sheets.codes import Code
        >>> words = Codes({"办法": (Code("办法", "信用", "信用", ("M1",)),)})
        >>> written = [Setting(id="上界", value="5万元", type="金额"), Setting(id="办法", value="m1", type="代码(@办法)")]
        >>> [one.value for one in settled(written, words)[0]]
        ['50000', '信用']
        >>> shares = [Setting(id="率", value=said, type="百分") for said in ("20", "1", "0.2", "２０％", "150%")]
        >>> [one.value for one in settled(shares)[0]]
        ['', '', '0.2', '20%', '150%']
        >>> counts = [Setting(id="上界", value="5%", type="金额"), Setting(id="几", value="100%", type="整数")]
        >>> [one.value for one in settled(counts)[0]]
        ['', '']
    """
    wrong: list[Issue] = []
    return [_settled(one, codes or Codes(), wrong) for one in settings], wrong


def _settled(one: Setting, codes: Codes, wrong: list[Issue]) -> Setting:
    try:
        kind = Type.parse(OURS.get(one.id) or one.type or "文本")
    except ValueError:
        hint = worded("写成 时长、整数、金额、百分、文本 或 代码(甲|乙)。")
        words = {"rule": one.id, "heading": "类型", "value": one.type[:MOST_SHOWN], "hint": hint}
        wrong.append(issue(Kind.BAD_RULE_VALUE, one.at("类型"), **words))
        return replace(one, type="文本")
    if not one.value or kind.name in PROSE or kind.target or kind.name in {"明细", "多选"}:
        return one
    said = plain(one.value)
    said = without_units(said) if kind.name in _NUMERIC else said
    if kind.name == "期" and (said.startswith("滚动") or said in PERIODS or named(said, ANY_DAY) is not None):
        return replace(one, value=said)  # 季, 未来7天: a kind of period, or one told from today
    found = clean(pa.array([said]), Column("值", "value", kind), codes)
    for flaw in found.wrong:
        if flaw.kind.level != "注":
            wrong.append(_unread(one, kind, codes))
            return replace(one, value="")
    if one.id in OURS and "{" in said:  # a span may stand in a column, but the program has no row to look at
        wrong.append(_unread(one, kind, codes))
        return replace(one, value="")
    value = found.values[0].as_py()
    if value is None:  # nothing but marks that nobody sees
        return replace(one, value="")
    if (
        kind.name == "百分" and abs(value) >= 1 and not said.endswith("%")
    ):  # 20 meant as 20 % would be two thousand, 1 as 1 % all
        wrong.append(_unread(one, kind, codes))
        return replace(one, value="")
    if kind.kind == "number" and not (abs(value) <= MOST and (not one.id.endswith(DAYS) or 0 <= value <= MOST_DAYS)):
        wrong.append(_unread(one, kind, codes))
        return replace(one, value="")
    return replace(one, value=_written(found.values, kind, said))


def _written(values: pa.Array, kind: Type, said: str) -> str:
    """A value as rules read it: numbers in plain digits, days and moments in the one way."""
    if kind.name == "整数":
        return str(int(values[0].as_py()))
    if kind.name in _NUMERIC:
        body = said.replace(",", "").replace(" ", "").lstrip("+")
        return body if _PLAIN_NUMBER.fullmatch(body) else f"{Decimal(str(values[0].as_py())).normalize():f}"
    if kind.name in _SHAPE:
        return str(pc.strftime(values, format=_SHAPE[kind.name])[0].as_py())
    return str(values[0].as_py() or "")


def _unread(one: Setting, kind: Type, codes: Codes) -> Issue:
    words = kind.words or tuple(code.code for code in codes.group(kind.group))
    example = "、".join(words) or EXAMPLES.get(kind.name, "")
    return issue(Kind.BAD_SETTING, one.at("值"), setting=one.id, value=one.value, type=kind, example=example)
