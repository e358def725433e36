"""The files of an archive: a folder beside the book, one Parquet file a sheet and year and time of leaving.

A file is never changed. It is written whole under a name that is still free, into the book's own folder of copies;
only once the book names it does it come into the folder that people look into. What the book no longer names goes back.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbook.sheets.grid import Grid
from workbook.shells.parts import book_names
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.safety import saving
from workbook.shells.safety.beside import ARCHIVE, archive_of
from workbook.words import tongue
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

SHEET = "归档"
FILE, OF, COUNT, PRINT = "文件", "表", "行数", "指纹"
ORDER, NUMBER, RAW = "归档次序", "归档行", "归档原样"
ASIDE = "归档"
"""In the folder of copies: files on their way into the archive, and those that an undoing may ask for again."""

SAID = b"huifang"
MARK = "_huifang.archive"
"""The name in a book, out of sight, that holds its mark."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the book names it."""

    file: str
    sheet: str
    rows: int
    print: str


def aside_of(book: Path) -> Path:
    """Where its files wait that are not, or no longer, part of it."""
    return saving.folder_of(book) / ASIDE


def entries(grids: Iterable[Grid]) -> tuple[Entry, ...]:
    """What the book's own sheet 归档 names."""
    found = next((grid for grid in grids if grid.name == SHEET), None)
    if found is None or not found.height:
        return ()
    rows = list(zip(*(column.to_pylist() for column in found.columns), strict=True))
    top = next((at for at, row in enumerate(rows) if FILE in row and PRINT in row), None)
    if top is None:
        return ()
    places = {heading: rows[top].index(heading) for heading in (FILE, OF, COUNT, PRINT) if heading in rows[top]}
    said = [{heading: str(row[at] or "") for heading, at in places.items()} for row in rows[top + 1 :]]
    return tuple(Entry(row[FILE], row[OF], int(float(row[COUNT] or 0)), row[PRINT]) for row in said if row.get(FILE))


def mark(named: Sequence[Entry]) -> str:
    """What the book keeps out of sight about its archive: whoever deletes a line of 归档 doesn't change it."""
    if not named:
        return ""
    lines = "\n".join(sorted(f"{one.file} {one.print}" for one in named))
    return f"{len(named)}-{hashlib.blake2b(lines.encode(), digest_size=8).hexdigest()}"


def mark_in(path: Path) -> str:
    """What a workbook as a file holds out of sight about its archive.

    Raises:
        BookFault: it can't be read.
    """
    return book_names.held(Wiring(Package(path)), MARK)


def print_of(data: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.blake2b(data, digest_size=10).hexdigest()


def check(book: Path, named: Sequence[Entry], kept: str) -> None:
    """Nothing, if the book's sheet names what the book was archived with.

    Raises:
        BookFault: lines of 归档 are gone or changed.
    """
    if mark(named) == kept:
        return
    many = kept.partition("-")[0] or "0"
    raise BookFault(
        worded(
            "“{name}”归档过，【{sheet}】表却和归档时不一样（应有 {many} 个文件，现在写着 {count} 个），"
            "往年的行没法算全。",
            name=book.name,
            sheet=tongue.named(SHEET),
            many=many,
            count=len(named),
        ),
        worded(
            "把【{sheet}】恢复成原来的样子（撤销删改，或从备份里抄回来），再运行一次。没有改动任何文件。",
            sheet=tongue.named(SHEET),
        ),
    )


def data_of(book: Path, entry: Entry) -> bytes:
    """One file of the archive, whole.

    Raises:
        BookFault: it is gone, or isn't the file that the book was archived with.
    """
    other = False
    for folder in (archive_of(book), aside_of(book)):
        with contextlib.suppress(OSError):
            data = (folder / entry.file).read_bytes()
            if print_of(data) == entry.print:
                return data
            other = True
    if other:
        raise BookFault(
            worded(
                "“{name}”里的“{file}”不是归档“{book_name}”时的那一个（被改过，或来自另一次归档）。",
                name=archive_of(book).name,
                file=entry.file,
                book_name=book.name,
            ),
            worded("把原来的文件放回去，再运行一次。往年的行不齐就不算，没有改动任何文件。"),
        )
    elsewhere = next(
        (
            one
            for one in sorted({*book.parent.glob(f"*{ARCHIVE}"), *book.parent.glob(f"*{worded(ARCHIVE)}")})
            if (one / entry.file).is_file()
        ),
        None,
    )
    cure = (
        worded("它在“{name}”里：复制一份这个文件夹，改名“{name2}”。", name=elsewhere.name, name2=archive_of(book).name)
        if elsewhere is not None
        else worded(
            "把文件夹“{name}”放回“{book_name}”旁边；抄走工作簿时要连它一起抄。",
            name=archive_of(book).name,
            book_name=book.name,
        )
    )
    raise BookFault(
        worded(
            "“{name}”归档过，旁边的“{name2}”里却没有“{file}”（【{sheet}】{rows} 行）。",
            name=book.name,
            name2=archive_of(book).name,
            file=entry.file,
            sheet=tongue.named(entry.sheet),
            rows=entry.rows,
        ),
        worded("{cure}往年的行不齐就不算，没有改动任何文件。", cure=cure),
    )


def opened(data: bytes, columns: Sequence[str] | None = None) -> tuple[pa.Table, dict[str, Any]]:
    """A file's columns, and what it says of itself."""
    import pyarrow.parquet as pq

    source = pq.ParquetFile(pa.BufferReader(data))
    said: dict[str, Any] = json.loads(source.schema_arrow.metadata[SAID])
    return source.read(columns=None if columns is None else list(columns)), said


def write(book: Path, name: str, table: pa.Table, said: dict[str, Any]) -> Entry:
    """A file of these rows, on the disk when this returns; for the eyes of those who may read the book.

    Raises:
        BookFault: no room, or no permission.
    """
    import pyarrow.parquet as pq

    made = table.replace_schema_metadata({SAID: json.dumps(said, ensure_ascii=False)})
    sink = pa.BufferOutputStream()
    pq.write_table(made, sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    folder = aside_of(book)
    saving.make_folder(folder)
    file = _left_there(folder, name, data)
    if not file:
        file = _free(book, name)
        saving.replace(folder / file, lambda temporary: _put(temporary, data, book))
    return Entry(file, str(said["sheet"]), len(table), print_of(data))


def _put(path: Path, data: bytes, book: Path) -> None:
    shutil.copymode(book, path)
    path.write_bytes(data)


def _left_there(folder: Path, name: str, data: bytes) -> str:
    """The file that a run left which was cut short before the book named it: the same bytes, and nobody's yet."""
    there = sorted(path for path in folder.glob("*.parquet") if path.name.startswith(name))
    return next((path.name for path in there if path.stat().st_size == len(data) and path.read_bytes() == data), "")


def _free(book: Path, name: str) -> str:
    taken = {path.name for folder in (archive_of(book), aside_of(book)) if folder.is_dir() for path in folder.iterdir()}
    names = (f"{name}{f'-{turn}' if turn > 1 else ''}.parquet" for turn in range(1, len(taken) + 2))
    return next(one for one in names if one not in taken)


def settle(book: Path, named: Sequence[Entry]) -> None:
    """Files that the book names come into its folder, all others go out of it; may be done again at any time.

    None is ever deleted: a kept copy of the book may ask for it once a run is undone.
    """
    folder, aside = archive_of(book), aside_of(book)
    wanted = {one.file for one in named}
    if wanted:
        saving.make_folder(folder)
        shutil.copymode(book.parent, folder)
    for name in wanted:
        if (aside / name).is_file() and not (folder / name).exists():
            os.replace(aside / name, folder / name)  # noqa: PTH105
    for path in sorted(folder.glob("*.parquet")) if folder.is_dir() else ():
        if path.name not in wanted:
            saving.make_folder(aside)
            os.replace(path, aside / path.name)  # noqa: PTH105
    with contextlib.suppress(OSError):
        folder.rmdir()  # only an empty one goes
