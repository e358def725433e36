"""The chain of repeats: which notices of its window stand before each one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbook.rules.penalties.numbering import Rungs, listed
from workbook.rules.world.vectors import Array

MOST = 5


def chains(parts: Sequence[Rungs], steps: Sequence[Array]) -> list[Array]:
    """For each charge the notices it comes after, as 日（行键）; empty for a first one."""
    result = [np.full(len(part.day), None, dtype=object) for part in parts]
    if not any((np.nan_to_num(nth) > 1).any() for nth in steps):
        return result
    rows = pd.concat([listed(part, index) for index, part in enumerate(parts)], ignore_index=True)
    rows["key"] = [parts[part].key.objects()[at] for part, at in zip(rows["part"], rows["at"], strict=True)]
    rows["nth"] = [steps[part][at] for part, at in zip(rows["part"], rows["at"], strict=True)]
    rows = rows.sort_values(["day", "said", "key"], kind="stable")
    for _, group in rows.groupby(["ladder", "person", "window"], sort=False):
        if len(group) > 1:
            _say(group, result)
    return result


def _say(group: pd.DataFrame, result: Sequence[Array]) -> None:
    """The charges of one ladder, person and window, in order."""
    first = group.drop_duplicates("notice")
    days = first["day"].to_numpy("datetime64[D]").astype(str)
    names = [f"{day}（{key}）" for day, key in zip(days, first["key"], strict=True)]
    place = {notice: at for at, notice in enumerate(first["notice"])}
    for part, at, notice, nth in zip(group["part"], group["at"], group["notice"], group["nth"], strict=True):
        mine = place[notice]
        before = names[max(0, mine - min(int(nth) - 1, MOST)) : mine] if nth > 1 else []
        if before:
            result[part][at] = "、".join(before)
