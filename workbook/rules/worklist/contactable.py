"""跳过 联系限制: whether a customer who is about to be drawn may be contacted at all, asked with the facts of now."""

from __future__ import annotations

from collections.abc import Callable

from workbook.rulebook.sorts.model import Sample
from workbook.rules.owed.duties import customers
from workbook.rules.worklist import caps, limits
from workbook.rules.worklist.tasks import tasks, unfit
from workbook.rules.world.frames import Link, result
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Mask, constant
from workbook.rules.world.world import World
from workbook.sheets.types import Type


def uncontactable(world: World, rule: Sample) -> Callable[[View], Mask]:
    """Which rows of a population belong to customers whom 停止, 冷静 or 频次 keep from being called for `rule`."""

    def blocked(rows: View) -> Mask:
        sheet, size = world.schema.sheets["义务"], len(rows)
        columns = {
            "任务编号": rows.frame.key().take(rows.at),
            "规则": constant(rule.id, size, Type("文本")),
            "客户编号": customers(world, rows, None),
        }
        candidates = tasks(world, [(rule, result(sheet, columns, size, {"源行": Link(rows.frame, rows.at)}))])
        held = limits.sieve(candidates)
        for mask in unfit(world, candidates):
            held.drop(mask, "停用", "", "")
        limits.stop(world, held)
        limits.cool_off(world, held)
        caps.cap(world, held, alone=True)
        return ~held.inside

    return blocked
