"""The sheets that judge what came of it: 处罚标准, 指标, 联系限制, 分派."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook import cells
from workbook.rulebook.base import Rule, cell
from workbook.rulebook.cells import Order, Period, Step
from workbook.rulebook.conditions import ALWAYS, Condition, Path, Test, condition, test
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Rule):
    """处罚标准: what a breach or a deed costs (or earns)."""

    side: str = cell("方向", cells.one_of("罚", "赔", "费", "奖"), "罚")
    trigger: str = cell("触发", default="登记")
    when: Condition = cell("若", condition, ALWAYS)
    offender: tuple[str, ...] = cell("违规人", cells.choices, ())
    payer: tuple[str, ...] = cell("承担人", cells.choices, ())
    object: str = cell("对象")
    amount: tuple[Step, ...] = cell("金额", cells.amount, ())
    quantity: Decimal | Path = cell("数量", cells.number_or_column, Decimal(1))
    unit: str = cell("计量")
    notice: tuple[str, ...] = cell("计次键", cells.words, ("员工编号", "对象编号", "日期"))
    ladder: str = cell("阶梯组")
    window: Period = cell("阶梯窗", cells.period, Period("月"))
    double_from: int | None = cell("翻倍自", cells.integer, None)
    counts: bool = cell("计入阶梯", cells.flag, default=True)
    per_lateness: Span | Path | None = cell("重计", cells.length, None)
    one_of: str = cell("互斥组")
    one_key: tuple[str, ...] = cell("互斥键", cells.words, ())
    keep_which: str = cell("留", cells.one_of("优先", "最重", "最轻"), "优先")
    sanction: tuple[str, ...] = cell("处理", cells.words, ())
    decide: bool | None = cell("决定", cells.flag, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Rule):
    """指标: a number with its numerator, denominator and rows."""

    sheet: str = cell("表")
    when: Condition = cell("若", condition, ALWAYS)
    hit_when: Condition = cell("分子若", condition, ALWAYS)
    method: str = cell("方法", cells.one_of("比率", "计数", "去重数", "合计", "平均", "中位", "加权"), "比率")
    column: Path = cell("列", cells.column, ())
    period: Period = cell("期", cells.period, Period("月"))
    time: Path = cell("时间列", cells.column, ())
    by: tuple[Path, ...] = cell("分组", cells.columns, ())
    over: str = cell("比于")
    target: Test | None = cell("目标", test, None)
    rank: bool = cell("名次", cells.flag, default=False)
    previous: bool = cell("上期", cells.flag, default=False)
    weights: str = cell("权重")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Rule):
    """联系限制: filters open tasks, never facts."""

    type: str = cell("类型", cells.one_of("停止", "改道", "冷静", "合并", "频次", "时段"), required=True)
    when: Condition = cell("若", condition, ALWAYS)
    days: tuple[str, ...] = cell("日别", cells.words, ())
    windows: str = cell("时段")
    forbids: bool = cell("禁止", cells.flag, default=False)
    key: tuple[Path, ...] = cell("键", cells.columns, (("客户编号",),))
    number: Decimal | Path | None = cell("次数", cells.number_or_column, None)
    period: Period | None = cell("期", cells.period, None)
    counted_when: Condition = cell("计入若", condition, ALWAYS)
    exempt_when: Condition = cell("免若", condition, None)
    over: str = cell("超限时", cells.one_of("拦截", "顺延", "记例外"), "拦截")
    from_sheet: str = cell("起表")
    from_when: Condition = cell("起若", condition, ALWAYS)
    start: Path = cell("起点", cells.column, ())
    span: Span | Path | None = cell("满", cells.length, None)
    ended_by: Path = cell("解除列", cells.column, ())
    released_by: Path = cell("放行列", cells.column, ())
    divert: str = cell("改道")
    merge_key: tuple[Path, ...] = cell("合并键", cells.columns, (("客户编号",), ("联系方式",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Rule):
    """分派: who does it."""

    target: str = cell("对象", default="任务")
    when: Condition = cell("若", condition, ALWAYS)
    method: tuple[str, ...] = cell("方法", cells.choices, (), required=True)
    staff_when: Condition = cell("候选若", condition, ALWAYS)
    weight: Path = cell("权重", cells.column, ())
    measure: tuple[Order, ...] = cell("依据", cells.order, ())
    capacity: Decimal | Path | None = cell("容量", cells.number_or_column, None)
    distinct: tuple[Path, ...] = cell("不重", cells.columns, ())
    exclude: tuple[Path, ...] = cell("排除", cells.columns, ())
    nobody: tuple[str, ...] = cell("无人时", cells.choices, ())
