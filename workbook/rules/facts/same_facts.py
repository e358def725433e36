"""Rows that say the same of the same minute and differ only in their number: pasted twice, or twice done?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Positions
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue

DAY_ONLY, TIMED = -(2**62), -(2**62) + 1
"""Marks that are no minute: of rows that say a day alone, and of rows that say an hour."""


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
    """Rows of a numbered sheet, each with an earlier one: the same at the same minute, or day where one has no hour."""
    key, time = frame.sheet.key, frame.sheet.time
    if key is None or time is None or time.heading not in frame.typed or len(rows) < 2:
        return
    at = frame.typed[time.heading].data
    if at.dtype.kind != "M":
        return
    rows = rows[~np.isnat(at[rows])]
    rows, alike = _still_alike(rows, np.zeros(len(rows), np.int64), _marks(at[rows].astype("datetime64[D]")))
    for heading in frame.cells:
        if heading not in {key.heading, time.heading} and heading in frame.typed:
            rows, alike = _still_alike(rows, alike, _marks(frame.typed[heading].data[rows]))
    first: dict[tuple[int, int], int] = {}  # the first row of a group at a minute, of any hour, of none
    minutes = at.astype("datetime64[m]").astype(np.int64)
    is_day = at.astype("datetime64[m]") == at.astype("datetime64[D]")
    for row, group in zip(rows.tolist(), alike.tolist(), strict=True):
        minute = int(minutes[row])
        like = (TIMED,) if is_day[row] else (DAY_ONLY, minute)  # of two without their hour nobody can tell
        others = [first[group, one] for one in like if (group, one) in first]
        if others:
            yield row, min(others)
            continue
        for one in (DAY_ONLY,) if is_day[row] else (TIMED, minute):
            first.setdefault((group, one), row)


def _still_alike(rows: Positions, alike: Positions, marks: Positions) -> tuple[Positions, Positions]:
    """The rows that share their group and a mark with another, and their new groups: few are left after two columns."""
    if not len(rows):
        return rows, alike
    _, marked = np.unique(marks, return_inverse=True)
    _, group, often = np.unique(alike * (marked.max() + 1) + marked, return_inverse=True, return_counts=True)
    keep = often[group] > 1
    return rows[keep], group[keep].astype(np.int64)


def _marks(values: Array) -> Positions:
    """Values as whole numbers, equal where they are equal; empty ones are equal too."""
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values) + 0.0  # one NaN, one zero
    return values.view(np.int64) if values.dtype.itemsize == 8 else values.astype(np.int64)
