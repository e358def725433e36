"""What was read of sheets before, and what was made of it, beside the book as Arrow files: it isn't made again.

A sheet's seal is a hash of all bytes that it was read from, and the name of its file says which program made it, so a
kept one can't be stale; a damaged one is not taken. The folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
import zlib
from collections.abc import Collection
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbook.papers.pages.kept_prints import PRINTS
from workbook.sheets.grid import Grid
from workbook.shells.safety.beside import HALF

FOLDER = "读过的表"
FRAME = "frame"
"""The key of a sheet without its rows, as the run left it that wrote them all."""
UNDECLARED = (FRAME, PRINTS)
"""What is the same whatever is declared."""
SAID = b"grid"
_HOME = Path(__file__).parents[2]
_MAKERS = ("words/**/*.py", "words/locale/**/*.mo", "clock/periods.py", "sheets/**/*.py", "papers/pages/*.py",
           "rulebook/load/translated.py", "shells/files/*.py", "shells/parts/*.py")  # fmt: skip
"""Whose words stand in issues, what a period may be, all that cleans, reads and writes."""
ALONE = 1 << 20
"""Bytes up to which a table is packed by one thread."""
DECLARED = 2
"""What was made of a sheet by so many declarations is kept: a trial has its own."""
_CHECK = 8  # hexadecimal digits of the sum over name and file, at the end of the name


@cache
def _program() -> str:
    """What makes typed columns out of bytes and bytes out of pages: the files that do it, their texts, and their libraries."""
    import fastexcel
    import numpy as np
    import pandas as pd

    libraries = f"{sys.version},{fastexcel.__version__},{pa.__version__},{np.__version__},{pd.__version__}"
    found = hashlib.blake2b(libraries.encode(), digest_size=6)
    rooms = (path for made in _MAKERS for path in sorted(_HOME.glob(made)))
    for path in rooms:
        found.update(path.read_bytes())
    return found.hexdigest()


def _sum(name: str, data: bytes | pa.Buffer) -> str:
    """What tells a file that is whole, and its own, from a damaged one and from another's under its name."""
    return f"{zlib.crc32(data, zlib.crc32(name.encode())):08x}"


class Kept:
    """The folder beside one book; without one nothing is found and nothing kept."""

    def __init__(self, folder: Path | None, book: Path) -> None:
        self._folder, self._book = folder, book

    @cached_property
    def _files(self) -> dict[str, Path]:
        """What is there by this program: each seal, or seal and key, and its file."""
        with contextlib.suppress(OSError):  # its name may be too long, or the share gone
            if self._folder is not None and self._folder.is_dir():
                ending = f"-{_program()}"
                found = ((path.stem.rpartition("-")[0], path) for path in self._folder.glob("*.arrow"))
                return {named.removesuffix(ending): path for named, path in found if named.endswith(ending)}
        return {}

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def has(self, key: str) -> bool:
        """Whether anything is kept under a key."""
        return any(name.endswith(f".{key}") for name in self._files)

    def find(self, name: str) -> pa.RecordBatch | None:
        """What is kept under a name, if it is whole."""
        path = self._files.get(name)
        if path is None:
            return None
        try:
            data = path.read_bytes()
            if _sum(name, data) == path.stem[-_CHECK:]:
                return pa.ipc.open_file(pa.py_buffer(data)).get_batch(0)
        except (OSError, pa.ArrowInvalid):
            pass
        return None

    def grown(self, name: str) -> tuple[pa.RecordBatch, int] | None:
        """What is kept of the first rows of a sheet that has more by now, and how many they are."""
        for one in self._files:
            if one.startswith(f"{name}.") and (found := self.find(one)) is not None:
                return found, int(one.rpartition(".")[2])
        return None

    def carry(self, seal: str, grown: str, rows: int) -> None:
        """What was made of a sheet goes with the longer one, as made of its first rows."""
        for name in list(self._files):
            own, _, key = name.partition(".")
            if (
                own == seal
                and key
                and "." not in key
                and key not in UNDECLARED
                and (found := self.find(name)) is not None
            ):
                self.put(f"{grown}.{key}.{rows}", packed(found))

    def keep(self, name: str, made: pa.RecordBatch) -> None:
        """Puts it beside the book, for the eyes of those who may read the book; where that can't be, nothing is kept."""
        if self._folder is not None:
            self.put(name, packed(made))

    def put(self, name: str, data: pa.Buffer) -> None:
        """Puts there what is packed already."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{name}-{_program()}-{_sum(name, data)}.arrow"
            part = path.with_suffix(HALF)
            part.touch()
            shutil.copymode(self._book, part)
            part.write_bytes(data)
            part.replace(path)
            if "." in name:
                seal, _, key = name.partition(".")
                others = self._folder.glob(f"{seal}.*-{_program()}-*.arrow") if key not in UNDECLARED else ()
                apart = tuple(f"{seal}.{one}-" for one in UNDECLARED)
                alike = [one for one in others if not one.name.startswith(apart)]
                shorter = [one for one in alike if one.name.startswith(f"{name}.")]
                for old in (*shorter, *sorted(alike, key=lambda one: one.stat().st_mtime_ns)[:-DECLARED]):
                    old.unlink(missing_ok=True)

    def sweep(self, seals: Collection[str]) -> None:
        """Lets go of what no sheet of the book looks like any more, of what another version made, and of halves.

        A half is what a run left that was killed while it kept something; should it be a run's that goes on, that one
        keeps nothing.
        """
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*") if self._folder is not None and self._folder.is_dir() else ():
                named, of_program = path.name.rpartition("-")[0], f"-{_program()}"
                seal = named.removesuffix(of_program).partition(".")[0]
                if path.suffix != ".arrow" or not named.endswith(of_program) or seal not in seals:
                    with contextlib.suppress(OSError):
                        path.unlink()


def packed(made: pa.RecordBatch) -> pa.Buffer:
    """A table as the bytes of its file."""
    sink = pa.BufferOutputStream()
    threads = made.nbytes > ALONE  # for a small table asking others to help takes longer than the work
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=threads)
    with pa.ipc.new_file(sink, made.schema, options=options) as writer:
        writer.write_batch(made)
    return sink.getvalue()


def batch(grid: Grid) -> pa.RecordBatch:
    """A sheet as one table."""
    names = ("name", "top", "left", "date1904", "errors", "damaged", "merged", "totals", "shown")
    said = json.dumps({name: getattr(grid, name) for name in names})
    schema = pa.schema([(str(at), pa.string()) for at in range(len(grid.columns))], {SAID: said})
    return pa.record_batch(list(grid.columns), schema=schema)


def grid_of(found: pa.RecordBatch, name: str, seal: str) -> Grid:
    """The sheet of a table, under the name it has now."""
    said = json.loads(found.schema.metadata[SAID])
    cells: dict[str, Any] = {one: tuple(map(tuple, said[one])) for one in ("errors", "damaged", "merged", "shown")}
    columns = tuple(found.columns)
    return Grid(
        name, columns, said["top"], said["left"], said["date1904"], totals=tuple(said["totals"]), seal=seal, **cells
    )
