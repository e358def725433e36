"""分派: who does it, by rules tried in order for each row (rule-language §3.14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from workbook.rulebook.cells.turns import least_of
from workbook.rulebook.sorts.model import Assign
from workbook.rules.worklist.plans import CHOICE, Plan
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Array, Mask, empty
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded


@dataclass(slots=True, eq=False)
class Loads:
    """What each person holds while a run assigns: how much, how much they may, and when they last got something."""

    held: Array
    may: Array
    turn: Array
    given: dict[tuple[int, str], int] = field(default_factory=dict)

    def room(self) -> Mask:
        """Who may still get something."""
        return np.asarray(self.held < self.may)


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome for one row: a position in 员工 or −1; why nobody, or why this one."""

    person: int
    remark: str = ""
    waits: bool = False
    rule: str = ""


def choose(prepared: Sequence[Plan], position: int, loads: Loads) -> Choice:
    """The person for one row: the first rule that applies and yields somebody."""
    waits = False
    for plan in prepared:
        if not plan.applies[position]:
            continue
        found, full = _by_plan(plan, position, loads)
        if found >= 0:
            _take(plan, position, found, loads)
            return Choice(found, rule=plan.rule.id)
        if plan.rule.nobody and not full:
            return _handed_over(plan, position, loads)
        waits |= full
    return Choice(-1, worded("当天的人手已满"), waits=True) if waits else Choice(-1, worded("没有合适的人"))


def _suitable(plan: Plan, position: int) -> Mask:
    """Who may have a row by a rule, whatever they hold."""
    candidates: Mask = plan.candidates[position if len(plan.candidates) > 1 else 0].copy()
    for column in plan.excluded:
        if column[position] >= 0:
            candidates[column[position]] = False
    return candidates


def suits(prepared: Sequence[Plan], position: int, person: int) -> bool:
    """Whether the rules would give a row to the person: named there, or one of those to choose from."""
    for plan in prepared:
        if not plan.applies[position]:
            continue
        candidates = _suitable(plan, position)
        if candidates[person] and any(named[position] in {person, CHOICE} for named in plan.named):
            return True
        if plan.rule.nobody and not candidates.any():
            return False  # the stand-in has it while nobody else can
    return False


def excluded(prepared: Sequence[Plan], position: int, person: int) -> bool:
    """Whether a rule keeps the person from a row, whoever gives it."""
    return any(plan.applies[position] and any(one[position] == person for one in plan.excluded) for plan in prepared)


def suited(prepared: Sequence[Plan], position: int) -> set[int]:
    """Whom the rules would give a row to if they had room: named there, or one of those to choose from."""
    found: set[int] = set()
    for plan in prepared:
        if plan.applies[position]:
            named, candidates = [int(one[position]) for one in plan.named], _suitable(plan, position)
            some = np.flatnonzero(candidates).tolist() if CHOICE in named else named
            found.update(one for one in some if one >= 0 and candidates[one])
    return found


def reserve(prepared: Sequence[Plan], position: int, person: int, loads: Loads) -> None:
    """Counts a row for the person who has it already."""
    loads.held[person] += 1
    for plan in prepared:
        if plan.applies[position]:
            _given(plan, position, person, loads)


def _by_plan(plan: Plan, position: int, loads: Loads) -> tuple[int, bool]:
    """Somebody a rule yields for a row (or −1), and whether it failed only for lack of capacity."""
    candidates = _suitable(plan, position)
    for values in plan.distinct:
        for person in np.flatnonzero(candidates):
            if loads.given.get((int(person), f"{id(plan)}·{values[position]}"), 0):
                candidates[person] = False
    room = loads.room()
    full = False
    for method, named in zip(plan.rule.method, plan.named, strict=True):
        wanted = int(named[position])
        if wanted >= 0 and candidates[wanted]:
            if room[wanted]:
                return wanted, False
            full = True
        elif wanted == CHOICE:
            free = np.flatnonzero(candidates & room)
            if len(free):
                loaded = _loaded(plan, method, position, free, loads)
                return int(free[np.lexsort([plan.rank[free], *reversed(loaded)])[0]]), False
            full |= bool(candidates.any())
    return -1, full


def _loaded(plan: Plan, method: str, position: int, people: Array, loads: Loads) -> tuple[Array, ...]:
    """What decides between people, the most important first."""
    if plan.turns is not None and least_of(method):
        return plan.turns.order(position, people)
    return (loads.turn[people] if method == "轮流" else loads.held[people] / plan.weight[people],)


def _take(plan: Plan, position: int, person: int, loads: Loads) -> None:
    loads.held[person] += 1
    loads.turn[person] = loads.turn.max(initial=0) + 1
    if plan.turns is not None:
        plan.turns.take(position, person)
    _given(plan, position, person, loads)


def _given(plan: Plan, position: int, person: int, loads: Loads) -> None:
    for values in plan.distinct:
        key = (person, f"{id(plan)}·{values[position]}")
        loads.given[key] = loads.given.get(key, 0) + 1


def _handed_over(plan: Plan, position: int, loads: Loads) -> Choice:
    """The first stand-in whom 排除 doesn't name gets the row with the reason, whatever they hold."""
    excluded = {int(column[position]) for column in plan.excluded}
    person = next((one for one in plan.stand_ins if one not in excluded), -1)
    if person < 0:
        why = worded("正是要排除的人") if plan.stand_ins else worded("也不在")
        return Choice(-1, worded("没有合适的人，{nobody}{why}", nobody="、".join(plan.rule.nobody), why=why))
    loads.held[person] += 1
    return Choice(person, worded("没有合适的人，转给代管人"), rule=plan.rule.id)


def served(world: World, rules: Sequence[Assign]) -> Array:
    """When each person last got something by one of the rules, as 历史 numbers it: taking turns goes on where it stopped."""
    staff = world.frame("员工")
    turn = np.zeros(len(staff) + 1)
    if "历史" not in world.tables.frames or not any("轮流" in rule.method for rule in rules):
        return turn[:-1]
    past, ids = world.found("历史"), {rule.id for rule in rules}
    mine = past.typed["种类"].matching(lambda word: word == "分派") & past.typed["规则"].matching(
        lambda word: word in ids
    )
    rows = np.flatnonzero(mine)
    at = staff.lookup(past.typed["新值"].take(rows))
    np.maximum.at(turn, at, past.typed["序号"].of(Type("小数")).data[rows])
    return turn[:-1]


def capacity(world: World, rules: Sequence[Assign]) -> Array:
    """How much each person may hold today: 容量 of the rules where set, else 日容量, else no limit."""
    staff = world.frame("员工")
    limit = world.column(staff, "日容量").data if "日容量" in staff.typed else np.full(len(staff), np.nan)
    for rule in rules:
        if rule.capacity is None:
            continue
        if isinstance(rule.capacity, tuple):
            column = partial(Scope(world, whole(staff)).vec, rule.capacity)
            own = world.attempt(rule, column, empty(Type("小数"), len(staff))).data
        else:
            own = np.full(len(staff), float(rule.capacity))
        limit = np.where(np.isnan(own), limit, own)
    return np.where(np.isnan(limit), np.inf, limit)
