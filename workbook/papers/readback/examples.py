"""A real row of the workbook under a rule, worked by the engine itself: nothing here computes a day or a sum."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from workbook.papers.pages.shown import rate
from workbook.papers.readback.cases import Case, cells, latest, moment, person, word
from workbook.papers.readback.fines import fine
from workbook.papers.readback.on_list import assigned, limited, outcome, reported
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import (
    Assign,
    Check,
    Decide,
    Derive,
    Duty,
    Flow,
    Limit,
    Metric,
    Outcome,
    Quota,
    Report,
    Rule,
    Sample,
    Sanction,
    Spawn,
)
from workbook.rules.facts.checks import check_results
from workbook.rules.facts.holds import holds
from workbook.rules.metrics.metrics import metric_results
from workbook.rules.owed.duties import duty_results
from workbook.rules.owed.quotas import quota_results
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Positions, says
from workbook.words.tongue import HEADING, named, worded

LATE = {"逾期", "迟"}


def case(day: Day, rule: Rule, of: Case | None = None) -> Case | None:
    """One row under the rule, the newest; with `of` the same row again. None: this sort of rule has no rows of its own."""
    maker = _MAKERS.get(type(rule))
    if maker is None:
        return None
    return day.world.attempt(rule, partial(maker, day, rule, of), None)


def _duty(day: Day, rule: Duty, of: Case | None) -> Case:
    frame = duty_results(day.world, [rule])
    return _owed(day, rule, frame, of, source=rule.source)


def _sample(day: Day, rule: Sample, of: Case | None) -> Case:
    return _owed(day, rule, day.world.frame("义务", (rule.id,)), of, source=rule.population)


def _owed(day: Day, rule: Duty | Sample, frame: Frame, of: Case | None, *, source: str) -> Case:
    """A duty: its start, its due time, who owes it, how it stands."""
    keys = _names(frame, "源编号", "对象编号", "序")
    rows = _chosen(keys, of) if of is not None else latest(frame, frame.all, "起点", day.world.instant)
    if not len(rows):
        return Case(count=len(frame), none=_empty(day, source))
    row, now = int(rows[0]), day.world.today
    due = _due(rule, frame, row, now=moment(_cell(frame, row, "到期"), now, by_day=word(frame, row, "按日") == "是"))
    start = moment(_cell(frame, row, "起点"), now)
    column = _start(day, rule.start[0]) if isinstance(rule, Duty) and rule.start else "起点"
    who = word(frame, row, "客户编号") or word(frame, row, "对象编号") or word(frame, row, "源编号")
    about = (
        worded("{who}，{column} {start}", who=who, column=named(column, HEADING), start=start)
        if start
        else worded("{who}，{column}还空着", who=who, column=named(column, HEADING))
        if column != "起点"
        else who
    )
    owner = person(day, word(frame, row, "责任人"))
    tail = "，".join(part for part in (owner, _standing(frame, row)) if part)
    return Case(keys[row], about, due, tail, len(frame))


def _start(day: Day, path: Path) -> str:
    """What a start is called: a column, or what becomes of another rule."""
    becomes = {"完成": "做完", "到期": "到期", "违约": "逾期"}.get(path[-1], "") if len(path) == 2 else ""
    named = next((one.name for one in day.world.book.all(Duty) if one.id == path[0] and becomes and one.name), "")
    return f"“{named}”{becomes}" if named else ".".join(path)


def _due(rule: Duty | Sample, frame: Frame, row: int, now: str) -> str:
    mode = rule.mode if isinstance(rule, Duty) else "内"
    if mode == "后":
        opens = word(frame, row, "开放")
        return (
            worded("{opens} 以后{until}", opens=opens, until=worded("、{now}以前", now=now) if now else "")
            if opens
            else worded("还没到时候")
        )
    if not now:
        return "没有期限" if mode == "挂" else worded("还没有期限")
    return worded("{now}那天", now=now) if mode in {"第", "每"} else worded("最晚 {now}", now=now)


def _standing(frame: Frame, row: int) -> str:
    """How a duty stands today."""
    state = word(frame, row, "状态")
    late = (
        f" {word(frame, row, '迟量')} {word(frame, row, '单位')}" if state in LATE and word(frame, row, "迟量") else ""
    )
    return worded("现在{state}{late}", state=state, late=late) if state else ""


def _quota(day: Day, rule: Quota, of: Case | None) -> Case | None:
    frame = quota_results(day.world, [rule])
    keys, newest = _names(frame, "键", "期"), latest(frame, frame.all, "期始", day.world.instant)
    rows = newest if of is None else _chosen(keys, of)
    if of is not None and not len(rows):  # a rolling period began on another day under the other rule
        rows = newest[[keys[row].partition("·")[0] == of.key.partition("·")[0] for row in newest.tolist()]]
    if not len(rows):
        return None if of is not None else Case(count=len(frame), none=_empty(day, rule.counted))
    row = int(rows[0])
    key = word(frame, row, "键")
    who = person(day, key) if key else "全部"
    needed, actual = word(frame, row, "要求"), word(frame, row, "实际")
    gap = word(frame, row, "缺额"), word(frame, row, "超额")
    short = (
        worded("，差 {gap}", gap=gap[0])
        if gap[0] not in {"", "0"}
        else worded("，超 {gap}", gap=gap[1])
        if gap[1] not in {"", "0"}
        else ""
    )
    result = worded("{bound} {needed}，有 {actual}{short}", bound=rule.bound, needed=needed, actual=actual, short=short)
    return Case(keys[row], worded("{who}，{word}", who=who, word=word(frame, row, "期")), result, count=len(frame))


def _check(day: Day, rule: Check, of: Case | None) -> Case:
    frame = check_results(day.world, [rule])
    keys = _names(frame, "主键", "项")
    passed: list[str | None] = frame.typed["通过"].objects().tolist() if len(frame) else []
    failing = np.array([row for row, one in enumerate(passed) if one == "否"], dtype=np.int64)
    rows = _chosen(keys, of) if of is not None else failing if len(failing) else frame.all
    if not len(rows):
        return Case(none=_empty(day, rule.sheet))
    row = int(rows[0])
    held = word(frame, row, "值")
    result = {"否": "不通过", "是": "通过", "豁免": "放行"}.get(word(frame, row, "通过"), "")
    about = worded(
        "{word} 的{word2}{held}",
        word=word(frame, row, "主键"),
        word2=word(frame, row, "项"),
        held=f"“{held}”" if held else worded("空着"),
    )
    return Case(keys[row], about, result, count=len(failing))


def _made(day: Day, rule: Decide | Derive, of: Case | None) -> Case:
    """A column that rules make: the value on a row that meets the tests of this very row."""
    frame = day.world.frame(rule.sheet)
    value = says(day.world.column(frame, rule.column)).objects()
    hit = np.flatnonzero(holds(rule.when, Scope(day.world, whole(frame))))
    keys = [str(key) for key in says(frame.key()).objects()]
    own = [
        row for row in hit.tolist() if value[row] and (not isinstance(rule, Decide) or _is_own(rule, str(value[row])))
    ]
    rows = _chosen(keys, of) if of is not None else np.array(own, dtype=np.int64)
    if not len(rows):
        before = (
            worded("符合的 {count} 行都先归了上面的行", count=len(hit)) if len(hit) and isinstance(rule, Decide) else ""
        )
        return Case(none=before or _empty(day, rule.sheet))
    row = int(rows[0])
    return Case(
        keys[row],
        worded("{keys} 的{column}", keys=keys[row], column=named(rule.column, HEADING)),
        str(value[row] or "空"),
        count=len(own),
    )


def _is_own(rule: Decide, value: str) -> bool:
    """Whether a conclusion can be this row's; one written from columns may be any."""
    return "{" in rule.value or rule.method != "条件" or rule.value in value.split("、")


def _metric(day: Day, rule: Metric, of: Case | None) -> Case | None:
    frame = metric_results(day.world, [rule])
    keys = _names(frame, "期", "分组")
    counted = [row for row in range(len(frame)) if word(frame, row, "分母") not in {"", "0"} or word(frame, row, "值")]
    rows = _chosen(keys, of) if of is not None else np.array(counted[::-1], dtype=np.int64)
    if not len(rows):
        return None if of is not None else Case(none=_empty(day, rule.sheet))
    row = int(rows[0])
    value = word(frame, row, "值")
    goal = word(frame, row, "目标")
    met = {"是": worded("，达标"), "否": worded("，没有达标")}.get(word(frame, row, "达标"), "") if goal else ""
    share = rate(cells(frame, row)("分子"), cells(frame, row)("分母"))
    result = f"{share}{met}" if rule.method == "比率" else f"{value}{met}"
    group = word(frame, row, "分组")
    return Case(keys[row], f"{word(frame, row, '期')}{f' {group}' if group else ''}", result, count=len(counted))


def _spawn(day: Day, rule: Spawn, of: Case | None) -> Case:
    frame = day.world.frame(rule.source)
    hit = np.flatnonzero(holds(rule.when, Scope(day.world, whole(frame)), wanted=True))
    keys = [str(key) for key in says(frame.key()).objects()]
    rows = _chosen(keys, of, among=hit) if of is not None else hit[::-1]
    if not len(rows):
        return Case(none=_empty(day, rule.source))
    row = int(rows[0])
    result = worded("在【{target}】添一行", target=named(rule.target))
    return Case(keys[row], f"{rule.source} {keys[row]}", result, count=len(hit))


def _flow(day: Day, rule: Flow, of: Case | None) -> Case | None:
    frame = day.world.frame(rule.sheet)
    state = says(day.world.column(frame, rule.state, typed=True)).objects()
    hit = [row for row in range(len(frame)) if (state[row] or "") == rule.from_]
    keys = [str(key) for key in says(frame.key()).objects()]
    if of is not None:
        return None
    if not hit:
        return Case(count=len(hit), none=worded("现在没有一行停在“{step}”", step=rule.from_ or worded("开始")))
    return Case(
        keys[hit[0]],
        worded("{keys} 现在是“{step}”", keys=keys[hit[0]], step=rule.from_ or worded("空")),
        worded("可以改成“{to}”", to=rule.to),
        count=len(hit),
    )


def _names(frame: Frame, *headings: str) -> list[str]:
    columns = [says(frame.typed[heading]).objects() for heading in headings if heading in frame.typed]
    return ["·".join(str(part or "") for part in row) for row in zip(*columns, strict=True)]


def _chosen(keys: list[str], of: Case, among: Positions | None = None) -> Positions:
    """The row of another case."""
    rows = range(len(keys)) if among is None else among.tolist()
    return np.array([row for row in rows if keys[row] == of.key], dtype=np.int64)


def _cell(frame: Frame, row: int, heading: str) -> Any:
    return cells(frame, row)(heading)


def _empty(day: Day, sheet: str) -> str:
    if sheet and sheet in day.world.schema.sheets and not len(day.world.frame(sheet)):
        return worded("【{sheet}】现在还没有行", sheet=named(sheet))
    return worded("现在没有一行符合")


_MAKERS: dict[type[Any], Callable[..., Case | None]] = {
    Duty: _duty, Sample: _sample, Quota: _quota, Check: _check, Decide: _made, Derive: _made, Metric: _metric,
    Spawn: _spawn, Flow: _flow, Sanction: fine, Limit: limited, Assign: assigned, Outcome: outcome, Report: reported,
}  # fmt: skip
