"""What writes into one workbook, whatever it is: pages, rows and cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from workbook.papers.pages.board import Board
from workbook.papers.pages.page import Page, Value

if TYPE_CHECKING:
    from workbook.papers.readback.told import Beside
    from workbook.shells.files.our_sheet import Put

ALONE: Mapping[int, str] = MappingProxyType({})
"""Cells whose headings nobody says."""


class Writer(Protocol):
    """Pages, rows and cells on their way into one workbook; nothing arrives before `save`."""

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets, in their order, with those that were put."""

    def put(self, page: Page, release: Collection[str] = ()) -> Put:
        """Write a sheet of ours, merged by key with what staff did."""

    def append(self, sheet: str, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Add rows below the last one of a staff sheet; their row numbers."""

    def set_cells(
        self, sheet: str, cells: Mapping[tuple[int, int], Value], under: Mapping[int, str] = ALONE, *,
        are_headings: bool = False,
    ) -> None:  # fmt: skip
        """Write single cells, each in the format it has; `under`: what columns are headed, where cells stand below it.

        `are_headings`: those of new columns, each in the look of the one before it, the column as wide as it needs.
        """

    def beside(self, words: Beside) -> int:
        """Words of the program beside the rows of a rule sheet; the number of cells that changed."""

    def board(self, board: Board) -> bool:
        """Write a sheet that isn't a table; False where the book has none, or staff made it their own."""

    def show(self, sheets: Collection[str]) -> None:
        """Sheets that somebody must look into are shown, if they were hidden."""

    def save(self, *, run_key: str = "", before: Callable[[], None] = lambda: None) -> bool:
        """Write all of it or nothing; False when nothing had changed. `before` is done as the new book takes its place."""
