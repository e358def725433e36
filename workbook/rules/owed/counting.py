"""What counts towards a quota: the rows, their key and time, and how many there are in each period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from workbook.clock.almanac import almanac
from workbook.clock.periods import between, bounds, named, shifted
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Quota
from workbook.rules.facts.aggregates import folded
from workbook.rules.facts.holds import holds
from workbook.rules.owed.done_marks import RECORDS, countable
from workbook.rules.owed.odd_days import say_ahead
from workbook.rules.owed.rosters import ALL, Days, Keys, days, keyed
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, moments, series
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words import tongue
from workbook.words.tongue import worded

LOOK_BACK = 36
SHOWN = 6
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The rows that count for one quota.

    Shapes:
        rows: n rows of 计数表 (a row with several keys stands once for each). key: the key of each. at: when it was.
    """

    keys: Keys
    rows: View
    key: Positions
    at: Array

    def latest(self) -> Array:
        """The newest time of each key; NaT for one never counted."""
        return folded("最大", self.key, len(self.keys), moments(self.at), Type("时点")).data

    def cells(self, rows: Positions) -> str:
        """Where these of the rows stand, for 因由."""
        heading = self.rows.frame.sheet.time.heading if self.rows.frame.sheet.time else ""
        shown = [str(self.rows.frame.place(int(self.rows.at[row]), heading)) for row in rows[:SHOWN]]
        return "、".join(shown) + ("…" if len(rows) > SHOWN else "")


class Groups:
    """The rows of each code, told one code at a time after one sort that waits until somebody asks."""

    def __init__(self, codes: Positions) -> None:
        self.codes = codes

    @cached_property
    def _sorted(self) -> tuple[Positions, Positions]:
        order = np.argsort(self.codes, kind="stable")
        return order, self.codes[order]

    def of(self, code: int) -> Positions:
        """The rows of one code, in their order."""
        order, codes = self._sorted
        first, end = np.searchsorted(codes, [code, code + 1])
        return order[first:end]


def counted(world: World, rule: Quota, *, skips: bool = False) -> Counted:
    """The rows that count up to today; with `skips` an approved skip counts at the due time it was planned for."""
    frame = asked(world, rule.counted, rule.when)
    capped = rule.bound == "至多"
    good = countable(world, frame, skips=skips, capped=capped) & holds(rule.when, Scope(world, whole(frame)))
    rows = View(frame, np.flatnonzero(good))
    at = _times(world, rule, rows)
    if frame.sheet.time and rule.period.name != ALL:
        say_ahead(world, rows, at, (rule.time or (frame.sheet.time.heading,))[-1])
    known = np.flatnonzero(~np.isnat(at) & (at < np.datetime64(world.today, "us") + DAY))
    rows, at = rows.pick(known), at[known]
    if skips and frame.name == RECORDS:
        at = _skipped_to(world, rows, at)
    keys, spread, key = keyed(world, rule, rows)
    if spread is not rows:
        when = np.full(len(frame), NAT)
        when[rows.at] = at
        at = when[spread.at]
    mine = np.flatnonzero(key >= 0)
    return Counted(keys, spread.pick(mine), key[mine], at[mine])


def _times(world: World, rule: Quota, rows: View) -> Array:
    """When each row happened; a 期 is counted on its first day; with 期 全部 a row needs no time."""
    time = rule.time or ((rows.frame.sheet.time.heading,) if rows.frame.sheet.time else ())
    if not time:
        if rule.period.name != ALL:
            raise NotUnderstood(
                worded("【{name}】没有时间列", name=tongue.named(rows.frame.name)),
                worded("在“时间列”里写明按哪一列的日期数。"),
            )
        return np.full(len(rows), np.datetime64(world.today, "us"))
    values = Scope(world, rows).vec(time)
    if values.type.name == "期":
        values = values.mapped(lambda key: str(bounds(key)[0]))
    return values.of(Type("时点")).data


def _skipped_to(world: World, rows: View, at: Array) -> Array:
    """A skip is as good as a contact on the day the call was due."""
    skipped = world.column(rows.frame, "计为").take(rows.at).matching(lambda word: word == "跳过")
    planned = world.column(rows.frame, "计划到期").take(rows.at).data
    return np.where(skipped & ~np.isnat(planned), planned, at)


# -- periods


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Periods in the order of time, the last of them running; `all_time` is the one that has no days."""

    labels: tuple[str, ...]
    days: Days
    closed: Mask

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def all_time(self) -> bool:
        """There is only one period, and it never ends."""
        return self.labels == (ALL,)

    def index(self, at: Array) -> Positions:
        """The period each moment lies in; −1 where it is none of these."""
        if self.all_time or not len(self):
            return np.full(len(at), 0 if len(self) else -1, dtype=np.int64)
        day = at.astype("datetime64[D]")
        place = np.searchsorted(self.days.first, day, side="right") - 1
        return np.where((place >= 0) & (day <= self.days.last[place]), place, -1)


def first_day(world: World) -> tuple[date, date] | None:
    """启用日, before which nothing is owed; None when it isn't set."""
    return named(world.book.value("启用日")[:10], world.today)


def periods(world: World, name: str, at: Array) -> Periods:
    """The running period and at most 36 closed ones: from 启用日, else from the earliest row, but at least one."""
    today, begin = world.today, first_day(world)
    if name == ALL:
        labels = [ALL] if begin is None or begin[0] <= today else []
        return Periods(tuple(labels), days([today] * len(labels), [today] * len(labels)), np.zeros(len(labels), bool))
    current = between(today, today, name)[0]
    if begin is not None:
        first = begin[0]
    else:
        before = bounds(shifted(current, -1))[0]
        first = min(before, at.min().astype("datetime64[D]").item()) if len(at) else before
    labels = between(max(first, bounds(shifted(current, -LOOK_BACK))[0]), today, name)
    ends = [bounds(label) for label in labels]
    span = days([first for first, _ in ends], [last for _, last in ends])
    return Periods(tuple(labels), span, span.last < np.datetime64(today, "D"))


def measured(world: World, rule: Quota, found: Counted, span: Periods) -> tuple[Positions, Vec, Vec]:
    """The cell (key × periods + period) of each row (−1: outside), the measure of each cell, and its newest row."""
    place = span.index(found.at)
    cell = np.where(place >= 0, found.key * len(span) + place, -1)
    inside = np.flatnonzero(cell >= 0)
    size = len(found.keys) * len(span)
    method, _, column = rule.measure.partition(" ")
    known = {"行数": "计数", "去重": "去重数", "合计": "合计"}
    if method not in known or (method != "行数") != bool(column.strip()):
        raise NotUnderstood(
            worded("“{measure}”不是计法", measure=rule.measure), worded("写成 行数、去重 列名 或 合计 列名。")
        )
    values = Scope(world, found.rows.pick(inside)).vec(tuple(column.strip().split("."))) if column else None
    amount = folded(known[method], cell[inside], size, values, Type("小数"))
    return cell, amount, folded("最大", cell[inside], size, moments(found.at[inside]), Type("时点"))


def owed_periods(world: World, rule: Quota, span: Periods) -> Mask:
    """期若: the periods that have a day which counts."""
    if rule.days_when.always or not len(span):
        return np.ones(len(span), dtype=bool)
    calendar = _calendar(world, span.days.first[0], span.days.last[-1])
    hit = np.concatenate([[0], np.cumsum(holds(rule.days_when, Scope(world, whole(calendar))))])
    start = span.days.first[0]
    low, high = (span.days.first - start).astype(np.int64), (span.days.last - start).astype(np.int64) + 1
    return np.asarray(hit[high] > hit[low])


def _calendar(world: World, first: np.datetime64, last: np.datetime64) -> Frame:
    """日历 over just these days: the sheet itself need not reach to the end of the running period."""
    found = almanac(world.calendars, first, last)
    sheet = world.schema.sheets["日历"]
    types = {column.heading: column.type for column in sheet.columns}
    typed = {name: series(found[name], types.get(name, Type("文本"))) for name in found.columns if name != "行号"}
    return Frame(sheet, np.zeros(len(found), np.int64), typed)
