"""New lines of 抽样台账: the closed periods that have rows not yet drawn for, one population after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from workbook.clock.periods import between, bounds, shifted
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Sample
from workbook.rules.facts.holds import holds
from workbook.rules.owed.counting import first_day
from workbook.rules.owed.draw import DRAWN, SUBSTITUTE, fingerprint, lot, required, turns, urn
from workbook.rules.owed.rosters import ALL, in_force
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import Array, Mask, Positions, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.money import exact
from workbook.words.tongue import named, worded

Blocked: TypeAlias = Callable[[View], Mask]
ScopeOf: TypeAlias = Callable[[View], Scope]
Row: TypeAlias = tuple[str, str, str]  # period, object, key
WHOLE = "无"
LATE = "补录的行"
CELL = 30000
"""Letters that a cell of Excel surely takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of 抽样台账; `at` and `person_at` are the positions of the drawn row and of the object (−1: none).

    Shapes:
        frame: 总体指纹 of the draw. gone: rows drawn for before that are no longer in the population, joined with 、.
    """

    period: str
    unit: str = ""
    person: str = ""
    key: str = ""
    redraw: int = 0
    stratum: str = ""
    total: int = 0
    wanted: int = 0
    turn: int = 0
    drawn: str = ""
    reason: str = ""
    at: int = -1
    person_at: int = -1
    frame: str = ""
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What 抽样台账 holds of one 编号 already.

    Shapes:
        lines: (period, object, key) → 抽中, of the draw that counts; numbers: period → 重抽号 of that draw.
        again: period → why it is to be drawn anew. persons: (period, object) that have lines.
        groups: (period, object, unit) → the rows that have lines.
    """

    lines: Mapping[Row, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[tuple[str, str]] = frozenset()
    groups: Mapping[Row, Sequence[str]] = field(default_factory=dict)

    def status(self, period: str, person: str, key: str) -> str:
        """抽中 of a row, empty when it has no line in the draw that counts now."""
        return "" if period in self.again else self.lines.get((period, person, key), "")

    def number(self, period: str) -> int:
        """重抽号 of the draw that counts now."""
        return self.numbers.get(period, -1) + 1 if period in self.again else self.numbers.get(period, 0)

    def begun(self, period: str, person: str) -> bool:
        """Whether there are lines of this draw already."""
        return period not in self.again and (period, person) in self.persons


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The rows of 总体表 that one object may draw from, each with its period, unit, stratum and key."""

    rows: View
    scope: Scope
    period: Positions
    unit: Array
    stratum: Array
    key: Array
    blocked: Mask


def spans(world: World, rule: Sample) -> list[str]:
    """The periods to draw for, in order: closed ones so many days back, at any rate the newest; none before 启用日.

    With 时间列 无 it is the running one: the whole sheet, once per period.
    """
    name, today = rule.period.name, world.today
    if name == "滚动":
        raise NotUnderstood(worded("抽样的“期”不能滚动"), worded("写 日、周、月、季 或 年。"))
    current = between(today, today, name)[0]
    begin = first_day(world) or (date.min, date.min)
    if rule.time == WHOLE or name == ALL:
        labels = [current] if begin[0] <= today else []
    else:
        back = today - timedelta(int(world.book.value("补看天数") or 7))
        first = min(back, bounds(shifted(current, -1))[0])
        labels = [label for label in between(first, today, name)[:-1] if bounds(label)[1] >= begin[0]]
    first_days = np.array([max(bounds(label)[0], date(1900, 1, 1)) for label in labels], dtype="datetime64[D]")
    holding = in_force(rule, np.where(np.array(labels) == ALL, np.datetime64(today, "D"), first_days))
    return [label for label, holds_ in zip(labels, holding, strict=True) if holds_]


def new_lines(world: World, rule: Sample, past: Past, blocked: Blocked | None, taken: set[Row]) -> list[Line]:
    """The lines that this run adds for one row of 抽样.

    Shapes:
        taken: rows that an earlier row of the same 编号 draws from; they are no part of this one's population.

    Raises:
        NotUnderstood: both or neither of 率 and 数, or a population without a time.
    """
    if (rule.rate is None) == (rule.size is None):
        raise NotUnderstood(worded("“率”和“数”要填一个，只填一个"), worded("例如 率 20%，或 数 5。"))
    labels = spans(world, rule)
    frame = asked(world, rule.population, rule.when)
    place = _period_of(world, rule, frame, labels)
    lines: list[Line] = []
    for person, person_at, scope_of in _persons(world, rule):
        pool = _pool(rule, View(frame, np.flatnonzero(place >= 0)), place, scope_of)
        held = blocked(pool.rows) if blocked and rule.skip == "联系限制" and len(pool.rows) else pool.blocked
        for number, label in enumerate(labels):
            units: dict[str, list[int]] = {}
            for row in np.flatnonzero(pool.period == number).tolist():
                name = (label, person, str(pool.key[row]))
                if name not in taken:
                    taken.add(name)
                    units.setdefault(str(pool.unit[row]), []).append(row)
            empty = Line(label, person=person, redraw=past.number(label), person_at=person_at)
            if not units and not past.begun(label, person):
                lines.append(empty)
            for unit in sorted(units):
                lines += _drawn(world, rule, past, Group(replace(empty, unit=unit), pool, units[unit], held))
    return lines


def _persons(world: World, rule: Sample) -> Iterable[tuple[str, int, ScopeOf]]:
    """对每: who draws apart, with the scope that shows 对象 to the population; one nameless draw without it."""
    if not rule.for_each:
        yield "", -1, lambda rows: Scope(world, rows)
        return
    objects = world.frame(rule.for_each)
    keys = says(objects.key()).objects()
    for at in np.flatnonzero(holds(rule.for_when, Scope(world, whole(objects)))).tolist():
        beside = View(objects, np.full(1, at, dtype=np.int64))

        def scope_of(rows: View, beside: View = beside) -> Scope:
            return Scope(world, rows, object=beside.pick(np.zeros(len(rows), np.int64)))

        yield str(keys[at] or ""), at, scope_of


def _period_of(world: World, rule: Sample, frame: Frame, labels: list[str]) -> Positions:
    """The period each row of the population lies in; −1 where it is none of these."""
    if rule.time == WHOLE or labels == [ALL]:
        return np.full(len(frame), 0 if labels else -1, dtype=np.int64)
    time = tuple(rule.time.split(".")) if rule.time else (frame.sheet.time.heading,) if frame.sheet.time else ()
    if not time:
        raise NotUnderstood(
            worded("【{name}】没有时间列", name=named(frame.name)),
            worded("在“时间列”里写明按哪一列的日期抽，整张表抽就写 无。"),
        )
    day = Scope(world, whole(frame)).vec(time).of(Type("时点")).data.astype("datetime64[D]")
    if not labels:
        return np.full(len(frame), -1, dtype=np.int64)
    first = np.array([bounds(label)[0] for label in labels], dtype="datetime64[D]")
    last = np.array([bounds(label)[1] for label in labels], dtype="datetime64[D]")
    place = np.searchsorted(first, day, side="right") - 1
    return np.where(~np.isnat(day) & (place >= 0) & (day <= last[place]), place, -1)


def _pool(rule: Sample, dated: View, place: Positions, scope_of: ScopeOf) -> Pool:
    rows = dated.pick(np.flatnonzero(holds(rule.when, scope_of(dated))))
    scope = scope_of(rows)
    key = says(dated.frame.key()).take(rows.at).objects()
    free = np.zeros(len(rows), dtype=bool)
    return Pool(rows, scope, place[rows.at], _words(scope, rule.unit), _words(scope, rule.strata), key, free)


def _words(scope: Scope, paths: tuple[Path, ...]) -> Array:
    """The columns of each row as one text; an empty cell is an empty word, so that no row is lost."""
    columns = [says(scope.vec(path)).objects() for path in paths]
    words = ["/".join(str(part or "") for part in parts) for parts in zip(*columns, strict=True)] if columns else None
    return np.array([*(words or [""] * len(scope)), None], dtype=object)[:-1]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The rows that are drawn from together; `line` says for which period, unit and object."""

    line: Line
    pool: Pool
    rows: list[int]
    held: Mask


def _drawn(world: World, rule: Sample, past: Past, group: Group) -> list[Line]:
    """The new lines of one population: drawn ones stay, and only what the larger total asks for is drawn more."""
    line, pool = group.line, group.pool
    keys, strata = [str(pool.key[row]) for row in group.rows], [str(pool.stratum[row]) for row in group.rows]
    status = [past.status(line.period, line.person, key) for key in keys]
    wanted = _wanted(world, rule, group)
    if wanted is None:
        return []
    taken = [stratum for stratum, was in zip(strata, status, strict=True) if was in {DRAWN, SUBSTITUTE}]
    free = [stratum for stratum, was in zip(strata, status, strict=True) if not was]
    vessel = urn(wanted, Counter(strata), Counter(taken), Counter(free))
    again, late = past.again.get(line.period, ""), LATE if past.begun(line.period, line.person) else ""
    names = [world.book.value("种子"), rule.id, line.period, line.unit, line.person]
    lots = [lot([*names, *([str(line.redraw)] if line.redraw else [])], key) for key in keys]
    frame = fingerprint(zip(keys, strata, strict=True))
    base = replace(line, total=len(keys), wanted=wanted, frame=frame, gone=_gone(past, line, keys))
    lines = []
    for turn, row in enumerate(turns(lots, keys), 1):
        if status[row]:
            continue
        drawn, why = vessel.ask(strata[row], keys[row], blocked=bool(group.held[group.rows[row]]))
        reason = "；".join(word for word in (again, late if drawn == DRAWN else "", why) if word)
        at = int(pool.rows.at[group.rows[row]])
        lines.append(replace(base, key=keys[row], stratum=strata[row], turn=turn, drawn=drawn, reason=reason, at=at))
    return lines


def _gone(past: Past, line: Line, keys: list[str]) -> str:
    """Rows of an earlier draw of this population that it no longer holds: without them nobody could draw again."""
    if line.period in past.again:
        return ""
    there = set(keys)
    before = past.groups.get((line.period, line.person, line.unit), ())
    return "、".join(key for key in before if key not in there)[:CELL]


def _wanted(world: World, rule: Sample, group: Group) -> int | None:
    """应抽 of one population; None, with an issue, where the column that should say it is empty."""
    scope = group.pool.scope.pick(np.array(group.rows, dtype=np.int64))
    rate, size = _amount(rule.rate, scope), _amount(rule.size, scope)
    if rate is None and size is None:
        path = rule.rate if rule.size is None else rule.size
        place = scope.rows.frame.place(int(scope.rows.at[0]))
        columns = ".".join(path) if isinstance(path, tuple) else ""
        world.note(issue(Kind.MISSING_FACT, place, rule=rule.id, key=str(place), columns=columns))
        return None
    return required(len(group.rows), rate, size, rule.at_least)


def _amount(written: Decimal | Path | None, scope: Scope) -> Decimal | None:
    """A number, or what a column says in the first row where it says something."""
    if not isinstance(written, tuple):
        return written
    values = scope.vec(written).of(Type("小数")).data
    known = values[~np.isnan(values)]
    return exact(float(known[0])) if len(known) else None
