"""What the cells of 联系限制 分派 结果代码 mention."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.cells.tries import Ladder
from workbook.rulebook.cells.turns import chooses
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import (
    Named,
    Reading,
    Sheeted,
    Tested,
    braced,
    maybe,
    orders,
    parts,
    paths,
    people,
    sheets,
)
from workbook.rulebook.mentions.spots import RECORDS, STAFF, TODAY, Ground, Spot
from workbook.rulebook.sorts import model


def limit(rule: model.Limit, here: Atlas) -> Iterable[Reading]:
    """What one row of 联系限制 mentions."""
    tasks, records = Ground((Spot(TODAY),)), Ground((Spot(RECORDS),))
    yield Tested(rule, "若", rule.when, tasks)
    if rule.type == "频次":
        yield from paths(rule, "键", rule.key, tasks)
        yield from paths(rule, "键", rule.key, records)
        yield from maybe(rule, "次数", rule.number, tasks, "number")
        yield Tested(rule, "计入若", rule.counted_when, tasks)
        yield Tested(rule, "计入若", rule.counted_when, records)
        yield Tested(rule, "免若", rule.exempt_when or Condition(), tasks)
    if rule.type == "冷静":
        start = Ground((here.when(rule.from_sheet, rule.from_when),))
        yield from sheets(rule, 起表=rule.from_sheet)
        yield Tested(rule, "起若", rule.from_when, start)
        yield from maybe(rule, "起点", rule.start, start, "moment")
        yield from maybe(rule, "满", rule.span, start, "span")
        yield from maybe(rule, "解除列", rule.ended_by, start, "")
        yield from maybe(rule, "放行列", rule.released_by, start, "")
    if rule.type == "合并":
        yield from paths(rule, "合并键", rule.merge_key, tasks)


def assign(rule: model.Assign, _: Atlas) -> Iterable[Reading]:
    """What one row of 分派 mentions."""
    sheet, _dot, column = rule.target.partition(".")
    rows = (Spot(TODAY),) if rule.target == "任务" else (Spot(sheet),)
    own, staff = Ground(rows, asking=rows), Ground((Spot(STAFF),), asking=rows)
    if rule.target != "任务":
        yield Sheeted(rule, "对象", sheet)
        yield Named(rule, "对象", (column,), own, "staff")
    yield Tested(rule, "若", rule.when, own)
    for method in rule.method:
        if chooses(method):
            continue
        yield from people(
            rule, "方法", (f"岗位{method.removeprefix('值班')}" if method.startswith("值班:") else method,), own
        )
    yield Tested(rule, "候选若", rule.staff_when, staff)
    yield from maybe(rule, "权重", rule.weight, staff, "number")
    yield from orders(rule, "依据", rule.measure, staff)
    yield from maybe(rule, "容量", rule.capacity, staff, "number")
    yield from paths(rule, "不重", rule.distinct, own)
    yield from paths(rule, "排除", rule.exclude, own, "staff")
    yield from people(rule, "无人时", rule.nobody, Ground((Spot(STAFF),)))


def outcome(rule: model.Outcome, _: Atlas) -> Iterable[Reading]:
    """What one row of 结果代码 mentions."""
    records = Ground((Spot(RECORDS),), beside=(Spot(TODAY),))
    yield Tested(rule, "若", rule.when, Ground((Spot(TODAY),)))
    if not isinstance(rule.retry, Ladder):
        yield from maybe(rule, "重试", rule.retry, records, "span")
    yield from braced(rule, "下次", rule.next, records, "moment")
    yield from paths(rule, "须填", (parts(name) for name in rule.needs), records)
