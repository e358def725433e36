"""What 为什么 writes into the workbook: the rows behind one figure (指标明细), or its answer with links (为什么)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.on_paper import letterhead
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs import run
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.day import Day

JOB = "指标明细"


def list_rows(place: Path | Workbook, day: Day, asked: str, answer: str) -> str:
    """Writes 指标明细 of the figure asked about, of anything else the answer; what was done, in words.

    Raises:
        BookFault: the workbook can't be written; nothing was changed.
    """
    from workbook.papers.why.asked import key_of, row_of_cell
    from workbook.papers.why.figure import RESULTS, detail_page, figure_named

    cell = row_of_cell(day, asked)
    at = figure_named(day, asked if cell is None else key_of(cell))
    page = detail_page(day, day.sheet(RESULTS), at) if at >= 0 else None
    if page is None:
        return write_answer(place, day, answer)
    book = books.at(place).writer(letterhead(day.world))
    book.put(page)
    book.save(run_key=run.run_key(day, JOB))
    return worded("【{name}】里列了 {count} 行，每一行的“格”能点过去。", name=named(page.name), count=len(page.rows))


def write_answer(place: Path | Workbook, day: Day, answer: str) -> str:
    """Writes 为什么: the answer, each cell that it names a link; what was done, in words.

    Raises:
        BookFault: the workbook can't be written; nothing was changed.
    """
    from workbook.papers.why.linked import ANSWER, answer_page

    book = books.at(place).writer(letterhead(day.world))
    book.put(answer_page(answer, book.sheet_names))
    book.save(run_key=run.run_key(day, ANSWER))
    return worded("同样的话写在【{answer}】里，说到的格能点过去。", answer=named(ANSWER))
