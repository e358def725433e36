"""The program's own column at the right of a rule sheet: written where it differs, never over anybody's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbook.papers.pages.page import Field
from workbook.papers.readback.told import MARK, Beside
from workbook.rulebook.load.own import READ_BACK
from workbook.shells.files.staff_sheet import Staff
from workbook.shells.parts import furniture
from workbook.shells.parts.cell_bytes import cell
from workbook.shells.parts.look import BAND, GREY, LINE, LINE_HEIGHT, STRONG_LINE, TALLEST, Style
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.xmltree import child
from workbook.words.tongue import HEADING as OF_COLUMN
from workbook.words.tongue import named

WIDE = 84.0
HEADING = Style(bold=True, colour=GREY, fill=BAND, wrap=True, across="left", indent=1, line=STRONG_LINE)
TEXT = Style(size=9.0, colour=GREY, number="@", wrap=True, across="left", indent=1, line=LINE)
LINE_POINTS = 13.5
_HEIGHT = re.compile(rb'\sht="([\d.]+)"')


def ours() -> str:
    """The heading of our column in the language of the book."""
    return named(READ_BACK, OF_COLUMN)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A rule sheet as it stands: the row of its headings, our column, and what our column holds."""

    header: int
    column: int
    held: Mapping[int, str]


def write(staff: Staff, beside: Beside) -> int:
    """Bring our column of one rule sheet up to date; the number of cells that changed.

    A protected sheet is left as it is.
    """
    if child(staff.sheet.frame, "sheetProtection") is not None:
        return 0
    staff.sheet.settle()
    there = _found(staff, beside)
    if there is None:
        return 0
    wanted = {row: text for row, text in beside.texts.items() if _is_ours(there.held.get(row, ""))}
    wanted |= {row: "" for row, text in there.held.items() if text.startswith(MARK) and row not in beside.texts}
    new = {row: text for row, text in wanted.items() if there.held.get(row, "") != text}
    if not new:
        return 0
    if ours() not in beside.headings:
        new[there.header] = ours()
        furniture.widen(staff.sheet.frame, {there.column: Field(ours(), width=WIDE)})

    def change(row: Row) -> None:
        style = staff.styles.index(HEADING if row.number == there.header else TEXT)
        text = new[row.number]
        row.cells[there.column] = cell(text or None, style, staff.sheet.prefix, is_1904=staff.wiring.is_1904)
        row.drop(b"spans")
        _grow(row, text)

    data = staff.sheet.rewritten(new, change)
    staff.sheet.stretch(max(new), there.column)
    staff.wiring.package.write(staff.part, *staff.sheet.chunks(*data))
    return len(new)


def _is_ours(text: str) -> bool:
    return not text or text.startswith(MARK)


def _found(staff: Staff, beside: Beside) -> _Sheet | None:
    """Where the headings are, and which column is ours: the one of our heading, else the first that is free."""
    rows = staff.sheet.rows()
    shared = staff.wiring.shared_texts(
        {one.shared for row in rows for one in row.cells.values() if one.shared is not None}
    )
    texts = {row.number: {at: text for at, one in row.cells.items() if (text := one.text(shared))} for row in rows}
    for number, cells in texts.items():
        if all(cells.get(column, "").strip() == heading for heading, column in beside.headings.items()):
            taken = {column for held in texts.values() for column in held} | _merged(staff)
            free = max(beside.headings.values()) + 1
            while free in taken:
                free += 1
            column = beside.headings.get(ours(), free)
            held = {row: one[column] for row, one in texts.items() if row > number and column in one}
            return _Sheet(number, column, held)
    return None


def _merged(staff: Staff) -> set[int]:
    """Columns under merged cells: what is written there may not be seen."""
    return {column for _, left, _, right in staff.sheet.merged() for column in range(left, right + 1)}


def _grow(row: Row, text: str) -> None:
    """A row is made high enough for the words in it; one that nobody set by hand finds its height again without them."""
    lines = sum(-(-len(line.encode("gbk", "replace")) // int(WIDE - 2)) or 1 for line in text.split("\n"))
    found = _HEIGHT.search(row.attributes)
    if not text and b"customHeight" not in row.attributes:
        row.drop(b"ht")
    elif (float(found[1]) if found else LINE_HEIGHT) < lines * LINE_POINTS:
        row.drop(b"ht")
        row.attributes += b' ht="%.1f"' % min(TALLEST, lines * LINE_POINTS)
