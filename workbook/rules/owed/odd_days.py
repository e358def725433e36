"""Days that can hardly be meant: done long before the duty began, or half a year ahead (rule-language §3.9)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rulebook.sorts.model import Duty, Sample
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Array, Mask
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue

EARLY = np.timedelta64(20, "D")  # some things are rightly done days ahead; nobody means a month or a year
PROMISED = ("约定", "计划", "预计")
AHEAD = np.timedelta64(180, "D")  # a day that is worked again later has weeks of rows ahead of it, nobody's slip

RECORDS, FEW = "回访记录", 3


def ask_about(world: World, duties: Frame, rule: Duty | Sample, source: View, done: Array) -> None:
    """Done-marks that staff filled with such a day: named, and counted as they are (a day ahead: as not done yet)."""
    if rule.done_sheet or len(rule.done_column) != 1 or rule.done_column[0] not in source.frame.typed:
        return
    heading = rule.done_column[0]
    say_ahead(world, source, done, heading)
    if not isinstance(rule, Duty) or rule.mode in {"内", "第", "后"}:
        _say(Kind.DONE_TOO_EARLY, world, source, done < duties.typed["起点"].data - EARLY, heading, done)


def say_ahead(world: World, rows: View, at: Array, heading: str) -> None:
    """Rows dated so far ahead that a year was mistyped: they don't count until then."""
    _say(Kind.DONE_AHEAD, world, rows, at > np.datetime64(world.today, "us") + AHEAD, heading, at)


def facts_ahead(world: World) -> tuple[Issue, ...]:
    """An issue at the moment of each row that is said to have happened so far ahead; spans and promises lie ahead rightly."""
    return tuple(world.remembered("日子还远", "", lambda: list(_facts_ahead(world))))


def _facts_ahead(world: World) -> Iterable[Issue]:
    for name in world.tables.frames:
        sheet = world.schema.sheets.get(name)
        if sheet is None or sheet.ours or sheet.virtual or sheet.time is None or sheet.time.type.name != "时点":
            continue
        roles = {role for column in sheet.columns for role in column.role.split()}
        heading, frame = sheet.time.heading, world.found(name)
        if heading not in frame.typed or "起" in roles or heading.startswith(PROMISED):
            continue
        at = frame.typed[heading].data
        ahead = np.flatnonzero(at >= np.datetime64(world.today, "us") + np.timedelta64(1, "D"))
        is_slip = (
            name == RECORDS and len(ahead) <= FEW
        )  # what was said is said; a day worked again has more ahead of it
        for row in (ahead if is_slip else ahead[at[ahead] > np.datetime64(world.today, "us") + AHEAD]).tolist():
            yield issue(Kind.DONE_AHEAD, frame.place(row, heading), heading=heading, day=str(at[row])[:10])


def _say(kind: Kind, world: World, source: View, odd: Mask, heading: str, done: Array) -> None:
    for position in np.flatnonzero(odd).tolist():
        place = source.frame.place(int(source.at[position]), heading)
        world.note(issue(kind, place, heading=heading, day=str(done[position])[:10]))
