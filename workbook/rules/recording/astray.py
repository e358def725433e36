"""Results that stand under a heading nobody knows: a renamed 结果代码 must not swallow a day's work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook.rules.recording.short_words import spelt
from workbook.rules.recording.typed_cells import LIST, OUTCOME, typed_headings
from workbook.rules.world.world import World
from workbook.sheets.codes import OUTCOMES
from workbook.sheets.grid import Grid
from workbook.sheets.headers import accepted, find
from workbook.sheets.texts import tidy
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place


def astray(world: World, grids: Sequence[Grid]) -> tuple[Issue, ...]:
    """An issue at the heading of each column of 今日清单 that isn't ours and holds outcomes; a world over the rules will do."""
    return tuple(found for grid in grids if grid.name.strip() == LIST for found in _astray(world, grid))


def _astray(world: World, grid: Grid) -> Iterator[Issue]:
    header = find(grid, accepted(world.schema.sheets[LIST].columns))
    if header is None:
        return
    options = world.codes.group(OUTCOMES)
    codes = {one.code for one in options}
    known = typed_headings(world)
    for heading, index in header.extras.items():
        if heading in known:
            continue
        words = dict.fromkeys(tidy(grid.columns[index].slice(header.row + 1)).drop_null().to_pylist())
        if words and all(not word.strip().isdigit() and spelt(word, options) in codes for word in words):
            place = Place(grid.name, grid.number(header.row), grid.left + index)
            yield issue(Kind.COLUMN_ASTRAY, place, guess=heading, heading=OUTCOME, value=next(iter(words)))
