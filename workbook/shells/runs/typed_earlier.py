"""Results that stand on the list of an earlier day keep that day when the list is made anew, before 登记 took them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import numpy as np

from workbook.day import Day
from workbook.papers.pages.page import Page
from workbook.rules.recording.near_days import near
from workbook.rules.recording.typed_cells import LIST, OUTCOME, TIME
from workbook.rules.recording.typed_rows import list_day
from workbook.sheets.times import clock_time
from workbook.shells.files.writer import Writer
from workbook.words.tongue import worded


def put(book: Writer, day: Day, made: Sequence[Page], say: Callable[[str], None]) -> None:
    """Puts the day of the list beside an outcome that says no 回访时间, as 登记 would have taken it, and tells it.

    A call made in time on Friday isn't late because the list was made on Monday before anybody pressed 登记, or because
    登记 asked for another cell first. A time of day alone was of that day, too.
    """
    last = list_day(day.world)
    columns = day.world.tables.cells.get(LIST, {})
    if last is None or not {OUTCOME, TIME} <= columns.keys() or all(page.name != LIST for page in made):
        return
    listed: date = last.astype("datetime64[D]").item()
    found = day.world.found(LIST)
    outcomes, times = (_unread(day, columns[heading]) for heading in (OUTCOME, TIME))
    has_outcome = ~found.typed[OUTCOME].missing() | np.isin(found.rows, list(outcomes))
    cells: dict[tuple[int, int], date | datetime] = {}
    for at in np.flatnonzero(has_outcome & found.typed[TIME].missing()).tolist():
        place = found.place(at, TIME)
        moment = _of_day(times[place.row], listed) if place.row in times else listed
        if moment is not None:
            cells[place.row, place.column] = moment
    if cells:
        book.set_cells(LIST, cells, {columns[TIME]: TIME})
        say(
            worded(
                "【今日清单】有 {count} 行填了结果、还没登记，没写哪天打的：“回访时间”已经填上那天清单的日期 {day}，不对就改。",
                count=len(cells),
                day=listed,
            )
        )


def _unread(day: Day, column: int) -> dict[int, str]:
    """What stands in cells of a column of the list that can't be read, by row."""
    there = (one for one in day.world.tables.issues if one.place.sheet == LIST and one.place.column == column)
    return {one.place.row: dict(one.words).get("value", "") for one in there}


def _of_day(words: str, listed: date) -> datetime | None:
    """A time of day (14:30) on the day of the list; None for words that nobody can read: they stay."""
    return near(clock_time(words) or words, datetime.combine(listed, time(23, 59)), ahead=False)
