"""The books that were given to clerks, as they were given, kept beside the workbook: what comes back is compared with them."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from workbook.shells.safety import saving

FOLDER = "分发底稿"


def keep(book: Path, name: str, made: Path) -> Path:
    """A clerk's book as it is given out, under its number, for the eyes of those who may read the workbook."""
    folder = saving.folder_of(book) / FOLDER
    saving.make_folder(folder)
    place = folder / f"{name}.xlsx"
    copy(made, place, like=book)
    return place


def find(book: Path, name: str) -> Path | None:
    """What was given out under a number; also where the workbook had another name then."""
    if not name.isalnum():
        return None
    own = saving.folder_of(book) / FOLDER / f"{name}.xlsx"
    if own.is_file():
        return own
    return next(iter(sorted(book.parent.glob(f"*.huifang/{FOLDER}/{name}.xlsx"))), None)


def copy(source: Path, target: Path, *, like: Path) -> None:
    """The same bytes elsewhere, whole or not at all; whoever may read `like` may read it.

    Raises:
        BookFault: it can't be written there.
    """

    def put(temporary: Path) -> None:
        shutil.copyfile(source, temporary)
        with contextlib.suppress(OSError):
            shutil.copymode(like, temporary)

    saving.replace(target, put)
