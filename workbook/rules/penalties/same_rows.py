"""Two rows behind charges that say the same of the same minute and differ only in their number."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rules.facts.same_facts import repeated, told
from workbook.rules.penalties.charging import Lot
from workbook.rules.world.world import World


def note_same(world: World, lots: Iterable[Lot]) -> None:
    """An issue at each row behind a charge that repeats an earlier one but for its number."""
    for lot in lots:
        frame = lot.acts.frame
        rows = np.unique(lot.acts.at[frame.rows[lot.acts.at] > 0])
        for row, other in repeated(frame, rows):
            world.note(told(frame, row, other))
