"""文件: reports that are kept as workbooks of their own, one for each day on which they are due, and for each part."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.translated import pages_out
from workbook.shells.files import new_book
from workbook.shells.safety import saving
from workbook.shells.safety.beside import KEPT, called
from workbook.words.file_names import safe_name

if TYPE_CHECKING:
    from workbook.day import Day

CARRIER = "文件"


def keep(beside: Path, day: Day) -> tuple[Path, ...]:
    """Writes every 文件 that is due into the folder 存档; returns the files. A day's second run writes them anew.

    Raises:
        BookFault: one can't be written.
    """
    from workbook.papers.pages.on_paper import Letterhead, office_of
    from workbook.papers.reports.reports import report_page, reports

    written: list[Path] = []
    for found in reports(day, carriers=(CARRIER,)):
        if found.held or not found.size:
            continue
        for part in found.by_part if found.parts else (None,):
            path = _path(called(beside, KEPT), (found.title, part), found.on)
            saving.make_folder(path.parent)
            head = Letterhead(office_of(day.world.book), found.on)
            new_book.write(path, pages_out([report_page(found, part)], day.tongue), head=head, created=day.world.now)
            written.append(path)
    return tuple(written)


def _path(folder: Path, words: tuple[str | None, ...], on: date) -> Path:
    return folder / f"{'-'.join(safe_name(word) for word in (*words, on.isoformat()) if word)}.xlsx"
