"""One column of cells into one typed column, and what was wrong; no loop over rows, only over what is odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets import choices, texts
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column
from workbook.sheets.dated_codes import undated
from workbook.sheets.moments import moments
from workbook.sheets.numbers import numbers
from workbook.sheets.phones import phones
from workbook.sheets.standard import NO_PROSE
from workbook.sheets.texts import Flaw
from workbook.sheets.times import NOTATIONS, notation
from workbook.sheets.types import PROSE, Type
from workbook.words.issues import Kind

STORED = {"text": pa.string(), "number": pa.float64(), "moment": pa.timestamp("us")}
NAMED = ("文本", "代码", "多选", "编号", "引用")
"""Words that name something: marks of quotation around them are no part of it."""
SHOWN = 40
_SEVERAL = r"\S\s*[、，,;；\n]\s*\S"
_RECENT = r"^(3[3-9]|[4-9]\d)\d{3}(\.\d+)?$"  # serial numbers from 1990 on: 20261 is a slip for 2026-1
# read a whole column at a time; of the others each distinct value is looked at once
WHOLE = (*PROSE, "明细", "编号", "引用", "整数", "小数", "金额", "百分", "日期", "时点")


class Wrong(NamedTuple):
    """What is wrong with the cell at one position of a column, as the words of its issue."""

    at: int
    kind: Kind
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """One column.

    Shapes:
        values: n values as text, float64 or timestamp[us]; null is missing.
        blank: n marks: nothing stood in the cell (or an error, or a word for nothing).
        wrong: what was wrong, by position.
    """

    values: pa.Array
    blank: pa.Array
    wrong: tuple[Wrong, ...] = ()


def clean(cells: pa.Array, column: Column, codes: Codes, *, date1904: bool = False, free: bool = False) -> Cleaned:
    """The column with its cells made what `column` declares.

    Shapes:
        cells: n texts, null where nothing stands.
        free: the words of a 多选 are keys of a sheet, checked elsewhere.

    Examples:
        >>> found = clean(pa.array(["1", "二", None]), Column("数量", "quantity", Type("整数")), Codes())
        >>> found.values.to_pylist(), found.wrong[0].kind.name
        ([1.0, None, None], 'BAD_NUMBER')
    """
    if cells.null_count == len(cells):
        return Cleaned(pa.nulls(len(cells), STORED[column.type.kind]), pa.array(np.ones(len(cells), dtype=bool)))
    whole = column.type.name in WHOLE
    encoded = None if whole else cells.dictionary_encode()
    words = texts.tidy(cells if encoded is None else encoded.dictionary)
    words, flaws = texts.without_errors(words)
    words = texts.bare(words, named=column.type.name in NAMED)
    words = texts.without(words, (*column.blanks, *_no_prose(column, codes)))
    values, found = _typed(words, column, codes, date1904=date1904, free=free)
    flaws += found
    if column.type.name == "期" and "月" in column.heading:
        values, found = _months(values)
        flaws += found
    if encoded is None:
        return Cleaned(
            values, words.is_null(), tuple(Wrong(flaw.at, flaw.kind, _said(flaw, words, column)) for flaw in flaws)
        )
    blank = words.is_null().take(encoded.indices).fill_null(True)
    return Cleaned(values.take(encoded.indices), blank, _spread(flaws, words, encoded.indices, column))


def empty(kind: Type) -> pa.Array:
    """No values of a type, as they are kept."""
    return pa.array([], STORED[kind.kind])


def shown(value: str) -> str:
    """A value as quoted in an issue: on one line, not too long."""
    line = " ".join(value.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _typed(words: pa.Array, column: Column, codes: Codes, *, date1904: bool, free: bool) -> tuple[pa.Array, list[Flaw]]:
    """Words of one type into values."""
    kind, name = column.type, column.type.name
    if kind.kind == "number":
        return numbers(words, column.heading, whole=name == "整数", shares=name not in {"整数", "金额"})
    if kind.kind == "moment":
        return moments(words, date1904=date1904, day=name == "日期")
    if name in NOTATIONS:
        return notation(_unserialised(words, date1904=date1904) if name == "期" else words, name)
    if name == "代码":
        return choices.one(texts.prose(words), codes.of(kind))
    if name == "多选":
        return choices.several(words, None if free else codes.of(kind))
    if name == "是否":
        return choices.yes_no(words, column.heading)
    if name == "电话":
        return phones(words)
    if name in ("编号", "引用"):
        return _numbered(words, date1904=date1904)
    if name == "文本":
        words, flaws = undated(words, codes=False)
        return texts.prose(words), flaws
    return texts.prose(words), []


def _numbered(words: pa.Array, *, date1904: bool) -> tuple[pa.Array, list[Flaw]]:
    """Numbers of things: without days, and one in each cell."""
    words, flaws = undated(texts.folded(words), codes=True, date1904=date1904)
    several = pc.match_substring_regex(words, _SEVERAL)
    if pc.any(several).as_py():
        flaws += [Flaw(at, Kind.SEVERAL_NUMBERS) for at in texts.positions(pc.fill_null(several, False))]
    return texts.prose(words), flaws


def _no_prose(column: Column, codes: Codes) -> tuple[str, ...]:
    """Signs that stand for nothing in a cell of prose, of a number or of words that no list names; needed ones stay."""
    name = column.type.name
    is_open = name in {*PROSE, "编号"} or (name in {"代码", "多选"} and codes.of(column.type) is None)
    return NO_PROSE if is_open and not (column.required or column.plays("主键")) else ()


def _months(periods: pa.Array) -> tuple[pa.Array, list[Flaw]]:
    """The periods of a column of months: a day there means its month."""
    months = pc.replace_substring_regex(periods, pattern=r"^(\d{4}-\d\d)-\d\d$", replacement=r"\1")
    days = pc.fill_null(pc.not_equal(months, periods), False)
    return months, [Flaw(at, Kind.MONTH_IS_DAY, (("month", months[at].as_py()),)) for at in texts.positions(days)]


def _unserialised(words: pa.Array, *, date1904: bool) -> pa.Array:
    """The words with serial numbers of days written out: a month in some formats comes as 46082."""
    serial = pc.match_substring_regex(words, _RECENT)
    if not pc.any(serial).as_py():
        return words
    days, _ = moments(pc.if_else(serial, words, None), date1904=date1904, day=True)
    return pc.if_else(serial, pc.strftime(days, format="%Y-%m-%d 00:00:00"), words)


def _spread(flaws: list[Flaw], words: pa.Array, indices: pa.Array, column: Column) -> tuple[Wrong, ...]:
    """The flaws of distinct values at each row that holds them; a note is made once, where the value comes first."""
    if not flaws:
        return ()
    by_value: dict[int, list[Wrong]] = {}
    for flaw in flaws:
        by_value.setdefault(flaw.at, []).append(Wrong(flaw.at, flaw.kind, _said(flaw, words, column)))
    once = {flaw.at for flaw in flaws if flaw.kind.level == "注"}
    rows = indices.fill_null(-1).to_numpy()
    hit = np.zeros(len(words) + 1, dtype=bool)
    hit[list(by_value)] = True
    found: list[Wrong] = []
    for at in np.flatnonzero(hit[rows]).tolist():
        value = int(rows[at])
        found += [Wrong(at, wrong.kind, wrong.words) for wrong in by_value[value]]
        if value in once:
            by_value[value] = [wrong for wrong in by_value[value] if wrong.kind.level != "注"]
    return tuple(found)


def _said(flaw: Flaw, words: pa.Array, column: Column) -> tuple[tuple[str, str], ...]:
    """The words of an issue: its heading, the value as found, and what the flaw adds."""
    said = {"heading": column.heading, "value": words[flaw.at].as_py() or ""} | dict(flaw.words)
    return tuple((name, shown(value) if name == "value" else value) for name, value in said.items())
