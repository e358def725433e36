"""What a sheet of paper says of itself: whose it is, what it is, and of which days; periods in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from workbook.papers.pages.page import Page, Value
from workbook.words.tongue import worded

if TYPE_CHECKING:
    from workbook.rulebook.load.load import Rulebook
    from workbook.rules.world.world import World

OFFICE = "客户服务部"
UNDATED = ("", "", "")
"""The paper of a page whose rows say themselves of which days they are."""
REPORT = "报告·"
"""What the names of sheets that show a report begin with."""

_HALVES = "上下"
_PLAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|全部")
_OTHER = re.compile(r"(\d{4})-(?:(\d\d)([ab])|M([1-6])|Q([1-4])|H([12])|W(\d\d))")


def office_of(book: Rulebook) -> str:
    """What the office calls itself."""
    return book.value("单位名称") or OFFICE


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every writer of pages is given, so that no sheet goes without: whose paper it is, and as of when.

    `today` is None where sheets are still to be filled: such paper says no day.
    """

    office: str
    today: date | None

    def on(self, page: Page) -> Page:
        """The page with the head of its paper: the office, what it is, and its days where it says none of its own.

        Ledgers, figures of many periods and rows that staff keep say their days row by row.
        """
        of = "" if page.append or self.today is None else worded("截至 {day}", day=self.today)
        return replace(page, paper=(self.office, page.name.removeprefix(REPORT), page.paper[2] if page.paper else of))


def letterhead(world: World) -> Letterhead:
    """That of an office on its day."""
    return Letterhead(office_of(world.book), world.today)


def stretch(first: date, last: date) -> str:
    """Days as paper says them.

    Examples:
        >>> stretch(date(2026, 3, 1), date(2026, 3, 31)), stretch(date(2026, 3, 9), date(2026, 3, 9))
        ('2026-03-01 至 2026-03-31', '2026-03-09')
    """
    return str(first) if first == last else worded("{first} 至 {last}", first=first, last=last)


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
        return worded("{year}年{month}月{half}半月", year=year, month=int(month), half=worded(_HALVES[part == "b"]))
    if pair:
        return worded("{year}年{first}–{last}月", year=year, first=int(pair) * 2 - 1, last=int(pair) * 2)
    if quarter:
        return worded("{year}年第{quarter}季度", year=year, quarter=quarter)
    if half:
        return worded("{year}年{half}半年", year=year, half=worded(_HALVES[half == "2"]))
    return worded("{year}年第{week}周", year=year, week=int(week))
