"""Records that don't say which row they are about: the customer's only open duty is meant, of several none (§3.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.notations import Join
from workbook.rules.facts.joins import Pairs, customer_heading, matched
from workbook.rules.owed.done_queue import TASK
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Array, Mask, Positions
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue

SAID = 1_000
"""So many of the newest records are named; who never writes numbers has a history of others like them."""


@dataclass(frozen=True, slots=True, eq=False)
class Unnamed:
    """Where a record would name its row, the records that may count, when each was made, and which pairs may stand."""

    headings: tuple[str, ...]
    countable: Positions
    at: Array
    fitting: Callable[[Pairs], tuple[Pairs, Array]]


def by_customer(world: World, duties: Frame, rule: str, records: Frame, unnamed: Unnamed, by: Positions) -> Positions:
    """The record of each duty; one without its number closes what its 任务编号 names, else the one open duty it fits."""
    rows = unnamed.countable[_unnamed(records, unnamed, by)]
    if not len(rows) or (by >= 0).all():
        return by
    join = Join(((("客户编号",), (customer_heading(records),)),))
    pairs = matched(world, View(duties, duties.all), View(records, rows), join)
    pairs = Pairs(pairs.left, rows[pairs.right])
    pairs = pairs.keep(_open_then(unnamed.at, by, pairs))
    pairs = pairs.keep(np.isin(pairs.right, pairs.right[by[pairs.left] < 0]))  # others have nothing left to close
    pairs, level = unnamed.fitting(pairs)
    fits = (level == TASK) | _silent(records, unnamed.headings, pairs.right)
    pairs, level = pairs.keep(fits), level[fits]
    by = by.copy()
    for record, fits, levels in _in_time(pairs, level, unnamed.at):
        then = _open_then(unnamed.at, by, Pairs(fits, np.full(len(fits), record)))
        exact = fits[(by[fits] < 0) & (levels == TASK)]
        if len(exact):
            by[exact] = record
        elif then.sum() == 1 and by[fits[then][0]] < 0:
            by[fits[then]] = record
    _say(world, duties, rule, records, unnamed, (pairs, level, by))
    return by


def _unnamed(records: Frame, unnamed: Unnamed, by: Positions) -> Mask:
    """Records that name no row and closed nothing yet, and those of several tasks, whose one row isn't all they name."""
    rows = unnamed.countable
    several = np.zeros(len(rows), dtype=bool)
    if "任务编号" in records.typed:
        several = records.typed["任务编号"].take(rows).matching(lambda held: "、" in held)
    return np.asarray((_silent(records, unnamed.headings, rows) & ~np.isin(rows, by)) | several)


def _silent(records: Frame, headings: tuple[str, ...], rows: Positions) -> Mask:
    silent = np.ones(len(rows), dtype=bool)
    for heading in headings:
        silent &= records.typed[heading].take(rows).missing()
    return silent


def _open_then(at: Array, by: Positions, pairs: Pairs) -> Mask:
    """Whether no record that names it had closed the duty when the record was made."""
    closing = by[pairs.left]
    return np.asarray((closing < 0) | (at[closing] > at[pairs.right]))


def _in_time(pairs: Pairs, level: Array, at: Array) -> list[tuple[int, Positions, Array]]:
    """Each record with the duties it fits, the earliest record first."""
    order = np.lexsort([pairs.right, at[pairs.right]])
    left, right, levels = pairs.left[order], pairs.right[order], level[order]
    starts = np.flatnonzero(np.r_[True, right[1:] != right[:-1]]) if len(right) else np.zeros(0, np.int64)
    ends = np.r_[starts[1:], len(right)] if len(right) else starts
    return [(int(right[a]), left[a:b], levels[a:b]) for a, b in zip(starts, ends, strict=True)]


def _say(
    world: World,
    duties: Frame,
    rule: str,
    records: Frame,
    unnamed: Unnamed,
    found: tuple[Pairs, Array, Positions],
) -> None:
    """Which row a record was taken for; and which it might mean, where it was taken for none."""
    pairs, level, by = found
    keys = duties.typed["源编号"].objects()
    heading = unnamed.headings[0]
    for record, fits, levels in _in_time(pairs, level, unnamed.at)[-SAID:]:
        place = records.place(record, heading)
        mine, still = fits[by[fits] == record], fits[by[fits] < 0]
        if len(mine) and not (levels == TASK).any():
            world.note(issue(Kind.ROW_GUESSED, place, heading=heading, rule=rule, row=keys[mine[0]]))
        elif not len(mine) and len(still):
            rows = "、".join(str(keys[one]) for one in still[:3])
            world.note(issue(Kind.ROW_UNCLEAR, place, heading=heading, rule=rule, rows=rows))
