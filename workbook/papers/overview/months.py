"""How the last months went: what was due and done in time, and how many were satisfied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbook.papers.list.metric_kinds import is_share
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Metric
from workbook.rules.world.frames import Frame
from workbook.words.tongue import WORD, named

LOOKED_BACK = 6
IN_TIME, TOO_LATE = {"按时"}, {"迟", "逾期"}
SATISFIED, ALL = "满意", "合计"


@dataclass(frozen=True, slots=True)
class Month:
    """One month, '2026-03': what was due in it and how much of that was done in time; the share that was satisfied."""

    name: str
    due: int
    kept: int
    satisfied: float | None

    @property
    def share(self) -> float | None:
        """The share that was done in time; None where nothing was due."""
        return self.kept / self.due if self.due else None


def months(day: Day, metrics: Frame) -> list[Month]:
    """The last months up to this one, the oldest first, from the first that holds something on."""
    owed = day.sheet("义务")
    due = owed.typed["到期"].data.astype("datetime64[M]")
    now = np.datetime64(day.world.today, "M")
    states = owed.typed["状态"]
    kept, late = states.matching(IN_TIME.__contains__), states.matching(TOO_LATE.__contains__)
    liked = satisfaction(day, metrics)
    found: list[Month] = []
    for back in range(LOOKED_BACK - 1, -1, -1):
        month = now - np.timedelta64(back, "M")
        own = due == month
        name = str(month)
        one = Month(name, int((own & (kept | late)).sum()), int((own & kept).sum()), liked.get(name))
        if found or one.due or one.satisfied is not None:
            found.append(one)
    return found


def satisfaction(day: Day, metrics: Frame) -> Mapping[str, float]:
    """The share of the satisfied by month, of the first share among 指标 that is called so."""
    return {month: top / bottom for month, (top, bottom) in satisfied(day, metrics).items()}


def satisfied(day: Day, metrics: Frame) -> Mapping[str, tuple[float, float]]:
    """The same as what it is made of: the satisfied, and all that were asked."""
    shares = (one for one in day.world.book.all(Metric) if is_share(one))
    words = (SATISFIED, named(SATISFIED, WORD).casefold())
    rule = next((one for one in shares if any(word in f"{one.name}{one.id}".casefold() for word in words)), None)
    if rule is None:
        return {}
    own = metrics.typed["编号"].matching(lambda word: word == rule.id)
    own &= metrics.typed["分组"].matching(lambda word: word == ALL)
    top, bottom = (metrics.typed[heading].data for heading in ("分子", "分母"))
    periods = metrics.typed["期"].objects()
    asked = np.flatnonzero(own & (bottom > 0)).tolist()
    return {str(periods[at]): (float(top[at]), float(bottom[at])) for at in asked}
