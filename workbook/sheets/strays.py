"""Sheets that nobody reads although they look like one of an office's: renamed, copied, put away with rows in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header, accepted, find, spellings
from workbook.sheets.schema import Schema
from workbook.sheets.tables import Tables
from workbook.sheets.texts import tidy
from workbook.words.known_again import known_again
from workbook.words.place import Place

ALIKE = 0.6  # of the headings of one sheet that are those of the other
LEAST = 3


@dataclass(frozen=True, slots=True)
class Stray:
    """A sheet whose rows aren't read.

    Shapes:
        sheet: what it looks like. place: itself. rows: how many it has that stand nowhere else. key: one of them.
        alone: the workbook has no sheet of the name it should have.
    """

    sheet: str
    place: Place
    rows: int
    key: str
    alone: bool


def strays(grids: Sequence[Grid], found: Tables, schema: Schema, passed: Collection[str]) -> tuple[Stray, ...]:
    """The sheets that look like one of the staff's and have rows which that one hasn't.

    Shapes:
        passed: names of sheets that are something else.
    """
    read = {*found.names.values(), *passed}
    made = (one for grid in grids if grid.name not in read and grid.height > 1 for one in _alike(grid, found, schema))
    alone: dict[str, Stray] = {}
    result = []
    for one in made:
        if one.alone and one.sheet in alone:
            continue  # of two that may be it the first is asked about
        if one.alone:
            alone[one.sheet] = one
        result.append(one)
    return tuple(result)


def _alike(grid: Grid, found: Tables, schema: Schema) -> Iterator[Stray]:
    """What one sheet looks like most, where it has rows for it."""
    said = spellings(grid)
    likely = [
        (share, sheet, header)
        for sheet, words in _of_staff(schema)
        for least in [1 if sheet.name in grid.name else LEAST]  # a copy, or put away
        if len({words[one] for one in said if one in words}) >= least  # of most sheets not a word is there
        for header in [find(grid, words)]
        if header is not None and (share := _share(sheet, header, found, least))
    ]
    if not likely:
        return
    _, sheet, header = max(likely, key=lambda one: (one[0], len(one[2].columns)))
    keys = _keys(grid, sheet, header)
    alone = sheet.name not in found.names
    new = keys if alone else [key for key in keys if key not in _known(sheet, found)]
    if new:
        yield Stray(sheet.name, Place(grid.name), len(new), new[0], alone)


@known_again
def _of_staff(schema: Schema) -> tuple[tuple[Sheet, Mapping[str, str]], ...]:
    """The sheets that staff keep, each with the words for its headings."""
    kept = (sheet for sheet in schema.sheets.values() if not (sheet.ours or sheet.virtual or "." in sheet.name))
    return tuple((sheet, accepted(sheet.columns)) for sheet in kept)


def _share(sheet: Sheet, header: Header, found: Tables, least: int) -> float:
    """How much of one's headings are the other's; 0 where too little to say that they are alike."""
    key = sheet.key
    mine, all_ = len(header.columns), len(header.columns) + len(header.extras)
    theirs = found.cells.get(sheet.name, {})
    whole = len([one for one in theirs if sheet.column(one) is not None]) or all_
    share = min(mine / all_, mine / whole)
    is_it = key is None or key.heading in header.columns
    return share if is_it and mine >= least and share >= ALIKE else 0.0


def _keys(grid: Grid, sheet: Sheet, header: Header) -> list[str]:
    """What names each of its rows: the key, else the first column that is filled."""
    heading = sheet.key.heading if sheet.key is not None else next(iter(header.columns))
    values = tidy(grid.columns[header.columns[heading]].slice(header.row + 1))
    return [str(one) for one in pc.drop_null(values).to_pylist()]


def _known(sheet: Sheet, found: Tables) -> set[str]:
    frame = found.frames[sheet.name]
    return {str(one) for one in frame[sheet.key.heading].dropna()} if sheet.key is not None else set()
