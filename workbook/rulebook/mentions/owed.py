"""What the cells of 时限 定额 抽样 追踪 mention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbook.rulebook.cells.conditions import test
from workbook.rulebook.cells.tree import Clause, Condition
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
    parts,
    paths,
    people,
    sheets,
    spots,
)
from workbook.rulebook.mentions.spots import RECORDS, Ground, Spot
from workbook.rulebook.sorts import model

CHAINED = ("完成", "到期", "违约")


def carried(rule: model.Carry, ground: Ground) -> Iterable[Reading]:
    """What a task brings with it."""
    yield from people(rule, "责任", rule.owner, ground)
    for heading, written in (("联系方式", rule.channel), ("类别", rule.kind), ("主题", rule.topic)):
        yield from braced(rule, heading, written, ground)
    for heading, stored, written in (("联系方式", "方式", rule.channel), ("类别", "类别", rule.kind)):
        if written and "{" not in written and rule.makes_tasks:  # else it never comes into a record
            yield Tested(rule, heading, Condition(((Clause((stored,), test(written)),),)), Ground((Spot(RECORDS),)))
    for _, written in rule.carry:
        yield from braced(rule, "附带", written, ground)
    yield from mentions(rule, "问卷", ("问卷",), rule.form.split("、"))
    yield from mentions(rule, "话术", ("话术",), rule.script.split("、"))


def duty(rule: model.Duty, here: Atlas) -> Iterable[Reading]:
    """What one row of 时限 mentions."""
    rows = (here.when(rule.source, rule.when),)
    own = Ground(rows, asking=rows, objects=spots(rule.for_each))
    yield from sheets(rule, 源表=rule.source, 对每=rule.for_each)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects, asking=rows))
        yield from joined(rule, "对象关联", rule.for_join, own, Ground(own.objects))
    for one in rule.start:
        if len(one) == 2 and one[1] in CHAINED:
            yield Mention(rule, "起点", ("时限", "抽样"), one[0])
        else:
            yield Named(rule, "起点", one, own, "moment")
    yield from maybe(rule, "时长", rule.span, own, "span")
    yield from maybe(rule, "截止", rule.until_, own, "moment" if rule.mode == "至" else "span")
    yield from maybe(rule, "提前", rule.lead, own, "span")
    yield from maybe(rule, "等待列", rule.waiting_since, own, "")
    yield from maybe(rule, "免责列", rule.excuse, own, "")
    yield from (Sheeted(rule, "扣除", sheet) for sheet in rule.set_aside)
    yield from paths(rule, "取消时", rule.cancel_at, own, "moment")
    yield Tested(rule, "取消若", rule.cancel_when or Condition(), own)
    yield Tested(rule, "暂缓若", rule.hold_when or Condition(), own)
    yield from _done(rule, own)
    yield from carried(rule, own)


def _done(rule: model.Duty | model.Sample, own: Ground) -> Iterable[Reading]:
    yield from sheets(rule, 完成表=rule.done_sheet)
    done = Ground(spots(rule.done_sheet), asking=own.rows, objects=own.objects) if rule.done_sheet else own
    yield from maybe(rule, "完成列", rule.done_column, done, "")
    yield Tested(rule, "完成若", rule.done_when, done)
    if rule.done_sheet:
        yield from joined(rule, "完成关联", rule.done_join, replace(own, beside=own.objects), done)


def quota(rule: model.Quota, here: Atlas) -> Iterable[Reading]:
    """What one row of 定额 mentions."""
    counted = Ground((here.when(rule.counted, rule.when),))
    keys = here.keys(rule)
    owed = Ground(spots(keys) or (Spot("定额结果", (rule.id,)),))
    yield from sheets(rule, 计数表=rule.counted, 名册=rule.roster)
    yield Tested(rule, "若", rule.when, counted)
    _, _, column = rule.measure.partition(" ")
    if column.strip():
        yield Named(rule, "计法", parts(column.strip()), counted, "number" if rule.measure.startswith("合计") else "")
    yield from maybe(rule, "时间列", rule.time, counted, "when")
    yield from maybe(rule, "键", rule.key, counted, "")
    yield Tested(rule, "对象若", rule.roster_when, owed)
    yield Tested(rule, "期若", rule.days_when, Ground((Spot("日历"),)))
    yield from maybe(rule, "期", rule.period, owed, "span")
    yield from maybe(rule, "数", rule.number, owed, "number")
    yield from paths(rule, "首起", rule.first_from, owed, "moment")
    yield from maybe(rule, "提前", rule.lead, owed, "span")
    yield from (Sheeted(rule, "免计", sheet) for sheet in rule.exempt)
    yield from carried(rule, replace(owed, asking=owed.rows))


def sample(rule: model.Sample, here: Atlas) -> Iterable[Reading]:
    """What one row of 抽样 mentions."""
    rows = (here.when(rule.population, rule.when),)
    own = Ground(rows, asking=rows, objects=spots(rule.for_each))
    yield from sheets(rule, 总体表=rule.population, 对每=rule.for_each)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects))
    if rule.time and rule.time != "无":
        yield Named(rule, "时间列", parts(rule.time.strip("{}")), own, "moment")
    yield from paths(rule, "分单位", rule.unit, own)
    yield from paths(rule, "分层", rule.strata, own)
    yield from maybe(rule, "率", rule.rate, own, "number")
    yield from maybe(rule, "数", rule.size, own, "number")
    yield from maybe(rule, "时长", rule.span, own, "span")
    yield from _done(rule, own)
    yield from carried(rule, own)


def trace(rule: model.Trace, here: Atlas) -> Iterable[Reading]:
    """What one row of 追踪 mentions."""
    own = Ground((here.when(rule.source, rule.when),))
    yield from sheets(rule, 源表=rule.source)
    yield Tested(rule, "若", rule.when, own)
    yield from maybe(rule, "时间列", rule.time, own, "moment")
    yield from paths(rule, "产品", rule.product, own)
    yield from paths(rule, "类别", rule.kind, own)
    yield from people(rule, "责任", rule.owner, own)
