"""历史: what this run changed — legal steps, kept decisions, assignments — as rows to append."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from workbook.rulebook.model import Assign, Decide, Flow
from workbook.rules import flow, owners
from workbook.rules.frames import Frame, result, stacked
from workbook.rules.vectors import constant, text
from workbook.rules.world import World
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
    for (sheet, state), flow_steps in steps.items():
        none: list[tuple[str, str | None, str]] = []
        found = world.attempt(flow_steps[0], partial(flow.changes, world, world.frame(sheet), flow_steps), none)
        for key, old, new in found:
            yield "流程", sheet, key, state, old, new, flow_steps[0].id
    for target in dict.fromkeys(rule.target for rule in world.book.all(Assign) if "." in rule.target):
        sheet, _, heading = target.partition(".")
        for key, old, new, rule in owners.changes(world, world.frame(sheet), heading):
            yield "分派", sheet, key, heading, old, new, rule
    for rule_id, rows in world.book.by_id(Decide).items():
        if any(row.keep for row in rows):
            yield from _decisions(world, rule_id, rows)


def _decisions(world: World, rule_id: str, rows: list[Decide]) -> Iterable[Change]:
    """留痕: each conclusion that differs from the last one kept; a first conclusion of "otherwise" is no change."""
    rule = rows[0]
    usual = next((row.value for row in rows if row.when.always), None)
    frame = world.frame(rule.sheet)
    now = world.attempt(
        rule, lambda: world.column(frame, rule.column).objects(), np.full(len(frame), None, dtype=object)
    )
    past = flow.last_states(world, frame, rule.column).objects()
    keys = frame.key().objects()
    for position in np.flatnonzero((now != past) & (now != None)):  # noqa: E711 - element by element
        if past[position] is None and now[position] == usual:
            continue
        yield "判定", rule.sheet, keys[position], rule.column, past[position], str(now[position]), rule_id
