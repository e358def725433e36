"""计次: which notice of its window each charge is (rule-language §3.12 计次键, 阶梯组, 阶梯窗)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.clock.due import due
from workbook.clock.periods import ALL, keys
from workbook.rulebook.cells.notations import Period
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rules.facts.operands import fold
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.words.spans import Span
from workbook.words.tongue import worded

LONG_AGO = np.datetime64("1900-01-01", "us")


@dataclass(frozen=True, slots=True, eq=False)
class Rungs:
    """Charges that may stand on a ladder together.

    Shapes:
        ladder: the 阶梯组; person: whose counter it is (empty: a counter of its own); notice: 通知键; day: of the act.
        steps: how far a notice climbs: 1, or the quantity where each unit is a step.
        counts: whether the charge climbs at all.
    """

    window: Period
    ladder: Vec
    person: Vec
    notice: Vec
    key: Vec
    day: Array
    steps: Array
    counts: Mask

    def pick(self, rows: Positions) -> Rungs:
        """Some of them."""
        return Rungs(
            window=self.window,
            ladder=self.ladder.take(rows),
            person=self.person.take(rows),
            notice=self.notice.take(rows),
            key=self.key.take(rows),
            day=self.day[rows],
            steps=self.steps[rows],
            counts=self.counts[rows],
        )


def counted(world: World, parts: Sequence[Rungs]) -> list[Array]:
    """The number of each charge's notice in its window (the last, where it climbs several); NaN if it doesn't count.

    Per ladder, person and window the notices are numbered in order of day, then key; equal notices are one.
    """
    frames = [listed(part, index) for index, part in enumerate(parts) if part.counts.any()]
    result = [np.full(len(part.day), np.nan) for part in parts]
    if not frames:
        return result
    rows = pd.concat(frames, ignore_index=True)
    rows["notice"] = rows.groupby(["ladder", "person", "window", "notice"], sort=False).ngroup()
    first = rows.sort_values(["day", "said"], kind="stable").drop_duplicates("notice")
    group = first.groupby(["ladder", "person", "window"], sort=False)
    first["nth"] = group["steps"].cumsum() - _fallen_out(world, parts, first)
    nth = rows["notice"].map(first.set_index("notice")["nth"])
    for index, mine in rows.groupby("part").indices.items():
        result[int(index)][rows["at"].to_numpy()[mine]] = nth.to_numpy(float)[mine]  # type: ignore[call-overload]
    return result


def listed(part: Rungs, index: int) -> pd.DataFrame:
    """The charges of one part that climb."""
    at = np.flatnonzero(part.counts)
    key = says(part.key).objects()[at]
    held = says(part.person).objects()[at]
    person = [who if who is not None else f"·{own}" for who, own in zip(held, key, strict=True)]
    name = part.window.name
    window = np.full(len(at), name, dtype=object) if name in {"滚动", ALL} else keys(part.day[at], name)
    notice = says(part.notice).objects()[at]
    same = says(part.notice).mapped(fold).objects()[at]
    return pd.DataFrame(
        {
            "part": index,
            "at": at,
            "ladder": says(part.ladder).mapped(fold).objects()[at],
            "person": person,
            "window": window,
            "notice": same,
            "said": notice,
            "day": part.day[at],
            "steps": part.steps[at],
        }
    )


def _fallen_out(world: World, parts: Sequence[Rungs], first: pd.DataFrame) -> Array:
    """For notices in a rolling window: the steps of their ladder that lie further back than the window reaches."""
    gone = np.zeros(len(first))
    rolling = [index for index, part in enumerate(parts) if part.window.name == "滚动"]
    if not first["part"].isin(rolling).any():
        return gone
    days = first["day"].to_numpy("datetime64[us]")
    begins = np.full(len(first), LONG_AGO)
    for index in rolling:
        length = parts[index].window.rolling
        if not isinstance(length, Span):
            raise NotUnderstood(worded("阶梯窗的滚动要写明时长"), worded("写成 滚动 1年。"))
        mine = np.flatnonzero(first["part"] == index)
        begins[mine] = due(days[mine], length, world.calendar(), world.hours, back=True).at
    steps = first["steps"].to_numpy(float)
    for at in first.groupby(["ladder", "person", "window"], sort=False).indices.values():
        climbed = np.concatenate([[0.0], np.cumsum(steps[at])])
        gone[at] = climbed[np.searchsorted(days[at], begins[at], side="right")]
    return gone
