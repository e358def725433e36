"""Words that stand for days, clock times and instants, told from a cell alone."""

from __future__ import annotations

import re
from datetime import date, datetime

from workbook.clock.called import is_called
from workbook.clock.periods import named

ANY_DAY = date(2026, 6, 15)  # what a day word means depends on the day, whether it is one does not


DAY_WORDS = ("工作日", "休息日", "周一", "周二", "周三", "周四", "周五", "周六", "周日")


CLOCK = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?$")


def is_day_word(word: str) -> bool:
    """Whether a word stands for a day, as 今日, 月末 or 2026-03-01 do."""
    if word in DAY_WORDS or is_called(word) or re.fullmatch(r"\d{1,2}-\d{1,2}", word):
        return True
    anniversary = re.fullmatch(r"(?:周年|同期\s*\S+)\s*(.+)", word)
    return bool(anniversary and named(anniversary[1], ANY_DAY))


def is_instant(word: str) -> bool:
    """Whether a word is a moment with its time of day."""
    if not re.search(r"\d{1,2}:\d{2}", word):
        return False
    try:
        datetime.fromisoformat(word.strip())
    except ValueError:
        return False
    return True
