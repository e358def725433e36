"""Spans of time as people write them: 3工作日, 24小时, 半月, 当日, 1天 09:00."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# unit -> (family, size in the family's own unit, largest number: about a hundred years, more is a slip of the pen)
UNITS: dict[str, tuple[str, int, int]] = {
    "分钟": ("分钟", 1, 9_999_999),
    "小时": ("分钟", 60, 899_999),
    "班时": ("班时", 1, 299_999),
    "天": ("天", 1, 36_600),
    "周": ("天", 7, 5_200),
    "工作日": ("工作日", 1, 26_000),
    "月": ("月", 1, 1_200),
    "季": ("月", 3, 400),
    "半年": ("月", 6, 200),
    "年": ("月", 12, 100),
}

_ALIASES = {
    "分": "分钟",
    "时": "小时",
    "钟头": "小时",
    "日": "天",
    "星期": "周",
    "礼拜": "周",
    "季度": "季",
    "工作天": "工作日",
}
_ALIASES |= {f"个{unit}": unit for unit in ("小时", "工作日", "月")}
_ALIASES |= {f"个{alias}": _ALIASES[alias] for alias in ("钟头", "星期", "礼拜", "季度", "工作天")}
_SAME_DAY = ("当日", "当天", "同日")
_SAID = {(Decimal(0), "天"): "当日", (Decimal(1), "半年"): "半年"}
_AT_ONCE = ("立即", "立刻", "马上")
_HALF_MONTH = ("半月", "半个月")
_HALF_HOUR = ("半小时", "半个小时")
_EACH = ("每", "按")
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_NUMBER = rf"\d{{1,7}}(?:\.\d{{1,6}})?|[{''.join(_DIGITS)}十]{{1,3}}"
_UNIT = "|".join(sorted((*UNITS, *_ALIASES), key=len, reverse=True))
_SHAPE = re.compile(rf"(?P<number>{_NUMBER})?(?P<unit>{_UNIT})(?:以?内)?")
_CLOCK = re.compile(r"(?P<span>.*?[^\d\s])\s*(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::00)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A number of one unit; `clock` (HH:MM) puts the due time at that minute of the due day."""

    number: Decimal
    unit: str
    clock: str = ""

    @property
    def is_instant(self) -> bool:
        """It ends at a minute, not at the end of a day."""
        return bool(self.clock) or self.family in ("分钟", "班时")

    @property
    def family(self) -> str:
        """Spans of one family can be compared: 分钟, 班时, 天, 工作日 or 月."""
        return UNITS[self.unit][0]

    @property
    def amount(self) -> Decimal:
        """How many of its family's unit: 2周 is 14 (天), 1季 is 3 (月)."""
        return self.number * UNITS[self.unit][1]

    @property
    def clock_minutes(self) -> int:
        """Minutes from midnight to the clock time; 0 without one."""
        return int(self.clock[:2]) * 60 + int(self.clock[3:]) if self.clock else 0

    def __str__(self) -> str:
        """As people read it; `span` reads it back."""
        text = _SAID.get((self.number, self.unit)) or f"{_plain(self.number)}{self.unit}"
        return f"{text} {self.clock}" if self.clock else text


SAME_DAY = Span(Decimal(0), "天")
_LATER = Span(Decimal(-1), "天")


def span(text: str, at_once: Span = SAME_DAY) -> Span | None:
    """The span a text says, or None when it says none.

    立即 is whatever the office's setting says: `at_once`. A part of a day, a week or a month is no span, and neither
    is more than about a hundred years. 24:00 is the end of the day, as without a clock.

    Examples:
        >>> str(span("３ 个工作日")), str(span("半月")), str(span("24小时")), str(span("1日 9:00"))
        ('3工作日', '15天', '24小时', '1天 09:00')
        >>> span("立即", at_once=Span(Decimal(30), "分钟"))
        Span(number=Decimal('30'), unit='分钟', clock='')
        >>> span("三天") == span("3天"), span("1.5天"), span("24小时 09:00"), span("尽快")
        (True, None, None, None)
        >>> str(span("季度")), str(span("按月")), str(span("每周")), span("周")
        ('1季', '1月', '1周', None)
    """
    folded = _folded(text)
    match = _CLOCK.fullmatch(folded)
    if not match:
        return _bare("".join(folded.split()), at_once)
    found = _bare("".join(match["span"].split()), at_once)
    hour, minute = int(match["hour"]), int(match["minute"])
    if found is None or found.is_instant or (hour == 24 and minute):
        return None
    return found if hour == 24 else Span(found.number, found.unit, f"{hour:02}:{minute:02}")


def canonical(text: str) -> str | None:
    """The one way to write this span, or None when it is none; 立即 and 半月 stay words.

    Examples:
        >>> canonical("２ 个 星期"), canonical("当天"), canonical("马上"), canonical("15 日"), canonical("很快")
        ('2周', '当日', '立即', '15天', None)
    """
    found = span(text, at_once=_LATER)
    if found is None:
        return None
    head = "".join(_folded(text).split())
    word = _AT_ONCE[0] if found.number < 0 else _HALF_MONTH[0] if head.startswith(_HALF_MONTH) else ""
    return str(found) if not word else f"{word} {found.clock}" if found.clock else word


def _bare(word: str, at_once: Span) -> Span | None:
    """A span without a clock time, its blanks already gone."""
    if word in _AT_ONCE:
        return at_once
    if word in _SAME_DAY:
        return SAME_DAY
    if word in _HALF_MONTH:
        return Span(Decimal(15), "天")
    if word in _HALF_HOUR:
        return Span(Decimal(30), "分钟")
    is_rhythm, word = (
        word.startswith(_EACH),
        word.removeprefix("每").removeprefix("按"),
    )  # 每月, 按季: how often is how long
    match = _SHAPE.fullmatch(word)
    if not match:
        return None
    unit = _ALIASES.get(match["unit"], match["unit"])
    if match["number"] is None:
        return Span(Decimal(1), unit) if is_rhythm or UNITS[unit][0] == "月" else None
    number = _number(match["number"])
    if number is None or number > UNITS[unit][2]:
        return None
    if number != number.to_integral_value() and UNITS[unit][0] not in ("分钟", "班时"):
        return None
    return Span(number, unit)


def _number(digits: str) -> Decimal | None:
    """The number in digits or in Chinese up to 九十九.

    Examples:
        >>> _number("1.50"), _number("十五"), _number("二十"), _number("两"), _number("十十")
        (Decimal('1.5'), Decimal('15'), Decimal('20'), Decimal('2'), None)
    """
    if digits[0].isascii():
        return Decimal(_plain(Decimal(digits)))
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or (ten and _DIGITS.get(tens) == 0):
        return None
    return Decimal((_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0))


def _folded(text: str) -> str:
    """Full-width letters and digits made plain, blanks at the ends gone."""
    return unicodedata.normalize("NFKC", text).strip()


def _plain(number: Decimal) -> str:
    """Digits without a tail of zeros and without an exponent."""
    return format(number.normalize(), "f")
