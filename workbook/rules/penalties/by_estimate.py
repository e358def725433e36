"""Fines that were charged when the days off of their year were estimated: a notice entered later moves no past fine."""

from __future__ import annotations

import numpy as np

from workbook.rules.penalties.lines import Held
from workbook.rules.world.vectors import Mask, says
from workbook.rules.world.world import World

ESTIMATED = "按暂估罚的"


def by_estimate(world: World, found: Held) -> Mask:
    """Lines whose duty was overdue by the estimate, and isn't by the notice that 节假日 holds now."""
    none = np.zeros(len(found.key), dtype=bool)
    if not world.calendars.told_beyond or not len(none):
        return none
    now, then = _breached(world), _breached(world.under(world.calendars.estimated()))
    triggers = says(found.column("触发行")).objects().tolist()
    held = np.array([str(one) in then and str(one) not in now for one in triggers], dtype=bool)
    keys = found.key.objects()
    world.memory[(ESTIMATED, "")] = [str(keys[at]) for at in np.flatnonzero(held & found.stands)]
    return held


def _breached(world: World) -> set[str]:
    """The duties that are overdue, or were done late."""
    duties = world.frame("义务")
    late = ~np.isnat(duties.typed["违约时间"].data)
    return {str(one) for one in duties.typed["任务编号"].objects()[late]}
