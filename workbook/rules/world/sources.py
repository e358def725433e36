"""The sheet a rule reads, cut down to the rules its condition names: reading 义务 for W3 must not wait for all duties."""

from __future__ import annotations

from workbook.rulebook.cells.tree import Condition, Equals
from workbook.rules.world.frames import Frame
from workbook.rules.world.world import World

NAMED_BY = {
    "义务": "规则",
    "定额结果": "规则",
    "抽样台账": "规则",
    "处罚台账": "代码",
    "检查结果": "编号",
    "指标结果": "编号",
}


def asked(world: World, sheet: str, when: Condition) -> Frame:
    """The sheet, with only the rules that `when` names where it is a sheet of results."""
    return world.frame(sheet, named_rules(sheet, when))


def named_rules(sheet: str, when: Condition) -> tuple[str, ...] | None:
    """The rule numbers a condition asks for in every alternative; None = all."""
    heading = NAMED_BY.get(sheet)
    if heading is None or when.always:
        return None
    names: list[str] = []
    for clauses in when.alternatives:
        mine = [c.test for c in clauses if c.path == (heading,) and not c.test.denied and c.test.items]
        values = [item.value.value for test in mine for item in test.items if isinstance(item, Equals)]
        if (
            not mine
            or len(values) != sum(len(test.items) for test in mine)
            or not all(isinstance(v, str) for v in values)
        ):
            return None
        names += [str(value) for value in values]
    return tuple(sorted(set(names)))
