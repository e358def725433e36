"""期 滚动: each key is due again a span after it was last counted (rule-language §3.10)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Quota
from workbook.rules.facts.due_moments import Moments, after, nothing
from workbook.rules.owed.counting import Counted, counted, first_day
from workbook.rules.owed.quota_rows import MET, RUNNING, SHORT
from workbook.rules.owed.rosters import Days, Keys, claimed, exempted, fits, in_force, present
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, moments, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.spans import Span
from workbook.words.tongue import worded

SHOWN = 50
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Rolled:
    """The keys that owe a rolling quota today.

    Shapes:
        key: the position of each in `found.keys`; last: when it was last counted (NaT: never); start: that, else 首起
        (NaT: neither); when: due; opens: from when it is on the list.
    """

    found: Counted
    key: Positions
    last: Array
    start: Array
    when: Moments
    opens: Array

    def labels(self) -> Vec:
        """What names the turn of each key: the day it counts from, empty for one that has none.

        It stays while the interval changes.
        """
        return says(moments(self.start.astype("datetime64[D]")))


def rolled(world: World, rule: Quota) -> Rolled:
    """Who is due when, by today's interval: a change of class, season or interval moves the day at once.

    Raises:
        NotUnderstood: 至多, or a number other than 1: a rolling quota knows only the last one.
    """
    if rule.bound == "至多" or rule.number != Decimal(1):
        raise NotUnderstood(worded("滚动只看上一次，不能写“至多”，“数”只能是 1"), worded("改成按 周、月、季、年 计。"))
    found = counted(world, rule, skips=True)
    keys = found.keys
    last = found.latest()
    start = np.where(np.isnat(last), _first_from(world, rule, keys), last)
    chosen = np.flatnonzero(_owing(world, rule, keys))
    never, today = np.isnat(start[chosen]), np.datetime64(world.today, "us")
    start[chosen] = _from_use(world, rule, found, chosen, start[chosen])
    when = _due(world, rule, found, chosen, np.where(never, today, start[chosen]))
    spanless = np.isnat(when.at)
    _note_spanless(world, rule, keys, chosen[spanless])
    when = Moments(np.where(never, today, when.at), when.by_day | never, when.unit)
    opens = _opens(world, rule, found, chosen, when)
    good = np.flatnonzero(~spanless)
    kept = Moments(when.at[good], when.by_day[good], when.unit[good])
    return Rolled(found, chosen[good], last[chosen][good], start[chosen][good], kept, opens[good])


def states(world: World, when: Moments) -> Positions:
    """达标 until due, 未满 on the due day, 缺 after."""
    late = world.instant >= when.breach()
    reached = when.at.astype("datetime64[D]") <= np.datetime64(world.today, "D")
    return np.where(late, SHORT, np.where(reached, RUNNING, MET))


def _owing(world: World, rule: Quota, keys: Keys) -> Mask:
    """Keys that the rule concerns today."""
    today, begin = np.array([world.today], dtype="datetime64[D]"), first_day(world)
    if begin is not None and begin[0] > world.today:
        return np.zeros(len(keys), dtype=bool)
    owing = fits(world, rule, keys) & present(world, keys, today)[:, 0] & in_force(rule, today)
    owing &= ~claimed(world, rule, keys, today)[:, 0]
    return np.asarray(owing & ~exempted(world, rule, keys, Days(today, today))[:, 0])


def _first_from(world: World, rule: Quota, keys: Keys) -> Array:
    """首起: the first of its columns that is filled, for keys never counted."""
    start = np.full(len(keys), NAT)
    if keys.frame is None:
        return start
    for path in rule.first_from:
        found = Scope(world, View(keys.frame, keys.at)).vec(path).of(Type("时点")).data
        start = np.where(np.isnat(start), found, start)
    return start


def _from_use(world: World, rule: Quota, found: Counted, chosen: Positions, start: Array) -> Array:
    """启用日 where a key was due before it: that debt isn't asked for, and its interval begins anew."""
    begin = first_day(world)
    if begin is None:
        return start
    first = np.datetime64(begin[0], "us")
    due = _due(world, rule, found, chosen, np.where(np.isnat(start), first, start)).at
    return np.where(due < first, first, start)


def _beside(found: Counted, chosen: Positions) -> View:
    """The roster rows of some keys; no rows where the keys stand on none."""
    if found.keys.frame is None:
        return View(found.rows.frame, np.full(len(chosen), -1, dtype=np.int64))
    return View(found.keys.frame, found.keys.at[chosen])


def _due(world: World, rule: Quota, found: Counted, chosen: Positions, start: Array) -> Moments:
    """The start and today's interval of each key; NaT where its interval is empty."""
    length = rule.period.rolling
    if length is None:
        return nothing(len(chosen))
    if found.keys.frame is None and not isinstance(length, Span):
        raise NotUnderstood(worded("没有名册，时长不能取列"), worded("写明时长，例如 滚动 1月，或填上“名册”。"))
    return after(world, start, length, Scope(world, _beside(found, chosen)))


def _opens(world: World, rule: Quota, found: Counted, chosen: Positions, when: Moments) -> Array:
    """提前 before due; without it on the due day (or at the due minute)."""
    if rule.lead is None:
        return when.at
    return after(world, when.at, rule.lead, Scope(world, _beside(found, chosen)), back=True).at


def _note_spanless(world: World, rule: Quota, keys: Keys, chosen: Positions) -> None:
    """A key whose interval is an empty cell can't be due; it is named."""
    column = ".".join(rule.period.rolling) if isinstance(rule.period.rolling, tuple) else ""
    for key in chosen[:SHOWN]:
        if keys.frame is not None:
            place = keys.frame.place(int(keys.at[key]), column)
            name = str(keys.names.objects()[key])
            world.note(issue(Kind.MISSING_FACT, place, rule=rule.id, key=name, columns=column))
