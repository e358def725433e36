"""Times of day, spans, windows and periods: cells that hold a small notation of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pyarrow as pa

from workbook.clock.periods import bounds
from workbook.sheets.texts import Flaw
from workbook.words import spans
from workbook.words.issues import Kind
from workbook.words.windows import windows, written

_CLOCK = re.compile(
    r"(?:\d{4}-\d\d-\d\d[ T])?(?P<before>上午|早上|凌晨|中午|下午|傍晚|晚上|夜里)?(?P<hour>\d{1,2})"
    r"(?:[:点时](?:(?P<minute>[0-5]?\d)(?:[:分](?P<second>[0-5]\d)?(?:\.\d+)?秒?)?|(?P<half>半))?)?(?P<after>am|pm)?"
)
_SHARE = re.compile(r"0?\.\d+|0")
_ALL_DAY = ("全天", "不限", "任何时间", "随时", "全天候")
_REFERENCE = re.compile(r"\{[^{}]+\}")

_NEAR = re.compile(r"[上本下](?:日|周|半月|月|双月|季|半年|年)|今日|昨日|明日|全部")
_MONTH = re.compile(r"(?P<year>\d{4})(?:[年\-/](?P<month>\d{1,2})月?|(?P<joined>\d\d)|\.(?P<dotted>0?[2-9]|01|1\d))")
_DAY = re.compile(
    r"(?P<year>\d{4})[年\-/.](?P<month>\d{1,2})[月\-/.](?P<day>\d{1,2})[日号]?(?P<midnight>[ T]?00:00:00)?"
)
_PART = re.compile(r"(?P<year>\d{4})年?-?(?:(?P<half>[上下])半年|第?(?P<quarter>[1-4一二三四])季度?)")
_HALF = re.compile(r"(?P<year>\d{4})[年\-/.](?P<month>\d{1,2})月?(?P<half>上半月|下半月)")


def clock_time(text: str) -> str | None:
    """A time of day as HH:MM, with seconds where there are some.

    Examples:
        >>> clock_time("1899-12-31 09:00:00"), clock_time("下午2:30"), clock_time("9点半"), clock_time("0.375")
        ('09:00', '14:30', '09:30', '09:00')
        >>> clock_time("25:00"), clock_time("上班")
        (None, None)
    """
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    word = re.sub(r"^(\d{4}-\d\d-\d\d)(?=\d)", r"\1T", word).replace("t", "T")
    if _SHARE.fullmatch(word):
        seconds = round(float(word) * 86_400) % 86_400
    else:
        match = _CLOCK.fullmatch(word)
        if not match or not any(sign in word for sign in ":点时"):
            return None
        hour = _hour(int(match["hour"]), match["before"] or match["after"] or "")
        minute = 30 if match["half"] else int(match["minute"] or 0)
        if hour > 23:
            return None
        seconds = (hour * 60 + minute) * 60 + int(match["second"] or 0)
    shown = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{shown}:{seconds % 60:02}" if seconds % 60 else shown


def span(text: str) -> str | None:
    """A 时长 written the one way, or a {引用} as it is."""
    return text if _REFERENCE.fullmatch(text) else spans.canonical(text)


def window(text: str) -> str | None:
    """A 时段 written the one way.

    Examples:
        >>> window("9:00～12:00、14:00-18:00"), window("不限"), window("上午")
        ('09:00-12:00,14:00-18:00', '00:00-24:00', None)
    """
    if text in _ALL_DAY:
        return "00:00-24:00"
    found = windows(text)
    return written(found) if found else None


def period(text: str) -> str | None:
    """The key of a period. A cell that holds the first day of a month means that month: 2026-3 typed becomes a day.

    Examples:
        >>> period("2026年3月"), period("2026-03-01 00:00:00"), period("2026年第一季度"), period("2026年下半年")
        ('2026-03', '2026-03', '2026-Q1', '2026-H2')
        >>> period("2026-03-05"), period("2026-W10"), period("202603"), period("2026-13"), period("春天")
        ('2026-03-05', '2026-W10', '2026-03', None, None)
    """
    word = unicodedata.normalize("NFKC", text).strip()
    if _NEAR.fullmatch(word):
        return word
    if match := _DAY.fullmatch(word):
        month = f"{match['year']}-{int(match['month']):02}"
        return _key(month if match["midnight"] and int(match["day"]) == 1 else f"{month}-{int(match['day']):02}")
    word = "".join(word.split())
    if match := _HALF.fullmatch(word):
        return _key(f"{match['year']}-{int(match['month']):02}{'ab'[match['half'] == '下半月']}")
    if match := _MONTH.fullmatch(word):
        return _key(f"{match['year']}-{int(match['month'] or match['joined'] or match['dotted']):02}")
    if match := _PART.fullmatch(word):
        part = f"H{'上下'.index(match['half']) + 1}" if match["half"] else f"Q{_digit(match['quarter'])}"
        return _key(f"{match['year']}-{part}")
    return _key(word.removesuffix("年").upper().replace("A", "a").replace("B", "b"))


NOTATIONS: dict[str, tuple[Callable[[str], str | None], Kind]] = {
    "时刻": (clock_time, Kind.BAD_TIME),
    "时长": (span, Kind.BAD_SPAN),
    "时段": (window, Kind.BAD_WINDOWS),
    "期": (period, Kind.BAD_PERIOD),
}


def notation(texts: pa.Array, name: str) -> tuple[pa.Array, list[Flaw]]:
    """Each text written the one way of type `name`; what can't be is null and a flaw.

    Examples:
        >>> values, flaws = notation(pa.array(["3个工作日", "很快"]), "时长")
        >>> values.to_pylist(), [flaw.kind.name for flaw in flaws]
        (['3工作日', None], ['BAD_SPAN'])
    """
    read, kind = NOTATIONS[name]
    values = [read(text) if text else None for text in texts.to_pylist()]
    wrong = [Flaw(at, kind) for at, (text, value) in enumerate(zip(texts.to_pylist(), values)) if text and not value]
    return pa.array(values, pa.string()), wrong


def _hour(hour: int, word: str) -> int:
    """The hour of the day; 晚上12点 isn't on this day."""
    if word in ("下午", "傍晚", "晚上", "夜里", "pm"):
        return 24 if word in ("晚上", "夜里") and hour == 12 else hour + 12 * (hour < 12)
    if word == "中午":
        return hour + 12 * (hour < 11)
    return 0 if word and hour == 12 else hour


def _digit(sign: str) -> int:
    """1 for 1 and for 一."""
    return "一二三四".index(sign) + 1 if sign in "一二三四" else int(sign)


def _key(word: str) -> str | None:
    """The word when it is the key of a period."""
    try:
        bounds(word)
    except ValueError:
        return None
    return word
