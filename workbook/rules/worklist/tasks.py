"""Open duties and quotas as tasks for today: one frame that limits, assignment and the worklist work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from workbook.rulebook.sorts.model import Carry, Duty, Quota, Sample
from workbook.rules.facts.derive import default, filled
from workbook.rules.owed.done_marks import blocked_rows
from workbook.rules.owed.quotas import open_quotas
from workbook.rules.owed.states import OPEN
from workbook.rules.worklist.callees import number_called
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Vec, choose, constant, empty, numbers
from workbook.rules.world.world import World
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.types import Type

TASK, REMINDER, LIST, NOTHING = "任务", "提醒", "名单", "无"
RECORDS = "回访记录"
CARRIED = (
    "任务编号",
    "规则",
    "源表",
    "源编号",
    "对象编号",
    "客户编号",
    "责任人",
    "起点",
    "开放",
    "到期",
    "按日",
    "状态",
    "暂估",
    "原到期",
    "扣除",
)


def emits(rule: Carry) -> str:
    """What a rule puts out: 任务, 提醒, 无 or 名单:名. A quota that isn't 至少 puts out nothing unless it says so."""
    if rule.emits:
        return rule.emits
    if isinstance(rule, Quota):
        return TASK if rule.bound == "至少" and rule.roster == "客户" else NOTHING
    return TASK


def open_work(world: World) -> dict[str, list[tuple[Carry, Frame]]]:
    """Every open duty and quota by what it puts out, rule by rule."""
    found: dict[str, list[tuple[Carry, Frame]]] = {}
    for sort in (Duty, Sample, Quota):
        for rule_id, rules in world.book.by_id(sort).items():
            out = emits(rules[0]).partition(":")[0]
            if out == NOTHING:
                continue
            frame = _of_rule(world, rule_id, rules)
            rows = np.flatnonzero(world.column(frame, "状态").matching(lambda word: word in OPEN))
            if len(rows):
                found.setdefault(out, []).append((rules[0], picked(frame, rows)))
    return found


def _of_rule(world: World, rule_id: str, rules: Sequence[Carry]) -> Frame:
    if isinstance(rules[0], Quota):
        quotas = [rule for rule in rules if isinstance(rule, Quota)]
        return world.remembered(f"待办定额 {rule_id}", "", lambda: open_quotas(world, quotas))
    return world.frame("义务", (rule_id,))


def picked(frame: Frame, rows: Array) -> Frame:
    """Some rows of a frame of results."""
    part = Frame(
        frame.sheet, frame.rows[rows], {heading: vec.take(rows) for heading, vec in frame.typed.items()}, frame.cells
    )
    part.links = {name: [Link(link.frame, link.at[rows]) for link in found] for name, found in frame.links.items()}
    part.because = (lambda position: frame.because(int(rows[position]))) if frame.because else None  # type: ignore[misc]
    return part


def tasks(world: World, work: Sequence[tuple[Carry, Frame]]) -> Frame:
    """The candidates of today as one frame shaped like 今日清单, with what each rule carries (附带) as columns."""
    sheet = task_sheet(world)
    parts = [_tasks(world, sheet, rule, frame) for rule, frame in work]
    whole_frame = stacked(sheet, parts) if parts else result(sheet, {}, 0)
    for heading, vec in list(whole_frame.typed.items()):
        declared = sheet.column(heading)
        if declared is not None:
            whole_frame.typed[heading] = vec.of(declared.type)
    return whole_frame


def linked(records: Sheet) -> set[str]:
    """The columns of 回访记录 that lead to a task's event or job: every task carries them."""
    found = (records.reference(name) for name in ("事件", "工单"))
    return {reference.heading for reference in found if reference}


def task_sheet(world: World) -> Sheet:
    """今日清单 with the columns of 回访记录 that rules carry, so that paths such as 卡.卡状态 open."""
    base, records = world.schema.sheets["今日清单"], world.schema.sheets[RECORDS]
    counted = tuple(replace(c, type=Type("小数")) if c.heading in {"剩余", "逾期"} else c for c in base.columns)
    there = {column.heading for column in base.columns}
    more: list[Column] = [
        Column("源表", "source", Type("文本")), Column("源编号", "source_key", Type("编号")),
        Column("对象编号", "object", Type("编号")),
        Column("起点", "from", Type("时点")), Column("开放", "opens_at", Type("时点")), Column("按日", "by_day", Type("是否")),
        Column("方式", "via", Type("文本")), Column("暂估", "provisional", Type("是否")),
        Column("原到期", "raw_due", Type("时点")), Column("扣除", "set_aside", Type("文本")), Column("出", "emits", Type("文本")),
        Column("计为", "counts_as", Type("文本")), Column("方向", "direction", Type("文本")),
    ]  # fmt: skip
    carried = {
        heading
        for rule in (*world.book.all(Duty), *world.book.all(Sample), *world.book.all(Quota))
        for heading, _ in rule.carry
    }
    carried |= linked(records)
    known = there | {column.heading for column in more}
    for heading in sorted(carried - known):
        declared = records.column(heading)
        more.append(Column(heading, heading, declared.type if declared else Type("文本")))
    return Sheet(base.name, base.ident, (*counted, *more), ours=True)


def _tasks(world: World, sheet: Sheet, rule: Carry, frame: Frame) -> Frame:
    size = len(frame)
    columns: dict[str, Vec] = {heading: frame.typed[heading] for heading in CARRIED if heading in frame.typed}
    scope = source_scope(world, frame)
    columns |= {
        "优先": constant(rule.order, size, Type("整数")),
        "出": constant(emits(rule), size, Type("文本")),
        "类别": _written(rule, rule.kind, scope, Type("文本")),
        "主题": _topic(rule, scope),
        "问卷": constant(rule.form or None, size, Type("文本")),
        "话术": constant(rule.script or None, size, Type("文本")),
        "第几次": numbers(np.ones(size), Type("整数")),
        "计为": constant("接触", size, Type("文本")),  # what 计入若 of 频次 asks of a call that is still to be made
        "方向": constant("去电", size, Type("文本")),
    }
    columns["逾期"] = frame.typed.get("迟量", empty(Type("小数"), size))
    columns |= _own_links(frame, sheet)
    for heading, written in rule.carry:
        declared = sheet.column(heading)
        columns[heading] = _written(rule, written, scope, declared.type if declared else Type("文本"))
    made = result(sheet, columns, size)
    made.links = dict(frame.links)
    made.because = frame.because
    for heading, own in (("客户名称", _own_name), ("电话", _own_phone)):
        made.typed[heading] = own(made, scope)
    way = _written(rule, rule.channel, scope, Type("文本"))
    wished = Scope(world, whole(made)).vec(("客户", "方式偏好"))
    channel = way.otherwise(wished).otherwise(constant("电话", size, Type("文本")))
    made.typed["联系方式"] = made.typed["方式"] = channel
    made.typed["方式理由"] = choose(
        way.missing() & ~wished.missing(), constant("客户偏好", size, Type("文本")), empty(Type("文本"), size)
    )
    return made


def source_scope(world: World, frame: Frame) -> Scope:
    """The row behind each task: the source row (or roster row), with the object beside it."""
    for name in ("源行", "键行"):
        for link in frame.links.get(name, []):
            objects = frame.links.get("对象")
            beside = View(objects[0].frame, objects[0].at) if objects else None
            view = View(link.frame, link.at)
            return Scope(world, view, asking=view, object=beside)
    return Scope(world, whole(frame))


def _own_links(frame: Frame, sheet: Sheet) -> Mapping[str, Vec]:
    """事件编号 and 工单编号 of tasks whose source row is one: the record that closes them says so."""
    found: dict[str, Vec] = {}
    for link in frame.links.get("源行", []):
        key = link.frame.sheet.key
        declared = sheet.column(key.heading) if key else None
        if declared is not None and declared.type.arg == link.frame.name:
            found[declared.heading] = Vec(declared.type, *_raw(link.frame.key().take(link.at)))
    return found


def _raw(vec: Vec) -> tuple[Array, Array]:
    return vec.data, vec.words


def _own_name(made: Frame, scope: Scope) -> Vec:
    """Who is called: the customer, else the name that the source row itself holds."""
    named = Scope(scope.world, whole(made)).vec(("客户", "客户名称"))
    return _first_of(named, scope, lambda column: column.privacy == "个人" and column.type.name == "文本")


def _own_phone(made: Frame, scope: Scope) -> Vec:
    """The number to call: the customer's mobile or landline, else the one on the source row or on a row it speaks of."""
    beside = Scope(scope.world, whole(made))
    number = beside.vec(("客户", "手机")).otherwise(beside.vec(("客户", "座机")))
    found = _first_of(number, scope, lambda column: column.type.name == "电话")
    return number_called(scope.world, made, found)


def _first_of(found: Vec, scope: Scope, wanted: Callable[[Column], bool]) -> Vec:
    for column in scope.rows.frame.sheet.columns:
        if wanted(column):
            found = found.otherwise(scope.vec((column.heading,)))
    return found


def _written(rule: Carry, written: str, scope: Scope, kind: Type) -> Vec:
    """A value, {列}, or text with {列} in it; empty, with an issue, where there is no such column."""
    nothing = empty(kind, len(scope))
    if not written:
        return nothing
    if "{" in written and not (written.startswith("{") and written.endswith("}") and written.count("{") == 1):
        return scope.world.attempt(rule, lambda: filled(written, scope).of(kind), nothing)
    return scope.world.attempt(rule, lambda: default(written, scope, kind), nothing)


def _topic(rule: Carry, scope: Scope) -> Vec:
    named = constant(rule.name or rule.kind or rule.id, len(scope), Type("文本"))
    return _written(rule, rule.topic, scope, Type("文本")).otherwise(named)


def unfit(world: World, frame: Frame) -> tuple[Array, Array]:
    """Tasks whose source row or customer a check with 拦截 任务 holds back, and tasks of customers out of use."""
    held = np.zeros(len(frame), dtype=bool)
    customers = world.frame("客户")
    for link in (*frame.links.get("源行", ()), Link(customers, customers.lookup(frame.typed["客户编号"]))):
        held |= np.append(blocked_rows(world, link.frame, "任务"), False)[link.at]
    out_of_use = Scope(world, whole(frame)).vec(("客户", "状态")).matching(lambda word: word == "停用")
    return held, out_of_use


def order(frame: Frame) -> Array:
    """Positions in the order of the list: 优先, due, start, key; what has none of it comes last.

    A due day lasts until midnight, so a due hour of the same day comes before it.
    """
    far = np.datetime64("9999-12-31", "us")
    priority = frame.typed["优先"].data
    whole_day = frame.typed["按日"].matching(lambda word: word == "是")
    due = frame.typed["到期"].data + whole_day * np.timedelta64(1, "D")
    start = frame.typed["起点"].data
    keys = frame.typed["任务编号"].objects()
    rank = np.argsort(np.argsort(keys.astype(str), kind="stable"), kind="stable") if len(frame) else np.empty(0, int)
    return np.lexsort(
        [
            rank,
            np.where(np.isnat(start), far, start),
            np.where(np.isnat(due), far, due),
            np.where(np.isnan(priority), np.inf, priority),
        ]
    )
