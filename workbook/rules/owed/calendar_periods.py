"""定额 by calendar periods: every key by every period, what was owed and what was done (rule-language §3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Quota
from workbook.rules.facts.due_moments import after
from workbook.rules.owed.closed_periods import Kept
from workbook.rules.owed.counting import Counted, Groups, Periods, counted, measured, owed_periods, periods
from workbook.rules.owed.quota_rows import MET, OVER, PERIOD, RUNNING, SHORT, Rows, because, written
from workbook.rules.owed.rosters import claimed, exempted, fits, in_force, present
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded


@dataclass(slots=True, eq=False)
class Grid:
    """One row of 定额 with calendar periods: every key by every period.

    Shapes:
        claims: keys × periods that the rule concerns. dated: those owed by calendar, roster and 免计 alone.
        needed: keys × periods, how many (NaN: not said). cell, amount, newest: see `counting.measured`.
    """

    rule: Quota
    turn: int
    found: Counted
    span: Periods
    claims: Mask
    dated: Mask
    needed: Array
    cell: Positions
    amount: Array
    newest: Array


def gridded(world: World, rule: Quota, turn: int) -> Grid:
    """Who owed what in which period, and what was counted."""
    found = counted(world, rule)
    keys, span = found.keys, periods(world, rule.period.name, found.at)
    cell, amount, newest = measured(world, rule, found, span)
    shape = (len(keys), len(span))
    claims = fits(world, rule, keys)[:, None] & in_force(rule, span.days.first)[None, :]
    claims &= ~claimed(world, rule, keys, span.days.first)
    dated = present(world, keys, span.days.last) & owed_periods(world, rule, span)[None, :]
    if not span.all_time:
        dated &= ~exempted(world, rule, keys, span.days)
    if not keys.listed:
        seen = np.zeros(shape, dtype=bool)
        seen.reshape(-1)[cell[cell >= 0]] = True
        dated &= seen
    needed = np.broadcast_to(_number(world, rule, found)[:, None], shape).copy()
    done = amount.data.reshape(shape), newest.data.reshape(shape)
    return Grid(rule, turn, found, span, claims, dated, needed, cell, *done)


def _number(world: World, rule: Quota, found: Counted) -> Array:
    """数 of each key: the same for all, or a column of the roster."""
    if not isinstance(rule.number, tuple):
        return np.full(len(found.keys), float(rule.number))
    if found.keys.frame is None:
        raise NotUnderstood(worded("没有名册，“数”不能取列"), worded("写明数，或填上“名册”。"))
    return Scope(world, View(found.keys.frame, found.keys.at)).vec(rule.number).of(Type("小数")).data


def as_kept(grids: Sequence[Grid], old: Kept) -> Mask:
    """Closed periods that 定额结果 holds already keep who owed how much; tells which kept rows are answered for so."""
    answered = np.zeros(len(old), dtype=bool)
    owner = np.full(len(old), -1)
    placed = [_placed(grid, old) for grid in grids]
    for ours in (True, False):
        for index, (grid, key, place, inside) in enumerate(placed):
            here = np.flatnonzero(inside & (owner < 0))
            first = grid.span.days.first[place[here]]
            owner[here[grid.claims[key[here], place[here]] if ours else in_force(grid.rule, first)]] = index
    labels = old.column("期").objects()
    known = {label for _, _, _, inside in placed for label in labels[inside]}
    for index, (grid, key, place, inside) in enumerate(placed):
        grid.claims[:, [label in known for label in grid.span.labels]] &= not grid.found.keys.listed
        mine: Positions = np.flatnonzero(owner == index)
        grid.claims[key[mine], place[mine]] = True
        grid.needed[key[mine], place[mine]] = old.column("要求").data[mine]
        answered |= inside
    return answered


def _placed(grid: Grid, old: Kept) -> tuple[Grid, Positions, Positions, Mask]:
    """The key and period of each kept row in a grid, and whether it lies in one of its closed periods."""
    key, place = old.place(grid.found.keys.names, grid.span.labels)
    inside = (key >= 0) & (place >= 0) & np.append(grid.span.closed, False)[place]
    return grid, key, place, inside


def calendar_rows(world: World, grid: Grid) -> Frame:
    """定额结果 of one row of 定额, period by period."""
    rule, span = grid.rule, grid.span
    owed = grid.claims & grid.dated & ~np.isnan(grid.needed)
    if rule.bound == "至少":
        owed &= grid.needed > 0
    place, key = np.nonzero(owed.T)
    needed, actual = grid.needed[key, place], grid.amount[key, place]
    closed = span.closed[place]
    first, last = (day.astype("datetime64[us]")[place] for day in (span.days.first, span.days.last))
    if span.all_time:
        first, last = np.full(len(key), NAT), np.full(len(key), NAT)
    opens = first if rule.lead is None else _led(world, grid, key, first, last)

    in_cell = Groups(grid.cell)

    def why(position: int) -> str:
        here = in_cell.of(int(key[position]) * len(span) + int(place[position]))
        return because(rule, grid.found, int(key[position]), grid.found.cells(here))

    none = np.zeros(len(key), dtype=bool)
    labels = Vec(PERIOD, place.astype(np.int32), np.array(span.labels, dtype=object))
    rows = Rows(
        key, labels, first, last, needed, actual, grid.newest[key, place], last,
        _states(rule.bound, needed, actual, closed), closed, opens, ~none, none, why,
    )  # fmt: skip
    return written(world, rule, grid.turn, grid.found, rows)


def _led(world: World, grid: Grid, key: Positions, first: Array, last: Array) -> Array:
    """With 提前 the work opens so long before the period's end."""
    keys = grid.found.keys
    view = View(grid.found.rows.frame, np.full(len(key), -1)) if keys.frame is None else View(keys.frame, keys.at[key])
    if grid.rule.lead is None:
        return first
    return np.fmax(first, after(world, last, grid.rule.lead, Scope(world, view), back=True).at)


def _states(bound: str, needed: Array, actual: Array, closed: Mask) -> Positions:
    """达标 · 未满 while it runs · 缺 when it closed short · 超 at once; a limit is 达标 when its period is over."""
    short, over = needed - actual > 1e-6, actual - needed > 1e-6
    running = np.where(closed, SHORT, RUNNING)
    if bound == "至多":
        return np.where(over, OVER, np.where(closed, MET, RUNNING))
    met = np.where(over, OVER, MET) if bound == "恰好" else np.full(len(needed), MET)
    return np.where(short, running, met)
