"""Periods in words: 2026-M2 is 2026年3–4月."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from workbook.words.tongue import worded

T = TypeVar("T")
_HALVES = "上下"
_PLAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|全部")
_OTHER = re.compile(r"(\d{4})-(?:(\d\d)([ab])|M([1-6])|Q([1-4])|H([12])|W(\d\d))")


def is_plain(periods: Iterable[object]) -> bool:
    """Whether everybody understands these periods as they stand: a year, a month, a day."""
    return all(period is None or _PLAIN.fullmatch(str(period)) for period in set(periods))


def in_words(period: T) -> T | str:
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
        return worded("{year}年{month}月{half}半月", year=year, month=int(month), half=worded(_HALVES[part == "b"]))
    if pair:
        return worded("{year}年{first}–{last}月", year=year, first=int(pair) * 2 - 1, last=int(pair) * 2)
    if quarter:
        return worded("{year}年第{quarter}季度", year=year, quarter=quarter)
    if half:
        return worded("{year}年{half}半年", year=year, half=worded(_HALVES[half == "2"]))
    return worded("{year}年第{week}周", year=year, week=int(week))
