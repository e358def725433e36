"""Closed periods as 定额结果 keeps them: who owed how much stays as it was, what was done is counted anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.vectors import Array, Mask, Positions, Vec
from workbook.rules.world.world import World

RESULTS = "定额结果"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The closed rows of one 编号 that stood in 定额结果 when the run began."""

    frame: Frame
    at: Positions

    def __len__(self) -> int:
        return len(self.at)

    def column(self, heading: str) -> Vec:
        """One column of these rows."""
        return self.frame.typed[heading].take(self.at)

    def place(self, names: Vec, labels: tuple[str, ...]) -> tuple[Positions, Positions]:
        """The key and period of each row among these; −1 where it is none of them."""
        own = pd.Index(names.words, dtype=object)
        position = np.full(len(own) + 1, -1, dtype=np.int64)
        position[names.data[::-1]] = np.arange(len(names))[::-1]
        position[-1] = -1
        key, label = self.column("键"), self.column("期")
        across = position[np.append(own.get_indexer(pd.Index(key.words, dtype=object)), -1)]
        period = np.append(pd.Index(list(labels), dtype=object).get_indexer(pd.Index(label.words, dtype=object)), -1)
        return across[key.data], period[label.data].astype(np.int64)

    def rows(self, chosen: Mask) -> Frame:
        """Some of them, word for word, as a frame of results."""
        at = self.at[chosen]
        typed = {name: values.take(at) for name, values in self.frame.typed.items()}
        made = result(self.frame.sheet, typed, len(at))
        reasons: Array = typed["因由"].objects() if "因由" in typed else np.full(len(at), None)
        made.because = lambda position: str(reasons[position] or "")
        return made


def kept(world: World, rule: str) -> Kept:
    """The closed rows of a rule in the sheet as it was found."""
    frame = world.found(RESULTS)
    mine = frame.typed["规则"].matching(lambda word: word == rule)
    closed = frame.typed["已结束"].matching(lambda word: word == "是")
    return Kept(frame, np.flatnonzero(mine & closed & ~frame.typed["期"].missing()))


def with_links(made: Frame, names: Vec, roster: Frame | None) -> Frame:
    """The frame with its 键行 looked up by key."""
    if roster is not None:
        found = Link(roster, roster.lookup(names))
        made.links = {"键行": [found], roster.name: [found]}
    return made
