"""提醒 of one clerk in their own book: what they owe that is no call, and the cell of this book where it is noted as done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from workbook.papers.list.reminders import REMINDERS, reminders_page
from workbook.papers.list.today import OWNER, OWNER_NAME
from workbook.papers.pages.page import Page, Value
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.words.tongue import declared, worded

TASK, WHERE = "任务编号", "在哪里填"
ABOUT_US = {"规则", "因由", OWNER_NAME}
"""Columns that speak of the main workbook, or say whose it is in a book of one's own."""
HOW = declared("归您办的事，不是打给客户的。办完了写进“在哪里填”的那一格；写在这张表上的收不回去。")
_CELL = re.compile(r"(.+)!([A-Z]{1,3})(\d+)")

Own = Callable[[str, str, int], str]
"""Sheet, column and row of the main workbook → the same cell in the clerk's book; '' where it isn't there."""


def shareable(day: Day, covered: Callable[[Day, Page], Page]) -> Page:
    """提醒 without rows that may not leave the workbook, and with 机密 columns `covered`."""
    page, frame = covered(day, reminders_page(day)), day.reminders
    keys = [str(key) for key in frame.typed[TASK].objects()]
    sealed = {key for key, shut in zip(keys, secret(day.world, frame, frame.all).tolist(), strict=True) if shut}
    at = page.headings.index(TASK)
    return replace(page, rows=tuple(row for row in page.rows if str(row[at]) not in sealed), marks=(), links=())


def customers_of(page: Page, clerk: str, together: str) -> list[str]:
    """The customers whom somebody's reminders are about."""
    owner, at = page.headings.index(OWNER), page.headings.index("客户编号")
    mine = (row for row in page.rows if clerk in str(row[owner] or "").split(together))
    return [str(row[at]) for row in mine if row[at]]


def of_clerk(page: Page, clerk: str, together: str, own: Own) -> Page | None:
    """The reminders of one person, each leading to its cell in their own book; None where there are none."""
    owner = page.headings.index(OWNER)
    mine = [row for row in page.rows if clerk in str(row[owner] or "").split(together)]
    if not mine:
        return None
    keep = [at for at, one in enumerate(page.fields) if one.heading not in ABOUT_US]
    where = page.headings.index(WHERE)
    rows = [tuple(_there(row[at], own) if at == where else row[at] for at in keep) for row in mine]
    return Page(REMINDERS, tuple(page.fields[at] for at in keep), tuple(rows), note=worded(HOW), group="今天")


def _there(place: Value, own: Own) -> Value:
    """The cell as it is said in the clerk's book."""
    cell = _CELL.fullmatch(str(place or ""))
    return place if cell is None else own(cell[1], cell[2], int(cell[3])) or worded("主簿的 {place}", place=place)
