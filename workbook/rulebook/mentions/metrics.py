"""What the cells of 指标 mention."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.goals import by_group
from workbook.rulebook.cells.tree import Clause, Condition
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Named, Reading, Tested, maybe, mentions, paths, sheets
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts import model


def metric(rule: model.Metric, here: Atlas) -> Iterable[Reading]:
    """What one row of 指标 mentions."""
    yield from mentions(rule, "比于", ("指标",), (rule.over,))
    yield from mentions(
        rule, "权重", ("指标",), (part.replace("：", ":").rpartition(":")[0].strip() for part in split(rule.weights))
    )
    if not rule.sheet or rule.method == "加权":
        return
    own = Ground((here.when(rule.sheet, rule.when),))
    yield from sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "分子若", rule.hit_when, own)
    if rule.column:
        column = (rule.column[0].removeprefix("去重").strip(), *rule.column[1:])
        number = rule.method in {"合计", "平均", "中位"}
        yield Named(rule, "列", column, own, "number" if number else "")
    yield from maybe(rule, "时间列", rule.time, own, "when")
    yield from paths(rule, "分组", rule.by, own)
    for _, goal in by_group(rule.target):
        yield Tested(rule, "目标", Condition(((Clause(("值",), goal),),)), Ground((Spot("指标结果"),)))
