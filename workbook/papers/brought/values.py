"""What foreign cells say: several numbers in one, a name beside its number, days without a year, marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pyarrow as pa

from workbook.papers.brought.seen import Content
from workbook.sheets.moments import moments
from workbook.sheets.phones import phones

YEARLESS = 2000
"""The year of birthdays that tell none; it has a 29 February."""

_NUMBER = re.compile(
    r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"
    r"|0\d{2,3}[-\s]?\d{7,8}(?:\s*(?:转|-)\s*\d{1,5})?"
    r"|[48]00[-\s]?\d{3}[-\s]?\d{4}"
    r"|(?<!\d)[2-9]\d{6,7}(?!\d)"
)
_EDGES = " （）()【】[]/／、,，;；:：-—"
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_YES = {"√", "✓", "✔", "☑", "v", "是", "有", "已", "已访", "已回访", "已打", "完成", "ok", "y", "yes", "1", "对"}
_NO_ANSWER = re.compile(r"无人接|没人接|未接|没接|不接|打不通|关机|停机|空号|占线|忙音|无法接通")
_WISHES = re.compile(r"不要打|别打|勿扰|不用打|下周|以后再|再联系|再打|约|微信联系|停机|空号|错号|搬走|搬家|已故|去世")
_CALLED = re.compile(r"[小老阿](?P<one>.)|(?P<two>.)(?:经理|主管|主任|工|姐|哥|总|老师|师傅)")


def numbers(text: str) -> list[str]:
    """Every phone number in a text, as one calls it.

    Examples:
        >>> numbers("柳一帆（13900000101/13900000102）"), numbers("0571-86000103"), numbers("1.39E+10")
        (['13900000101', '13900000102'], ['057186000103'], [])
    """
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    values = phones(pa.array(found, pa.string()))[0].to_pylist() if found else []
    return list(dict.fromkeys(value for value in values if value))


def without_numbers(text: str) -> str:
    """What is left of a text when its numbers are taken out: the name beside them."""
    return _NUMBER.sub(" ", unicodedata.normalize("NFKC", text)).strip(_EDGES).strip()


def day(value: Content, today: date, *, ahead: bool = False) -> date | None:
    """The day a cell says; without a year the last such day up to today, or `ahead` the nearest.

    Examples:
        >>> day("2026.1.8", date(2026, 3, 16)), day("12月30日", date(2026, 3, 16)), day("3/20", date(2026, 3, 16), ahead=True)
        (datetime.date(2026, 1, 8), datetime.date(2025, 12, 30), datetime.date(2026, 3, 20))
        >>> day("八月十五", date(2026, 3, 16)), day("上月底", date(2026, 3, 16))
        (None, None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    if found := _MONTH_DAY.fullmatch(text):
        months, days = int(found[1]), int(found[2])
        years = (today.year + 1, today.year, today.year - 1) if ahead else (today.year, today.year - 1)
        fits = [one for year in years if (one := _date(year, months, days)) and (ahead or one <= today)]
        near = [one for one in fits if abs(one - today) < timedelta(days=183)] if ahead else fits[:1]
        return min(near, key=lambda one: abs(one - today), default=None)
    if text.isdigit() and not (len(text) == 8 or 30_000 < int(text) < 60_000):
        return None
    parsed = moments(pa.array([text]), day=True)[0][0].as_py() if text else None
    return parsed.date() if parsed is not None else None


def birthday(value: Content) -> tuple[date | None, bool]:
    """The day of birth, and whether its year is known."""
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    if found := _MONTH_DAY.fullmatch(text):
        return _date(YEARLESS, int(found[1]), int(found[2])), False
    return day(value, date(2199, 1, 1)), True


def _date(year: int, months: int, days: int) -> date | None:
    try:
        return date(year, months, days)
    except ValueError:
        return None


def was_called(mark: str) -> bool:
    """Whether a mark says that somebody called: √, 已回访, or that nobody answered."""
    return mark.strip().casefold() in _YES or not_answered(mark)


def not_answered(words: str) -> bool:
    """Whether words say that the call reached nobody."""
    return _NO_ANSWER.search(words) is not None


def wishes(words: str) -> bool:
    """Whether a remark seems to hold a promise or a wish that somebody should look at."""
    return _WISHES.search(words) is not None


def person(text: str, staff: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Who of the staff (number, name) is meant, and a doubt: 小秦 is the only 秦.

    Examples:
        >>> staff = [("S2", "秦二川"), ("S3", "唐三木")]
        >>> person("秦二川", staff), person("小唐", staff), person("老王", staff)
        (('S2', ''), ('S3', '“小唐”当作 S3 唐三木'), ('', ''))
    """
    word = "".join(unicodedata.normalize("NFKC", text).split())
    same = [number for number, name in staff if word in {number, name, f"{number}{name}", f"{name}{number}"}]
    if len(same) == 1:
        return same[0], ""
    called = _CALLED.fullmatch(word)
    surname = (called["one"] or called["two"]) if called else ""
    fits = [(number, name) for number, name in staff if surname and name.startswith(surname)]
    if len(fits) == 1:
        return fits[0][0], f"“{text}”当作 {fits[0][0]} {fits[0][1]}"
    return "", ""
