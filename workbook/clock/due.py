"""Due times: from a start and a span to the moment something is due, and how late it was done.

A due day is kept as its own midnight and holds until 24:00; a due instant holds to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbook.clock.days import Bools, Calendar, Ints
from workbook.clock.hours import DAY, HOUR, MINUTE, Floats, Hours, Measure, Moments, Stays, elapsed
from workbook.clock.periods import months_later
from workbook.words.spans import UNITS, Span
from workbook.words.windows import DAY as DAY_MINUTES

Roll: TypeAlias = Literal["不动", "后移", "前移"]
CountFrom: TypeAlias = Literal["次日", "当日"]


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """When things are due, one moment each (NaT where there is no start).

    `by_day`: `at` is midnight of the due day, and anything before the next midnight is on time. Else `at` is an
    instant, and anything up to that second is on time.
    """

    at: Moments
    by_day: bool


def due(
    start: Moments,
    span: Span,
    calendar: Calendar,
    hours: Hours | None,
    *,
    count_from: CountFrom = "次日",
    roll: Roll = "不动",
    back: bool = False,
    times: int | Ints = 1,
) -> Due:
    """When a span that begins at `start` is over; `back` counts it backwards.

    Shapes:
        start: datetime64[us], NaT where there is none; it stays NaT.
        hours: needed for 班时 only.
        times: how many spans, one number or one for each start; they are added to the start together, never chained.
    Source:
        DATE-1 the day of the start is not counted (当日: it is); DATE-2 a month without that day ends on its last day;
        DATE-4 a day off moves nothing unless `roll` says so; DATE-5 hours and minutes run on the clock.

    Raises:
        ValueError: part of a day, or 班时 without hours. A fault in our code: `words.spans.span` yields no such span.

    Examples:
        >>> from decimal import Decimal
        >>> from workbook.clock.days import calendars
        >>> china = calendars([], 2026, 2026).of("国家")
        >>> start = np.array(["2026-01-31T10:00", "NaT"], "M8[us]")
        >>> print(due(start, Span(Decimal(1), "月"), china, None, times=2).at.astype("M8[D]"))
        ['2026-03-31'        'NaT']
    """
    start = np.asarray(start, dtype="M8[us]")
    sign = -1 if back else 1
    if span.family == "分钟":
        micros = int(span.amount * MINUTE) * np.asarray(times, dtype=np.int64)
        return Due(_shifted(start, sign * micros, "us"), by_day=False)
    if span.family == "班时":
        return Due(_needed(hours).add(start, sign * np.asarray(times) * float(span.amount)), by_day=False)
    steps = _whole(span) * np.asarray(times, dtype=np.int64)
    day = _rolled(_due_day(start.astype("M8[D]"), span.family, steps, calendar, count_from, back=back), calendar, roll)
    at = day.astype("M8[us]")
    return Due(_shifted(at, span.clock_minutes, "m"), by_day=False) if span.clock else Due(at, by_day=True)


def breach(due: Due) -> Moments:
    """The first instant that is late: the next midnight after a due day, the next second after a due instant."""
    return _shifted(due.at, 1, "D") if due.by_day else _shifted(_to_second(due.at), 1, "s")


def is_late(due: Due, done: Moments) -> Bools:
    """Whether something done (or still undone) at `done` missed its due time; False where either is NaT."""
    return np.asarray(np.asarray(done, dtype="M8[us]") >= breach(due))


def hour_unknown(due: Due, start: Moments, done: Moments) -> Bools:
    """Where a due instant can't be judged: done on its day, but the start or the done mark has no time of day.

    A moment at exactly midnight has the precision of a day. Such a row is no breach, it is asked about.
    """
    if due.by_day:
        return np.zeros(due.at.shape, dtype=np.bool_)
    same_day = np.asarray(done, dtype="M8[D]") == due.at.astype("M8[D]")
    return np.asarray(same_day & (_is_bare(start) | _is_bare(done)))


def lateness(due: Due, done: Moments, unit: str, calendar: Calendar, hours: Hours | None) -> Floats:
    """How late, 0 or less when on time, NaN where either is NaT.

    On a day off after its due day a thing is late (see `breach`) by 0 working days; so is 班时 after closing.

    Units:
        工作日: working days. 天 周 月 季 半年 年: days. 分钟 小时: minutes, to the second. 班时: business hours.
        A due day with a clock time yields parts of days.
    """
    at, done = due.at if due.by_day else _to_second(due.at), _to_second(done)
    family = UNITS[unit][0]
    if family == "班时":
        return _needed(hours).between(at, done)
    if family == "分钟":
        return _elapsed(at, done) / MINUTE
    if family == "工作日" and due.by_day:
        days = calendar.between(at, done).astype(np.float64)
        return np.where(np.isnat(at) | np.isnat(done), np.nan, days)
    if family == "工作日":
        return Hours(((0, DAY_MINUTES),), calendar).between(at, done) * (HOUR / DAY)
    return _elapsed(at, done.astype("M8[D]") if due.by_day else done) / DAY


def extended(
    due: Due, span: Span, stops: Stays, calendar: Calendar, hours: Hours | None, *, roll: Roll = "不动"
) -> Due:
    """The due times after the clock stood still during `stops`, whose keys are the positions in `due.at`.

    Time stood still counts in the span's own measure: minutes on the clock, business hours, working days or days
    (midnights passed, as every day is counted). A stop that begins when the due time is already over saves nothing.
    """
    added = _measure(span, calendar, hours)(stops.since, stops.until)
    nth = np.arange(len(stops.key)) - np.searchsorted(stops.key, stops.key)  # stops of one key in order of time
    at, total = due.at, np.zeros(len(due.at), dtype=np.int64)
    for turn in range(int(nth.max(initial=-1)) + 1):
        now = np.flatnonzero(nth == turn)
        key = stops.key[now]
        in_time = stops.since[now] < breach(Due(at, due.by_day))[key]
        total[key[in_time]] += added[now[in_time]]
        at = _later(due.at, total, span, calendar, hours)
    if roll != "不动" and span.family in ("天", "工作日", "月"):
        at = at + (_rolled(at, calendar, roll) - at.astype("M8[D]"))
    return Due(at, due.by_day)


def _due_day(day: Moments, family: str, steps: Ints, calendar: Calendar, count_from: str, *, back: bool) -> Moments:
    """The due day before rolling. 当日: the first day (or the first working day) is already number one."""
    sign = -1 if back else 1
    early = (steps > 0) & (count_from == "当日")
    if family == "月":
        return months_later(day, sign * steps) - sign * early.astype(np.int64)
    if family == "天":
        return np.asarray(day + sign * (steps - early))
    nearest = calendar.on_or_before if back else calendar.on_or_after
    if count_from == "当日":
        day = nearest(day)
    left = steps - early
    if left.all():
        return calendar.add(day, sign * left)
    return np.where(left == 0, nearest(day), calendar.add(day, sign * left))


def _rolled(day: Moments, calendar: Calendar, roll: Roll) -> Moments:
    """顺延: a due day that is a day off moves to the next or to the previous working day."""
    if roll == "不动":
        return day
    return calendar.on_or_after(day) if roll == "后移" else calendar.on_or_before(day)


def _measure(span: Span, calendar: Calendar, hours: Hours | None) -> Measure:
    """How time that stood still is counted for a span."""
    if span.family == "分钟":
        return elapsed
    if span.family == "班时":
        return _needed(hours).micros
    if span.family == "工作日":
        return calendar.between
    return lambda since, until: elapsed(since.astype("M8[D]"), until.astype("M8[D]")) // DAY


def _later(at: Moments, added: Ints, span: Span, calendar: Calendar, hours: Hours | None) -> Moments:
    """Due times later by so much of the span's measure."""
    if span.family == "分钟":
        return _shifted(at, added, "us")
    if span.family == "班时":
        return _needed(hours).add(at, added / HOUR)
    if span.family in {"天", "月"}:
        return _shifted(at, added, "D")
    day = at.astype("M8[D]")
    return np.asarray(np.where(added > 0, calendar.add(day, added), day) + (at - day))


def _needed(hours: Hours | None) -> Hours:
    """The business hours a 班时 can't do without."""
    if hours is None:
        raise ValueError("班时 needs business hours")
    return hours


def _shifted(moments: Moments, by: int | Ints, unit: Literal["D", "m", "s", "us"]) -> Moments:
    """Moments later by so many units."""
    return np.asarray(moments + np.asarray(by, dtype=np.int64).astype(f"m8[{unit}]"))


def _to_second(moments: Moments) -> Moments:
    """Parts of a second dropped: on time is on time to the second."""
    return np.asarray(moments, dtype="M8[us]").astype("M8[s]").astype("M8[us]")


def _whole(span: Span) -> int:
    """The number of days, working days or months."""
    if span.amount != int(span.amount):
        raise ValueError(f"part of a day: {span}")
    return int(span.amount)


def _elapsed(since: Moments, until: Moments) -> Floats:
    """Microseconds between, NaN where either is NaT."""
    passed = elapsed(since, until).astype(np.float64)
    return np.where(np.isnat(since) | np.isnat(until), np.nan, passed)


def _is_bare(moments: Moments) -> Bools:
    """Moments with the precision of a day."""
    moments = np.asarray(moments, dtype="M8[us]")
    return np.asarray(moments == moments.astype("M8[D]"))
