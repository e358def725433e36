"""The rules that are about today — who is called, by whom, what is shown — as they are in force today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Assign, Flow, Limit, Report, Rule
from workbook.words.known_again import known_again

TODAYS: tuple[type[Rule], ...] = (Limit, Assign, Flow, Report)
"""Sorts that no row of the past is judged by."""


def current(book: Rulebook, today: date) -> Rulebook:
    """The rulebook without limits, assignments, steps and reports that are not in force today."""
    gone = frozenset(
        (sort, at) for sort in TODAYS for at, rule in enumerate(book.all(sort)) if not rule.is_in_force(today)
    )
    return _without(book, gone) if gone else book


@known_again  # days with the same rules in force have the same rulebook
def _without(book: Rulebook, gone: frozenset[tuple[type[Rule], int]]) -> Rulebook:
    kept = {sort: tuple(rule for at, rule in enumerate(book.all(sort)) if (sort, at) not in gone) for sort in TODAYS}
    return replace(book, rules={**book.rules, **kept})
