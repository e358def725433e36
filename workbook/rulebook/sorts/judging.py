"""The sheets that judge what came of it: 处罚标准, 指标, 联系限制, 分派."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import ALWAYS, Condition, Path, Test, condition, test
from workbook.rulebook.cells.notations import Order, Period, Step
from workbook.rulebook.cells.rule import Rule, cell
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Rule):
    """处罚标准: what a breach or a deed costs (or earns)."""

    side: str = cell("方向", notations.one_of("罚", "赔", "费", "奖"), "罚")
    trigger: str = cell("触发", default="登记")
    when: Condition = cell("若", condition, ALWAYS)
    offender: tuple[str, ...] = cell("违规人", notations.choices, ())
    payer: tuple[str, ...] = cell("承担人", notations.choices, ())
    object: str = cell("对象")
    amount: tuple[Step, ...] = cell("金额", notations.amount, ())
    quantity: Decimal | Path = cell("数量", notations.number_or_column, Decimal(1))
    unit: str = cell("计量")
    notice: tuple[str, ...] = cell("计次键", notations.words, ("员工编号", "对象编号", "日期"))
    ladder: str = cell("阶梯组")
    window: Period = cell("阶梯窗", notations.period, Period("月"))
    double_from: int | None = cell("翻倍自", notations.integer, None)
    counts: bool = cell("计入阶梯", notations.flag, default=True)
    per_lateness: Span | Path | None = cell("重计", notations.length, None)
    one_of: str = cell("互斥组")
    one_key: tuple[str, ...] = cell("互斥键", notations.words, ())
    keep_which: str = cell("留", notations.one_of("优先", "最重", "最轻"), "优先")
    sanction: tuple[str, ...] = cell("处理", notations.words, ())
    decide: bool | None = cell("决定", notations.flag, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Rule):
    """指标: a number with its numerator, denominator and rows."""

    sheet: str = cell("表")
    when: Condition = cell("若", condition, ALWAYS)
    hit_when: Condition = cell("分子若", condition, ALWAYS)
    method: str = cell("方法", notations.one_of("比率", "计数", "去重数", "合计", "平均", "中位", "加权"), "比率")
    column: Path = cell("列", notations.column, ())
    period: Period = cell("期", notations.period, Period("月"))
    time: Path = cell("时间列", notations.column, ())
    by: tuple[Path, ...] = cell("分组", notations.columns, ())
    over: str = cell("比于")
    target: Test | None = cell("目标", test, None)
    rank: bool = cell("名次", notations.flag, default=False)
    previous: bool = cell("上期", notations.flag, default=False)
    weights: str = cell("权重")


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
