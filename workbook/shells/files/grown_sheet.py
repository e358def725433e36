"""Rows just added below those of a sheet, as a reader finds them: read out of a small workbook that holds nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from workbook.sheets.grid import Cell, Grid
from workbook.shells.files import reading
from workbook.shells.parts.package import Buffer

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
    sheet = bytes(head) + _ROW.sub(lambda one: b'%s%d"' % (one[1], int(one[2]) - first + 1), tail) + bytes(end)
    parts: dict[str, str | bytes] = {
        **_PARTS, "xl/workbook.xml": _BOOK.format(int(is_1904)), "xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (found,) = reading.read(Path("1.xlsx"), data=file.getvalue())
    return found


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
    errors, damaged = ((*one, *_moved(other, first)) for one, other in
                       ((before.errors, tail.errors), (before.damaged, tail.damaged)))  # fmt: skip
    return replace(before, columns=tuple(columns), errors=errors, damaged=damaged)


def _moved(cells: Sequence[Cell], first: int) -> list[Cell]:
    return [(row + first - 1, column, text) for row, column, text in cells]
