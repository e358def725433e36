"""扣除: stretches that somebody approved — leave, the customer's wish, a hand-over, a fault — are taken off a clock.

A row of 暂停记录 that names the rule counts without more; a 时限 may name sheets (请假, 暂停记录) whose rows count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from workbook.clock.due import Due, extended
from workbook.clock.hours import Stays
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.due_moments import Moments, lengths
from workbook.rules.owed.intervals import merged
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.words.tongue import named, worded

PAUSES, RULES, OBJECT = "暂停记录", "规则", "对象编号"
DAY = np.timedelta64(1, "D")
MODES = ("内", "第")
NOTHING_ASIDE = ("不扣除", "")
"""In a world's memory: what would be if no pause counted."""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """Whom and what each duty is about: its source row's number, its customer, who owes it."""

    source: Vec
    customer: Vec
    owner: Vec


@dataclass(frozen=True, slots=True, eq=False)
class Aside:
    """The due times with the pauses taken off; `raw` is the due time without (NaT where nothing was taken off)."""

    due: Moments
    raw: Array
    why: Array

    def pick(self, rows: Array) -> Aside:
        """Some of them."""
        due = Moments(self.due.at[rows], self.due.by_day[rows], self.due.unit[rows])
        return Aside(due, self.raw[rows], self.why[rows])


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """Which duty each pause belongs to, when, and the words for it."""

    key: Positions
    since: Array
    until: Array
    word: Array


def set_aside(world: World, rule: Duty, scope: Scope, about: About, start: Array, when: Moments) -> Aside | None:
    """The due times of a rule's duties, later by what was paused; None when nothing was.

    Overlapping pauses count once. A pause that begins after the due time was over saves nothing.
    """
    if rule.mode not in MODES or rule.span is None or not len(scope) or NOTHING_ASIDE in world.memory:
        return None
    found = [part for name in _sheets(world, rule) for part in _of_sheet(world, rule, name, about)]
    if not found:
        return None
    over = when.breach()
    late = np.datetime64("9999-12-31", "us")
    key = np.concatenate([part.key for part in found])
    since = np.maximum(np.concatenate([part.since for part in found]), np.where(np.isnat(start[key]), NAT, start[key]))
    until = np.minimum(np.concatenate([part.until for part in found]), np.maximum(world.instant, over[key]))
    real = ~np.isnat(since) & (since < until) & (since < np.where(np.isnat(over[key]), late, over[key]))
    if not real.any():
        return None
    words = np.concatenate([part.word for part in found])[real]
    key, since, until = merged(key[real], since[real], until[real])
    due = _later(world, rule, scope, when, Stays(key, since, until))
    moved = due.at != when.at
    raw = np.where(moved & ~np.isnat(when.at), when.at, NAT)
    why = np.full(len(scope), None, dtype=object)
    for place, word in zip(np.concatenate([part.key for part in found])[real].tolist(), words.tolist(), strict=True):
        if moved[place]:
            why[place] = f"{why[place]}、{word}" if why[place] else worded("扣除 {word}", word=word)
    return Aside(due, raw, why) if moved.any() else None


def may_set_aside(world: World) -> bool:
    """Whether some pause may count here: rows of 暂停记录, or a 时限 that names a sheet of stretches."""
    if NOTHING_ASIDE in world.memory:
        return False
    named = any(rule.set_aside for rule in world.book.all(Duty))
    return named or (PAUSES in world.tables.frames and len(world.found(PAUSES)) > 0)


def _later(world: World, rule: Duty, scope: Scope, when: Moments, stops: Stays) -> Moments:
    result = Moments(when.at.copy(), when.by_day, when.unit)
    assert rule.span is not None
    for length, having in lengths(world, rule.span, scope):
        own = having & ~np.isnat(when.at)
        places = np.cumsum(own) - 1
        mine = own[stops.key]
        part = Stays(places[stops.key[mine]], stops.since[mine], stops.until[mine])
        due = Due(when.at[own], by_day=not length.is_instant)
        result.at[own] = extended(due, length, part, world.calendar(rule.calendar), world.hours, roll=rule.roll).at  # type: ignore[arg-type]
    return result


def _sheets(world: World, rule: Duty) -> Iterable[str]:
    """The sheets whose rows may pause this rule; 暂停记录 always, for its rows name rules themselves."""
    there = [PAUSES] if PAUSES in world.tables.frames and len(world.found(PAUSES)) else []
    return dict.fromkeys((*rule.set_aside, *there))


def _of_sheet(world: World, rule: Duty, name: str, about: About) -> Iterable[_Stretches]:
    """The rows of one sheet that pause duties of this rule."""
    frame = world.frame(name)
    begins, ends = frame.sheet.start, frame.sheet.end
    if begins is None or ends is None:
        raise NotUnderstood(
            worded("【{name}】没有“起”和“止”两列，不能用来扣除", name=named(name)),
            worded("换一张写明起止的表，例如 暂停记录 或 请假。"),
        )
    first, last = (world.column(frame, one.heading).data for one in (begins, ends))
    whole_day = last == last.astype("datetime64[D]").astype("datetime64[us]")
    last = np.where(np.isnat(last), world.instant, np.where(whole_day, last + DAY, last))
    counts = _asked_for(rule, name, frame)
    for row in np.flatnonzero(counts & ~np.isnat(first)).tolist():
        hit = np.flatnonzero(_hits(frame, row, about))
        if len(hit):
            word = _word(frame, row, begins.heading)
            yield _Stretches(
                hit, np.full(len(hit), first[row]), np.full(len(hit), last[row]), np.full(len(hit), word, dtype=object)
            )


def _asked_for(rule: Duty, name: str, frame: Frame) -> Mask:
    """Rows that name this rule, and, where the rule names the sheet, rows that name none."""
    if RULES not in frame.typed:
        return np.full(len(frame), name in rule.set_aside)
    named = frame.typed[RULES]
    own = named.matching(lambda held: rule.id in held.replace(",", "、").split("、"))
    return np.asarray(own | (named.missing() & (name in rule.set_aside)))


def _hits(frame: Frame, row: int, about: About) -> Mask:
    """The duties that a row is about: every one of object, customer and person that it names must fit."""
    hit = np.ones(len(about.source), dtype=bool)
    for heading, of in ((OBJECT, about.source), ("客户编号", about.customer), ("员工编号", about.owner)):
        word = frame.typed[heading].objects()[row] if heading in frame.typed else None
        if word is not None:
            hit &= says(of).matching(lambda one, word=word: one == word)  # type: ignore[misc]
    return hit


def _word(frame: Frame, row: int, begins: str) -> str:
    """The row in words: its kind and cell."""
    kind = frame.typed["类别"].objects()[row] if "类别" in frame.typed else None
    return f"{kind or frame.name}（{frame.place(row, begins)}）"
