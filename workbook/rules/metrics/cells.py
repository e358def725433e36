"""The numbers of a metric, per window and group: numerator, denominator and value (rule-language §3.18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

import numpy as np

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Metric
from workbook.rules.facts.aggregates import folded
from workbook.rules.facts.holds import holds
from workbook.rules.facts.registered import world_at
from workbook.rules.facts.sides import added_up
from workbook.rules.metrics.windows import Window, in_force, window_of
from workbook.rules.owed.done_marks import blocked_rows
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded

LEDGER, PERIOD = "处罚台账", "账期"
LATE = time(23, 59, 59, 999999)
DUTIES, NOT_DUE = "义务", ("未到", "预告", "待办", "今日到期", "暂缓", "待起")
TOTAL, NO_GROUP = "合计", "（空）"
REAL, WHOLE = Type("小数"), Type("整数")


class Cell(NamedTuple):
    """One number: NaN where there is none. `behind` counts the rows it stands on."""

    top: float
    bottom: float
    value: float
    behind: int


NOTHING = Cell(np.nan, np.nan, np.nan, 0)
Place = tuple[int, str]  # number of the window, group


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The numbers of a metric: one for each window and group that has rows, and a total for each window."""

    at: Mapping[Place, Cell]
    target: str = ""

    def grouped(self) -> bool:
        """There is more than the totals."""
        return any(group != TOTAL for _, group in self.at)


def cells(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    """The numbers of a metric in each of the windows."""
    with world.computing(f"指标 {rule.id}"):
        if rule.method == "加权":
            return _weighted(world, rule, spans)
        found = _measured(world, rule, spans)
        return _over(world, rule, found, spans) if rule.over else found


def _measured(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    """Each window as things stand now, or with 截至 as they stood when it ended."""
    if not rule.as_of:
        return _counted(world, rule, spans)
    found: dict[Place, Cell] = {}
    target = ""
    for number, window in enumerate(spans):
        made = _counted(as_it_stood(world, rule, window), rule, [window])
        target = target or made.target
        found.update({(number, group): cell for (_, group), cell in made.at.items()})
    return Cells(found, target)


def as_it_stood(world: World, rule: Metric, window: Window) -> World:
    """The workbook that a window is counted in: with 截至 as it was when the window ended, once that is over."""
    if not rule.as_of or window.last >= world.today:
        return world
    return world_at(world, datetime.combine(window.last, LATE), rule.as_of)


def _counted(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    rows = _population(world, rule)
    window = window_of(world, rule, rows, spans)
    rows, window = rows.pick(np.flatnonzero(window >= 0)), window[window >= 0]
    scope = Scope(world, rows)
    hit = holds(rule.hit_when, scope)
    column, method = _counted_column(rule)
    values = scope.vec(column) if column else None
    group, labels, target = _groups(rule, scope)
    found: dict[Place, Cell] = {}
    if rule.by:
        made = _folded(method, window * len(labels) + group, len(spans) * len(labels), hit, values)
        for number, cell in enumerate(made):
            if cell.behind:
                found[number // len(labels), labels[number % len(labels)]] = cell
    for number, cell in enumerate(_folded(method, window, len(spans), hit, values)):
        found[number, TOTAL] = cell
    return Cells(found, target)


def _undue(rule: Metric, frame: Frame, hit: Mask) -> Mask:
    """Duties that aren't due yet: nobody has failed them, so a share leaves them out unless its cells speak of states."""
    if frame.name != DUTIES or rule.method != "比率" or ("状态",) in rule.when.references():
        return np.zeros(len(frame), dtype=bool)
    return np.asarray(frame.typed["状态"].matching(lambda word: word in NOT_DUE) & ~hit)


def _population(world: World, rule: Metric, *, undue: bool = False) -> View:
    """The rows a metric is about: those that meet 若, less what a check keeps from counting and what isn't due yet."""
    frame = world.frame(LEDGER) if rule.sheet == LEDGER else asked(world, rule.sheet, rule.when)
    counts = holds(rule.when, Scope(world, whole(frame))) & ~blocked_rows(world, frame, "完成")
    if not undue:
        counts &= ~_undue(rule, frame, holds(rule.hit_when, Scope(world, whole(frame))))
    if rule.sheet == LEDGER:
        booked = rule.time == (PERIOD,) and rule.method == "合计"  # a month's account: each line once, reversals too
        counts &= (booked | _stands(frame)) & added_up(world, frame, rule.when, *_counted_column(rule))
    return View(frame, np.flatnonzero(counts))


def held_back(world: World, rule: Metric) -> int:
    """How many rows that meet 若 a check with 拦截 完成 keeps from counting."""
    if rule.method == "加权" or rule.sheet == LEDGER:
        return 0
    frame = asked(world, rule.sheet, rule.when)
    blocked = np.flatnonzero(blocked_rows(world, frame, "完成"))  # mostly none: nobody looks at the others again
    return int(holds(rule.when, Scope(world, View(frame, blocked))).sum()) if len(blocked) else 0


def _stands(frame: Frame) -> Mask:
    """Lines of the ledger that weigh something: a fine and its reversal are nothing, and so is one struck out."""
    undone = frame.typed["冲销"]
    reversed_ = set(undone.objects()[~undone.missing()])
    gone = frame.typed["行键"].matching(lambda name: name in reversed_)
    return np.asarray(undone.missing() & ~gone & (frame.typed["倍数"].data != 0))


def _counted_column(rule: Metric) -> tuple[Path, str]:
    """The column and the method; `去重 列` says distinct values even of a count."""
    if not rule.column or not rule.column[0].startswith("去重 "):
        return rule.column, rule.method
    column = (rule.column[0].removeprefix("去重").strip(), *rule.column[1:])
    return column, "去重数" if rule.method == "计数" else rule.method


def _groups(rule: Metric, scope: Scope) -> tuple[Positions, list[str], str]:
    """The group of each row, the groups' names in order, and the sheet they are rows of."""
    if not rule.by:
        return np.zeros(len(scope), dtype=np.int64), [TOTAL], ""
    columns = [scope.vec(path) for path in rule.by]
    target = columns[0].type.target if len(columns) == 1 else ""
    names, group = [""], np.zeros(len(scope), dtype=np.int64)
    for column in (says(column).one_spelling() for column in columns):
        words = [*map(str, column.words), NO_GROUP]
        codes, back = np.unique(group * len(words) + column.data % len(words), return_inverse=True)
        parts = ((names[code // len(words)], words[code % len(words)]) for code in codes.tolist())
        names = [f"{front}·{word}" if front else word for front, word in parts]
        group = back.reshape(-1)
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.argsort(np.array(order, dtype=np.int64)) if order else np.empty(0, dtype=np.int64)
    return place[group], [names[index] for index in order], target


def _folded(method: str, cell: Positions, size: int, hit: Mask, values: Vec | None) -> list[Cell]:
    """The numbers of each cell out of its rows."""
    behind = np.bincount(cell, minlength=size).astype(int)
    none = np.full(size, np.nan)
    inside = np.flatnonzero(hit)
    part = values.take(inside) if values is not None else None
    if method == "比率":
        how = "计数" if values is None else "去重数"
        top, bottom = folded(how, cell[inside], size, part, WHOLE).data, folded(how, cell, size, values, WHOLE).data
        value = _divided(top, bottom)
    elif method in {"平均", "中位"}:
        bottom = folded("计数", cell[inside], size, part, WHOLE).data
        top = folded("合计", cell[inside], size, part, REAL).data if method == "平均" else none
        value = _divided(top, bottom) if method == "平均" else folded(method, cell[inside], size, part, REAL).data
    else:
        top, bottom = folded(method, cell[inside], size, part, REAL).data, none
        value = top
    rows = zip(top.tolist(), bottom.tolist(), value.tolist(), behind.tolist(), strict=True)
    return [Cell(*row) for row in rows]


def _divided(top: Array, bottom: Array) -> Array:
    """A share; nothing where there is nothing to divide by."""
    return np.where(bottom == 0, np.nan, top / np.where(bottom == 0, 1, bottom))


def _other(world: World, name: str, spans: Sequence[Window]) -> Cells:
    """The numbers of another metric in the same windows."""
    known = world.book.by_id(Metric)
    if name not in known:
        raise NotUnderstood(
            worded("没有“{name}”这个指标", name=name), worded("可用的有 {known}。", known=worded("、").join(known))
        )
    found: dict[Place, Cell] = {}
    target = ""
    for version in known[name]:
        made = cells(world, version, spans)
        target = target or made.target
        for place, cell in made.at.items():
            if in_force(world, version, spans[place[0]]):
                found.setdefault(place, cell)
    return Cells(found, target)


def _over(world: World, rule: Metric, own: Cells, spans: Sequence[Window]) -> Cells:
    """比于: the own number over another metric's; a metric without groups serves them all."""
    other = _other(world, rule.over, spans)
    places = list(dict.fromkeys((*own.at, *(other.at if rule.by else ()))))
    found: dict[Place, Cell] = {}
    for window, group in places:
        cell = own.at.get((window, group), NOTHING)
        below = other.at.get((window, group if other.grouped() else TOTAL), NOTHING).value
        above = cell.value if rule.method in {"平均", "中位"} else cell.top if cell.behind else 0.0
        known = not np.isnan(below) and below != 0
        found[window, group] = Cell(above, below, above / below if known else np.nan, cell.behind)
    return Cells(found, own.target or other.target)


def _weighted(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    """加权: the mean of other metrics' values by their weights; one without a value leaves its weight to the others."""
    weights = weights_of(rule)
    parts = {name: _other(world, name, spans) for name in weights}
    found: dict[Place, Cell] = {}
    for place in dict.fromkeys(place for part in parts.values() for place in part.at):
        held = [(weights[name], part.at[place]) for name, part in parts.items() if place in part.at]
        known = [(weight, cell) for weight, cell in held if not np.isnan(cell.value)]
        top, bottom = sum(weight * cell.value for weight, cell in known), sum(weight for weight, _ in known)
        behind = sum(cell.behind for _, cell in held)
        found[place] = Cell(top, bottom, top / bottom if bottom else np.nan, behind)
    return Cells(found, next((part.target for part in parts.values() if part.target), ""))


def weights_of(rule: Metric) -> dict[str, float]:
    """`M1:2,M2:1`."""
    made: dict[str, float] = {}
    for part in split(rule.weights):
        name, _, weight = part.replace("：", ":").rpartition(":")
        try:
            made[name.strip()] = float(weight[:-1]) / 100 if weight.strip().endswith("%") else float(weight)
        except ValueError:
            raise NotUnderstood(worded("“{part}”不是权重", part=part), worded("写成 M1:2,M2:1。")) from None
    if not made or "" in made:
        raise NotUnderstood(worded("加权缺权重"), worded("写成 M1:2,M2:1。"))
    return made


class Behind(NamedTuple):
    """The rows that a metric looks at in one window.

    Shapes:
        group: which group each is in. hit: its numerator. undue: those that aren't counted, for they aren't due yet.
    """

    rows: View
    group: list[str]
    hit: Mask
    undue: Mask


def behind(world: World, rule: Metric, span: Window) -> Behind:
    """The rows of one window, counted or not in the numerator."""
    rows = _population(world, rule, undue=True)
    rows = rows.pick(np.flatnonzero(window_of(world, rule, rows, [span]) >= 0))
    scope = Scope(world, rows)
    group, labels, _ = _groups(rule, scope)
    undue = _undue(rule, rows.frame, holds(rule.hit_when, Scope(world, whole(rows.frame))))[rows.at]
    return Behind(rows, [labels[at] for at in group.tolist()], holds(rule.hit_when, scope), undue)
