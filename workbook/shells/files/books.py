"""What a run goes over: a workbook as a file, or one that stands open in a spreadsheet program; both take the same pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workbook.sheets.grid import Grid
from workbook.shells.files.kept_in import writing
from workbook.shells.files.writer import Writer
from workbook.words.faults import Fault

if TYPE_CHECKING:
    from workbook.papers.pages.on_paper import Letterhead


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

    def writer(self, head: Letterhead | None) -> Writer:
        """What writes into it; `head` stands on the paper of every page that is put, None where none is.

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

    def grids(
        self, meanwhile: Callable[[], None], known: Sequence[Grid] = (), only: Collection[str] | None = None
    ) -> tuple[Grid, ...]:
        """Its sheets, by the fast reader; those that didn't change since the last run from beside the book.

        Rows that left for the archive stand where they stood; what says which left is read beside `only`.
        A report is made anew; hardly a run asks for its cells.
        """
        from workbook.papers.pages.on_paper import REPORT
        from workbook.shells.archive import joined, store
        from workbook.shells.files import kept_grids, reading
        from workbook.shells.safety import saving

        kept = saving.folder_of(self.path) / kept_grids.FOLDER
        found = reading.read(
            self.path,
            only=None if only is None else {*only, store.SHEET},
            later=lambda name: name.startswith(REPORT),
            meanwhile=meanwhile,
            known=joined.alone(known),
            kept=kept,
        )
        return joined.joined(found, self.path, store.mark_in(self.path), some=only is not None)

    def writer(self, head: Letterhead | None) -> Writer:
        """The writer that leaves every other part as it is."""
        from workbook.shells.files.in_place import Book
        from workbook.shells.files.kept_grids import FOLDER, Kept
        from workbook.shells.safety import saving

        return writing(Book(self.path, head, Kept(saving.folder_of(self.path) / FOLDER, self.path)))

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
