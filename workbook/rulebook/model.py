"""The nineteen rule sheets, each declared once: its columns, how each cell is read, and its defaults.

Attribute names are the `id`s of docs/rule-language.md §3; a field's heading is what staff see. `load` turns raw rows into
these values; `lint` and the manual read the same declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from workbook.rulebook import cells
from workbook.rulebook.cells import Join, Order, Period, Price, Step
from workbook.rulebook.conditions import ALWAYS, Condition, NotUnderstood, Path, Test, condition, test
from workbook.rulebook.formulas import Expression, formula
from workbook.words.place import Place
from workbook.words.spans import Span

__all__ = ["Price", "Step"]


def day(cell: str) -> date:
    """A date such as 2026-03-01."""
    try:
        return date.fromisoformat(cell.strip().replace("/", "-"))
    except ValueError:
        raise NotUnderstood(f"“{cell}”不是日期", "写成 2026-03-01。") from None


def cell(heading: str, read: Callable[[Any], Any] = cells.text, default: Any = "", *, required: bool = False) -> Any:
    """One column of a rule sheet: its heading, the function that reads its cell, and what an empty cell means."""
    return field(default=default, metadata={"heading": heading, "read": read, "required": required})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule row has (§1.5)."""

    id: str = cell("编号")
    name: str = cell("名称")
    clause: str = cell("条款")
    order: int | None = cell("优先", cells.integer, None)
    since: date | None = cell("生效日", day, None)
    until: date | None = cell("失效日", day, None)
    on: bool = cell("启用", cells.flag, default=True)
    note: str = cell("备注")
    place: Place = field(default=Place("规则"))
    book: str = ""
    header: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    further: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def at(self, heading: str, column: str = "", behind: int = 0) -> Place:
        """Where one of its cells stands.

        A group may be spread (若·列 for a tested `column`), and a further row may have added an alternative: `behind`
        counts the alternatives that come after the one meant.
        """
        rows = [row for name, row in self.further if name == heading]
        row = rows[-1 - behind] if behind < len(rows) else self.place.row
        return Place(self.place.sheet, row, self.header.get(f"{heading}·{column}") or self.header.get(heading, 0))

    @property
    def because(self) -> str:
        """The rule's name for people: its number, and the clause it stands on."""
        return f"{self.id}（{self.clause}）" if self.clause else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Rule):
    """设置: one number or word that an office may change."""

    id: str = cell("名", required=True)
    value: str = cell("值")
    type: str = cell("类型", required=True, default="文本")
    needed: bool = cell("必需", cells.flag, default=True)
    why: str = cell("依据")
    hint: str = cell("说明")


METHODS = (
    "公式", "模板", "取值", "计数", "去重数", "合计", "平均", "中位", "最大", "最小", "最早", "最近", "列举", "均隔",
    "滚动最大", "连续", "序号", "累计", "名次", "占比", "归一",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive(Rule):
    """计算: one way to fill one derived column."""

    sheet: str = cell("表", required=True)
    column: str = cell("列", required=True)
    type: str = cell("类型", default="小数")
    when: Condition = cell("若", condition, ALWAYS)
    method: str = cell("方法", cells.one_of(*METHODS), "公式")
    formula: str = cell("公式")
    source: str = cell("来源")
    join: Join | None = cell("关联", cells.join, None)
    source_when: Condition = cell("来源若", condition, ALWAYS)
    streak_when: Condition = cell("命中若", condition, ALWAYS)
    take: Path = cell("取列", cells.column, ())
    sort: tuple[Order, ...] = cell("排序", cells.order, ())
    window: Span | Path | None = cell("窗", cells.length, None)
    default: str = cell("默认")
    fixed_on: Condition = cell("定于", condition, ALWAYS)

    @property
    def expression(self) -> Expression:
        """The formula's tree."""
        return formula(self.formula)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Rule):
    """判定: one row of a decision; rows with one 编号 share sheet, column, method."""

    sheet: str = cell("表", required=True)
    column: str = cell("列", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    value: str = cell("值")
    reason: str = cell("理由")
    method: str = cell("方法", cells.one_of("条件", "前若干", "份额"), "条件")
    measure: tuple[Order, ...] = cell("依据", cells.order, ())
    share: str = cell("参数")
    rounding: str = cell("取整", cells.one_of("进一", "四舍五入", "去尾"), "进一")
    hit: str = cell("命中", cells.one_of("首个", "全部", "唯一"), "首个")
    missing: str = cell("缺值", cells.one_of("不符", "不判"), "不符")
    keep: bool = cell("留痕", cells.flag, default=False)
    fixed_on: Condition = cell("定于", condition, ALWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule):
    """检查清单: one item of a checklist."""

    sheet: str = cell("表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    item: str = cell("项")
    column: Path = cell("列", cells.column, (), required=True)
    must: str = cell("须", default="非空")
    any_of: str = cell("任一组")
    blocks: tuple[str, ...] = cell("拦截", cells.words, ())
    level: str = cell("级别", cells.one_of("停", "疑", "注"), "疑")
    owner: tuple[str, ...] = cell("责任", cells.choices, ())
    waiver: Path = cell("豁免列", cells.column, ())
    cure: str = cell("提示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Rule):
    """流程: one allowed step of a typed state."""

    sheet: str = cell("表", required=True)
    state: str = cell("状态列", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    from_: str = cell("从")
    to: str = cell("到", required=True)
    by: tuple[str, ...] = cell("谁", cells.choices, ())
    needs: tuple[str, ...] = cell("须", cells.words, ())
    final: bool = cell("终", cells.flag, default=False)
    max_stay: Span | Path | None = cell("最长", cells.length, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spawn(Rule):
    """开单: a row that must exist in another sheet when a row meets a test."""

    source: str = cell("源表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    for_each: str = cell("对每")
    for_join: Join | None = cell("对象关联", cells.join, None)
    for_when: Condition = cell("对象若", condition, ALWAYS)
    target: str = cell("目标表", required=True)
    once_per: tuple[Path, ...] = cell("每", cells.columns, ())
    write: tuple[tuple[str, str], ...] = cell("写入", cells.writes, (), required=True)
    max: int | None = cell("最多", cells.integer, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry(Rule):
    """What a task brings with it; shared by 时限, 定额 and 抽样."""

    owner: tuple[str, ...] = cell("责任", cells.choices, ())
    emits: str = cell("出")
    channel: str = cell("联系方式")
    kind: str = cell("类别")
    topic: str = cell("主题")
    form: str = cell("问卷")
    script: str = cell("话术")
    carry: tuple[tuple[str, str], ...] = cell("附带", cells.writes, ())


MODES = ("内", "第", "后", "前", "至", "每", "挂")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Carry):
    """时限: from a moment, somebody must do something until a done-mark."""

    source: str = cell("源表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    for_each: str = cell("对每")
    for_join: Join | None = cell("对象关联", cells.join, None)
    for_when: Condition = cell("对象若", condition, ALWAYS)
    start: tuple[Path, ...] = cell("起点", cells.alternatives, ())
    mode: str = cell("方式", cells.one_of(*MODES), required=True)
    span: Span | Path | None = cell("时长", cells.length, None)
    until_: Span | Path | None = cell("截止", cells.length, None)
    count_from: str = cell("起算", cells.one_of("次日", "当日"), "次日")
    calendar: str = cell("历", cells.one_of("国家", "交易", "公司"), "国家")
    roll: str = cell("顺延", cells.one_of("不动", "后移", "前移"), "不动")
    tolerance: tuple[int, int] = cell("容差", cells.tolerance, (0, 0))
    lead: Span | Path | None = cell("提前", cells.length, None)
    expire: str = cell("过期", default="保留")
    pause_in: tuple[str, ...] = cell("停表", cells.words, ())
    done_sheet: str = cell("完成表")
    done_column: Path = cell("完成列", cells.column, ())
    done_join: Join | None = cell("完成关联", cells.join, None)
    done_when: Condition = cell("完成若", condition, ALWAYS)
    cancel_at: tuple[Path, ...] = cell("取消时", cells.alternatives, ())
    cancel_when: Condition = cell("取消若", condition, None)
    hold_when: Condition = cell("暂缓若", condition, None)
    waiting_since: Path = cell("等待列", cells.column, ())
    excuse: Path = cell("免责列", cells.column, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Carry):
    """定额: per key and period, at least / at most / exactly n."""

    counted: str = cell("计数表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    measure: str = cell("计法", default="行数")
    time: Path = cell("时间列", cells.column, ())
    key: Path = cell("键", cells.column, ())
    roster: str = cell("名册")
    roster_when: Condition = cell("对象若", condition, ALWAYS)
    period: Period = cell("期", cells.period, Period("月"), required=True)
    days_when: Condition = cell("期若", condition, ALWAYS)
    bound: str = cell("界", cells.one_of("至少", "至多", "恰好"), "至少")
    number: Decimal | Path = cell("数", cells.number_or_column, Decimal(1))
    first_from: tuple[Path, ...] = cell("首起", cells.alternatives, ())
    exempt: tuple[str, ...] = cell("免计", cells.words, ())
    one_of: str = cell("互斥组")
    lead: Span | Path | None = cell("提前", cells.length, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Carry):
    """抽样: rows of a population that must be called or checked."""

    population: str = cell("总体表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    period: Period = cell("期", cells.period, Period("日"))
    time: str = cell("时间列")
    unit: tuple[Path, ...] = cell("分单位", cells.columns, ())
    for_each: str = cell("对每")
    for_when: Condition = cell("对象若", condition, ALWAYS)
    rate: Decimal | Path | None = cell("率", cells.number_or_column, None)
    size: Decimal | Path | None = cell("数", cells.number_or_column, None)
    at_least: int = cell("最少", cells.integer, 1)
    strata: tuple[Path, ...] = cell("分层", cells.columns, ())
    skip: str = cell("跳过", cells.one_of("无", "联系限制"), "无")
    span: Span | Path | None = cell("时长", cells.length, Span(Decimal(0), "天"))
    calendar: str = cell("历", cells.one_of("国家", "交易", "公司"), "国家")
    done_sheet: str = cell("完成表")
    done_column: Path = cell("完成列", cells.column, ())
    done_join: Join | None = cell("完成关联", cells.join, None)
    done_when: Condition = cell("完成若", condition, ALWAYS)


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
    capacity_period: Period = cell("容量期", cells.period, Period("日"))
    distinct: tuple[Path, ...] = cell("不重", cells.columns, ())
    exclude: tuple[Path, ...] = cell("排除", cells.columns, ())
    nobody: tuple[str, ...] = cell("无人时", cells.choices, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Rule):
    """问卷: one question of a form."""

    form: str = cell("问卷", required=True)
    question: str = cell("题号", required=True)
    group: str = cell("部分")
    type: str = cell("类型", default="文本")
    label: str = cell("题面", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    required: bool = cell("必答", cells.flag, default=True)
    in_order: bool = cell("逐题", cells.flag, default=False)
    affirmative: tuple[str, ...] = cell("肯定", cells.words, ())
    constraint: Test | None = cell("须", test, None)
    store: str = cell("存到")
    key: tuple[str, ...] = cell("答案", cells.words, ())
    points: Decimal | None = cell("分值", cells.number, None)
    hint: str = cell("提示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Rule):
    """话术: words to say, send and avoid."""

    use: str = cell("用途", cells.one_of("正文", "片段", "分支", "短信", "邮件", "提醒", "禁语"), "正文")
    when: Condition = cell("若", condition, ALWAYS)
    text: str = cell("正文", required=True)
    text_en: str = cell("外文")
    version: str = cell("版本")
    reason: str = cell("缘由")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Rule):
    """结果代码: what a call's end means."""

    when: Condition = cell("若", condition, ALWAYS)
    counts_as: str = cell("计为", cells.one_of("接触", "尝试", "跳过", "无效"), "接触", required=True)
    retry: Span | Path | None = cell("重试", cells.length, None)
    max: int | None = cell("最多", cells.integer, None)
    then: str = cell("满次后")
    next: str = cell("下次")
    needs: tuple[str, ...] = cell("须填", cells.words, ())
    stop: bool = cell("停止", cells.flag, default=False)
    kpi: str = cell("字母")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Rule):
    """报告: rows, on a carrier, for somebody, at a time."""

    carrier: str = cell("载体", cells.one_of("表", "记录表", "台账", "邮件", "文件", "名单"), "表")
    source: str = cell("来源", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    columns: tuple[str, ...] = cell("列", cells.words, ())
    blocks: tuple[str, ...] = cell("块", cells.words, ())
    fill_in: tuple[str, ...] = cell("填写列", cells.words, ())
    by: tuple[Path, ...] = cell("分组", cells.columns, ())
    sort: tuple[Order, ...] = cell("排序", cells.order, ())
    split: Path = cell("拆分", cells.column, ())
    to: tuple[str, ...] = cell("收件", cells.choices, ())
    when_due: Condition = cell("时机若", condition, ALWAYS)
    at_once: bool = cell("即时", cells.flag, default=False)
    withhold: Condition = cell("剔除若", condition, None)
    outside: str = cell("对外", cells.one_of("内部", "外组", "对外"), "内部")
    needs: tuple[str, ...] = cell("须", cells.words, ())
    script: str = cell("话术")
    mark_when: Condition = cell("标记若", condition, None)
    mark: str = cell("标记")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow(Rule):
    """代码: one stored word."""

    list: str = cell("组", required=True)
    code: str = cell("代码", required=True)
    label: str = cell("显示名")
    aliases: tuple[str, ...] = cell("别名", cells.words, ())
    rank: int | None = cell("次序", cells.integer, None)
    hint: str = cell("提示")


REGISTER = "登记表"
SHEETS: dict[str, type[Rule]] = {
    "代码": CodeRow, "设置": Setting, "计算": Derive, "判定": Decide, "检查清单": Check, "流程": Flow, "开单": Spawn,
    "时限": Duty, "定额": Quota, "抽样": Sample, "处罚标准": Sanction, "指标": Metric, "联系限制": Limit, "分派": Assign,
    "问卷": Question, "话术": Script, "结果代码": Outcome, "报告": Report,
}  # fmt: skip
REGISTER_COLUMNS = ("表", "列", "英文", "类型", "用途", "必填", "唯一", "默认", "别名", "密级", "视为空", "说明")


def headings(sheet: str) -> tuple[str, ...]:
    """The headings of a rule sheet, in the order people read them."""
    if sheet == REGISTER:
        return REGISTER_COLUMNS
    fields = [f for f in dataclasses.fields(SHEETS[sheet]) if "heading" in f.metadata]
    own = [f.metadata["heading"] for f in fields if f.name not in _COMMON or f.metadata["heading"] not in _COMMON_HEADINGS]
    front = [h for h in ("编号", "名称") if h not in own and sheet not in {"代码", "问卷"}]
    return (*front, *own, *(h for h in _COMMON_HEADINGS if h not in front and h not in own))


_COMMON = {f.name for f in dataclasses.fields(Rule)}
_COMMON_HEADINGS = [f.metadata["heading"] for f in dataclasses.fields(Rule) if "heading" in f.metadata]
