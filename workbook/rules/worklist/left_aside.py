"""Why nothing is asked for a customer whose rows are there: a moment that can't be read, or one before 启用日."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.holds import holds
from workbook.rules.owed.duties import customers
from workbook.rules.worklist.tasks import NOTHING, emits
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import CHAINED, Scope, View, whole
from workbook.rules.world.vectors import MOMENT, NAT, Array, Positions
from workbook.rules.world.world import World
from workbook.words.issues import Kind
from workbook.words.place import Place
from workbook.words.tongue import worded

BEGIN = "启用日"
UNREAD = (Kind.BAD_DATE, Kind.DATE_NO_YEAR, Kind.BAD_TIME)
"""A moment that isn't understood: its cell counts as empty, and what begins there doesn't begin."""


def unread(world: World) -> dict[Place, str]:
    """Cells of moments that aren't understood, with what stands there."""
    return {one.place: str(dict(one.words).get("value", "")) for one in world.tables.issues if one.kind in UNREAD}


def said_unread(place: Place, value: str) -> str:
    """The sentence about one of them."""
    return worded("{place}“{value}”看不懂，还没有起算", place=place.told, value=value)


def before_begin(world: World, rule: Duty, scope: Scope) -> Array:
    """For each row the moment before 启用日 with which the rule would have begun; none where it wouldn't."""
    none = np.full(len(scope), NAT)
    begin = world.book.value(BEGIN)
    if not begin or rule.mode == "每" or rule.for_each or not rule.start:
        return none
    if any(len(path) == 2 and path[1] in CHAINED for path in rule.start):
        return none
    start = none
    for path in rule.start:
        start = np.where(np.isnat(start), scope.vec(path).of(MOMENT).data, start)
    return np.where(start < np.datetime64(begin[:10], "us"), start, NAT)


def said_before(world: World, start: np.datetime64) -> str:
    """The sentence about one of them."""
    return worded("{day} 的，在启用日 {begin} 以前，不算", day=str(start)[:10], begin=world.book.value(BEGIN)[:10])


def of_customers(world: World, wanted: Positions) -> Iterator[tuple[int, str, str]]:
    """Of these customers (positions) whose rows were left aside: each with what is to be said and by which rule."""
    rows = set(wanted.tolist())
    people = world.frame("客户")
    by_sheet: dict[str, list[tuple[Place, str]]] = {}
    for place, value in unread(world).items():
        by_sheet.setdefault(place.sheet, []).append((place, value))
    for name, told in by_sheet.items():
        if name not in world.tables.frames:
            continue
        frame = world.frame(name)
        positions = {int(row): at for at, row in reversed(list(enumerate(frame.rows.tolist())))}
        there = [(place, value) for place, value in told if place.row in positions]
        at = np.array([positions[place.row] for place, _ in there], dtype=np.int64)
        for one, (place, value) in zip(_whose(world, people, frame, at), there, strict=True):
            if one in rows:
                yield one, said_unread(place, value), ""
    for rule in world.book.all(Duty) if world.book.value(BEGIN) else ():
        if emits(rule) != NOTHING:
            nothing: list[tuple[int, str, str]] = []
            yield from world.attempt(rule, partial(_cut, world, rule, people, rows), nothing)


def _cut(world: World, rule: Duty, people: Frame, rows: set[int]) -> list[tuple[int, str, str]]:
    frame = world.frame(rule.source)
    start = before_begin(world, rule, Scope(world, whole(frame)))
    cut = np.flatnonzero(~np.isnat(start))
    cut = cut[holds(rule.when, Scope(world, View(frame, cut)))] if len(cut) else cut
    name = rule.name or rule.id
    return [
        (one, worded("{name}：{said}", name=name, said=said_before(world, start[at])), rule.id)
        for one, at in zip(_whose(world, people, frame, cut), cut.tolist(), strict=True)
        if one in rows
    ]


def _whose(world: World, people: Frame, frame: Frame, at: Positions) -> list[int]:
    """The customer of each of these rows; −1 where there is none."""
    if frame.name == people.name:
        return [int(one) for one in at]
    return [int(one) for one in people.lookup(customers(world, View(frame, at), None))] if len(at) else []
