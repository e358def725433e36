"""问题链: the regulation's own open duties on the rows of chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Duty, Trace
from workbook.rules.owed.chain_rows import Happened
from workbook.rules.owed.chain_steps import NEVER, Chains
from workbook.rules.owed.states import OPEN
from workbook.rules.world.vectors import Array, Positions, says
from workbook.rules.world.world import World

BY_CALL, BY_ROW = 0, 1
SIDES = {"再访": BY_CALL, "验证": BY_CALL, "解决": BY_ROW}
"""The steps that a duty may stand behind: those done by a call, and those done by what stands in the row."""

_INTS, _WORDS, _MOMENTS = np.empty(0, np.int64), np.empty(0, object), np.empty(0, "M8[us]")
_NOTHING = (_INTS, _INTS, _WORDS, _MOMENTS, _MOMENTS, _WORDS)


@dataclass(frozen=True, slots=True, eq=False)
class Owed:
    """Open duties, the one that is due first before the others.

    Shapes:
        node: of each duty the row that it is about. side: whether a call does it. person: '' where nobody is named.
    """

    node: Positions
    side: Positions
    person: Array
    due: Array
    breached: Array
    rule: Array

    def first(self, chains: Chains) -> Positions:
        """Of each chain the duty on its rows that is due first, of those that its next step does; −1 where there is none."""
        size = chains.happened.nodes.size
        best = np.full(2 * size, -1, dtype=np.int64)
        best[(self.side * size + self.node)[::-1]] = np.arange(len(self.node))[::-1]
        side = np.array([SIDES.get(one.next, -1) for one in chains.held], dtype=np.int64)[chains.of]
        duty = np.where(side < 0, -1, best[side * size + chains.happened.node[chains.row]])
        step = chains.least(np.where(duty < 0, NEVER, np.append(_order(self.due), NEVER)[duty]))
        return np.where(step < 0, -1, duty[step]) if len(duty) else step


def owed(world: World, happened: Happened) -> Owed:
    """The open duties on the rows that 追踪 looks at."""
    traced = world.book.all(Trace)
    calls, sheets = {rule.source for rule in traced if rule.step == "验证"}, {rule.source for rule in traced}
    parts: list[Sequence[Array]] = []
    for rule_id, rules in world.book.by_id(Duty).items():
        source = rules[0].source
        duties = world.attempt(rules[0], partial(world.frame, "义务", (rule_id,)), None) if source in sheets else None
        if duties is None:
            continue
        rows = np.flatnonzero(duties.typed["状态"].matching(lambda word: word in OPEN))
        node = happened.nodes.of(source, says(duties.typed["源编号"].take(rows)))
        rows, node = rows[node >= 0], node[node >= 0]
        side = np.full(len(rows), BY_CALL if rules[0].done_sheet in calls else BY_ROW)
        person = says(duties.typed["责任人"].take(rows)).objects()
        moments = (duties.typed["到期"].data[rows], duties.typed["违约时间"].data[rows])
        parts.append((node, side, person, *moments, np.full(len(rows), rule_id, dtype=object)))
    node, side, person, when, late, rule = (np.concatenate(one) for one in zip(_NOTHING, *parts, strict=True))
    order = np.argsort(_order(when), kind="stable")
    return Owed(*(one[order] for one in (node, side, person, when, late, rule)))


def _order(due: Array) -> Positions:
    """Numbers in the order of these moments; what is due at no time comes last."""
    return np.where(np.isnat(due), NEVER - 1, due.astype("M8[us]").astype(np.int64))
