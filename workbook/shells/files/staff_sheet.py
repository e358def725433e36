"""A sheet that staff keep, opened for writing; single cells change, each in the format it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from workbook.papers.pages.page import Field, Value
from workbook.papers.pages.shown import fitted
from workbook.shells.parts import furniture
from workbook.shells.parts.cell_bytes import Cell, cell, empty_cell
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import unshared
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.styles import Styles
from workbook.words.faults import BookFault
from workbook.words.place import ARCHIVED, Place
from workbook.words.tongue import worded

LEAST = 13.5
"""How wide a column that is added stands at least: a number to call is read whole."""
_ROW_STYLE = re.compile(rb'\ss="(\d+)"')


@dataclass(slots=True)
class Staff:
    """One staff sheet being written.

    Shapes:
        written: cells that were set one by one, as long as no row of theirs holds a formula; else None.
    """

    wiring: Wiring
    styles: Styles
    name: str
    part: str
    sheet: SheetXml
    lost_formula: bool = False
    written: dict[tuple[int, int], Cell] | None = field(default_factory=dict)
    _dated: dict[tuple[int, bool], int] = field(default_factory=dict)

    def cell(self, value: Value, style: int) -> Cell:
        """A value in a format; days and moments in its twin that shows them as such."""
        if isinstance(value, date):
            look = style, timed(value)
            if look not in self._dated:
                self._dated[look] = self.styles.dated(style, with_time=look[1])
            style = self._dated[look]
        return cell(value, style, self.sheet.prefix, is_1904=self.wiring.is_1904)

    def noted_rows(self) -> set[int]:
        """Rows that carry a note or a comment thread."""
        return noted_rows(self.wiring, self.part)

    def set_cells(self, cells: Mapping[tuple[int, int], Value], *, are_headings: bool = False) -> None:
        """Write single cells, (row, column) → value; headings look like the one before them, in columns as wide as they need.

        Raises:
            BookFault: a cell is hidden inside a merged one, or part of an array formula. Nothing was changed.
        """
        self.sheet.settle()
        self._refuse_hidden(cells)
        self._refuse_arrays(cells)
        whole = self._unshared(cells)
        if whole:
            self.written = None
        by_row: dict[int, dict[int, Value]] = {}
        for (number, column), value in cells.items():
            by_row.setdefault(number, {})[column] = value

        def change(row: Row) -> None:
            if row.number in whole:
                row.cells = whole[row.number].cells
            if row.number in by_row:
                if are_headings:
                    _dress(row, by_row[row.number])
                self._write(row, by_row[row.number])

        data = self.sheet.rewritten({*by_row, *whole}, change)
        self.sheet.stretch(max(by_row), max(column for _, column in cells))
        furniture.room_for_moments(self.sheet.frame, (column for (_, column), value in cells.items() if timed(value)))
        if are_headings:
            wide = {at: str(value) for (_, at), value in cells.items()}
            fields = {at: Field(one, width=max(LEAST, fitted(one, "文本", ()))) for at, one in wide.items()}
            furniture.widen(self.sheet.frame, fields)
        self.wiring.package.write(self.part, *self.sheet.chunks(*data))

    def _write(self, row: Row, new: Mapping[int, Value]) -> None:
        """Fill cells of one row; its formulas are computed again by whoever opens the book."""
        of_row = _ROW_STYLE.search(row.attributes)
        if any(one.formula for one in row.cells.values()):
            self.written = None
        for column, value in new.items():
            old = row.cells.get(column)
            style = old.style if old else int(of_row[1]) if of_row else self.sheet.column_style(column)
            self.lost_formula |= bool(old and old.formula)
            row.cells[column] = self.cell(value, style)
            if self.written is not None:
                self.written[row.number, column] = row.cells[column]
        for column in row.cells.keys() - new.keys():
            row.cells[column] = row.cells[column].unanswered()
        row.drop(b"spans")

    def _refuse_hidden(self, cells: Mapping[tuple[int, int], Value]) -> None:
        for top, left, bottom, right in self.sheet.merged():
            for row, column in cells:
                if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                    raise BookFault(
                        worded("{place} 在合并的单元格里，写了也看不见。", place=Place(self.name, row, column)),
                        worded("选中它，点“取消单元格合并”，再运行一次。"),
                    )

    def _refuse_arrays(self, cells: Mapping[tuple[int, int], Value]) -> None:
        for top, left, bottom, right in self.sheet.arrays():
            for row, column in cells:
                if (top, left) != (bottom, right) and top <= row <= bottom and left <= column <= right:
                    raise BookFault(
                        worded("{place} 是一个数组公式的一部分，不能单独改。", place=Place(self.name, row, column)),
                        worded("选中整个数组按 Delete 清空，再运行一次。"),
                    )

    def _unshared(self, cells: Mapping[tuple[int, int], Value]) -> dict[int, Row]:
        """Rows with their shared formulas written out, when a cell whose text others share would go."""
        if not self.sheet.shares(cells):
            return {}
        rows = self.sheet.rows()
        unshared(rows)
        return {row.number: row for row in rows}


def _dress(row: Row, new: Mapping[int, Value]) -> None:
    """Empty cells for new headings, each in the format of the heading at its left."""
    for column in sorted(new):
        before = row.cells.get(column - 1)
        if before is not None and before.style and column not in row.cells:
            row.cells[column] = empty_cell(before.style)


def refuse_archived(sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
    """Cells of rows that left for the archive aren't written.

    Raises:
        BookFault: one of these is.
    """
    for row, column in cells:
        if row > ARCHIVED:
            raise BookFault(
                worded("{place} 已经归档，改不了。", place=Place(sheet, row, column)),
                worded("先退回归档的行（huifang archive 工作簿 --back），改好以后再归档。没有改动任何文件。"),
            )


def timed(value: Value) -> bool:
    """Whether a cell shows a day with its time, which takes more room than a day."""
    return isinstance(value, datetime) and value.time() != time()


def noted_rows(wiring: Wiring, part: str) -> set[int]:
    """Rows of a sheet that carry a note or a comment thread."""
    found: set[int] = set()
    for kind in ("comments", "threadedComment"):
        for where in wiring.related(part, kind):
            refs = re.findall(rb'\sref=["\']\$?[A-Z]+\$?(\d+)["\']', wiring.package.read(where))
            found.update(int(number) for number in refs)
    return found
