"""Cells of a rule that its own kind doesn't look at: what is accepted and without effect is said (报告: `idle.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from workbook.clock.periods import ALL
from workbook.rulebook.cells.turns import chooses
from workbook.rulebook.lint.says import doubt
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.sorts.model import (
    Assign,
    Decide,
    Derive,
    Duty,
    Limit,
    Metric,
    Outcome,
    Question,
    Quota,
    Rule,
    Sample,
    Sanction,
    Script,
    Spawn,
)
from workbook.words.issues import Issue
from workbook.words.tongue import declared, named, worded

Idle: TypeAlias = Iterator[tuple[str, tuple[str, ...]]]
"""Which kind of rule it is, and the headings that this kind doesn't look at."""

LIMITS: Mapping[str, tuple[str, ...]] = {
    "停止": (),
    "改道": ("改道",),
    "冷静": ("起表", "起若", "起点", "满", "解除列", "放行列"),
    "合并": ("合并键",),
    "频次": ("键", "次数", "期", "计入若", "免若", "超限时"),
    "时段": ("日别", "时段", "禁止"),
}
"""类型 of 联系限制 → the cells that it looks at, beside its 若."""
ROWS = ("来源", "关联", "来源若", "取列", "排序")
SPOKEN = ("公式", "模板")
UNSORTED = ("计数", "去重数", "合计", "平均", "中位", "最大", "最小")
WINDOWED = ("滚动最大", "序号", "上一条", "连续")
_ALONE = (declared("没有对每的规则"), ("对象若", "对象关联"))
_UNASKED = (declared("没有完成表的规则"), ("完成关联",))
ROLLING = "滚动"
CLOSING = ("接触", "跳过")
HINT = declared("不用的话就删去；要它起作用，换一种写法。")


def _limit(rule: Limit) -> Idle:
    yield worded("类型“{type}”", type=rule.type), _but(LIMITS, rule.type)


def _but(uses: Mapping[str, tuple[str, ...]], own: str) -> tuple[str, ...]:
    return tuple(one for kind, headings in uses.items() if kind != own for one in headings)


def _derive(rule: Derive) -> Idle:
    idle = [*(ROWS if rule.method in SPOKEN else ("公式",))]
    idle += [] if rule.method == "连续" else ["命中若"]
    idle += [] if rule.method in WINDOWED else ["窗"]
    idle += ["排序"] if rule.method in UNSORTED else []
    yield worded("方法“{method}”", method=rule.method), tuple(idle)


def _decide(rule: Decide) -> Idle:
    if rule.method == "条件":
        yield worded("方法“{method}”", method=rule.method), ("依据", "参数", "取整")


def _metric(rule: Metric) -> Idle:
    idle = ("若", "分子若", "列", "时间列", "比于") if rule.method == "加权" else ("权重",)
    yield worded("方法“{method}”", method=rule.method), idle
    if rule.period.name == ALL:
        yield worded("期“{period}”", period=ALL), ("截至", "上期")
    if not rule.by and not rule.over and rule.method != "加权":
        yield declared("没有分组的指标"), ("名次",)


def _sanction(rule: Sanction) -> Idle:
    if not rule.one_of:
        yield declared("没有互斥组的条款"), ("互斥键", "留")
    if not rule.trigger.strip().startswith("表"):
        yield declared("不是触发“表 …”的条款"), ("时间列",)


def _duty(rule: Duty) -> Idle:
    if not rule.for_each:
        yield _ALONE
    if not rule.done_sheet:
        yield _UNASKED
    mode = worded("方式“{mode}”", mode=rule.mode)
    if rule.mode == "挂":
        yield mode, ("时长", "截止", "提前", "过期", "容差", "起算", "历", "顺延", "停表", "免责列")
    if rule.mode == "至":
        paused = rule.pause_in and rule.span is not None  # then 时长 says in which measure the clock stood still
        yield mode, ("起算",) if paused else ("时长", "起算", "顺延", "停表")
    if rule.mode == "每":
        yield mode, ("截止", "起算", "停表")
    if rule.mode == "后" and rule.until_ is None:
        yield declared("没有截止的方式“后”"), ("过期", "容差", "停表", "免责列")


def _quota(rule: Quota) -> Idle:
    rolling = rule.period.name == ROLLING
    yield worded("期“{period}”", period=rule.period.name), ("计法", "期若") if rolling else ("首起",)
    if not rule.roster:
        yield declared("没有名册的定额"), ("对象若",)


def _sample(rule: Sample) -> Idle:
    yield from _spawn(rule)
    if not rule.done_sheet:
        yield _UNASKED


def _assign(rule: Assign) -> Idle:
    if not any(map(chooses, rule.method)):
        yield declared("只写了找谁的分派"), ("权重", "依据")


def _question(rule: Question) -> Idle:
    if not rule.key and not rule.type.startswith("评分"):
        yield declared("没有答案的题"), ("分值",)


def _script(rule: Script) -> Idle:
    if rule.use == "禁语":
        yield worded("用途“{use}”", use=rule.use), ("若", "外文", "版本")


def _spawn(rule: Spawn | Sample) -> Idle:
    if not rule.for_each:
        yield _ALONE


def _outcome(rule: Outcome) -> Idle:
    if rule.counts_as in CLOSING:
        yield worded("计为“{counts}”", counts=rule.counts_as), ("重试", "最多", "满次后")


TELLERS: Mapping[str, tuple[type[Rule], Callable[[Any], Idle]]] = {
    "计算": (Derive, _derive),
    "判定": (Decide, _decide),
    "时限": (Duty, _duty),
    "定额": (Quota, _quota),
    "抽样": (Sample, _sample),
    "开单": (Spawn, _spawn),
    "处罚标准": (Sanction, _sanction),
    "指标": (Metric, _metric),
    "联系限制": (Limit, _limit),
    "分派": (Assign, _assign),
    "问卷": (Question, _question),
    "话术": (Script, _script),
    "结果代码": (Outcome, _outcome),
}


def idle_rule_cells(here: Atlas) -> Iterable[Issue]:
    """One sentence for each filled cell that a rule of its kind doesn't look at."""
    for sheet, (sort, tell) in TELLERS.items():
        rows = {(row.book, row.place): row for row in here.book.rows.get(sheet, ())}
        for rule in here.book.all(sort):
            row = rows.get((rule.book, rule.place))
            if row is None or (isinstance(rule, Derive) and row.cells.get("列") != rule.column):  # a question made it
                continue
            filled = {head.partition("·")[0] for head, cell in row.cells.items() if cell and cell != "否"}
            for what, headings in tell(rule):
                for heading in headings:
                    if heading in filled:
                        words = {"what": worded(what), "heading": named(heading)}
                        yield doubt(rule, heading, worded("{what}不看“{heading}”，写了也没有用", **words), worded(HINT))
