"""Records put down today of an earlier day, with the day alone: it may be the list's, so whoever knows better is asked."""

from __future__ import annotations

import numpy as np

from workbook.rules.facts.answers import RECORDS
from workbook.rules.facts.registered import REGISTERED
from workbook.rules.recording.typed_cells import TIME
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue


def late_entries(world: World) -> tuple[Issue, ...]:
    """An issue at each such 回访时间, on the day of its 登记时间 only: an hour there, or another day, and it is gone."""
    return world.remembered("补记的", "", lambda: _late_entries(world))


def _late_entries(world: World) -> tuple[Issue, ...]:
    if RECORDS not in world.tables.frames:
        return ()
    records = world.found(RECORDS)
    if not {REGISTERED, TIME} <= set(records.typed):
        return ()
    today = np.datetime64(world.today, "D")
    at = records.typed[TIME].data
    days = at.astype("datetime64[D]")
    with np.errstate(invalid="ignore"):
        late = (records.typed[REGISTERED].data.astype("datetime64[D]") == today) & (days < today) & (at == days)
    return tuple(
        issue(Kind.LATE_ENTRY, records.place(row, TIME), day=str(days[row])) for row in np.flatnonzero(late).tolist()
    )
