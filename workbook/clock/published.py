"""What is known of China's days off: the yearly notices, and for later years what the law alone says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbook.clock import notices

Bools: TypeAlias = NDArray[np.bool_]

_FIRST_NOTICE, _FIRST_LAW, _LAST_MOON = 2001, 1950, 2100  # first yearly notice; ends of the tables of the moon


class Published(NamedTuple):
    """Tables with one entry a day, from day number `first` (days since 1970-01-01)."""

    first: int
    off: Bools  # days off, weekends beside them not counted
    extra: Bools  # Saturdays and Sundays worked instead
    legal: Bools  # the holidays named by law, on their own days
    festivals: tuple[tuple[int, str], ...]  # the first day of each of them, with its name
    last_year: int  # the last year with a notice

    @property
    def weekday(self) -> Bools:
        """Monday to Friday."""
        return np.asarray((self.number + 3) % 7 < 5)  # 1970-01-01 was a Thursday

    @property
    def number(self) -> NDArray[np.int64]:
        """The day numbers themselves."""
        return np.arange(self.first, self.first + len(self.off), dtype=np.int64)

    def year(self, year: int) -> Bools:
        """The days of one year."""
        return np.asarray(self.number.astype("M8[D]").astype("M8[Y]").astype(np.int64) == year - 1970)

    def slice(self, first: date, last: date) -> slice:
        """Where the days from `first` to `last` inclusive lie."""
        start = max(day_number(first) - self.first, 0)
        return slice(start, max(day_number(last) - self.first + 1, start))


@cache
def published(first_year: int, last_year: int) -> Published:
    """The tables for these years and all years with a notice.

    Source:
        The `holidays` library; its days agree with a second library's on every day of 2010 to 2026. A year whose
        notice it knows has days moved; a later year has only the legal holidays and their days in lieu. What it says
        stands in `notices.py`, as loading it takes longer than a small day's work: it is asked itself when it is of
        another version, or for other years.
    """
    low = max(min(first_year, _FIRST_NOTICE), _FIRST_LAW)
    if low >= notices.FIRST and last_year < notices.LAST and version("holidays") == notices.HOLIDAYS:
        return _written(low, max(last_year, notices.LAST_NOTICE) + 1)
    return asked(first_year, last_year)


def asked(first_year: int, last_year: int) -> Published:
    """The tables as the library says them now."""
    from holidays import country_holidays

    known = dict(country_holidays("CN").special_public_holidays)
    low = max(min(first_year, _FIRST_NOTICE), _FIRST_LAW)
    high = min(max(last_year, *known), _LAST_MOON - 1) + 1
    full = country_holidays("CN", years=range(low, high + 1), language="zh_CN")
    law = country_holidays("CN", years=range(low, high + 1), language="zh_CN", observed=False)
    moved = {date(year, *day[:2]) for year, days in known.items() for day in days}
    named = [(day, name) for day, names in sorted(law.items()) if day not in moved for name in names.split("; ")]
    begins: dict[tuple[int, str], date] = {}
    for day, name in named:
        begins.setdefault((day.year, name), day)
    first, length = _extent(low, high)
    return Published(
        first,
        _marked(map(day_number, full), first, length),
        _marked(map(day_number, full.weekend_workdays), first, length),
        _marked((day_number(day) for day, _ in named), first, length),
        tuple((day_number(day), name) for (_, name), day in begins.items()),
        max(known),
    )


def _written(low: int, high: int) -> Published:
    """The tables from `notices.py`."""
    first, length = _extent(low, high)
    off, extra, legal = (
        _marked((day for day, _ in _days(text, low, high)), first, length)
        for text in (notices.OFF, notices.EXTRA, notices.LEGAL)
    )
    return Published(first, off, extra, legal, tuple(_days(notices.FESTIVALS, low, high)), notices.LAST_NOTICE)


def _days(text: str, low: int, high: int) -> Iterator[tuple[int, str]]:
    """The days of some years out of lines such as “2026 0101元旦 0217春节”, with what stands behind each."""
    for line in text.splitlines():
        head, *days = line.split()
        if low <= (year := int(head)) <= high:
            for day in days:
                yield day_number(date(year, int(day[:2]), int(day[2:4]))), day[4:]


def _extent(low: int, high: int) -> tuple[int, int]:
    """The number of the first day of these years, and how many days they have."""
    first = day_number(date(low, 1, 1))
    return first, day_number(date(high, 12, 31)) - first + 1


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163


def _marked(days: Iterable[int], first: int, length: int) -> Bools:
    """A table with these days true."""
    marks = np.zeros(length, dtype=np.bool_)
    at = np.fromiter(days, dtype=np.int64) - first
    marks[at[(at >= 0) & (at < length)]] = True
    return marks
