"""Business hours (班时) with their breaks, and clocks that stand still while a case is in some state (停表).

Business time is one line that grows only inside the windows of working days. An instant has a place on it, and every
place on it has an earliest and a latest instant, so adding, taking away and counting are exact to the microsecond.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbook.clock.days import Calendar, Ints, numbers
from workbook.words.windows import Windows, merged

Moments: TypeAlias = NDArray[np.datetime64]
Floats: TypeAlias = NDArray[np.float64]

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Hours:
    """The business hours of an office: the same windows on each working day of its calendar.

    Raises:
        ValueError: no windows, so no hour would ever pass. A fault in our code: an empty setting stops its rules.
    """

    __slots__ = ("_before", "_calendar", "_ends", "_length", "_starts")

    def __init__(self, windows: Windows, calendar: Calendar) -> None:
        parts = np.array(merged(windows), dtype=np.int64).reshape(-1, 2) * MINUTE
        if not len(parts):
            raise ValueError("business hours need at least one window")
        self._calendar = calendar
        self._starts, self._ends = parts[:, 0], parts[:, 1]
        self._before = np.concatenate([[0], np.cumsum(self._ends - self._starts)])  # business time before each window
        self._length = int(self._before[-1])

    def over(self, calendar: Calendar) -> Hours:
        """The same windows on the working days of another calendar."""
        windows = zip((self._starts // MINUTE).tolist(), (self._ends // MINUTE).tolist(), strict=True)
        return Hours(tuple(windows), calendar)

    def outer(self) -> tuple[np.timedelta64, np.timedelta64]:
        """From midnight to the first opening and to the last closing of a day."""
        return np.timedelta64(int(self._starts[0]), "us"), np.timedelta64(int(self._ends[-1]), "us")

    def add(self, start: Moments, hours: ArrayLike | Decimal) -> Moments:
        """The instant after so many business hours; 0 is `start` itself, less than 0 counts backwards.

        Work that fills the day ends at closing time, not at the next opening.

        Examples:
            >>> from workbook.clock.days import calendars
            >>> nine_to_six = Hours(((540, 720), (840, 1080)), calendars([], 2026, 2026).of("国家"))
            >>> print(nine_to_six.add(np.array(["2026-03-06T17:30", "2026-03-06T11:00"], "M8[us]"), 2))
            ['2026-03-09T10:30:00.000000' '2026-03-06T15:00:00.000000']
        """
        micros = np.rint(np.asarray(hours, dtype=np.float64) * HOUR).astype(np.int64)
        place = self._place(start) + micros
        back = micros < 0
        moved = self._latest(place) if back.all() else self._earliest(place)
        if back.any() and not back.all():
            moved = np.where(back, self._latest(place), moved)
        start = np.asarray(start, dtype="M8[us]")
        return np.asarray(np.where(np.isnat(start) | (micros == 0), start, moved.astype("M8[us]")))

    def between(self, start: Moments, end: Moments) -> Floats:
        """Business hours from `start` to `end`, negative when `end` comes first; NaN where either is NaT."""
        passed = self.micros(start, end) / HOUR
        return np.asarray(np.where(np.isnat(start) | np.isnat(end), np.nan, passed))

    def micros(self, start: Moments, end: Moments) -> Ints:
        """Business time from `start` to `end` in microseconds; neither may be NaT."""
        return np.asarray(self._place(end) - self._place(start))

    def _place(self, moments: Moments) -> Ints:
        """Where an instant lies on the line of business time, in microseconds."""
        day = numbers(moments)
        clock = np.asarray(moments, dtype="M8[us]").astype(np.int64) - day * DAY
        whole = self._calendar.rank(day - 1)
        inside = sum(
            np.clip(clock - start, 0, end - start) for start, end in zip(self._starts, self._ends, strict=True)
        )
        return np.asarray(whole * self._length + inside * (self._calendar.rank(day) - whole))

    def _earliest(self, place: Ints) -> Ints:
        """The first instant at this place, as microseconds since 1970: closing time at the end of a window."""
        days, rest = np.divmod(place - 1, self._length)
        window = np.searchsorted(self._before, rest, side="right") - 1
        clock = self._starts[window] + rest + 1 - self._before[window]
        return np.asarray(self._calendar.day_at(days + 1) * DAY + clock)

    def _latest(self, place: Ints) -> Ints:
        """The last instant at this place: opening time at the start of a window."""
        days, rest = np.divmod(place, self._length)
        window = np.searchsorted(self._before, rest, side="right") - 1
        clock = self._starts[window] + rest - self._before[window]
        return np.asarray(self._calendar.day_at(days + 1) * DAY + clock)


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """Times spent in some states, one entry a stay, in order of key and time; `key` counts from 0."""

    key: Ints
    since: Moments
    until: Moments


Measure: TypeAlias = Callable[[Moments, Moments], Ints]


def elapsed(since: Moments, until: Moments) -> Ints:
    """Microseconds on the clock."""
    return np.asarray(np.asarray(until, dtype="M8[us]") - np.asarray(since, dtype="M8[us]")).astype(np.int64)


def stays(key: Ints, at: Moments, state: ArrayLike, held: Collection[str], *, start: Moments, end: Moments) -> Stays:
    """The stays of each key in the states `held`, cut to its own [start, end].

    Shapes:
        key, at, state: the rows of 历史, in any order; a state lasts until the key's next row, the last one goes on.
            Of rows at one moment the later row counts. A key below 0 is nobody's.
        start, end: one entry for each key; a key with NaT has no stays.
    """
    mine = (key >= 0) & ~np.isnat(at)
    key, at = key[mine], np.asarray(at, dtype="M8[us]")[mine]
    inside = pd.Series(state, dtype="object").isin(list(held)).to_numpy()[mine]
    order = np.lexsort((np.arange(len(key)), at, key))
    key, at, inside = key[order], at[order], inside[order]
    since = np.maximum(at, np.asarray(start, dtype="M8[us]")[key])
    last = np.asarray(end, dtype="M8[us]")[key]
    until = last.copy()
    until[:-1] = np.where(key[1:] == key[:-1], np.minimum(at[1:], last[:-1]), last[:-1])
    real = inside & (since < until)
    return Stays(key[real], since[real], until[real])


def paused(
    key: Ints,
    at: Moments,
    state: ArrayLike,
    held: Collection[str],
    *,
    start: Moments,
    end: Moments,
    measure: Measure = elapsed,
) -> Ints:
    """Time each key spent in the states `held` inside its own [start, end], replayed from history.

    Shapes:
        As in `stays`; returns one number for each key.
    Units:
        Those of `measure`: microseconds unless said.

    Examples:
        >>> at = np.array(["2026-03-02T10:00", "2026-03-02T12:00", "2026-03-02T16:00"], "M8[us]")
        >>> key, state = np.array([0, 0, 0]), ["等客户", "处理", "等客户"]
        >>> start, end = np.array([["2026-03-02T09:00"], ["2026-03-02T18:00"]], "M8[us]")
        >>> print(paused(key, at, state, {"等客户"}, start=start, end=end) / HOUR)
        [4.]
    """
    found = stays(key, at, state, held, start=start, end=end)
    total = np.zeros(len(start), dtype=np.int64)
    np.add.at(total, found.key, measure(found.since, found.until))
    return total
