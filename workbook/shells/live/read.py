"""What stands in the open workbook: each sheet as one block of values; a large book through a copy and the fast reader."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from workbook.sheets.grid import Cell, Grid, grid
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

LARGE = 200_000
"""Cells in all sheets together above which a copy is saved and read as a file."""

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"}


def grids(book: Any, path: Path, known: Path | None = None) -> tuple[Grid, ...]:
    """The sheets of an open book in their order, hidden ones too, with edits that nobody saved; `known` as for `copy_of`.

    Raises:
        BookFault: it can't be copied or read.
    """
    sheets = [(sheet, *_end(sheet)) for sheet in book.sheets]
    if sum(height * width for _, height, width in sheets) > LARGE or any(_has_areas(sheet) for sheet, *_ in sheets):
        from workbook.shells.files import reading

        with TemporaryDirectory(prefix="huifang-", ignore_cleanup_errors=True) as folder:
            return reading.read(copy_of(book, path, Path(folder), known))
    is_1904 = _counts_from_1904(book)
    return tuple(replace(grid_of(*one), date1904=is_1904) for one in sheets)


def _has_areas(sheet: Any) -> bool:
    """Whether cells are merged or a table shows its totals: a block of values doesn't tell, only the file does."""
    with suppress(AttributeError, NotImplementedError):  # a program that has no such thing
        if sheet.used_range.merge_cells is not False or any(table.show_totals for table in sheet.tables):
            return True
    return False


def _counts_from_1904(book: Any) -> bool:
    """Whether the book's days are counted from 1904, as on old Macs."""
    return bool(book.api.date_1904.get() if sys.platform == "darwin" else book.api.Date1904)


def _end(sheet: Any) -> tuple[int, int]:
    """The last row and column that hold anything, or ever did."""
    used = sheet.used_range
    return used.row + used.shape[0] - 1, used.column + used.shape[1] - 1


def grid_of(sheet: Any, height: int = 0, width: int = 0) -> Grid:
    """One sheet, asked for once; as far as it is used, unless the caller knows."""
    if not height:
        height, width = _end(sheet)
    rows = sheet.range((1, 1), (height, width)).options(ndim=2, err_to_str=True).value
    found = grid(sheet.name, _trimmed(rows))
    errors = tuple(_errors(rows))
    if not errors:
        return found
    columns = [column.to_pylist() for column in found.columns]
    for row, column, _ in errors:
        columns[column - 1][row - 1] = None
    return replace(found, columns=tuple(pa.array(column, pa.string()) for column in columns), errors=errors)


def _trimmed(rows: list[list[object]]) -> list[list[object]]:
    """The rows without empty ones at the end, which were only formatted."""
    last = next((at for at in range(len(rows), 0, -1) if any(value is not None for value in rows[at - 1])), 0)
    return rows[:last]


def _errors(rows: list[list[object]]) -> Iterator[Cell]:
    """The cells that hold an error, not a text that looks like one."""
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and value in ERRORS:
                yield number, column, value


def copy_of(book: Any, path: Path, folder: Path, known: Path | None = None) -> Path:
    """The open book as a file of its own in `folder`, with edits that nobody saved.

    `known` is the same book as this press wrote it: Excel for the Mac, which saves no copies, can't give it.

    Raises:
        BookFault: the program can't make one.
    """
    copy = folder / path.name  # so that whatever is said of it names the book that people know
    if sys.platform == "darwin":
        _copy_saved(book, path, copy, known)
    else:
        book.api.SaveCopyAs(str(copy))
    if not copy.exists():
        raise BookFault(
            worded("“{name}”的副本存不下来。", name=path.name), worded("看看磁盘满了没有，再点一次。没有改动任何格。")
        )
    return copy


def _copy_saved(book: Any, path: Path, copy: Path, known: Path | None) -> None:
    """Excel for the Mac saves no copies when asked from outside: the file on the disk is taken, if nothing is unsaved."""
    if known is None and not (path.exists() and book.api.saved.get()):
        raise BookFault(
            worded("“{name}”有改动还没有存盘。", name=path.name), worded("按 ⌘S 存一次，再点一次。没有改动任何格。")
        )
    copyfile(known or path, copy)
