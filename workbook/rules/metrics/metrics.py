"""指标: numbers with their numerator, denominator and rows, per period and group (rule-language §3.18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import numpy as np

from workbook.clock.periods import ALL, between, bounds
from workbook.rulebook.cells.goals import by_group
from workbook.rulebook.cells.tree import Between, Clause, Compare, Condition, Equals, Path, Quantity, Test
from workbook.rulebook.sorts.model import Metric
from workbook.rules.facts.holds import passes
from workbook.rules.facts.operands import operand
from workbook.rules.metrics.cells import NOTHING, TOTAL, Cell, Cells, Place, cells
from workbook.rules.metrics.kept import CLOSED, NOW_VALUE, as_kept, is_closed
from workbook.rules.metrics.windows import Window, in_force, windows
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Vec, constant, flags, numbers, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import HEADING, WORD, declared, named, worded

RESULTS, SHOWN = "指标结果", 2
TEXT, REAL, WHOLE, PERIOD, FLAG = Type("文本"), Type("小数"), Type("整数"), Type("期"), Type("是否")


def metric_results(world: World, rules: Sequence[Metric], back: int | None = None) -> Frame:
    """指标结果 of one 编号: a row per period and group and a total row per period.

    Periods: the running one and `back` before it (two, of days as many as 补看天数); a metric over 全部 has one. A
    denominator of 0 gives no value.
    Links: 员工, 客户 … opens the row that a group is, where the group is a reference.
    """
    sheet = world.schema.sheets[RESULTS]
    nothing = result(sheet, {}, 0)
    parts = [
        world.attempt(rule, partial(_metric, world, rule, _back(world, rule) if back is None else back), nothing)
        for rule in rules
    ]
    return stacked(sheet, parts) if parts else nothing


def metric_of_days(world: World, rules: Sequence[Metric], first: date, last: date) -> Frame:
    """Rows of 指标结果 for just these days, under the rule in force on the last of them; none where there are no days,
    or where they lie ahead.
    """
    nothing = result(world.schema.sheets[RESULTS], {}, 0)
    if first > min(last, world.today):
        return nothing
    rule = next((one for one in rules if in_force(world, one, Window("", first, last))), rules[0])
    return world.attempt(rule, partial(_of_days, world, rule, first, last), nothing)


def _of_days(world: World, rule: Metric, first: date, last: date) -> Frame:
    name = rule.period.name
    keys = between(first, first, name) if name not in {ALL, "滚动"} else [ALL]
    own = keys[0] == ALL or bounds(keys[0]) == (first, last)
    spans = [
        Window(ALL) if name == ALL else Window(keys[0] if own and name != "滚动" else f"{first}..{last}", first, last)
    ]
    found, _ = as_kept(world, rule, cells(world, rule, spans), spans)
    shown = sorted(found.at, key=lambda place: place[1] == TOTAL)
    frame = _frame(world, rule, spans, found, shown)
    _aim(world, rule, frame)
    return frame


def _back(world: World, rule: Metric) -> int:
    """How many periods before the running one are shown: over a weekend or a holiday no day of a daily metric is lost."""
    return max(SHOWN, int(float(world.book.value("补看天数") or 7))) if rule.period.name == "日" else SHOWN


def _metric(world: World, rule: Metric, back: int) -> Frame:
    spans = windows(world, rule, back + rule.previous)
    found, later = as_kept(world, rule, cells(world, rule, spans), spans)
    hidden = len(spans) - back - 1 if rule.previous and rule.period.name != ALL else 0
    shown = [place for place in found.at if place[0] >= hidden and in_force(world, rule, spans[place[0]])]
    ranks = _ranks(rule, found, shown) if rule.rank else {}
    shown.sort(key=lambda place: (place[0], place[1] == TOTAL, ranks.get(place, 0)))
    frame = _frame(world, rule, spans, found, shown)
    frame.typed[NOW_VALUE] = numbers([later.get(place, np.nan) for place in shown], REAL)
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
        CLOSED: flags(np.array([is_closed(world, rule, spans[window]) for window, _ in shown], dtype=bool)),
    }
    frame = result(world.schema.sheets[RESULTS], columns, size)
    if found.target:
        rows = world.frame(found.target)
        frame.links[found.target] = [Link(rows, rows.lookup(columns["分组"]))]
    frame.because = lambda position: _because(rule, held[position], groups[position])
    return frame


def _aim(world: World, rule: Metric, frame: Frame) -> None:
    """目标, 差, 达标, each group by its own target; a row without a value neither meets nor misses."""
    wanted = by_group(rule.target)
    if not wanted:
        return
    scope, values = Scope(world, whole(frame)), frame.typed["值"]
    groups = frame.typed["分组"]
    aims, met, asked = np.full(len(frame), np.nan), np.zeros(len(frame), bool), np.zeros(len(frame), bool)
    for names, test in wanted:
        own = ~asked if not names else groups.matching(lambda word, names=names: word in names)  # type: ignore[misc]
        goal = _bound(test)
        if goal is not None:
            aims = np.where(own, operand(goal, values, scope).first, aims)
        met = np.where(own, passes(test, values, scope), met)
        asked |= own
    if not np.isnan(aims).all():
        frame.typed["目标"] = numbers(aims, REAL)
        frame.typed["差"] = numbers(values.data - aims, REAL)
    words = np.array(["是", "否"], dtype=object)
    known = ~values.missing() & asked
    frame.typed["达标"] = Vec(FLAG, np.where(known, np.where(met, 0, 1), -1).astype(np.int32), words)


def _bound(target: Test) -> Quantity | None:
    """The number a target names."""
    for item in target.items:
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
    wanted = [item for _, test in by_group(rule.target) for item in test.items]
    turn = 1 if any(isinstance(one, Compare) and one.operator in {"<", "<="} for one in wanted) else -1
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
    last: dict[int, int] = {}
    for (window, _), rank in ranks.items():
        last[window] = max(rank, last.get(window, 0))
    frame.typed["名次"] = numbers([float(ranks.get(place, np.nan)) for place in shown], WHOLE)
    frame.typed["末名次"] = numbers([float(last[place[0]]) if place in ranks else np.nan for place in shown], WHOLE)


def _because(rule: Metric, cell: Cell, group: str) -> str:
    """The rule, how many rows stand behind the number, and what they have in common."""
    if rule.method == "加权":
        return worded("{rule}：{weights} 加权", rule=rule.because, weights=rule.weights)
    behind = worded("{sheet} {count} 行", sheet=named(rule.sheet), count=cell.behind)
    parts = [f"{rule.because}：{behind}"]
    if not rule.when.always:
        parts.append(worded("若 {condition}", condition=said(rule.when)))
    if not rule.hit_when.always:
        parts.append(worded("分子若 {condition}", condition=said(rule.hit_when)))
    if rule.by and group != TOTAL:
        columns = "·".join(".".join(_told(path)) for path in rule.by)
        parts.append(worded("{columns} 是 {group}", columns=columns, group=group))
    if rule.over:
        parts.append(worded("比于 {other}", other=rule.over))
    return "，".join(parts)


SIGNS = {"不是": declared("不是 {words}"), "含": declared("含 {words}"), "不含": declared("不含 {words}")}
FILLED = {"非空": declared("非空"), "空": declared("空")}


def said(condition: Condition) -> str:
    """A condition as it stands in its cell.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> said(condition([{"规则": "W3", "状态": "迟,逾期"}, {"规则": "W4"}]))
        '规则: W3；状态: 迟,逾期；或 规则: W4'
    """

    def group(clauses: tuple[Clause, ...]) -> str:
        return "；".join(f"{'.'.join(_told(clause.path))}: {_words(clause.test.text)}" for clause in clauses)

    return worded("；或 ").join(group(clauses) for clauses in condition.alternatives)


def _told(path: Path) -> list[str]:
    """A column's name as people read it."""
    return [named(part, HEADING) for part in path]


def _words(test: str) -> str:
    """A test as it stands in its cell; words of columns, and the commonest signs of tests, as people read them."""
    sign, blank, rest = test.partition(" ")
    if blank and sign in SIGNS:
        return worded(SIGNS[sign], words=_words(rest))
    said = (worded(FILLED[word]) if word in FILLED else named(word, WORD) for word in test.split(","))
    return worded(",").join(said) if test else worded("任意")
