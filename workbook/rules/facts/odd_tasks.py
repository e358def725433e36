"""Records that name a task there can't be: they count for nothing, and what they did stays open."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.world.rule_words import numbers
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

RECORDS, TASK, RULE = "回访记录", "任务编号", "规则"
JOINT = "·"
WAITS = "号码不对"
"""What stands in front where somebody is to find a number that is right."""


def odd_tasks(world: World) -> tuple[Issue, ...]:
    """A doubt at the first record of each such number; one that names its rule beside it is known by that."""
    return world.remembered("怪任务", "", lambda: tuple(_found(world)))


def _found(world: World) -> Iterator[Issue]:
    if RECORDS not in world.tables.frames or TASK not in (records := world.found(RECORDS)).typed:
        return
    alone = ~records.typed[TASK].missing()
    if RULE in records.typed:
        alone &= records.typed[RULE].missing()
    rows = np.flatnonzero(alone)
    if not len(rows):
        return
    known = numbers(world.book)
    kept: dict[str, frozenset[str]] = {}
    same: dict[str, list[int]] = {}
    for row, word in zip(rows.tolist(), records.typed[TASK].take(rows).objects(), strict=True):
        same.setdefault(word, []).append(row)
    for word, there in same.items():
        if not any(_is_known(world, one, known, kept) for one in word.split("、")):
            more = worded("，这样的有 {count} 行", count=len(there)) if len(there) > 1 else ""
            yield issue(Kind.TASK_STRANGE, records.place(there[0], TASK), heading=TASK, value=word, rows=more)


def _is_known(world: World, task: str, known: Mapping[str, str], kept: dict[str, frozenset[str]]) -> bool:
    """Whether its rule is one, and the row that it is about is there, as far as that can be told."""
    first, _, rest = unicodedata.normalize("NFKC", task).strip(" 。.").casefold().partition(JOINT)
    rule = known.get(first)
    if rule is None:
        return first == WAITS
    if rule not in kept:
        kept[rule] = _keys(world, rule)
    parts = rest.split(JOINT)
    return not kept[rule] or any(JOINT.join(parts[:end]) in kept[rule] for end in range(1, len(parts) + 1))


def _keys(world: World, rule: str) -> frozenset[str]:
    """The folded keys of the sheet that a 时限 begins from; nothing where it has none, or isn't typed by people."""
    found = [one for one in world.book.all(Duty) if one.id == rule]
    sheets = {one.source for one in found}
    if len(sheets) != 1 or (sheet := next(iter(sheets))) not in world.tables.frames:
        return frozenset()
    frame = world.found(sheet)
    if frame.sheet.key is None:
        return frozenset()
    keys = (str(one) for one in frame.key().objects() if one is not None)
    return frozenset(unicodedata.normalize("NFKC", one).casefold() for one in keys)
