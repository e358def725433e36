"""What is doubted of a test, and what literal words and rule numbers it can be measured by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workbook.clock.periods import named
from workbook.rulebook.cells.tree import Quantity
from workbook.rulebook.lint.day_words import ANY_DAY, CLOCK
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground, Known
from workbook.sheets.codes import Codes
from workbook.sheets.types import Type
from workbook.words.issues import Kind
from workbook.words.spans import span

CARRIERS = ("时限", "定额", "抽样")
RULES_IN = {
    "义务": ("时限", "抽样"), "定额结果": ("定额",), "抽样台账": ("抽样",), "处罚台账": ("处罚标准",),
    "检查结果": ("检查清单",), "指标结果": ("指标",), "今日清单": CARRIERS, "提醒": CARRIERS, "回访记录": CARRIERS,
}  # fmt: skip
RULE_COLUMN = {"处罚台账": "代码", "检查结果": "编号", "指标结果": "编号"}
_MOVED = re.compile(r"^([^+-]+)([+-])(.+)$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a test, and what to do."""

    kind: Kind
    why: str
    hint: str
    word: str = ""


def rules_named(known: Known, here: Atlas) -> tuple[str, ...]:
    """Where the column holds numbers of rules: those there are, resting and switched off ones too."""
    sheet = "名单" if known.spot.sheet.startswith("名单") else known.spot.sheet
    sheets = RULES_IN.get(sheet, RULES_IN["今日清单"] if sheet == "名单" else ())
    if not sheets or known.heading not in {RULE_COLUMN.get(sheet, "规则"), "规则"}:
        return ()
    return tuple(dict.fromkeys(row.id for one in sheets for row in here.book.rows.get(one, ()) if row.id))


def measured(bound: Quantity, type_: Type) -> float | date | tuple[str, float] | str | None:
    """A literal bound as something that can be compared; None where it depends on the day or a row."""
    if not isinstance(bound.value, str) or bound.shift is not None:
        return None
    word = bound.value
    if type_.kind == "number":
        return float(word[:-1]) / 100 if word.endswith("%") else float(word)
    if CLOCK.match(word):
        return word.rjust(8, "0") if word.count(":") == 2 else f"{word.rjust(5, '0')}:00"
    if type_.kind == "moment":
        days = named(word, ANY_DAY) if re.match(r"\d{4}", word) else None
        return days[0] if days else None
    length = span(word) if type_.name == "时长" else None
    return (length.family, float(length.amount)) if length else None


def fits(how: str, word: str, one: str) -> bool:
    """Whether a word of a column fits what is asked of it."""
    return one.startswith(word) if how == "始于" else word == one if how == "全含" else word in one


def as_column(word: str, here: Atlas, ground: Ground) -> str:
    """A bare word (perhaps moved: 发生时间+2小时) that names a column nearby, with its braces; else nothing."""
    name, sign, moved = word, "", ""
    if match := _MOVED.match(word):
        name, sign, moved = match[1].strip(), match[2], match[3]
    near = (*ground.rows, *ground.asking, *ground.objects)
    return f"{{{name}}}{sign}{moved}" if any(name in here.of(spot.sheet) for spot in near) else ""


def closed_words(known: Known, codes_: Codes, here: Atlas) -> tuple[str, ...]:
    """All words the column can hold, aliases included; none when it may hold any."""
    type_ = known.type or Type("文本")
    if known.words:
        return known.words
    if type_.name == "是否":
        return ("是", "否")
    codes = codes_.of(type_) if type_.name in {"代码", "多选"} else None
    if not codes or here.schema.members(type_):
        return ()
    return tuple(dict.fromkeys(word for code in codes for word in (code.code, *code.aliases)))
