"""Due times of many rows whose span may differ from row to row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.clock.due import Due, breach, due, lateness
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import NAT, Array, Mask, says
from workbook.rules.world.world import World
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """A due time for each row; `by_day` rows hold the whole day and `at` is its midnight. `unit` is the span's unit."""

    at: Array
    by_day: Mask
    unit: Array

    def breach(self) -> Array:
        """The first instant that is late."""
        return np.where(self.by_day, breach(Due(self.at, by_day=True)), breach(Due(self.at, by_day=False)))


def nothing(size: int) -> Moments:
    """No due time at all."""
    return Moments(np.full(size, NAT), np.ones(size, dtype=bool), np.full(size, "天", dtype=object))


def lengths(world: World, length: Span | Path, scope: Scope) -> list[tuple[Span, Mask]]:
    """The distinct spans of the rows, and which rows have each; a column's empty cell gives no span."""
    if isinstance(length, Span):
        return [(length, np.ones(len(scope), dtype=bool))]
    held = says(scope.vec(length))
    found: list[tuple[Span, Mask]] = []
    for code, word in enumerate(held.words):
        rows = held.data == code
        read = span(str(word), world.at_once)
        if read is None and rows.any():
            raise NotUnderstood(
                worded("“{word}”不是时长", word=word), worded("写成 3天、3工作日、24小时、半月 或 1月。")
            )
        if read is not None:
            found.append((read, rows))
    return found


def after(world: World, start: Array, length: Span | Path, scope: Scope, **how: Any) -> Moments:
    """Start + span for each row; `how` is passed on to the clock (calendar by name, count_from, roll, back, times)."""
    calendar = world.calendar(how.pop("calendar", "国家"))
    times = how.pop("times", 1)
    result = nothing(len(start))
    for one, rows in lengths(world, length, scope):
        part = due(
            start[rows],
            one,
            calendar,
            world.hours,
            times=times[rows] if isinstance(times, np.ndarray) else times,
            **how,
        )
        result.at[rows], result.by_day[rows], result.unit[rows] = part.at, part.by_day, one.unit
    return result


def late_by(world: World, when: Moments, done: Array, calendar: str = "国家") -> Array:
    """迟量 of each row in its own unit (minutes for hours); never below 0."""
    result = np.full(len(when.at), np.nan)
    for unit in set(when.unit.tolist()):
        for by_day in (True, False):
            rows = (when.unit == unit) & (when.by_day == by_day)
            if rows.any():
                measured = lateness(
                    Due(when.at[rows], by_day), done[rows], str(unit), world.calendar(calendar), world.hours
                )
                result[rows] = np.maximum(np.round(measured, 6), 0)
    return result
