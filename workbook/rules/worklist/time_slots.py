"""时段: the first free minute of each task's day, or the next day that has one (rule-language §3.13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from workbook.rulebook.sorts.model import Limit
from workbook.rules.facts.holds import WEEKDAYS, holds
from workbook.rules.worklist.limits import in_order
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import NAT, Array, Mask, Vec, says
from workbook.rules.world.world import World
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
    if not size:
        return Planned(wanted.copy(), np.zeros(size, dtype=bool))
    fits = _limit_masks(world, tasks)
    own, rest = _own_windows(world, tasks, "可联系时段"), _own_windows(world, tasks, "休息时段")
    alike = np.zeros(size, dtype=np.int64)
    for codes in (*(mask for _, mask in fits), own.data + 1, rest.data + 1, pd.factorize(wanted)[0]):
        _, alike = np.unique(alike * (int(np.max(codes)) + 1) + codes, return_inverse=True)
    _, first, group = np.unique(alike, return_index=True, return_inverse=True)
    own_words, rest_words = own.take(first).objects(), rest.take(first).objects()
    gets = np.full(len(first), NAT)
    allowed: dict[tuple[tuple[int, ...], str | None, str | None, np.datetime64], Windows] = {}
    for place, position in enumerate(
        first.tolist()
    ):  # tasks under the same limits, wanted at the same minute, get the same
        mine = tuple(at for at, (_, mask) in enumerate(fits) if mask[position])

        def windows_of(
            day: np.datetime64,
            key: tuple[tuple[int, ...], str | None, str | None] = (mine, own_words[place], rest_words[place]),
        ) -> Windows:
            if (*key, day) not in allowed:
                allowed[*key, day] = _allowed(world, [fits[at][0] for at in key[0]], day, key[1], key[2])
            return allowed[*key, day]

        gets[place] = _next_minute(windows_of, wanted[position])
    at = gets[group]
    return Planned(at, ~np.isnat(at) & (at != wanted))


def _next_minute(windows_of: Callable[[np.datetime64], Windows], wanted: np.datetime64) -> np.datetime64:
    """The first allowed minute from the wanted one on; NaT when no day soon has one."""
    day, minute = wanted.astype("datetime64[D]"), _minute(wanted)
    for step in range(AHEAD):
        found = _first(windows_of(day + step), minute if step == 0 else 0)
        if found is not None:
            return np.datetime64((day + step).astype("datetime64[us]") + found * MINUTE)
    return NAT


def _limit_masks(world: World, tasks: Frame) -> list[tuple[Limit, Mask]]:
    scope = Scope(world, whole(tasks))
    none = np.zeros(len(tasks), dtype=bool)
    return [(limit, world.attempt(limit, partial(holds, limit.when, scope), none)) for limit in in_order(world, "时段")]


def _own_windows(world: World, tasks: Frame, heading: str) -> Vec:
    return says(Scope(world, whole(tasks)).vec(("客户", heading)))


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


def opened(world: World, day: np.datetime64) -> np.datetime64:
    """When the office opens on a day."""
    return day + _office_hours(world)[0][0] * MINUTE


def _priority(limit: Limit) -> int:
    return limit.order if limit.order is not None else 1_000_000


def _on_day(world: World, days: tuple[str, ...], day: np.datetime64) -> bool:
    """Whether 日别 names the day; words joined with ＋ must all fit, words divided by a comma are alternatives."""
    if not days:
        return True
    return any(
        all(_is(world, word.strip(), day) for word in alternative.replace("＋", "+").split("+")) for alternative in days
    )


def _is(world: World, word: str, day: np.datetime64) -> bool:
    if word in {"全部", "每天"}:
        return True
    if word in {"工作日", "休息日"}:
        return bool(world.calendar().is_working(np.array([day]))[0]) == (word == "工作日")
    return word in WEEKDAYS and WEEKDAYS.index(word) == int((day.astype(np.int64) + 3) % 7)
