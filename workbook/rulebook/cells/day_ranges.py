"""Days from one to another in one cell: 2026-04-01..2026-04-15, one day alone, 2026-04-01.. without an end."""

from __future__ import annotations

import re
from datetime import date

from workbook.rulebook.cells.rule import day
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.tongue import worded

_RANGE = re.compile(r"\s*(?:\.\.|…|至|到|~|～|—+)\s*")


def days(said: str) -> tuple[date, date | None]:
    """The first and last of the days that a cell says; None: without end.

    Raises:
        NotUnderstood: no days, or they end before they begin.
    """
    begin, *rest = _RANGE.split(said.strip())
    first = day(begin)
    last = day(rest[0]) if rest and rest[0] else None if rest else first
    if last is not None and last < first:
        raise NotUnderstood(worded("止于 {last}，早于 {first}", last=last, first=first), "")
    return first, last
