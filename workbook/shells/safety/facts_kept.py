"""The facts of a book as the last runs counted them, kept beside it: what a record said before somebody changed it.

Each sheet is a file named by what is in it, each run an entry of the list that says which.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbook.shells.safety import saving
from workbook.shells.safety.beside import HALF

FOLDER, LIST = "算过的事", "runs.json"
FILE = b"file"
KEEP = 8
"""So many runs can be undone and their facts still be known."""


def last(book: Path, lines: int) -> dict[str, pa.Table]:
    """The sheets as the last run counted them; nothing before the first run, or where they can't be read any more.

    Shapes:
        lines: so many lines 修改记录 has. A run that left more was undone, or the book is an earlier copy: it doesn't count.
    """
    runs = [run for run in _runs(book) if run["lines"] <= lines]
    found: dict[str, pa.Table] = {}
    for name, file in (runs[-1]["sheets"] if runs else {}).items():
        with contextlib.suppress(OSError, pa.ArrowInvalid):
            data = (_folder(book) / file).read_bytes()
            if _named(data) != file:  # damaged: what it says nobody ever counted
                continue
            found[name] = pa.ipc.open_file(pa.py_buffer(data)).read_all().replace_schema_metadata({FILE: file})
    return found


def same(before: Mapping[str, pa.Table], now: Mapping[str, pa.Table]) -> dict[str, str]:
    """The files of the sheets that are as the last run counted them."""
    both = {name: table for name, table in before.items() if name in now and now[name].equals(table)}
    return {name: table.schema.metadata[FILE].decode() for name, table in both.items()}


def keep(book: Path, sheets: Mapping[str, pa.Table], lines: int, unchanged: Mapping[str, str]) -> None:
    """Keeps the sheets as this run counted them; 修改记录 has so many lines now.

    Shapes:
        unchanged: the files of sheets that are as they were; these aren't written again.
    """
    folder = _folder(book)
    folder.mkdir(parents=True, exist_ok=True)
    there = {name: file for name, file in unchanged.items() if (folder / file).exists()}
    files = {name: there.get(name) or _written(folder, table, book) for name, table in sheets.items()}
    noted = _runs(book)
    runs = [run for run in noted if run["lines"] <= lines and run["sheets"] != files]
    after = [*runs, {"lines": lines, "sheets": files}][-KEEP:]
    if after != noted:
        _save(book, after)


def _folder(book: Path) -> Path:
    return saving.folder_of(book) / FOLDER


def _runs(book: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads((_folder(book) / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _save(book: Path, runs: list[dict[str, Any]]) -> None:
    folder = _folder(book)
    saving.replace(folder / LIST, lambda temporary: _text(temporary, json.dumps(runs, ensure_ascii=False)))
    wanted = {file for run in runs for file in run["sheets"].values()}
    for path in folder.glob("*.arrow"):
        if path.name not in wanted:
            with contextlib.suppress(OSError):
                path.unlink()


def _written(folder: Path, table: pa.Table, book: Path) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(table.combine_chunks())
    data = sink.getvalue()
    path = folder / _named(data)
    part = path.with_suffix(HALF)
    part.touch()
    shutil.copymode(book, part)
    part.write_bytes(data)
    part.replace(path)
    return path.name


def _named(data: bytes | pa.Buffer) -> str:
    """The file of some bytes."""
    return f"{hashlib.blake2b(data, digest_size=12).hexdigest()}.arrow"


def _text(path: Path, words: str) -> None:
    path.write_text(words, "utf-8")
