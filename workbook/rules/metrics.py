"""指标: numbers with their numerator, denominator and rows, per period and group (rule-language §3.18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from workbook.clock.due import due
from workbook.clock.periods import ALL, between, bounds, shifted
from workbook.rulebook.conditions import Between, Compare, Condition, Equals, NotUnderstood, Path, Quantity, split
from workbook.rulebook.model import Metric
from workbook.rules.aggregates import folded
from workbook.rules.frames import Frame, Link, result, stacked
from workbook.rules.holds import holds, passes
from workbook.rules.marks import blocked_rows
from workbook.rules.operands import operand
from workbook.rules.scope import Scope, View, whole
from workbook.rules.sources import asked
from workbook.rules.vectors import Array, Mask, Positions, Vec, constant, empty, numbers, says, text
from workbook.rules.world import World
from workbook.sheets.types import Type
from workbook.words.spans import Span

RESULTS, LEDGER = "指标结果", "处罚台账"
TOTAL, NO_GROUP = "合计", "（空）"
SHOWN = 2
TEXT, REAL, WHOLE, PERIOD, FLAG = Type("文本"), Type("小数"), Type("整数"), Type("期"), Type("是否")
DAY = np.timedelta64(1, "D")


class Window(NamedTuple):
    """One shown period: its key and its days, both inclusive; no days: all time."""

    key: str
    first: date = date.min
    last: date = date.max


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


def metric_results(world: World, rules: Sequence[Metric], back: int = SHOWN) -> Frame:
    """指标结果 of one 编号: a row per period and group and a total row per period.

    Periods: the running one and the `back` before it; a metric over 全部 has one. A denominator of 0 gives no value.
    Links: 员工, 客户 … opens the row that a group is, where the group is a reference.
    """
    sheet = world.schema.sheets[RESULTS]
    nothing = result(sheet, {}, 0)
    parts = [world.attempt(rule, lambda rule=rule: _metric(world, rule, back), nothing) for rule in rules]  # type: ignore[misc]
    return stacked(sheet, parts) if parts else nothing


def _metric(world: World, rule: Metric, back: int) -> Frame:
    spans = windows(world, rule, back + rule.previous)
    found = cells(world, rule, spans)
    hidden = len(spans) - back - 1 if rule.previous and rule.period.name != ALL else 0
    shown = [place for place in found.at if place[0] >= hidden and _in_force(world, rule, spans[place[0]])]
    ranks = _ranks(rule, found, shown) if rule.rank else {}
    shown.sort(key=lambda place: (place[0], place[1] == TOTAL, ranks.get(place, 0)))
    frame = _frame(world, rule, spans, found, shown)
    _aim(world, rule, frame)
    if rule.rank:
        _ranked(frame, shown, ranks)
    if rule.previous:
        before = np.array([found.at.get((window - 1, group), NOTHING).value for window, group in shown], dtype=float)
        frame.typed["上期"] = numbers(before, REAL)
        frame.typed["变动"] = numbers(frame.typed["值"].data - before, REAL)
    return frame


def _frame(world: World, rule: Metric, spans: Sequence[Window], found: Cells, shown: Sequence[Place]) -> Frame:
    size = len(shown)
    held = [found.at[place] for place in shown]
    periods, groups = [spans[window].key for window, _ in shown], [group for _, group in shown]
    columns = {
        "行键": text([f"{rule.id}·{period}·{group}" for period, group in zip(periods, groups, strict=True)], TEXT),
        "编号": constant(rule.id, size, TEXT),
        "规则": constant(rule.id, size, TEXT),
        "名称": constant(rule.name or None, size, TEXT),
        "期": text(periods, PERIOD),
        "分组": text(groups, TEXT),
        "分子": numbers([cell.top for cell in held], REAL),
        "分母": numbers([cell.bottom for cell in held], REAL),
        "值": numbers([cell.value for cell in held], REAL),
    }
    frame = result(world.schema.sheets[RESULTS], columns, size)
    if found.target:
        rows = world.frame(found.target)
        frame.links[found.target] = [Link(rows, rows.lookup(columns["分组"]))]
    frame.because = lambda position: _because(rule, held[position], groups[position])
    return frame


# -- windows


def windows(world: World, rule: Metric, back: int) -> list[Window]:
    """The running period of a metric and so many before it, oldest first."""
    today, name = world.today, rule.period.name
    if name == ALL:
        return [Window(ALL)]
    if name == "滚动":
        return _rolling(world, rule, back)
    current = between(today, today, name)[0]
    keys = [shifted(current, -turn) for turn in range(back, -1, -1)]
    return [Window(key, *bounds(key)) for key in keys]


def _rolling(world: World, rule: Metric, back: int) -> list[Window]:
    """近30天: so long up to today, and stretches as long before it."""
    length = rule.period.rolling
    if not isinstance(length, Span) or length.is_instant:
        raise NotUnderstood("指标的滚动期要写明天数", "写成 滚动 30天 或 滚动 3月。")
    ends = np.array([world.today], dtype="datetime64[us]")
    made: list[Window] = []
    for turn in range(back + 1):
        before = due(ends, length, world.calendar(), world.hours, back=True).at
        first, last = ((at[0].astype("datetime64[D]")).astype(date) for at in (before + DAY, ends))
        made.append(Window(f"近{length}" if not turn else f"{first}..{last}", first, last))
        ends = before
    return made[::-1]


def _in_force(world: World, rule: Metric, window: Window) -> bool:
    """A period is judged by the rule in force on its last day, the running one on this day."""
    on = min(window.last, world.today)
    return (rule.since is None or rule.since <= on) and (rule.until is None or on <= rule.until)


def _window_of(world: World, rule: Metric, rows: View, spans: Sequence[Window]) -> Positions:
    """The window of each row; −1 for a row of another time. A sheet without any time belongs to the running period."""
    size = len(rows)
    time = rule.time or ((rows.frame.sheet.time.heading,) if rows.frame.sheet.time else ())
    if rule.period.name == ALL:
        return np.zeros(size, dtype=np.int64)
    if not time:
        return np.full(size, len(spans) - 1, dtype=np.int64)
    day = _days(world, rows, time)
    first = np.array([window.first for window in spans], dtype="datetime64[D]")
    last = np.array([window.last for window in spans], dtype="datetime64[D]")
    place = np.searchsorted(first, day, side="right") - 1
    inside = ~np.isnat(day) & (place >= 0) & (day <= last[place])
    if not rule.time and not rows.frame.sheet.ours and not rows.frame.sheet.virtual:
        inside &= day <= np.datetime64(world.today, "D")
    return np.where(inside, place, -1)


def _days(world: World, rows: View, time: Path) -> Array:
    """The day of each row; a period counts on its first day."""
    values = Scope(world, rows).vec(time)
    if values.kind == "text":
        values = values.mapped(_first_day)
    if values.kind == "number":
        raise NotUnderstood(f"时间列“{'.'.join(time)}”是数，不是日期", "换成日期、时点或期的列。")
    return values.of(Type("时点")).data.astype("datetime64[D]")


def _first_day(key: str) -> str | None:
    try:
        return str(bounds(key)[0])
    except ValueError:
        return None


# -- the numbers


def cells(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    """The numbers of a metric in each of the windows."""
    with world.computing(f"指标 {rule.id}"):
        if rule.method == "加权":
            return _weighted(world, rule, spans)
        found = _measured(world, rule, spans)
        return _over(world, rule, found, spans) if rule.over else found


def _measured(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    frame = world.frame(LEDGER) if rule.sheet == LEDGER else asked(world, rule.sheet, rule.when)
    counts = holds(rule.when, Scope(world, whole(frame))) & ~blocked_rows(world, frame, "完成")
    rows = View(frame, np.flatnonzero(counts))
    window = _window_of(world, rule, rows, spans)
    rows, window = rows.pick(np.flatnonzero(window >= 0)), window[window >= 0]
    scope = Scope(world, rows)
    hit = holds(rule.hit_when, scope)
    column, method = _counted_column(rule)
    values = scope.vec(column) if column else None
    group, labels, target = _groups(world, rule, scope)
    found: dict[Place, Cell] = {}
    if rule.by:
        made = _folded(method, window * len(labels) + group, len(spans) * len(labels), hit, values)
        for number, cell in enumerate(made):
            if cell.behind:
                found[number // len(labels), labels[number % len(labels)]] = cell
    for number, cell in enumerate(_folded(method, window, len(spans), hit, values)):
        found[number, TOTAL] = cell
    return Cells(found, target)


def _counted_column(rule: Metric) -> tuple[Path, str]:
    """The column and the method; `去重 列` says distinct values even of a count."""
    if not rule.column or not rule.column[0].startswith("去重 "):
        return rule.column, rule.method
    column = (rule.column[0].removeprefix("去重").strip(), *rule.column[1:])
    return column, "去重数" if rule.method == "计数" else rule.method


def _groups(world: World, rule: Metric, scope: Scope) -> tuple[Positions, list[str], str]:
    """The group of each row, the groups' names in order, and the sheet they are rows of."""
    if not rule.by:
        return np.zeros(len(scope), dtype=np.int64), [TOTAL], ""
    columns = [scope.vec(path) for path in rule.by]
    target = columns[0].type.target if len(columns) == 1 else ""
    said = [says(column) for column in columns]
    table = np.column_stack([column.data.astype(np.int64) for column in said])
    distinct, back = np.unique(table, axis=0, return_inverse=True)
    names = ["·".join(NO_GROUP if code < 0 else str(column.words[code]) for code, column in zip(row, said, strict=True)) for row in distinct]
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.argsort(np.array(order, dtype=np.int64)) if order else np.empty(0, dtype=np.int64)
    return place[back.reshape(-1)], [names[index] for index in order], target


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


def _other(world: World, rule: Metric, name: str, spans: Sequence[Window]) -> Cells:
    """The numbers of another metric in the same windows."""
    known = world.book.by_id(Metric)
    if name not in known:
        raise NotUnderstood(f"没有“{name}”这个指标", f"可用的有 {'、'.join(known)}。")
    found: dict[Place, Cell] = {}
    target = ""
    for version in known[name]:
        made = cells(world, version, spans)
        target = target or made.target
        for place, cell in made.at.items():
            if _in_force(world, version, spans[place[0]]):
                found.setdefault(place, cell)
    return Cells(found, target)


def _over(world: World, rule: Metric, own: Cells, spans: Sequence[Window]) -> Cells:
    """比于: the own number over another metric's; a metric without groups serves them all."""
    other = _other(world, rule, rule.over, spans)
    places = list(dict.fromkeys((*own.at, *(other.at if rule.by else ()))))
    found: dict[Place, Cell] = {}
    for window, group in places:
        cell = own.at.get((window, group), NOTHING)
        below = other.at.get((window, group if other.grouped() else TOTAL), NOTHING).value
        above = 0.0 if np.isnan(cell.top) and not cell.behind else cell.value if rule.method in {"平均", "中位"} else cell.top
        empty_ = np.isnan(below) or below == 0
        found[window, group] = Cell(above, below, np.nan if empty_ else above / below, cell.behind)
    return Cells(found, own.target or other.target)


def _weighted(world: World, rule: Metric, spans: Sequence[Window]) -> Cells:
    """加权: the mean of other metrics' values by their weights; one without a value leaves its weight to the others."""
    weights = _weights(rule)
    parts = {name: _other(world, rule, name, spans) for name in weights}
    found: dict[Place, Cell] = {}
    for place in dict.fromkeys(place for part in parts.values() for place in part.at):
        held = [(weights[name], part.at[place]) for name, part in parts.items() if place in part.at]
        known = [(weight, cell) for weight, cell in held if not np.isnan(cell.value)]
        top, bottom = sum(weight * cell.value for weight, cell in known), sum(weight for weight, _ in known)
        behind = sum(cell.behind for _, cell in held)
        found[place] = Cell(top, bottom, top / bottom if bottom else np.nan, behind)
    return Cells(found, next((part.target for part in parts.values() if part.target), ""))


def _weights(rule: Metric) -> dict[str, float]:
    """`M1:2,M2:1`."""
    made: dict[str, float] = {}
    for part in split(rule.weights):
        name, _, weight = part.replace("：", ":").rpartition(":")
        try:
            made[name.strip()] = float(weight[:-1]) / 100 if weight.strip().endswith("%") else float(weight)
        except ValueError:
            raise NotUnderstood(f"“{part}”不是权重", "写成 M1:2,M2:1。") from None
    if not made or "" in made:
        raise NotUnderstood("加权缺权重", "写成 M1:2,M2:1。")
    return made


# -- what is made of them


def _aim(world: World, rule: Metric, frame: Frame) -> None:
    """目标, 差, 达标; a row without a value neither meets nor misses."""
    if rule.target is None or not rule.target.items:
        return
    scope, values = Scope(world, whole(frame)), frame.typed["值"]
    goal = _bound(rule)
    if goal is not None:
        aim = operand(goal, values, scope).first
        frame.typed["目标"] = numbers(aim, REAL)
        frame.typed["差"] = numbers(values.data - aim, REAL)
    met = passes(rule.target, values, scope)
    words = np.array(["是", "否"], dtype=object)
    frame.typed["达标"] = Vec(FLAG, np.where(values.missing(), -1, np.where(met, 0, 1)).astype(np.int32), words)


def _bound(rule: Metric) -> Quantity | None:
    """The number a target names."""
    for item in rule.target.items if rule.target else ():
        match item:
            case Compare(bound=bound):
                return bound
            case Equals(value=value):
                return value
            case Between(low=low):
                return low
            case _:
                continue
    return None


def _ranks(rule: Metric, found: Cells, shown: Sequence[Place]) -> dict[Place, int]:
    """Among the groups of a window: the best first, equal ones equal; a target that asks for little turns it round."""
    small = rule.target is not None and any(isinstance(one, Compare) and one.operator in {"<", "<="} for one in rule.target.items)
    turn = 1 if small else -1
    ranks: dict[Place, int] = {}
    for window in {place[0] for place in shown}:
        held = [(turn * found.at[place].value, place) for place in shown if place[0] == window and place[1] != TOTAL]
        sizes = np.round(np.sort([size for size, _ in held if not np.isnan(size)]), 9)
        for size, place in held:
            if not np.isnan(size):
                ranks[place] = int(np.searchsorted(sizes, np.round(size, 9), side="left")) + 1
    return ranks


def _ranked(frame: Frame, shown: Sequence[Place], ranks: Mapping[Place, int]) -> None:
    """名次, and 末名次: the place of the last, so that `名次: "={末名次}"` finds who shares it."""
    last = {window: max((rank for (at, _), rank in ranks.items() if at == window), default=0) for window, _ in shown}
    frame.typed["名次"] = numbers([float(ranks.get(place, np.nan)) for place in shown], WHOLE)
    frame.typed["末名次"] = numbers([float(last[place[0]]) if place in ranks else np.nan for place in shown], WHOLE)


def _because(rule: Metric, cell: Cell, group: str) -> str:
    """The rule, how many rows stand behind the number, and what they have in common."""
    if rule.method == "加权":
        return f"{rule.because}：{rule.weights} 加权"
    parts = [f"{rule.because}：{rule.sheet} {cell.behind} 行"]
    if not rule.when.always:
        parts.append(f"若 {said(rule.when)}")
    if not rule.hit_when.always:
        parts.append(f"分子若 {said(rule.hit_when)}")
    if rule.by and group != TOTAL:
        parts.append(f"{'·'.join('.'.join(path) for path in rule.by)} 是 {group}")
    if rule.over:
        parts.append(f"比于 {rule.over}")
    return "，".join(parts)


def said(condition: Condition) -> str:
    """A condition as it stands in its cell.

    Examples:
        >>> from workbook.rulebook.conditions import condition
        >>> said(condition([{"规则": "W3", "状态": "迟,逾期"}, {"规则": "W4"}]))
        '规则: W3；状态: 迟,逾期；或 规则: W4'
    """
    groups = ("；".join(f"{'.'.join(clause.path)}: {clause.test.text or '任意'}" for clause in clauses) for clauses in condition.alternatives)
    return "；或 ".join(groups)


__all__ = ["Cells", "Window", "cells", "empty", "metric_results", "said", "windows"]
