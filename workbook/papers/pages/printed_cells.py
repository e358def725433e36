"""Printed cells of some columns, row by row: what was printed in each, and whether it says something else now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.papers.pages.prints import PRINT, Codes, code_of, found_codes, groups_of, head_of, said_as
from workbook.sheets.grid import Grid


@dataclass(frozen=True, slots=True)
class Column:
    """The printed cells of one column.

    Shapes:
        rows: numbers as Excel counts. before, now: the code of what was printed in each and of what stands there.
        place: the column, as Excel counts. texts: what stands there, as found.
    """

    heading: str
    place: int
    rows: NDArray[np.int64]
    before: Codes
    now: Codes
    texts: tuple[str, ...]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Which of them hold other words than were printed; an emptied one says nothing."""
        return np.asarray((self.before != self.now) & (self.now != code_of("")))


def printed_cells(grid: Grid, headings: Sequence[str]) -> tuple[Column, ...]:
    """These columns of a sheet, as far as they were printed."""
    head = head_of(grid)
    if head is None:
        return ()
    top, columns = head
    groups = groups_of(grid.columns[columns[PRINT]].slice(top + 1))
    found = []
    for heading in headings:
        name = said_as(heading)
        parts = [(at, codes[:, names.index(name)]) for names, (at, codes) in groups.items() if name in names]
        if heading not in columns or not parts:
            continue
        at = np.concatenate([rows for rows, _ in parts])
        cells = grid.columns[columns[heading]].slice(top + 1)
        texts = tuple(text or "" for text in cells.take(at).to_pylist())
        numbers = np.array([grid.number(top + 1 + int(row)) for row in at], dtype=np.int64)
        before = np.concatenate([codes for _, codes in parts])
        found.append(Column(heading, grid.left + columns[heading], numbers, before, found_codes(cells)[at], texts))
    return tuple(found)
