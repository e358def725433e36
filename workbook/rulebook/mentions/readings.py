"""What every cell of every rule mentions: columns with the rows they are asked of, tests, sheets and other rules.

`lint` asks whether what is mentioned is there, `lint_graph` who waits for whom, `lint_ground` what nobody mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from workbook.rulebook.cells.conditions import Clause, Condition, NotUnderstood, condition, split
from workbook.rulebook.mentions import facts as readings_true
from workbook.rulebook.mentions import owed as readings_owed
from workbook.rulebook.mentions.atlas import RECORDS, STAFF, TODAY, Atlas, Ground, Spot, stored_in
from workbook.rulebook.mentions.mentions import (
    RELATED,
    Mention,
    Named,
    Reading,
    Sheeted,
    Tested,
    braced,
    maybe,
    mentions,
    orders,
    parts,
    paths,
    people,
    sheets,
)
from workbook.rulebook.sorts import model


def readings(book_atlas: Atlas) -> Iterable[Reading]:
    """All that the rules of a rulebook mention, in the order of the rule sheets."""
    for sort, read in _READERS.items():
        for rule in book_atlas.book.all(sort):
            yield from read(rule, book_atlas)


def read(rule: model.Rule, book_atlas: Atlas) -> list[Reading]:
    """What one rule mentions."""
    reader = _READERS.get(type(rule))
    return list(reader(rule, book_atlas)) if reader else []


# -- what to do now


def _limit(rule: model.Limit, here: Atlas) -> Iterable[Reading]:
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


def _assign(rule: model.Assign, _: Atlas) -> Iterable[Reading]:
    sheet, _dot, column = rule.target.partition(".")
    rows = (Spot(TODAY),) if rule.target == "任务" else (Spot(sheet),)
    own, staff = Ground(rows, asking=rows), Ground((Spot(STAFF),), asking=rows)
    if rule.target != "任务":
        yield Sheeted(rule, "对象", sheet)
        yield Named(rule, "对象", (column,), own, "staff")
    yield Tested(rule, "若", rule.when, own)
    for method in rule.method:
        if method in {"均衡", "轮流"}:
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


def _outcome(rule: model.Outcome, _: Atlas) -> Iterable[Reading]:
    records = Ground((Spot(RECORDS),), beside=(Spot(TODAY),))
    yield Tested(rule, "若", rule.when, Ground((Spot(TODAY),)))
    yield from maybe(rule, "重试", rule.retry, records, "span")
    yield from braced(rule, "下次", rule.next, records, "moment")
    yield from paths(rule, "须填", (parts(name) for name in rule.needs), records)


# -- words and papers


def spoken_of(here: Atlas, rule: model.Carry) -> Ground:
    """The rows a task of a rule is spoken about: the task, and behind it the object and the row it comes from."""
    task = Spot(TODAY, (rule.id,))
    behind = [spot for name in ("对象", "源行", "键行") for spot in here.behind(task, name)]
    return Ground((task,), asking=(task,), beside=tuple(dict.fromkeys(behind)), person=True)


def form_ground(here: Atlas, form: str, store: str) -> Ground:
    """Where the words of a form begin: the record, and beside it the tasks that bring the form."""
    users = [
        rule for sort in (model.Duty, model.Quota, model.Sample) for rule in here.book.all(sort) if rule.form == form
    ]
    tasks = [spoken_of(here, rule) for rule in users]
    beside = [Spot(RECORDS), *(spot for ground in tasks for spot in (*ground.rows, *ground.beside))]
    return Ground((Spot(store),), beside=tuple(dict.fromkeys(beside or [Spot(TODAY)])), person=True)


def _question(rule: model.Question, here: Atlas) -> Iterable[Reading]:
    store, column = stored_in(rule)
    ground = form_ground(here, rule.form, store)
    yield Tested(rule, "若", rule.when, ground)
    if rule.constraint is not None:
        yield Tested(rule, "须", Condition(((Clause((column,), rule.constraint),),)), Ground((Spot(store),)))
    yield from braced(rule, "题面", rule.label, ground)


def _report(rule: model.Report, here: Atlas) -> Iterable[Reading]:
    own = Ground((here.when(rule.source, rule.when),))
    yield from sheets(rule, 来源=rule.source)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "剔除若", rule.withhold or Condition(), own)
    yield Tested(rule, "标记若", rule.mark_when or Condition(), own)
    yield Tested(rule, "时机若", rule.when_due, Ground((Spot("日历"),)))
    yield from paths(rule, "分组", rule.by, own)
    yield from orders(rule, "排序", rule.sort, own)
    yield from maybe(rule, "拆分", rule.split, own, "")
    yield from people(rule, "收件", rule.to, own)
    yield from mentions(rule, "须", ("检查清单",), rule.needs)
    yield from mentions(rule, "话术", ("话术",), (rule.script,))
    named = (*RULE_NAMED, *rule.fill_in)
    shown = replace(own, beside=(Spot(RECORDS),)) if rule.source == TODAY else own
    for column in rule.columns:
        if column.startswith("指标 "):
            yield Mention(rule, "列", ("指标",), column.removeprefix("指标 ").strip())
        elif column not in named:
            yield Named(rule, "列", parts(column.strip("{}")), shown)
    for block in rule.blocks:
        what, _, rest = block.strip().partition(" ")
        yield from mentions(rule, "块", BLOCKS.get(what, ()), split(rest) if what in BLOCKS else ())
        if what == "相关":
            yield from _related(rule, rest, own, here)


RULE_NAMED = ("因由", "名称")  # every report may show why a row is there, and the name of its rule
BLOCKS = {"问卷": ("问卷",), "话术": ("话术",), "指标": ("指标",), "清单": ("报告",)}


def _related(rule: model.Report, written: str, own: Ground, here: Atlas) -> Iterable[Reading]:
    """相关 表(若)[列]."""
    heading = "块"
    shape = RELATED.fullmatch(written)
    if not shape:
        return
    yield Sheeted(rule, heading, shape["sheet"])
    try:
        when = condition(shape["when"] or "")
    except NotUnderstood:
        return
    ground = Ground((here.when(shape["sheet"], when),), asking=own.rows)
    yield Tested(rule, heading, when, ground)
    yield from paths(rule, heading, (parts(name) for name in split(shape["columns"] or "")), ground)


_READERS: dict[type[model.Rule], Callable[[Any, Atlas], Iterable[Reading]]] = {
    model.Derive: readings_true.derive,
    model.Decide: readings_true.decide,
    model.Check: readings_true.check,
    model.Flow: readings_true.flow,
    model.Spawn: readings_true.spawn,
    model.Duty: readings_owed.duty,
    model.Quota: readings_owed.quota,
    model.Sample: readings_owed.sample,
    model.Sanction: readings_owed.sanction,
    model.Metric: readings_owed.metric,
    model.Limit: _limit,
    model.Assign: _assign,
    model.Question: _question,
    model.Outcome: _outcome,
    model.Report: _report,
}
