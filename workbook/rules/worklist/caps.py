"""频次: how many contacts a period may hold, counted with those of 回访记录 and those that today's list keeps already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from workbook.clock.periods import bounds, keys
from workbook.rulebook.sorts.model import Limit
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import codes_of
from workbook.rules.owed.done_marks import countable
from workbook.rules.worklist.limits import DAY, Sieve, in_order
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Mask
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded


def cap(world: World, held: Sieve, *, alone: bool = False) -> None:
    """频次: contacts of the period and tasks already kept today are counted; a further one is refused, put off or logged.

    `alone`: each task is judged as if it were the only one of the day.
    """
    groups: dict[tuple[object, str], list[Limit]] = {}
    for limit in in_order(world, "频次"):
        if limit.period is not None and limit.number is not None:
            groups.setdefault((limit.key, limit.period.name), []).append(limit)
    for limits in groups.values():
        world.attempt(limits[0], partial(_capped, world, held, limits, alone=alone), None)


def _capped(world: World, held: Sieve, limits: list[Limit], *, alone: bool) -> None:
    tasks, size = held.tasks, len(held.tasks)
    scope = Scope(world, whole(tasks))
    deciding = np.full(size, -1)
    for index, limit in reversed(list(enumerate(limits))):
        deciding[holds(limit.when, scope) & (_is_of_texts(limit) | ~held.lines)] = index
    exempt = [
        holds(limit.exempt_when, scope) if limit.exempt_when is not None else np.zeros(size, bool) for limit in limits
    ]
    counts_itself = [holds(limit.counted_when, scope) & (_is_of_texts(limit) | ~held.lines) for limit in limits]
    past, codes = zip(*(_past(world, tasks, limit) for limit in limits), strict=True)
    numbers = [_numbers(limit, scope) for limit in limits]
    next_on = [_next_period(world, limit) for limit in limits]
    kept: list[dict[int, int]] = [{} for _ in limits]
    for position in np.flatnonzero(held.inside & (deciding >= 0)).tolist():
        index = int(deciding[position])
        limit, key, number = limits[index], int(codes[index][position]), numbers[index][position]
        if exempt[index][position]:
            held.notes[position].append(worded("豁免：{note}", note=limit.note or limit.name or limit.id))
            continue
        used = past[index].get(key, 0) + kept[index].get(key, 0)
        if key < 0 or used < number:
            if not alone:
                _keep(kept, counts_itself, codes, position)
            continue
        period = worded(limit.period.name) if limit.period else ""
        reached = worded("本{period}已 {used} 次，上限 {number} 次", period=period, used=used, number=number)
        if limit.over == "记例外":
            held.notes[position].append(worded("例外：{reached}", reached=reached))
            _keep(kept, counts_itself, codes, position)
            continue
        held.drop_one(position, "频次已满", reached, limit.id, next_on[index])


def _keep(kept: list[dict[int, int]], counts: list[Mask], codes: Sequence[Array], position: int) -> None:
    """A task kept today counts for the tasks after it."""
    for index, counter in enumerate(kept):
        key = int(codes[index][position])
        if counts[index][position] and key >= 0:
            counter[key] = counter.get(key, 0) + 1


def _numbers(limit: Limit, scope: Scope) -> list[int]:
    """数 of each task; a column that says nothing allows none."""
    if isinstance(limit.number, tuple):
        return [int(number) for number in np.nan_to_num(scope.vec(limit.number).of(Type("小数")).data)]
    return [int(limit.number or 0)] * len(scope)


def _next_period(world: World, limit: Limit) -> np.datetime64:
    """The first day of the next period."""
    name = limit.period.name if limit.period else "日"
    last = bounds(str(keys(np.array([world.instant]), name)[0]))[1]
    return np.datetime64(last, "us") + DAY


def _past(world: World, tasks: Frame, limit: Limit) -> tuple[dict[int, int], Array]:
    """Contacts of this period by key, and the key of each task. Sent list lines count like contacts."""
    name = limit.period.name if limit.period else "日"
    records = world.frame("回访记录")
    at = world.column(records, "回访时间").data
    this = np.asarray(keys(np.array([world.instant]), name))[0]
    inside = np.array(np.asarray(keys(at, name)) == this, dtype=bool) & (at < np.datetime64(world.today, "us") + DAY)
    inside &= countable(world, records, capped=True) & holds(limit.counted_when, Scope(world, whole(records)))
    inside &= ~world.column(records, "方向").matching(lambda word: word == "来电")
    views: list[tuple[View, list[tuple[str, ...]]]] = [
        (whole(tasks), list(limit.key)),
        (View(records, np.flatnonzero(inside)), list(limit.key)),
    ]
    sent = _sent_lines(world, name, this)
    if sent is not None and _is_of_texts(limit):
        views.append((sent, list(limit.key)))
    codes, *others = codes_of(world, views)
    counted: dict[int, int] = {}
    for code in np.concatenate(others).tolist():
        counted[code] = counted.get(code, 0) + 1
    return counted, codes


def _is_of_texts(limit: Limit) -> bool:
    """Whether a cap is about texts, so that lines of 名单:短信 count and are counted; any other is about calls."""
    asked = [c for c in limit.counted_when.clauses() if c.path == ("方式",)]
    asked += [c for c in limit.when.clauses() if c.path in {("方式",), ("联系方式",)}]
    return any("短信" in clause.test.text and "不是" not in clause.test.text for clause in asked)


def _sent_lines(world: World, period: str, this: str) -> View | None:
    if "名单:短信" not in world.tables.frames or "名单:短信" not in world.schema.sheets:
        return None
    lines = world.found("名单:短信")
    at = lines.typed["已发时间"].data
    return View(lines, np.flatnonzero(np.asarray(keys(at, period)) == this))
