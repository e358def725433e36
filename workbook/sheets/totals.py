"""Rows that sum up others and are none themselves: a table's own row of totals, and lines that begin with 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


_FOOT = re.compile(r"\s*(?:制表|填表|制单|填报|审核|复核|审批|批准|经办|统计)(?:人|签字|日期|时间|单位)?\s*[:：]")
_FEET = 3
_SIGN = re.compile("计".encode())


def declared(grid: Grid, first: int, height: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `height` rows from the sheet row `first` on a table declares as its totals."""
    rows = np.zeros(height, dtype=bool)
    at = np.array([grid.index(row) - grid.index(first - 1) - 1 for row in grid.totals], dtype=np.int64)
    rows[at[(at >= 0) & (at < height)]] = True
    return rows


def written(grid: Grid, first: int) -> list[tuple[int, str]]:
    """(position, word) of each row from the sheet row `first` on that says 合计 or 小计 first, and of who signs at the foot."""
    skipped = first - grid.top
    columns = [column.slice(skipped) for column in grid.columns]
    found: dict[int, str] = dict(_signed(columns))
    for index, column in enumerate(columns):
        if not _SIGN.search(characters(column)):
            continue  # most columns of most sheets: looking words up in a list costs more than looking for one sign
        for at in pc.indices_nonzero(pc.is_in(column, value_set=_WORDS)).to_pylist():
            if not any(before[at].as_py() for before in columns[:index]):
                found.setdefault(at, column[at].as_py())
    return sorted(found.items())


def _signed(columns: Sequence[pa.Array]) -> Iterator[tuple[int, str]]:
    """The last rows of a sheet that name who made or checked it.

    Examples:
        >>> list(_signed([pa.array(["C1", "制表人：王", None]), pa.array(["甲", "审核：李", None])]))
        [(1, '制表人：王')]
    """
    filled = [np.flatnonzero(column.is_valid())[-_FEET:] for column in columns]
    for at in sorted({*np.concatenate([*filled, np.empty(0, np.int64)]).tolist()}, reverse=True)[:_FEET]:
        word = next(value for column in columns if (value := column[at].as_py()) is not None)
        if not _FOOT.match(word):
            return
        yield at, word
