"""Lines that stand in 处罚台账 already: the cells of theirs that say something else by now."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbook.papers.list.ledgers import FINES
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import values
from workbook.papers.scripts.day_results import Day
from workbook.rules.penalties.numbered_since import NAMING, REASON, TRIGGER
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions
from workbook.words.place import ARCHIVED


def refreshed(day: Day) -> dict[tuple[int, int], Value]:
    """Cells of lines that stand in 处罚台账 already and say something else by now: how far each has come, and what an
    older book didn't keep yet. Sums and days of a line never change."""
    frame, found = day.sheet(FINES), day.world.found(FINES)
    cells = day.world.tables.cells.get(FINES, {})
    stands = np.flatnonzero((frame.rows > 0) & (frame.rows <= ARCHIVED))  # what left for the archive is done with
    made: dict[tuple[int, int], Value] = {}
    for heading in ("状态", "登账日", "账期"):
        if heading in cells and len(stands):
            now = values(frame.typed[heading].take(stands))
            before = dict(zip(found.rows.tolist(), values(found.typed[heading]), strict=True))
            for row, value in zip(frame.rows[stands].tolist(), now, strict=True):
                if value is not None and before.get(row) != value:
                    made[row, cells[heading]] = value
    return made | _numbered_since(day, found, stands, cells)


def _numbered_since(
    day: Day, found: Frame, stands: Positions, cells: Mapping[str, int]
) -> dict[tuple[int, int], Value]:
    """The names of lines whose row had no number when they were written, and what their reason says of that."""
    if TRIGGER not in cells:
        return {}
    frame = day.sheet(FINES)
    before = dict(zip(found.rows.tolist(), values(found.typed[TRIGGER]), strict=True))
    now = values(frame.typed[TRIGGER])
    mine = [at for at in stands.tolist() if now[at] and now[at] != before.get(int(frame.rows[at]))]
    names = {one: values(frame.typed[one]) for one in NAMING if one in cells and one in frame.typed}
    made: dict[tuple[int, int], Value] = {
        (int(frame.rows[at]), cells[heading]): named[at] for heading, named in names.items() for at in mine if named[at]
    }
    return made | {(int(frame.rows[at]), cells[REASON]): day.because(frame, at) for at in mine if REASON in cells}
