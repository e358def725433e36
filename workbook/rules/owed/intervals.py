"""Intervals that overlap, made one: leave, exemptions, approved pauses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.rules.world.vectors import Array, Positions


def merged(who: Positions, begin: Array, until: Array) -> tuple[Positions, Array, Array]:
    """Intervals of one key that overlap or touch made one."""
    if not len(who):
        return who, begin, until
    order = np.lexsort([begin, who])
    who, begin, until = who[order], begin[order], until[order]
    reach = pd.Series(until.astype(np.int64)).groupby(who).cummax().to_numpy()
    fresh = np.r_[True, (who[1:] != who[:-1]) | (begin[1:].astype(np.int64) > reach[:-1])]
    heads = np.flatnonzero(fresh)
    ends = np.r_[heads[1:], len(who)] - 1
    return who[heads], begin[heads], reach[ends].astype("datetime64[us]")
