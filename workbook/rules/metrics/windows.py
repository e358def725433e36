"""The periods a metric is shown for, and which of them a row belongs to (rule-language §3.18 期, 时间列)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from workbook.clock.due import due
from workbook.clock.periods import ALL, between, bounds, shifted
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Metric
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Positions
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.spans import Span
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")


class Window(NamedTuple):
    """One shown period: its key and its days, both inclusive; no days: all time."""

    key: str
    first: date = date.min
    last: date = date.max


def windows(world: World, rule: Metric, back: int) -> list[Window]:
    """The running period of a metric and so many before it, oldest first."""
    today, name = world.today, rule.period.name
    if name == ALL:
        return [Window(ALL)]
    if name == "滚动":
        return _rolling(world, rule, back)
    current = between(today, today, name)[0]
    keys = [shifted(current, -turn) for turn in range(back, -1, -1)]
    return [Window(key, *bounds(key)) for key in keys]


def _rolling(world: World, rule: Metric, back: int) -> list[Window]:
    """近30天: so long up to today, and stretches as long before it."""
    length = rule.period.rolling
    if not isinstance(length, Span) or length.is_instant:
        raise NotUnderstood(worded("指标的滚动期要写明天数"), worded("写成 滚动 30天 或 滚动 3月。"))
    ends = np.array([world.today], dtype="datetime64[us]")
    made: list[Window] = []
    for turn in range(back + 1):
        before = due(ends, length, world.calendar(), world.hours, back=True).at
        first, last = ((at[0].astype("datetime64[D]")).astype(date) for at in (before + DAY, ends))
        made.append(Window(f"近{length}" if not turn else f"{first}..{last}", first, last))
        ends = before
    return made[::-1]


def in_force(world: World, rule: Metric, window: Window) -> bool:
    """A period is judged by the rule in force on its last day, the running one on this day."""
    on = min(window.last, world.today)
    return rule.is_in_force(on)


def window_of(world: World, rule: Metric, rows: View, spans: Sequence[Window]) -> Positions:
    """The window of each row; −1 for a row of another time. A sheet without any time belongs to the running period."""
    size = len(rows)
    time = rule.time or ((rows.frame.sheet.time.heading,) if rows.frame.sheet.time else ())
    if rule.period.name == ALL:
        return np.zeros(size, dtype=np.int64)
    if not time:
        return np.full(size, len(spans) - 1, dtype=np.int64)
    day = _days(world, rows, time)
    first = np.array([window.first for window in spans], dtype="datetime64[D]")
    last = np.array([window.last for window in spans], dtype="datetime64[D]")
    place = np.searchsorted(first, day, side="right") - 1
    inside = ~np.isnat(day) & (place >= 0) & (day <= last[place])
    if not rule.time and not rows.frame.sheet.ours and not rows.frame.sheet.virtual:
        inside &= day <= np.datetime64(world.today, "D")
    return np.where(inside, place, -1)


def _days(world: World, rows: View, time: Path) -> Array:
    """The day of each row; a period counts on its first day."""
    values = Scope(world, rows).vec(time)
    if values.kind == "text":
        values = values.mapped(_first_day)
    if values.kind == "number":
        raise NotUnderstood(
            worded("时间列“{time}”是数，不是日期", time=".".join(time)), worded("换成日期、时点或期的列。")
        )
    return values.of(Type("时点")).data.astype("datetime64[D]")


def _first_day(key: str) -> str | None:
    try:
        return str(bounds(key)[0])
    except ValueError:
        return None
