"""What a sheet of paper says of itself: whose it is, what it is, and of which days; periods in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from workbook.papers.pages.page import Page, Value
from workbook.rulebook.load.load import Rulebook

OFFICE = "客户服务部"
REPORT = "报告·"
"""What the names of sheets that show a report begin with."""

_PLAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|全部")
_OTHER = re.compile(r"(\d{4})-(?:(\d\d)([ab])|M([1-6])|Q([1-4])|H([12])|W(\d\d))")


def office_of(book: Rulebook) -> str:
    """What the office calls itself."""
    return book.value("单位名称") or OFFICE


def headed(page: Page, office: str, today: date) -> Page:
    """The page with the head of its paper: the office, what it is, and its days where it says none of its own.

    Ledgers and figures of many periods say their days row by row.
    """
    of = page.paper[2] if len(page.paper) == 3 else "" if page.append else f"截至 {today}"
    return replace(page, paper=(office, page.name.removeprefix(REPORT), of))


def stretch(first: date, last: date) -> str:
    """Days as paper says them.

    Examples:
        >>> stretch(date(2026, 3, 1), date(2026, 3, 31)), stretch(date(2026, 3, 9), date(2026, 3, 9))
        ('2026-03-01 至 2026-03-31', '2026-03-09')
    """
    return str(first) if first == last else f"{first} 至 {last}"


def is_plain(periods: Iterable[Value]) -> bool:
    """Whether everybody understands these periods as they stand: a year, a month, a day."""
    return all(period is None or _PLAIN.fullmatch(str(period)) for period in set(periods))


def in_words(period: Value) -> Value:
    """A period in words; a year, a month, a day or anything else as it stands.

    Examples:
        >>> [in_words(one) for one in ("2026-M2", "2026-Q1", "2026-H2", "2026-03b", "2026-W10", "2026-03", None)]
        ['2026年3–4月', '2026年第1季度', '2026年下半年', '2026年3月下半月', '2026年第10周', '2026-03', None]
    """
    found = _OTHER.fullmatch(period) if isinstance(period, str) else None
    if not found:
        return period
    year, month, part, pair, quarter, half, week = found.groups()
    if month:
        return f"{year}年{int(month)}月{'上下'[part == 'b']}半月"
    if pair:
        return f"{year}年{int(pair) * 2 - 1}–{int(pair) * 2}月"
    if quarter:
        return f"{year}年第{quarter}季度"
    return f"{year}年{'上下'[half == '2']}半年" if half else f"{year}年第{int(week)}周"
