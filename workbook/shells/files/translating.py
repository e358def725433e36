"""What writes into a workbook kept in another language: it is told Chinese and writes that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.papers.pages.board import Board
from workbook.papers.pages.groups import group_of, is_rare
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.translated import board_out, page_out, value_out
from workbook.rulebook.load.translated import heading_out, sheet_home, sheet_out, word_out
from workbook.shells.files.writer import ALONE
from workbook.words.tongue import Tongue, speaking

if TYPE_CHECKING:
    from workbook.papers.readback.told import Beside
    from workbook.shells.files.our_sheet import Put
    from workbook.shells.files.writer import Writer


class Translating:
    """A writer that is told Chinese and writes another language."""

    def __init__(self, book: Writer, own: Tongue) -> None:
        self._book, self._own = book, own

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets by their Chinese names, in their order."""
        return tuple(sheet_home(name, self._own) for name in self._book.sheet_names)

    def put(self, page: Page, release: Collection[str] = ()) -> Put:
        """A sheet of ours."""
        group, hidden = page.group or group_of(page.name), page.hidden or is_rare(page.name)
        with speaking(self._own):
            return self._book.put(page_out(replace(page, group=group, hidden=hidden), self._own), release)

    def append(self, sheet: str, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Rows below the last one of a staff sheet."""
        told = [
            {heading: value_out(sheet, heading, value, self._own) for heading, value in row.items()} for row in rows
        ]
        return self._book.append(sheet_out(sheet, self._own), header, columns, told)

    def set_cells(
        self, sheet: str, cells: Mapping[tuple[int, int], Value], under: Mapping[int, str] = ALONE, *,
        are_headings: bool = False,
    ) -> None:  # fmt: skip
        """Single cells: words as their column has them, and headings of new columns."""
        told = {
            at: value_out(sheet, under[at[1]], value, self._own) if at[1] in under else self._cell(value)
            for at, value in cells.items()
        }
        self._book.set_cells(sheet_out(sheet, self._own), told, are_headings=are_headings)

    def _cell(self, value: Value) -> Value:
        if not isinstance(value, str):
            return value
        word = word_out(value, self._own)
        return word if word != value else heading_out(value, self._own)

    def beside(self, words: Beside) -> int:
        """Words of the program beside the rows of a rule sheet."""
        headings = {heading_out(heading, self._own): column for heading, column in words.headings.items()}
        with speaking(self._own):
            return self._book.beside(replace(words, sheet=sheet_out(words.sheet, self._own), headings=headings))

    def board(self, board: Board) -> bool:
        """A sheet that isn't a table."""
        return self._book.board(board_out(board, self._own))

    def show(self, sheets: Collection[str]) -> None:
        """Sheets that somebody must look into are shown."""
        self._book.show([sheet_out(name, self._own) for name in sheets])

    def save(self, *, run_key: str = "", before: Callable[[], None] = lambda: None) -> bool:
        """Write all of it or nothing."""
        return self._book.save(run_key=run_key, before=before)
