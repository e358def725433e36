"""计算: derived columns, each filled by the first way whose 若 holds (rule-language §3.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Derive
from workbook.rules.facts import aggregates
from workbook.rules.facts.compute import computed
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import codes_of, related, sorted_by, time_order
from workbook.rules.facts.rounds import before, reach, rounds, within_reach
from workbook.rules.facts.sides import LEDGER, added_up
from workbook.rules.world.frames import Frame
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import NAT, Mask, Positions, Vec, choose, concat, constant, empty, moments, says, text
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

OWN_SHEET = {"序号", "累计", "名次", "占比", "归一", "上一条"}


def derived(world: World, frame: Frame, ways: Sequence[Derive]) -> Vec:
    """The column that `ways` (all of one sheet and column) fill, each row by the first that applies."""
    kind = Type.parse(next((way.type for way in ways if way.type), "小数"))
    result = empty(kind, len(frame))
    open_rows = np.ones(len(frame), dtype=bool)
    for way in ways:
        applies = (
            open_rows
            & in_force(frame, way, world.today)
            & world.attempt(way, partial(holds, way.when, Scope(world, whole(frame))), np.zeros(len(frame), bool))
        )
        if not applies.any():
            continue
        rows = np.flatnonzero(applies)
        values = world.attempt(way, partial(_way, world, View(frame, rows), way, kind), empty(kind, len(rows)))
        spread = np.full(len(frame), -1, dtype=np.int64)
        spread[rows] = np.arange(len(rows))
        result = choose(applies, values.of(kind).take(spread), result)
        open_rows &= ~applies
    return result


def _way(world: World, rows: View, way: Derive, kind: Type) -> Vec:
    scope = Scope(world, rows)
    if way.method == "公式":
        found = computed(way.expression, scope, kind)
    elif way.method == "模板":
        found = filled(way.formula, scope)
    elif way.method == "轮次":
        found = rounds(world, rows.frame).take(rows.at)
    elif way.method in OWN_SHEET:
        found = _among_themselves(world, rows, way)
    else:
        found = _children(world, rows, way, kind)
    return found.of(kind).otherwise(default(way.default, scope, kind))


def default(written: str, scope: Scope, kind: Type) -> Vec:
    """What a cell names as its value when nothing is found: a value or {列}.

    Raises:
        NotUnderstood: it isn't of the kind.
    """
    if not written:
        return empty(kind, len(scope))
    if written.startswith("{") and written.endswith("}"):
        return scope.vec(tuple(written[1:-1].split("."))).of(kind)
    try:
        return constant(_value(written, kind), len(scope), kind)
    except ValueError:
        raise NotUnderstood(
            worded("“{written}”不是{name}", written=written, name=kind.name),
            worded("写一个{name}，或用 {{列}} 取另一列的值。", name=kind.name),
        ) from None


def _value(written: str, kind: Type) -> object:
    if kind.kind == "number":
        return float(written.rstrip("%")) / (100 if written.endswith("%") else 1)
    return written if kind.kind == "text" else np.datetime64(written.replace(" ", "T"))


def filled(template: str, scope: Scope) -> Vec:
    """Text with {列} filled in; empty in a row where any of them is empty."""
    parts = re.split(r"(\{[^{}]+\})", template)
    columns = {part: says(scope.vec(tuple(part[1:-1].split(".")))).objects() for part in parts if part.startswith("{")}
    pieces = [columns[part] if part in columns else [part] * len(scope) for part in parts if part]
    rows = zip(*pieces, strict=True) if pieces else [("",)] * len(scope)
    return text([None if None in row else "".join(row) for row in rows])


def _among_themselves(world: World, rows: View, way: Derive) -> Vec:
    """序号 累计 名次 占比 归一: a row among the rows of its own sheet that share the 关联 columns."""
    view = whole(rows.frame)
    fits = np.ones(len(view), dtype=bool)
    if way.method == "上一条":
        fits = holds(way.source_when, Scope(world, view))
    elif not way.source_when.always:
        view = view.pick(np.flatnonzero(holds(way.source_when, Scope(world, view))))
    paths = [pair[1] for pair in way.join.pairs] if way.join and not way.join.everything else []
    groups = codes_of(world, [(view, paths)])[0] if paths else np.zeros(len(view), dtype=np.int64)
    order = way.sort or time_order(rows.frame)
    if way.method == "上一条" or (way.method == "序号" and way.window):
        return _by_time(world, rows, view, way, groups, sorted_by(world, view, order, groups), fits)
    values = Scope(world, view).vec(way.take) if way.take else None
    found = aggregates.among(
        way.method, groups, sorted_by(world, view, order, groups), values, _ties(world, view, order)
    )
    spread = np.full(len(rows.frame), np.nan)
    spread[view.at] = found
    if way.method == "名次":
        last = np.full(len(rows.frame), np.nan)
        last[view.at] = aggregates.from_the_end(groups, found)
        rows.frame.computed[f"{way.column}·末"] = Vec(Type("整数"), last)
    return Vec(Type("小数"), spread[rows.at])


def _by_time(world: World, rows: View, view: View, way: Derive, groups: Positions, order: Positions, fits: Mask) -> Vec:
    """上一条, and 序号 within a window: what lies before a row in time."""
    ends = at = np.full(len(view), np.datetime64("NaT", "us"))
    if way.window:
        at = _taken(world, view, _time(view.frame)).of(Type("时点")).data
        ends = reach(at, way.window, world)
    if way.method == "序号":
        spread = np.full(len(rows.frame), np.nan)
        spread[view.at] = within_reach(groups, order, at, ends)
        return Vec(Type("小数"), spread[rows.at])
    found = before(groups, order, fits)
    if way.window:
        found = np.where((found >= 0) & (at < ends[found]), found, -1)
    return _taken(world, view, way.take).take(found[rows.at])


def _ties(world: World, view: View, order: Sequence[object]) -> np.ndarray:
    """Numbers equal where rows are equal in every sorted column."""
    from workbook.rules.facts.joins import sort_keys

    keys = sort_keys(world, view, tuple(order))  # type: ignore[arg-type]
    if not keys:
        return np.arange(len(view))
    stacked = np.column_stack([np.asarray(key, dtype=float) for key in keys])
    _, back = np.unique(stacked, axis=0, return_inverse=True)
    return np.asarray(back).reshape(-1)


def _children(world: World, rows: View, way: Derive, kind: Type) -> Vec:
    source = _source(world, way)
    pairs = related(world, rows, source, way.join, way.source_when)
    if source.name == LEDGER:
        pairs = pairs.keep(added_up(world, source, way.source_when, way.take, way.method)[pairs.right])
    view = View(source, pairs.right)
    order = way.sort or time_order(source)
    if way.method in {"计数", "去重数", "合计", "平均", "中位", "最大", "最小"}:
        values = _scope_of_pairs(world, view, rows, pairs.left).vec(way.take) if way.take else None
        return aggregates.folded(way.method, pairs.left, len(rows), values, kind)
    sequence = sorted_by(world, view, order, pairs.left)
    left, right = pairs.left[sequence], pairs.right[sequence]
    if way.method in {"最早", "最近", "取值"}:
        taken = _taken(world, View(source, right), way.take or _time(source))
        if way.method == "取值":
            return _single(world, rows, way, left, taken)
        return taken.take(aggregates.edge(left, len(rows), ~taken.missing(), last=way.method == "最近"))
    if way.method == "列举":
        return aggregates.listed(left, len(rows), _taken(world, View(source, right), way.take))
    if way.method == "均隔":
        return aggregates.mean_gap(left, len(rows), _taken(world, View(source, right), way.take or _time(source)))
    if way.method == "连续":
        return _streak(world, rows, way, source, left, right)
    if way.method == "滚动最大":
        at = _taken(world, View(source, right), _time(source))
        sums, ends = aggregates.rolling_max(
            left, len(rows), at, _taken(world, View(source, right), way.take), way.window, world
        )
        ended = np.full(len(rows.frame), NAT)
        ended[rows.at] = ends
        rows.frame.computed[f"{way.column}·止"] = moments(ended, Type("日期"))
        return sums
    raise NotUnderstood(worded("没有“{method}”这个方法", method=way.method), worded("见【规则语言】3.4。"))


def _source(world: World, way: Derive) -> Frame:
    from workbook.rules.world.sources import asked

    return asked(world, way.source, way.source_when)


def _scope_of_pairs(world: World, view: View, asking: View, left: np.ndarray) -> Scope:
    return Scope(world, view, asking=asking.pick(left))


def _taken(world: World, view: View, path: Path) -> Vec:
    if not path:
        raise NotUnderstood(worded("缺“取列”"), worded("写明取哪一列。"))
    return Scope(world, view).vec(path)


def _time(source: Frame) -> Path:
    if source.sheet.time is None:
        raise Unknown(source.name, "时间", [column.heading for column in source.sheet.columns])
    return (source.sheet.time.heading,)


def _single(world: World, rows: View, way: Derive, left: np.ndarray, taken: Vec) -> Vec:
    """取值: the one value; two different ones are an issue and give none."""
    known = ~taken.missing()
    at = aggregates.edge(left, len(rows), known, last=False)
    end = aggregates.edge(left, len(rows), known, last=True)
    first, last = taken.take(at), taken.take(end)
    differs: Mask = (
        (at >= 0) & (first.key_codes() != last.key_codes())
        if taken.kind == "text"
        else (at >= 0) & (first.data != last.data)
    )
    if not differs.any():
        return first
    one, other = says(first).objects(), says(last).objects()
    for position in np.flatnonzero(differs).tolist():
        shown = f"{one[position]}、{other[position]}"
        place = rows.frame.place(int(rows.at[position]))
        world.note(issue(Kind.TWO_VALUES, place, rule=f"{way.sheet}.{way.column}", key=str(place), values=shown))
    return first.without(differs)


def _streak(world: World, rows: View, way: Derive, source: Frame, left: np.ndarray, right: np.ndarray) -> Vec:
    """连续: over the parent the run ending at the last row; on the sheet itself the run ending at that very row."""
    view = View(source, right)
    hit = holds(way.streak_when, Scope(world, view, asking=rows.pick(left)))
    apart = (
        aggregates.gaps(left, _taken(world, view, _time(source)), way.window, world)
        if way.window
        else np.zeros(len(left), bool)
    )
    runs = aggregates.runs(left, hit, apart)
    if source is rows.frame:
        own = rows.at[left] == right
        found = np.zeros(len(rows))
        found[left[own]] = runs[own]
        return Vec(Type("整数"), found)
    at = aggregates.edge(left, len(rows), np.ones(len(left), bool), last=True)
    return Vec(Type("整数"), np.where(at < 0, 0.0, np.append(runs, 0)[at]))


Method = Callable[..., Vec]
__all__ = ["concat", "default", "derived", "filled"]
