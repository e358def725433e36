"""上一条 and 轮次: the row before a row, and how many rows opened each other up to it."""

from __future__ import annotations

import numpy as np

from workbook.clock.due import due
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rules.facts.by_hand import MADE_FROM
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Mask, Positions, Vec
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.spans import Span
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")


def before(groups: Positions, order: Positions, fits: Mask) -> Positions:
    """For each row the row before it in its group that fits; −1 where there is none.

    Shapes:
        order: positions sorted by group, then as rows follow each other.
    """
    found = np.full(len(groups), -1, dtype=np.int64)
    order = order[groups[order] >= 0]
    if not len(order):
        return found
    count = np.arange(len(order))
    fresh = np.r_[True, groups[order][1:] != groups[order][:-1]]
    start = np.maximum.accumulate(np.where(fresh, count, 0))
    last = np.r_[-1, np.maximum.accumulate(np.where(fits[order], count, -1))[:-1]]
    found[order] = np.where(last >= start, order[last], -1)
    return found


def reach(at: Array, window: Span | Path | None, world: World) -> Array:
    """The first instant at which a row lies out of reach: 窗 behind its own time.

    Raises:
        NotUnderstood: the window is a column.
    """
    if not isinstance(window, Span):
        raise NotUnderstood(worded("这里的“窗”要写成时长"), worded("例如 30天。"))
    latest = due(at, window, world.calendar(), world.hours).at
    return latest + (np.timedelta64(1, "us") if window.is_instant else DAY)


def within_reach(groups: Positions, order: Positions, at: Array, ends: Array) -> Array:
    """第几次 within a window: how many rows of the group up to each row still reach to its time; empty without a time."""
    result = np.full(len(groups), np.nan)
    order = order[(groups[order] >= 0) & ~np.isnat(at[order])]
    if not len(order):
        return result
    seconds = at[order].astype("datetime64[s]").astype(np.int64)
    until = np.ceil(ends[order].astype(np.int64) / 1e6).astype(np.int64)  # whole seconds: an instant is no shorter
    low, wide = seconds.min(), seconds.max() - seconds.min() + 2
    _, group = np.unique(groups[order], return_inverse=True)
    here = group * wide + (seconds - low)
    there = np.maximum.accumulate(group * wide + np.clip(until - low, 0, wide - 1))
    result[order] = np.arange(len(order)) - np.searchsorted(there, here, side="right") + 1
    return result


def rounds(world: World, frame: Frame) -> Vec:
    """第几轮: 1 for a row that nothing opened; one more than the row it was opened from, also by way of that row's record."""
    depth = np.ones(len(frame))
    origin = frame.typed.get(MADE_FROM)
    if origin is None or frame.sheet.key is None:
        return Vec(Type("整数"), depth)
    positions = {key: at for at, key in enumerate(frame.key().objects().tolist()) if key is not None}
    for name, heading in _records_of(world, frame):
        other = world.found(name)
        if heading in other.typed and other.sheet.key is not None:
            for key, mine in zip(other.key().objects().tolist(), other.typed[heading].objects().tolist(), strict=True):
                if mine in positions:
                    positions.setdefault(key, positions[mine])
    parent = np.array([positions.get(key, -1) for key in origin.objects().tolist()] + [-1], dtype=np.int64)
    above = parent[:-1]
    for _ in range(len(frame)):  # a circle of rows typed by hand ends here at the latest
        if not (above >= 0).any():
            break
        depth += above >= 0
        above = parent[above]
    return Vec(Type("整数"), depth)


def _records_of(world: World, frame: Frame) -> list[tuple[str, str]]:
    """The sheets of staff whose rows name a row of this one, and the column that does."""
    return [
        (name, column.heading)
        for name, sheet in world.schema.sheets.items()
        if name != frame.name and not sheet.ours and not sheet.virtual and "." not in name
        for column in sheet.columns
        if column.type.target == frame.name
    ]
