"""A supervisor changes rules in a new workbook: cells typed and counted, then lint, a day over rows, and what came out.

    desk = Desk(tmp_path, "wine-service")
    desk.change("时限", "W5a", 时长="5天")                          # one cell of a row that is there
    desk.copy("时限", "W5a", 编号="W5a", 生效日="2026-04-01")        # the row copied below itself, cells of the copy changed
    desk.add("联系限制", 编号="L9", 类型="时段", 时段="09:00-12:00")  # a row of its own, in the first free line
    desk.rows("客户", {"客户编号": "C1", …})                        # facts: not counted
    assert [] == desk.lint()
    assert [...] == desk.out("2026-03-09 09:00", "今日清单", "客户编号", "规则")
    assert desk.cells <= 10

A heading that the sheet hasn't got can't be typed: that a heading would have to be typed is a fault of the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.named import rulebooks_of
from workbook.shells.files import reading
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import found
from workbook.shells.runs.linting import linted

Out = set[tuple[str, ...]]
NOW = datetime(2026, 3, 1, 9)
NAMES = ("编号", "名", "题号", "代码", "列", "表")
"""What a rule row is found by, the first of these that its sheet has."""
MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """What a supervisor asks for, what they type, and what it does to the rows of one sheet on one day.

    `comes`: rows that weren't there before; `goes`: rows that were; `stays`: rows that the change must leave alone.
    """

    asked: str
    typed: Callable[[Desk], object]
    sheet: str
    headings: tuple[str, ...]
    comes: Out = field(default_factory=set)
    goes: Out = field(default_factory=set)
    stays: Out = field(default_factory=set)
    facts: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    now: str = "2026-03-09 09:00"
    book: str = "wine-service"

    def proved(self, folder: Path) -> int:
        """Typed into a new workbook with its demonstration, linted, run before and after; gives the cells it took."""
        desk = Desk(folder, self.book, demo=True)
        for sheet, rows in self.facts.items():
            desk.rows(sheet, *rows)
        before, doubts = set(desk.out(self.now, self.sheet, *self.headings)), desk.lint()
        self.typed(desk)
        after = set(desk.out(self.now, self.sheet, *self.headings))
        assert doubts == desk.lint()
        assert self.comes | self.stays <= after
        assert self.goes | self.stays <= before
        assert not (self.comes & before or self.goes & after)
        return desk.cells


class Desk:
    """One workbook made by `huifang new`, and somebody who types into it."""

    def __init__(self, folder: Path, *books: str, demo: bool = False) -> None:
        self.path = folder / "本单位.xlsx"
        self.cells = 0
        found(self.path, list(books), "示例单位", NOW, demo=demo)
        self._book: Workbook | None = load_workbook(self.path)
        self._days: dict[str, Day] = {}

    # -- what is typed

    def change(self, sheet: str, which: str | int, **cells: object) -> int:
        """Cells of one row that is there, by its number (编号, 名 …) or its line; gives the line."""
        page = self._page(sheet)
        line = which if isinstance(which, int) else self.line(sheet, which)
        for heading, value in cells.items():
            page.cell(line, self.column(sheet, heading)).value = value  # type: ignore[assignment]
        self.cells += len(cells)
        return line

    def copy(self, sheet: str, which: str | int, **cells: object) -> int:
        """Copy a row with 插入复制的单元格 below itself, and change cells of the copy; only those count."""
        page = self._page(sheet)
        line = which if isinstance(which, int) else self.line(sheet, which)
        below = [[cell.value for cell in row] for row in page.iter_rows(line, page.max_row)]
        for number, values in enumerate([below[0], *below], line):
            for column, value in enumerate(values, 1):
                page.cell(number, column).value = value
        return self.change(sheet, line + 1, **cells)

    def add(self, sheet: str, **cells: object) -> int:
        """A row in the first free line of a sheet."""
        return self.change(sheet, self._free(sheet), **cells)

    def rows(self, sheet: str, *rows: Mapping[str, object]) -> None:
        """Facts below what the sheet has; they are not counted."""
        before = self.cells
        for row in rows:
            self.change(sheet, self._free(sheet), **row)
        self.cells = before

    # -- where it stands

    def line(self, sheet: str, name: str, heading: str = "") -> int:
        """The first line whose name (or whose cell under `heading`) is this."""
        lines = self.lines(sheet, name, heading)
        assert lines, f"【{sheet}】没有“{name}”"
        return lines[0]

    def lines(self, sheet: str, name: str, heading: str = "") -> list[int]:
        """Every line whose name is this."""
        page, head = self._page(sheet), self._head(sheet)
        known = {cell.value: cell.column for cell in page[head]}
        column = int(known[heading or next(one for one in NAMES if one in known)] or 0)
        return [line for line in range(head + 1, page.max_row + 1) if page.cell(line, column).value == name]

    def column(self, sheet: str, heading: str) -> int:
        """The column of a heading, which must be there."""
        known = {cell.value: cell.column for cell in self._page(sheet)[self._head(sheet)]}
        assert heading in known, f"【{sheet}】没有“{heading}”这一列：要自己打表头"
        return int(known[heading] or 0)

    def cell(self, sheet: str, line: int, heading: str) -> Any:
        """What stands in a cell."""
        return self._page(sheet).cell(line, self.column(sheet, heading)).value

    # -- what comes of it

    def lint(self) -> list[str]:
        """What lint says of the workbook, each with its place."""
        return [str(one) for one in linted(str(self._saved()))]

    def day(self, now: str) -> Day:
        """A day over the workbook as it is."""
        path = self._saved()
        if now not in self._days:
            grids = reading.read(path)
            self._days[now] = opened(grids, shelf(), rulebooks_of(grids), datetime.fromisoformat(now))
        return self._days[now]

    def out(self, now: str, sheet: str, *headings: str) -> list[tuple[str, ...]]:
        """Rows of a sheet of that day, as texts under these headings, sorted."""
        typed = self.day(now).sheet(sheet).typed
        columns = [[_text(value) for value in typed[heading].objects().tolist()] for heading in headings]
        return sorted(zip(*columns, strict=True))

    def forget(self) -> None:
        """What was typed is in the file; from now on what stands there counts, whoever wrote it."""
        self._saved()
        self._days.clear()

    def _page(self, sheet: str) -> Worksheet:
        if self._book is None:
            self._book = load_workbook(self.path)
        page: Worksheet = self._book[sheet]
        return page

    def _head(self, sheet: str) -> int:
        """The line of the headings: the first with three filled cells."""
        page = self._page(sheet)
        lines = enumerate(page.iter_rows(1, 12, values_only=True), 1)
        return next(number for number, values in lines if sum(value is not None for value in values) >= 3)

    def _free(self, sheet: str) -> int:
        page = self._page(sheet)
        rows = page.iter_rows(self._head(sheet) + 1, MOST_LINES, values_only=True)
        return next(at for at, row in enumerate(rows, self._head(sheet) + 1) if all(one is None for one in row))

    def _saved(self) -> Path:
        """The file with everything typed (tests may save with openpyxl: a new book holds nothing that it loses)."""
        if self._book is not None:
            self._book.save(self.path)
            self._book = None
            self._days.clear()
        return self.path


def _text(value: object) -> str:
    """A value as a reader would say it: 2026-03-08, 2026-03-08 14:00, 5, 否."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    said = re.sub(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)\S*$", r"\1 \2", str(value))
    return said.removesuffix(" 00:00")
