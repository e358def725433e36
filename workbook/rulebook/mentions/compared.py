"""The words that rules compare: columns whose text decides something, the words they are held against, and who asks for any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbook.rulebook.cells.tree import Compare, Empty, Equals, Item, Path, Test, Words
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Named, Reading, Tested
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.mentions.spots import Ground, Lost
from workbook.rulebook.sorts.model import Question, Report
from workbook.words.known_again import known_again

Column = tuple[str, str]
SHOWING = (Report, Question)
"""What they name is shown, not compared."""
FESTIVALS = ("节假日", "名称")
"""Rules name them by 日历."""
EXCUSING = ("免责列", "豁免列", "放行列", "解除列")
"""Where these name a column, whatever stands in it excuses or lets pass."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the rules of a book compare.

    Shapes:
        columns: (表, 列) whose words decide something; asked: those of which rules ask whether anything stands there.
        words: the words that are written in the rules.
        signed: (表, 列) of numbers of which rules ask whether they are above or below nothing.
    """

    columns: set[Column] = field(default_factory=set)
    asked: set[Column] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    signed: set[Column] = field(default_factory=set)


@known_again
def compared(here: Atlas) -> Compared:
    """All that the rules of a rulebook compare."""
    found = Compared(columns={FESTIVALS})
    for rule in (one for rules in here.book.rules.values() for one in rules if not isinstance(one, SHOWING)):
        for reading in read(rule, here):
            _add(found, here, reading)
    return found


def _add(found: Compared, here: Atlas, reading: Reading) -> None:
    if isinstance(reading, Named):
        columns = _columns(here, reading.path, reading.ground)
        found.columns.update(columns)
        if reading.heading in EXCUSING:
            found.asked.update(columns)
    if isinstance(reading, Tested):
        for clause in reading.condition.clauses():
            columns = _columns(here, clause.path, reading.ground)
            found.words.update(_words(clause.test))
            found.columns.update(columns)
            if clause.test.denied or any(_of_filling(item) for item in clause.test.items):
                found.asked.update(columns)
            if any(_of_sign(item) for item in clause.test.items):
                found.signed.update(columns)
        for path in reading.condition.references():
            found.columns.update(_columns(here, path, reading.ground))


def _columns(here: Atlas, path: Path, ground: Ground) -> tuple[Column, ...]:
    known = here.find(path, ground)
    return () if isinstance(known, Lost) else tuple((one.spot.sheet, one.heading) for one in known)


def _words(test: Test) -> Iterable[str]:
    """The words a test writes out."""
    for item in test.items:
        quantity = item.value if isinstance(item, Equals) else item.bound if isinstance(item, Compare) else None
        if quantity is not None and isinstance(quantity.value, str):
            yield quantity.value


def _of_filling(item: Item) -> bool:
    """Whether a test lets pass whatever stands in a cell, or all but some words."""
    return isinstance(item, Empty) or (isinstance(item, Words) and item.how == "不含")


def _of_sign(item: Item) -> bool:
    """Whether a test asks for the sign of a number."""
    return isinstance(item, Compare) and str(item.bound.value) == "0"
