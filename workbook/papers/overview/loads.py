"""Who has how much today, how much of it is late, and how much a day may hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from workbook.papers.list.today import OWNER
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Assign
from workbook.rules.facts.people import STAFF
from workbook.rules.worklist.assignment import capacity
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, says
from workbook.words.tongue import declared, worded

NOBODY = declared("没有派人")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's day.

    Shapes:
        late: calls and chores. chores_late: those of them that are chores. behind: how many contacts are still lacking in
        periods that are counted by person. over: how many they have beyond the most that they may. may: None: no limit
        is set.
    """

    name: str
    calls: int = 0
    chores: int = 0
    late: int = 0
    behind: int = 0
    may: int | None = None
    chores_late: int = 0
    over: int = 0

    @property
    def quota(self) -> int | str | None:
        """What is lacking; where nothing is, what there is too much of, in words."""
        return self.behind or (worded("超了 {over}", over=self.over) if self.over else None)


def people(day: Day) -> list[Person]:
    """Everybody who has something today, the latest first; what nobody has comes last."""
    staff = day.world.frame(STAFF)
    ids = [str(one) for one in staff.key().objects()]
    names = dict(zip(ids, day.world.column(staff, "姓名").objects(), strict=True))
    limits = capacity(day.world, [rule for rule in day.world.book.all(Assign) if rule.target == "任务"])
    may = {one: int(limit) for one, limit in zip(ids, limits.tolist(), strict=True) if np.isfinite(limit)}
    calls, chores = (_counted(frame) for frame in (day.listed, day.reminders))
    called_late, chores_late = (
        _counted(frame, frame.typed["状态"].matching(lambda word: word == "逾期"))
        for frame in (day.listed, day.reminders)
    )
    late = called_late + chores_late
    behind, over = _off_quota(day, set(ids))
    found = [
        Person(
            str(names.get(one) or one or NOBODY),
            calls[one],
            chores[one],
            late[one],
            behind[one],
            may.get(one),
            chores_late[one],
            over[one],
        )
        for one in dict.fromkeys((*calls, *chores, *behind, *over))
    ]
    return sorted(found, key=lambda one: (one.name == NOBODY, -one.late, -one.behind, -one.calls, -one.chores))


def _counted(frame: Frame, rows: Mask | None = None) -> Counter[str]:
    """How many rows each person has; a row of several people counts for each."""
    owners = says(frame.typed[OWNER])
    codes, many = np.unique(owners.data if rows is None else owners.data[rows], return_counts=True)
    found = Counter[str]()
    for code, number in zip(codes.tolist(), many.tolist(), strict=True):
        for one in str(owners.words[code]).split("、") if code >= 0 else [""]:
            found[one] += number
    return found


def _off_quota(day: Day, ids: set[str]) -> tuple[Counter[str], Counter[str]]:
    """What each person still lacks in a running period of 定额, and what they have too much."""
    frame = day.sheet("定额结果")
    runs, states = frame.typed["已结束"].matching(lambda word: word != "是"), frame.typed["状态"]
    found, keys = (Counter[str](), Counter[str]()), frame.typed["键"].objects()
    off = (frame.typed["缺额"].data > 0, states.matching(lambda word: word == "超"))
    for counted, mask, heading in zip(found, off, ("缺额", "超额"), strict=True):
        for row in np.flatnonzero(runs & mask).tolist():
            for one in set(str(keys[row]).split("、")) & ids:
                counted[one] += int(frame.typed[heading].data[row])
    return found
