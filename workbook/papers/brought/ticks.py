"""Ticks of a list and what stands beside them: the day in the same cell, a heading that speaks of the past, 满意 below 满意度."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time

from workbook.papers.brought import values
from workbook.papers.brought.headings import LAST
from workbook.papers.brought.one_row import OneRow
from workbook.papers.brought.spelled import spelled
from workbook.sheets.headers import plain

_PAST = re.compile(r"上次|上一次|最近|最后|上回|last|latest|recent", re.IGNORECASE)
_TICKED = re.compile(r"^(?P<tick>\D)\s*(?P<day>\d.*)$|^(?P<first>\d.*?)\s*(?P<after>\D)$")


def ticked(row: OneRow, mark: str) -> tuple[str, datetime | None]:
    """A mark without the day that stands in its cell, and that day: √ 3.12, 3月12日√."""
    found = _TICKED.match(unicodedata.normalize("NFKC", mark).strip())
    tick = (found["tick"] or found["after"]) if found else ""
    if found is None or not values.is_tick(tick):
        return mark, None
    day = values.day(found["day"] or found["first"], row.office.today)
    return (mark, None) if day is None or day > row.office.today else (tick, datetime.combine(day, time()))


def was_made(row: OneRow, liked: str) -> bool:
    """Whether a call that has no mark was made: 上次回访 says so (回访日期 doesn't), or how content somebody was."""
    at = row.table.at(LAST)
    cell = row.leaf.cells.get((row.row, at)) if at is not None else None
    day = spelled(cell.value, row.office.today)[0] if cell is not None else None
    if at is None or day is None or day.date() > row.office.today:
        return False
    return bool(liked) or _PAST.search(row.table.block.headings[at]) is not None


def content(heading: str, words: str) -> str:
    """How content a customer was; below 满意 a tick is 满意, a cross 不满意."""
    is_ticked = plain(heading) in {"满意", "是否满意"}
    if is_ticked and values.is_tick(words):
        return "满意"
    return "不满意" if is_ticked and values.is_not_called(words) else words
