"""The small notations of rule cells (rule-language §1.7): each function reads one cell's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from workbook.rulebook.cells.conditions import path, split
from workbook.rulebook.cells.plain import shares_in_line, without_units
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.sheets.choices import yes_no
from workbook.sheets.grid import EXACT_DIGITS
from workbook.sheets.types import Type
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

PERIODS = ("日", "周", "半月", "月", "双月", "季", "半年", "年", "全部")


@dataclass(frozen=True, slots=True)
class Order:
    """One part of an order list: a column, down (降) or up, empties first or last."""

    path: Path
    down: bool = False
    empties_first: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """关联: pairs of (left path, right path), or every row with every row (全部)."""

    pairs: tuple[tuple[Path, Path], ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period by name, or a rolling one whose length is a span or a column."""

    name: str
    rolling: Span | Path | None = None


def text(cell: str) -> str:
    """Trimmed text."""
    return cell.strip()


def words(cell: str) -> tuple[str, ...]:
    """A list divided by , or 、."""
    return tuple(split(cell))


def shown(cell: str) -> tuple[str, ...]:
    """A list of what a report shows; a question may stand in braces."""
    return tuple(part[1:-1] if _braced(part) else part for part in words(cell))


def flag(cell: str) -> bool:
    """是 or 否, or what a cell of 是否 may say instead (√, TRUE, 1).

    Raises:
        NotUnderstood: anything else.
    """
    said = yes_no(pa.array([cell.strip()]))[0][0].as_py()
    if said is None:
        raise NotUnderstood(worded("“{cell}”不是“是”或“否”", cell=cell), worded("写“是”或“否”。"))
    return bool(said == "是")


def type_name(cell: str) -> str:
    """The name of a type, as written.

    Raises:
        NotUnderstood: there is no such type.
    """
    try:
        _ = Type.parse(cell)
    except ValueError:
        raise NotUnderstood(
            worded("“{cell}”不是类型", cell=cell),
            worded("写成 整数、金额、百分、日期、时点、时长、文本 或 代码(甲|乙)。"),
        ) from None
    return cell.strip()


def store(cell: str) -> str:
    """Sheet and column where an answer lies.

    Raises:
        NotUnderstood: one of them is missing.
    """
    sheet, _, column = (part.strip() for part in cell.partition("."))
    if not sheet or not column:
        raise NotUnderstood(worded("“{cell}”不是表和列", cell=cell), worded("写成 表.列，例如 回访记录.满意度。"))
    return f"{sheet}.{column}"


def one_of(*choices: str) -> Callable[[str], str]:
    """A closed list of words."""

    def read(cell: str) -> str:
        if cell.strip() not in choices:
            raise NotUnderstood(
                worded("“{cell}”不在可选的词里", cell=cell),
                worded("从这些里选一个：{choices}。", choices=worded("、").join(choices)),
            )
        return cell.strip()

    read.words = choices  # type: ignore[attr-defined]
    return read


_ORDINAL = re.compile(r"^第\s*(?=\d)")
_NTH = re.compile(r"^\s*第\s*(?=[\d０-９一二两三四五六七八九十]+\s*个?\s*(天|日|工作日|周|月))")


def integer(cell: str) -> int:
    """A whole number."""
    body = _ORDINAL.sub("", without_units(cell))
    if not re.fullmatch(r"[+-]?\d{1,9}(\.0*)?", body):
        raise NotUnderstood(worded("“{cell}”不是整数", cell=cell), worded("只写数字，例如 3。"))
    return int(Decimal(body))


def number(cell: str) -> Decimal:
    """A number or a percentage (20% = 0.2)."""
    body = without_units(cell)
    try:
        found = Decimal(body.removesuffix("%"))
    except InvalidOperation:
        if "{" in cell:
            hint = worded("只能写一个数，或一列，例如 {迟量}；要乘要比的，先在那张表里加一列写好，这里写那一列。")
            raise NotUnderstood(worded("“{cell}”是算式，这一格不算", cell=cell), hint) from None
        raise NotUnderstood(worded("“{cell}”不是数", cell=cell), worded("写成 20 或 20%。")) from None
    if not found.is_finite() or abs(found.adjusted()) > EXACT_DIGITS:  # NaN, and more digits than a spreadsheet keeps
        raise NotUnderstood(worded("“{cell}”不是算得了的数", cell=cell), worded("写成 20 或 20%。"))
    return found / 100 if body.endswith("%") else found


def number_or_column(cell: str) -> Decimal | Path:
    """A number, or {列}."""
    return path(cell.strip()[1:-1]) if _braced(cell) else number(cell)


def length(cell: str) -> Span | Path:
    """A span, or {列} holding one."""
    if _braced(cell):
        return path(cell.strip()[1:-1])
    found = span(_NTH.sub("", cell))
    if found is None:
        raise NotUnderstood(worded("“{cell}”不是时长", cell=cell), worded("写成 3天、3工作日、24小时、半月 或 1月。"))
    return found


def column(cell: str) -> Path:
    """One column, with or without braces."""
    return path(cell.strip().strip("{}"))


def columns(cell: str) -> tuple[Path, ...]:
    """Columns divided by , or 、."""
    return tuple(column(part) for part in split(cell))


def alternatives(cell: str) -> tuple[Path, ...]:
    """Columns tried left to right, divided by |."""
    return tuple(column(part) for part in re.split(r"[|\n]", cell) if part.strip())


def choices(cell: str) -> tuple[str, ...]:
    """Raw alternatives divided by | or line breaks, tried left to right (people, methods); shares stay together."""
    return tuple(part.strip() for part in re.split(r"[|\n]", shares_in_line(cell)) if part.strip())


def order(cell: str) -> tuple[Order, ...]:
    """An order list: `等级 升,逾期量 降`, empties last unless 空先.

    Examples:
        >>> order("到款价 降,到款日")
        (Order(path=('到款价',), down=True, empties_first=False), Order(path=('到款日',), down=False, empties_first=False))
    """
    parts = []
    for part in split(cell):
        front, brace, end = part.rpartition("}")
        name, *marks = (front.strip(" {"), *end.split()) if brace else part.split()
        if set(marks) - {"升", "降", "空先"}:
            raise NotUnderstood(worded("“{part}”不像排序", part=part), worded("写成 列名 升 或 列名 降。"))
        parts.append(Order(column(name), "降" in marks, "空先" in marks))
    return tuple(parts)


def join(cell: str) -> Join:
    """关联: `客户编号`, `电话=联系电话`, several divided by a comma, or 全部."""
    if cell.strip() == "全部":
        return Join(everything=True)
    pairs = []
    for part in split(cell):
        left, _, right = part.partition("=")
        pairs.append((column(left), column(right or left)))
    return Join(tuple(pairs))


def writes(cell: str) -> tuple[tuple[str, str], ...]:
    """写入 and 附带: `列=值；列={源列}` as (column, value text)."""
    pairs = []
    for part in split(cell, "；;\n"):
        name, equals, value = part.partition("=")
        if not equals:
            raise NotUnderstood(worded("“{part}”缺等号", part=part), worded("写成 列=值，几个之间用分号隔开。"))
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def period(cell: str) -> Period:
    """A period's name, or `滚动 1周`, `滚动 {回访间隔}`."""
    body = cell.strip()
    if body.startswith("滚动"):
        return Period("滚动", length(body.removeprefix("滚动").strip()))
    if body not in PERIODS:
        raise NotUnderstood(
            worded("“{cell}”不是期", cell=cell),
            worded("从这些里选一个：{periods}，或写 滚动 1周。", periods=worded("、").join(PERIODS)),
        )
    return Period(body)


_TOLERANCE = re.compile(r"^-?(\d+)\s*\.\.\s*\+?(\d+)\s*天?$")


def tolerance(cell: str) -> tuple[int, int]:
    """容差 `-1..+2` in days: how early, how late is still punctual."""
    match = _TOLERANCE.match(cell.strip())
    if not match:
        raise NotUnderstood(worded("“{cell}”不是容差", cell=cell), worded("写成 -1..+2。"))
    return int(match[1]), int(match[2])


def _braced(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*\{[^{}]+\}\s*", cell))
