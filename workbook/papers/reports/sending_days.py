"""When a report falls due: on which of the days that have passed, and not before its minute (时机若, 何时)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from workbook.rulebook.cells.conditions import both
from workbook.rulebook.cells.sendings import Sending
from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.sorts.model import Report
from workbook.rules.facts.holds import holds
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World

DAY_OF_MONTH = "日"
REACH = 92
"""So many days a report stays due though nothing ran."""
LONGEST_REST = 15
"""Days that a report may wait for the next working day."""


def is_always(rule: Report) -> bool:
    """Whether a report is due at every run."""
    return rule.when_due.always and not rule.times


def due_on(world: World, rule: Report, since: date | None, *, waits: bool = True) -> date | None:
    """The last day, up to today, on which the report fell due; None when it isn't.

    Shapes:
        since: the day of the last run; what fell due between then and today is made up for.
        waits: whether its minute must have come; who asks for it by its number needn't wait.
    """
    if is_always(rule):
        return world.today
    return max((day for day, _ in _fallen(world, rule, since, waits=waits)), default=None)


def missed_on(world: World, rule: Report, since: datetime) -> list[date]:
    """The days before today of which a letter is to leave now: the last, and those whose minute came after the last run.

    Of days that had no run at all only the last is told: it stands for those before it.

    Shapes:
        since: when the last day that had a run had one.
    """
    fallen = [
        (day, at)
        for day, at in _fallen(world, rule, since.date())
        if day < world.today and (at > since or not rule.times)
    ]
    last = max((day for day, _ in fallen), default=None)
    return sorted({day for day, at in fallen if day == last or at.date() == since.date()})


def _fallen(world: World, rule: Report, since: date | None, *, waits: bool = True) -> list[tuple[date, datetime]]:
    """The days on which a report fell due since the last run, each with the moment from which on it leaves."""
    times = rule.times or (Sending(),)
    back = LONGEST_REST if any(one.after for one in times) else 0
    first = max(since + timedelta(1), world.today - timedelta(REACH)) if since else world.today
    if since and rule.times:  # the last run may have come before its minute; what has left doesn't leave again
        first = min(first, since)
    calendar = world.frame("日历")
    days = calendar.typed["日期"].data
    begin = np.datetime64(min(first, world.today) - timedelta(back), "us")
    rows = View(calendar, np.flatnonzero((days >= begin) & (days <= np.datetime64(world.today, "us"))))
    nothing = np.zeros(len(rows), dtype=bool)
    due: list[tuple[date, datetime]] = []
    for one in times:
        when = both(rule.when_due, one.days)
        hits = world.attempt(rule, lambda when=when: _falls_on(world, when, rows), nothing)  # type: ignore[misc]
        on: list[date] = days[rows.at[hits]].astype("datetime64[D]").tolist()
        moments = [leaves_at(world, one, day) for day in on]
        due += [
            (day, at)
            for day, at in zip(on, moments, strict=True)
            if (at <= world.now and at.date() >= first) or (not waits and day == world.today)
        ]
    return due


def leaves_at(world: World, one: Sending, day: date) -> datetime:
    """From which moment on the report of a day may leave."""
    if one.after == "次工作日":
        day = world.calendar().add(np.array([day], dtype="M8[D]"), 1)[0].astype(object)
    elif one.after:
        day += timedelta(1)
    return datetime.combine(day, time.fromisoformat(one.clock) if one.clock else time())


def turn_of(world: World, rule: Report, on: date, now: datetime) -> str:
    """The minute of a day's second letter and of each later one (何时: 9:00,17:00); '' for its first.

    A minute of another day (次日 17:00) is told with its day.
    """
    calendar = world.frame("日历")
    rows = View(calendar, np.flatnonzero(calendar.typed["日期"].data == np.datetime64(on, "us")))
    times = [one for one in rule.times if _falls_on(world, both(rule.when_due, one.days), rows).any()]
    passed = sorted({at for one in times if (at := leaves_at(world, one, on)) <= now})
    if len(passed) < 2:
        return ""
    return f"{passed[-1]:%H:%M}" if passed[-1].date() == on else f"{passed[-1]:%m-%d %H:%M}"


def is_late(world: World, rule: Report, on: date) -> bool:
    """Whether the report of a day should have left before today."""
    times = rule.times or (Sending(),)
    return all(leaves_at(world, one, on).date() < world.today for one in times)


def falls_today(world: World, rule: Report) -> bool:
    """Whether today is one of its days, whatever the minute."""
    return due_on(world, rule, None, waits=False) == world.today


def _falls_on(world: World, when: Condition, rows: View) -> Mask:
    """Whether the report is due on each day; the 31st of a short month is its last day."""
    hits = holds(when, Scope(world, rows))
    if not any(clause.path == (DAY_OF_MONTH,) for clause in when.clauses()):
        return hits
    calendar = rows.frame
    days = calendar.typed["日期"].data.astype("datetime64[D]")
    ends = (days + 1).astype("datetime64[M]") != days.astype("datetime64[M]")
    numbered = world.column(calendar, DAY_OF_MONTH)
    for number in (29, 30, 31):
        short = ends & (numbered.data < number)
        typed = {**calendar.typed, DAY_OF_MONTH: replace(numbered, data=np.where(short, number, numbered.data))}
        other = Frame(calendar.sheet, calendar.rows, typed, calendar.cells, calendar.links)
        hits = hits | (holds(when, Scope(world, View(other, rows.at))) & short[rows.at])
    return hits
