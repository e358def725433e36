"""Duties that end because the customer wants no more calls, or somebody agreed to skip: neither in time nor late (§3.9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.sorts.model import Duty, Outcome, Sample
from workbook.rules.owed.done_marks import RECORDS, Done
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import NAT, Array, Mask, Positions
from workbook.rules.world.world import World
from workbook.words.tongue import worded

LISTS = "名单"


@dataclass(frozen=True, slots=True, eq=False)
class AskedOff:
    """Which duties ended so, and by which row of 回访记录 (−1: they didn't)."""

    records: Frame
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
        return worded("；{place} 以后不打了，不算进按时率，也不算迟", place=self.records.place(at))


def asked_off(world: World, duties: Frame, rule: Duty | Sample, done: Done, breach: Array) -> AskedOff:
    """Closed by a call in time that ended all calls, or by an agreed skip; or open when the customer ended them.

    What was late before stays late.
    """
    records = world.frame(RECORDS)
    by = np.full(len(duties), -1, dtype=np.int64)
    stops = {outcome.id for outcome in world.book.all(Outcome) if outcome.stop}
    skips = {outcome.id for outcome in world.book.all(Outcome) if outcome.counts_as == "跳过"}
    if not len(records) or not len(duties) or not stops | skips:
        return AskedOff(records, by)
    outcomes = records.typed["结果代码"]
    if done.by is not None and done.by.frame is records:
        closing = np.where(np.isnat(done.at), -1, done.by.at)
        ended = np.append(outcomes.matching(stops.__contains__), False)[closing] & (
            np.isnat(breach) | (done.at < breach)
        )
        skipped = np.append(outcomes.matching(skips.__contains__), False)[closing]
        by = np.where(ended | skipped, closing, by)
    if rule.makes_tasks or rule.emits.startswith(LISTS):
        at, first = world.remembered(
            "不再联系", "", lambda: _firsts(world, records, outcomes.matching(stops.__contains__))
        )
        customers = world.frame("客户").lookup(duties.typed["客户编号"])
        open_ = np.isnat(done.at) & ~np.isnat(at[customers]) & (np.isnat(breach) | (at[customers] < breach))
        by = np.where(open_, first[customers], by)
    return AskedOff(records, by)


def _firsts(world: World, records: Frame, stops: Mask) -> tuple[Array, Positions]:
    """When each customer first asked for no more calls, and in which record; the last entry is for nobody."""
    customers = world.frame("客户")
    when, whose = world.column(records, "回访时间").data, customers.lookup(records.typed["客户编号"])
    rows = np.flatnonzero(stops & (when <= world.instant) & (whose >= 0))
    rows = rows[np.argsort(when[rows], kind="stable")[::-1]]
    at, first = np.full(len(customers) + 1, NAT), np.full(len(customers) + 1, -1, dtype=np.int64)
    at[whose[rows]], first[whose[rows]] = when[rows], rows
    return at, first
