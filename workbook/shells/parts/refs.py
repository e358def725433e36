"""References inside formulas and areas: moved down a few rows, stretched to a new last row."""

from __future__ import annotations

import re
from html import unescape

from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.entities import escape
from workbook.shells.parts.row_bytes import Row
from workbook.words.place import letters, number, split

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"                                         # a text
    | '(?:[^']|'')*'!?                                     # a quoted sheet
    | \[(?:[^\[\]']|'.|\[[^\]]*\])*\]                      # a structured reference
    | (?<![\w.$])(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?\d{1,7})(?![\w(.!])
    | (?<![\w.$:])(?P<top>\$?\d{1,7}):(?P<bottom>\$?\d{1,7})(?![\w(.])
    """,
    re.VERBOSE,
)
_SHARED = re.compile(rb'<(?P<p>(?:[\w.-]+:)?)f(?=[^>]*\st="shared")(?P<facts>[^>]*?)(?:/>|>(?P<text>[^<]*)</[^>]*>)')
_SI = re.compile(rb'\ssi="(\d+)"')
_REST = re.compile(rb'\s(?:t|ref|si)="[^"]*"')


def moved(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it reads when copied so many rows down and columns right; $ stays put.

    Examples:
        >>> moved('B2*$C$2+SUM(D$2:D2)&"A1"&LOG10(A1)', 3)
        'B5*$C$2+SUM(D$2:D5)&"A1"&LOG10(A4)'
        >>> moved("订单表[[#This Row],[数量]]*'二月'!A2", 1)
        "订单表[[#This Row],[数量]]*'二月'!A3"
    """

    def one(found: re.Match[str]) -> str:
        if found["row"]:
            return _column(found["column"], columns) + _row(found["row"], rows)
        if found["top"]:
            return f"{_row(found['top'], rows)}:{_row(found['bottom'], rows)}"
        return found[0]

    return _TOKEN.sub(one, formula)


def _row(text: str, rows: int) -> str:
    return text if text.startswith("$") else str(int(text) + rows)


def _column(text: str, columns: int) -> str:
    return text if text.startswith("$") or not columns else letters(number(text) + columns)


def fixed(ref: str) -> str:
    """An area that stays where it is when copied.

    Examples:
        >>> fixed("A1:D9")
        '$A$1:$D$9'
    """
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", ref)


def mentions(formula: str, row: int) -> bool:
    """Whether a formula names a cell of this row, on any sheet (an area that only spans it doesn't count)."""
    return any(found["row"] and int(found["row"].lstrip("$")) == row for found in _TOKEN.finditer(formula))


def unshared(rows: list[Row]) -> None:
    """Write out formulas that lean on another cell's text, so that any cell may go."""
    masters: dict[bytes, tuple[str, int, int]] = {}
    for row in rows:
        for column, (attributes, inner) in row.cells.items():
            found = _SHARED.search(inner) if inner and b"shared" in inner else None
            if inner is None or not found or not (index := _SI.search(found["facts"])):
                continue
            text = unescape((found["text"] or b"").decode())
            if text:
                masters[index[1]] = (text, row.number, column)
            text, from_row, from_column = masters.get(index[1], (text, row.number, column))
            written = moved(text, row.number - from_row, column - from_column)
            facts = _REST.sub(b"", found["facts"])
            plain = b"<%sf%s>%s</%sf>" % (found["p"], facts, escape(written).encode(), found["p"])
            row.cells[column] = Cell(attributes, inner.replace(found[0], plain))


def box(ref: str) -> tuple[int, int, int, int]:
    """An area's corners; a single cell is its own both corners, whole rows and columns reach to the sheet's end.

    Examples:
        >>> box("B2:D9"), box("C7"), box("A:B")
        ((2, 2, 9, 4), (7, 3, 7, 3), (1, 1, 1048576, 2))
    """
    first, _, last = ref.replace("$", "").partition(":")
    last = last or first
    if first.isalpha():
        return 1, number(first), 1_048_576, number(last)
    if first.isdigit():
        return int(first), 1, int(last), 16_384
    return *split(first), *split(last)


def area(top: int, left: int, bottom: int, right: int) -> str:
    """The corners as Excel writes them: B2:D9, or B2 for one cell."""
    first = f"{letters(left)}{top}"
    return first if (top, left) == (bottom, right) else f"{first}:{letters(right)}{bottom}"


def stretched(areas: str, first_row: int, old_last: int, new_last: int) -> str:
    """Space-separated areas, those that ended with the last row now ending with the new last row.

    Only areas that begin at the first row, or span several rows, are meant for every row.

    Examples:
        >>> stretched("B2:B20 D20 F2:G9", 2, 20, 25)
        'B2:B25 D20 F2:G9'
    """
    out = []
    for one in areas.split():
        top, left, bottom, right = box(one)
        grows = bottom == old_last and (top < bottom or top == first_row) and not one.isalpha()
        out.append(area(top, left, new_last, right) if grows else one)
    return " ".join(out)


def stretched_formula(formula: str, first_row: int, old_last: int, new_last: int) -> str:
    """A formula over all rows, its areas that ended with the last row now ending with the new one.

    Examples:
        >>> stretched_formula("SUM(F2:F20)/$B$1", 2, 20, 25)
        'SUM(F2:F25)/$B$1'
    """

    def one(found: re.Match[str]) -> str:
        start, end = int(found["from"]), int(found["to"])
        return f"{found['head']}{new_last}" if end == old_last and first_row <= start < end else found[0]

    return _AREA.sub(one, formula)


_AREA = re.compile(r"(?P<head>(?<![\w.])\$?[A-Z]{1,3}\$?(?P<from>\d+):\$?[A-Z]{1,3}\$?)(?P<to>\d+)(?!\d)")
