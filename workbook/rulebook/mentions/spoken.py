"""What the cells of 问卷 and 报告 mention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbook.rulebook.cells.conditions import condition, split
from workbook.rulebook.cells.tree import Clause, Condition, NotUnderstood
from workbook.rulebook.mentions.atlas import Atlas
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
from workbook.rulebook.mentions.spots import RECORDS, TODAY, Ground, Spot, stored_in
from workbook.rulebook.sorts import model


def question(rule: model.Question, here: Atlas) -> Iterable[Reading]:
    """What one row of 问卷 mentions."""
    store, column = stored_in(rule)
    ground = form_ground(here, rule.form, store)
    yield Tested(rule, "若", rule.when, ground)
    if rule.constraint is not None:
        yield Tested(rule, "须", Condition(((Clause((column,), rule.constraint),),)), Ground((Spot(store),)))
    yield from braced(rule, "题面", rule.label, ground)


def report(rule: model.Report, here: Atlas) -> Iterable[Reading]:
    """What one row of 报告 mentions."""
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
        elif column not in named or _is_own(here, rule.source, column):
            yield Named(rule, "列", parts(column.strip("{}")), shown)
    for block in rule.blocks:
        what, _, rest = block.strip().partition(" ")
        yield from mentions(rule, "块", BLOCKS.get(what, ()), split(rest) if what in BLOCKS else ())
        if what == "相关":
            yield from _related(rule, rest, own, here)


def _is_own(here: Atlas, name: str, column: str) -> bool:
    """Whether staff keep a column of this name on the sheet."""
    sheet = here.schema.sheets.get(name)
    return sheet is not None and not sheet.ours and not sheet.virtual and sheet.column(column) is not None


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


def form_ground(here: Atlas, form: str, store: str) -> Ground:
    """Where the words of a form begin: the record, and beside it the tasks that bring the form."""
    users = [
        rule for sort in (model.Duty, model.Quota, model.Sample) for rule in here.book.all(sort) if rule.form == form
    ]
    tasks = [spoken_of(here, rule) for rule in users]
    beside = [Spot(RECORDS), *(spot for ground in tasks for spot in (*ground.rows, *ground.beside))]
    return Ground((Spot(store),), beside=tuple(dict.fromkeys(beside or [Spot(TODAY)])), person=True)


def spoken_of(here: Atlas, rule: model.Carry) -> Ground:
    """The rows a task of a rule is spoken about: the task, and behind it the object and the row it comes from."""
    task = Spot(TODAY, (rule.id,))
    behind = [spot for name in ("对象", "源行", "键行") for spot in here.behind(task, name)]
    return Ground((task,), asking=(task,), beside=tuple(dict.fromkeys(behind)), person=True)
