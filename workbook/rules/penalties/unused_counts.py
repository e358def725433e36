"""Entries that say how many although their clause counts each of them once: the number typed changes nothing."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.facts import Derive
from workbook.rules.penalties.charging import Lot
from workbook.rules.penalties.finding_acts import ENTRIES
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue

COUNT = "数量"


def note_unused(world: World, lot: Lot, counts: Mask) -> None:
    """Each entry among `counts` whose 数量 is neither 1 nor used by the clause's sum."""
    frame, at = lot.acts.frame, lot.acts.at
    if not len(at) or _figured(world).intersection(path[0] for path in lot.values):
        return
    typed = world.column(frame, COUNT).take(at).data
    for row in np.flatnonzero(counts & ~np.isnan(typed) & (typed != 1)).tolist():
        place = frame.place(int(at[row]), COUNT)
        world.note(issue(Kind.FINE_COUNT_UNUSED, place, code=lot.rule.id, value=f"{typed[row]:g}"))


def _figured(world: World) -> set[str]:
    """What may stand for the number: itself, and columns of the entries that are worked out."""
    return {COUNT, *(rule.column for rule in world.book.all(Derive) if rule.sheet == ENTRIES)}
