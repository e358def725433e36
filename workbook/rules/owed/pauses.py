"""停表: time that a case spent in some states, replayed from 历史, is added to its due time (rule-language §3.9)."""

from __future__ import annotations

import numpy as np

from workbook.clock.due import Due, extended
from workbook.clock.hours import Stays, stays
from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.due_moments import Moments, lengths
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import Array
from workbook.rules.world.world import World

FLOW = "流程"


def stood_still(world: World, rule: Duty, scope: Scope, start: Array, when: Moments) -> Moments:
    """The due times, later by what each row spent in the states `pause_in` between its start and now."""
    if "历史" not in world.tables.frames or rule.span is None:
        return when
    history = world.found("历史")
    mine = history.typed["表"].matching(lambda word: word == scope.rows.frame.name)
    mine &= history.typed["种类"].matching(lambda word: word == FLOW)
    rows = np.flatnonzero(mine)
    places = {key: place for place, key in enumerate(scope.rows.frame.key().objects()[scope.rows.at].tolist())}
    key = np.array([places.get(one, -1) for one in history.typed["主键"].objects()[rows].tolist()], dtype=np.int64)
    found = stays(
        key, history.typed["时间"].data[rows], history.typed["新值"].objects()[rows], rule.pause_in,
        start=start, end=np.full(len(start), world.instant),
    )  # fmt: skip
    result = Moments(when.at.copy(), when.by_day, when.unit)
    for length, having in lengths(world, rule.span, scope):
        own = having & ~np.isnat(when.at)
        places_of = np.cumsum(own) - 1
        picked = own[found.key] if len(found.key) else np.zeros(0, dtype=bool)
        stops = Stays(places_of[found.key[picked]], found.since[picked], found.until[picked])
        due = Due(when.at[own], by_day=not length.is_instant)
        result.at[own] = extended(due, length, stops, world.calendar(rule.calendar), world.hours, roll=rule.roll).at  # type: ignore[arg-type]
    return result
