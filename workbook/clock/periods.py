"""Periods and their keys: 2026-03-05, 2026-W10, 2026-03a, 2026-03, 2026-M2, 2026-Q1, 2026-H1, 2026, 全部.

Each kind of period tiles the line of days and is counted by a number; key, bounds and neighbours follow from it.
Keys of one kind sort as text in the order of time.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.words.spans import span

if TYPE_CHECKING:
    from workbook.clock.days import Calendar

Moments: TypeAlias = NDArray[np.datetime64]
Ints: TypeAlias = NDArray[np.int64]

ALL = "全部"
PERIODS = ("日", "周", "半月", "月", "双月", "季", "半年", "年", ALL)
_MONTHS = {"月": 1, "双月": 2, "季": 3, "半年": 6, "年": 12}
_LETTER = {"双月": "M", "季": "Q", "半年": "H"}
_KEY = re.compile(r"(\d{4})(?:-(?:W(\d\d)|M([1-6])|Q([1-4])|H([12])|(\d\d)(?:([ab])|-(\d\d))?))?")
_DAYS = {"今日": 0, "今天": 0, "昨日": -1, "昨天": -1, "明日": 1, "明天": 1}
_YEARS = {"今年": "本年", "去年": "上年", "明年": "下年"}
_HALVES = {"上半年": "-H1", "下半年": "-H2", "上半月": "a", "下半月": "b"}
_NEAR = re.compile(r"([上本下])个?(日|周|星期|半月|月|双月|季|半年|年)度?")
_STRETCH = re.compile(r"(过去|未来)(.+)")


def keys(moments: Moments, period: str) -> NDArray[np.object_]:
    """The key of the period each moment lies in; None for NaT.

    Examples:
        >>> day = np.array(["2026-03-05", "NaT"], "M8[D]")
        >>> [keys(day, period)[0] for period in PERIODS]
        ['2026-03-05', '2026-W10', '2026-03a', '2026-03', '2026-M2', '2026-Q1', '2026-H1', '2026', '全部']
        >>> print(keys(day, "年")[1])
        None
    """
    known = ~np.isnat(moments)
    days = np.where(known, np.asarray(moments, dtype="M8[D]"), np.datetime64(0, "D"))
    codes, numbers = pd.factorize(_numbers(days, period))
    labels = np.array([_key(number, period) for number in numbers.tolist()], dtype=object)
    found = labels[codes] if len(labels) else np.empty(0, dtype=object)
    found[~known] = None
    return found


def bounds(key: str) -> tuple[date, date]:
    """First and last day of a period, both inclusive; the key's own shape says which kind it is.

    Raises:
        ValueError: not the key of a period.

    Examples:
        >>> [str(day) for day in bounds("2026-02b")], [str(day) for day in bounds("2026-W01")]
        (['2026-02-16', '2026-02-28'], ['2025-12-29', '2026-01-04'])
    """
    if key == ALL:
        return date.min, date.max
    period, number = _read(key)
    return _date(_first(number, period)), _date(_first(number + 1, period) - 1)


def between(first: date, last: date, period: str) -> list[str]:
    """The keys of all periods that touch the days from `first` to `last`, in order.

    Examples:
        >>> between(date(2026, 1, 20), date(2026, 3, 1), "半月")
        ['2026-01b', '2026-02a', '2026-02b', '2026-03a']
    """
    if first > last:
        return []
    ends = _numbers(np.array([first, last], dtype="M8[D]"), period).tolist()
    return [_key(number, period) for number in range(ends[0], ends[1] + 1)]


def shifted(key: str, n: int) -> str:
    """The key of the n-th period after this one, or before it when `n` is negative.

    Raises:
        ValueError: not the key of a period.

    Examples:
        >>> shifted("2026-Q1", -1), shifted("2026-W01", -1), shifted("2026-12b", 1)
        ('2025-Q4', '2025-W52', '2027-01a')
    """
    if key == ALL:
        return key
    period, number = _read(key)
    return _key(number + n, period)


def named(word: str, today: date, calendar: Calendar | None = None) -> tuple[date, date] | None:
    """First and last day of what a word means on the day `today`; None when it is no such word.

    过去 and 未来 hold today and so many days in all; working days need a calendar. 上半年 and 下半月 mean what people
    mean by them, a half of this year or month; the half before this one is 上个半年.

    Examples:
        >>> today = date(2026, 3, 9)
        >>> for word in ("上月", "本周", "过去90天", "未来7天", "2026-Q1"):
        ...     print(word, *named(word, today))
        上月 2026-02-01 2026-02-28
        本周 2026-03-09 2026-03-15
        过去90天 2025-12-10 2026-03-09
        未来7天 2026-03-09 2026-03-15
        2026-Q1 2026-01-01 2026-03-31
    """
    word = "".join(unicodedata.normalize("NFKC", word).split())
    word = _YEARS.get(word, word)
    if word in _DAYS:
        day = today + timedelta(_DAYS[word])
        return day, day
    if word in _HALVES:
        return bounds(f"{today:%Y}{_HALVES[word]}" if "年" in word else f"{today:%Y-%m}{_HALVES[word]}")
    if match := _NEAR.fullmatch(word):
        period = "周" if match[2] == "星期" else match[2]
        return bounds(shifted(between(today, today, period)[0], "上本下".index(match[1]) - 1))
    if match := _STRETCH.fullmatch(word):
        return _stretch(match[2], today, calendar, back=match[1] == "过去")
    return bounds(word) if word == ALL or _is_key(word) else None


def months_later(days: Moments, n: int | Ints) -> Moments:
    """The same day number n months later, or the last day of that month when it has no such day.

    Examples:
        >>> print(months_later(np.array(["2026-01-31", "2028-02-29"], "M8[D]"), np.array([1, -12])))
        ['2026-02-28' '2027-02-28']
    """
    day = np.asarray(days, dtype="M8[D]")
    month = day.astype("M8[M]")
    later = month + n
    return np.asarray(
        np.minimum(later.astype("M8[D]") + (day - month.astype("M8[D]")), (later + 1).astype("M8[D]") - 1)
    )


def _stretch(length: str, today: date, calendar: Calendar | None, *, back: bool) -> tuple[date, date] | None:
    """So many days, working days or months that end or begin with today."""
    found = span(length)
    if found is None or found.is_instant or not found.number:
        return None
    day, count = np.array([today], dtype="M8[D]"), int(found.amount)
    if found.family == "月":
        edge = months_later(day, -count) + 1 if back else months_later(day, count) - 1
    elif found.family == "天":
        edge = day - (count - 1) if back else day + (count - 1)
    elif calendar is None:
        return None
    else:
        edge = calendar.add(day + 1, -count) if back else calendar.add(day - 1, count)
    return (_date(edge[0]), today) if back else (today, _date(edge[0]))


def _numbers(days: Moments, period: str) -> Ints:
    """Which period of its kind each day lies in, counted from 1970."""
    number = days.astype(np.int64)
    if period == "日":
        return number
    if period == "周":
        return (number + 3) // 7  # 1970-01-01 was a Thursday
    if period == ALL:
        return np.zeros_like(number)
    month = days.astype("M8[M]")
    if period == "半月":
        return 2 * month.astype(np.int64) + (number - month.astype("M8[D]").astype(np.int64) >= 15)
    return month.astype(np.int64) // _MONTHS[period]


def _first(number: int, period: str) -> np.datetime64:
    """The first day of a period; the inverse of `_numbers`."""
    if period == "日":
        return np.datetime64(number, "D")
    if period == "周":
        return np.datetime64(7 * number - 3, "D")
    if period == "半月":
        return _month_start(number // 2) + 15 * (number % 2)
    return _month_start(number * _MONTHS[period])


def _month_start(month: int) -> np.datetime64:
    """The first day of a month counted from January 1970."""
    return np.datetime64(f"{month // 12 + 1970:04}-{month % 12 + 1:02}-01", "D")


def _date(day: np.datetime64) -> date:
    """A day as Python keeps it."""
    return date.fromordinal(int(day.astype(np.int64)) + 719_163)


def _key(number: int, period: str) -> str:
    """The text of a period."""
    if period == ALL:
        return ALL
    first = _first(number, period)
    year, month = str(first.astype("M8[Y]")), str(first.astype("M8[M]"))
    if period == "周":
        thursday = first + 3  # a week belongs to the year of its Thursday
        new_year = thursday.astype("M8[Y]").astype("M8[D]")
        return f"{thursday.astype('M8[Y]')}-W{(thursday - new_year).astype(int) // 7 + 1:02}"
    if period in _LETTER:
        return f"{year}-{_LETTER[period]}{number * _MONTHS[period] % 12 // _MONTHS[period] + 1}"
    return {"日": str(first), "半月": month + "ab"[number % 2], "月": month, "年": year}[period]


def _read(key: str) -> tuple[str, int]:
    """Kind and number of a key."""
    match = _KEY.fullmatch(key)
    if not match:
        raise ValueError(f"not the key of a period: {key!r}")
    year, week, double, quarter, half, month, part, day = match.groups()
    if week:
        period, first = "周", date.fromisocalendar(int(year), int(week), 1)
    else:
        sizes = ((double, "双月"), (quarter, "季"), (half, "半年"))
        starts = [(period, (int(nth) - 1) * _MONTHS[period] + 1) for nth, period in sizes if nth]
        period, first_month = starts[0] if starts else ("月" if month else "年", int(month or 1))
        period = "日" if day else "半月" if part else period
        first = date(int(year), first_month, int(day or (16 if part == "b" else 1)))
    return period, int(_numbers(np.array([first], dtype="M8[D]"), period)[0])


def _is_key(word: str) -> bool:
    """Whether `bounds` can answer."""
    try:
        _read(word)
    except ValueError:
        return False
    return True
