"""An office over several runs: each finds the workbook as the run before left it, and what staff did since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from textwrap import dedent

from days import CUSTOMERS, EVENTS, STAFF, Rows, as_grid

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.named import rulebooks_of
from workbook.rulebook.load.rows import source
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.again import left_by, news, rows_of
from workbook.shells.runs.run import grids_of

ROOT = Path(__file__).parents[1]
Row = dict[str, object]


class Office:
    """A workbook in memory."""

    def __init__(self, rules: str, sheets: Mapping[str, Rows] | Sequence[Grid]) -> None:
        self.books = shelf()
        self.wanted: list[str] = []
        if isinstance(sheets, Mapping):
            self.books = {"基础": self.books["基础"], "试": source(f"规则书: 试\n基于: 基础\n{dedent(rules)}", "试")}
            self.wanted = ["试"]
            all_rows = {"员工": STAFF, "客户": CUSTOMERS, "事件": EVENTS, **sheets}
            self.grids = [as_grid(name, rows) for name, rows in all_rows.items() if rows]
        else:
            self.grids = list(sheets)
            self.wanted = list(rulebooks_of(self.grids))
        self.last: Day | None = None

    def looked_at(self, now: str) -> Day:
        """A run that writes nothing."""
        self.last = opened(self.grids, self.books, self.wanted, datetime.fromisoformat(now), whole=False)
        return self.last

    def run(self, now: str) -> Day:
        """A run, written."""
        day = self.looked_at(now)
        self.grids = left_by(day, self.grids)
        return day

    def news(self) -> list[str]:
        """What the last look found that the sheets don't hold yet."""
        assert self.last is not None
        return list(news(self.last, self.grids))

    def edit(self, sheet: str, change: Callable[[list[Row]], list[Row] | None]) -> None:
        """Staff change a sheet: its rows, by heading."""
        day = self.last or self.looked_at("2026-03-09 09:00")
        at = next((at for at, one in enumerate(self.grids) if one.name == sheet), -1)
        rows = rows_of(day, self.grids[at]) if at >= 0 else []
        rows = change(rows) or rows
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        made = grid(sheet, [headings, *([row.get(heading) for heading in headings] for row in rows)])
        self.grids = [*self.grids[:at], made, *self.grids[at + 1 :]] if at >= 0 else [*self.grids, made]


def shipped(book: Path) -> Office:
    """A workbook of the project's own."""
    return Office("", list(grids_of(book, lambda _: None)))


def owners(day: Day) -> dict[str, str | None]:
    """Who has each task of the list."""
    return dict(zip(*(day.listed.typed[heading].objects().tolist() for heading in ("任务编号", "责任人")), strict=True))
