"""问题链: whose turn the next step is, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.clock.due import breach, due
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import Duty, Trace
from workbook.rules.facts.people import people
from workbook.rules.owed.chain_people import Happened, Node
from workbook.rules.owed.chaining import Chain
from workbook.rules.owed.states import OPEN
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, says
from workbook.rules.world.world import Unknown, World
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """Who makes the next step, by when, and which rule says so."""

    person: str = ""
    due: np.datetime64 = NAT
    breached: np.datetime64 = NAT
    rule: str = ""


def turns_of(world: World, held: Sequence[Chain]) -> list[Turn]:
    """Of each chain the regulation's own duty on one of its rows where it has one, else what 追踪 says of the step."""
    by_call, by_row = _owed(world)
    spoken = [_spoken(one, _rules(world, one.next)) if one.next else None for one in held]
    people_ = _people(world, held, spoken)
    limits = _limits(world, held, spoken)
    turns: list[Turn] = []
    for at, one in enumerate(held):
        if not one.next:
            turns.append(Turn())
            continue
        owed = by_row if one.next == "解决" else by_call if one.next in {"再访", "验证"} else {}
        mine = [owed[step.of.node] for step in one.steps if step.of.node in owed]
        first = min(mine, key=lambda turn: (np.isnat(turn.due), turn.due)) if mine else None
        when, breached, rule = limits.get(at, (NAT, NAT, ""))
        if first is None:
            turns.append(Turn(people_[at], when, breached, rule))
        else:
            turns.append(first if first.person else Turn(people_[at], first.due, first.breached, first.rule))
    return turns


def _rules(world: World, step: str) -> list[Trace]:
    return [rule for rule in world.book.all(Trace) if rule.step == step]


def _owed(world: World) -> tuple[dict[Node, Turn], dict[Node, Turn]]:
    """The open duty of each source row that is due first: those done by a call, and those done by what stands in the row."""
    traced = world.book.all(Trace)
    calls, sheets = {rule.source for rule in traced if rule.step == "验证"}, {rule.source for rule in traced}
    found: tuple[dict[Node, Turn], dict[Node, Turn]] = ({}, {})
    for rule_id, rules in world.book.by_id(Duty).items():
        source = rules[0].source
        duties = world.attempt(rules[0], partial(world.frame, "义务", (rule_id,)), None) if source in sheets else None
        if duties is None:
            continue
        rows = np.flatnonzero(duties.typed["状态"].matching(lambda word: word in OPEN))
        keys, persons = (says(duties.typed[heading].take(rows)).objects() for heading in ("源编号", "责任人"))
        side = found[0] if rules[0].done_sheet in calls else found[1]
        for n, row in enumerate(rows.tolist()):
            one = Turn(
                str(persons[n] or ""), duties.typed["到期"].data[row], duties.typed["违约时间"].data[row], rule_id
            )
            other = side.get((source, str(keys[n])))
            if other is None or (not np.isnat(one.due) and not one.due >= other.due):
                side[source, str(keys[n])] = one
    return found


def _spoken(one: Chain, rules: Sequence[Trace]) -> tuple[Trace, Happened] | None:
    """The row of the chain that the step is about, with the rule for its sheet: a complaint that waits, else the newest."""
    newest = [step.of for step in reversed(one.steps)]
    waits = [row for row in newest if row.node in one.open] if one.next == "解决" else []
    complaints = [row for row in newest if "投诉" in row.steps] if one.next == "解决" else []
    for row in (*waits, *complaints, *newest):
        for rule in rules:
            if rule.source == row.node[0]:
                return rule, row
    return None


def _limits(
    world: World, held: Sequence[Chain], spoken: Sequence[tuple[Trace, Happened] | None]
) -> dict[int, tuple[np.datetime64, np.datetime64, str]]:
    """By when each chain's next step is due by 追踪, the first moment after it, and the rule."""
    groups: dict[str, list[int]] = {}
    timed: dict[str, Trace] = {}
    for at, one in enumerate(held):
        told = spoken[at]
        rules = [*([told[0]] if told else []), *_rules(world, one.next)] if one.next else []
        rule = next((rule for rule in rules if isinstance(rule.span, Span)), None)
        if rule is not None and one.since is not None:
            groups.setdefault(rule.id, []).append(at)
            timed[rule.id] = rule
    found: dict[int, tuple[np.datetime64, np.datetime64, str]] = {}
    for name, places in groups.items():
        span = timed[name].span
        assert isinstance(span, Span)
        since = np.array([held[at].since for at in places], dtype="M8[us]")
        when = due(since, span, world.calendar(), world.hours)
        late = breach(when)
        found |= {at: (when.at[n], late[n], name) for n, at in enumerate(places)}
    return found


def _people(world: World, held: Sequence[Chain], spoken: Sequence[tuple[Trace, Happened] | None]) -> list[str]:
    """Whom the rule names for its row, else the customer's keeper, else who made the last step."""
    found = [""] * len(held)
    groups: dict[tuple[str, str], list[int]] = {}
    for at, told in enumerate(spoken):
        if told is not None and told[0].owner:
            groups.setdefault((told[0].id, told[0].source), []).append(at)
    for places in groups.values():
        rule, row = spoken[places[0]] or (Trace(), held[places[0]].first)
        scope = Scope(world, View(row.frame, np.array([(spoken[at] or (rule, row))[1].at for at in places])))
        named = world.attempt(rule, partial(people, world, rule.owner, scope), None)
        for at, person in zip(places, [] if named is None else named.objects().tolist(), strict=False):
            found[at] = str(person or "")
    for path in (("客户", "归属员工"), ("员工编号",)):
        lacking = [at for at, one in enumerate(held) if one.next and not found[at]]
        for turn in range(max((len(held[at].steps) for at in lacking), default=0)):
            _named(world, held, path, turn, [at for at in lacking if not found[at]], found)
    return found


def _named(
    world: World, held: Sequence[Chain], path: Path, turn: int, lacking: Sequence[int], found: list[str]
) -> None:
    """Who stands at the end of a path on the rows that are `turn` steps before the last."""
    groups: dict[str, list[int]] = {}
    for at in lacking:
        if turn < len(held[at].steps):
            groups.setdefault(held[at].steps[-1 - turn].of.node[0], []).append(at)
    for places in groups.values():
        rows = [held[at].steps[-1 - turn].of for at in places]
        try:
            vec = says(Scope(world, View(rows[0].frame, np.array([row.at for row in rows]))).vec(path))
        except Unknown:
            continue
        for at, person in zip(places, vec.objects().tolist(), strict=True):
            found[at] = str(person or "")
