"""The day in numbers: how many calls, what is late, what waits for a decision, who has how much, how the months went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from workbook.papers.list.gathered import LEVELS
from workbook.papers.list.problems import PROBLEMS, problems
from workbook.papers.overview.loads import Person, people
from workbook.papers.overview.months import Month, months
from workbook.papers.overview.waiting import Wait, waiting
from workbook.papers.pages.page import Page
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.frames import Frame

Wanted = Callable[[str], bool]
Rows = Mapping[str, Mapping[str, int]]
"""Sheet → key of a line → the row where it was written just now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one look at the office tells.

    Shapes:
        oldest: the day since when the most overdue call is due. problems: how many there are, by level 停 疑 注.
    """

    listed: int
    late: int
    oldest: np.datetime64 | None
    chores: int
    chores_late: int
    unlisted: int
    problems: Mapping[str, int]
    waits: tuple[Wait, ...]
    people: tuple[Person, ...]
    months: tuple[Month, ...]


def standing(day: Day, pages: Mapping[str, Page], rows: Rows, wanted: Wanted = lambda _: True) -> Standing:
    """How the office stands; ledgers that a job doesn't work out are read as they stand in the workbook.

    Shapes:
        pages: the pages that were just made, by name. wanted: the sheets that the job works out.
    """
    listed, chores = day.listed, day.reminders
    late = overdue(listed)
    due = listed.typed["到期"].data[late]
    due = due[~np.isnat(due)]
    found = _by_level(day, pages[PROBLEMS]) if PROBLEMS in pages else dict.fromkeys(LEVELS, 0)
    return Standing(
        listed=len(listed),
        late=int(late.sum()),
        oldest=due.min() if len(due) else None,
        chores=len(chores),
        chores_late=int(overdue(chores).sum()),
        unlisted=len(day.not_listed),
        problems=found,
        waits=tuple(waiting(day, found["停"], _sheet(day, "处罚台账", wanted), rows)),
        people=tuple(people(day)),
        months=tuple(months(day, _sheet(day, "指标结果", wanted))),
    )


def _by_level(day: Day, page: Page) -> dict[str, int]:
    """How many problems of each level there are; where staff typed into the sheet, its cells don't say so."""
    if PROBLEMS in day.overtyped:
        told = [(one.level, one.count) for one in problems(day)]
    else:
        level, count = (page.headings.index(one) for one in ("级别", "处数"))
        told = [(str(row[level]), int(str(row[count] or 1))) for row in page.rows]
    return {level: sum(many for one, many in told if one == level) for level in LEVELS}


def _sheet(day: Day, name: str, wanted: Wanted) -> Frame:
    return day.sheet(name) if wanted(name) else day.world.found(name)


def overdue(frame: Frame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows of a list are late."""
    return frame.typed["状态"].matching(lambda word: word == "逾期")
