"""The accounts of branches as worked earlier today, kept beside the head office's book: one that didn't change isn't read.

A file's name says what it was made from: the bytes of the branch's book, the program, the day. It is as private as the
head office's book, may be deleted at any time, and is passed over when it is damaged.
"""

from __future__ import annotations

import contextlib
import shutil
import zlib
from datetime import date
from pathlib import Path

from workbook.papers.branches.account import Account, read
from workbook.shells.safety import saving

FOLDER = "分店结果"


class Kept:
    """The accounts of one program and one day."""

    def __init__(self, book: Path, program: str, day: date) -> None:
        self._book, self._folder = book, saving.folder_of(book) / FOLDER
        self._ending = f"-{program}-{day}.json"

    def find(self, seal: str) -> Account | None:
        """The account of a book of these bytes, if it is kept and whole."""
        try:
            check, _, text = (self._folder / f"{seal}{self._ending}").read_bytes().partition(b"\n")
            return read(text.decode()) if check == b"%08x" % zlib.crc32(text) else None
        except (OSError, ValueError):
            return None

    def keep(self, seal: str, account: str) -> None:
        """Puts an account beside the book; where that can't be, nothing is kept."""
        text = account.encode()
        path = self._folder / f"{seal}{self._ending}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.touch(mode=0o600)
            with contextlib.suppress(OSError):  # before the first run there is no book yet
                shutil.copymode(self._book, part)
            part.write_bytes(b"%08x\n%s" % (zlib.crc32(text), text))
            part.replace(path)

    def sweep(self) -> None:
        """Lets go of other days and programs."""
        for path in self._folder.glob("*"):
            if not path.name.endswith(self._ending):
                with contextlib.suppress(OSError):
                    path.unlink()
