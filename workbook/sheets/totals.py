"""Rows that sum up others and are none themselves: a table's own row of totals, and lines that begin with 合计."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.grid import Grid
from workbook.sheets.texts import characters

_WORDS = pa.array(
    [
        f"{first}{gap}计{mark}"
        for first, gap, mark in product(("合", "小", "总", "共", "累"), ("", " ", "  ", "\u3000"), ("", ":", "："))
    ]
)


_SIGN = re.compile("计".encode())


def declared(grid: Grid, first: int, height: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `height` rows from the sheet row `first` on a table declares as its totals."""
    rows = np.zeros(height, dtype=bool)
    at = np.array([grid.index(row) - grid.index(first - 1) - 1 for row in grid.totals], dtype=np.int64)
    rows[at[(at >= 0) & (at < height)]] = True
    return rows


def written(grid: Grid, first: int) -> list[tuple[int, str]]:
    """(position, word) of each row from the sheet row `first` on whose first filled cell says 合计 or 小计."""
    skipped = first - grid.top
    columns = [column.slice(skipped) for column in grid.columns]
    found: dict[int, str] = {}
    for index, column in enumerate(columns):
        if not _SIGN.search(characters(column)):
            continue  # most columns of most sheets: looking words up in a list costs more than looking for one sign
        for at in pc.indices_nonzero(pc.is_in(column, value_set=_WORDS)).to_pylist():
            if not any(before[at].as_py() for before in columns[:index]):
                found.setdefault(at, column[at].as_py())
    return sorted(found.items())
