"""What a run goes over: a workbook as a file, or one that stands open in a spreadsheet program; both take the same pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workbook.papers.pages.board import Board
from workbook.papers.pages.page import Page, Value
from workbook.sheets.grid import Grid
from workbook.words.faults import Fault

if TYPE_CHECKING:
    from workbook.papers.readback.told import Beside
    from workbook.shells.files.our_sheet import Put


class Writer(Protocol):
    """Pages, rows and cells on their way into one workbook; nothing arrives before `save`."""

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets, in their order, with those that were put."""

    def put(self, page: Page, release: Collection[str] = ()) -> Put:
        """Write a sheet of ours, merged by key with what staff did."""

    def append(self, sheet: str, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Add rows below the last one of a staff sheet; their row numbers."""

    def set_cells(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        """Write single cells, each in the format it has."""

    def beside(self, words: Beside) -> int:
        """Words of the program beside the rows of a rule sheet; the number of cells that changed."""

    def board(self, board: Board) -> bool:
        """Write a sheet that isn't a table; False where the book has none, or staff made it their own."""

    def show(self, sheets: Collection[str]) -> None:
        """Sheets that somebody must look into are shown, if they were hidden."""

    def save(self, *, run_key: str = "", before: Callable[[], None] = lambda: None) -> bool:
        """Write all of it or nothing; False when nothing had changed. `before` is done as the new book takes its place."""


class Workbook(Protocol):
    """A workbook to work on."""

    @property
    def path(self) -> Path:
        """Where it lies: its copies, its outbox and its forms stand beside it."""

    def tell(self, line: str) -> None:
        """A line of progress, where the person at work sees it."""

    def grids(self, meanwhile: Callable[[], None], known: Sequence[Grid] = ()) -> tuple[Grid, ...]:
        """Its sheets as found; `meanwhile` is done once, while readers are at work where there are any.

        `known`: sheets as they were found before; those that didn't change needn't be read again.

        Raises:
            BookFault: it can't be read.
        """

    def writer(self) -> Writer:
        """What writes into it.

        Raises:
            BookFault: it can't be written.
        """

    def undo(self) -> str:
        """Bring it back as it was before the last run; that run's key.

        Raises:
            BookFault: there is none, or somebody changed it since; nothing was changed.
        """


@dataclass(frozen=True, slots=True)
class ClosedBook:
    """A workbook as a file."""

    path: Path

    def tell(self, line: str) -> None:
        """A line of progress, beside the output."""
        print(line, file=sys.stderr, flush=True)

    def grids(self, meanwhile: Callable[[], None], known: Sequence[Grid] = ()) -> tuple[Grid, ...]:
        """Its sheets, by the fast reader; those that didn't change since the last run from beside the book.

        Rows that left for the archive stand where they stood.
        """
        from workbook.shells.archive import joined, store
        from workbook.shells.files import kept_grids, reading
        from workbook.shells.safety import saving

        kept = saving.folder_of(self.path) / kept_grids.FOLDER
        found = reading.read(self.path, meanwhile=meanwhile, known=joined.alone(known), kept=kept)
        return joined.joined(found, self.path, store.mark_in(self.path))

    def writer(self) -> Writer:
        """The writer that leaves every other part as it is."""
        from workbook.shells.files.in_place import Book

        return Book(self.path)

    def undo(self) -> str:
        """Back to the copy that was made before the last run; its archive is what it was then."""
        from workbook.shells.archive import store
        from workbook.shells.files import reading
        from workbook.shells.safety import saving

        done = saving.undo(self.path)
        with suppress(Fault, OSError):  # files are found wherever they wait
            store.settle(self.path, store.entries(reading.read(self.path, only={store.SHEET})))
        return done


def at(place: Path | Workbook) -> Workbook:
    """The workbook of a path; one that is a workbook already stays."""
    return ClosedBook(place) if isinstance(place, Path) else place
