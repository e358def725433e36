"""Rows of a sheet as the columns of a file: plain types under the sheet's own headings, no text lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.shells.archive.joined import headings_of
from workbook.shells.archive.store import NUMBER, ORDER, RAW
from workbook.shells.archive.typed import kept


def table_of(
    grid: Grid,
    header: int,
    sheet: Sheet,
    cells: Mapping[str, int],
    rows: NDArray[np.int64],
    whole: Callable[[str], str],
) -> tuple[dict[str, pa.Array], dict[str, Any]]:
    """The columns of one file, and how the texts of its cells are told from them.

    Shapes:
        header: the sheet's row of the headings. cells: declared heading → column of the sheet. rows: indices in the
            grid, from 0. whole: what becomes of a sentence that names rows.
    """
    kinds = {cells[one.heading]: one.type.kind for one in sheet.columns if one.heading in cells}
    heads = [column[grid.index(header)].as_py() for column in grid.columns]
    made: dict[str, pa.Array] = {}
    columns: list[dict[str, Any]] = []
    at = pa.array(rows)
    for (heading, nth), column in headings_of(heads, grid.left).items():
        texts = grid.columns[column - grid.left].take(at)
        if texts.null_count == len(texts) and not heading:
            continue
        if sheet.ours and pc.any(pc.match_substring(texts, "!")).as_py():
            texts = pa.array([whole(text) if text else text for text in texts.to_pylist()], pa.string())
        one = kept(texts, kinds.get(column, ""), date1904=grid.date1904)
        name = _fresh(heading or f"第{column}列", nth if heading else 1, made)
        made[name] = one.values
        odd = ""
        if one.odd is not None:
            odd = _fresh(f"{name}·原文", 1, made)
            made[odd] = one.odd
        columns.append({"name": name, "odd": odd, "way": one.way, "heading": heading, "nth": nth, "column": column})
    return made, {"sheet": grid.name, "columns": columns}


def _fresh(name: str, nth: int, taken: Mapping[str, object]) -> str:
    """A name of a column that no other column has."""
    words = [name if nth == 1 else f"{name}·{nth}", *(f"{name}·{turn}" for turn in range(2, len(taken) + 4))]
    return next(one for one in words if one not in taken and one not in {ORDER, NUMBER, RAW})
