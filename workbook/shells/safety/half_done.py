"""登记 between its two steps: the records stand in the book, the list is still to be made anew, and what was asked is unsaid.

Kept beside the book from before the records are saved until the list stands; a run that finds it does the second step.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from workbook.shells.safety import saving
from workbook.shells.safety.journal import Journal
from workbook.words.faults import Fault
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place

NAME = "登记到一半.json"
LINES, ASKED = "行", "问"


def begin(book: Path, asked: Sequence[Issue]) -> None:
    """Notes that records are about to be saved, and what is asked about them; what refuses a row is found again."""
    folder = saving.folder_of(book)
    told = [(one.kind.name, one.place.sheet, one.place.row, one.place.column, one.words) for one in asked]
    text = json.dumps({LINES: len(Journal(folder).lines()), ASKED: told}, ensure_ascii=False)
    with suppress(Fault, OSError):  # then a run that is cut short says less, and nothing is lost
        saving.make_folder(folder)
        saving.replace(folder / NAME, partial(_write, text=text, like=book))


def is_left(book: Path) -> bool:
    """Whether a run may have stopped between the two steps."""
    return (saving.folder_of(book) / NAME).is_file()


def left(book: Path) -> tuple[Issue, ...] | None:
    """What was asked about the records of a run that stopped between the two steps; None where none did.

    The book was written just once since: never, and the records aren't there; more often, and the list is another one.
    """
    if not is_left(book):
        return None
    folder = saving.folder_of(book)
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if len(Journal(folder).since(int(said[LINES]), saving.digest(book))) == 1:
            return tuple(
                Issue(Kind[kind], Place(sheet, row, column), tuple((name, value) for name, value in words))
                for kind, sheet, row, column, words in said[ASKED]
            )
    return None


def end(book: Path) -> None:
    """The list stands, and all is said."""
    with suppress(OSError):
        (saving.folder_of(book) / NAME).unlink(missing_ok=True)


def _write(path: Path, *, text: str, like: Path) -> None:
    path.write_text(text, encoding="utf-8")
    with suppress(OSError):
        path.chmod(like.stat().st_mode & 0o777)
