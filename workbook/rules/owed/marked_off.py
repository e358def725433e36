"""Calls owed to customers whom a mark takes off the list (停用, 勿扰): what falls due while it stands counts in no rate.

Nobody writes down since when a mark stands: it is the day of the run that first saw it, as 修改记录 says; of a mark that
was there from the beginning the day of the first run. What was late before stays late, and stays on whoever owed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.tree import Equals
from workbook.rulebook.sorts.model import Duty, Limit, Sample
from workbook.rules.owed.asked_off import LISTS
from workbook.rules.owed.done_marks import Done
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, says
from workbook.rules.world.world import World
from workbook.words.tongue import HEADING, WORD, named, worded

CUSTOMERS, AMENDED, RUNS = "客户", "修改记录", "运行记录"
COUNTED = "停用以后到期"


@dataclass(frozen=True, slots=True, eq=False)
class Spell:
    """A customer (position), from when till when (NaT: still) the mark stood, and what it is called."""

    customer: int
    since: np.datetime64
    until: np.datetime64
    mark: str


@dataclass(frozen=True, slots=True, eq=False)
class MarkedOff:
    """Which duties fell due while their customer was off the list, and in which spell (−1: they didn't)."""

    spells: tuple[Spell, ...]
    by: Positions

    @property
    def rows(self) -> Mask:
        """The duties that count in no rate."""
        return np.asarray(self.by >= 0)

    def said(self, position: int) -> str:
        """Why such a duty counts in no rate; '' for any other."""
        at = int(self.by[position])
        if at < 0:
            return ""
        spell = self.spells[at]
        since = str(spell.since.astype("datetime64[D]"))[5:]
        return worded("；{since} 起客户是“{mark}”，以后到期的不算进按时率，也不算迟", since=since, mark=spell.mark)


def marked_off(world: World, duties: Frame, rule: Duty | Sample, done: Done, breach: Array) -> MarkedOff:
    """Open calls that weren't late yet when their customer was marked; those that fell due while the mark stood."""
    by = np.full(len(duties), -1, dtype=np.int64)
    spells = world.remembered("不再列出的客户", "", lambda: tuple(_spells(world)))
    if not spells or not len(duties) or not (rule.makes_tasks or rule.emits.startswith(LISTS)):
        return MarkedOff(spells, by)
    customers = world.frame(CUSTOMERS).lookup(duties.typed["客户编号"])
    whose = np.array([one.customer for one in spells], dtype=np.int64)
    open_ = np.flatnonzero(np.isnat(done.at) & np.isin(customers, whose))
    mine: dict[int, list[int]] = {}
    for at in open_.tolist():
        mine.setdefault(int(customers[at]), []).append(at)
    for number, spell in enumerate(spells):
        rows = np.array(mine.get(spell.customer, ()), dtype=np.int64)
        due = breach[rows]
        ends = np.isnat(due) & np.isnat(spell.until)
        by[rows[ends | ((due > spell.since) & (np.isnat(spell.until) | (due <= spell.until)))]] = number
    over = int(((by >= 0) & (breach <= world.instant)).sum())
    _counts(world)[rule.id, str(rule.place)] = over
    return MarkedOff(spells, by)


def _counts(world: World) -> dict[tuple[str, str], int]:
    return world.remembered(COUNTED, "", dict)


def left_out(world: World) -> int:
    """How many calls of the duties asked for so far would be late, had their customers not been marked."""
    return sum(_counts(world).values())


def _spells(world: World) -> Iterator[Spell]:
    """Every spell of every mark, the latest last."""
    customers = world.frame(CUSTOMERS)
    if not len(customers):
        return
    for heading, words in _marks(world):
        held = says(world.column(customers, heading)).objects().tolist()
        changes, floor = _changes(world, heading)
        keys = customers.key().objects().tolist()
        for position, (key, word) in enumerate(zip(keys, held, strict=True)):
            turns = changes.get(str(key), [])
            if word in words or turns:
                yield from _of_one(position, heading, str(word or ""), turns, words, floor)


def _of_one(
    position: int,
    heading: str,
    word: str,
    turns: list[tuple[np.datetime64, str, str]],
    words: set[str],
    floor: np.datetime64,
) -> Iterator[Spell]:
    """The spells of one customer: from each change to the mark till the change away from it."""
    since, mark = floor if not turns or turns[0][1] in words else NAT, word if not turns else turns[0][1]
    for at, old, new in turns:
        if new in words and old not in words:
            since, mark = at, new
        elif new not in words and not np.isnat(since):
            yield Spell(position, since, at, _called(heading, mark))
            since = NAT
    if word in words:
        yield Spell(position, floor if np.isnat(since) else since, NAT, _called(heading, word))


def _called(heading: str, word: str) -> str:
    """What people call the mark: 停用; a mere 是 by its heading: 勿扰."""
    return named(heading, HEADING) if word == "是" else named(word, WORD)


def _marks(world: World) -> Iterator[tuple[str, set[str]]]:
    """The columns of 【客户】 of which one word alone takes a customer off every list, by the limits in force."""
    found: dict[str, set[str]] = {}
    for limit in world.book.all(Limit):
        if limit.type != "停止" or len(limit.when.alternatives) != 1 or len(limit.when.alternatives[0]) != 1:
            continue
        (clause,) = limit.when.alternatives[0]
        values = [item.value.value for item in clause.test.items if isinstance(item, Equals)]
        words = {one for one in values if isinstance(one, str)}
        sound = not clause.test.denied and len(words) == len(clause.test.items)
        if len(clause.path) == 2 and clause.path[0] == CUSTOMERS and words and sound:
            found.setdefault(clause.path[1], set()).update(words)
    customers = world.schema.sheets[CUSTOMERS]
    yield from ((heading, words) for heading, words in found.items() if customers.column(heading) is not None)


def _changes(world: World, heading: str) -> tuple[dict[str, list[tuple[np.datetime64, str, str]]], np.datetime64]:
    """For each customer when this cell was seen changed, from what to what; and since when other marks stand."""
    past = world.found(AMENDED)
    at = world.column(past, "时间").data
    sheets, keys, columns, old, new = (
        says(world.column(past, one)).objects().tolist() for one in ("表", "主键", "列", "旧值", "新值")
    )
    headings = {heading, named(heading, HEADING)}
    found: dict[str, list[tuple[np.datetime64, str, str]]] = {}
    floor = _first_run(world)
    for row in np.argsort(at, kind="stable").tolist():
        if sheets[row] != CUSTOMERS or np.isnat(at[row]) or at[row] > world.instant:
            continue
        if keys[row] is None:  # so many cells at once that none is told alone
            floor = max(floor, at[row])
        elif columns[row] in headings:
            found.setdefault(str(keys[row]), []).append((at[row], str(old[row] or ""), str(new[row] or "")))
    return found, floor


def _first_run(world: World) -> np.datetime64:
    """The day on which the program first worked over the book; today where it never did."""
    today = np.datetime64(world.today, "us")
    days = world.column(world.found(RUNS), "日期").data
    days = days[~np.isnat(days) & (days <= today)]
    return days.min().astype("datetime64[D]").astype("datetime64[us]") if len(days) else today
