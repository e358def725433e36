"""首页 after a run: the day at one look; and no sheet that has something to mend stays hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.list.problems import PROBLEMS
from workbook.papers.overview.front import FRONT, front
from workbook.papers.overview.standing import standing
from workbook.papers.pages.on_paper import office_of
from workbook.papers.pages.page import Page
from workbook.papers.starter.front import named
from workbook.rulebook.load.rows import Source
from workbook.shells.files.in_place import Book
from workbook.shells.files.kept_in import writing
from workbook.shells.files.writer import Writer

if TYPE_CHECKING:
    from workbook.day import Day


def put(
    book: Writer, day: Day, made: Sequence[Page], rows: Mapping[str, Mapping[str, int]], wanted: Callable[[str], bool]
) -> None:
    """The board of a run.

    Shapes:
        made: the pages that the run wrote; rows: sheet → key → row, where it wrote them. wanted: the sheets it works out.
    """
    pages = {page.name: page for page in made}
    book.show(_with_problems(pages))
    if FRONT not in book.sheet_names:
        return  # a workbook that was laid out without one
    world = day.world
    names = [one.name for one in named(world.book.sources)]
    found = standing(day, pages, rows, wanted)
    book.board(front(office_of(world.book), names, book.sheet_names, world.now, found))


def begin(path: Path, sources: Sequence[Source], office: str, now: datetime) -> None:
    """The board of a new workbook, still without numbers."""
    book = writing(Book(path))
    book.board(front(office, [one.name for one in named(sources)], book.sheet_names, now))
    book.save()


def _with_problems(pages: Mapping[str, Page]) -> list[str]:
    """The sheets that 问题 names."""
    if PROBLEMS not in pages:
        return []
    at = pages[PROBLEMS].headings.index("表")
    return list(dict.fromkeys(str(row[at]) for row in pages[PROBLEMS].rows))
