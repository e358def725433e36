"""Days called by their place: 月末工作日, 季初第3工作日, 节前最后工作日, 节后首个工作日."""

from __future__ import annotations

import re

import numpy as np

from workbook.clock.days import Bools, Calendars, Days, numbers

_PLACES = re.compile(
    r"(?P<of>本?(?:月|季度?|年|周)|节|节假日|长假)(?P<side>初|末|前|后|的)?的?"
    r"(?:(?P<back>倒数)?第(?P<number>\d{1,2}|[一二三四五六七八九十])|(?P<edge>最后一?|首|第一))?个?(?P<working>工作日|天|日)?"
)
_NUMBERS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)}
_MONTHS = {"月": 1, "季": 3, "年": 12}
EXAMPLES = (
    "月末工作日",
    "月末",
    "月初第3工作日",
    "月末倒数第2工作日",
    "季末工作日",
    "节前最后工作日",
    "节后首个工作日",
)


def _read(word: str) -> tuple[str, int, bool] | None:
    """In what the days are counted (月 季 年 周 节前 节后), which one (−1: the last), and whether only working days are."""
    found = _PLACES.fullmatch("".join(word.split()))
    if not found or word in {"周末", "节日", "年初", "月", "季", "年", "周"}:
        return None
    of, side, working = found["of"].removeprefix("本").rstrip("度"), found["side"] or "", found["working"] == "工作日"
    number = _NUMBERS.get(found["number"] or "", 0) or int(found["number"] or 1)
    if of in {"节", "节假日", "长假"}:
        return (f"节{side}", number, True) if side in {"前", "后"} and working else None
    from_end = bool(found["back"]) or (found["edge"] or "").startswith("最后") or (side == "末" and not found["number"])
    if side in {"前", "后"} or not (side or found["edge"] or found["number"]) or (of == "周" and side == "末"):
        return None
    if side == "末" and found["number"] and not found["back"]:
        return None  # 月末第2: from which end?
    if found["working"] is None and (found["edge"] or found["number"]):
        return None
    return of, -number if from_end else number, working


def is_called(word: str) -> bool:
    """Whether a word calls a day by its place.

    Examples:
        >>> [word for word in (*EXAMPLES, "月末第2工作日", "周末", "上月", "节前") if not is_called(word)]
        ['月末第2工作日', '周末', '上月', '节前']
    """
    return _read(word) is not None


def called(word: str, days: Days, office: Calendars) -> Bools | None:
    """Which days a word calls; None where the word calls none."""
    read = _read(word)
    if read is None:
        return None
    of, number, working = read
    calendar, day = office.of(), numbers(days)
    if of in {"节前", "节后"}:
        step = number - 1 if of == "节前" else 1 - number
        beside = calendar.day_at(calendar.rank(day) + step)
        off = office.holiday(beside + 1) if of == "节前" else office.holiday(beside - 1)
        return np.asarray(calendar.is_working(days) & off)
    first, last = _ends(days, day, of)
    if not working:
        return np.asarray(day == (first + number - 1 if number > 0 else last + number + 1))
    rank = calendar.rank(day)
    place = rank - calendar.rank(first - 1) if number > 0 else rank - calendar.rank(last) - 1
    return np.asarray(calendar.is_working(days) & (place == number))


def _ends(days: Days, day: np.ndarray, of: str) -> tuple[np.ndarray, np.ndarray]:
    """First and last day number of the week, month, quarter or year that each day lies in."""
    if of == "周":
        monday = day - (day + 3) % 7
        return monday, monday + 6
    months = days.astype("M8[M]").astype(np.int64)
    begin = months - months % _MONTHS[of]
    return numbers(begin.astype("M8[M]")), numbers((begin + _MONTHS[of]).astype("M8[M]")) - 1
