"""Who owes a quota: the keys of a roster, when they are on it, when they are let off, and which rule claims them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Quota, Rule
from workbook.rules.facts.holds import holds
from workbook.rules.owed.intervals import merged
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, says, text
from workbook.rules.world.world import World
from workbook.words.tongue import named, worded

ALL = "全部"
BEGINS, ENDS = ("入职日", "建档日"), ("离职日",)  # where a roster without 起 and 止 says since and until when
DAY = np.timedelta64(1, "D")
FAR = np.datetime64("9999-12-31", "us")


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The keys a quota is counted for.

    Shapes:
        names: the text of each key. frame, at: the row each key stands on (−1: none), when keys are rows of a sheet.
        listed: the keys are a roster (or the one key 全部), so that a key never counted is seen too.
    """

    names: Vec
    frame: Frame | None
    at: Positions
    listed: bool

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Periods as days: the first and the last day of each, both inclusive."""

    first: Array
    last: Array

    def __len__(self) -> int:
        return len(self.first)


def days(first: list[date], last: list[date]) -> Days:
    """The days of some periods."""
    return Days(np.array(first, dtype="datetime64[D]"), np.array(last, dtype="datetime64[D]"))


def in_force(rule: Rule, on: Array) -> Mask:
    """Whether a dated rule holds on each day; 生效日 and 失效日 are inclusive."""
    since = rule.since is None or on >= np.datetime64(rule.since, "D")
    until = rule.until is None or on <= np.datetime64(rule.until, "D")
    return np.asarray(np.full(len(on), True) & since & until)


def keyed(world: World, rule: Quota, rows: View) -> tuple[Keys, View, Positions]:
    """The keys of a quota, and the counted rows with the key of each (−1: no key on the roster).

    A 多选 column names several keys: its row then stands once for each of them.
    """
    roster = world.frame(rule.roster) if rule.roster else None
    path = rule.key or _reference(rows.frame, roster)
    if not path:
        return Keys(text([ALL]), None, np.full(1, -1, dtype=np.int64), listed=True), rows, np.zeros(len(rows), np.int64)
    values = Scope(world, rows).vec(path)
    target = values.type.arg if values.type.name == "引用" else ""
    if values.type.name == "多选":
        rows, values = _member_by_member(rows, values)
    named = says(values).one_spelling()
    if roster is not None:
        return Keys(roster.key(), roster, roster.all, listed=True), rows, roster.lookup(named)
    frame = world.frame(target) if target else None
    names = Vec(named.type, np.arange(len(named.words), dtype=np.int32), named.words)
    at = frame.lookup(names) if frame is not None else np.full(len(names), -1, dtype=np.int64)
    return Keys(names, frame, at, listed=False), rows, named.data.astype(np.int64)


def _reference(counted: Frame, roster: Frame | None) -> Path:
    """The only column of the counted sheet that refers to the roster.

    Raises:
        NotUnderstood: none or several do.
    """
    if roster is None:
        return ()
    found = [column.heading for column in counted.sheet.columns if column.type.target == roster.name]
    if len(found) != 1:
        raise NotUnderstood(
            worded(
                "【{name}】里哪一列是【{roster_name}】的编号没有写",
                name=named(counted.name),
                roster_name=named(roster.name),
            ),
            worded("填上“键”，例如 员工编号。"),
        )
    return (found[0],)


def _member_by_member(rows: View, values: Vec) -> tuple[View, Vec]:
    members = [[] if held is None else str(held).split("、") for held in values.objects()]
    counts = np.array([len(each) for each in members], dtype=np.int64)
    return rows.pick(np.repeat(np.arange(len(rows)), counts)), text([member for each in members for member in each])


# -- which rule


def one_of_groups(world: World) -> dict[str, tuple[Quota, ...]]:
    """The rules of each 互斥组 in the order in which they claim a key: by 优先, else by the row's own number."""
    groups: dict[str, list[Quota]] = {}
    for rule in _in_order(world):
        if rule.one_of:
            groups.setdefault(rule.one_of, []).append(rule)
    return {word: tuple(rules) for word, rules in groups.items()}


def _in_order(world: World) -> list[Quota]:
    rules = list(enumerate(world.book.all(Quota), 1))
    rules.sort(key=lambda one: (one[0] if one[1].order is None else one[1].order, one[1].order is None, one[0]))
    return [rule for _, rule in rules]


def claimed(world: World, rule: Quota, keys: Keys, on: Array) -> Mask:
    """Keys × days that an earlier rule of the same 编号 or 互斥组 has taken: only the first that fits applies."""
    taken = np.zeros((len(keys), len(on)), dtype=bool)
    for other in _in_order(world):
        if other is rule:
            break
        together = other.id == rule.id or (rule.one_of and other.one_of == rule.one_of)
        if together and other.roster == rule.roster:
            none = np.zeros(len(keys), dtype=bool)
            fitting = world.attempt(other, partial(fits, world, other, keys), none)
            taken |= fitting[:, None] & in_force(other, on)[None, :]
    return taken


def fits(world: World, rule: Quota, keys: Keys) -> Mask:
    """Keys that the rule concerns (对象若)."""
    if not rule.roster or keys.frame is None:
        return np.ones(len(keys), dtype=bool)
    return holds(rule.roster_when, Scope(world, View(keys.frame, keys.at)))


# -- when


def present(world: World, keys: Keys, on: Array) -> Mask:
    """Keys × days: on the roster (起..止, else 入职日 or 建档日 to 离职日) on that day."""
    there = np.ones((len(keys), len(on)), dtype=bool)
    if not keys.listed or keys.frame is None:
        return there
    since, until = _edge(world, keys, BEGINS), _edge(world, keys, ENDS)
    there &= np.isnat(since)[:, None] | (since[:, None] <= on[None, :])
    there &= np.isnat(until)[:, None] | (until[:, None] >= on[None, :])
    return there


def _edge(world: World, keys: Keys, usual: tuple[str, ...]) -> Array:
    """The day on which a key comes onto the roster, or leaves it."""
    frame = keys.frame
    declared = None if frame is None else frame.sheet.start if usual is BEGINS else frame.sheet.end
    headings = (declared.heading,) if declared else usual
    for heading in headings:
        if frame is not None and frame.sheet.column(heading):
            return world.column(frame, heading).take(keys.at).data.astype("datetime64[D]")
    return np.full(len(keys), np.datetime64("NaT", "D"))


def exempted(world: World, rule: Quota, keys: Keys, periods: Days) -> Mask:
    """Keys × periods that lie wholly inside an interval of 免计: on the clock, or in all their business hours."""
    free = np.zeros((len(keys), len(periods)), dtype=bool)
    if not rule.exempt or not len(periods):
        return free
    who, begin, until = _intervals(world, rule, keys)
    start = periods.first.astype("datetime64[us]")
    end: Array = periods.last.astype("datetime64[us]") + DAY
    inside = (begin < end.max()) & (until > start.min())
    who, begin, until = merged(who[inside], begin[inside], until[inside])
    low: Array = np.maximum(begin[:, None], start[None, :])
    high: Array = np.maximum(low, np.minimum(until[:, None], end[None, :]))
    wholly = (begin[:, None] <= start[None, :]) & (until[:, None] >= end[None, :])
    worked = world.hours.micros(low, high)
    total = world.hours.micros(start, end)
    opening, closing = world.hours.outer()  # a rule may owe days off too: there the hours of any other day count
    off = (begin[:, None] <= (start + opening)[None, :]) & (until[:, None] >= (end - DAY + closing)[None, :])
    wholly |= off & (total == 0)[None, :]
    away, whole_away = np.zeros((len(keys) + 1, len(periods)), np.int64), np.zeros((len(keys) + 1, len(periods)), bool)
    np.add.at(away, who, worked)
    np.logical_or.at(whole_away, who, wholly)
    away_all = whole_away | ((total > 0)[None, :] & (away >= total[None, :]))
    return np.asarray(away_all[:-1] | away_all[-1])


def _intervals(world: World, rule: Quota, keys: Keys) -> tuple[Positions, Array, Array]:
    """Key (−1: everybody), begin and end of each row of 免计; an end without a time of day holds its whole day."""
    who: list[Positions] = []
    begin: list[Array] = []
    until: list[Array] = []
    for name in rule.exempt:
        frame = world.frame(name)
        start, end = frame.sheet.start, frame.sheet.end
        if start is None or end is None:
            raise NotUnderstood(
                worded("【{name}】没有“起”和“止”两列，不能用来免计", name=named(name)),
                worded("换一张写明起止的表，例如 请假。"),
            )
        scope = Scope(world, whole(frame))
        first, last = scope.vec((start.heading,)).data, scope.vec((end.heading,)).data
        day_only = last == last.astype("datetime64[D]").astype("datetime64[us]")
        whose = _whose(world, frame, keys)
        known = ~np.isnat(first) & (whose >= -1)
        who.append(whose[known])
        begin.append(first[known])
        until.append(np.where(np.isnat(last), FAR, np.where(day_only, last + DAY, last))[known])
    return np.concatenate(who), np.concatenate(begin), np.concatenate(until)


def _whose(world: World, frame: Frame, keys: Keys) -> Positions:
    """The key each interval belongs to: −1 for everybody when the sheet names nobody, −2 for somebody else."""
    links = [column for column in frame.sheet.columns if column.type.target]
    own = [column for column in links if keys.frame is not None and column.type.target == keys.frame.name]
    if own:
        position = np.full(len(keys.frame or ()) + 1, -2, dtype=np.int64)
        position[keys.at] = np.arange(len(keys))
        position[-1] = -2
        return position[keys.frame.lookup(world.column(frame, own[0].heading))] if keys.frame is not None else position
    if any(column.type.target in {"客户", "员工"} for column in links):
        raise NotUnderstood(
            worded("【{name}】里没有名册的编号，不知道免计的是谁", name=named(frame.name)),
            worded("换一张有这一列的表。"),
        )
    return np.full(len(frame), -1, dtype=np.int64)
