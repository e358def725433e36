"""时段: the first free minute of each task's day, or the next day that has one (rule-language §3.13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.model import Limit
from workbook.rules.frames import Frame
from workbook.rules.holds import WEEKDAYS, holds
from workbook.rules.limits import in_order
from workbook.rules.scope import Scope, whole
from workbook.rules.vectors import NAT, Array, Mask, says
from workbook.rules.world import World
from workbook.words.windows import common, minus, windows

MINUTE = np.timedelta64(1, "m")
DAY = np.timedelta64(1, "D")
WHOLE_DAY = ((0, 1440),)
AHEAD = 31
Windows = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """For each task its minute (NaT: no day soon), and whether it was moved from the minute it was wanted at."""

    at: Array
    moved: Mask


def planned(world: World, tasks: Frame, wanted: Array) -> Planned:
    """The minute each task gets: the first allowed one from the wanted minute on, today or on the next day that has one."""
    size = len(tasks)
    at, moved = wanted.copy(), np.zeros(size, dtype=bool)
    if not size:
        return Planned(at, moved)
    fits = _limit_masks(world, tasks)
    own, rest = _own_windows(world, tasks, "可联系时段"), _own_windows(world, tasks, "休息时段")
    signature = np.zeros(size, dtype=np.int64)
    for _, mask in fits:
        signature = signature * 2 + mask
    allowed: dict[tuple[int, str, str, int], Windows] = {}
    today = np.datetime64(world.today, "D")
    for position in range(size):
        day, minute = wanted[position].astype("datetime64[D]"), _minute(wanted[position])
        for step in range(AHEAD):
            key = (int(signature[position]), own[position] or "", rest[position] or "", int((day - today).astype(int)) + step)
            if key not in allowed:
                mine = [limit for limit, mask in fits if mask[position]]
                allowed[key] = _allowed(world, mine, day + step, own[position], rest[position])
            found = _first(allowed[key], minute if step == 0 else 0)
            if found is not None:
                at[position] = (day + step).astype("datetime64[us]") + found * MINUTE
                moved[position] = at[position] != wanted[position]
                break
        else:
            at[position] = NAT
    return Planned(at, moved)


def _limit_masks(world: World, tasks: Frame) -> list[tuple[Limit, Mask]]:
    scope = Scope(world, whole(tasks))
    none = np.zeros(len(tasks), dtype=bool)
    return [(limit, world.attempt(limit, lambda limit=limit: holds(limit.when, scope), none)) for limit in in_order(world, "时段")]  # type: ignore[misc]


def _own_windows(world: World, tasks: Frame, heading: str) -> list[str | None]:
    return list(says(Scope(world, whole(tasks)).vec(("客户", heading))).objects())


def _minute(at: np.datetime64) -> int:
    return int((at - at.astype("datetime64[D]")) / MINUTE)


def _first(allowed: Windows, minute: int) -> int | None:
    """The first allowed minute not before `minute`."""
    for start, end in allowed:
        if minute < end:
            return max(start, minute)
    return None


def _allowed(world: World, limits: list[Limit], day: np.datetime64, own: str | None, rest: str | None) -> Windows:
    """Allowed minutes of a day: rows of the best 优先 add up, forbidding rows and the customer's rest take away."""
    here = [limit for limit in limits if _on_day(world, limit.days, day)]
    opening = [limit for limit in here if not limit.forbids]
    if opening:
        best = min(_priority(limit) for limit in opening)
        parts = [part for limit in opening if _priority(limit) == best for part in windows(limit.windows) or ()]
        allowed: Windows = tuple(sorted(parts))
    elif any(not limit.forbids for limit in limits):
        allowed = ()
    else:
        allowed = _office_hours(world)
    for limit in here:
        if limit.forbids:
            allowed = minus(allowed, windows(limit.windows) or ())
    if own and (mine := windows(own)) is not None:
        allowed = common(allowed, mine)
    if rest and (away := windows(rest)) is not None:
        allowed = minus(allowed, away)
    return allowed


def _office_hours(world: World) -> Windows:
    """Without any 时段 row a task is planned from the opening of the office on; no day is forbidden."""
    shifts = windows(world.book.value("上班时段"))
    return ((shifts[0][0], 1440),) if shifts else WHOLE_DAY


def _priority(limit: Limit) -> int:
    return limit.order if limit.order is not None else 1_000_000


def _on_day(world: World, days: tuple[str, ...], day: np.datetime64) -> bool:
    """Whether 日别 names the day; words joined with ＋ must all fit, words divided by a comma are alternatives."""
    if not days:
        return True
    return any(all(_is(world, word.strip(), day) for word in alternative.replace("＋", "+").split("+")) for alternative in days)


def _is(world: World, word: str, day: np.datetime64) -> bool:
    if word in {"全部", "每天"}:
        return True
    if word in {"工作日", "休息日"}:
        return bool(world.calendar().is_working(np.array([day]))[0]) == (word == "工作日")
    return word in WEEKDAYS and WEEKDAYS.index(word) == int((day.astype(np.int64) + 3) % 7)
