"""方式 每: the k-th due days of a repeated duty that matter now."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.due_moments import Moments, after, lengths, nothing
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import Array, Positions
from workbook.rules.world.world import World

DAYS = {"天": 1, "周": 7, "工作日": 1, "月": 28, "季": 89, "半年": 181, "年": 365, "分钟": 1, "小时": 1, "班时": 1}


def repeated(world: World, rule: Duty, scope: Scope, start: Array) -> tuple[Positions, Array, Moments, Array]:
    """Rows, starts, due days and turn names of every occurrence inside the world's horizon.

    The k-th occurrence is start + k spans, never chained; it is named by its own day.
    """
    first, last = world.horizon
    rows: list[Positions] = []
    times: list[Positions] = []
    if rule.span is None:
        return np.empty(0, np.int64), start[:0], nothing(0), start[:0]
    for one, having in lengths(world, rule.span, scope):
        own = np.flatnonzero(having & ~np.isnat(start))
        least = max(DAYS[one.unit] * float(one.number or Decimal(1)), 1.0)
        begun = start[own].astype("datetime64[D]")
        low = np.maximum(np.floor((first - begun).astype(np.int64) / (least * 1.1)).astype(np.int64) - 1, 1)
        high = np.maximum(np.ceil((last - begun).astype(np.int64) / least).astype(np.int64) + 1, 0)
        counts = np.maximum(high - low + 1, 0)
        rows.append(np.repeat(own, counts))
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        times.append(np.repeat(low, counts) + offsets)
    positions = np.concatenate(rows) if rows else np.empty(0, np.int64)
    nth = np.concatenate(times) if times else np.empty(0, np.int64)
    when = after(
        world, start[positions], rule.span, scope.pick(positions), calendar=rule.calendar, roll=rule.roll, times=nth
    )
    days = when.at.astype("datetime64[D]")
    keep = np.flatnonzero((days >= first) & (days <= last))
    kept = Moments(when.at[keep], when.by_day[keep], when.unit[keep])
    return positions[keep], start[positions[keep]], kept, np.array([str(day) for day in days[keep]], dtype=object)
