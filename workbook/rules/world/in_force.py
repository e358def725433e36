"""Which version of a rule a row is judged by: the one in force on the row's own day (rule-language §1.5)."""

from __future__ import annotations

from datetime import date

import numpy as np

from workbook.rulebook.cells.rule import Rule
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask

DAY = np.timedelta64(1, "D")


def in_force(frame: Frame, rule: Rule, today: date) -> Mask:
    """The rows of a sheet that a rule judges, by 生效日 and 失效日, both inclusive; a row without a time is of today."""
    rows = np.ones(len(frame), dtype=bool)
    if rule.since is None and rule.until is None:
        return rows
    held = frame.typed.get(frame.sheet.time.heading) if frame.sheet.time else None
    now = np.datetime64(today, "us")
    at = np.full(len(frame), now) if held is None or held.kind != "moment" else np.where(held.missing(), now, held.data)
    if rule.since is not None:
        rows &= at >= np.datetime64(rule.since, "us")
    if rule.until is not None:
        rows &= at < np.datetime64(rule.until, "us") + DAY
    return rows
