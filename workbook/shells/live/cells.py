"""Cells of a workbook file as values: what an open book must be given so that it holds the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape

from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml

_FORMULA_TEXT = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^>]*)?>([^<]*)<")
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>]")
CONTEXT = 40
"""Rows above and below a change that are looked at too: new rows take their look from there."""

WHOLE = 1 << 20
"""Sheets up to this size (bytes) are taken whole."""


class Formula(str):
    """A formula with its =; alone when its text stands in another cell."""

    __slots__ = ()


Held = None | str | float | bool | Formula
At = tuple[int, int]


def held(cell: Cell, shared: Mapping[int, str]) -> Held:
    """What a cell holds, days as the number they are."""
    if cell.inner is None:
        return None
    if cell.formula is not None:
        written = _FORMULA_TEXT.search(cell.inner)
        return Formula("=" + (unescape(written[1].decode()) if written else ""))
    text = cell.text(shared)
    if cell.kind == b"b":
        return text == "1"
    if cell.kind == b"n":
        return float(text) if text else None
    return text or None


def same(one: Held, other: Held) -> bool:
    """Whether two cells hold the same; a formula whose text stands elsewhere is taken to be the one that is there.

    Examples:
        >>> same(1.0, 1.0), same(True, 1.0), same("1", 1.0), same(Formula("="), Formula("=A1"))
        (True, False, False, True)
    """
    if isinstance(one, Formula) or isinstance(other, Formula):
        return type(one) is type(other) and (one == other or "=" in {str(one), str(other)})
    return type(one) is type(other) and one == other


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, or those around a change: what each cell holds, its format, which rows are hidden."""

    cells: dict[At, Held] = field(default_factory=dict)
    styles: dict[At, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)


def sheet_of(rows: Iterable[Row], wiring: Wiring) -> Sheet:
    """Parsed rows as values."""
    rows = list(rows)
    numbers = {one.shared for row in rows for one in row.cells.values() if one.shared is not None}
    shared = wiring.shared_texts(numbers)
    found = Sheet()
    for row in rows:
        found.rows.add(row.number)
        if b'hidden="1"' in row.attributes or b'hidden="true"' in row.attributes:
            found.hidden.add(row.number)
        for column, one in row.cells.items():
            found.cells[row.number, column] = held(one, shared)
            found.styles[row.number, column] = one.style
    return found


def both(old: bytes, new: bytes, before: Wiring, after: Wiring, part: str) -> tuple[Sheet, Sheet]:
    """A sheet before and after a change; of a long one only the rows around what differs."""
    if max(len(old), len(new)) > WHOLE:
        old, new = _around(old, new)
    return sheet_of(SheetXml(old, part).rows(), before), sheet_of(SheetXml(new, part).rows(), after)


def _around(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Two versions of a part with only the rows that differ, and some above and below them."""
    root = _ROOT.search(old)
    mark = b"<%srow " % (root[1] if root else b"")
    versions = [_split(xml, mark) for xml in (old, new)]
    rows, others = versions[0][1], versions[1][1]
    start = _alike(rows, others, 1)
    end = min(_alike(rows, others, -1), min(len(rows), len(others)) - start)
    first = start
    for _ in range(CONTEXT):
        first = max(0, rows.rfind(mark, 0, first))
    cut = [head + body[first : _below(body, len(body) - end, mark)] + tail for head, body, tail in versions]
    return cut[0], cut[1]


def _split(xml: bytes, mark: bytes) -> tuple[bytes, bytes, bytes]:
    """The frame with the top rows, where headings stand; the other rows; what follows them."""
    end = xml.rfind(b"<", 0, max(0, xml.rfind(b"sheetData>")))
    first = xml.find(mark)
    if not 0 <= first < end:
        return xml, b"", b""
    first = min(_below(xml, first, mark), end)
    return xml[:first], xml[first:end], xml[end:]


def _alike(one: bytes, other: bytes, step: int) -> int:
    """How many bytes two texts have in common, from the front (step 1) or from the end (-1)."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if step > 0:
            is_same = one[low:middle] == other[low:middle]
        else:
            is_same = one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
        low, high = (middle, high) if is_same else (low, middle - 1)
    return low


def _below(rows: bytes, at: int, mark: bytes) -> int:
    """Where the row begins that stands `CONTEXT` rows below a place; the end of the rows when there are not so many."""
    for _ in range(CONTEXT):
        found = rows.find(mark, at + 1)
        if found < 0:
            return len(rows)
        at = found
    return at
