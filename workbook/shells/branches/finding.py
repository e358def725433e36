"""The books in a folder: which files may be a branch's, each with its bytes, their hash, and whether it stands open."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook.shells.files import reading
from workbook.shells.safety.beside import PREVIEW, lock_of
from workbook.words.faults import BookFault, Fault
from workbook.words.tongue import declared, worded

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv"}
"""What an office may have saved its book as; those that can't be read are told, not passed over."""
BOOK = declared("总部汇总.xlsx")
"""The head office's book, unless it is told another name."""
BEHIND = (".huifang",)


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its path as told (城南店/回访.xlsx), where it lies, the hash of its bytes, the mark of whoever has it open."""

    file: str
    path: Path
    seal: str
    lock: str = ""


def files(folder: Path, besides: Path) -> list[Path]:
    """The files of a folder and of those in it that may be branches' books; not the head office's own, nor what is ours.

    Raises:
        Fault: it isn't a folder.
    """
    if not folder.is_dir():
        raise Fault(
            worded("“{folder}”不是文件夹。", folder=folder),
            worded("写上放着各分店工作簿的那个文件夹。没有改动任何文件。"),
        )
    own = os.path.realpath(besides)
    return [path for path in sorted(folder.rglob("*")) if _may_be(path, folder) and os.path.realpath(path) != own]


def _may_be(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    if any(part.startswith(".") or part.endswith(BEHIND) or part in {PREVIEW, worded(PREVIEW)} for part in inside):
        return False
    if path.name in {BOOK, worded(BOOK)}:  # of an earlier run, or of a region: counted once, by its branches
        return False
    return path.suffix.lower() in SUFFIXES and not path.name.startswith("~$") and not path.is_dir()


def told(path: Path, folder: Path) -> str:
    """How a file is named to people: its path inside the folder."""
    return path.relative_to(folder).as_posix()


def found(paths: Sequence[Path], folder: Path) -> Iterator[tuple[str, Found | BookFault]]:
    """Each file with its hash, or why it can't be opened."""
    for path in paths:
        try:
            data = reading.whole(path)
        except BookFault as fault:
            yield told(path, folder), fault
            continue
        lock = lock_of(path)
        yield told(path, folder), Found(told(path, folder), path, sealed(data), lock.name if lock else "")


def sealed(data: bytes) -> str:
    """What names the bytes of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
