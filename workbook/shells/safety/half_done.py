"""登记 between its two steps: the records stand in the book, and the list is still to be made anew.

A mark beside the book from before the records are saved until the list stands; a run that finds it does the second step.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from workbook.shells.safety import saving
from workbook.shells.safety.journal import Journal
from workbook.words.faults import Fault

NAME = "登记到一半"


def begin(book: Path) -> None:
    """Marks that records are about to be saved."""
    folder = saving.folder_of(book)
    with suppress(Fault, OSError):  # then a run that is cut short leaves the old list, until the next one is made
        saving.make_folder(folder)
        saving.replace(folder / NAME, partial(_write, lines=len(Journal(folder).lines())))


def is_left(book: Path) -> bool:
    """Whether a run may have stopped between the two steps."""
    return (saving.folder_of(book) / NAME).is_file()


def is_open(book: Path) -> bool:
    """Whether the second step is still to be done.

    The book was written just once since the mark: never, and the records aren't there; more often, and the list is another.
    """
    folder = saving.folder_of(book)
    with suppress(OSError, ValueError):
        lines = int((folder / NAME).read_text(encoding="utf-8"))
        return len(Journal(folder).since(lines, saving.digest(book))) == 1
    return False


def end(book: Path) -> None:
    """The list stands."""
    with suppress(OSError):
        (saving.folder_of(book) / NAME).unlink(missing_ok=True)


def _write(path: Path, *, lines: int) -> None:
    path.write_text(str(lines), encoding="utf-8")
