"""Whose turn it is (本月最少): whoever got fewest in the period, among equals whoever got nothing for longest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.clock.periods import keys
from workbook.rulebook.cells.turns import least_of
from workbook.rulebook.sorts.model import Assign
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Array, Positions
from workbook.rules.world.world import World

NEVER = -np.inf
HISTORY, TASKS = "历史", "任务"


@dataclass(slots=True, eq=False)
class Turns:
    """How much everybody got in each period, and when last.

    Shapes:
        period: the number of the period of each row that is dealt; count: periods × 员工; at, last: days.
    """

    period: Positions
    at: Array
    count: Array
    last: Array

    def order(self, row: int, people: Positions) -> tuple[Array, Array]:
        """What decides first and what decides among equals, for each of these people."""
        return self.count[self.period[row], people], self.last[people]

    def take(self, row: int, person: int) -> None:
        """One more for a person."""
        self.count[self.period[row], person] += 1
        self.last[person] = max(self.last[person], self.at[row])


def turns(world: World, rule: Assign, rows: View) -> Turns | None:
    """The turns of a rule's rows; None where no method of it asks for them.

    Rows of an owner column count in the period of their own time; tasks in that of the run, as 历史 remembers them.
    """
    period = next((found for method in rule.method if (found := least_of(method))), "")
    if not period:
        return None
    staff = world.frame("员工")
    if rule.target == TASKS:
        owner, at = _remembered(world, rule)
        days = np.full(len(rows), np.datetime64(world.today, "D"))
    else:
        frame, heading = rows.frame, rule.target.partition(".")[2]
        owner = staff.lookup(world.column(frame, heading))
        time = frame.sheet.time
        today = np.datetime64(world.today, "D")
        at = np.full(len(frame), today)
        if time is not None:
            at = world.column(frame, time.heading).data.astype("datetime64[D]")
            at = np.where(np.isnat(at), today, at)
        days = at[rows.at]
    names = np.concatenate([keys(at, period), keys(days, period)]).astype(str)
    known, codes = np.unique(names, return_inverse=True)
    past, mine = codes[: len(at)], codes[len(at) :]
    count, last = np.zeros((max(len(known), 1), len(staff))), np.full(len(staff), NEVER)
    held = np.flatnonzero(owner >= 0)
    np.add.at(count, (past[held], owner[held]), 1)
    np.maximum.at(last, owner[held], at[held].astype(np.int64).astype(float))
    return Turns(mine, days.astype(np.int64).astype(float), count, last)


def _remembered(world: World, rule: Assign) -> tuple[Positions, Array]:
    """Whom the rule gave a task, and when."""
    if HISTORY not in world.tables.frames:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype="datetime64[D]")
    past = world.found(HISTORY)
    mine = past.typed["种类"].matching(lambda word: word == "分派") & past.typed["规则"].matching(
        lambda word: word == rule.id
    )
    rows = np.flatnonzero(mine & ~np.isnat(past.typed["时间"].data))
    owner = world.frame("员工").lookup(past.typed["新值"].take(rows))
    return owner, past.typed["时间"].data[rows].astype("datetime64[D]")
