"""The rule sheets of a book as each run found them, kept beside it: what was in force before a cell was changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from workbook.rulebook.load.rows import TABLES
from workbook.sheets.grid import Grid
from workbook.shells.safety import saving

FOLDER = "规则"
KEEP = 24
"""How many different states of the rules are kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One state of the rule sheets: since which run (moment and job), and the sheets."""

    since: datetime
    job: str
    grids: tuple[Grid, ...]


def rule_sheets(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The rule sheets among a workbook's sheets."""
    return tuple(found for found in grids if found.name in TABLES)


def same(one: Sequence[Grid], other: Sequence[Grid]) -> bool:
    """Whether two states of the rule sheets hold the same cells."""
    return _cells(one) == _cells(other)


def keep(book: Path, grids: Sequence[Grid], now: datetime, job: str) -> None:
    """Keeps the rule sheets that a run works by, unless the last state kept is the same."""
    there = _files(book)
    sheets = rule_sheets(grids)
    if there and same(read(there[-1]).grids, sheets):
        return
    folder = saving.folder_of(book) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = int(there[-1].name.partition("-")[0]) + 1 if there else 1
    said = {"since": now.isoformat(timespec="minutes"), "job": job, "sheets": _cells(sheets)}
    path = folder / f"{number:06d}-{now:%Y-%m-%d}.json"
    saving.replace(path, lambda temporary: _write(temporary, json.dumps(said, ensure_ascii=False)))
    for old in there[: max(0, len(there) + 1 - KEEP)]:
        old.unlink(missing_ok=True)


def all_kept(book: Path) -> tuple[Kept, ...]:
    """Every state that is kept, oldest first."""
    return tuple(read(path) for path in _files(book))


def read(path: Path) -> Kept:
    """One kept state."""
    said = json.loads(path.read_text("utf-8"))
    grids = tuple(
        Grid(name, tuple(pa.array(column, pa.string()) for column in columns), top=top, left=left)
        for name, top, left, columns in said["sheets"]
    )
    return Kept(datetime.fromisoformat(said["since"]), said["job"], grids)


def _files(book: Path) -> list[Path]:
    folder = saving.folder_of(book) / FOLDER
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def _cells(grids: Sequence[Grid]) -> list[list[object]]:
    """The sheets as plain values, in the order of their names."""
    return [
        [found.name, found.top, found.left, [column.to_pylist() for column in found.columns]]
        for found in sorted(grids, key=lambda one: one.name)
    ]


def _write(path: Path, words: str) -> None:
    path.write_text(words, "utf-8")
