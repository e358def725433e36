"""Rows just added to a sheet and cells just set in it, as a reader finds them: read out of a small workbook of nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.grid import Cell, Grid
from workbook.shells.files import reading
from workbook.shells.parts.cell_bytes import Cell as Written
from workbook.shells.parts.package import Buffer
from workbook.shells.parts.row_bytes import Row

Texts = Mapping[tuple[int, int], str | None]
"""What stands in single cells, (row, column) counting from 1."""

_ROW = re.compile(rb'(<(?:\w+:)?(?:row|c) r="[A-Z]*)(\d+)"')
_SHARED = (b't="s"', b"t='s'")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KINDS}sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
}  # fmt: skip
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr date1904="{{}}"/><sheets><sheet name="1" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>'
)


def added(chunks: Sequence[Buffer], first: int, styles: bytes, *, is_1904: bool) -> Grid | None:
    """The rows from row `first` on, as if that were the first of a sheet; None where only the whole tells.

    Shapes:
        chunks: the part: what stands before its rows, the rows above `first` as they were, the others, what stands behind.
    """
    head, _, *rows, end = chunks
    tail = b"".join(rows)
    if any(mark in tail for mark in _SHARED) or any(int(one[2]) < first for one in _ROW.finditer(tail)):
        return None
    above = _ROW.sub(lambda one: b'%s%d"' % (one[1], int(one[2]) - first + 1), tail)
    return _read(bytes(head) + above + bytes(end), styles, is_1904=is_1904)


def told(
    chunks: Sequence[Buffer], prefix: bytes, cells: Mapping[tuple[int, int], Written], styles: bytes, *, is_1904: bool
) -> Texts | None:
    """What a reader finds in cells that were just written; None where only the whole tells.

    Shapes:
        chunks: the part that they were written into.
    """
    if all(one.inner is None for one in cells.values()):
        return dict.fromkeys(cells)
    rows: dict[int, Row] = {}
    for (number, column), one in cells.items():
        rows.setdefault(number, Row(0)).cells[column] = one
    for turn, number in enumerate(sorted(rows), 1):
        rows[number].number = turn
    data = b"".join(rows[number].xml(prefix) for number in sorted(rows))
    if any(one.formula for one in cells.values()) or any(mark in data for mark in _SHARED):
        return None
    found = _read(bytes(chunks[0]) + data + bytes(chunks[-1]), styles, is_1904=is_1904)
    if found.errors or found.damaged or found.merged or found.totals or found.shown or found.top != 1:
        return None
    return {(number, column): _at(found, rows[number].number, column) for number, column in cells}


def _at(grid: Grid, row: int, column: int) -> str | None:
    is_there = row <= grid.height and 0 <= column - grid.left < len(grid.columns)
    return grid.columns[column - grid.left][row - 1].as_py() if is_there else None


def _read(sheet: bytes, styles: bytes, *, is_1904: bool) -> Grid:
    parts: dict[str, str | bytes] = {
        **_PARTS, "xl/workbook.xml": _BOOK.format(int(is_1904)), "xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (found,) = reading.read(Path("1.xlsx"), data=file.getvalue())
    return found


def reset(before: Grid, texts: Texts) -> Grid | None:
    """The sheet with single cells as they are now; None where it may begin or end elsewhere by that."""
    if before.merged or before.totals or before.top != 1 or not before.columns:
        return None
    if texts.keys() & {(row, column) for row, column, _ in (*before.errors, *before.damaged, *before.shown)}:
        return None
    by_column: dict[int, dict[int, str | None]] = {}
    for (row, column), text in texts.items():
        is_there = row <= before.height and 0 <= column - before.left < len(before.columns)
        if not is_there and text is None:
            continue
        if row > before.height or column < before.left:
            return None
        by_column.setdefault(column - before.left, {})[row - 1] = text
    width = max(len(before.columns), *(at + 1 for at in by_column), 0)
    columns = [*before.columns, *(pa.nulls(before.height, pa.string()) for _ in range(width - len(before.columns)))]
    for at, changed in by_column.items():
        mask = np.zeros(before.height, dtype=bool)
        mask[list(changed)] = True
        new = pa.array([changed[row] for row in sorted(changed)], pa.string())
        columns[at] = pc.replace_with_mask(columns[at], pa.array(mask), new)
    is_same = all(columns[at].null_count < before.height for at in (0, -1)) and any(one[-1].is_valid for one in columns)
    return replace(before, columns=tuple(columns)) if is_same else None


def longer(before: Grid, tail: Grid, first: int) -> Grid | None:
    """The sheet with the rows that were added from row `first` on; None where something stood there before."""
    gap = first - before.top - before.height
    if gap < 0 or before.merged or before.totals or tail.merged or tail.totals or not before.columns:
        return None
    width = max(before.left + len(before.columns), tail.left + len(tail.columns)) - before.left
    if tail.left < before.left:
        return None
    columns = []
    for at in range(width):
        above = before.columns[at] if at < len(before.columns) else pa.nulls(before.height, pa.string())
        own = before.left + at - tail.left
        below = tail.columns[own] if 0 <= own < len(tail.columns) else pa.nulls(tail.height, pa.string())
        columns.append(pa.concat_arrays([above, pa.nulls(gap, pa.string()), below]))
    pairs = ((before.errors, tail.errors), (before.damaged, tail.damaged), (before.shown, tail.shown))
    errors, damaged, shown = ((*one, *_moved(other, first)) for one, other in pairs)
    return replace(before, columns=tuple(columns), errors=errors, damaged=damaged, shown=shown)


def _moved(cells: Sequence[Cell], first: int) -> list[Cell]:
    return [(row + first - 1, column, text) for row, column, text in cells]
