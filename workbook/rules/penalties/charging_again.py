"""重计: what isn't done is charged again for each whole unit of its lateness (rule-language §3.12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.clock.due import Due, due, lateness
from workbook.rulebook.sorts.model import Duty
from workbook.rules.penalties.acts import Acts, midnight
from workbook.rules.world.vectors import NAT, Array, Mask, says
from workbook.rules.world.world import World
from workbook.words.spans import Span


def anew(world: World, found: Acts, length: Span) -> Acts:
    """One act for each whole unit of lateness so far, dated due + k units, until the duty was done."""
    at, by_day, until = _open_until(world, found)
    calendar = _calendars(world, found)
    turns = np.zeros(len(found.at), dtype=np.int64)
    for name in set(calendar.tolist()):
        for days in (True, False):
            rows = np.flatnonzero((calendar == name) & (by_day == days))
            turns[rows] = _whole_units(world, Due(at[rows], days), until[rows], length, name)
    spread = np.repeat(np.arange(len(found.at)), turns)
    turn = np.arange(len(spread)) - np.repeat(np.cumsum(turns) - turns, turns) + 1
    day = np.full(len(spread), NAT)
    for name in set(calendar[spread].tolist()):
        rows = np.flatnonzero(calendar[spread] == name)
        dated = due(at[spread[rows]], length, world.calendar(name), world.hours, times=turn[rows])
        day[rows] = midnight(dated.at)
    return replace(found.pick(spread), day=day, turn=turn.astype(float))


def _calendars(world: World, found: Acts) -> Array:
    """The calendar of the duty behind each act."""
    known = {duty.id: duty.calendar for duty in world.book.all(Duty)}
    names = says(world.column(found.frame, "规则").take(found.at))
    return np.array([known.get(str(word), "国家") for word in names.words] + ["国家"], dtype=object)[names.data]


def _open_until(world: World, found: Acts) -> tuple[Array, Mask, Array]:
    """Due time, whether it is a whole day, and when the duty was done (now, while it isn't)."""
    frame = found.frame
    at = world.column(frame, "到期").take(found.at).data
    done = world.column(frame, "完成时间").take(found.at).data
    by_day = at == midnight(at)
    if "按日" in frame.typed:
        by_day = frame.typed["按日"].take(found.at).matching(lambda word: word == "是")
    return at, np.asarray(by_day), np.where(np.isnat(done), world.instant, done)


def _whole_units(world: World, when: Due, until: Array, length: Span, calendar: str) -> Array:
    """How many whole spans lie between the due time and `until`."""
    days = world.calendar(calendar)
    if length.family != "月":
        late = np.round(np.nan_to_num(lateness(when, until, length.family, days, world.hours)), 6)
        whole: Array = np.maximum(np.floor(late / float(length.amount)), 0).astype(np.int64)
        return whole
    turns = np.zeros(len(when.at), dtype=np.int64)
    while True:
        reached = np.asarray(due(when.at, length, days, world.hours, times=turns + 1).at <= until)
        if not reached.any():
            return turns
        turns += reached
