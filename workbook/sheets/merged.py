"""Merged cells below a header: each row gets what staff see beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from workbook.sheets.clean import shown
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place

SUMS = ("整数", "小数", "金额")


def filled_down(grid: Grid, first: int) -> Grid:
    """The grid with areas merged downwards filled, from the sheet row `first` on; rows with nothing else stay blank.

    Words merged across a row stand in the first of its columns only: they head what follows, they aren't data.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> made = replace(grid("客户", [["经理", "编号"], ["李", "C1"], [None, "C2"], [None, None]]), merged=((2, 1, 4, 1),))
        >>> filled_down(made, 2).columns[0].to_pylist()
        ['经理', '李', '李', None]
    """
    areas = [area for area in grid.merged if area[2] > area[0] >= first]
    if not areas:
        return grid
    filled = np.zeros(grid.height, dtype=bool)
    for column in grid.columns:
        filled |= np.asarray(column.is_valid())
    columns = list(grid.columns)
    for at in sorted({left - grid.left for _, left, _, _ in areas}):
        if not 0 <= at < len(columns):
            continue
        values = columns[at].to_pylist()
        for top, left, bottom, _ in areas:
            start = grid.index(top)
            if left - grid.left != at or start >= grid.height or values[start] is None:
                continue
            for row in map(grid.index, range(top + 1, min(bottom, grid.top + grid.height - 1) + 1)):
                if row < grid.height:  # rows of the archive may stand between
                    values[row] = values[start] if filled[row] else None
        columns[at] = pa.array(values, pa.string())
    return replace(grid, columns=tuple(columns))


def names_merged(grid: Grid, sheet: Sheet, header: Header, first: int) -> Iterator[Issue]:
    """Names, numbers and sums of one row that a merged cell gives to the rows below, each of which is one of its own.

    Names only in lists of who and what there is: of what happened, several rows may well be of one. A sum may be that
    of all rows together.
    """
    key = sheet.key
    if not grid.merged or key is None or key.heading not in header.columns:
        return
    keys = grid.columns[header.columns[key.heading]]
    is_list = sheet.time is None
    naming = (
        one
        for one in sheet.columns
        if one.type.name in SUMS or (is_list and (one == sheet.called or one.type.name == "电话"))
    )
    at = {header.columns[one.heading]: one.heading for one in naming if one.heading in header.columns}
    for top, left, bottom, _ in grid.merged:
        start, column = grid.index(top), left - grid.left
        if not bottom > top >= first or column not in at or start >= grid.height:
            continue
        value = grid.columns[column][start].as_py()
        for row in range(top + 1, min(bottom, grid.top + grid.height - 1) + 1):
            index = grid.index(row)
            if value is not None and index < grid.height and keys[index].is_valid:
                said = (("heading", at[column]), ("value", shown(value)), ("first", str(top)))
                yield Issue(Kind.NAME_MERGED, Place(grid.name, row, left), said)
