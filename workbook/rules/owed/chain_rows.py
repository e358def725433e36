"""追踪: what has happened that may be a step of a chain, in order of time — from every sheet that a rule of 追踪 names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import STEPS, Trace
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import customer_heading
from workbook.rules.owed.chain_links import Nodes, links_of
from workbook.rules.owed.chain_people import Near, known_numbers, numbers_of, owners_of, persons_of, told
from workbook.rules.world.frames import Frame
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import MOMENT, TEXT, Array, Mask, Positions, Vec, concat, empty, says
from workbook.rules.world.world import Unknown, World
from workbook.words.tongue import named, worded

DAY = np.timedelta64(1, "D")
BIT = {step: 1 << at for at, step in enumerate(STEPS)}
PROBLEM, COMPLAINT, SOLVED, VERIFIED = (BIT[step] for step in ("问题", "投诉", "解决", "验证"))
BEGINS = PROBLEM | COMPLAINT
"""The steps in which somebody says that something is wrong."""


@dataclass(slots=True, eq=False)
class Group:
    """The rows of one sheet at one of their times.

    Shapes:
        steps: for each row of the sheet the steps that it may be, a bit for each.
    """

    frame: Frame
    times: Array
    steps: Array
    rules: dict[str, Trace] = field(default_factory=dict)
    products: list[Path] = field(default_factory=list)
    kinds: list[Path] = field(default_factory=list)

    def rule(self, steps: int, role: str) -> Trace:
        """The rule by which a row that may be these steps was made one of them."""
        mine = [step for step in self.rules if steps & BIT[step]]
        return self.rules[role if role in mine else mine[0]]


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """Rows at one of their times each, in the order of time.

    Shapes:
        group: index into `groups`. at: the row there. steps: the steps that it may be, a bit for each.
        node: one number for a row at whichever of its times. names: whether it names a row of another sheet.
        person: whose problem it is about. kind: several joined with 、.
        links: row → the nodes that it names.
    """

    groups: Sequence[Group]
    nodes: Nodes
    group: Positions
    at: Positions
    time: Array
    steps: Array
    node: Positions
    names: Mask
    key: Vec
    customer: Vec
    person: Vec
    product: Vec
    kind: Vec
    links: dict[int, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.at)


@dataclass(slots=True, eq=False)
class _Part:
    """Rows of one group as they are told."""

    group: Positions
    at: Positions
    time: Array
    steps: Array
    node: Positions
    names: Mask
    key: Vec
    customer: Vec
    product: Vec
    kind: Vec
    person: Vec
    numbers: list[Vec]
    links: tuple[Positions, Positions]


_INTS, _TEXTS = np.empty(0, np.int64), empty(TEXT, 0)
_NOTHING = _Part(
    _INTS, _INTS, np.empty(0, "M8[us]"), np.empty(0, np.int8), _INTS, np.empty(0, bool),
    _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, [], (_INTS, _INTS),
)  # fmt: skip


def happenings(world: World, rules: Sequence[Trace]) -> Happened:
    """Everything that may belong to a chain, in order of time; of one moment what began comes before what ended."""
    groups = groups_of(world, rules)
    return those(world, rules, groups, {group.frame.name: np.ones(len(group.frame), dtype=bool) for group in groups})


def sources_of(rules: Sequence[Trace]) -> list[str]:
    """The sheets that rules of 追踪 look at."""
    return sorted({rule.source for rule in rules})


def owners(world: World, groups: Sequence[Group]) -> dict[str, str]:
    """Telephone number → the one customer who has it, as the customers' sheet and the rows say where problems began."""
    begun = [(group.frame, np.flatnonzero(group.steps & BEGINS)) for group in groups]
    told_ = [(frame, customer_heading(frame), rows) for frame, rows in begun if len(rows)]
    return world.remembered(
        "号码是谁的", "",
        lambda: owners_of(
            world, [(told(world, frame, heading, rows), numbers_of(world, frame, rows)) for frame, heading, rows in told_]
        ),
    )  # fmt: skip


def those(world: World, rules: Sequence[Trace], groups: Sequence[Group], wanted: Mapping[str, Mask]) -> Happened:
    """Of these groups what stands in the wanted rows of each sheet, in order of time."""
    sources = sources_of(rules)
    nodes = Nodes({group.frame.name: group.frame for group in groups}.values())
    tell = partial(_told, world, groups, nodes, sources)
    first = [
        tell(number, ((group.steps & BEGINS) > 0) & wanted[group.frame.name]) for number, group in enumerate(groups)
    ]
    whose = owners(world, groups)
    _name(first, whose)
    persons = {word for one in first for word in _used(one.person)}
    begun: dict[str, list[str]] = {}
    for group, one in zip(groups, first, strict=True):
        begun.setdefault(group.frame.name, []).extend(_used(one.key))
    rest = [
        tell(number, (group.steps & BEGINS == 0) & (group.steps > 0) & wanted[group.frame.name],
             lambda frame: Near(world, frame, sources).rows(persons, known_numbers(persons, whose), begun))
        for number, group in enumerate(groups)
    ]  # fmt: skip
    _name(rest, whose)
    return _in_order(groups, nodes, [_NOTHING, *first, *rest], sum(len(one.at) for one in first))


def _used(vec: Vec) -> list[str]:
    """The words that a column of text holds; its list of words may be that of a longer one."""
    codes = np.unique(vec.data)
    return [str(word) for word in vec.words[codes[codes >= 0]]]


def _name(parts: Iterable[_Part], owners: dict[str, str]) -> None:
    for one in parts:
        one.person = persons_of(one.customer, one.numbers, owners)


def _in_order(groups: Sequence[Group], nodes: Nodes, parts: Sequence[_Part], begun: int) -> Happened:
    """The parts as one, the first `begun` rows of which are where problems began, without what came before any."""
    columns = {one.name: [getattr(part, one.name) for part in parts] for one in fields(_Part)}
    plain = {name: np.concatenate(columns[name]) for name in ("group", "at", "time", "steps", "node", "names")}
    words = {name: concat(columns[name], TEXT) for name in ("key", "customer", "person", "product", "kind")}
    starts = np.cumsum([0, *(len(part.at) for part in parts)])
    linked = np.concatenate([part.links[0] + start for part, start in zip(parts, starts, strict=False)])
    target = np.concatenate([part.links[1] for part in parts])

    times, person, begins = plain["time"], words["person"].data, np.arange(len(plain["at"])) < begun
    since = np.full(len(words["person"].words) + 1, np.iinfo(np.int64).max)  # the last: of whom nothing is known
    np.minimum.at(since, person[:begun], times[:begun].astype(np.int64))
    never = since == np.iinfo(np.int64).max
    day_before = np.where(never, np.iinfo(np.int64).min, since - DAY.astype("m8[us]").astype(np.int64))
    kept = begins | plain["names"] | (times.astype(np.int64) >= day_before[person])  # an end may have no hour
    plain["time"] = _dated(plain["time"], plain["node"], begins, nodes.size)
    solves = plain["steps"] & (SOLVED | VERIFIED) == SOLVED
    rank = np.where(begins, 0, np.where(solves, 1, 2))
    rows = np.flatnonzero(kept)
    rows = rows[np.lexsort((rank[rows], plain["time"][rows]))]
    place = np.full(len(kept), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    links = _links(place[linked], target)
    told: dict[str, Any] = {name: values[rows] for name, values in plain.items()}
    told |= {name: vec.take(rows) for name, vec in words.items()}
    return Happened(groups, nodes, links=links, **told)


def _links(rows: Positions, nodes: Positions) -> dict[int, tuple[int, ...]]:
    """Row → the nodes that it names, each once, in the order in which it names them; −1 is a row that is left out."""
    named = pd.DataFrame({"row": rows, "node": nodes})[rows >= 0].drop_duplicates()
    twice = named["row"].duplicated(keep=False).to_numpy()
    held, node = (named[column].to_numpy() for column in ("row", "node"))
    links: dict[int, tuple[int, ...]] = dict(zip(held[~twice].tolist(), zip(node[~twice].tolist()), strict=True))
    for row, one in zip(held[twice].tolist(), node[twice].tolist(), strict=True):
        links[row] = (*links.get(row, ()), one)
    return links


def _dated(times: Array, node: Positions, begins: Mask, size: int) -> Array:
    """What was ended on a day without an hour, on the day it began, was ended after it began."""
    began = np.full(size, np.datetime64("NaT", "us"))
    began[node[begins]] = times[begins]
    start, day = began[node], times.astype("M8[D]")
    return np.where(~begins & (times == day) & (day == start.astype("M8[D]")), start, times)


# -- the rows that each rule means


def groups_of(world: World, rules: Sequence[Trace]) -> list[Group]:
    """The rows that each rule means, together by sheet and time."""
    made: dict[tuple[str, Path], Group] = {}
    for rule in rules:
        world.attempt(rule, partial(_grouped, world, rule, made), None)
    return list(made.values())


def _grouped(world: World, rule: Trace, made: dict[tuple[str, Path], Group]) -> None:
    frame = world.frame(rule.source)
    path = rule.time or ((frame.sheet.time.heading,) if frame.sheet.time else ())
    if not path:
        raise NotUnderstood(
            worded("【{source}】没有自己的时间，不知道是哪天的事", source=named(rule.source)),
            worded("在“时间列”里写一列日期或时点。"),
        )
    scope = Scope(world, whole(frame))
    times = scope.vec(path).of(MOMENT)
    known = ~times.missing() & (times.data < np.datetime64(world.today, "D") + DAY)
    if rule.step in ("问题", "投诉") and (begin := world.book.value("启用日")):
        known &= times.data >= np.datetime64(begin, "us")  # as for what is owed: what came before is over
    fits = known & holds(rule.when, scope, wanted=True) & in_force(frame, rule, world.today)
    group = made.setdefault((rule.source, path), Group(frame, times.data, np.zeros(len(frame), dtype=np.int8)))
    group.rules.setdefault(rule.step, rule)
    group.products += [one for one in rule.product if one not in group.products]
    group.kinds += [one for one in rule.kind if one not in group.kinds]
    group.steps[fits] |= BIT[rule.step]


# -- rows as they are told


def _told(
    world: World, groups: Sequence[Group], nodes: Nodes, sources: Sequence[str], number: int, wanted: Mask,
    near: Callable[[Frame], Mask] | None = None,
) -> _Part:  # fmt: skip
    """Some rows of a group; with `near` only those that it keeps."""
    group = groups[number]
    frame = group.frame
    rows = np.flatnonzero(wanted & near(frame) if near and wanted.any() else wanted)
    names, *links = links_of(world, frame, rows, nodes, sources) if len(rows) else (wanted[:0], rows, rows)
    product, kind = (_first(world, frame, rows, paths) for paths in (group.products, group.kinds))
    return _Part(
        group=np.full(len(rows), number),
        at=rows,
        time=group.times[rows],
        steps=group.steps[rows],
        node=nodes.own(frame.name, rows),
        names=names,
        key=says(frame.key()).take(rows).compact(),
        customer=told(world, frame, customer_heading(frame), rows) if len(rows) else empty(TEXT, 0),
        product=product,
        kind=kind,
        person=empty(TEXT, len(rows)),
        numbers=numbers_of(world, frame, rows) if len(rows) else [],
        links=(links[0], links[1]),
    )


def _first(world: World, frame: Frame, rows: Positions, paths: Sequence[Path]) -> Vec:
    """Of each row the first of these columns that holds something."""
    found: Vec | None = None
    for path in paths if len(rows) else ():
        try:
            mine = says(Scope(world, View(frame, rows)).vec(path)).compact()
        except Unknown:
            continue
        found = mine if found is None else found.otherwise(mine)
    return empty(TEXT, len(rows)) if found is None else found
