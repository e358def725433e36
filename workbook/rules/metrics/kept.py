"""Closed periods as 指标结果 keeps them: what was told stays, what came later is shown apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from workbook.clock.periods import ALL
from workbook.rulebook.sorts.model import Metric
from workbook.rules.metrics.cells import NOTHING, Cell, Cells, Place, cells
from workbook.rules.metrics.windows import Window
from workbook.rules.world.vectors import Array
from workbook.rules.world.world import World

RESULTS, CLOSED, NOW_VALUE = "指标结果", "已结束", "现值"
SETTING, DAYS = "指标封账天数", 5


def is_closed(world: World, rule: Metric, window: Window) -> bool:
    """A period that is over, and so many days (设置 指标封账天数) past its end: its numbers stay."""
    if rule.period.name in {ALL, "滚动"}:
        return False
    said = world.book.value(SETTING)
    return world.today > window.last + timedelta(int(float(said)) if said else DAYS)


def as_kept(world: World, rule: Metric, found: Cells, spans: Sequence[Window]) -> tuple[Cells, dict[Place, float]]:
    """The numbers with those that the sheet keeps of closed periods; and what these would be now, where that differs."""
    held = _held(world, rule, spans)
    windows = {window for window, _ in held}
    apart = windows | {at for at, window in enumerate(spans) if rule.as_of and window.last < world.today}
    if not apart:
        return found, {}
    now = cells(world, replace(rule, as_of=""), spans).at if rule.as_of else found.at
    shown = {place: cell for place, cell in found.at.items() if place[0] not in windows}
    shown |= {place: found.at[place] if _same(found.at.get(place), cell) else cell for place, cell in held.items()}
    later = _later(shown, now, apart)
    shown |= {place: NOTHING for place in later if place not in shown}
    return Cells(shown, found.target), later


def _later(shown: Mapping[Place, Cell], now: Mapping[Place, Cell], apart: Collection[int]) -> dict[Place, float]:
    """The values of today that aren't those shown."""
    places = dict.fromkeys(place for place in (*shown, *now) if place[0] in apart)
    both = {place: (shown.get(place, NOTHING), now.get(place, NOTHING)) for place in places}
    return {place: new.value for place, (old, new) in both.items() if _differ(old.value, new.value)}


def _same(now: Cell | None, held: Cell) -> bool:
    """Whether a number is still what was told; then it knows its rows too."""
    return now is not None and not any(map(_differ, now[:3], held[:3]))


def _differ(old: float, new: float) -> bool:
    return not (np.isnan(old) and np.isnan(new)) and not abs(old - new) < 1e-6


def _held(world: World, rule: Metric, spans: Sequence[Window]) -> dict[Place, Cell]:
    """The rows of closed periods in the sheet as it was found."""
    frame = world.found(RESULTS)
    mine = frame.typed["编号"].matching(lambda word: word == rule.id)
    rows = np.flatnonzero(mine & frame.typed[CLOSED].matching(lambda word: word == "是"))
    place = {window.key: at for at, window in enumerate(spans)}
    keys, periods = frame.typed["行键"].objects(), frame.typed["期"].objects()
    numbers = {heading: _numbers(frame.typed[heading].data) for heading in ("分子", "分母", "值")}
    held: dict[Place, Cell] = {}
    for row in rows.tolist():
        head = f"{rule.id}·{periods[row]}·"
        if periods[row] in place and str(keys[row] or "").startswith(head):
            top, bottom, value = (numbers[heading][row] for heading in ("分子", "分母", "值"))
            share = top / bottom if np.isnan(value) and not np.isnan(bottom) and bottom else value
            if not np.isnan(share):  # where no number was told, none is kept
                held[place[periods[row]], str(keys[row])[len(head) :]] = Cell(top, bottom, float(share), 0)
    return held


def _numbers(data: Array) -> list[float]:
    return [float(one) for one in data.tolist()]
