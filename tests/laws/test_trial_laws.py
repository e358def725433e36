"""Laws of 试算: rules that nobody changed make no difference, whichever way they stand there, whatever the days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.opening import Reading, reading
from workbook.papers.trial.rule_changes import edits
from workbook.rulebook.load.rows import TABLES
from workbook.rules.trial.comparing import compared
from workbook.rules.trial.playing import Played, played, span_of
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import founded

DEMOS = sorted(system for system, source in shelf().items() if source.demo)
SHOWN = date(2026, 3, 9)
LATE = time(23, 59)


@lru_cache(maxsize=2)
def demo(system: str) -> tuple[Grid, ...]:
    """The sheets of a new workbook with the rulebook's demonstration, rule sheets included."""
    made, _ = founded([system], "", datetime(2026, 3, 9, 9), shelf()[system].demo)
    return tuple(grid(page.name, [page.headings, *page.rows]) for page in made)


def read(grids: Sequence[Grid], system: str, last: date) -> Reading:
    """The sheets as read on a day."""
    return reading(grids, shelf(), [system], datetime.combine(last, LATE))


def play(found: Reading, first: date, last: date) -> Played:
    """The span by the rules that stand in these sheets."""
    return played(lambda moment: found.day(moment).world, span_of(first, last), datetime.combine(last, LATE))


@pytest.mark.parametrize("system", DEMOS)
def test_rules_that_nobody_changed_make_no_difference(system: str) -> None:
    """The rule sheets of a new workbook against the rulebook itself, over two days of its demonstration."""
    own = demo(system)
    shipped = [found for found in own if found.name not in TABLES or found.name in {"设置", "登记表"}]
    books = [read(grids, system, SHOWN) for grids in (shipped, own)]

    found = compared(*(play(book, SHOWN - timedelta(1), SHOWN) for book in books))

    assert ((), (), ()) == (found.moved, found.fines, found.rates)
    assert found.is_same
    assert () == edits(books[0].book, books[1].book)


@pytest.mark.hypothesis
@settings(max_examples=6)
@given(start=st.integers(0, 20), length=st.integers(0, 4))
def test_a_span_played_twice_is_the_same(start: int, length: int) -> None:
    """Whatever the days: no chance and no memory between two plays."""
    first = date(2026, 2, 20) + timedelta(start)
    last = first + timedelta(length)

    book = read(demo("wine-service"), "wine-service", last)
    once, again = (play(book, first, last) for _ in range(2))

    assert compared(once, again).is_same
    assert (once.calls, once.fines) == (again.calls, again.fines)
