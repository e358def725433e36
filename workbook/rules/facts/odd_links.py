"""Rows that name another row which can't be meant: it is another customer's, or began only after the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.joins import customer_heading
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, same_words
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

RECORDS = "回访记录"
PEOPLE = ("客户", "员工")
AFTERWARDS = ("内", "第", "后")
DAY = "datetime64[D]"


def odd_links(world: World) -> tuple[Issue, ...]:
    """A doubt at each cell that names such a row."""
    return world.remembered("怪联", "", lambda: tuple(_found(world)))


def _found(world: World) -> Iterator[Issue]:
    begun = {rule.source for rule in world.book.all(Duty) if rule.mode in AFTERWARDS}
    for name in world.tables.frames:
        sheet = world.schema.sheets.get(name)
        if sheet is None or sheet.ours or sheet.virtual:
            continue
        frame = world.found(name)
        for column in sheet.columns:
            target = column.type.target
            if not target or target in PEOPLE or target == name or column.type.name != "引用":
                continue
            if target not in world.tables.frames or column.heading not in frame.typed:
                continue
            other = world.found(target)
            at = other.lookup(frame.typed[column.heading])
            yield from _of_another(frame, column.heading, other, at)
            if name == RECORDS and target in begun:
                yield from _too_early(frame, column.heading, other, at)


def _of_another(frame: Frame, heading: str, other: Frame, at: Positions) -> Iterator[Issue]:
    mine, theirs = customer_heading(frame), customer_heading(other)
    if not mine or not theirs or mine not in frame.typed or theirs not in other.typed or not (at >= 0).any():
        return
    own, held = frame.typed[mine], other.typed[theirs].take(at)
    left, right = same_words(own, held)
    odd = np.flatnonzero((at >= 0) & ~own.missing() & ~held.missing() & (left != right))
    whys = (
        worded("它是 {theirs} 的，这一行写的是 {mine}", theirs=whose, mine=mine)
        for whose, mine in zip(held.take(odd).objects(), own.take(odd).objects(), strict=True)
    )
    yield from _told(frame, heading, odd, other, at, whys)


def _too_early(frame: Frame, heading: str, other: Frame, at: Positions) -> Iterator[Issue]:
    made, began = frame.sheet.time, other.sheet.time
    if made is None or began is None or made.heading not in frame.typed or began.heading not in other.typed:
        return
    if other.typed[began.heading].kind != "moment" or not (at >= 0).any():
        return
    start = other.typed[began.heading].take(at).data
    days, firsts = frame.typed[made.heading].data.astype(DAY), start.astype(DAY)
    odd = np.flatnonzero((at >= 0) & (days < firsts))
    whys = (
        worded("它 {first} 才有，这一行的{made}是 {day}", first=firsts[row], made=made.heading, day=days[row])
        for row in odd.tolist()
    )
    yield from _told(frame, heading, odd, other, at, whys)


def _told(
    frame: Frame, heading: str, rows: Positions, other: Frame, at: Positions, whys: Iterable[str]
) -> Iterator[Issue]:
    values = frame.typed[heading].take(rows).objects()
    for row, value, why in zip(rows.tolist(), values, whys, strict=True):
        place, theirs = frame.place(row, heading), str(other.place(int(at[row])))
        yield issue(Kind.LINK_ODD, place, heading=heading, value=value, why=why, other=theirs)
