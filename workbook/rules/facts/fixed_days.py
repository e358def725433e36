"""定于: the last day on which conclusions were drawn, and what the book held when it began."""

from __future__ import annotations

from datetime import date, datetime, time

import numpy as np

from workbook.clock.almanac import almanac
from workbook.rulebook.sorts.model import Decide
from workbook.rules.facts.holds import holds
from workbook.rules.facts.registered import HAPPENED, world_at
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import series
from workbook.rules.world.world import World
from workbook.sheets.types import Type

LONGEST = np.timedelta64(370, "D")
"""Days looked back over: a year and the days that a working day may be moved by."""


def calendar_of(world: World, first: np.datetime64, last: np.datetime64) -> Frame:
    """日历 from one day to another."""
    rows = almanac(world.calendars, first, last)
    sheet = world.schema.sheets["日历"]
    types = {column.heading: column.type for column in sheet.columns}
    typed = {
        heading: series(rows[heading], types.get(heading, Type("文本")))
        for heading in rows.columns
        if heading != "行号"
    }
    return Frame(sheet, np.zeros(len(rows), np.int64), typed)


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
