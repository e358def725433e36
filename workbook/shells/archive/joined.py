"""A book's sheets with their archived rows in front of, or between, those that stayed: as if none had left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.papers.pages.groups import is_ours
from workbook.sheets.grid import Grid, Joined
from workbook.sheets.headers import SEARCHED
from workbook.shells.archive import store
from workbook.shells.archive.typed import told
from workbook.shells.outside.tongues import tongue_of
from workbook.words import tongue
from workbook.words.addresses import Addresses
from workbook.words.faults import BookFault
from workbook.words.place import ARCHIVED
from workbook.words.tongue import worded

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Archived:
    """All archived rows of one sheet, in their order.

    Shapes:
        texts: (heading, which of those with that heading, column it stood in) → n texts. order: n places below the
            header, from 1, that the rows would have if none had left. number: n numbers in the archive.
    """

    sheet: str
    texts: dict[tuple[str, int, int], pa.Array]
    order: Ints
    number: Ints


def joined(grids: Sequence[Grid], book: Path, kept: str, *, some: bool = False) -> tuple[Grid, ...]:
    """The sheets with what was archived of them; `kept` is the mark out of sight. `some`: only these were read.

    Raises:
        BookFault: the archive isn't whole, or a column of it isn't in the sheet any more.
    """
    named = store.entries(grids)
    store.check(book, named, kept)
    if not named:
        return tuple(grids)
    by_sheet: dict[str, list[store.Entry]] = {}
    for one in named:
        by_sheet.setdefault(one.sheet, []).append(one)
    there = {grid.name for grid in grids}
    for sheet in () if some else by_sheet.keys() - there:
        raise BookFault(
            worded("【{sheet}】归档过，工作簿里却没有这张表了。", sheet=tongue.named(sheet)),
            worded("把表名改回“{sheet}”，或撤销删表，再运行一次。没有改动任何文件。", sheet=sheet),
        )
    made = tuple(_with(grid, archived(book, by_sheet[grid.name])) if grid.name in by_sheet else grid for grid in grids)
    return _readdressed(made)


def _readdressed(grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Sentences of archived lines name rows as if none had left: they name them by where they stand now."""
    now = {grid.name: partial(_now, grid) for grid in grids if grid.joined is not None}
    found = Addresses(now, tongue_of({grid.called or grid.name for grid in grids}))

    def said(grid: Grid) -> Grid:
        if grid.joined is None or not is_ours(grid.name):
            return grid
        old = pa.array(grid.joined.rows > ARCHIVED)
        columns = list(grid.columns)
        for at, values in enumerate(columns):
            wanted = pc.and_(old, pc.fill_null(pc.match_substring(values, "!"), fill_value=False))
            if pc.any(wanted).as_py():
                words = [found.renamed(text) for text in values.filter(wanted).to_pylist()]
                columns[at] = pc.replace_with_mask(values, wanted, pa.array(words, pa.string()))
        return replace(grid, columns=tuple(columns))

    return tuple(map(said, grids))


def _now(grid: Grid, row: int) -> int:
    """Where the row stands that would be this one if none had left."""
    assert grid.joined is not None
    at = row - grid.top
    return int(grid.joined.rows[at]) if at < len(grid.joined.rows) else row


def whole(grid: Grid, row: int) -> int:
    """The number that a row of now would have if none had left."""
    assert grid.joined is not None
    if row <= ARCHIVED:
        return grid.index(row) + grid.top
    at = np.flatnonzero(grid.joined.rows == row)
    return int(at[0]) + grid.top if len(at) else row


def archived(book: Path, named: Sequence[store.Entry]) -> Archived:
    """What the files of one sheet hold.

    Raises:
        BookFault: one of them is gone, or another one.
    """
    parts = [_texts(store.data_of(book, one)) for one in named]
    keys = list(dict.fromkeys(key for texts, _, _ in parts for key in texts))
    heights = [len(order) for _, order, _ in parts]
    order = np.concatenate([one for _, one, _ in parts])
    number = np.concatenate([one for _, _, one in parts])
    turn = np.lexsort((number, order))
    at = pa.array(turn)

    def collected(key: tuple[str, int, int]) -> pa.Array:
        pieces = [
            texts.get(key, pa.nulls(height, pa.string())) for (texts, _, _), height in zip(parts, heights, strict=True)
        ]
        return pa.concat_arrays(pieces).take(at)

    return Archived(named[0].sheet, {key: collected(key) for key in keys}, order[turn], number[turn])


def _texts(data: bytes) -> tuple[dict[tuple[str, int, int], pa.Array], Ints, Ints]:
    """The texts of one file, as they were read from the book."""
    said = store.opened(data, ())[1]
    wanted = [
        store.ORDER,
        store.NUMBER,
        *(name for one in said["columns"] for name in (one["name"], one["odd"]) if name),
    ]
    table, _ = store.opened(data, wanted)

    def column(name: str) -> pa.Array:
        return table[name].combine_chunks()

    found = {
        (str(one["heading"]), int(one["nth"]), int(one["column"])): told(
            column(one["name"]), one["way"], column(one["odd"]) if one["odd"] else None
        )
        for one in said["columns"]
    }
    return found, column(store.ORDER).to_numpy(), column(store.NUMBER).to_numpy()


def headings_of(row: Sequence[str | None], left: int) -> dict[tuple[str, int], int]:
    """(heading, which of those with that heading) → column of the sheet; a column without one is known by its place."""
    found: dict[tuple[str, int], int] = {}
    seen: dict[str, int] = {}
    for column, text in enumerate(row, left):
        heading = "".join((text or "").split())
        nth = seen[heading] = seen.get(heading, 0) + 1
        found[heading, nth if heading else column] = column
    return found


def places(grid: Grid, rows: Archived) -> tuple[int, dict[tuple[str, int, int], int]]:
    """The row of the headings (counted from 0), and the column of the sheet for each archived column.

    Raises:
        BookFault: a heading isn't there any more.
    """
    top = list(zip(*(column.slice(0, SEARCHED).to_pylist() for column in grid.columns), strict=True))
    wanted = {(heading, nth if heading else column): (heading, nth, column) for heading, nth, column in rows.texts}
    best: dict[tuple[str, int], int] = {}
    at = 0
    for row, cells in enumerate(top):
        found = headings_of(cells, grid.left)
        named = sum(bool(heading) for heading, _ in found.keys() & wanted.keys())
        if named > sum(bool(heading) for heading, _ in best.keys() & wanted.keys()):
            best, at = found, row
    gone = [heading or f"第 {nth} 列" for heading, nth in wanted if (heading, nth) not in best and heading]
    if gone:
        raise BookFault(
            worded(
                "【{name}】归档的行里有“{gone}”这一列，表里的表头却没有了。",
                name=tongue.named(grid.name),
                gone="”“".join(gone[:5]),
            ),
            worded("把表头改回原来的字（新加的列不碍事），再运行一次。往年的行不齐就不算，没有改动任何文件。"),
        )
    return at, {full: best.get(short, full[2]) for short, full in wanted.items()}


def between(order: Ints, height: int) -> Ints:
    """How many of the `height` rows that stayed stand above each archived one."""
    above = np.maximum.accumulate(np.clip(order - 1 - np.arange(len(order)), 0, height))
    return np.asarray(above)


def _with(grid: Grid, rows: Archived) -> Grid:
    """One sheet with its archived rows."""
    if not grid.columns:
        grid = replace(grid, columns=(pa.nulls(grid.height, pa.string()),))
    header, columns = places(grid, rows)
    grid = _wide(grid, columns)
    first, many = header + 1, len(rows.order)
    height = grid.height - first
    above = between(rows.order, height)
    own = np.arange(height) + np.searchsorted(above, np.arange(height), side="right")
    turn = np.empty(height + many, dtype=np.int64)
    turn[own] = np.arange(height)
    turn[above + np.arange(many)] = height + np.arange(many)
    at = pa.array(turn)
    held = {column: rows.texts[key] for key, column in columns.items()}
    nothing = pa.nulls(many, pa.string())

    def woven(values: pa.Array, column: int) -> pa.Array:
        below = pa.concat_arrays([_plain(values.slice(first)), held.get(column, nothing)]).take(at)
        return pa.concat_arrays([_plain(values.slice(0, first)), below])

    numbers = np.concatenate(
        [
            np.arange(first) + grid.top,
            np.concatenate([np.arange(height) + grid.top + first, rows.number + ARCHIVED])[turn],
        ]
    )
    made = Joined(numbers, np.concatenate([np.arange(first), own + first]), grid)
    woven_columns = tuple(woven(values, column) for column, values in enumerate(grid.columns, grid.left))
    return replace(grid, columns=woven_columns, seal="", joined=made)


def _wide(grid: Grid, columns: dict[tuple[str, int, int], int]) -> Grid:
    """The grid as wide as its archived rows."""
    missing = max(columns.values(), default=0) - grid.left + 1 - len(grid.columns)
    if missing <= 0:
        return grid
    return replace(grid, columns=(*grid.columns, *[pa.nulls(grid.height, pa.string())] * missing))


def _plain(values: Any) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def alone(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The sheets as they stand in the book."""
    return tuple(grid if grid.joined is None else grid.joined.alone for grid in grids)
