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
from workbook.sheets.types import Type
from workbook.words.spans import Span, span

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


@dataclass(frozen=True, slots=True)
class Price:
    """One 单额: factor × base; `high` is set for a range. base None: the factor is yuan."""

    factor: Decimal
    base: Path | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: notices first..last (None = and all later ones) cost `price` and bring `sanctions`."""

    first: int
    last: int | None
    price: Price | None
    sanctions: tuple[str, ...] = ()


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
        raise NotUnderstood(f"“{cell}”不是“是”或“否”", "写“是”或“否”。")
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
            f"“{cell}”不是类型", "写成 整数、金额、百分、日期、时点、时长、文本 或 代码(甲|乙)。"
        ) from None
    return cell.strip()


def store(cell: str) -> str:
    """Sheet and column where an answer lies.

    Raises:
        NotUnderstood: one of them is missing.
    """
    sheet, _, column = (part.strip() for part in cell.partition("."))
    if not sheet or not column:
        raise NotUnderstood(f"“{cell}”不是表和列", "写成 表.列，例如 回访记录.满意度。")
    return f"{sheet}.{column}"


def one_of(*choices: str) -> Callable[[str], str]:
    """A closed list of words."""

    def read(cell: str) -> str:
        if cell.strip() not in choices:
            raise NotUnderstood(f"“{cell}”不在可选的词里", f"从这些里选一个：{'、'.join(choices)}。")
        return cell.strip()

    read.words = choices  # type: ignore[attr-defined]
    return read


_ORDINAL = re.compile(r"^第\s*(?=\d)")


def integer(cell: str) -> int:
    """A whole number."""
    body = _ORDINAL.sub("", without_units(cell))
    if not re.fullmatch(r"[+-]?\d{1,9}(\.0*)?", body):
        raise NotUnderstood(f"“{cell}”不是整数", "只写数字，例如 3。")
    return int(Decimal(body))


def number(cell: str) -> Decimal:
    """A number or a percentage (20% = 0.2)."""
    body = without_units(cell)
    try:
        return Decimal(body[:-1]) / 100 if body.endswith("%") else Decimal(body)
    except InvalidOperation:
        raise NotUnderstood(f"“{cell}”不是数", "写成 20 或 20%。") from None


def number_or_column(cell: str) -> Decimal | Path:
    """A number, or {列}."""
    return path(cell.strip()[1:-1]) if _braced(cell) else number(cell)


def length(cell: str) -> Span | Path:
    """A span, or {列} holding one."""
    if _braced(cell):
        return path(cell.strip()[1:-1])
    found = span(cell)
    if found is None:
        raise NotUnderstood(f"“{cell}”不是时长", "写成 3天、3工作日、24小时、半月 或 1月。")
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
            raise NotUnderstood(f"“{part}”不像排序", "写成 列名 升 或 列名 降。")
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
            raise NotUnderstood(f"“{part}”缺等号", "写成 列=值，几个之间用分号隔开。")
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def period(cell: str) -> Period:
    """A period's name, or `滚动 1周`, `滚动 {回访间隔}`."""
    body = cell.strip()
    if body.startswith("滚动"):
        return Period("滚动", length(body.removeprefix("滚动").strip()))
    if body not in PERIODS:
        raise NotUnderstood(f"“{cell}”不是期", f"从这些里选一个：{'、'.join(PERIODS)}，或写 滚动 1周。")
    return Period(body)


_TOLERANCE = re.compile(r"^-?(\d+)\s*\.\.\s*\+?(\d+)\s*天?$")


def tolerance(cell: str) -> tuple[int, int]:
    """容差 `-1..+2` in days: how early, how late is still punctual."""
    match = _TOLERANCE.match(cell.strip())
    if not match:
        raise NotUnderstood(f"“{cell}”不是容差", "写成 -1..+2。")
    return int(match[1]), int(match[2])


_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_MONEY = re.compile(r"\d+(\.\d+)?\s*(元|块|%|％)|[￥¥]\s*\d|^\d[\d.,]*$")
_RECKONED = re.compile(r"[{}×÷*/<>=]|取[大小]|\d\s*[-+]")
_NO_WORD = re.compile(r"^[-+−－]?\s*\d|^[零一二两三四五六七八九十百千万]+[元块]|^(是|否|有|无)$", re.IGNORECASE)
_STEP = re.compile(r"^(\d+)(?:\s*(-)\s*(\d+)|\s*(\+))?\s*[:：]\s*(.*)$")
_PRICE = re.compile(
    r"^(?:(?P<low>\d+(?:\.\d+)?%?)(?:\s*\.\.\s*(?P<high>\d+(?:\.\d+)?%?))?\s*(?:[×*]\s*(?P<base>\{[^{}]+\}))?|(?P<whole>\{[^{}]+\}))$"
)


def amount(cell: str) -> tuple[Step, ...]:
    """金额: one price for every notice, or a ladder `1-2:1%×{员工.基本工资}; 3+:20,劝退`."""
    if not cell.strip():
        return ()
    parts = split(_GROUPED.sub(lambda found: found[0].replace(",", ""), cell), ";；\n")
    if len(parts) == 1 and not _STEP.match(parts[0]):
        return (_step(1, None, parts[0]),)
    steps = []
    for part in parts:
        match = _STEP.match(part)
        if not match:
            raise NotUnderstood(f"“{part}”不像阶梯的一格", "写成 1:20; 2:40; 3+:劝退。")
        first = int(match[1])
        last = int(match[3]) if match[2] else None if match[4] else first
        steps.append(_step(first, last, match[5]))
    return tuple(steps)


def _step(first: int, last: int | None, body: str) -> Step:
    found: Price | None = None
    sanctions: list[str] = []
    for part in split(body):
        match = _PRICE.match(without_units(part))
        if not match:
            if _RECKONED.search(part) and not _MONEY.search(part):
                hint = "金额写一份的数，乘的写在“数量”里，例如 10 和 {迟量}。"
                raise NotUnderstood(f"“{part}”是算式，金额里不算", hint)
            if _MONEY.search(part) or _NO_WORD.match(part):
                hint = "金额只写数：50、5%×{员工.基本工资}；处理写成词：劝退。"
                raise NotUnderstood(f"“{part}”不像金额，也不像处理", hint)
            sanctions.append(part)
        elif match["whole"]:
            found = Price(Decimal(1), path(match["whole"][1:-1]))
        else:
            base = path(match["base"][1:-1]) if match["base"] else None
            found = Price(number(match["low"]), base, number(match["high"]) if match["high"] else None)
    return Step(first, last, found, tuple(sanctions))


def _braced(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*\{[^{}]+\}\s*", cell))
