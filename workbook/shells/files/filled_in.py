"""The rows of a new workbook, put below the heads that a library drew: column by column, text always as text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import IO

from workbook.papers.pages.page import Page
from workbook.shells.files.our_sheet import Pen, fields, new_layout, new_rows, values
from workbook.shells.parts.refs import area

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_CELL = re.compile(rb'<c r="[A-Z]+(\d+)"(?: s="(\d+)")?')
_EXTENT = re.compile(rb'<dimension ref="[^"]*"/>')
_LEVEL = 6


Drawn = Sequence[tuple[zipfile.ZipInfo, bytes]]


def unpacked(drawn: IO[bytes]) -> Drawn:
    """The parts of a workbook, in their order."""
    with zipfile.ZipFile(drawn) as source:
        return [(info, source.read(info)) for info in source.infolist()]


def write(to: Path | IO[bytes], drawn: Drawn, pages: Sequence[Page]) -> None:
    """The workbook with the rows of its pages, sheet after sheet; two writings of the same are the same bytes."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for info, data in drawn:
            found = _SHEET.fullmatch(info.filename)
            archive.writestr(copy(info), _filled(data, pages[int(found[1]) - 1]) if found else data)


def _filled(xml: bytes, page: Page) -> bytes:
    """A sheet with its rows in place of the sample below its head."""
    if not page.rows:
        return xml
    layout, shown = new_layout(page), fields(page)
    start = xml.index(b'<row r="%d"' % (layout.header + 1))
    end = xml.index(b"</sheetData>")
    sample = _CELL.finditer(xml, start, end)
    styles = [int(found[2] or 0) for found in sample if int(found[1]) == layout.header + 1]
    looks = list(zip(layout.columns.values(), styles, strict=True))
    lines = dict(enumerate(values(page, len(shown)), layout.header + 1))
    pen = Pen(lambda _: 0, b"", is_1904=False)
    rows = b"".join(row.xml(b"") for row in new_rows(looks, lines, shown, pen).values())
    extent = b'<dimension ref="%s"/>' % area(1, layout.first, max(lines), layout.last).encode()
    return _EXTENT.sub(extent, xml[:start]) + rows + xml[end:]
