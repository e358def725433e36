"""追踪: what has happened that may be a step of a chain, in order of time — from every sheet that a rule of 追踪 names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import STEPS, Duty, Sample, Spawn, Trace
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import customer_heading
from workbook.rules.owed.chain_people import (
    BEGINS,
    TASK,
    Happened,
    Node,
    column,
    near_to,
    numbers_of,
    owners_of,
    person_of,
    references,
    words,
)
from workbook.rules.world.frames import Frame
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import MOMENT, Array, Mask, Vec, says
from workbook.rules.world.world import Unknown, World

DAY = np.timedelta64(1, "D")


@dataclass(slots=True, eq=False)
class _Group:
    """The rows of one sheet at one of their times."""

    frame: Frame
    times: Array
    rules: dict[str, Trace] = field(default_factory=dict)
    masks: dict[str, Mask] = field(default_factory=dict)
    products: list[Path] = field(default_factory=list)
    kinds: list[Path] = field(default_factory=list)

    def rows(self, *steps: str) -> Mask:
        """The rows that may be one of these steps."""
        found = np.zeros(len(self.frame), dtype=bool)
        for step in steps:
            if step in self.masks:
                found |= self.masks[step]
        return found


def happenings(world: World, rules: Sequence[Trace]) -> list[Happened]:
    """Everything that may belong to a chain, in order of time; of one moment what began comes before what ended."""
    groups = _groups(world, rules)
    sources = {rule.source for rule in rules}
    begun = [_happened(world, group, group.rows(*BEGINS), sources) for group in groups]
    first = list(chain.from_iterable(begun))
    owners = owners_of(world, first)
    nodes = {one.node for one in first}
    for one in first:
        one.person = person_of(one, owners)
    persons = {one.person for one in first}
    rest: list[Happened] = []
    for group in groups:
        rows = group.rows(*STEPS) & ~group.rows(*BEGINS)
        if rows.any():
            near = rows & near_to(world, group.frame, persons, owners, nodes, sources)
            rest += _happened(world, group, near, sources)
    for one in rest:
        one.person = person_of(one, owners)
    since: dict[str, np.datetime64] = {}
    for one in first:
        since[one.person] = min(since.get(one.person, one.time), one.time)
    day_before = {person: time - DAY for person, time in since.items()}  # an end without an hour may stand before it
    found = [*first, *(one for one in rest if one.links or one.time >= day_before.get(one.person, one.time))]
    _dated(found)
    ranks = [0 if one.begins else 1 if "解决" in one.steps and "验证" not in one.steps else 2 for one in found]
    times = np.array([one.time for one in found], dtype="M8[us]")
    return [found[at] for at in np.lexsort((np.array(ranks), times)).tolist()]


def _dated(found: Iterable[Happened]) -> None:
    """What was ended on a day without an hour, on the day it began, was ended after it began."""
    began = {one.node: one.time for one in found if one.begins}
    for one in found:
        if not one.begins and one.node in began:
            start, day = began[one.node], one.time.astype("datetime64[D]")
            if one.time == day == start.astype("datetime64[D]"):
                one.time = start


def _groups(world: World, rules: Sequence[Trace]) -> list[_Group]:
    """The rows that each rule means, together by sheet and time."""
    made: dict[tuple[str, Path], _Group] = {}
    for rule in rules:
        world.attempt(rule, partial(_grouped, world, rule, made), None)
    return list(made.values())


def _grouped(world: World, rule: Trace, made: dict[tuple[str, Path], _Group]) -> None:
    frame = world.frame(rule.source)
    path = rule.time or ((frame.sheet.time.heading,) if frame.sheet.time else ())
    if not path:
        raise NotUnderstood(f"【{rule.source}】没有自己的时间，不知道是哪天的事", "在“时间列”里写一列日期或时点。")
    scope = Scope(world, whole(frame))
    times = scope.vec(path).of(MOMENT)
    known = ~times.missing() & (times.data < np.datetime64(world.today, "D") + DAY)
    fits = known & holds(rule.when, scope, wanted=True) & in_force(frame, rule, world.today)
    group = made.setdefault((rule.source, path), _Group(frame, times.data))
    group.rules.setdefault(rule.step, rule)
    group.products += [one for one in rule.product if one not in group.products]
    group.kinds += [one for one in rule.kind if one not in group.kinds]
    group.masks[rule.step] = group.masks.get(rule.step, np.zeros(len(frame), dtype=bool)) | fits


# -- rows as they are told


def _happened(world: World, group: _Group, wanted: Mask, sources: set[str]) -> list[Happened]:
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return []
    frame = group.frame
    keys = words(frame.key().take(rows))
    customers = column(world, frame, customer_heading(frame), rows)
    products, kinds = (_first(world, frame, rows, paths) for paths in (group.products, group.kinds))
    links, numbers = _links(world, frame, rows, sources), numbers_of(world, frame, rows)
    found = []
    for n, row in enumerate(rows.tolist()):
        steps = {step: group.rules[step] for step, mask in group.masks.items() if mask[row]}
        several = tuple(part for part in kinds[n].split("、") if part) or ("",)
        found.append(
            Happened(
                (frame.name, keys[n]),
                frame,
                row,
                group.times[row],
                steps,
                customers[n],
                "",
                products[n],
                several,
                links[n],
                numbers[n],
            )
        )
    return found


def _first(world: World, frame: Frame, rows: Array, paths: Sequence[Path]) -> list[str]:
    """Of each row the first of these columns that holds something."""
    found: Vec | None = None
    for path in paths:
        try:
            mine = says(Scope(world, View(frame, rows)).vec(path))
        except Unknown:
            continue
        found = mine if found is None else found.otherwise(mine)
    return [""] * len(rows) if found is None else words(found)


def _links(world: World, frame: Frame, rows: Array, sources: set[str]) -> list[tuple[Node, ...]]:
    """The rows of other sheets that a row names: by reference, by the task it did, by the row it was opened from."""
    found: list[list[Node]] = [[] for _ in rows]
    for heading, target in references(frame, sources):
        for n, key in enumerate(column(world, frame, heading, rows)):
            if key:
                found[n].append((target, key))
    if TASK in frame.typed and frame.sheet.column(TASK) is not frame.sheet.key:
        origin = {rule.id: rule.source for rule in world.book.all(Duty)}
        origin |= {rule.id: rule.population for rule in world.book.all(Sample)}
        for n, names in enumerate(words(frame.typed[TASK].take(rows))):
            for parts in (one.split("·") for one in names.split("、")):
                if len(parts) > 1 and origin.get(parts[0]) in sources:
                    found[n].append((origin[parts[0]], parts[1]))
    if MADE_FROM in frame.typed:
        opened = {rule.id: rule.source for rule in world.book.all(Spawn)}
        by = words(frame.typed[MADE_BY].take(rows)) if MADE_BY in frame.typed else [""] * len(rows)
        for n, key in enumerate(words(frame.typed[MADE_FROM].take(rows))):
            if key and by[n]:
                found[n].append((opened.get(by[n], ""), key))
            elif key:  # a row that staff opened themselves: whichever sheet has that number
                found[n] += [(source, key) for source in sorted(sources)]
    return [tuple(dict.fromkeys(one)) for one in found]
