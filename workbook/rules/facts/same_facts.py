"""Rows that say the same of the same minute and differ only in their number: pasted twice, or twice done?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, says
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue


def same_facts(world: World) -> tuple[Issue, ...]:
    """An issue at each row of the sheets that staff keep which repeats an earlier one but for its number."""
    return tuple(world.remembered("像是同一件", "", lambda: list(_issues(world))))


def _issues(world: World) -> Iterable[Issue]:
    for name in world.tables.frames:
        sheet = world.schema.sheets.get(name)
        if sheet is None or sheet.ours or sheet.virtual:
            continue
        frame = world.found(name)
        for row, other in repeated(frame, np.arange(len(frame))):
            yield told(frame, row, other)


def told(frame: Frame, row: int, other: int) -> Issue:
    """What is said of a row that repeats another."""
    key = frame.sheet.key
    return issue(Kind.SAME_FACT, frame.place(row, key.heading if key else ""), other=str(frame.place(other)))


def repeated(frame: Frame, rows: Positions) -> Iterable[tuple[int, int]]:
    """Rows of a numbered sheet, each with the earlier one that holds the same at the same minute of a day."""
    key, time = frame.sheet.key, frame.sheet.time
    if key is None or time is None or time.heading not in frame.typed or len(rows) < 2:
        return
    at = frame.typed[time.heading].data
    if at.dtype.kind != "M":
        return
    rows = rows[(at[rows] != at[rows].astype("datetime64[D]")) & ~np.isnat(at[rows])]
    _, minute, often = np.unique(at[rows], return_inverse=True, return_counts=True)
    rows = rows[often[minute] > 1]
    headings = [heading for heading in frame.cells if heading != key.heading and heading in frame.typed]
    columns = [says(frame.typed[heading].take(rows)).objects() for heading in headings]
    first: dict[tuple[object, ...], int] = {}
    for row, held in zip(rows.tolist(), zip(*columns, strict=True), strict=True):
        other = first.setdefault(held, row)
        if other != row:
            yield row, other
