"""Columns that stand twice in a sheet: which of them counts, and how many rows of the other one say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header, accepted, plain
from workbook.sheets.texts import tidy
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place, letters


def columns_twice(grid: Grid, header: Header, sheet: Sheet, first: int) -> Iterator[Issue]:
    """Columns left unread because another has their heading; several with cells below them are a list of their own.

    Shapes:
        first: the sheet's row below the header.
    """
    hollow = [number - grid.left for row, number, _ in grid.errors if row >= first]  # formulas without a value yet
    below = {at: pc.count(_body(grid, header, at)).as_py() or (at in hollow) for _, at in header.twice}
    needed = {column.heading for column in sheet.columns if column.required or column.plays("主键")}
    list_ = [at for heading, at in header.twice if below[at] and heading in needed]
    if list_:
        beside, count = min(at for at, rows in below.items() if rows), max(below.values())
        place = Place(grid.name, grid.top + header.row, grid.left + beside)
        yield Issue(Kind.LIST_BESIDE, place, (("sheet", grid.name), ("count", str(count))))
        return
    words = accepted(sheet.columns)
    for heading, at in header.twice:
        used = header.columns.get(words.get(plain(heading), heading), header.extras.get(heading, at))
        other = _differing(grid, header, used, at) + hollow.count(at)
        yield _told(grid, header, heading, used, at, other)
    for heading, used, at in _aliased(header, words):
        lost = np.asarray(pc.and_(_body(grid, header, at).is_valid(), _body(grid, header, used).is_null()))
        if lost.any():
            yield _told(grid, header, heading, used, at, int(lost.sum()))


def _aliased(header: Header, words: dict[str, str]) -> Iterable[tuple[str, int, int]]:
    """Other columns whose heading means one that is there: 联系电话 beside 手机; with the column that counts."""
    told = {at for _, at in header.twice}
    for own, at in header.extras.items():
        heading = words.get(plain(own))
        if heading is not None and heading in header.columns and at not in told:
            yield f"{heading}”“{own}", header.columns[heading], at


def _told(grid: Grid, header: Header, heading: str, used: int, at: int, other: int) -> Issue:
    said = [("heading", heading), ("used", letters(grid.left + used)), *([("count", str(other))] if other else [])]
    kind = Kind.COLUMN_TWICE_FILLED if other else Kind.COLUMN_TWICE
    return Issue(kind, Place(grid.name, grid.top + header.row, grid.left + at), tuple(said))


def _differing(grid: Grid, header: Header, used: int, at: int) -> int:
    """How many filled cells of the other column the one that counts doesn't say."""
    left, right = (_body(grid, header, one) for one in (used, at))
    same = pc.fill_null(pc.equal(left, right), False)
    return int(pc.sum(pc.and_(right.is_valid(), pc.invert(same))).as_py() or 0)


def _body(grid: Grid, header: Header, at: int) -> pa.Array:
    return tidy(grid.columns[at].slice(header.row + 1))
