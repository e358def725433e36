"""定于: the last day on which conclusions were drawn, and what the book held when it began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache

import numpy as np

from workbook.clock.almanac import almanac
from workbook.clock.days import Calendars
from workbook.rulebook.sorts.model import Decide
from workbook.rules.facts.holds import holds
from workbook.rules.facts.registered import HAPPENED, world_at
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Vec, series
from workbook.rules.world.world import World
from workbook.sheets.schema import Sheet
from workbook.sheets.types import Type

LONGEST = np.timedelta64(370, "D")
"""Days looked back over: a year and the days that a working day may be moved by."""


def calendar_of(world: World, first: np.datetime64, last: np.datetime64) -> Frame:
    """日历 from one day to another."""
    sheet = world.schema.sheets["日历"]
    typed = _columns(world.calendars, first, last, sheet)
    return Frame(sheet, np.zeros(len(typed["日期"]), np.int64), dict(typed))


@lru_cache(maxsize=16)  # the day itself, the day before it and the last fixed one ask for the same days
def _columns(office: Calendars, first: np.datetime64, last: np.datetime64, sheet: Sheet) -> Mapping[str, Vec]:
    rows = almanac(office, first, last)
    types = {column.heading: column.type for column in sheet.columns}
    return {
        heading: series(rows[heading], types.get(heading, Type("文本")))
        for heading in rows.columns
        if heading != "行号"
    }


def last_fixed(world: World, rule: Decide) -> date | None:
    """The last day up to today on which the rule draws its conclusions; None for one that draws them daily."""
    if not rule.fixed:
        return None
    today = np.datetime64(world.today, "D")
    days = calendar_of(world, today - LONGEST, today)
    hit = np.logical_or.reduce([holds(one.days, Scope(world, whole(days))) for one in rule.fixed])
    found = days.typed["日期"].data[hit]
    return found[-1].astype("datetime64[D]").astype(object) if len(found) else None


def world_on(world: World, day: date) -> World:
    """The book as it stood when a day began: what happened before it; that day is today."""
    return world_at(world, datetime.combine(day, time()), HAPPENED, before=True)
