"""The sheets that say who is called today and what comes of it: 联系限制, 分派, 结果代码."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.notations import Order, Period
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path
from workbook.rulebook.cells.tries import Ladder, ending, tries
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Rule):
    """结果代码: what a call's end means."""

    aliases: tuple[str, ...] = cell("别名", notations.words, ())
    when: Condition = cell("若", condition, ALWAYS)
    counts_as: str = cell("计为", notations.one_of("接触", "尝试", "跳过", "无效"), "接触", required=True)
    retry: Span | Path | Ladder | None = cell("重试", tries, None)
    max: int | None = cell("最多", notations.integer, None)
    then: str = cell("满次后", ending, "")
    next: str = cell("下次")
    needs: tuple[str, ...] = cell("须填", notations.words, ())
    stop: bool = cell("停止", notations.flag, default=False)
    kpi: str = cell("字母")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Rule):
    """联系限制: filters open tasks, never facts."""

    type: str = cell("类型", notations.one_of("停止", "改道", "冷静", "合并", "频次", "时段"), required=True)
    when: Condition = cell("若", condition, ALWAYS)
    days: tuple[str, ...] = cell("日别", notations.words, ())
    windows: str = cell("时段")
    forbids: bool = cell("禁止", notations.flag, default=False)
    key: tuple[Path, ...] = cell("键", notations.columns, (("客户编号",),))
    number: Decimal | Path | None = cell("次数", notations.number_or_column, None)
    period: Period | None = cell("期", notations.period, None)
    counted_when: Condition = cell("计入若", condition, ALWAYS)
    exempt_when: Condition = cell("免若", condition, None)
    over: str = cell("超限时", notations.one_of("拦截", "顺延", "记例外"), "拦截")
    from_sheet: str = cell("起表")
    from_when: Condition = cell("起若", condition, ALWAYS)
    start: Path = cell("起点", notations.column, ())
    span: Span | Path | None = cell("满", notations.length, None)
    ended_by: Path = cell("解除列", notations.column, ())
    released_by: Path = cell("放行列", notations.column, ())
    divert: str = cell("改道")
    merge_key: tuple[Path, ...] = cell("合并键", notations.columns, (("客户编号",), ("联系方式",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Rule):
    """分派: who does it."""

    target: str = cell("对象", default="任务")
    when: Condition = cell("若", condition, ALWAYS)
    method: tuple[str, ...] = cell("方法", notations.choices, (), required=True)
    staff_when: Condition = cell("候选若", condition, ALWAYS)
    weight: Path = cell("权重", notations.column, ())
    measure: tuple[Order, ...] = cell("依据", notations.order, ())
    capacity: Decimal | Path | None = cell("容量", notations.number_or_column, None)
    distinct: tuple[Path, ...] = cell("不重", notations.columns, ())
    exclude: tuple[Path, ...] = cell("排除", notations.columns, ())
    nobody: tuple[str, ...] = cell("无人时", notations.choices, ())
