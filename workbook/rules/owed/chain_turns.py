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
from workbook.rules.owed.chain_people import Happened
from workbook.rules.owed.chaining import Chain
from workbook.rules.owed.states import OPEN
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, says
from workbook.rules.world.world import Unknown, World
from workbook.words.spans import Span

SHEET = "问题链"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who makes the next step, by when, and which rule says so."""

    person: str = ""
    due: np.datetime64 = NAT
    breached: np.datetime64 = NAT
    rule: str = ""


def turn_of(world: World, one: Chain) -> Turn:
    """The regulation's own duty on one of the chain's rows where it has one, else what 追踪 says of the step."""
    if one.since is None or not one.next:
        return Turn()
    return _owed(world, one) or _by_trace(world, one)


def _owed(world: World, one: Chain) -> Turn | None:
    """The open duty about a row of the chain that is the next step: done by a call, or by what stands in the row."""
    calls = {rule.source for rule in world.book.all(Trace) if rule.step == "验证"}
    members = {step.of.node for step in one.steps}
    nearest: Turn | None = None
    for rule_id, rules in world.book.by_id(Duty).items():
        rule = rules[0]
        by_call = rule.done_sheet in calls
        fits = by_call if one.next in {"再访", "验证"} else one.next == "解决" and not by_call
        if not fits or rule.source == SHEET or not any(sheet == rule.source for sheet, _ in members):
            continue
        duties = world.attempt(rule, partial(world.frame, "义务", (rule_id,)), None)
        for row in (
            () if duties is None else _open_rows(duties, {key for sheet, key in members if sheet == rule.source})
        ):
            cell = {heading: duties.typed[heading] for heading in ("到期", "责任人", "违约时间")}  # type: ignore[union-attr]
            at = cell["到期"].data[row]
            if nearest is None or (not np.isnat(at) and not at >= nearest.due):
                person = says(cell["责任人"].take(np.array([row]))).objects()[0]
                nearest = Turn(str(person or ""), at, cell["违约时间"].data[row], rule_id)
    if nearest is None or nearest.person:
        return nearest
    return Turn(_by_trace(world, one).person, nearest.due, nearest.breached, nearest.rule)


def _open_rows(duties: Frame, keys: set[str]) -> list[int]:
    mine = says(duties.typed["源编号"]).matching(lambda word: word in keys)
    return np.flatnonzero(mine & duties.typed["状态"].matching(lambda word: word in OPEN)).tolist()


def _by_trace(world: World, one: Chain) -> Turn:
    rules = [rule for rule in world.book.all(Trace) if rule.step == one.next]
    spoken = _spoken(one, rules)
    timed = next((rule for rule in ([spoken[0]] if spoken else []) + rules if isinstance(rule.span, Span)), None)
    person = _who(world, spoken, one)
    if timed is None or not isinstance(timed.span, Span) or one.since is None:
        return Turn(person, rule=(spoken[0].id if spoken else rules[0].id if rules else ""))
    when = due(np.array([one.since], dtype="M8[us]"), timed.span, world.calendar(), world.hours)
    return Turn(person, when.at[0], breach(when)[0], timed.id)


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


def _who(world: World, spoken: tuple[Trace, Happened] | None, one: Chain) -> str:
    """Whom the rule names for its row, else the customer's keeper, else who made the last step."""
    if spoken is not None and spoken[0].owner:
        rule, row = spoken
        scope = Scope(world, View(row.frame, np.array([row.at])))
        named = world.attempt(rule, lambda: people(world, rule.owner, scope), None)
        if named is not None and not named.missing()[0]:
            return str(named.objects()[0])
    for path in (("客户", "归属员工"), ("员工编号",)):
        for step in reversed(one.steps):
            if person := _named(world, step.of, path):
                return person
    return ""


def _named(world: World, row: Happened, path: Path) -> str:
    """Who stands at the end of a path; nobody where the sheet has no such column."""
    try:
        return str(says(Scope(world, View(row.frame, np.array([row.at]))).vec(path)).objects()[0] or "")
    except Unknown:
        return ""
