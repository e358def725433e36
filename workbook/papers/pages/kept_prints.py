"""What was found changed in the printed cells of a sheet, kept beside the book: the same bytes aren't compared twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple

import pyarrow as pa

from workbook.papers.pages.prints import Changed, Shifted, changed
from workbook.sheets.grid import Grid

PRINTS = "prints"
"""Under this key, whatever is declared."""


def kept_changes(grid: Grid) -> tuple[Changed | Shifted, ...] | None:
    """What was found in a sheet's printed cells when they were compared before; None where nobody did."""
    found = grid.origin.find(PRINTS) if grid.origin is not None and grid.seal else None
    return None if found is None else changes_of(found)


def changes(grid: Grid) -> tuple[Changed | Shifted, ...]:
    """What changed in a sheet's printed cells, which is kept."""
    found = tuple(changed(grid))
    if grid.origin is not None and grid.seal:
        grid.origin.keep(PRINTS, batch(found))
    return found


def batch(found: Iterable[Changed | Shifted]) -> pa.RecordBatch:
    """As it is kept: each change in a line of its own.

    Examples:
        >>> batch([Shifted(4, 2, "电话", 30)]).to_pylist()
        [{'change': '[4, 2, "电话", 30]'}]
    """
    lines = [json.dumps(astuple(one), ensure_ascii=False) for one in found]
    return pa.record_batch([pa.array(lines, pa.string())], names=["change"])


def changes_of(found: pa.RecordBatch) -> tuple[Changed | Shifted, ...]:
    """What was kept.

    Examples:
        >>> changes_of(batch([Shifted(4, 2, "电话", 30), Changed(5, 2, "电话", "138", 7, {"客户编号": "C1"})]))[1].said
        {'客户编号': 'C1'}
    """
    cells = map(json.loads, found.column(0).to_pylist())
    return tuple(Shifted(*one) if len(one) == _SHIFTED else Changed(*one) for one in cells)


_SHIFTED = len(Shifted.__slots__)
