"""In which month a line of 处罚台账 counts: its own while that is open, else the month of the run that books it.

A month is open until a run that books lines, or the month's letters, has come after it; what was told of a closed month
never changes, and the sums of all months are the sum of the ledger.
"""

from __future__ import annotations

import numpy as np

from workbook.rules.penalties.closings import closed_months
from workbook.rules.penalties.lines import Held
from workbook.rules.world.vectors import Array, Mask, Vec, choose, constant, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

BOOKED, PERIOD = "登账日", "账期"
RUNS = "运行记录"
MONTH, DAY = Type("期"), Type("日期")
BOOKS, TELLS = {"考核", "每日", "日报"}, "日报"
NEVER = np.datetime64("1900-01", "M")


def booked(world: World, found: Held) -> Vec:
    """The day on which each line was booked; lines older than the column count as booked on their own day."""
    own = choose(typed_by_hand(found), constant(world.today, len(found.key), DAY), found.column("日期"))
    return found.column(BOOKED).otherwise(own)


def period_of(world: World, found: Held) -> Vec:
    """The month in which each line counts; lines older than the column count in the month of their day."""
    day = found.column("日期").data
    return found.column(PERIOD).otherwise(choose(typed_by_hand(found), period_now(world, day), months(day)))


def typed_by_hand(found: Held) -> Mask:
    """Lines that a person typed into a sheet that has the column already: today's run sees them first."""
    new = PERIOD in found.frame.cells
    return np.asarray(found.column("行键").missing() & found.column("触发行").missing() & new)


def period_now(world: World, day: Array) -> Vec:
    """The month in which lines about these days count when they are booked by this run."""
    own = months(day)
    this = np.datetime64(world.today, "M")
    with np.errstate(invalid="ignore"):
        late = (day.astype("datetime64[M]") <= last_closed(world)) & (day.astype("datetime64[M]") < this)
    return choose(np.asarray(late | np.isnat(day)), months(np.full(len(day), np.datetime64(world.today, "us"))), own)


def last_closed(world: World) -> np.datetime64:
    """The last month that is closed: the one before the latest month in which an earlier run booked or told."""
    return world.remembered("结账", "", lambda: _last_closed(world))


def _last_closed(world: World) -> np.datetime64:
    frame = world.found(RUNS)
    jobs, days = frame.typed["作业"].objects(), frame.typed["日期"].data.astype("datetime64[D]")
    today = np.datetime64(world.today, "D")
    books = np.array([job in BOOKS for job in jobs], dtype=bool) & (days < today)
    told = np.array([job == TELLS for job in jobs], dtype=bool) & (days == today)
    months_ = days[books | told].astype("datetime64[M]")
    signed = [np.datetime64(month, "M") for month in closed_months(world)]
    latest: np.datetime64 = np.append(months_, NEVER).max() - np.timedelta64(1, "M")
    return max([latest, *signed])


def months(day: Array) -> Vec:
    """Days as keys of their months."""
    return text(
        [None if month == "NaT" else month for month in day.astype("datetime64[M]").astype(str).tolist()], MONTH
    )
