"""What lies beside a workbook, by name alone: nothing is loaded to know it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbook.words.tongue import declared, worded

NOTE = "正在运行.jsonl"
"""Where a run says that it has begun, until it ends."""
HALF = ".part"
"""How the name of a file ends that is being kept beside the book and isn't whole yet."""
ARCHIVE, PREVIEW, SHARED, KEPT = declared(".归档"), declared("发件预演"), declared("-分发"), declared("存档")
"""How folders beside a book are called, or end."""


def folder_of(path: Path) -> Path:
    """Where a book's copies and journal lie: 回访.xlsx → 回访.huifang, beside it."""
    return path.with_name(f"{path.stem}.huifang")


def as_private(book: Path) -> None:
    """Copies are nobody's who may not read the book: the folder beside it is closed to whom the book is closed."""
    if os.name != "posix":
        return
    folder = folder_of(book)
    with suppress(OSError):  # another's folder, or a share that knows no owners
        mode, now = book.stat().st_mode, folder.stat().st_mode & 0o777
        may = 0o700 | sum(bit << 3 * who for who in (0, 1) for bit in _bits(mode >> 3 * who & 7))
        if now & ~may:
            folder.chmod(now & may)


def _bits(mode: int) -> tuple[int, int]:
    """What somebody may do in a folder who may do this with a file: read and enter, write."""
    return 5 if mode & 4 else 0, 2 if mode & 2 else 0


def archive_of(path: Path) -> Path:
    """Where a book's archive lies: 回访.xlsx → 回访.归档, beside it; calls.archive where English is spoken."""
    return called(path.parent, ARCHIVE, before=path.stem)


def called(folder: Path, name: str, *, before: str = "") -> Path:
    """A file or a folder of ours by its name in the language that is spoken; one that is there in Chinese stays."""
    first = folder / f"{before}{name}"
    return first if first.exists() else folder / f"{before}{worded(name)}"


def lock_of(path: Path) -> Path | None:
    """The file that says somebody has this workbook open; reading it is still fine, writing isn't.

    One that a crashed program left behind says nothing.
    """
    return next((lock for lock in _marks(path) if not _is_left_behind(lock)), None)


def left_mark_of(path: Path) -> Path | None:
    """The mark of a program that had this workbook open and is gone."""
    return next((lock for lock in _marks(path) if _is_left_behind(lock)), None)


def _marks(path: Path) -> Iterator[Path]:
    """The marks that lie beside it: of Excel, WPS and LibreOffice."""
    for lock in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
        with suppress(OSError):  # too long a name for a file: there is none
            if path.with_name(lock).exists():
                yield path.with_name(lock)


def _is_left_behind(lock: Path) -> bool:
    from workbook.shells.safety.opened import is_left_behind

    return is_left_behind(lock)


def was_cut(book: Path) -> bool:
    """Whether a run is noted that didn't end, or is still at work."""
    note = folder_of(book) / NOTE
    return note.exists() and note.stat().st_size > 0
