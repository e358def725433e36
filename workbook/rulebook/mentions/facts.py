"""What the cells of 计算 判定 检查清单 流程 开单 mention."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.cells.conditions import split, test
from workbook.rulebook.cells.formulas import columns as columns_of
from workbook.rulebook.cells.tree import Clause, Condition, NotUnderstood
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import (
    Mention,
    Named,
    Reading,
    Sheeted,
    Tested,
    braced,
    joined,
    maybe,
    mentions,
    orders,
    parts,
    paths,
    people,
    sheets,
    spots,
)
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts import model

OWN_SHEET = ("序号", "累计", "名次", "占比", "归一", "上一条", "轮次")


def derive(rule: model.Derive, here: Atlas) -> Iterable[Reading]:
    """What one row of 计算 mentions."""
    own = Ground((Spot(rule.sheet),))
    yield from sheets(rule, 表=rule.sheet, 来源=rule.source)
    yield Tested(rule, "若", rule.when, own)
    yield from braced(rule, "默认", rule.default, own)
    if rule.method == "模板":
        yield from braced(rule, "公式", rule.formula, own)
    elif rule.method == "公式":
        try:
            yield from paths(rule, "公式", columns_of(rule.expression), own)
        except NotUnderstood:
            return  # lint_formulas says so
    else:
        within = rule.method in OWN_SHEET
        source = own if within else Ground((here.when(rule.source, rule.source_when),), asking=own.rows)
        yield from joined(rule, "关联", rule.join, source if within else own, source)
        yield Tested(rule, "来源若", rule.source_when, source)
        yield Tested(rule, "命中若", rule.streak_when, source)
        yield from maybe(rule, "取列", rule.take, source, "")
        yield from orders(rule, "排序", rule.sort, source)
        yield from maybe(rule, "窗", rule.window, own, "span")


def decide(rule: model.Decide, _: Atlas) -> Iterable[Reading]:
    """What one row of 判定 mentions."""
    own = Ground((Spot(rule.sheet),))
    yield from sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield from braced(rule, "值", rule.value, own)
    yield from orders(rule, "依据", rule.measure, own)


def check(rule: model.Check, _: Atlas) -> Iterable[Reading]:
    """What one row of 检查清单 mentions."""
    own = Ground((Spot(rule.sheet),), typed=True)
    yield from sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield Named(rule, "列", rule.column, own)
    yield from _must(rule, own)
    yield from maybe(rule, "豁免列", rule.waiver, own, "")
    yield from people(rule, "责任", rule.owner, own)
    for block in rule.blocks:
        what, _space, name = block.partition(" ")
        if what == "列" and name:
            yield Named(rule, "拦截", parts(name), own)
        if what == "报告" and name:
            yield Mention(rule, "拦截", ("报告",), name.strip())


def _must(rule: model.Check, own: Ground) -> Iterable[Reading]:
    if rule.must.startswith("唯一"):
        yield from paths(rule, "须", (parts(name) for name in split(rule.must.removeprefix("唯一"))), own)
    elif rule.must.startswith("见于"):
        sheet, _, column = rule.must.removeprefix("见于").strip().partition(".")
        yield Sheeted(rule, "须", sheet)
        yield Named(rule, "须", (column,), Ground((Spot(sheet),)))
    elif rule.must != "连号":
        try:
            yield Tested(rule, "须", Condition(((Clause(rule.column, test(rule.must)),),)), own)
        except NotUnderstood:
            return  # lint_rules says so


def flow(rule: model.Flow, _: Atlas) -> Iterable[Reading]:
    """What one row of 流程 mentions."""
    own = Ground((Spot(rule.sheet),), typed=True)
    yield from sheets(rule, 表=rule.sheet)
    yield Named(rule, "状态列", (rule.state,), own)
    for heading, word in (("从", rule.from_), ("到", rule.to)):
        if word:
            yield Tested(rule, heading, Condition(((Clause((rule.state,), test(word)),),)), own)
    yield Tested(rule, "若", rule.when, own)
    yield from people(rule, "谁", rule.by, own)
    yield from mentions(rule, "须", ("检查清单",), rule.needs)


def spawn(rule: model.Spawn, here: Atlas) -> Iterable[Reading]:
    """What one row of 开单 mentions."""
    own = Ground((here.when(rule.source, rule.when),), objects=spots(rule.for_each))
    yield from sheets(rule, 源表=rule.source, 对每=rule.for_each, 目标表=rule.target)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects, asking=own.rows))
        yield from joined(rule, "对象关联", rule.for_join, own, Ground(own.objects))
    yield from paths(rule, "每", rule.once_per, own)
    for heading, written in rule.write:
        yield Named(rule, "写入", (heading,), Ground((Spot(rule.target),), typed=True))
        yield from braced(rule, "写入", written, own)
