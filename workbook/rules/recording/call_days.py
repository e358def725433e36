"""Days of calls that can hardly be meant: after today, or before what the call is about began (rule-language §3.9)."""

from __future__ import annotations

import numpy as np

from workbook.rules.recording.typed_cells import TIME
from workbook.rules.recording.typed_rows import Batch
from workbook.words.issues import Kind

FAR = np.timedelta64(180, "D")  # as in `odd_days`: nobody means half a year


def check_days(batch: Batch) -> None:
    """A call of a day to come waits, so does one half a year before its task; a little before it is asked about.

    What is open since ever (方式 前) may be done early; half a year before its day it is asked about.
    """
    written = np.array([bool(row.time.strip()) for row in batch.filled], dtype=bool)
    called, start, opens = (
        typed[heading].data.astype("datetime64[D]")
        for typed, heading in ((batch.drafts.typed, TIME), (batch.work.typed, "起点"), (batch.work.typed, "开放"))
    )
    begins = np.where(np.isnat(opens), start - FAR, np.fmin(start, opens))
    for at in np.flatnonzero(written & (called > np.datetime64(batch.world.today, "D"))).tolist():
        batch.note(at, Kind.CALL_AHEAD, TIME, day=str(called[at]))
    for at in np.flatnonzero(written & (called < begins)).tolist():
        kind = Kind.CALL_LONG_BEFORE if called[at] < np.fmin(opens, begins)[at] - FAR else Kind.CALL_BEFORE
        batch.note(at, kind, TIME, day=str(called[at]), start=str(start[at]))
