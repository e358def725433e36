"""A sheet below which rows were added: what was made of the others stays, only the new ones are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from workbook.sheets.clean import WHOLE
from workbook.sheets.codes import Codes
from workbook.sheets.grid import Cell, Grid
from workbook.sheets.headers import SEARCHED
from workbook.sheets.part import Part, part
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind

_OF_THE_WHOLE = {Kind.NUMBER_MISSING, Kind.NUMBERS_MISSING}
"""Such rows are told apart by how often the same stands above them."""


def grown(before: Part, rows: int, grid: Grid, schema: Schema, codes: Codes) -> Part | None:
    """The part of a whole grid, whose first `rows` rows are what `before` was made of; None where more than they counts.

    The first rows are looked at once more with the new ones, as a header is found among them.
    """
    top = max(SEARCHED, before.header.row + 1)
    own = rows - before.header.row - 1
    if grid.merged or grid.totals or grid.joined is not None or not top <= rows < grid.height:
        return None
    if len(before.keep) != own:
        return None
    tail = part(_shortened(grid, top, rows), before.sheet, schema, codes)
    if not tail.usable or tail.header != before.header or tail.values.keys() != before.values.keys():
        return None
    if any(one.kind in _OF_THE_WHOLE for one in (*before.issues, *tail.issues)) or before.header.twice:
        return None
    first = grid.top + before.header.row + 1
    if [one for one in before.issues if one.place.row < first] != [one for one in tail.issues if one.place.row < first]:
        return None
    new = _new_issues(before, tail, grid.top + top, rows - top)
    if new is None:
        return None
    skipped = top - before.header.row - 1
    pairs = ((heading, values, tail.values[heading].slice(skipped)) for heading, values in before.values.items())
    joined = {heading: (values, more) for heading, values, more in pairs}
    if any(values.type != more.type for values, more in joined.values()):
        return None
    return Part(
        before.sheet,
        grid,
        before.header,
        {heading: pa.concat_arrays(both) for heading, both in joined.items()},
        np.concatenate([before.keep, tail.keep[skipped:]]),
        [*before.issues, *new],
        True,
        before.members,
    )


def _shortened(grid: Grid, top: int, rows: int) -> Grid:
    """The first rows of a grid and those from a later one on, one below the other."""
    columns = tuple(pa.concat_arrays([column.slice(0, top), column.slice(rows)]) for column in grid.columns)
    odd = (grid.errors, grid.damaged, grid.shown)
    errors, damaged, shown = (tuple(_moved(cells, grid.top, top, rows)) for cells in odd)
    return replace(grid, columns=columns, errors=errors, damaged=damaged, shown=shown)


def _moved(cells: Iterable[Cell], first: int, top: int, rows: int) -> Iterable[Cell]:
    for row, column, text in cells:
        if row - first < top:
            yield row, column, text
        elif row - first >= rows:
            yield row - rows + top, column, text


def _new_issues(before: Part, tail: Part, first: int, moved: int) -> list[Issue] | None:
    """What is wrong in the rows from `first` on, where they stand; what is told once of a value isn't told again."""
    told = {(one.kind, one.place.column, one.words) for one in before.issues if one.kind.level == "注"}
    number = {before.grid.left + at: heading for heading, at in before.header.columns.items()}
    found: list[Issue] = []
    for one in tail.issues:
        if one.place.row < first:
            continue
        column = before.sheet.column(number.get(one.place.column, ""))
        is_once = one.kind.level == "注" and column is not None and column.type.name not in WHOLE
        if is_once and any(value.endswith("…") for _, value in one.words):
            return None  # another value may look the same
        if not (is_once and (one.kind, one.place.column, one.words) in told):
            found.append(replace(one, place=replace(one.place, row=one.place.row + moved)))
    return found
