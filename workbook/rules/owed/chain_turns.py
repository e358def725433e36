"""问题链: whose turn the next step is, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.clock.due import breach, due
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import STEPS, Trace
from workbook.rules.facts.people import people
from workbook.rules.owed.chain_duties import owed
from workbook.rules.owed.chain_rows import COMPLAINT
from workbook.rules.owed.chain_steps import NEVER, Chains
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, says
from workbook.rules.world.world import Unknown, World
from workbook.words.spans import Span

SOLUTION = STEPS.index("解决")


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """For each chain who makes the next step ('' nobody), by when, the first moment after that, and the rule that says so."""

    person: Array
    due: Array
    breached: Array
    rule: Array


def turns_of(world: World, chains: Chains) -> Turns:
    """Of each chain the regulation's own duty on one of its rows where it has one, else what 追踪 says of the step."""
    following = np.array([STEPS.index(one.next) if one.next else -1 for one in chains.held], dtype=np.int64)
    rules = world.book.all(Trace)
    mine = owed(world, chains.happened)
    duty = mine.first(chains)
    row, rule = _spoken(chains, following, rules)
    person = _people(world, chains, following >= 0, rules, (row, rule))
    turns = _limits(world, chains, following, rules, rule)
    has = duty >= 0
    at = duty[has]
    named = np.array([str(one or "") for one in mine.person[at]], dtype=object)
    person[has] = np.where(named == "", person[has], named)
    turns.due[has], turns.breached[has], turns.rule[has] = mine.due[at], mine.breached[at], mine.rule[at]
    return Turns(np.where(following < 0, "", person), turns.due, turns.breached, turns.rule)


def _spoken(chains: Chains, following: Positions, rules: Sequence[Trace]) -> tuple[Positions, Positions]:
    """The row of each chain that its next step is about, with the rule for its sheet: a complaint that waits, else the newest."""
    happened = chains.happened
    sheets = [group.frame.name for group in happened.groups]
    first = np.full((len(STEPS) + 1, len(sheets)), -1, dtype=np.int64)  # the last: what is closed
    for number, rule in reversed(list(enumerate(rules))):
        for group, sheet in enumerate(sheets):
            if sheet == rule.source:
                first[STEPS.index(rule.step), group] = number
    if not len(chains):
        return following, following
    step_next = following[chains.of]
    rule_of = first[step_next, happened.group[chains.row]]
    size, node = happened.nodes.size, happened.node[chains.row]
    waiting = [at * size + one for at, held in enumerate(chains.held) for one in held.open]
    complaint = (happened.steps[chains.row] & COMPLAINT) > 0
    rank = np.where(np.isin(chains.of * size + node, waiting), 0, np.where(complaint, 1, 2))
    rank = np.where(step_next == SOLUTION, rank, 0)
    total = len(chains.row)
    step = chains.least(np.where(rule_of < 0, NEVER, rank * total + np.arange(total)[::-1]))
    return np.where(step < 0, -1, chains.row[step]), np.where(step < 0, -1, rule_of[step])


def _limits(world: World, chains: Chains, following: Positions, rules: Sequence[Trace], spoken: Positions) -> Turns:
    """By when each chain's next step is due by 追踪, the first moment after it, and the rule."""
    size = len(chains)
    found = Turns(
        np.full(size, "", dtype=object), np.full(size, NAT), np.full(size, NAT), np.full(size, "", dtype=object)
    )
    pairs, kind = np.unique(np.stack([following, spoken]), axis=1, return_inverse=True)
    for number, (step, rule) in enumerate(pairs.T.tolist()):
        asked = [
            *([rules[rule]] if rule >= 0 else []),
            *(one for one in rules if step >= 0 and one.step == STEPS[step]),
        ]
        limit = next((one for one in asked if isinstance(one.span, Span)), None) if step >= 0 else None
        if limit is None:
            continue
        assert isinstance(limit.span, Span)
        at = np.flatnonzero(kind.reshape(-1) == number)
        since = chains.happened.time[[chains.held[one].since for one in at.tolist()]]
        when = due(since, limit.span, world.calendar(), world.hours)
        found.due[at], found.breached[at], found.rule[at] = when.at, breach(when), limit.id
    return found


def _people(
    world: World, chains: Chains, runs: Mask, rules: Sequence[Trace], spoken: tuple[Positions, Positions]
) -> Array:
    """Whom the rule names for its row, else the customer's keeper, else who made the last step."""
    found = np.full(len(chains), "", dtype=object)
    happened = chains.happened
    for number in np.unique(spoken[1]).tolist():
        rule = rules[number]
        at = np.flatnonzero(spoken[1] == number)
        if number < 0 or not rule.owner:
            continue
        rows = spoken[0][at]
        frame = happened.groups[happened.group[rows[0]]].frame
        scope = Scope(world, View(frame, happened.at[rows]))
        named = world.attempt(rule, partial(people, world, rule.owner, scope), None)
        if named is not None:
            found[at] = [str(person or "") for person in named.objects()]
    length = np.diff(chains.start)
    for path in (("客户", "归属员工"), ("员工编号",)):
        lacking = np.flatnonzero(runs & (found == ""))
        for turn in range(int(length[lacking].max(initial=0))):
            lacking = lacking[(length[lacking] > turn) & (found[lacking] == "")]
            _named(world, chains, path, lacking, chains.row[chains.start[lacking + 1] - 1 - turn], found)
    return found


def _named(world: World, chains: Chains, path: Path, lacking: Positions, rows: Positions, found: Array) -> None:
    """Who stands at the end of a path on these rows, one of each chain that lacks somebody."""
    happened = chains.happened
    frames = {group.frame.name: group.frame for group in happened.groups}
    sheets = np.array([group.frame.name for group in happened.groups], dtype=object)[happened.group[rows]]
    for name, frame in frames.items():
        mine = np.flatnonzero(sheets == name)
        if not len(mine):
            continue
        try:
            vec = says(Scope(world, View(frame, happened.at[rows[mine]])).vec(path))
        except Unknown:
            continue
        found[lacking[mine]] = [str(person or "") for person in vec.objects()]
