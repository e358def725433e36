"""The rules that are about today — who is called, by whom, what is shown — as they are in force today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Assign, Flow, Limit, Report, Rule
from workbook.words.known_again import known_again

TODAYS: tuple[type[Rule], ...] = (Limit, Assign, Flow, Report)
"""Sorts that no row of the past is judged by."""


@known_again
def current(book: Rulebook, today: date) -> Rulebook:
    """The rulebook without limits, assignments, steps and reports that are not in force today."""
    kept: dict[type[Rule], tuple[Rule, ...]] = {
        sort: tuple(rule for rule in book.all(sort) if rule.is_in_force(today)) for sort in TODAYS
    }
    if all(len(rules) == len(book.all(sort)) for sort, rules in kept.items()):
        return book
    return replace(book, rules={**book.rules, **kept})
