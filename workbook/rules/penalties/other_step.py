"""Lines that today stand on another step of their ladder, because an earlier one went away or came late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.rules.penalties.lines import Held, Lines
from workbook.rules.penalties.unread_rows import unread
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.money import said, yuan
from workbook.words.tongue import worded

SUMS = ("金额", "下限", "上限")


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """By the number of a key: lines to be reversed and booked anew, and those that only a person may change."""

    anew: Mask
    frozen: Mask
    first_held: Positions
    first_now: Positions


def moved(world: World, found: Held, lines: Lines, mine: Positions, theirs: Positions, size: int) -> Moved:
    """Keys whose standing lines have another 第几次 than today's, with another sum or 处理.

    Shapes:
        mine, theirs: the number of the key of each line found and of each of today's; below size.
    """
    held, now = np.flatnonzero(found.stands), np.flatnonzero(lines.alive)
    first_held, first_now = _first(mine, held, size), _first(theirs, now, size)
    both = (first_held >= 0) & (first_now >= 0)
    step = _at(found.column("第几次").data, first_held), _at(lines.frame.typed["第几次"].data, first_now)
    other = both & ~np.isnan(step[0]) & ~np.isnan(step[1])
    costs = np.zeros(size, dtype=bool)
    for heading in SUMS:
        before = _sum(found.column(heading).data, mine, held, size)
        costs |= np.abs(before - _sum(lines.frame.typed[heading].data, theirs, now, size)) > 0.005
    words = _said(found.column("处理"), first_held), _said(lines.frame.typed["处理"], first_now)
    heir = (words[0] == "") & (words[1] != "")  # the sanction of a notice whose first charge went away
    other &= ((step[0] != step[1]) & (costs | (words[0] != words[1]))) | heir
    settled = found.stands & ~(found.column("缴款日").missing() & found.column("裁决").missing())
    frozen, waits = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    frozen[mine[settled]] = True
    waits[mine[unread(world, found)]] = True
    other &= ~waits
    return Moved(other & ~frozen, other & frozen, first_held, first_now)


def note_frozen(world: World, found: Held, lines: Lines, own: Vec, made: Moved) -> None:
    """Lines that were paid or ruled on: what stands and what it would be, side by side."""
    before, after = _gist(found.column), _gist(lambda heading: lines.frame.typed[heading])
    names = own.objects()
    for key in np.flatnonzero(made.frozen).tolist():
        row, at = int(made.first_held[key]), int(made.first_now[key])
        place = found.frame.place(row, "第几次")
        world.note(issue(Kind.FINE_STEP_MOVED, place, key=names[row], held=before(row), made=after(at)))


def steps(found: Held, lines: Lines, made: Moved) -> dict[int, str]:
    """By key booked anew: from which step to which."""
    before, after = found.column("第几次").data, lines.frame.typed["第几次"].data
    told: dict[int, str] = {}
    for key in np.flatnonzero(made.anew).tolist():
        old, new = before[made.first_held[key]], after[made.first_now[key]]
        told[key] = (
            worded("第 {old} 次变成第 {new} 次", old=f"{old:.0f}", new=f"{new:.0f}")
            if old != new
            else worded("同一张罚单的处理归到这一笔")
        )
    return told


def cause(step: str) -> str:
    """What a reversal says of a line whose step, or whose deed, is another one now."""
    return worded("按现在的事实{step}，冲销重记", step=step) if step else worded("的起因已改或已删，冲销")


def _first(numbers: Positions, rows: Positions, size: int) -> Positions:
    first = np.full(size, -1, dtype=np.int64)
    first[numbers[rows[::-1]]] = rows[::-1]
    return first


def _at(values: Array, rows: Positions) -> Array:
    """Values at rows; NaN where there is no row."""
    return np.append(values.astype(float), np.nan)[rows]


def _sum(values: Array, numbers: Positions, rows: Positions, size: int) -> Array:
    whole = np.zeros(size)
    np.add.at(whole, numbers[rows], np.nan_to_num(values[rows]))
    return whole


def _said(column: Vec, rows: Positions) -> Array:
    return np.append(np.array([word or "" for word in says(column).objects()] + [""], dtype=object), "")[rows]


def _gist(column: Callable[[str], Vec]) -> Callable[[int], str]:
    """The step, the sum and the 处理 of a line in words."""
    step, sums, what = column("第几次").data, column("金额").data, says(column("处理")).objects()

    def words(at: int) -> str:
        money = "" if np.isnan(sums[at]) else said(yuan(float(sums[at])))
        return " ".join(
            part for part in (worded("第 {count} 次", count=f"{step[at]:.0f}"), money, what[at] or "") if part
        )

    return words
