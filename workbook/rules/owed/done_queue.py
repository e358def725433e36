"""Which record closes which duty: in order of time each takes the earliest that is still open (rule-language §3.9)."""

from __future__ import annotations

import numpy as np

from workbook.rules.facts.joins import Pairs
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Positions

TASK, SOURCE_ROW, RULE, NONE = 3, 2, 1, 0


def urgency(duties: Frame) -> Array:
    """Duties in order of due time; those without one come last."""
    due = duties.typed["到期"].data
    far = np.where(np.isnat(due), np.datetime64("9999-12-31", "us"), due)
    return turns_of(far)


def turns_of(at: Array) -> Positions:
    """The place of each row in the order of time; of rows at one time the upper comes first."""
    turns = np.empty(len(at), dtype=np.int64)
    turns[np.argsort(at, kind="stable")] = np.arange(len(at))
    return turns


def queue(pairs: Pairs, level: Array, at: Array, urgency: Array, size: int) -> Positions:
    """Which record closes each duty: records in time order each take the earliest still open duty.

    Records propose to their duties in order of due time, duties keep the earliest record, and a rejected record goes on
    to its next duty: the same matching as the queue, found for all keys at once. Explicit links are settled first.
    """
    by = np.full(size, -1, dtype=np.int64)
    used = np.zeros(len(at), dtype=bool)
    earliness = turns_of(at)
    for wanted in (TASK, SOURCE_ROW, RULE, NONE):
        rows = np.flatnonzero((level == wanted) & ~used[pairs.right] & (by[pairs.left] < 0))
        left, right = pairs.left[rows], pairs.right[rows]
        order = np.lexsort([urgency[left], earliness[right]])
        left, right = left[order], right[order]
        if wanted == TASK:
            by[left[::-1]], used[right] = right[::-1], True  # the earliest record of each is written last
            continue
        while len(left):
            first = np.r_[True, right[1:] != right[:-1]]
            duty, record = left[first], right[first]
            best = np.full(size, len(at) + 1)
            np.minimum.at(best, duty, earliness[record])
            wins = earliness[record] == best[duty]
            if wins.all():
                by[duty], used[record] = record, True
                break
            kept = np.ones(len(left), dtype=bool)
            kept[np.flatnonzero(first)[~wins]] = False
            left, right = left[kept], right[kept]
    return by
