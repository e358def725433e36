"""Calls that name a rule and were made between its start and the day it asks for: they close nothing, and are told so (§3.9)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbook.rulebook.sorts.model import Duty, Sample
from workbook.rules.facts.joins import Pairs
from workbook.rules.world.frames import Frame
from workbook.rules.world.rule_words import naming
from workbook.rules.world.vectors import Array, Mask, Positions
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue

DAY = "datetime64[D]"


def say_too_soon(
    world: World,
    duties: Frame,
    rule: Duty | Sample,
    records: tuple[Frame, str, Array],
    pairs: Pairs,
    by: Positions,
    allowed: Callable[[Pairs], Mask],
) -> None:
    """An issue at the moment of each such call of a duty in mode 第 that is still open.

    `records` come with the heading of their moment and the moments, `pairs` are duties and records that belong together
    whenever the record was made, `by` is the record that closed each duty, `allowed` says which pairs no other word of
    the record forbids.
    """
    frame, heading, at = records
    if not (isinstance(rule, Duty) and rule.mode == "第" and heading and "规则" in frame.typed and len(pairs.left)):
        return
    made, begun, start = (
        at[pairs.right].astype(DAY),
        duties.typed["起点"].data[pairs.left].astype(DAY),
        duties.typed["计起"].data[pairs.left].astype(DAY),
    )
    soon = (begun <= made) & (made < start) & (by[pairs.left] < 0) & ~np.isin(pairs.right, by)
    pairs = pairs.keep(soon)
    pairs = pairs.keep(naming(frame.typed["规则"].take(pairs.right), rule.id))
    if not len(pairs.left):
        return
    pairs = pairs.keep(allowed(pairs))
    tasks = duties.typed["任务编号"].take(pairs.left).objects()
    said: set[int] = set()
    for duty, record, task in zip(pairs.left.tolist(), pairs.right.tolist(), tasks, strict=True):
        if record not in said:
            said.add(record)
            words = {"day": str(at[record])[:10], "start": str(duties.typed["计起"].data[duty])[:10]}
            place = frame.place(record, heading)
            world.note(issue(Kind.CALL_TOO_SOON, place, heading=heading, rule=rule.id, task=str(task), **words))
