"""Lines that only a person may change: paid ones without a cause, and those that later typing would make otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbook.rules.facts.operands import fold
from workbook.rules.penalties.accounts import BOOKED, PERIOD
from workbook.rules.penalties.lines import Held, Lines
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.money import said, yuan

FIGURES, SUM = ("基额", "倍数", "数量", "第几次"), "金额"
FINED, HALF_A_FEN = "员工编号", 0.005


def note_paid(world: World, found: Held, own: Vec, rows: Positions) -> None:
    """Lines that were paid though their cause is gone now (`rows`), or that were reversed before they were paid."""
    rows = np.union1d(rows, np.flatnonzero(_paid_after(found, own)))
    keys, paid = own.objects(), says(found.column("缴款日")).objects()
    for row in rows.tolist():
        place = found.frame.place(row, "缴款日")
        world.note(issue(Kind.PAID_BUT_GONE, place, key=keys[row], paid=paid[row]))


def _paid_after(found: Held, own: Vec) -> Mask:
    """Lines that were reversed unpaid, and paid since by an older notice: what was booked in their place is still asked for.

    Paid lines are reversed only by 复核, which says that the money goes back.
    """
    paid = found.charge & ~found.column("缴款日").missing() & found.column("复核结论").missing()
    if not paid.any():
        return paid
    undone = set(found.column("冲销").objects().tolist())
    return np.asarray(paid & np.array([one is not None and one in undone for one in own.objects()], dtype=bool))


def note_changed(world: World, found: Held, lines: Lines, own: Vec, at_key: tuple[Positions, Positions]) -> None:
    """Lines that staff's later typing would make otherwise; the ledger keeps them, a person decides."""
    mine, theirs = at_key
    named = (lines.plain | lines.still | lines.whose) & lines.alive
    now = {int(key): at for at, key in enumerate(theirs.tolist()) if named[at]}
    base, made = found.column("基额").data, lines.frame.typed["基额"].data
    untouched = found.stands & found.column("缴款日").missing() & found.column("裁决").missing()
    before, after = (_gist(column) for column in (found.column, lambda heading: lines.frame.typed[heading]))
    who, theirs_now = (
        says(column).mapped(fold).objects() for column in (found.column(FINED), lines.frame.typed[FINED])
    )
    settled = ~found.column("复核结论").missing()
    keys = own.objects()
    for row in np.flatnonzero(untouched).tolist():
        at = now.get(int(mine[row]), -1)
        if at < 0:
            continue
        same = before(row) == after(at)
        if not lines.plain[at]:
            same = not lines.still[at] or bool(_alike(base[row : row + 1], made[at : at + 1]).all())
            same &= not lines.whose[at] or settled[row] or who[row] == theirs_now[at]
        if not same:
            place = found.frame.place(row, "金额")
            world.note(issue(Kind.FINE_DIFFERS, place, key=keys[row], held=before(row), made=after(at)))


def note_by_hand(world: World, found: Held, lines: Lines, own: Vec, at_key: tuple[Positions, Positions]) -> None:
    """Sums and months that somebody changed in the ledger itself: a sum that its own figures don't give, a month that is
    neither the line's nor that of its booking. What a person rules has columns of its own.
    """
    mine, theirs = at_key
    keys, who, days = own.objects(), says(found.column("员工编号")).objects(), says(found.column("日期")).objects()
    first = {int(key): at for at, key in reversed(list(enumerate(theirs.tolist())))}
    at = np.array([first.get(int(key), -1) for key in mine.tolist()], dtype=np.int64)
    made = lines.frame.typed
    rows = np.flatnonzero(found.stands & found.column("裁决").missing() & (at >= 0))
    same = np.ones(len(rows), dtype=bool)
    for heading in FIGURES:
        same &= _alike(found.column(heading).data[rows], made[heading].data[at[rows]])
    rows = rows[same & ~_alike(found.column(SUM).data[rows], made[SUM].data[at[rows]])]
    payers, told = says(found.column("承担人")).objects(), says(made["承担人"]).objects() if len(rows) else ()
    for row in rows.tolist():
        sums = {made[SUM].data[one] for one in np.flatnonzero(theirs == mine[row]) if told[one] == payers[row]}
        if sums and found.column(SUM).data[row] not in sums:
            held, now = (
                f"{who[row] or '没有人'} {days[row]} {_yuan(one)}" for one in (found.column(SUM).data[row], min(sums))
            )
            world.note(issue(Kind.FINE_DIFFERS, found.frame.place(row, SUM), key=keys[row], held=held, made=now))
    month, booked = says(found.column(PERIOD)).objects(), says(found.column(BOOKED)).objects()
    for row in np.flatnonzero(~found.column(PERIOD).missing() & ~found.column(BOOKED).missing()).tolist():
        known = [str(day or "")[:7] for day in (days[row], booked[row])]
        if str(month[row]) not in known:
            words = {"held": f"{PERIOD} {month[row]}", "made": f"{PERIOD} {max(known)}"}
            world.note(issue(Kind.FINE_DIFFERS, found.frame.place(row, PERIOD), key=keys[row], **words))


def _alike(left: Array, right: Array) -> Mask:
    return np.asarray((np.abs(left - right) < HALF_A_FEN) | (np.isnan(left) & np.isnan(right)))


def _yuan(sum_: float) -> str:
    return "没有金额" if np.isnan(sum_) else said(yuan(float(sum_)))


def _gist(column: Callable[[str], Vec]) -> Callable[[int], str]:
    """Person, day and sum of a line in words."""
    who, day, base = says(column("员工编号")).objects(), says(column("日期")).objects(), column("基额").data

    def words(at: int) -> str:
        return f"{who[at] or '没有人'} {day[at]} {_yuan(base[at])}"

    return words
