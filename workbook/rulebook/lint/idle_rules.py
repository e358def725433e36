"""Cells of a rule that its own kind doesn't look at: what is accepted and without effect is said (报告: `idle.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from workbook.clock.periods import ALL
from workbook.rulebook.lint.says import doubt
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.sorts.model import (
    Decide,
    Derive,
    Duty,
    Limit,
    Metric,
    Outcome,
    Rule,
    Sample,
    Sanction,
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
    idle = ("若", "分子若", "列") if rule.method == "加权" else ("权重",)
    yield worded("方法“{method}”", method=rule.method), idle
    if rule.period.name == ALL:
        yield worded("期“{period}”", period=ALL), ("截至", "上期")
    if not rule.by and not rule.over and rule.method != "加权":
        yield declared("没有分组的指标"), ("名次",)


def _sanction(rule: Sanction) -> Idle:
    if not rule.one_of:
        yield declared("没有互斥组的条款"), ("互斥键", "留")


def _duty(rule: Duty) -> Idle:
    if not rule.for_each:
        yield _ALONE
    if rule.mode == "挂":
        yield worded("方式“{mode}”", mode=rule.mode), ("时长", "提前", "过期", "容差", "起算", "顺延")
    if rule.mode == "至":
        yield worded("方式“{mode}”", mode=rule.mode), ("时长", "起算", "顺延")


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
    "抽样": (Sample, _spawn),
    "开单": (Spawn, _spawn),
    "处罚标准": (Sanction, _sanction),
    "指标": (Metric, _metric),
    "联系限制": (Limit, _limit),
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
