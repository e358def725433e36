"""A case of the workbook under one rule: which row, what came of it, and how the engine's cells are said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Positions
from workbook.words.tongue import worded


@dataclass(frozen=True, slots=True)
class Case:
    """One row under one rule: what it is, what came of it, and what else is to be said.

    Shapes:
        key: finds the same row again. count: how many rows fit. none: what is said where none does.
    """

    key: str = ""
    about: str = ""
    result: str = ""
    tail: str = ""
    count: int = 0
    none: str = ""


def cells(frame: Frame, row: int) -> Callable[[str], Value]:
    """Reads cells of one row."""

    def cell(heading: str) -> Value:
        vec = frame.typed.get(heading)
        return None if vec is None else values(vec.take(np.array([row])))[0]

    return cell


def word(frame: Frame, row: int, heading: str) -> str:
    """One cell as people read it."""
    vec = frame.typed.get(heading)
    return "" if vec is None else said(values(vec.take(np.array([row])))[0], vec.type.name)


def moment(value: Value, now: date, *, by_day: bool = False) -> str:
    """A day as people say it, with its year where that isn't this one, with its minute where it matters.

    Examples:
        >>> moment(datetime(2026, 3, 31, 14, 5), date(2026, 4, 1)), moment(date(2025, 12, 9), date(2026, 4, 1))
        ('3 月 31 日 14:05', '2025 年 12 月 9 日')
        >>> moment(datetime(2026, 4, 9), date(2026, 4, 1), by_day=True)
        '4 月 9 日'
    """
    if not isinstance(value, date):
        return said(value)
    year = worded("{year} 年 ", year=value.year) if value.year != now.year else ""
    clock = f" {value:%H:%M}" if isinstance(value, datetime) and value.time() != time() and not by_day else ""
    return worded("{year}{month} 月 {day} 日{clock}", year=year, month=value.month, day=value.day, clock=clock)


def person(day: Day, number: str) -> str:
    """A member of staff by name, else by number."""
    frame = day.world.frame("员工")
    at = np.flatnonzero(frame.key().matching(lambda one: one == number)) if number else np.array([], dtype=int)
    name = said(values(day.world.column(frame, "姓名").take(at[:1]))[0]) if len(at) else ""
    return name or number


def latest(frame: Frame, rows: Positions, heading: str, now: np.datetime64) -> Positions:
    """Rows by a time, the newest that has come first, then those to come, then those without."""
    vec = frame.typed.get(heading)
    if vec is None or vec.data.dtype.kind != "M":
        return rows
    at: Array = vec.data[rows]
    to_come = ~np.isnat(at) & (at > now)
    age = np.where(
        np.isnat(at), np.iinfo(np.int64).max, np.abs((now - np.where(np.isnat(at), now, at)).astype(np.int64))
    )
    return np.asarray(rows[np.lexsort([age, to_come, np.isnat(at)])])


def alone(frame: Frame, key: str, keys: Callable[[int], str]) -> Positions:
    """The rows of a key."""
    return np.array([row for row in range(len(frame)) if keys(row) == key], dtype=np.int64)
