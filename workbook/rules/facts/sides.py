"""奖 and 罚 told apart: an award is paid out and never added to what is to be paid (rule-language §3.12 方向)."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.cells.tree import Condition, Equals, Path, Test
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World

LEDGER, SIDE, CODE, AWARD = "处罚台账", "方向", "代码", "奖"
SUMS = {"金额", "基额", "下限", "上限", "裁决金额"}
COUNTING = {"计数", "去重数"}


def awards(frame: Frame) -> Mask:
    """The lines of the ledger that are awards; none of any other sheet."""
    if frame.name != LEDGER or SIDE not in frame.typed:
        return np.zeros(len(frame), dtype=bool)
    return np.asarray(frame.typed[SIDE].matching(lambda side: side == AWARD))


def added_up(world: World, frame: Frame, when: Condition, column: Path, method: str) -> Mask:
    """Which lines a number of money takes in: no awards where its condition lets both awards and others pass."""
    if frame.name == LEDGER and column and column[-1] in SUMS and method not in COUNTING and mixed(world, when):
        return np.asarray(~awards(frame))
    return np.ones(len(frame), dtype=bool)


def mixed(world: World, when: Condition) -> bool:
    """Whether lines that meet a condition may be awards as well as other lines, as far as its bare words say."""
    sides = {rule.side for rule in world.book.all(Sanction) if _may_pass(when, {CODE: rule.id, SIDE: rule.side})}
    return AWARD in sides and len(sides) > 1


def _may_pass(when: Condition, line: dict[str, str]) -> bool:
    return when.always or any(
        all(_may_hold(clause.test, line[clause.path[0]]) for clause in clauses if clause.path in {(CODE,), (SIDE,)})
        for clauses in when.alternatives
    )


def _may_hold(test: Test, word: str) -> bool:
    if not all(isinstance(item, Equals) for item in test.items):
        return True
    return (word in [item.value.value for item in test.items if isinstance(item, Equals)]) != test.denied
