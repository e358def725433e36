"""Sheets through the fast reader: every cell as text, at its own address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.grid import EXACT_DIGITS, UNCALCULATED, Cell, Grid, rounded
from workbook.shells.parts.guard import Guard, Scan

_ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "GettingData": "#GETTING_DATA",
}
_ERROR = re.compile(r"Error\((\w+)\)")
_LONGEST = 309  # digits of the greatest number


def grids(data: bytes, guard: Guard, names: Sequence[str], meanwhile: Callable[[], None]) -> tuple[Grid, ...]:
    """The sheets, the largest first; while a reader takes those that were looked at, the guard looks at the next.

    There is one reader, as each learns all shared texts when it opens; the guard takes about as long as it does, so that a
    second one would hardly end sooner.
    """
    import fastexcel

    if not names:
        meanwhile()
        return ()
    with ThreadPoolExecutor(max_workers=1) as lane:
        opening = lane.submit(fastexcel.read_excel, data)
        reading: dict[str, Future[Grid]] = {}
        for name in sorted(names, key=guard.size, reverse=True):
            reading[name] = lane.submit(_taken, opening, guard, name, guard.scan(name))
        meanwhile()
        opening.result()
        return tuple(reading[name].result() for name in names)


def _taken(opening: Future[Any], guard: Guard, name: str, scan: Scan) -> Grid:
    """One sheet through a reader that was opened before it on the same thread."""
    return _grid(opening.result(), guard, name, scan)


def _grid(reader: Any, guard: Guard, name: str, scan: Scan) -> Grid:
    """One sheet. The quick way tells neither where a sheet begins nor which cells hold errors."""
    options: dict[str, Any] = {"header_row": None, "skip_rows": 0, "dtypes": "string"}
    errors: tuple[Cell, ...] = ()
    left = 1
    if scan.starts_in_a and not scan.has_errors:
        batch = reader.load_sheet(name, eager=True, **options)
    else:
        sheet = reader.load_sheet(name, **options)
        batch, found = sheet.to_arrow_with_errors()
        left = _left(sheet)
        errors = tuple(_error(cell, left) for cell in (found.errors if found else ()))
    columns, damaged = _damaged(tuple(batch.columns), left, guard, name)
    hollow = tuple((row, column, UNCALCULATED) for row, column in scan.hollow)
    return Grid(
        name=name,
        columns=columns,
        left=left,
        date1904=guard.outline.date1904,
        errors=tuple(sorted((*errors, *hollow))),
        damaged=damaged,
        merged=scan.merged,
        totals=scan.totals,
        shown=scan.shown,
    )


def _left(sheet: Any) -> int:
    """The number of the first column that holds anything."""
    columns = sheet.available_columns()
    return int(columns[0].absolute_index) + 1 if columns else 1


def _error(cell: Any, left: int) -> Cell:
    """An error cell as the reader tells it, counted from 0 and from the first column."""
    row, column = cell.position
    word = _ERROR.search(cell.detail)
    return row + 1, column + left, _ERRORS.get(word[1] if word else "", "错误值")


def _damaged(
    columns: tuple[pa.Array, ...], left: int, guard: Guard, name: str
) -> tuple[tuple[pa.Array, ...], tuple[Cell, ...]]:
    """Numbers with more digits than a spreadsheet keeps, and the columns with zeros where digits were lost.

    Only the file tells such numbers from texts that look the same.
    """
    found: dict[tuple[int, int], str] = {}
    for index, column in enumerate(columns):
        length = pc.binary_length(column)
        long = pc.and_(pc.greater(length, EXACT_DIGITS), pc.less_equal(length, _LONGEST))
        if pc.any(long).as_py():
            digits = pc.and_(long, pc.match_substring_regex(column, r"^-?\d+$"))
            for at in pc.indices_nonzero(digits).to_pylist():
                found[at + 1, index + left] = rounded(column[at].as_py())
    if not found:
        return columns, ()
    numeric = guard.numeric(name, {column for _, column in found})
    damaged = tuple((row, column, found[row, column]) for row, column in numeric if (row, column) in found)
    return _replaced(columns, left, damaged), damaged


def _replaced(columns: tuple[pa.Array, ...], left: int, cells: tuple[Cell, ...]) -> tuple[pa.Array, ...]:
    """The columns with a few cells changed."""
    made = list(columns)
    for index in {column - left for _, column, _ in cells}:
        values = made[index].to_pylist()
        for row, column, text in cells:
            if column - left == index:
                values[row - 1] = text
        made[index] = pa.array(values, pa.string())
    return tuple(made)
