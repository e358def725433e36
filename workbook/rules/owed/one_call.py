"""Duties that 合并 puts into one call: one record that names none of them closes all that were open (§3.9, §3.13)."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Duty, Limit, Sample
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import Pairs, codes_of
from workbook.rules.owed.done_queue import RULE, turns_of
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Positions, constant
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type


def calls(world: World, duties: Frame, rule: Duty | Sample) -> Array | None:
    """The call that each duty would be part of (−1: one by itself); None where nothing is merged."""
    limits = [limit for limit in world.book.all(Limit) if limit.type == "合并"]
    if not limits or not rule.makes_tasks:
        return None
    words = {"类别": rule.kind, "联系方式": rule.channel or "电话", "方式": rule.channel or "电话"}
    plain = {
        heading: constant(None if word.startswith("{") else word or None, len(duties), Type("文本"))
        for heading, word in words.items()
    }
    tasks = Frame(duties.sheet, duties.rows, {**dict(duties.typed.items()), **plain}, links=dict(duties.links))
    merged = np.full(len(duties), -1, dtype=np.int64)
    for limit in limits:
        try:
            rows = np.flatnonzero(holds(limit.when, Scope(world, whole(tasks))) & (merged < 0))
            codes = codes_of(world, [(View(tasks, rows), list(limit.merge_key))])[0]
        except Unknown:  # it asks for what only a task has: such calls are told apart by their 任务编号
            continue
        merged[rows] = np.where(codes < 0, -1, codes + merged.max(initial=-1) + 1)
    return merged if (merged >= 0).any() else None


def told_at_once(pairs: Pairs, level: Array, at: Array, by: Positions, merged: Array) -> Positions:
    """`by`, with the other duties of a call closed by the earliest record that closed one of it and named none."""
    loose = (level <= RULE) & (merged[pairs.left] >= 0)
    left, right = pairs.left[loose], pairs.right[loose]
    call = right * (int(merged.max(initial=0)) + 1) + merged[left]
    closing = by[left] == right
    unnamed = np.zeros(len(by), dtype=bool)
    unnamed[left[closing]] = True
    again = (by[left] < 0) | (unnamed[left] & (at[right] < at[by[left]]))
    more = np.flatnonzero(again & np.isin(call, call[closing]))
    latest_first = more[np.argsort(-turns_of(at)[right[more]], kind="stable")]
    by = by.copy()
    by[left[latest_first]] = right[latest_first]
    return by
