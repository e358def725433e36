"""Days without their year, or with two signs of it: 11月25日, 11-25, 26.11.25. Which day was meant is shown, never assumed.

A sheet stands for years, and next year the same cell would say another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from workbook.words.issues import Issue, Kind

_DAY = re.compile(
    r"(?:(?P<y>\d\d)\s*[-/.年]\s*)?(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
    r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?(?:(?:\s+|(?=[上下早凌中晚傍夜]))\D{0,3}\d{1,2}\s*[:点时].*)?"
)
_OPEN = re.compile(r"\d\d-\d\d")
_AHEAD = ("约", "下次", "计划", "预计", "到期", "截止", "应", "止")
"""In a heading: its days are to come."""
_BIRTH = ("生日", "出生")
CENTURY, BORN = 2000, 1980
_YEARS = 9


def without_year(text: str) -> str | None:
    """The day that a text says, 11-25 where the year is missing, 2026-11-25 where half of it is; None where it says none.

    Examples:
        >>> [without_year(one) for one in ("11月25日", "3.9 14:30", "26.11.25", "2.30", "11月25日前", "2026-11-25", "3.145")]
        ['11-25', '03-09', '2026-11-25', None, None, None, None]
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found["y"] or 0), int(found["m"]), int(found["d"])
    if _date(CENTURY + year if found["y"] else CENTURY, month, day) is None:
        return None
    return f"{CENTURY + year}-{month:02}-{day:02}" if found["y"] else f"{month:02}-{day:02}"


def with_years(issues: Iterable[Issue], today: date) -> tuple[Issue, ...]:
    """Issues, those about a day without its year with the day to type: the last one gone by, or the next to come.

    Examples:
        >>> from workbook.words.place import Place
        >>> words = (("heading", "发生时间"), ("value", "11月25日"), ("example", "11-25"))
        >>> [one.cure for one in with_years([Issue(Kind.DATE_NO_YEAR, Place("事件", 2, 4), words)], date(2026, 11, 9))]
        ['写全年份，例如 2025-11-25。']
    """
    return tuple(_with_year(one, today) if one.kind is Kind.DATE_NO_YEAR else one for one in issues)


def _with_year(one: Issue, today: date) -> Issue:
    words = dict(one.words)
    return replace(one, words=tuple((words | {"example": example(words["example"], words["heading"], today)}).items()))


def example(day: str, heading: str, today: date) -> str:
    """A month and a day with the year that the column's heading makes likely.

    Examples:
        >>> monday = date(2026, 3, 9)
        >>> example("11-25", "约定时间", monday), example("11-25", "回访时间", monday), example("11-25", "生日", monday)
        ('2026-11-25', '2025-11-25', '1980-11-25')
    """
    if not _OPEN.fullmatch(day):
        return day
    month, number = map(int, day.split("-"))
    if any(word in heading for word in _BIRTH):
        return f"{BORN}-{day}"
    step = 1 if any(word in heading for word in _AHEAD) else -1
    days = (_date(year, month, number) for year in range(today.year, today.year + step * _YEARS, step))
    fits = (one for one in days if one is not None and (one - today).days * step >= 0)
    return str(next(fits, f"{today.year}-{day}"))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
