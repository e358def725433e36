"""Who can be given work today: staff who have joined, have not left, and are not on leave."""

from __future__ import annotations

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Array, Mask
from workbook.rules.world.world import World

LEFT, AWAY = {"停用", "离职"}, {"停用", "离职", "休假"}
DAY = np.timedelta64(1, "D")


def staff_now(world: World, day: np.datetime64 | None = None) -> Mask:
    """Which rows of 员工 may be given work on a day (today unless said)."""
    staff = world.frame("员工")
    at = (np.datetime64(world.today, "us") if day is None else day).astype("datetime64[us]")
    there = _begun(world, staff, at) & ~_ended(world, staff, at) & ~struck(staff)
    if "状态" in staff.typed:
        there &= ~staff.typed["状态"].matching(lambda word: word in AWAY)
    return there & ~_on_leave(world, staff, at)


def gone(world: World) -> Mask:
    """Staff who have left: from 离职日 on their customers are somebody else's."""
    staff = world.frame("员工")
    return _ended(world, staff, np.datetime64(world.today, "us")) | struck(staff)


def struck(staff: Frame) -> Mask:
    """Staff whose 状态 says they have left, whether a 离职日 stands there or not: since when nobody knows."""
    if "状态" not in staff.typed:
        return np.zeros(len(staff), dtype=bool)
    said = staff.typed["状态"].matching(lambda word: word in LEFT)
    return np.asarray(said & np.isnat(staff.typed["离职日"].data))


def _begun(world: World, staff: Frame, at: np.datetime64) -> Mask:
    day = world.column(staff, "入职日").data
    return np.asarray(np.isnat(day) | (day <= at))


def _ended(world: World, staff: Frame, at: np.datetime64) -> Mask:
    return np.asarray(world.column(staff, "离职日").data <= at)


def _on_leave(world: World, staff: Frame, at: np.datetime64) -> Mask:
    """Rows of 请假 that hold this day wholly or in its working hours."""
    away = np.zeros(len(staff) + 1, dtype=bool)
    if "请假" not in world.tables.frames:
        return away[:-1]
    leave = world.frame("请假")
    scope = Scope(world, whole(leave))
    first, last = scope.vec(("起",)).data, scope.vec(("止",)).data
    until: Array = np.where(last == last.astype("datetime64[D]").astype("datetime64[us]"), last + DAY, last)
    holding = (first < at + DAY) & (until > at)
    away[staff.lookup(world.column(leave, "员工编号"))[holding]] = True
    return away[:-1]
