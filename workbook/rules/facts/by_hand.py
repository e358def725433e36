"""Rows that staff wrote down themselves before 开单 came to them: they are the row, and no second one is opened."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbook.rulebook.cells.conditions import path
from workbook.rulebook.sorts.model import Flow, Spawn
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, Vec
from workbook.rules.world.world import World

MADE_BY, MADE_FROM = "来源规则", "来源编号"
PEOPLE = {"客户", "员工"}
"""Sheets that many rows refer to: the same customer alone makes no row the same."""


def typed_by_hand(target: Frame) -> set[int]:
    """The rows that no rule made: without 来源规则 and 来源编号."""
    rows = np.ones(len(target), dtype=bool)
    for heading in (MADE_BY, MADE_FROM):
        if heading in target.typed:
            rows &= target.typed[heading].missing()
    return set(np.flatnonzero(rows).tolist())


def not_typed(
    world: World, rule: Spawn, target: Frame, fresh: Mapping[str, Vec], rows: Positions, by_hand: set[int]
) -> Positions:
    """Of the rows that a rule would open those that nobody typed yet.

    A typed row is the one meant when it names the row that the rule starts from (记录编号, 事件编号 …) and differs in no
    number and no word of a list that both fill. It is meant once: `by_hand` loses it.
    """
    together = _together(world, rule, target)
    numbers, words = _identity(world, rule, target)
    ways = [together] if together else [(heading,) for heading in numbers]
    numbers = list(dict.fromkeys([*numbers, *together]))
    if not by_hand or not len(rows) or not ways:
        return rows
    held = {heading: target.typed[heading].objects() for heading in (*numbers, *words)}
    new = {heading: fresh[heading].objects() for heading in (*numbers, *words)}
    by_number: dict[tuple[object, ...], list[int]] = {}
    for way in ways:
        for row in sorted(by_hand):
            values = tuple(held[heading][row] for heading in way)
            if None not in values:
                by_number.setdefault((way, *values), []).append(row)
    left: list[int] = []
    for place, position in enumerate(rows.tolist()):
        near = [row for way in ways for row in by_number.get((way, *(new[heading][place] for heading in way)), ())]
        same = next((row for row in near if row in by_hand and _agree(held, new, row, place)), None)
        if same is None:
            left.append(position)
        else:
            by_hand.discard(same)
    return np.array(left, dtype=np.int64)


def _together(world: World, rule: Spawn, target: Frame) -> tuple[str, ...]:
    """The columns that name a row only all together: what 每 lists, or the source row's key beside the object's."""
    written = {
        path(value[1:-1]): heading for heading, value in rule.write if _is_a_path(value) and heading in target.typed
    }
    wanted = list(rule.once_per)
    if not wanted and rule.for_each:
        sheets = (((), rule.source), (("对象",), rule.for_each))
        wanted = [(*front, sheet.key.heading) for front, name in sheets if (sheet := world.schema.sheets[name]).key]
        wanted = wanted if len(wanted) == len(sheets) else []
    return tuple(written[one] for one in wanted) if all(one in written for one in wanted) else ()


def _is_a_path(written: str) -> bool:
    return written.startswith("{") and written.endswith("}") and written.count("{") == 1


def _identity(world: World, rule: Spawn, target: Frame) -> tuple[list[str], list[str]]:
    """The columns that a rule writes and that tell rows apart: the number of its source row, and words that don't move on."""
    states = {flow.state for flow in world.book.all(Flow) if flow.sheet == target.name} | {"状态"}
    source = world.schema.sheets.get(rule.source)
    key = source.key.heading if source is not None and source.key else ""
    numbers: list[str] = []
    words: list[str] = []
    for heading, written in rule.write:
        declared = target.sheet.column(heading)
        if (
            declared is None
            or heading not in target.typed
            or (target.sheet.key and heading == target.sheet.key.heading)
        ):
            continue
        names_a_row = declared.type.name == "编号" or (declared.type.target and declared.type.target not in PEOPLE)
        if names_a_row and written.strip("{}") == key:
            numbers.append(heading)
        elif declared.type.name in {"代码", "引用"} and heading not in states:
            words.append(heading)
    return numbers, words


def _agree(held: Mapping[str, np.ndarray], new: Mapping[str, np.ndarray], row: int, place: int) -> bool:
    """Whether a typed row and a row to be opened differ in nothing that both say."""
    pairs = ((held[heading][row], new[heading][place]) for heading in held)
    return all(typed is None or opened is None or typed == opened for typed, opened in pairs)
