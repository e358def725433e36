"""The clerks' books that lie in a folder or were named: each known by its mark, whatever it is called; the rest told of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook.papers.shared.mark import Mark, mark_of
from workbook.sheets.grid import Grid
from workbook.shells.files import form_book, reading
from workbook.shells.files.last_saved import last_saved
from workbook.shells.safety import sent_kept
from workbook.shells.safety.beside import lock_of
from workbook.words.faults import Fault
from workbook.words.tongue import worded

BOOKS = {".xlsx", ".xlsm"}
OTHERS = {".xls", ".ods", ".et", ".csv"}
TEMPORARY = ("~$", ".~", ".")


@dataclass(frozen=True, slots=True)
class Copy:
    """One file that came back: whose, as it is, as it was given; when it was saved, and whether somebody has it open."""

    mark: Mark
    path: Path
    grids: tuple[Grid, ...]
    sent: tuple[Grid, ...]
    saved: datetime | None
    seal: str
    is_open: bool


def copies(book: Path, wanted: Sequence[Path], usual: Path, say: Callable[[str], None]) -> tuple[list[Copy], int]:
    """The clerks' books among these files and folders; and how many files could not be taken.

    Raises:
        Fault: a file or folder that was named isn't there.
    """
    found, refused = [], 0
    for path in _files(wanted, usual):
        is_named = path in wanted
        if path.suffix.lower() in OTHERS:
            say(worded("“{name}”不是 .xlsx，没有收：打开它，另存为 .xlsx，再收一次。", name=path.name))
            refused += 1
            continue
        if path.resolve() == book.resolve():
            continue
        try:
            copy = _copy(book, path)
        except Fault as fault:
            say(worded("“{name}”没有收：{what}等它拷完、存好，再收一次；别的照收。", name=path.name, what=fault.what))
            refused += 1
            continue
        if copy is not None:
            found.append(copy)
        elif many := _forms_in(path):
            say(
                worded(
                    "“{name}”是记录表，填了 {many} 张，“收回”不收它。还没登记的，运行 "
                    'huifang record "{book}" --forms "{path}"。',
                    name=path.name,
                    many=many,
                    book=book,
                    path=path,
                )
            )
            refused += is_named
        elif is_named:
            say(worded("“{name}”不是分发出去的本子，没有收。", name=path.name))
            refused += 1
    return found, refused


def _forms_in(path: Path) -> int:
    """How many record forms of a file are filled; they come in by 登记."""
    try:
        return len(form_book.read(path))
    except Fault:
        return 0


def _files(wanted: Sequence[Path], usual: Path) -> list[Path]:
    found: list[Path] = []
    for path in wanted or ([usual] if usual.is_dir() else []):
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in BOOKS | OTHERS)
        elif path.is_file():
            found.append(path)
        else:
            raise Fault(
                worded("找不到“{path}”。", path=path), worded("核对路径：写一个文件夹，或几个文件。没有改动任何文件。")
            )
    return [path for path in dict.fromkeys(found) if not path.name.startswith(TEMPORARY)]


def _copy(book: Path, path: Path) -> Copy | None:
    """A file as a clerk's book; None where it carries no mark.

    Raises:
        Fault: it can't be read whole, or what was given out isn't beside the workbook.
    """
    data = path.read_bytes()
    grids = reading.read(path)
    mark = mark_of(grids)
    if mark is None:
        return None
    sent = sent_kept.find(book, mark.id)
    if sent is None:
        raise Fault(
            worded(
                "它的底稿不在“{stem}.huifang”里，多半是另一本工作簿（{main}）分发的。", stem=book.stem, main=mark.main
            ),
            "",
        )
    saved = last_saved(path)[1] or datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)
    is_open = lock_of(path) is not None
    return Copy(mark, path, grids, reading.read(sent), saved, hashlib.sha256(data).hexdigest(), is_open)
