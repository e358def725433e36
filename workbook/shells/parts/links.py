"""Places as people write them (客户!C7) as targets of links inside a book."""

from __future__ import annotations

import re
from collections.abc import Collection

from workbook.words.sheet_names import sheet_name


def quoted_name(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def location(place: str, sheets: Collection[str]) -> str:
    """Where a link leads: a place such as 客户!C7, 客户!第7行 or 客户; '' when the book has no such sheet.

    Examples:
        >>> location("客户!C7", {"客户"}), location("客户!第7行", {"客户"}), location("外面!C7", {"客户"})
        ("'客户'!C7", "'客户'!A7", '')
    """
    sheet, _, cell = place.rpartition("!") if "!" in place else (place, "", "")
    sheet = sheet if sheet in sheets else sheet_name(sheet)
    if sheet not in sheets:
        return ""
    if cell.startswith("归档第"):
        return ""
    row = re.fullmatch(r"(?:第|row )(\d+)行?", cell)
    column = re.fullmatch(r"([A-Z]{1,3})列", cell)
    target = f"A{row[1]}" if row else f"{column[1]}1" if column else cell
    return f"{quoted_name(sheet)}!{target if re.fullmatch(r'[A-Z]{1,3}[0-9]+', target) else 'A1'}"
