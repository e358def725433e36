"""Rules of 分派 prepared for all rows at once: whom each names, who is a candidate, who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.rulebook.cells.turns import chooses
from workbook.rulebook.sorts.model import Assign
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import sort_keys
from workbook.rules.facts.people import people
from workbook.rules.facts.presence import staff_now
from workbook.rules.worklist.turns import Turns, turns
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Mask, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

CHOICE = -2
"""Where a method names nobody outright: 均衡, 轮流, 本月最少."""


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
    here = _there(world, rule, rows)
    if rule.staff_when.always:
        return here
    if not any(path[0] == "本行" for path in rule.staff_when.references()):
        return here & holds(rule.staff_when, Scope(world, whole(staff), asking=None))[None, :]
    asking = np.flatnonzero(applies)
    left, right = np.repeat(asking, len(staff)), np.tile(staff.all, len(asking))
    fits = holds(rule.staff_when, Scope(world, View(staff, right), asking=rows.pick(left)))
    table = np.zeros((len(rows), len(staff)), dtype=bool)
    table[left, right] = fits
    return table & here


def _there(world: World, rule: Assign, rows: View) -> Mask:
    """Who is there: today, and for a row of a sheet that is dated ahead (a roster) on its own day."""
    today, time = staff_now(world)[None, :], rows.frame.sheet.time
    if rule.target == "任务" or time is None:
        return today
    days = world.column(rows.frame, time.heading).take(rows.at).data.astype("datetime64[D]")
    ahead = days > np.datetime64(world.today, "D")
    if not ahead.any():
        return today
    table = np.repeat(today, len(rows), axis=0)
    for day in np.unique(days[ahead]):
        table[days == day] = staff_now(world, day)
    return table


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
