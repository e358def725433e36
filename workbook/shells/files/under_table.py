"""Rows that staff typed just under an Excel table, which didn't stretch: they are read, so they are the table's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbook.shells.files.staff_sheet import Staff
from workbook.shells.parts import tables
from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.tables import Table

SUMS = re.compile(r"(SUM|SUBTOTAL|AVERAGE|COUNT|COUNTA)\(", re.IGNORECASE)
SUM_WORDS = ("合计", "总计", "小计", "汇总", "总数", "平均")
LEAST = 2
"""A row with fewer cells filled may be a note or a signature."""


def typed(staff: Staff, table: Table, ours: set[int], under: Mapping[int, Row]) -> int:
    """The last of the rows that follow a table without a gap; 0 where there are none, or where one of them is no data.

    Shapes:
        ours: the columns that are read. under: the rows below the last one in the table that holds anything.
    """
    wide = range(table.left, table.right + 1)
    last = table.bottom
    while (row := under.get(last + 1)) is not None and any(
        stands(one) or one.formula for column, one in row.cells.items() if column in wide
    ):
        if not _is_data(staff, row, ours & set(wide)):
            return 0
        last += 1
    if last == table.bottom or table.totals:
        return 0
    others = [*staff.sheet.merged(), *(one for one in tables.areas(staff.wiring, staff.part) if one[0] != table.top)]
    meets = any(
        top <= last and bottom > table.bottom and left <= table.right and right >= table.left
        for top, left, bottom, right in others
    )
    return 0 if meets else last


def _is_data(staff: Staff, row: Row, ours: set[int]) -> bool:
    """Whether a row is one of the list: several of its cells are filled, and it is no line of sums."""
    filled = [one for column, one in row.cells.items() if column in ours and stands(one)]
    if len(filled) < LEAST or any(SUMS.search((one.formula or b"").decode()) for one in row.cells.values()):
        return False
    shared = staff.wiring.shared_texts({one.shared for one in filled if one.shared is not None})
    return not any(one.text(shared).strip().startswith(SUM_WORDS) for one in filled)


def stands(one: Cell) -> bool:
    """Whether staff put something there (formulas fill themselves)."""
    if one.inner is None or one.formula:
        return False
    return one.kind == b"s" or bool(one.text({}).strip())
