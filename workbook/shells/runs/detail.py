"""指标明细: the rows behind one figure, written as a sheet of the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs import run

if TYPE_CHECKING:
    from workbook.day import Day

JOB = "指标明细"


def list_rows(place: Path | Workbook, day: Day, asked: str) -> str:
    """Writes 指标明细 of the figure asked about; what was done, in words.

    Raises:
        BookFault: the workbook can't be written; nothing was changed.
    """
    from workbook.papers.why.asked import key_of, row_of_cell
    from workbook.papers.why.figure import RESULTS, detail_page, figure_named

    cell = row_of_cell(day, asked)
    at = figure_named(day, asked if cell is None else key_of(cell))
    page = detail_page(day, day.sheet(RESULTS), at) if at >= 0 else None
    if page is None:
        return "这不是一个有行可列的指标：写它的行键（M1·2026-03·合计）或格（指标结果!E7）。"
    book = books.at(place).writer()
    book.put(page)
    book.save(run_key=run.run_key(day, JOB))
    return f"【{page.name}】里列了 {len(page.rows)} 行，每一行的“格”能点过去。"
