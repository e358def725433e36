"""Rows whose 状态 says that they are off, and that a rule still asks something for: asked about at the cell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.operands import fold
from workbook.rules.owed.states import OPEN
from workbook.rules.world.frames import Frame
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue

STATE = "状态"
OFF = frozenset({"取消", "作废", "撤单", "退单", "撤销", "撤消", "取消订单", "订单取消", "不做了", "不要了"})
"""How people write that something is off; also with 已 before it or 了 behind."""
PEOPLE = ("客户", "员工")


def is_off(word: str) -> bool:
    """Whether a state says that its row is off.

    Examples:
        >>> [is_off(word) for word in ("已取消", "作废", "退单了", "已完成", "取消中")]
        [True, True, True, False, False]
    """
    return fold(word).removeprefix("已").removesuffix("了") in OFF or fold(word) in OFF


def cancelled(world: World) -> tuple[Issue, ...]:
    """An issue at each state of rows that are off and owed all the same, by rules that don't ask for the state."""
    return world.remembered("取消了还算着", "", lambda: tuple(_cancelled(world)))


def _cancelled(world: World) -> Iterable[Issue]:
    found: dict[tuple[str, int], list[str]] = {}
    frames: dict[str, Frame] = {}
    for rule_id, rules in world.book.by_id(Duty).items():
        sheet = rules[0].source
        if sheet in PEOPLE or any(STATE in path for rule in rules for path in rule.when.references()):
            continue
        frame = frames.setdefault(sheet, world.frame(sheet))
        if STATE not in frame.cells or STATE not in frame.typed or frame.typed[STATE].kind != "text":
            continue
        off = np.append(frame.typed[STATE].matching(is_off), False)
        if not off.any():
            continue
        duties = world.frame("义务", (rule_id,))
        for link in duties.links.get("源行", ()):
            open_ = world.column(duties, STATE).matching(lambda word: word in OPEN or word == "未到")
            for row in sorted(set(link.at[off[link.at] & open_].tolist())):
                found.setdefault((sheet, row), []).append(rule_id)
    states = {sheet: frames[sheet].typed[STATE].objects() for sheet in {sheet for sheet, _ in found}}
    for (sheet, row), ids in found.items():
        frame, value = frames[sheet], str(states[sheet][row])
        yield issue(Kind.CANCELLED_COUNTED, frame.place(row, STATE), heading=STATE, value=value, rules="、".join(ids))
