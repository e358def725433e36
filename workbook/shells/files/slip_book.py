"""单据 as a workbook to print: a sheet for each page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from workbook.papers.forms.layout import COLUMNS, PAGE, Layout, laid_out
from workbook.papers.forms.slips import Slips
from workbook.shells.files.form_book import Drawer, blank_book, plain
from workbook.shells.parts.cell_bytes import clean
from workbook.shells.safety import saving
from workbook.words.sheet_names import sheet_name
from workbook.words.tongue import named as sheet_said
from workbook.words.tongue import worded

NAME = "单据"
GAP = 24.0
"""Points between two papers on one page."""


def write(folder: Path, made: Sequence[Slips], today: date, *, office: str = "", named: str = "") -> Path | None:
    """Writes the papers of a day into `folder`, whole or not at all; returns the file, None when there are none.

    Raises:
        BookFault: it can't be written; an older one of its name is untouched.
    """
    papers = [one for one in made if one.papers]
    if not papers:
        return None
    path = folder / f"{'-'.join(filter(None, (sheet_said(NAME), today.isoformat(), named)))}.xlsx"
    saving.replace(path, partial(_build, made=papers, today=today, office=office))
    return path


def _build(path: Path, *, made: Sequence[Slips], today: date, office: str) -> None:
    book = blank_book(path, today)
    drawer = Drawer(book)
    pages = [(one, page) for one in made for page in paged([laid_out(paper) for paper in one.papers], one)]
    for number, (one, page) in enumerate(pages, 1):
        sheet = book.add_worksheet(sheet_name(f"{number:02d} {clean(one.title)}"))
        _draw(sheet, drawer, page)
        _print_set_up(sheet, today, office, is_long=page[0].pages > 1)
    book.close()


def paged(layouts: Sequence[Layout], made: Slips) -> list[list[Layout]]:
    """Papers by page: one that is signed has a page of its own, small ones share a page while there is room."""
    pages: list[list[Layout]] = []
    room = 0.0
    for paper, layout in zip(made.papers, layouts, strict=True):
        if paper.signatures or layout.height > room:
            pages.append([])
            room = 0.0 if paper.signatures else PAGE
        pages[-1].append(layout)
        room -= layout.height + GAP
    return pages


def _draw(sheet: Any, drawer: Drawer, page: Sequence[Layout]) -> None:
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column_pixels(1, COLUMNS, round(max(layout.column for layout in page)))
    row = 0
    for layout in page:
        for line in layout.lines:
            drawer.line(sheet, row, line)
            row += 1
        sheet.set_row(row, GAP)
        row += 1
    sheet.print_area(0, 1, row - 2, COLUMNS)


def _print_set_up(sheet: Any, today: date, office: str, *, is_long: bool) -> None:
    """A4 upright, as wide as the page; office and day above, page numbers below."""
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.hide_gridlines(2)
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0 if is_long else 1)
    sheet.set_header(f"&L&9 {plain(office)[:60]}&R&9 {today.isoformat()}", {"margin": 0.35})
    sheet.set_footer("&R&9 " + worded("第 &P 页 / 共 &N 页"), {"margin": 0.3})
