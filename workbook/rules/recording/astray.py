"""Results that would get lost: under a heading that nobody knows, or in a cell that several rows share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook.rules.recording.short_words import spelt
from workbook.rules.recording.typed_cells import LIST, OUTCOME, typed_headings
from workbook.rules.world.world import World
from workbook.sheets.choices import plain
from workbook.sheets.codes import OUTCOMES
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header, accepted, find
from workbook.sheets.texts import tidy
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place

TASK = "任务编号"


def astray(world: World, grids: Sequence[Grid]) -> tuple[Issue, ...]:
    """An issue at each such heading and cell of 今日清单; a world over the rules will do."""
    found: list[Issue] = []
    for grid in grids:
        header = find(grid, accepted(world.schema.sheets[LIST].columns)) if grid.name.strip() == LIST else None
        if header is not None:
            found += [*_below_strange_headings(world, grid, header), *_in_shared_cells(world, grid, header)]
    return tuple(found)


def _in_shared_cells(world: World, grid: Grid, header: Header) -> Iterator[Issue]:
    """Each further row of a merged yellow cell: only the first holds what was typed."""
    places = {**header.columns, **header.extras}
    theirs = typed_headings(world) | {column.heading for column in world.schema.sheets[LIST].columns if column.typed}
    typed = {grid.left + index: heading for heading, index in places.items() if heading in theirs}
    if TASK not in places:
        return
    tasks = grid.columns[places[TASK]]
    for top, left, bottom, _ in grid.merged:
        value = tidy(grid.columns[left - grid.left])[top - grid.top].as_py() if left in typed else None
        for row in range(top + 1, bottom + 1) if value and top > grid.number(header.row) else ():
            if row - grid.top < grid.height and tasks[row - grid.top].as_py():
                place = Place(grid.name, row, left)
                yield issue(Kind.TYPED_MERGED, place, heading=typed[left], value=value)


def _below_strange_headings(world: World, grid: Grid, header: Header) -> Iterator[Issue]:
    """Each column that isn't ours and holds nothing but outcomes."""
    options = world.codes.group(OUTCOMES)
    names = {plain(name) for one in options for name in (one.code, one.label, *one.aliases)}
    known = typed_headings(world)
    for heading, index in header.extras.items():
        if heading in known:
            continue
        words = dict.fromkeys(tidy(grid.columns[index].slice(header.row + 1)).drop_null().to_pylist())
        if words and all(not word.strip().isdigit() and plain(spelt(word, options) or "") in names for word in words):
            place = Place(grid.name, grid.number(header.row), grid.left + index)
            yield issue(Kind.COLUMN_ASTRAY, place, guess=heading, heading=OUTCOME, value=next(iter(words)))
