"""What the clerk wrote about the call behind a row that is reported at once: whoever gets the letter reads it first."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Report, Spawn
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import Array, Vec, says, text
from workbook.rules.world.world import Unknown, World

NOTE, RECORDS = "备注", "回访记录"


def clerks_note(world: World, rule: Report, scope: Scope) -> Vec | None:
    """备注 of each row, else of the call that it was made of or names; None where the report has it, or leaves the house."""
    if not rule.at_once or rule.outside != "内部" or any(one.split(".")[-1] == NOTE for one in rule.columns):
        return None
    told = np.full(len(scope), None, dtype=object)
    for way in ((NOTE,), (RECORDS, NOTE)):
        with suppress(Unknown, NotUnderstood):
            told = _first(told, says(scope.vec(way)).objects())
    told = _first(told, _of_source(world, scope))
    return text(told.tolist()) if any(told) else None


def _of_source(world: World, scope: Scope) -> Array:
    """The note of the call that 开单 made each row of."""
    frame, at = scope.rows.frame, scope.rows.at
    found = np.full(len(at), None, dtype=object)
    of_calls = {one.id for one in world.book.all(Spawn) if one.source == RECORDS and one.target == frame.name}
    if not of_calls or MADE_BY not in frame.typed or MADE_FROM not in frame.typed:
        return found
    records = world.frame(RECORDS)
    made = frame.typed[MADE_BY].take(at).matching(of_calls.__contains__)
    rows = records.lookup(frame.typed[MADE_FROM].take(at))
    notes = says(world.column(records, NOTE)).objects()
    known = made & (rows >= 0)
    found[known] = notes[rows[known]]
    return found


def _first(one: Array, other: Array) -> Array:
    """The one, where it is filled, else the other."""
    return np.array([a or b for a, b in zip(one.tolist(), other.tolist(), strict=True)] + [None], dtype=object)[:-1]
