"""Working days: the published days off and make-up days, changed by the sheet 节假日, counted by prefix sums.

A calendar covers the whole line of days. Inside the years it knows it answers from a table; outside them it goes on
with Monday to Friday, so that a year typed as 9999 yields a far date and not a crash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbook.clock.published import published

Bools: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]
Ints: TypeAlias = NDArray[np.int64]

# calendar -> whose rows of 节假日 it obeys
OBEYS = {"国家": ("", "国家"), "交易": ("", "交易"), "公司": ("", "国家", "公司")}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One row of 节假日: the days from `first` to `last` inclusive; an empty `calendar` means all three."""

    first: date
    last: date
    kind: str  # 放假, 上班 or 节日
    calendar: str = ""  # 国家, 交易, 公司 or empty
    name: str = ""


class Calendar:
    """Working days of one calendar over the whole line of days.

    Shapes:
        Every method takes datetime64 arrays of any precision (only the day counts) and answers with arrays as long.
        NaT stays NaT; where the answer is a truth it is False, where it is a number it is 0.
    """

    __slots__ = ("_count", "_days", "_first", "_last", "_open", "published_until")

    def __init__(self, first: int, working: Bools, published_until: np.datetime64) -> None:
        self._first = first
        self._last = first + len(working) - 1
        self._open = working
        self._count = np.concatenate([[0], np.cumsum(working, dtype=np.int64)])  # [k]: working days before first + k
        self._days = np.flatnonzero(working) + first  # [k]: the working day of rank k + 1
        self.published_until = published_until

    def is_working(self, days: Days) -> Bools:
        """Whether each day is a working day."""
        day = numbers(days)
        near = np.clip(day, self._first, self._last)
        working = self._open[near - self._first]
        if np.array_equal(near, day):
            return np.asarray(working)
        return np.asarray(np.where(near == day, working, (day + 3) % 7 < 5) & ~np.isnat(days))

    def add(self, days: Days, n: int | Ints) -> Days:
        """The n-th working day strictly after each day, or before it when `n` is negative.

        n = 0 is the day itself or the next working day.
        """
        day, steps = numbers(days), np.asarray(n, dtype=np.int64)
        if steps.ndim:
            rank = np.where(steps > 0, self.rank(day), self.rank(day - 1) + 1) + steps
        else:
            rank = (self.rank(day) if steps > 0 else self.rank(day - 1) + 1) + steps
        return _dates(self.day_at(rank), days)

    def between(self, after: Days, until: Days) -> Ints:
        """Working days in (after, until]; negative when `until` comes first."""
        counted = self.rank(numbers(until)) - self.rank(numbers(after))
        return np.asarray(np.where(np.isnat(after) | np.isnat(until), 0, counted))

    def on_or_after(self, days: Days) -> Days:
        """The day itself if it is a working day, else the next one."""
        return self.add(days, 0)

    def on_or_before(self, days: Days) -> Days:
        """The day itself if it is a working day, else the one before."""
        return _dates(self.day_at(self.rank(numbers(days))), days)

    def provisional(self, days: Days) -> Bools:
        """Whether each day lies beyond the last published year (暂估)."""
        return np.asarray(np.asarray(days, dtype="M8[D]") > self.published_until)

    def rank(self, day: Ints) -> Ints:
        """How many working days have gone by at the end of a day number; only differences mean something."""
        near = np.clip(day, self._first - 1, self._last)
        count = self._count[near - (self._first - 1)]
        if np.array_equal(near, day):
            return np.asarray(count)
        return np.asarray(count + _weekday_rank(day) - _weekday_rank(near))

    def day_at(self, rank: Ints) -> Ints:
        """The day number of the working day of this rank; the inverse of `rank`."""
        near = np.clip(rank, 1, len(self._days))
        day = self._days[near - 1]
        if np.array_equal(near, rank):
            return np.asarray(day)
        edge = np.where(rank > near, _weekday_rank(self._last), _weekday_rank(self._first - 1) + 1)
        return np.asarray(np.where(rank == near, day, _weekday_at(edge + rank - near)))


class Calendars:
    """The three calendars of one workbook."""

    def __init__(self, rows: Iterable[DayRow], first_year: int, last_year: int) -> None:
        self._rows = tuple(rows)
        self._reach = first_year, last_year
        years = [first_year, last_year, *(day.year for row in self._rows for day in (row.first, row.last))]
        self._known = published(min(years), max(years))
        self._last_year = self._known.last_year
        while self._tells(self._last_year + 1):
            self._last_year += 1
        self._made: dict[str, Calendar] = {}

    @property
    def published_until(self) -> np.datetime64:
        """The last day of the last year whose days off are known, from the notices or from 节假日."""
        return np.datetime64(f"{self._last_year}-12-31", "D")

    @property
    def told_beyond(self) -> bool:
        """Whether 节假日 says something of the country's days in a year whose notice isn't built in."""
        return any(self._beyond(row) for row in self._rows)

    def estimated(self) -> Calendars:
        """The calendars as they were before anybody entered a notice that isn't built in: what was estimated then."""
        return Calendars((row for row in self._rows if not self._beyond(row)), *self._reach)

    def _beyond(self, row: DayRow) -> bool:
        shared = row.calendar in OBEYS["国家"] and row.kind in {"放假", "上班"}
        return shared and max(row.first, row.last).year > self._known.last_year

    def of(self, name: str = "") -> Calendar:
        """The calendar of that name; 国家 when the name is empty.

        Raises:
            ValueError: no such calendar. A fault in our code: the rule sheets allow only the three.
        """
        name = name or "国家"
        if name not in OBEYS:
            raise ValueError(f"no calendar {name!r}")
        if name not in self._made:
            self._made[name] = Calendar(self._known.first, self._working(name), self.published_until)
        return self._made[name]

    def _working(self, name: str) -> Bools:
        """The table of one calendar: Monday to Friday, the published days, then the rows of 节假日."""
        weekday, told = self._known.weekday, self._told()
        working = weekday & ~(self._known.off & ~told)
        if name != "交易":
            working |= self._known.extra & ~told
        for row in self._obeyed(name):
            days = self._known.slice(row.first, row.last)
            if row.kind == "放假":
                working[days] = False
            elif row.kind == "上班":  # a make-up Saturday opens the offices, not the exchanges
                working[days] |= weekday[days] | (name != "交易" or row.calendar == "交易")
        return working

    def _obeyed(self, name: str) -> list[DayRow]:
        """The rows a calendar obeys, the strongest last: its own over shared ones, short over long, late over early."""
        rows = [row for row in self._rows if row.calendar in OBEYS[name]]
        return sorted(rows, key=lambda row: (row.calendar == name, row.first - row.last))

    def _off(self) -> Bools:
        """The days that 节假日 gives off to the whole country."""
        off = np.zeros(len(self._known.off), dtype=np.bool_)
        for row in self._obeyed("国家"):
            if row.kind == "放假":
                off[self._known.slice(row.first, row.last)] = True
        return off

    def _tells(self, year: int) -> bool:
        """Whether 节假日 holds the plan of a year in full: every legal holiday off, and a make-up day."""
        legal = self._known.legal & self._known.weekday & self._known.year(year)
        makes_up = any(row.kind == "上班" and row.first.year == year for row in self._obeyed("国家"))
        return makes_up and bool(legal.any()) and not (legal & ~self._off()).any()

    def _told(self) -> Bools:
        """The days of the years that 节假日 tells in full; they need no estimate from the law."""
        told = np.zeros(len(self._known.off), dtype=np.bool_)
        for year in range(self._known.last_year + 1, self._last_year + 1):
            told |= self._known.year(year)
        return told

    def holiday(self, number: Ints) -> Bools:
        """Days in a run of days off that holds a holiday: the weekend beside it belongs to it, as the notices say."""
        rest = ~self._working("国家")
        holiday = rest & (self._off() | (self._known.off & ~self._told()))
        run = np.cumsum(np.diff(rest, prepend=False))  # one number for each run of days alike
        held = rest & np.isin(run, run[holiday])
        at = number - self._known.first
        near = np.clip(at, 0, len(held) - 1)
        return np.asarray(held[near] & (near == at))

    def festivals(self) -> dict[int, str]:
        """The festivals of each day number: legal ones on their own day, and the rows of kind 节日."""
        names: defaultdict[int, list[str]] = defaultdict(list)
        for day, name in self._known.festivals:
            names[day].append(name)
        for row in self._rows:
            if row.kind == "节日":
                for day in self._known.number[self._known.slice(row.first, row.last)].tolist():
                    names[day].append(row.name)
        return {day: "、".join(dict.fromkeys(several)) for day, several in names.items()}


def calendars(rows: Iterable[DayRow], first_year: int, last_year: int) -> Calendars:
    """The calendars of a workbook whose facts lie in these years; the rows of 节假日 win over the published days.

    Examples:
        >>> china = calendars([], 2026, 2026).of("国家")
        >>> print(china.add(np.array(["2026-04-30"], "M8[D]"), 3), china.published_until)
        ['2026-05-08'] 2026-12-31
    """
    return _calendars(tuple(rows), first_year, last_year)


@lru_cache(maxsize=16)  # the same rows are told again by every command over a workbook that stays loaded
def _calendars(rows: tuple[DayRow, ...], first_year: int, last_year: int) -> Calendars:
    return Calendars(rows, first_year, last_year)


def numbers(days: Days) -> Ints:
    """Days since 1970-01-01."""
    return np.asarray(days, dtype="M8[D]").astype(np.int64)


def _dates(number: Ints, like: Days) -> Days:
    """Day numbers as days; NaT where the day asked about was NaT."""
    days = np.asarray(number).astype("M8[D]")
    unknown = np.isnat(like)
    return np.asarray(np.where(unknown, np.datetime64("NaT", "D"), days) if unknown.any() else days)


def _weekday_rank(day: Ints | int) -> Ints:
    """Days from Monday to Friday up to and with a day number."""
    week, weekday = np.divmod(np.asarray(day, dtype=np.int64) + 3, 7)
    return np.asarray(5 * week + np.minimum(weekday + 1, 5))


def _weekday_at(rank: Ints) -> Ints:
    """The day number of the weekday of this rank."""
    week, weekday = np.divmod(rank - 1, 5)
    return np.asarray(7 * week + weekday - 3)
