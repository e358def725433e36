"""What a line of 处罚台账 costs: the sum that a person ruled, where one is filled in, else the one that the rule gives.

One meaning for the account of a month, its signature, letters, papers and answers. A reversal takes back what its line costs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Vec, numbers
from workbook.sheets.types import Type

SUM, RULED, REVERSES, KEY = "金额", "裁决金额", "冲销", "行键"


def costs(frame: Frame) -> Array:
    """What each line costs; not a number where nobody has said."""
    plain: Array = frame.typed[SUM].data.astype(float)
    if RULED not in frame.typed or np.isnan(frame.typed[RULED].data).all():
        return plain
    ruled = frame.typed[RULED].data.astype(float)
    found = np.where(np.isnan(ruled), plain, ruled)
    if REVERSES in frame.typed and KEY in frame.typed:
        by_key = dict(zip(frame.typed[KEY].objects(), ruled.tolist(), strict=True))
        undone = frame.typed[REVERSES].objects()
        taken = np.array([by_key.get(one, np.nan) if one else np.nan for one in undone], dtype=float)
        found = np.where(np.isnan(ruled) & ~np.isnan(taken), -taken + 0.0, found)
    return found


def cost(frame: Frame) -> Vec:
    """The same as a column of money."""
    return numbers(costs(frame), Type("金额"))


def costing(frame: Frame) -> Frame:
    """The ledger with what each line costs in the place of what the rule gave."""
    if RULED not in frame.typed or np.isnan(frame.typed[RULED].data).all():
        return frame
    return replace(frame, typed={**frame.typed, SUM: cost(frame)}, computed={})
