"""分派: who does it, by rules tried in order for each row (rule-language §3.14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from workbook.rulebook.cells.turns import chooses, least_of
from workbook.rulebook.sorts.model import Assign
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import sort_keys
from workbook.rules.facts.people import people
from workbook.rules.facts.presence import staff_now
from workbook.rules.worklist.turns import Turns, turns
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Mask, empty, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

CHOICE = -2
"""Where a method names nobody outright: 均衡, 轮流, 本月最少."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One rule, prepared for all rows at once."""

    rule: Assign
    applies: Mask
    named: list[Array]
    candidates: Mask
    weight: Array
    excluded: list[Array]
    distinct: list[Array]
    rank: Array
    stand_ins: tuple[int, ...]
    turns: Turns | None = None


def plans(world: World, rules: Sequence[Assign], rows: View) -> list[Plan]:
    """Every rule with what it needs of each row: whom it names, who is a candidate."""
    made = [world.attempt(rule, partial(_plan, world, rule, rows), None) for rule in rules]
    return [plan for plan in made if plan is not None]


def _plan(world: World, rule: Assign, rows: View) -> Plan:
    staff = world.frame("员工")
    scope = Scope(world, rows, asking=rows)
    applies = holds(rule.when, scope)
    named = [_named(world, method, scope) for method in rule.method]
    return Plan(
        rule=rule,
        applies=applies,
        named=named,
        candidates=_candidates(world, rule, rows, applies),
        weight=_weight(world, rule, staff),
        excluded=[staff.lookup(says(scope.vec(path))) for path in rule.exclude],
        distinct=[says(scope.vec(path)).objects() for path in rule.distinct],
        rank=_rank(world, rule, staff),
        stand_ins=_stand_ins(world, rule),
        turns=turns(world, rule, rows),
    )


def _named(world: World, method: str, scope: Scope) -> Array:
    """The staff rows a method names outright for each row; −1 where it names nobody, CHOICE where it asks for one."""
    staff = world.frame("员工")
    if chooses(method):
        return np.full(len(scope), CHOICE, dtype=np.int64)
    if method.startswith("值班"):
        return _on_duty(world, method.partition(":")[2].strip(), scope)
    return staff.lookup(people(world, (method,), scope))


def _on_duty(world: World, post: str, scope: Scope) -> Array:
    """值班: who stands on the roster today for the post."""
    result = np.full(len(scope), -1, dtype=np.int64)
    if "值班" not in world.tables.frames:
        return result
    roster = world.frame("值班")
    today = world.column(roster, "日期").data.astype("datetime64[D]") == np.datetime64(world.today, "D")
    if post:
        today &= world.column(roster, "岗位").matching(lambda word: word == post)
    rows = np.flatnonzero(today)
    if len(rows):
        result[:] = world.frame("员工").lookup(world.column(roster, "员工编号"))[rows[0]]
    return result


def _candidates(world: World, rule: Assign, rows: View, applies: Mask) -> Mask:
    """候选若 for each row and person (one line for all rows where it doesn't look at the row)."""
    staff = world.frame("员工")
    here = staff_now(world)
    if rule.staff_when.always:
        return here[None, :]
    if not any(path[0] == "本行" for path in rule.staff_when.references()):
        return (here & holds(rule.staff_when, Scope(world, whole(staff), asking=None)))[None, :]
    asking = np.flatnonzero(applies)
    left, right = np.repeat(asking, len(staff)), np.tile(staff.all, len(asking))
    fits = holds(rule.staff_when, Scope(world, View(staff, right), asking=rows.pick(left)))
    table = np.zeros((len(rows), len(staff)), dtype=bool)
    table[left, right] = fits
    return table & here[None, :]


def _weight(world: World, rule: Assign, staff: Frame) -> Array:
    """权重: what a load is divided by; 1 where nothing is filled in."""
    if not rule.weight:
        return np.ones(len(staff))
    held = Scope(world, whole(staff)).vec(rule.weight).data
    return np.where(np.isnan(held) | (held <= 0), 1.0, held)


def _rank(world: World, rule: Assign, staff: Frame) -> Array:
    """依据: ties in load are broken by this order, then by the list's."""
    keys = sort_keys(world, whole(staff), rule.measure)
    order = np.lexsort([*reversed(keys)]) if keys else staff.all
    rank = np.empty(len(staff), dtype=np.int64)
    rank[order] = np.arange(len(staff))
    return rank


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
    return Choice(-1, "当天的人手已满", waits=True) if waits else Choice(-1, "没有合适的人")


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


def named_by(prepared: Sequence[Plan], position: int) -> set[int] | None:
    """Whom the rules name for a row; None where they leave it to a choice or to a stand-in."""
    asked: set[int] = set()
    for plan in prepared:
        if plan.applies[position]:
            if plan.rule.nobody:
                return None
            asked |= {int(named[position]) for named in plan.named}
    return None if CHOICE in asked else asked


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


def _stand_ins(world: World, rule: Assign) -> tuple[int, ...]:
    """无人时: who may get a row that nobody can take, the first one first."""
    staff = world.frame("员工")
    nobody_asks = Scope(world, View(staff, np.array([-1])))
    ids = [
        word
        for found in (people(world, (one,), nobody_asks, first=False) for one in rule.nobody)
        for word in found.words
    ]
    several = text([one for word in ids for one in str(word).split("、")], Type("引用", "员工"))
    return tuple(dict.fromkeys(person for person in staff.lookup(several).tolist() if person >= 0))


def _handed_over(plan: Plan, position: int, loads: Loads) -> Choice:
    """The first stand-in whom 排除 doesn't name gets the row with the reason, whatever they hold."""
    excluded = {int(column[position]) for column in plan.excluded}
    person = next((one for one in plan.stand_ins if one not in excluded), -1)
    if person < 0:
        why = "正是要排除的人" if plan.stand_ins else "也不在"
        return Choice(-1, f"没有合适的人，{'、'.join(plan.rule.nobody)}{why}")
    loads.held[person] += 1
    return Choice(person, "没有合适的人，转给代管人", rule=plan.rule.id)


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
