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
    frames = []
    for index, (part, nth) in enumerate(zip(parts, steps, strict=True)):
        if part.counts.any():
            frame = listed(part, index)
            at = frame["at"].to_numpy()
            frames.append(frame.assign(key=part.key.objects()[at], nth=nth[at]))
    rows = pd.concat(frames, ignore_index=True)
    rows["ladder"] = rows.groupby(["ladder", "person", "window"], sort=False).ngroup()
    rows["notice"] = rows.groupby(["ladder", "notice"], sort=False).ngroup()
    rows = rows.sort_values(["ladder", "day", "said", "key"], kind="stable")
    first = rows.drop_duplicates("notice")
    told = dict(zip(first["notice"].tolist(), _told(first), strict=True))
    columns = (rows[heading].tolist() for heading in ("part", "at", "notice"))
    for part_at, at, notice in zip(*columns, strict=True):
        result[part_at][at] = told[notice]
    return result


def _told(first: pd.DataFrame) -> list[str | None]:
    """What each notice comes after; `first` has one row for each, in order."""
    days = first["day"].to_numpy("datetime64[D]").astype(str).tolist()
    names = [f"{day}（{key}）" for day, key in zip(days, first["key"].tolist(), strict=True)]
    ladder = first["ladder"].to_numpy()
    begins = np.flatnonzero(np.append(True, ladder[1:] != ladder[:-1]))
    start = begins[np.searchsorted(begins, np.arange(len(first)), side="right") - 1].tolist()
    back = np.minimum(np.nan_to_num(first["nth"].to_numpy()) - 1, MOST).astype(int).tolist()
    return ["、".join(names[max(begin, at - many) : at]) or None for at, (begin, many) in enumerate(zip(start, back))]
