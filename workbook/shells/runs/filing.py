"""文件: reports that are kept as workbooks of their own, one for each day on which they are due, and for each part."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.shells.files import new_book
from workbook.shells.files.form_book import safe_name
from workbook.shells.safety import saving

if TYPE_CHECKING:
    from workbook.day import Day

FOLDER, CARRIER = "存档", "文件"


def keep(beside: Path, day: Day) -> tuple[Path, ...]:
    """Writes every 文件 that is due into the folder 存档; returns the files. A day's second run writes them anew.

    Raises:
        BookFault: one can't be written.
    """
    from workbook.papers.pages.on_paper import headed, office_of
    from workbook.papers.reports.reports import report_page, reports

    written: list[Path] = []
    for found in reports(day, carriers=(CARRIER,)):
        if found.held or not found.rows:
            continue
        for part in found.by_part if found.parts else (None,):
            path = _path(beside / FOLDER, (found.title, part), found.on)
            saving.make_folder(path.parent)
            page = headed(report_page(found, part), office_of(day.world.book), found.on)
            new_book.write(path, [page], created=day.world.now)
            written.append(path)
    return tuple(written)


def _path(folder: Path, words: tuple[str | None, ...], on: date) -> Path:
    return folder / f"{'-'.join(safe_name(word) for word in (*words, on.isoformat()) if word)}.xlsx"
