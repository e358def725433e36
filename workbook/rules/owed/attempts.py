"""Tries that reached nobody: when the next one is, and what happens after the last (rule-language §3.17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.tries import Ladder, Try
from workbook.rulebook.sorts.model import Outcome
from workbook.rules.facts.due_moments import after
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, Vec
from workbook.rules.world.world import World
from workbook.words.spans import Span

RECORDS = "回访记录"
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Tries:
    """For each task: how many tries it has had, when it may be tried again (NaT: now), and whether the tries are used up."""

    count: Array
    again: Array
    promised: Mask
    exhausted: Array


def tries(world: World, tasks: Frame) -> Tries:
    """What the attempts recorded so far mean for each open task."""
    size = len(tasks)
    nothing = Tries(
        np.zeros(size, np.int64), np.full(size, NAT), np.zeros(size, bool), np.full(size, None, dtype=object)
    )
    records = world.frame(RECORDS)
    if not size or not len(records):
        return nothing
    meaning = {outcome.id: outcome for outcome in world.book.all(Outcome)}
    attempted = world.column(records, "计为").matching(lambda word: word in {"尝试", "无效"})
    at = world.column(records, "回访时间").data
    rows = np.flatnonzero(attempted & (at <= world.instant) & _matters(world, tasks, records, at))
    if not len(rows):
        return nothing
    rows = rows[np.argsort(at[rows], kind="stable")]
    return _counted(world, tasks, records, rows, meaning)


def _matters(world: World, tasks: Frame, records: Frame, at: Array) -> Mask:
    """Records of customers with an open task, not before the day the first of their tasks began."""
    customers = world.frame("客户")
    begun = np.full(len(customers) + 1, np.datetime64("9999-12-31", "D"))
    start = tasks.typed["起点"].data.astype("datetime64[D]")
    whose = customers.lookup(tasks.typed["客户编号"])
    np.minimum.at(begun, whose, np.where(np.isnat(start), np.datetime64("1900-01-01", "D"), start))
    begun[-1] = np.datetime64("1900-01-01", "D")  # a record without a customer may name its task
    return np.asarray(at >= begun[customers.lookup(records.typed["客户编号"])])


def _counted(world: World, tasks: Frame, records: Frame, rows: Array, meaning: dict[str, Outcome]) -> Tries:
    by_task, by_customer = _where(tasks)
    outcomes, named, rules, customers = (
        records.typed[heading].take(rows).objects() if heading in records.typed else np.full(len(rows), None)
        for heading in ("结果代码", "任务编号", "规则", "客户编号")
    )
    at = world.column(records, "回访时间").data
    start, task_rule = tasks.typed["起点"].data, tasks.typed["规则"].objects()
    found = Tries(
        np.zeros(len(tasks), np.int64),
        np.full(len(tasks), NAT),
        np.zeros(len(tasks), bool),
        np.full(len(tasks), None, dtype=object),
    )
    again, promised = _again(world, records, rows, records.typed["结果代码"].take(rows), meaning)
    steps: dict[int, tuple[int, Try]] = {}
    for place, row in enumerate(rows.tolist()):
        outcome = meaning.get(str(outcomes[place]))
        if outcome is None:
            continue
        for position in _tasks_of(place, named, rules, customers, by_task, by_customer, task_rule):
            if not np.isnat(start[position]) and at[row] < start[position].astype("datetime64[D]"):
                continue
            found.count[position] += 1
            found.again[position], found.promised[position] = again[place], promised[place]
            _ = steps.pop(position, None)
            if isinstance(outcome.retry, Ladder):
                step = outcome.retry.after(int(found.count[position]))
                found.exhausted[position] = step.then or found.exhausted[position]
                if not promised[place]:
                    steps[position] = row, step
            if outcome.max is not None and found.count[position] >= outcome.max and outcome.then:
                found.exhausted[position] = outcome.then
    _by_steps(world, records, at, found, steps)
    return found


def _by_steps(world: World, records: Frame, at: Array, found: Tries, steps: dict[int, tuple[int, Try]]) -> None:
    """When the next try is by the step of a ladder that the last one was."""
    for step in dict.fromkeys(step for _, step in steps.values()):
        own = [(position, row) for position, (row, one) in steps.items() if one == step]
        positions, rows = np.array([one for one, _ in own]), np.array([row for _, row in own])
        tried = at[rows]
        again = after(world, tried, step.wait, Scope(world, View(records, rows))).at if step.wait else tried
        found.again[positions] = _other_half(world, tried, again) if step.half else again


def _other_half(world: World, tried: Array, again: Array) -> Array:
    """The first minute from then on in the other half of the day: after noon when it was tried before, and the other way."""
    noon = np.timedelta64(12, "h")
    begins = [days.astype("datetime64[D]").astype("datetime64[us]") for days in (tried, again)]
    was_morning = tried - begins[0] < noon
    day = np.maximum(begins[1], np.where(was_morning, begins[0], begins[0] + DAY))
    today = np.datetime64(world.today, "us")
    now_afternoon = world.instant - today >= noon
    day = np.where((day <= today) & ~was_morning & now_afternoon, today + DAY, np.maximum(day, today))
    return np.where(was_morning, np.maximum(day + noon, again), day)


def _where(tasks: Frame) -> tuple[dict[str, int], dict[str, list[int]]]:
    by_task = {task: position for position, task in enumerate(tasks.typed["任务编号"].objects().tolist())}
    by_customer: dict[str, list[int]] = {}
    for position, customer in enumerate(tasks.typed["客户编号"].objects().tolist()):
        if customer is not None:
            by_customer.setdefault(customer, []).append(position)
    return by_task, by_customer


def _tasks_of(
    row: int,
    named: Array,
    rules: Array,
    customers: Array,
    by_task: dict[str, int],
    by_customer: dict[str, list[int]],
    task_rule: Array,
) -> list[int]:
    """The tasks a try was for: by 任务编号, else the customer's tasks of the rules it names, else all of the customer's."""
    if named[row] is not None:
        return [by_task[task] for task in str(named[row]).split("、") if task in by_task]
    positions = by_customer.get(customers[row], [])
    if rules[row] is None:
        return positions
    return [position for position in positions if task_rule[position] in str(rules[row]).split("、")]


def _again(world: World, records: Frame, rows: Array, outcomes: Vec, meaning: dict[str, Outcome]) -> tuple[Array, Mask]:
    """The next try after each record: the promised minute (下次), else the outcome's 重试 after this one."""
    again, promised = np.full(len(rows), NAT), np.zeros(len(rows), dtype=bool)
    at = world.column(records, "回访时间").data
    for code, word in enumerate(outcomes.words):
        own = np.flatnonzero(outcomes.data == code)
        outcome = meaning.get(str(word))
        if outcome is None or not len(own):
            continue
        scope = Scope(world, View(records, rows[own]))
        if isinstance(outcome.retry, Span):
            again[own] = after(world, at[rows[own]], outcome.retry, scope).at
        if outcome.next.startswith("{"):
            said = scope.vec(tuple(outcome.next.strip("{}").split("."))).data
            there = ~np.isnat(said)
            again[own[there]], promised[own[there]] = said[there], True
    return again, promised


def stopped(world: World, size: int) -> Mask:
    """Customers whom an outcome with 停止 took off all lists."""
    records, customers = world.frame(RECORDS), world.frame("客户")
    stops = {outcome.id for outcome in world.book.all(Outcome) if outcome.stop}
    rows = records.typed["结果代码"].matching(lambda word: word in stops) & (
        world.column(records, "回访时间").data <= world.instant
    )
    result = np.zeros(size + 1, dtype=bool)
    result[customers.lookup(records.typed["客户编号"])[rows]] = True
    return result[:-1]
