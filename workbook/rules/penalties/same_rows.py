"""Two rows that say the same of the same minute and differ only in their number: pasted twice, or twice done?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rules.penalties.charging import Lot
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue


def note_same(world: World, lots: Iterable[Lot]) -> None:
    """An issue at each row behind a charge that repeats an earlier one but for its number."""
    told: set[tuple[str, int]] = set()
    for lot in lots:
        frame = lot.acts.frame
        rows = np.unique(lot.acts.at[frame.rows[lot.acts.at] > 0])
        for row, other in _repeated(frame, rows):
            if (frame.name, row) not in told:
                told.add((frame.name, row))
                key = frame.sheet.key
                place = frame.place(row, key.heading if key else "")
                world.note(issue(Kind.SAME_FACT, place, other=str(frame.place(other))))


def _repeated(frame: Frame, rows: Positions) -> Iterable[tuple[int, int]]:
    """Rows of a numbered sheet, each with the earlier one that holds the same at the same minute of a day."""
    key, time = frame.sheet.key, frame.sheet.time
    if key is None or time is None or time.heading not in frame.typed or len(rows) < 2:
        return
    at = frame.typed[time.heading].data
    if at.dtype.kind != "M":
        return
    rows = rows[(at[rows] != at[rows].astype("datetime64[D]")) & ~np.isnat(at[rows])]
    headings = [heading for heading in frame.cells if heading != key.heading and heading in frame.typed]
    columns = [says(frame.typed[heading]).objects()[rows] for heading in headings]
    first: dict[tuple[object, ...], int] = {}
    for row, held in zip(rows.tolist(), zip(*columns, strict=True), strict=True):
        other = first.setdefault(held, row)
        if other != row:
            yield row, other
