"""What every cell of every rule mentions: columns with the rows they are asked of, tests, sheets and other rules.

`lint` asks whether what is mentioned is there, `graph` who waits for whom, lint's `ground` what nobody mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from workbook.rulebook.mentions import facts, metrics, owed, penalties, spoken, worklist
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Reading
from workbook.rulebook.sorts import model


def readings(book_atlas: Atlas) -> Iterable[Reading]:
    """All that the rules of a rulebook mention, in the order of the rule sheets."""
    for sort, read in _READERS.items():
        for rule in book_atlas.book.all(sort):
            yield from read(rule, book_atlas)


def read(rule: model.Rule, book_atlas: Atlas) -> list[Reading]:
    """What one rule mentions."""
    reader = _READERS.get(type(rule))
    return list(reader(rule, book_atlas)) if reader else []


_READERS: dict[type[model.Rule], Callable[[Any, Atlas], Iterable[Reading]]] = {
    model.Derive: facts.derive,
    model.Decide: facts.decide,
    model.Check: facts.check,
    model.Flow: facts.flow,
    model.Spawn: facts.spawn,
    model.Duty: owed.duty,
    model.Quota: owed.quota,
    model.Sample: owed.sample,
    model.Trace: owed.trace,
    model.Sanction: penalties.sanction,
    model.Metric: metrics.metric,
    model.Limit: worklist.limit,
    model.Assign: worklist.assign,
    model.Question: spoken.question,
    model.Outcome: worklist.outcome,
    model.Report: spoken.report,
}
