"""A row whose number was left empty is known by what it says, as rows of sheets without numbers are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.sheets.columns import Column, Sheet

NAMED = ("客户", "员工")
"""Sheets whose numbers others write: who has none there is nobody yet."""
PROSE = ("长文", "文件")


def running(sheet: Sheet) -> Column | None:
    """The column that only numbers the rows (外访编号); None where the key is a thing's own number (车架号) or name."""
    key = sheet.key
    if key is None or key.type.name != "编号" or not key.heading.endswith("编号") or sheet.name in NAMED:
        return None
    return key if told_by(sheet) else None


def told_by(sheet: Sheet) -> list[Column]:
    """The columns that say which row it is: what it must hold, but for long texts, its time, and whom and what it names."""
    must = [c for c in sheet.columns if (c.required or c.plays("时间") or c.type.target) and not c.plays("主键")]
    return [c for c in must if c.type.name not in PROSE] or must


def numbered(keys: pa.Array, said: Sequence[pa.Array], blank: NDArray[np.bool_]) -> pa.Array:
    """The keys with the `blank` ones filled by what the rows say, numbered where that repeats.

    Examples:
        >>> said = [pa.array(["甲", "甲", "乙"]), pa.array(["2024-03-04", "2024-03-04", None])]
        >>> numbered(pa.array([None, None, "3"]), said, np.array([True, True, False])).to_pylist()
        ['甲·2024-03-04', '甲·2024-03-04·2', '3']
        >>> numbered(pa.array([None, None]), [pa.array(["甲", None])], np.array([True, False])).to_pylist()
        ['甲', None]
    """
    mask = pa.array(blank)
    first, *others = said
    silent = np.logical_and.reduce([np.asarray(one.is_null()) for one in said])
    first = pc.if_else(pa.array(silent), "", first)  # arrow leaves a row out where all is null
    words = pc.binary_join_element_wise(first, *others, "·", null_handling="skip")
    own = pd.Series(pc.if_else(mask, words, None).to_pandas())
    turn = own.groupby(own, sort=False).cumcount().to_numpy() + 1
    again = pc.binary_join_element_wise(words, pa.array(turn).cast(pa.string()), "·")
    return pc.if_else(mask, pc.if_else(pa.array(turn > 1), again, words), keys)
