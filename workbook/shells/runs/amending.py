"""修改记录 over a workbook: what was changed since the last run is written down, and what this run counts is kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.page import Page
from workbook.shells.files.last_saved import last_saved
from workbook.shells.outside import hands
from workbook.shells.safety import facts_kept
from workbook.words.faults import Fault

if TYPE_CHECKING:
    from workbook.day import Day


def amendments(day: Day, book: Path) -> tuple[Page, ...]:
    """The lines of 修改记录 that this run adds: cells that an earlier run counted and that say something else now."""
    from workbook.papers.list.amendments import amendment_pages, lines
    from workbook.sheets.amended import amended, counted

    before = facts_kept.last(book, lines(day))
    if not before:
        return ()
    found = list(amended(before, counted(day.world.tables, day.world.schema), day.world.schema))
    by, at = last_saved(book) if found else ("", None)
    return amendment_pages(day, found, by or hands.who(), at)


def count(day: Day, book: Path, pages: Sequence[Page]) -> None:
    """What this run counted is what the next one compares with; `pages` are the lines that it added."""
    from workbook.papers.list.amendments import lines
    from workbook.sheets.amended import counted

    with suppress(Fault, OSError):  # then the next run compares with the run before
        added = sum(len(page.rows) for page in pages)
        facts_kept.keep(book, counted(day.world.tables, day.world.schema), lines(day) + added)
