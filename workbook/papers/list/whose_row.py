"""Rows of 今日清单 that show another customer than their task's: whom the call was made to can't be told, so they wait.

A column that was sorted alone, two names exchanged, a name written over another's. What was printed in the row tells that
its cell was changed; a name or a number that belongs to no other customer is a correction and waits for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbook.papers.pages.plain_words import plain
from workbook.papers.pages.printed_cells import Column, printed_cells
from workbook.papers.pages.prints import code_of
from workbook.papers.scripts.day_results import Day
from workbook.rules.recording.drafts import located
from workbook.rules.recording.typed_cells import LIST, Filled, typed_rows
from workbook.rules.world.vectors import Array, says, text
from workbook.sheets.grid import Grid
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import declared, worded

CUSTOMERS, CUSTOMER, NAME, PHONE = "客户", "客户编号", "客户名称", "电话"
WHO = {CUSTOMER: (CUSTOMER,), NAME: (NAME,), PHONE: ("手机", "座机")}
"""What a row of the list shows of its customer, and the columns of 客户 that say it."""
ANOTHER_ROW = declared("另一行")


@dataclass(frozen=True, slots=True)
class Strange:
    """One such row. `cells`: what it shows of another, by heading. `issue`: said at the first of these cells."""

    task: str
    cells: Mapping[str, str]
    issue: Issue


def strange_rows(day: Day) -> Mapping[int, Strange]:
    """The rows of the list, as it was found, in which something is typed though they show another customer; by number."""
    return day.world.remembered("写着别人的行", "", lambda: _strange_rows(day, day.list_found))


def shows_another(day: Day, typed: Sequence[Filled]) -> tuple[tuple[Filled, Issue], ...]:
    """The typed rows that wait for it, and what is said of each."""
    strange = strange_rows(day)
    mine = [row for row in typed if row.where.sheet == LIST and row.where.row in strange]
    return tuple((row, strange[row.where.row].issue) for row in mine)


def shows_another_than_sent(day: Day, sent: Mapping[str, str], back: Mapping[str, str]) -> bool:
    """Whether a row of a clerk's book came back with the name or number of another customer of ours."""
    own = int(day.world.frame(CUSTOMERS).lookup(text([sent.get(CUSTOMER) or None]))[0])
    told = {one: back[one] for one in WHO if plain(back.get(one, "")) not in {"", plain(sent.get(one, ""))}}
    return own >= 0 and any(another(day, heading, words, own) for heading, words in told.items())


def _strange_rows(day: Day, grid: Grid | None) -> dict[int, Strange]:
    columns = printed_cells(grid, tuple(WHO)) if grid is not None else ()
    if grid is None or not any(one.changed.any() for one in columns):
        return {}
    typed = {row.where.row: row.task_id for row in typed_rows(day.world, (grid,)) if row.task_id}
    whose = dict(zip(typed, customers_of(day, list(typed.values())), strict=True))
    found: dict[int, Strange] = {}
    for one in columns:
        moved = set(one.before[one.changed].tolist())
        for at in np.flatnonzero(one.changed).tolist():
            row = int(one.rows[at])
            if whose.get(row, -1) < 0:
                continue
            other = another(day, one.heading, one.texts[at], whose[row])
            if not other and int(one.now[at]) in moved and not _is_own(day, one.heading, one.texts[at], whose[row]):
                other = worded(ANOTHER_ROW)
            if other:
                told = _told(day, one, at, typed[row], whose[row], other)
                before = found.get(row, Strange(typed[row], {}, told))
                found[row] = replace(before, cells={**before.cells, one.heading: one.texts[at]})
    return found


def customers_of(day: Day, tasks: list[str]) -> list[int]:
    """The row of 客户 that each task is about; −1 for none."""
    work, at = located(day.world, day.worklist, tasks)
    numbers = work.typed[CUSTOMER].objects()
    keys = [str(numbers[one] or "") if one >= 0 else "" for one in at.tolist()]
    return [int(one) for one in day.world.frame(CUSTOMERS).lookup(text([key or None for key in keys]))]


def another(day: Day, heading: str, words: str, own: int) -> str:
    """The other customer whose name or number these words are; '' where they are nobody's, or one's own too.

    Shapes:
        own: the row of 客户 that is meant.
    """
    if heading not in WHO or not words.strip() or _is_own(day, heading, words, own):
        return ""
    customers = day.world.frame(CUSTOMERS)
    wanted = plain(words)
    for column in WHO[heading]:
        if customers.sheet.column(column) is not None and (at := _first_of(day, column).get(wanted)) is not None:
            return called(day, at)
    return ""


def _first_of(day: Day, column: str) -> Mapping[str, int]:
    """The first row of 客户 that says something in a column, by what it says: a whole list may have been sorted."""

    def made() -> dict[str, int]:
        filled = [(at, str(cell)) for at, cell in enumerate(_cells(day, column)) if cell is not None]
        return {plain(cell): at for at, cell in reversed(filled)}

    return day.world.remembered("谁写着这个", column, made)


def _is_own(day: Day, heading: str, words: str, own: int) -> bool:
    return plain(words) in {plain(one) for one in _own(day, heading, own)}


def _own(day: Day, heading: str, own: int) -> list[str]:
    """What 客户 says of somebody under a heading of the list."""
    customers = day.world.frame(CUSTOMERS)
    known = [one for one in WHO[heading] if customers.sheet.column(one) is not None]
    return [str(_cells(day, one)[own] or "") for one in known]


def _cells(day: Day, heading: str) -> Array:
    held: Array = day.world.remembered(
        "客户的一列", heading, lambda: says(day.world.column(day.world.frame(CUSTOMERS), heading)).objects()
    )
    return held


def called(day: Day, at: int) -> str:
    """A customer as people call it: number and name."""
    return f"{_cells(day, CUSTOMER)[at] or ''} {_cells(day, NAME)[at] or ''}".strip()


def _told(day: Day, one: Column, at: int, task: str, own: int, other: str) -> Issue:
    was = next((words for words in _own(day, one.heading, own) if code_of(words) == int(one.before[at])), "")
    back = worded("改回“{was}”", was=was) if was else worded("清空")
    return issue(
        Kind.ROW_OF_ANOTHER, Place(LIST, int(one.rows[at]), one.place), task=task, key=called(day, own),
        heading=one.heading, value=one.texts[at], other=other, back=back,
    )  # fmt: skip
