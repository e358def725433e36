"""修改记录 over a workbook: what was changed since the last run is written down, and what this run counts is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.page import Page
from workbook.shells.files.last_saved import last_saved
from workbook.shells.outside import hands
from workbook.shells.safety import facts_kept, sheets_kept
from workbook.words.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa

    from workbook.day import Day


class Counting:
    """The facts of a day beside those of the last run.

    Shapes:
        pages: the lines of 修改记录 that this run adds: cells that an earlier run counted and that say something else now.
    """

    def __init__(self, day: Day, book: Path, run_key: str) -> None:
        from workbook.papers.list.amendments import lines
        from workbook.sheets.amended import counted

        self._day, self._book, self._run_key, self._lines = day, book, run_key, lines(day)
        before, now = facts_kept.last(book, self._lines), counted(day.world.tables, day.world.schema)
        self._same = facts_kept.same(before, now)  # their tables needn't wait in memory till the book is written
        self.pages = self._amendments(before, now) if before else ()

    def _amendments(self, before: Mapping[str, pa.Table], now: Mapping[str, pa.Table]) -> tuple[Page, ...]:
        from workbook.papers.list.amendments import amendment_pages
        from workbook.sheets.amended import amended

        found = list(amended(before, now, self._day.world.schema))
        by, at = last_saved(self._book) if found else ("", None)
        return amendment_pages(self._day, found, by or hands.who(), at)

    def keep(self) -> None:
        """What this run counted is what the next one compares with."""
        from workbook.sheets.amended import counted

        with suppress(Fault, OSError):  # then the next run compares with the run before
            added = sum(len(page.rows) for page in self.pages)
            now = counted(self._day.world.tables, self._day.world.schema)
            facts_kept.keep(self._book, now, self._lines + added, self._same)
        if self._day.standing is not None:
            sheets_kept.keep(self._book, self._run_key, self._day.standing())
