"""Steps of a ladder that stand in the ledger though nothing computes them any more: they are climbed all the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.asked_again import asked_again
from workbook.rules.penalties.charging import Lot
from workbook.rules.penalties.finding_acts import in_force
from workbook.rules.penalties.ledger import held
from workbook.rules.penalties.numbering import Rungs
from workbook.rules.penalties.pricing import BY_UNIT, units
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.sheets.types import Type


def booked(world: World, lots: Sequence[Lot]) -> list[Rungs]:
    """Lines that stay (a gap filled since, a period long closed, a fine paid) and that today's facts don't raise again."""
    found = held(world)
    if not found.stands.any():
        return []
    today = {key for lot in lots for key in lot.frame.typed["行键"].objects().tolist()}
    gone = asked_again(world, found) & found.column("缴款日").missing()
    keys = found.key.objects()
    stays = found.stands & ~gone & np.array([key not in today for key in keys], dtype=bool)
    stays &= ~found.column("触发行").missing() & ~found.column("第几次").missing()
    return (
        [part for rule in world.book.all(Sanction) if len((part := _of(world, rule, stays)).day)] if stays.any() else []
    )


def _of(world: World, rule: Sanction, stays: np.ndarray) -> Rungs:
    """The staying lines of one version of a code."""
    found = held(world)
    day, codes = found.column("日期").data, found.column("代码")
    rows = np.flatnonzero(stays & codes.matching(lambda code: code == rule.id))
    rows = rows[in_force(world, rule, day[rows])]
    key, code = found.key.take(rows), says(codes).take(rows)
    quantity = found.column("数量").of(Type("小数")).data[rows]
    by_unit = BY_UNIT in rule.notice
    return Rungs(
        window=rule.window,
        ladder=says(found.column("阶梯组")).take(rows).otherwise(code),
        person=says(found.column("员工编号")).take(rows),
        notice=key if by_unit else says(found.column("通知键")).take(rows).otherwise(key),
        key=key,
        day=day[rows],
        steps=np.array([units(one) for one in quantity], float) if by_unit else np.ones(len(rows)),
        counts=np.full(len(rows), rule.counts),
    )
