"""Numbers below nothing where no rule speaks of any: a slip of the pen would count backwards, or make a fine a gift."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbook.rules.facts.asked import asked
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

COUNTED = ("整数", "小数", "金额")


def odd_numbers(world: World) -> tuple[Issue, ...]:
    """A doubt at the first such cell of a column that rules look at, with how many rows hold one."""
    return world.remembered("怪数", "", lambda: tuple(_found(world)))


def _found(world: World) -> Iterator[Issue]:
    told = asked(world)
    for sheet, heading in sorted(told.columns - told.signed):
        declared = world.schema.sheets.get(sheet)
        column = declared.column(heading) if declared and not (declared.ours or declared.virtual) else None
        if column is None or column.type.name not in COUNTED or sheet not in world.tables.frames:
            continue
        frame = world.found(sheet)
        if heading not in frame.typed or frame.typed[heading].kind != "number":
            continue
        values = frame.typed[heading].data
        rows = np.flatnonzero(values < 0)
        if len(rows):
            more = worded("，这样的有 {count} 行", count=len(rows)) if len(rows) > 1 else ""
            place, first = frame.place(int(rows[0]), heading), f"{values[rows[0]]:.15g}"
            yield issue(Kind.NUMBER_NEGATIVE, place, heading=heading, value=first, rows=more)
