"""When a fact was registered, and the world as it was known at an earlier moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Vec
from workbook.rules.world.world import World
from workbook.sheets.tables import Tables
from workbook.words.tongue import worded

REGISTERED = "登记时间"
HAPPENED, REGISTERED_BY = "期末", "期末登记"
"""截至: what had happened by then; of that, what had been registered by then."""


def world_at(world: World, moment: datetime, by: str, *, before: bool = False) -> World:
    """The same book at an earlier moment, less the rows of what happened (or was registered) only after it.

    Shapes:
        before: less those of that very moment too; of a day that is known as a day alone, all of it.
    """
    return world.remembered(
        worded("截至 {by} {before}", by=by, before=before), moment, lambda: _world_at(world, moment, by, before=before)
    )


def _world_at(world: World, moment: datetime, by: str, *, before: bool) -> World:
    frames = dict(world.tables.frames)
    last = np.datetime64(moment, "us") - np.timedelta64(int(before), "us")
    marks = _done_marks(world)
    for name, table in world.tables.frames.items():
        if name not in world.schema.sheets:
            continue
        found = world.found(name)
        known = _known(found, last, by)
        since = {heading: later for heading in marks.get(name, ()) if (later := _moments(found, heading) > last).any()}
        if since:
            undone = {heading: table[heading].mask(later) for heading, later in since.items()}
            frames[name] = table.assign(**undone)
        if not known.all():
            frames[name] = frames[name][known].reset_index(drop=True)
    tables: Tables = replace(world.tables, frames=frames)
    return World(
        tables, world.schema, world.codes, world.book, world.calendars, world.hours, moment, world.nodes, world.branch
    )


def _done_marks(world: World) -> Mapping[str, set[str]]:
    """By sheet: the columns that say when something was done. What was done later was not done yet; a day agreed on was."""
    found: dict[str, set[str]] = {}
    for duty in world.book.all(Duty):
        if len(duty.done_column) == 1:
            found.setdefault(duty.done_sheet or duty.source, set()).add(duty.done_column[0])
    return found


def _known(frame: Frame, last: np.datetime64, by: str) -> Mask:
    """Rows that were there: by the moment they were registered where that is said and wanted, else by their own time.

    A sheet without a time is always there, and so is a row without one.
    """
    at = np.full(len(frame), np.datetime64("NaT", "us"))
    time = frame.sheet.time
    if time is not None and not frame.sheet.ours:
        at = _moments(frame, time.heading)
    if by == REGISTERED_BY:
        registered = _moments(frame, REGISTERED)
        at = np.where(np.isnat(registered), at, registered)
    with np.errstate(invalid="ignore"):
        return np.asarray(~(at > last))


def _moments(frame: Frame, heading: str) -> np.ndarray:
    held: Vec | None = frame.typed.get(heading)
    return held.data if held is not None and held.kind == "moment" else np.full(len(frame), np.datetime64("NaT", "us"))
