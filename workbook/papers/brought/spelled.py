"""Days and calls as lists spell them: 26.3.5, 25/12/2026, 3月20日前; 3.2电话，说周末来；3.9没接."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from workbook.papers.brought.seen import Content
from workbook.papers.brought.values import is_tick, moment

CENTURY, NEAR, MONTHS = 2000, 10, 12
_SHORT = re.compile(r"(\d\d)\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})(\s*[日号]?(?:\s.*)?)")
_BACKWARD = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})(\s.*)?")
_ABOUT = re.compile(r"(?:之前|以前|前|左右|前后|之后|以后|后)$")
_PARTS = re.compile(r"[；;\n]+|(?<=[^\d\s])\s+(?=\d{1,2}\s*[月./-]\s*\d)")
_CALL = re.compile(r"((?:\d{4}\s*[年./-])?\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?)(?!\d)\s*(.*)", re.DOTALL)
_AHEAD = re.compile(r"[要再约待拟]|计划|准备|下次|到期|生日|之?[前后]|以[前后]|左右|[折元万件个号]|\.")
_EDGES = " ，,:：。-—"


def spelled(value: Content, today: date, *, ahead: bool = False) -> tuple[datetime | None, bool]:
    """The moment that a cell says, and whether somebody should look at how it was read.

    Examples:
        >>> monday = date(2026, 3, 16)
        >>> [str(spelled(one, monday, ahead=True)[0])[:10] for one in ("26.3.25", "25/12/2026", "3月20号前", "12/6/2026")]
        ['2026-03-25', '2026-12-25', '2026-03-20', 'None']
        >>> spelled("2026-03-20", monday, ahead=True)
        (datetime.datetime(2026, 3, 20, 0, 0), False)
    """
    found = moment(value, today, ahead=ahead)
    if found is not None or not isinstance(value, str):
        return found, False
    text = unicodedata.normalize("NFKC", value).strip()
    if ahead:
        text = _ABOUT.sub("", text).strip()
    if short := _SHORT.fullmatch(text):
        year, rest = CENTURY + int(short[1]), short[4] or ""
        is_year = abs(year - today.year) <= NEAR and int(short[1]) > MONTHS
        text = f"{year}-{int(short[2])}-{int(short[3])}{rest}" if is_year else ""
    elif back := _BACKWARD.fullmatch(text):
        first, second = int(back[1]), int(back[2])
        is_plain = (first > MONTHS) != (second > MONTHS)  # 3/4/2026 may be either
        days, months = (first, second) if first > MONTHS else (second, first)
        text = f"{back[3]}-{months}-{days}{back[4] or ''}" if is_plain else ""
    return (moment(text, today, ahead=ahead) if text else None), True


def told_calls(text: str, today: date) -> list[tuple[datetime, str]]:
    """The calls that a cell tells of, each with its day and what was said; none where a part of it tells no day.

    Examples:
        >>> monday = date(2026, 3, 16)
        >>> [(f"{day:%m-%d}", words) for day, words in told_calls("3.2电话，说周末来；3.9没接", monday)]
        [('03-02', '电话，说周末来'), ('03-09', '没接')]
        >>> [(f"{day:%m-%d}", words) for day, words in told_calls("3.5 已打 3.12 未接", monday)]
        [('03-05', ''), ('03-12', '未接')]
        >>> told_calls("3.5要打", monday), told_calls("3.8折", monday), told_calls("说考虑", monday)
        ([], [], [])
    """
    parts = [one.strip() for one in _PARTS.split(text) if one.strip()]
    found = []
    for part in parts:
        call = _CALL.fullmatch(part)
        day = moment(call[1], today) if call and not _AHEAD.match(call[2]) else None
        if call is None or day is None or day.date() > today:
            return []
        words = call[2].strip(_EDGES)
        found.append((day, "" if is_tick(words) else words))
    return found


def said_calls(value: Content, today: date) -> list[tuple[datetime, str]]:
    """The calls that a cell for a day tells of in words, as in 9.14已打; none where it says a day and nothing else.

    Examples:
        >>> [(f"{day:%m-%d}", words) for day, words in said_calls("3.14没接", date(2026, 3, 16))]
        [('03-14', '没接')]
        >>> said_calls("2026.3.14", date(2026, 3, 16)), said_calls("3月初", date(2026, 3, 16))
        ([], [])
    """
    if not isinstance(value, str) or spelled(value, today)[0] is not None:
        return []
    return told_calls(value, today)
