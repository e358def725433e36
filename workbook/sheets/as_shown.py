"""Numbers as a sheet shows them: of 2.6 in a cell of per cents people read 260%, in one of 万 they read 2.6万."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from workbook.sheets.grid import Grid

SHARE = "%"


def as_shown(grid: Grid) -> Grid:
    """The grid with such numbers written as they are seen.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> made = replace(grid("设置", [["率", 0.05], ["额", 2.6]]), shown=((1, 2, "%"), (2, 2, "万")))
        >>> as_shown(made).columns[1].to_pylist()
        ['5%', '2.6万']
    """
    by_column: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row, column, sign in grid.shown:
        by_column[column - grid.left].append((grid.index(row), sign))
    if not by_column:
        return grid
    columns = list(grid.columns)
    for at, cells in by_column.items():
        if 0 <= at < len(columns):
            values = columns[at].to_pylist()
            for row, sign in cells:
                if 0 <= row < len(values) and values[row] is not None:
                    values[row] = written(values[row], sign)
            columns[at] = pa.array(values, pa.string())
    return replace(grid, columns=tuple(columns))


def written(text: str, sign: str) -> str:
    """A number with the sign that is shown behind it.

    Examples:
        >>> written("0.0125", "%"), written("1", "%"), written("2.6", "万元"), written("无", "%")
        ('1.25%', '100%', '2.6万元', '无')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return f"{(value * 100).normalize():f}%" if sign == SHARE else f"{text}{sign}"
