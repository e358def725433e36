"""The figures inside a report and the days they are of: those the report is about, and on a form those of its own row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

import numpy as np

from workbook.clock.periods import between, bounds, named, shifted
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.cells.tree import Condition, Equals, NotUnderstood
from workbook.rulebook.sorts.model import Metric, Report
from workbook.rules.metrics.metrics import metric_of_days
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded

Days: TypeAlias = tuple[date, date]
METRICS, FORM = "指标结果", "记录表"
RHYTHMS = ((frozenset({"日", "月第几工作日"}), "月"), (frozenset({"星期"}), "周"))
NEVER: Days = (date.max, date.min)
"""The days of a row whose own days can't be told: no figure is of them."""


def told_days(world: World, when: Condition) -> Days | None:
    """The stretch of days a report is about: 上月, 本季 … where one of its conditions says so."""
    for clause in when.clauses():
        for item in clause.test.items:
            if isinstance(item, Equals) and isinstance(item.value.value, str) and not clause.test.denied:
                found = named(item.value.value, world.today, world.calendar())
                if found and found[0] > date.min:
                    return found
    return None


def closed_days(rule: Report, today: date) -> Days | None:
    """The week or month that has just closed, for a report of every week or month that names no days of its own.

    Monday's figures are last week's, those of the 1st last month's; on a Friday or on the 28th people mean this one.
    """
    when = [clause.path[-1] for test in (rule.when_due, *(one.days for one in rule.times)) for clause in test.clauses()]
    period = next((period for words, period in RHYTHMS if not words.isdisjoint(when)), "")
    if not period:
        return None
    this = between(today, today, period)[0]
    first, last = bounds(this)
    return bounds(shifted(this, -1)) if (today - first).days * 2 < (last - first).days else None


def days_of(world: World, rule: Report) -> Days | None:
    """The days a report's figures are of; None for those that begin today or later: then the newest figure counts."""
    found = told_days(world, rule.when) or closed_days(rule, world.today)
    return found if found and found[0] < world.today else None


def own_days(rule: Report, scope: Scope) -> list[Days] | None:
    """The days each row of a form says of itself, by 起 and 止 or by its 期; None where its sheet says none."""
    sheet = scope.rows.frame.sheet
    if rule.carrier != FORM or sheet.ours or sheet.virtual:
        return None
    if sheet.start and sheet.end:
        first, last = (_day(scope, column.heading) for column in (sheet.start, sheet.end))
        return [_stretch(*ends) for ends in zip(first, last, strict=True)]
    periods = [column.heading for column in sheet.columns if column.type.name == "期"]
    if len(periods) != 1:
        return None
    return [_period(key) for key in scope.vec((periods[0],)).objects().tolist()]


def _day(scope: Scope, heading: str) -> Array:
    found: Array = scope.vec((heading,)).of(Type("时点")).data.astype("datetime64[D]")
    return found


def _stretch(first: np.datetime64, last: np.datetime64) -> Days:
    return NEVER if np.isnat(first) or np.isnat(last) or last < first else (first.astype(date), last.astype(date))


def _period(key: object) -> Days:
    try:
        return bounds(str(key or ""))
    except ValueError:
        return NEVER


def metric_rule(world: World, metric: str) -> Metric:
    """The rule of a metric.

    Raises:
        NotUnderstood: no such metric.
    """
    rules = world.book.by_id(Metric).get(metric)
    if not rules:
        raise NotUnderstood(
            worded("没有“{metric}”这个指标", metric=metric),
            worded("可用的有 {several}。", several="、".join(world.book.by_id(Metric))),
        )
    return rules[0]


def figures(day: Day, metric: str, days: Days | None, *, one: bool = False, exact: bool = False) -> View:
    """The rows of a metric that a report tells: of its days, else of the newest period.

    Those of 指标结果 where it has all periods inside the days, or one that holds them; else the figure of just these
    days. Figures of another period are never printed in their place.

    Shapes:
        one: a single figure is wanted, not one for each period inside. exact: nor that of a longer period around.
    """
    frame = day.world.frame(METRICS, (metric,))
    periods = [str(period) for period in frame.typed["期"].objects()]
    if days is None:
        return _rows(frame, periods, periods[-1:])
    spans = {period: _span(period) for period in periods}
    inside = [period for period, (first, last) in spans.items() if days[0] <= first and last <= days[1]]
    around = [period for period, (first, last) in spans.items() if first <= days[0] and days[1] <= last]
    whole = bool(inside) and (spans[inside[0]][0], spans[inside[-1]][1]) == days
    if whole and (len(inside) == 1 or not one):
        return _rows(frame, periods, inside)
    if around and not exact:
        return _rows(frame, periods, around)
    made = metric_of_days(day.world, day.world.book.by_id(Metric)[metric], *days)
    return View(made, made.all)


def _rows(frame: Frame, periods: Sequence[str], wanted: Sequence[str]) -> View:
    at = [at for at, period in enumerate(periods) if period in wanted]
    return View(frame, np.array(at, dtype=np.int64))


def _span(period: str) -> Days:
    """The days of a period; all of them where it has no bounds (全部)."""
    try:
        return bounds(period)
    except ValueError:
        return date.min, date.max
