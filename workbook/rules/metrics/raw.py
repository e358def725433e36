"""不扣除值: each figure as it would be if no pause had been taken off any clock, beside the figure that counts."""

from __future__ import annotations

import numpy as np

from workbook.rules.owed.set_aside import NOTHING_ASIDE, may_set_aside
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Vec
from workbook.rules.world.world import World

METRICS, RAW = "指标结果", "不扣除值"


def with_raw(world: World, found: Frame, ids: tuple[str, ...] | None) -> Frame:
    """The figures with 不扣除值 filled where it differs; untouched when no pause applies to anything."""
    if not len(found) or not may_set_aside(world):
        return found
    bare = world.under(world.calendars)
    bare.memory[NOTHING_ASIDE] = True
    other = bare.frame(METRICS, ids)
    raw = np.append(other.typed["值"].data, np.nan)[other.lookup(found.typed["行键"])]
    own = found.typed["值"].data
    same = (raw == own) | (np.isnan(raw) & np.isnan(own))
    found.typed[RAW] = Vec(found.typed["值"].type, np.where(same, np.nan, raw))
    return found
