"""Excel tables (表格, Ctrl+T): where one lies, and how it grows."""

from __future__ import annotations

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import area, box
from workbook.shells.parts.xmltree import child, children


class Table:
    """One table of a sheet."""

    def __init__(self, wiring: Wiring, part: str) -> None:
        self._wiring, self._part = wiring, part
        self._root = xmltree.parse(wiring.package.read(part), part)
        self.name = self._root.get("displayName", "")
        self.top, self.left, self.bottom, self.right = box(self._root.get("ref", "A1"))
        self.totals = int(self._root.get("totalsRowCount", "0"))
        self.headers = int(self._root.get("headerRowCount", "1"))

    @property
    def last(self) -> int:
        """The last row for data."""
        return self.bottom - self.totals

    @property
    def formulas(self) -> dict[int, str]:
        """The formulas of calculated columns."""
        found: dict[int, str] = {}
        for place, column in enumerate(children(child(self._root, "tableColumns"), "tableColumn"), self.left):
            formula = child(column, "calculatedColumnFormula")
            if formula is not None and formula.text and not formula.get("array"):
                found[place] = formula.text
        return found

    def take(self, last: int) -> None:
        """Count the rows below, down to this one, as its own; `end_at` writes it."""
        self.bottom = last + self.totals

    def end_at(self, last: int) -> None:
        """Let the data end at this row, the totals row (if any) below it."""
        self.bottom = max(last, self.top + self.headers) + self.totals
        self._root.set("ref", area(self.top, self.left, self.bottom, self.right))
        shown = child(self._root, "autoFilter")
        if shown is not None:
            _, left, _, right = box(shown.get("ref", "A1"))
            shown.set("ref", area(self.top, left, self.bottom - self.totals, right))
        sort = child(self._root, "sortState")
        if sort is not None:
            first, left, _, right = box(sort.get("ref", "A1"))
            sort.set("ref", area(first, left, self.bottom - self.totals, right))
        self._wiring.package.write(self._part, xmltree.to_bytes(self._root))


def areas(wiring: Wiring, sheet_part: str) -> list[tuple[int, int, int, int]]:
    """Where the tables of a sheet lie: first row, first column, last row, last column."""
    found = (Table(wiring, part) for part in wiring.related(sheet_part, "table"))
    return [(one.top, one.left, one.bottom, one.right) for one in found]


def over(wiring: Wiring, sheet_part: str, header: int, columns: set[int]) -> Table | None:
    """The table whose header row this is, if any."""
    for part in wiring.related(sheet_part, "table"):
        table = Table(wiring, part)
        if table.top == header and table.headers and columns & set(range(table.left, table.right + 1)):
            return table
    return None
