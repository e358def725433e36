"""Likely other spellings of a rule cell that nobody understands, the likeliest first, each with whether it means the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from workbook.rulebook.cells.plain import plain, without_units

NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
SYNONYMS = {
    "以内": "内", "之内": "内", "内完成": "内", "那天": "第", "以后": "后", "之后": "后", "以前": "前", "之前": "前",
    "每隔": "每", "不少于": "至少", "最少": "至少", "不低于": "至少", "起码": "至少", "不多于": "至多", "最多": "至多",
    "不超过": "至多", "等于": "恰好", "正好": "恰好", "刚好": "恰好", "停用": "否", "不用": "否", "关": "否", "启用": "是",
    "用": "是", "开": "是", "罚款": "罚", "扣": "罚", "扣款": "罚", "奖励": "奖", "赔偿": "赔", "收费": "费",
    "向后": "后移", "顺延": "后移", "提前": "前移", "每日": "日", "每天": "日", "每周": "周", "每月": "月", "每季": "季",
    "每季度": "季", "季度": "季", "每年": "年", "每半月": "半月", "当天": "当日", "马上": "立即",
}  # fmt: skip
"""Words that people write for a word of a closed list; they mean the same."""

CLOSE, SURE = 0.5, 0.7
"""Names less alike than the first are another name; less alike than the second, somebody must say so."""

_SPAN = re.compile(
    r"^\s*(?:满)?\s*(半|\d+(?:\.\d+)?)\s*个?\s*(工作日|天|日|小时|分钟|周|星期|月|年|班时)(?:以内|之内|内|后|以后)?\s*$"
)
_UNIT = re.compile(r"[\d.]+(工作日|天|小时|周|月|年|班时)")
_DAY = re.compile(r"^\s*(?:(\d{4}|\d{2})\s*[年./\-。])?\s*(\d{1,2})\s*[月./\-。]\s*(\d{1,2})\s*[日号]?\s*$")
_LACKS_COLON = re.compile(r"^\s*([^\s:：=＝<>]+?)\s*(?:==?|＝|是|为|\s)\s*(.+)$")
_LISTED = re.compile(r"(?:可用的词有|从这些里选一个：)\s*([^…。]+)")
_QUOTED = re.compile(r"(?:改成|最像的是|多半是)“([^”—]+)”")


class Rewrite(NamedTuple):
    """Another text for the cell. `same`: it says what was meant, in the right spelling; else somebody must say so."""

    text: str
    same: bool


def rewrites(cell: str, word: str, hint: str, *, kept: Sequence[str] = (), year: int = 0) -> list[Rewrite]:
    """What may have been meant by a cell in which `word` isn't understood.

    Shapes:
        hint: what lint advises, with its nearest name or its list of words. kept: cells of the same column that are
        understood. year: for a day without one.

    Examples:
        >>> rewrites("以内", "以内", "从这些里选一个：内、第、后。")[0], rewrites("3个工作日内", "3个工作日内", "")[0]
        (Rewrite(text='内', same=True), Rewrite(text='3工作日', same=True))
        >>> rewrites("3", "3", "", kept=["5工作日", "2工作日"]), rewrites("3月1日", "3月1日", "", year=2026)
        ([Rewrite(text='3工作日', same=False)], [Rewrite(text='2026-03-01', same=False)])
        >>> rewrites("事件类型=发货；紧急: 是", "事件类型=发货", "")[0].text
        '事件类型: 发货；紧急: 是'
        >>> rewrites("类别: VIP,普同", "普同", "改成“普通”；可用的词有 普通、VIP。")[0]
        Rewrite(text='类别: VIP,普通', same=False)
    """
    made = [*_spelt(cell), *_spans(cell, kept), *_days(cell, year), *_colons(cell, word)]
    made += [Rewrite(_swapped(cell, word, name), same) for name, same in _named(word, hint)]
    found: dict[str, bool] = {}
    for one in made:
        if one.text and one.text != cell:
            found[one.text] = found.get(one.text, False) or one.same
    return [Rewrite(text, same) for text, same in found.items()]


def close(word: str, names: Iterable[str]) -> list[str]:
    """The names that may have been meant, the most alike first; only those nearly as alike as the best.

    Examples:
        >>> close("发生时问", ["发生时间", "登记时间", "内容"]), close("W33", ["W3", "W4"])
        (['发生时间'], ['W3'])
    """
    scored = sorted(((alike(word, name), name) for name in dict.fromkeys(names)), key=lambda one: -one[0])
    best = scored[0][0] if scored else 0.0
    return [name for score, name in scored if score >= CLOSE and score > best - 0.12][:4]


def alike(word: str, name: str) -> float:
    """How alike two names are."""
    return SequenceMatcher(None, plain(word).lower(), name.lower()).ratio()


def is_slip(word: str, name: str) -> bool:
    """Whether a name can only be a slip of the pen: 新客 for 老客, W3 for W33 and VIP2 for VIP may be meant.

    Examples:
        >>> is_slip("发生时问", "发生时间"), is_slip("新客", "老客"), is_slip("W33", "W3"), is_slip("vip", "VIP")
        (True, False, False, True)
    """
    one, other = plain(word).strip().lower(), plain(name).lower()
    digits = re.compile("[a-z0-9]+")
    return alike(word, name) >= SURE and digits.findall(one) == digits.findall(other)


def _spelt(cell: str) -> Iterable[Rewrite]:
    """The same in plain signs, numerals and units."""
    text = plain(cell).strip()
    yield Rewrite(text, same=True)
    yield Rewrite(without_units(text), same=True)
    if text in NUMERALS:
        yield Rewrite(str(NUMERALS[text]), same=True)
    if text in SYNONYMS:
        yield Rewrite(SYNONYMS[text], same=True)
    number = re.match(r"^\s*(\d+(?:\.\d+)?)\s*元?\s*[/每一].{0,4}$", text)
    if number:
        yield Rewrite(number[1], same=False)


def _spans(cell: str, kept: Sequence[str]) -> Iterable[Rewrite]:
    """3个工作日内 is 3工作日; 3 alone takes the unit that the column has elsewhere, if somebody agrees."""
    text = plain(cell).strip()
    for numeral, number in NUMERALS.items():
        text = re.sub(rf"^{numeral}(?=个?(?:工作日|天|日|小时|周|月|年))", str(number), text)
    if found := _SPAN.match(text):
        unit = {"日": "天", "星期": "周"}.get(found[2], found[2])
        yield Rewrite(f"{found[1]}{unit}", same=True)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        units = dict.fromkeys(ends[1] for one in kept if (ends := _UNIT.fullmatch(one)))
        yield from (Rewrite(text + unit, same=False) for unit in units)


def _days(cell: str, year: int) -> Iterable[Rewrite]:
    """A day in any spelling; one without a year in the year that is given, if somebody agrees."""
    found = _DAY.match(plain(cell))
    if found is None or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        return
    full = int(found[1]) + (2000 if len(found[1]) == 2 else 0) if found[1] else year
    if full:
        yield Rewrite(f"{full:04d}-{int(found[2]):02d}-{int(found[3]):02d}", same=bool(found[1]))


def _colons(cell: str, word: str) -> Iterable[Rewrite]:
    """A test without its colon: 事件类型=发货, 事件类型 发货."""
    part = word if word and word in cell else cell
    if found := _LACKS_COLON.match(part):
        yield Rewrite(cell.replace(part, f"{found[1]}: {found[2]}", 1), same=True)


def offered(hint: str) -> list[str]:
    """The names that lint offers as the nearest or the usual.

    Examples:
        >>> offered("写明从哪一列的时间算起，多半是“发生时间”。")
        ['发生时间']
    """
    return [one for one in _QUOTED.findall(hint) if one]


def _named(word: str, hint: str) -> Iterable[tuple[str, bool]]:
    """The words that lint offers, with whether only one of them can be meant."""
    listed = [one.strip() for found in _LISTED.findall(hint) for one in re.split("[、,，]", found) if one.strip()]
    names = close(word, [*offered(hint), *listed])
    yield from ((name, len(names) == 1 and is_slip(word, name)) for name in names)
    if plain(word) in SYNONYMS and SYNONYMS[plain(word)] in listed:
        yield SYNONYMS[plain(word)], True


def _swapped(cell: str, word: str, name: str) -> str:
    """The cell with one word changed, where it stands by itself."""
    if not word or word == cell.strip():
        return name
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: name, cell)
