"""What every cell of every rule mentions: columns with the rows they are asked of, tests, sheets and other rules.

`lint` asks whether what is mentioned is there, `lint_graph` who waits for whom, `lint_ground` what nobody mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from workbook.rulebook import model
from workbook.rulebook.atlas import RECORDS, STAFF, TODAY, Atlas, Ground, Spot, stored_in, trigger
from workbook.rulebook.cells import Join, Order, Period
from workbook.rulebook.conditions import Clause, Condition, NotUnderstood, Path, condition, path, split, test
from workbook.rulebook.formulas import columns as columns_of

CHAINED = ("完成", "到期", "违约")
OWN_SHEET = ("序号", "累计", "名次", "占比", "归一")
BRACES = re.compile(r"\{([^{}]+)\}")
_SEARCH = re.compile(r"^([^:：{}]+?)\s*[:：]\s*(.+)$")
_AND = re.compile(r"\s*[＠@]\s*")
_SHARE = re.compile(r"\s*[:：]\s*\d+(?:\.\d+)?%$")
_COLUMNS = {"组": "组别", "岗": "岗位"}


@dataclass(frozen=True, slots=True)
class Named:
    """A cell names a column. `want` is what it must hold: moment, number, span, staff, or anything."""

    rule: model.Rule
    heading: str
    path: Path
    ground: Ground
    want: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """A cell holds tests."""

    rule: model.Rule
    heading: str
    condition: Condition
    ground: Ground


@dataclass(frozen=True, slots=True)
class Sheeted:
    """A cell names a sheet."""

    rule: model.Rule
    heading: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell names another rule, by the rule sheets it may stand on and its 编号."""

    rule: model.Rule
    heading: str
    sheets: tuple[str, ...]
    id: str


Reading = Named | Tested | Sheeted | Mention


def readings(book_atlas: Atlas) -> Iterable[Reading]:
    """All that the rules of a rulebook mention, in the order of the rule sheets."""
    for sort, read in _READERS.items():
        for rule in book_atlas.book.all(sort):
            yield from read(rule, book_atlas)


def read(rule: model.Rule, book_atlas: Atlas) -> list[Reading]:
    """What one rule mentions."""
    reader = _READERS.get(type(rule))
    return list(reader(rule, book_atlas)) if reader else []


# -- small notations


def braced(rule: model.Rule, heading: str, written: str, ground: Ground, want: str = "") -> Iterable[Reading]:
    """The columns in the braces of a text; `want` counts only where the text is one brace."""
    alone = bool(re.fullmatch(r"\s*\{[^{}]+\}\s*", written))
    for name in BRACES.findall(written):
        if not name.startswith("+"):
            yield Named(rule, heading, _path(name), ground, want if alone else "")


def _path(name: str) -> Path:
    try:
        return path(name)
    except NotUnderstood:
        return tuple(part.strip() for part in name.split("."))


def people(rule: model.Rule, heading: str, notation: Sequence[str], ground: Ground) -> Iterable[Reading]:
    """Whom `{归属员工} | 岗位:客服主管` names."""
    for written in notation:
        for share in split(written) if "%" in written else [written]:
            for part in _AND.split(_SHARE.sub("", share).strip()):
                search = _SEARCH.match(part)
                if search:
                    column = _COLUMNS.get(search[1], search[1])
                    yield Named(rule, heading, (column,), Ground((Spot(STAFF),)))
                    if "{" not in search[2]:
                        words = test("、".join(split(search[2])))
                        yield Tested(rule, heading, Condition(((Clause((column,), words),),)), Ground((Spot(STAFF),)))
                yield from braced(rule, heading, search[2] if search else part, ground, "" if search else "staff")


def _maybe(rule: model.Rule, heading: str, value: Any, ground: Ground, want: str) -> Iterable[Reading]:
    """A cell that holds a value or {列}."""
    if isinstance(value, Period):
        value = value.rolling
    if isinstance(value, tuple) and value:
        yield Named(rule, heading, value, ground, want)


def _orders(rule: model.Rule, heading: str, order: Sequence[Order], ground: Ground) -> Iterable[Reading]:
    return (Named(rule, heading, part.path, ground) for part in order)


def _paths(rule: model.Rule, heading: str, paths: Iterable[Path], ground: Ground, want: str = "") -> Iterable[Reading]:
    return (Named(rule, heading, one, ground, want) for one in paths)


def _joined(rule: model.Rule, heading: str, join: Join | None, left: Ground, right: Ground) -> Iterable[Reading]:
    for one, other in join.pairs if join else ():
        yield Named(rule, heading, one, left)
        yield Named(rule, heading, other, right)


def _mentions(rule: model.Rule, heading: str, sheets: tuple[str, ...], names: Iterable[str]) -> Iterable[Reading]:
    return (Mention(rule, heading, sheets, name) for name in names if name and "{" not in name)


def _sheets(rule: model.Rule, **named: str) -> Iterable[Reading]:
    return (Sheeted(rule, heading, sheet) for heading, sheet in named.items() if sheet)


def _spots(sheet: str) -> tuple[Spot, ...]:
    return (Spot(sheet),) if sheet else ()


# -- what is true


def _derive(rule: model.Derive, here: Atlas) -> Iterable[Reading]:
    own = Ground((Spot(rule.sheet),))
    yield from _sheets(rule, 表=rule.sheet, 来源=rule.source)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "定于", rule.fixed_on, Ground((Spot("日历"),)))
    yield from braced(rule, "默认", rule.default, own)
    if rule.method == "模板":
        yield from braced(rule, "公式", rule.formula, own)
    elif rule.method == "公式":
        try:
            yield from _paths(rule, "公式", columns_of(rule.expression), own)
        except NotUnderstood:
            return  # lint_formulas says so
    else:
        within = rule.method in OWN_SHEET
        source = own if within else Ground((here.when(rule.source, rule.source_when),), asking=own.rows)
        yield from _joined(rule, "关联", rule.join, source if within else own, source)
        yield Tested(rule, "来源若", rule.source_when, source)
        yield Tested(rule, "命中若", rule.streak_when, source)
        yield from _maybe(rule, "取列", rule.take, source, "")
        yield from _orders(rule, "排序", rule.sort, source)
        yield from _maybe(rule, "窗", rule.window, own, "span")


def _decide(rule: model.Decide, _: Atlas) -> Iterable[Reading]:
    own = Ground((Spot(rule.sheet),))
    yield from _sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "定于", rule.fixed_on, Ground((Spot("日历"),)))
    yield from braced(rule, "值", rule.value, own)
    yield from _orders(rule, "依据", rule.measure, own)


def _check(rule: model.Check, _: Atlas) -> Iterable[Reading]:
    own = Ground((Spot(rule.sheet),), typed=True)
    yield from _sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield Named(rule, "列", rule.column, own)
    yield from _must(rule, own)
    yield from _maybe(rule, "豁免列", rule.waiver, own, "")
    yield from people(rule, "责任", rule.owner, own)
    for block in rule.blocks:
        what, _space, name = block.partition(" ")
        if what == "列" and name:
            yield Named(rule, "拦截", _path(name), own)
        if what == "报告" and name:
            yield Mention(rule, "拦截", ("报告",), name.strip())


def _must(rule: model.Check, own: Ground) -> Iterable[Reading]:
    if rule.must.startswith("唯一"):
        yield from _paths(rule, "须", (_path(name) for name in split(rule.must.removeprefix("唯一"))), own)
    elif rule.must.startswith("见于"):
        sheet, _, column = rule.must.removeprefix("见于").strip().partition(".")
        yield Sheeted(rule, "须", sheet)
        yield Named(rule, "须", (column,), Ground((Spot(sheet),)))
    elif rule.must != "连号":
        try:
            yield Tested(rule, "须", Condition(((Clause(rule.column, test(rule.must)),),)), own)
        except NotUnderstood:
            return  # lint_rules says so


def _flow(rule: model.Flow, _: Atlas) -> Iterable[Reading]:
    own = Ground((Spot(rule.sheet),), typed=True)
    yield from _sheets(rule, 表=rule.sheet)
    yield Named(rule, "状态列", (rule.state,), own)
    for heading, word in (("从", rule.from_), ("到", rule.to)):
        if word:
            yield Tested(rule, heading, Condition(((Clause((rule.state,), test(word)),),)), own)
    yield Tested(rule, "若", rule.when, own)
    yield from people(rule, "谁", rule.by, own)
    yield from _mentions(rule, "须", ("检查清单",), rule.needs)
    yield from _maybe(rule, "最长", rule.max_stay, own, "span")


def _spawn(rule: model.Spawn, here: Atlas) -> Iterable[Reading]:
    own = Ground((here.when(rule.source, rule.when),), objects=_spots(rule.for_each))
    yield from _sheets(rule, 源表=rule.source, 对每=rule.for_each, 目标表=rule.target)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects))
        yield from _joined(rule, "对象关联", rule.for_join, own, Ground(own.objects))
    yield from _paths(rule, "每", rule.once_per, own)
    for heading, written in rule.write:
        yield Named(rule, "写入", (heading,), Ground((Spot(rule.target),)))
        yield from braced(rule, "写入", written, own)


# -- what is owed


def carried(rule: model.Carry, ground: Ground) -> Iterable[Reading]:
    """What a task brings with it."""
    yield from people(rule, "责任", rule.owner, ground)
    for heading, written in (("联系方式", rule.channel), ("类别", rule.kind), ("主题", rule.topic)):
        yield from braced(rule, heading, written, ground)
    for heading, written in (("联系方式", rule.channel), ("类别", rule.kind)):
        if written and "{" not in written:
            yield Tested(rule, heading, Condition(((Clause((heading,), test(written)),),)), Ground((Spot(TODAY),)))
    for _, written in rule.carry:
        yield from braced(rule, "附带", written, ground)
    yield from _mentions(rule, "问卷", ("问卷",), (rule.form,))
    yield from _mentions(rule, "话术", ("话术",), (rule.script,))


def _duty(rule: model.Duty, here: Atlas) -> Iterable[Reading]:
    rows = (here.when(rule.source, rule.when),)
    own = Ground(rows, asking=rows, objects=_spots(rule.for_each))
    yield from _sheets(rule, 源表=rule.source, 对每=rule.for_each)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects, asking=rows))
        yield from _joined(rule, "对象关联", rule.for_join, own, Ground(own.objects))
    for one in rule.start:
        if len(one) == 2 and one[1] in CHAINED:
            yield Mention(rule, "起点", ("时限", "抽样"), one[0])
        else:
            yield Named(rule, "起点", one, own, "moment")
    yield from _maybe(rule, "时长", rule.span, own, "span")
    yield from _maybe(rule, "截止", rule.until_, own, "moment" if rule.mode == "至" else "span")
    yield from _maybe(rule, "提前", rule.lead, own, "span")
    yield from _maybe(rule, "等待列", rule.waiting_since, own, "")
    yield from _maybe(rule, "免责列", rule.excuse, own, "")
    yield from _paths(rule, "取消时", rule.cancel_at, own, "moment")
    yield Tested(rule, "取消若", rule.cancel_when or Condition(), own)
    yield Tested(rule, "暂缓若", rule.hold_when or Condition(), own)
    yield from _done(rule, own)
    yield from carried(rule, own)


def _done(rule: model.Duty | model.Sample, own: Ground) -> Iterable[Reading]:
    yield from _sheets(rule, 完成表=rule.done_sheet)
    done = Ground(_spots(rule.done_sheet), asking=own.rows, objects=own.objects) if rule.done_sheet else own
    yield from _maybe(rule, "完成列", rule.done_column, done, "")
    yield Tested(rule, "完成若", rule.done_when, done)
    if rule.done_sheet:
        yield from _joined(rule, "完成关联", rule.done_join, replace(own, beside=own.objects), done)


def _quota(rule: model.Quota, here: Atlas) -> Iterable[Reading]:
    counted = Ground((here.when(rule.counted, rule.when),))
    keys = here.keys(rule)
    owed = Ground(_spots(keys) or (Spot("定额结果", (rule.id,)),))
    yield from _sheets(rule, 计数表=rule.counted, 名册=rule.roster)
    yield Tested(rule, "若", rule.when, counted)
    _, _, column = rule.measure.partition(" ")
    if column.strip():
        yield Named(rule, "计法", _path(column.strip()), counted, "number" if rule.measure.startswith("合计") else "")
    yield from _maybe(rule, "时间列", rule.time, counted, "when")
    yield from _maybe(rule, "键", rule.key, counted, "")
    yield Tested(rule, "对象若", rule.roster_when, owed)
    yield Tested(rule, "期若", rule.days_when, Ground((Spot("日历"),)))
    yield from _maybe(rule, "期", rule.period, owed, "span")
    yield from _maybe(rule, "数", rule.number, owed, "number")
    yield from _paths(rule, "首起", rule.first_from, owed, "moment")
    yield from _maybe(rule, "提前", rule.lead, owed, "span")
    yield from (Sheeted(rule, "免计", sheet) for sheet in rule.exempt)
    yield from carried(rule, replace(owed, asking=owed.rows))


def _sample(rule: model.Sample, here: Atlas) -> Iterable[Reading]:
    rows = (here.when(rule.population, rule.when),)
    own = Ground(rows, asking=rows, objects=_spots(rule.for_each))
    yield from _sheets(rule, 总体表=rule.population, 对每=rule.for_each)
    yield Tested(rule, "若", rule.when, own)
    if rule.for_each:
        yield Tested(rule, "对象若", rule.for_when, Ground(own.objects))
    if rule.time and rule.time != "无":
        yield Named(rule, "时间列", _path(rule.time.strip("{}")), own, "moment")
    yield from _paths(rule, "分单位", rule.unit, own)
    yield from _paths(rule, "分层", rule.strata, own)
    yield from _maybe(rule, "率", rule.rate, own, "number")
    yield from _maybe(rule, "数", rule.size, own, "number")
    yield from _maybe(rule, "时长", rule.span, own, "span")
    yield from _done(rule, own)
    yield from carried(rule, own)


def _sanction(rule: model.Sanction, here: Atlas) -> Iterable[Reading]:
    own = Ground(here.acts(rule), person=True)
    kind, names = trigger(rule)
    sheets = {"义务": ("时限", "抽样"), "定额": ("定额",), "达标": ("定额",), "检查": ("检查清单",), "指标": ("指标",)}
    if kind == "表":
        yield from (Sheeted(rule, "触发", name) for name in names)
    yield from _mentions(rule, "触发", sheets.get(kind, ()), names if kind in sheets else ())
    yield Tested(rule, "若", rule.when, own)
    yield from people(rule, "违规人", rule.offender, own)
    yield from people(rule, "承担人", rule.payer, own)
    yield from braced(rule, "对象", rule.object if "{" in rule.object or not rule.object else f"{{{rule.object}}}", own)
    yield from _maybe(rule, "数量", rule.quantity, own, "number")
    bases = dict.fromkeys(step.price.base for step in rule.amount if step.price is not None and step.price.base)
    yield from _paths(rule, "金额", bases, own, "number")
    yield from braced(rule, "阶梯组", rule.ladder, own)
    own_columns = {"员工编号", "对象编号", "日期", "期", "触发行", "代码", "按量"}
    for heading, columns in (("计次键", rule.notice), ("互斥键", rule.one_key)):
        bare = [name.strip("{} ") for name in columns]
        yield from _paths(rule, heading, (_path(name) for name in bare if name not in own_columns), own)
    yield from _maybe(rule, "阶梯窗", rule.window, own, "")


def _metric(rule: model.Metric, here: Atlas) -> Iterable[Reading]:
    yield from _mentions(rule, "比于", ("指标",), (rule.over,))
    yield from _mentions(rule, "权重", ("指标",), (part.replace("：", ":").rpartition(":")[0].strip() for part in split(rule.weights)))
    if not rule.sheet or rule.method == "加权":
        return
    own = Ground((here.when(rule.sheet, rule.when),))
    yield from _sheets(rule, 表=rule.sheet)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "分子若", rule.hit_when, own)
    if rule.column:
        column = (rule.column[0].removeprefix("去重").strip(), *rule.column[1:])
        number = rule.method in {"合计", "平均", "中位"}
        yield Named(rule, "列", column, own, "number" if number else "")
    yield from _maybe(rule, "时间列", rule.time, own, "when")
    yield from _paths(rule, "分组", rule.by, own)
    if rule.target is not None:
        yield Tested(rule, "目标", Condition(((Clause(("值",), rule.target),),)), Ground((Spot("指标结果"),)))


# -- what to do now


def _limit(rule: model.Limit, here: Atlas) -> Iterable[Reading]:
    tasks, records = Ground((Spot(TODAY),)), Ground((Spot(RECORDS),))
    yield Tested(rule, "若", rule.when, tasks)
    if rule.type == "频次":
        yield from _paths(rule, "键", rule.key, tasks)
        yield from _paths(rule, "键", rule.key, records)
        yield from _maybe(rule, "次数", rule.number, tasks, "number")
        yield Tested(rule, "计入若", rule.counted_when, tasks)
        yield Tested(rule, "计入若", rule.counted_when, records)
        yield Tested(rule, "免若", rule.exempt_when or Condition(), tasks)
    if rule.type == "冷静":
        start = Ground((here.when(rule.from_sheet, rule.from_when),))
        yield from _sheets(rule, 起表=rule.from_sheet)
        yield Tested(rule, "起若", rule.from_when, start)
        yield from _maybe(rule, "起点", rule.start, start, "moment")
        yield from _maybe(rule, "满", rule.span, start, "span")
        yield from _maybe(rule, "解除列", rule.ended_by, start, "")
        yield from _maybe(rule, "放行列", rule.released_by, start, "")
    if rule.type == "合并":
        yield from _paths(rule, "合并键", rule.merge_key, tasks)


def _assign(rule: model.Assign, here: Atlas) -> Iterable[Reading]:
    sheet, _, column = rule.target.partition(".")
    rows = (Spot(TODAY),) if rule.target == "任务" else (Spot(sheet),)
    own, staff = Ground(rows, asking=rows), Ground((Spot(STAFF),), asking=rows)
    if rule.target != "任务":
        yield Sheeted(rule, "对象", sheet)
        yield Named(rule, "对象", (column,), own, "staff")
    yield Tested(rule, "若", rule.when, own)
    for method in rule.method:
        if method in {"均衡", "轮流", "首问"}:
            continue
        yield from people(rule, "方法", (f"岗位{method.removeprefix('值班')}" if method.startswith("值班:") else method,), own)
    yield Tested(rule, "候选若", rule.staff_when, staff)
    yield from _maybe(rule, "权重", rule.weight, staff, "number")
    yield from _orders(rule, "依据", rule.measure, staff)
    yield from _maybe(rule, "容量", rule.capacity, staff, "number")
    yield from _paths(rule, "不重", rule.distinct, own)
    yield from _paths(rule, "排除", rule.exclude, own, "staff")
    yield from people(rule, "无人时", rule.nobody, Ground((Spot(STAFF),)))


def _outcome(rule: model.Outcome, _: Atlas) -> Iterable[Reading]:
    records = Ground((Spot(RECORDS),), beside=(Spot(TODAY),))
    yield Tested(rule, "若", rule.when, Ground((Spot(TODAY),)))
    yield from _maybe(rule, "重试", rule.retry, records, "span")
    yield from braced(rule, "下次", rule.next, records, "moment")
    yield from _paths(rule, "须填", (_path(name) for name in rule.needs), records)


# -- words and papers


def spoken_of(here: Atlas, rule: model.Carry) -> Ground:
    """The rows a task of a rule is spoken about: the task, and behind it the object and the row it comes from."""
    task = Spot(TODAY, (rule.id,))
    behind = [spot for name in ("对象", "源行", "键行") for spot in here.behind(task, name)]
    return Ground((task,), asking=(task,), beside=tuple(dict.fromkeys(behind)), person=True)


def form_ground(here: Atlas, form: str, store: str) -> Ground:
    """Where the words of a form begin: the record, and beside it the tasks that bring the form."""
    users = [rule for sort in (model.Duty, model.Quota, model.Sample) for rule in here.book.all(sort) if rule.form == form]
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
    yield from _sheets(rule, 来源=rule.source)
    yield Tested(rule, "若", rule.when, own)
    yield Tested(rule, "剔除若", rule.withhold or Condition(), own)
    yield Tested(rule, "标记若", rule.mark_when or Condition(), own)
    yield Tested(rule, "时机若", rule.when_due, Ground((Spot("日历"),)))
    yield from _paths(rule, "分组", rule.by, own)
    yield from _orders(rule, "排序", rule.sort, own)
    yield from _maybe(rule, "拆分", rule.split, own, "")
    yield from people(rule, "收件", rule.to, own)
    yield from _mentions(rule, "须", ("检查清单",), rule.needs)
    yield from _mentions(rule, "话术", ("话术",), (rule.script,))
    named = (*RULE_NAMED, *rule.fill_in)
    shown = replace(own, beside=(Spot(RECORDS),)) if rule.source == TODAY else own
    for column in rule.columns:
        if column.startswith("指标 "):
            yield Mention(rule, "列", ("指标",), column.removeprefix("指标 ").strip())
        elif column not in named:
            yield Named(rule, "列", _path(column.strip("{}")), shown)
    for block in rule.blocks:
        what, _, rest = block.strip().partition(" ")
        yield from _mentions(rule, "块", BLOCKS.get(what, ()), split(rest) if what in BLOCKS else ())
        if what == "相关":
            yield from _related(rule, rest, own, here)


RULE_NAMED = ("因由", "名称")  # every report may show why a row is there, and the name of its rule
BLOCKS = {"问卷": ("问卷",), "话术": ("话术",), "指标": ("指标",), "清单": ("报告",)}


def _related(rule: model.Report, written: str, own: Ground, here: Atlas) -> Iterable[Reading]:
    """相关 表(若)[列]."""
    heading = "块"
    shape = re.fullmatch(r"\s*([^()（）\[\]]+?)\s*(?:[(（](.*?)[)）])?\s*(?:\[(.*)\])?\s*", written)
    if not shape:
        return
    yield Sheeted(rule, heading, shape[1])
    try:
        when = condition(shape[2] or "")
    except NotUnderstood:
        return
    ground = Ground((here.when(shape[1], when),), asking=own.rows)
    yield Tested(rule, heading, when, ground)
    yield from _paths(rule, heading, (_path(name) for name in split(shape[3] or "")), ground)


_READERS: dict[type[model.Rule], Callable[[Any, Atlas], Iterable[Reading]]] = {
    model.Derive: _derive, model.Decide: _decide, model.Check: _check, model.Flow: _flow, model.Spawn: _spawn,
    model.Duty: _duty, model.Quota: _quota, model.Sample: _sample, model.Sanction: _sanction, model.Metric: _metric,
    model.Limit: _limit, model.Assign: _assign, model.Question: _question, model.Outcome: _outcome, model.Report: _report,
}  # fmt: skip
