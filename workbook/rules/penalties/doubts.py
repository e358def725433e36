"""Lines that only a person may change: paid ones without a cause, and those that later typing would make otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbook.rules.penalties.lines import Held, Lines
from workbook.rules.world.vectors import Positions, Vec, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.money import said, yuan


def note_paid(world: World, found: Held, own: Vec, rows: Positions) -> None:
    """Lines that were paid though their cause is gone now."""
    keys, paid = own.objects(), says(found.column("缴款日")).objects()
    for row in rows.tolist():
        place = found.frame.place(row, "缴款日")
        world.note(issue(Kind.PAID_BUT_GONE, place, key=keys[row], paid=paid[row]))


def note_changed(world: World, found: Held, lines: Lines, own: Vec, at_key: tuple[Positions, Positions]) -> None:
    """Lines that staff's later typing would make otherwise; the ledger keeps them, a person decides."""
    mine, theirs = at_key
    now = {int(key): at for at, key in enumerate(theirs.tolist()) if lines.plain[at] and lines.alive[at]}
    untouched = found.stands & found.column("缴款日").missing() & found.column("裁决").missing()
    before, after = (_gist(column) for column in (found.column, lambda heading: lines.frame.typed[heading]))
    keys = own.objects()
    for row in np.flatnonzero(untouched).tolist():
        at = now.get(int(mine[row]), -1)
        if at >= 0 and before(row) != after(at):
            place = found.frame.place(row, "金额")
            world.note(issue(Kind.FINE_DIFFERS, place, key=keys[row], held=before(row), made=after(at)))


def _gist(column: Callable[[str], Vec]) -> Callable[[int], str]:
    """Person, day and sum of a line in words."""
    who, day, base = says(column("员工编号")).objects(), says(column("日期")).objects(), column("基额").data

    def words(at: int) -> str:
        return f"{who[at] or '没有人'} {day[at]} {'没有金额' if np.isnan(base[at]) else said(yuan(float(base[at])))}"

    return words
