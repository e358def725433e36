"""Sheets that were read before, kept beside the book as Arrow files: what didn't change isn't read again.

A sheet's seal is a hash of all bytes that it was read from, and the name of its file says which program read it, so a
kept one can't be stale; a damaged one is not taken. The folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import zlib
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbook.sheets.grid import Grid

FOLDER = "读过的表"
_READERS = ("sheets/grid.py", "shells/files/reading.py", "shells/files/kept_grids.py", "shells/parts/archive.py",
            "shells/parts/guard.py", "shells/parts/skim.py")  # fmt: skip
_CHECK = 8  # hexadecimal digits of the sum over the file, in its name


@cache
def _program() -> str:
    """What makes a grid out of bytes: the files that read, and the libraries they read with."""
    import fastexcel

    found = hashlib.blake2b(f"{fastexcel.__version__},{pa.__version__}".encode(), digest_size=6)
    for part in _READERS:
        found.update((Path(__file__).parents[2] / part).read_bytes())
    return found.hexdigest()


def _begins(seal: str) -> str:
    """How the name of a kept sheet begins: what it was read from, and by what."""
    return f"{seal}-{_program()}"


def find(folder: Path | None, seal: str) -> Grid | None:
    """The sheet of a seal, if it is kept and whole."""
    if folder is None or not seal:
        return None
    try:
        path = next(iter(folder.glob(f"{_begins(seal)}-*.arrow")), None)
        if path is None:
            return None
        data = path.read_bytes()
        if f"{zlib.crc32(data):08x}" != path.stem[-_CHECK:]:
            return None
        table = pa.ipc.open_file(pa.py_buffer(data)).read_all()
    except (OSError, pa.ArrowInvalid):
        return None
    said = json.loads(table.schema.metadata[b"grid"])
    columns = tuple(column.combine_chunks() for column in table.columns)
    cells: dict[str, Any] = {name: tuple(map(tuple, said[name])) for name in ("errors", "damaged", "merged")}
    return Grid(said["name"], columns, said["top"], said["left"], said["date1904"], totals=tuple(said["totals"]),
                seal=seal, **cells)  # fmt: skip


def keep(folder: Path | None, grid: Grid, book: Path) -> None:
    """Puts a sheet beside the book, for the eyes of those who may read the book; where that can't be, nothing is kept."""
    if folder is None or not grid.seal or not grid.columns:
        return
    said = {
        name: getattr(grid, name)
        for name in ("name", "top", "left", "date1904", "errors", "damaged", "merged", "totals")
    }
    schema = pa.schema([(str(at), pa.string()) for at in range(len(grid.columns))], {"grid": json.dumps(said)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(pa.record_batch(list(grid.columns), schema=schema))
    data = sink.getvalue()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{_begins(grid.seal)}-{zlib.crc32(data):08x}.arrow"
        part = path.with_suffix(".part")
        part.touch()
        shutil.copymode(book, part)
        part.write_bytes(data)
        part.replace(path)


def sweep(folder: Path | None, seals: Collection[str]) -> None:
    """Lets go of what no sheet of the book looks like any more, and of what another version read."""
    wanted = {_begins(seal) for seal in seals}
    with contextlib.suppress(OSError):  # its name may be too long, or the share gone
        for path in folder.glob("*") if folder is not None and folder.is_dir() else ():
            if path.name.rpartition("-")[0] not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()


def renamed(grid: Grid, name: str) -> Grid:
    """The same sheet under the name it has now."""
    return grid if grid.name == name else replace(grid, name=name)
