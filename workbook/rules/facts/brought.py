"""Records that came with an old list: they were made before these rules were, and nobody asked what the rules ask."""

from __future__ import annotations

import numpy as np

from workbook.rules.facts.answers import RECORDS
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask
from workbook.words.tongue import declared, worded

BROUGHT = declared("从旧名单导入")
"""How 备注 of such a record begins: what was said then stands in 意见."""
_REMARK = "备注"


def brought(frame: Frame) -> Mask:
    """Which rows of a sheet are such records."""
    if frame.name != RECORDS or _REMARK not in frame.typed:
        return np.zeros(len(frame), dtype=bool)
    return frame.typed[_REMARK].matching(lambda remark: bool(mark_of(remark)))


def mark_of(remark: str) -> str:
    """The words with which a remark says so, in Chinese or in the language of the book; '' where it doesn't."""
    return next((one for one in (worded(BROUGHT), BROUGHT) if remark.startswith(one)), "")
