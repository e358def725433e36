"""Windows of the day, such as 09:00-12:00,14:00-18:00: minutes from midnight, half-open, in order, never touching."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

Windows = tuple[tuple[int, int], ...]

DAY = 24 * 60
_DASH = re.compile(r"\s*(?:-+|~|[—–−‐‑‒―]+|至|到)\s*")
_BREAK = re.compile(r"[,、;\s]+")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)(?::00)?|[点时](?:(?P<cn>[0-5]?\d)分?|(?P<half>半))?)")


def windows(text: str) -> Windows | None:
    """The windows a text says, sorted and merged, or None when it says none.

    24:00 may end a window. A window never passes midnight: 22:00-24:00,00:00-07:00 says a night, and 14:00-08:00 is
    far more often a slip for 18:00.

    Examples:
        >>> windows("９：００～１２：００，14:00—18:00")
        ((540, 720), (840, 1080))
        >>> windows("14:00至24:00、9点到14点"), windows("14:00-08:00"), windows("上午")
        (((540, 1440),), None, None)
    """
    folded = _DASH.sub("-", unicodedata.normalize("NFKC", text).strip())
    parts = [part for part in _BREAK.split(folded) if part]
    found = []
    for part in parts:
        first, dash, last = part.partition("-")
        start, end = _minute(first), _minute(last)
        if not dash or start is None or end is None or not start < end <= DAY:
            return None
        found.append((start, end))
    return merged(found) if found else None


def merged(parts: Iterable[tuple[int, int]]) -> Windows:
    """Windows in order, those that overlap or touch made one.

    Examples:
        >>> merged([(840, 900), (540, 720), (700, 840)])
        ((540, 900),)
    """
    whole: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return tuple(whole)


def common(a: Windows, b: Windows) -> Windows:
    """The minutes that lie in both.

    Examples:
        >>> common(((540, 720), (840, 1080)), ((600, 900),))
        ((600, 720), (840, 900))
    """
    return merged((max(one[0], two[0]), min(one[1], two[1])) for one in a for two in b)


def minus(a: Windows, b: Windows) -> Windows:
    """The minutes of `a` that don't lie in `b`.

    Examples:
        >>> minus(((540, 1080),), ((720, 840),))
        ((540, 720), (840, 1080))
    """
    edges = [0, *(edge for part in merged(b) for edge in part), DAY]
    return common(a, merged(zip(edges[::2], edges[1::2], strict=True)))


def written(parts: Windows) -> str:
    """The windows as one text; `windows` reads it back.

    Examples:
        >>> written(((540, 720), (840, 1440)))
        '09:00-12:00,14:00-24:00'
    """
    return ",".join("-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in part) for part in parts)


def _minute(text: str) -> int | None:
    """Minutes from midnight of a time of day; None when it is none."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    minute = int(match["hour"]) * 60 + int(match["minute"] or match["cn"] or (30 if match["half"] else 0))
    return minute if minute <= DAY else None
