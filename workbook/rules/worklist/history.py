"""历史: what this run changed — legal steps, kept decisions, assignments — as rows to append."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Assign, Decide, Flow
from workbook.rules.facts import flow
from workbook.rules.worklist import owner_columns, wrong_numbers
from workbook.rules.world.frames import Frame, result, stacked
from workbook.rules.world.vectors import constant, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

Change = tuple[str, str, str, str, str | None, str, str]  # 种类, 表, 主键, 列, 旧值, 新值, 规则


def history(world: World) -> Frame:
    """All of 历史: the rows there were, and this run's changes below them."""
    past, fresh = world.found("历史"), new_history(world)
    return stacked(past.sheet, [past, fresh]) if len(past) else fresh


def new_history(world: World) -> Frame:
    """The changes of this run as rows of 历史; a second run finds them there and adds none."""
    rows = list(_changes(world))
    size, first = len(rows), _next_number(world)
    columns = {
        "序号": text([str(first + index) for index in range(size)], Type("编号")),
        "时间": constant(world.now, size, Type("时点")),
        **{
            heading: text([row[place] for row in rows])
            for place, heading in enumerate(("种类", "表", "主键", "列", "旧值", "新值", "规则"))
        },
    }
    return result(world.schema.sheets["历史"], columns, size)


def _next_number(world: World) -> int:
    past = world.found("历史").typed["序号"].of(Type("小数")).data
    known = past[~np.isnan(past)]
    return int(known.max()) + 1 if len(known) else 1


def _changes(world: World) -> Iterable[Change]:
    steps: dict[tuple[str, str], list[Flow]] = {}
    for step in world.book.all(Flow):
        steps.setdefault((step.sheet, step.state), []).append(step)
    nothing: list[Change] = []
    for flow_steps in steps.values():
        yield from world.attempt(flow_steps[0], partial(_steps, world, flow_steps), nothing)
    targets: dict[str, Assign] = {}
    for rule in world.book.all(Assign):
        if "." in rule.target:
            targets.setdefault(rule.target, rule)
    for rule in targets.values():
        yield from world.attempt(rule, partial(_owners, world, rule), nothing)
    for record, number, outcome in wrong_numbers.changes(world):
        yield "变更", "回访记录", record, wrong_numbers.CALLED, None, number, outcome
    for task, old_one, new_one, rule_id in world.memory.get(("分派", "今日清单.责任人"), ()):
        yield "分派", "今日清单", task, "责任人", old_one, new_one, rule_id
    for rows in world.book.by_id(Decide).values():
        if any(row.keep for row in rows):
            yield from world.attempt(rows[0], partial(_decisions, world, rows), nothing)


def _steps(world: World, steps: list[Flow]) -> list[Change]:
    """流程: each step that a state took."""
    sheet, state = steps[0].sheet, steps[0].state
    found = flow.changes(world, world.frame(sheet), steps)
    return [("流程", sheet, key, state, old, new, steps[0].id) for key, old, new in found]


def _owners(world: World, assign: Assign) -> list[Change]:
    """分派: each row that got somebody else."""
    sheet, _, heading = assign.target.partition(".")
    found = owner_columns.changes(world, world.frame(sheet), heading)
    return [("分派", sheet, key, heading, old, new, rule) for key, old, new, rule in found]


def _decisions(world: World, rows: list[Decide]) -> list[Change]:
    """留痕: each conclusion that differs from the last one kept; a first conclusion of "otherwise" is no change."""
    rule = rows[0]
    usual = next((row.value for row in rows if row.when.always), None)
    frame = world.frame(rule.sheet)
    now = world.column(frame, rule.column).objects()
    past = flow.last_states(world, frame, rule.column).objects()
    said = np.array([one or None for one in now] + [None], dtype=object)[
        :-1
    ]  # an empty conclusion is read back as none
    keys = frame.key().objects()
    return [
        ("判定", rule.sheet, keys[position], rule.column, past[position], str(now[position]), rule.id)
        for position in np.flatnonzero((said != past) & (now != None))  # noqa: E711 - element by element
        if past[position] is not None or now[position] != usual
    ]
