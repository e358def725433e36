"""The sheets that say what is owed and to how many: 时限, 定额, 抽样, 追踪."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.notations import Join, Period
from workbook.rulebook.cells.plain import phrase
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry(Rule):
    """What a task brings with it; shared by 时限, 定额 and 抽样."""

    owner: tuple[str, ...] = cell("责任", notations.choices, ())
    emits: str = cell("出")
    channel: str = cell("联系方式")
    kind: str = cell("类别")
    topic: str = cell("主题")
    form: str = cell("问卷")
    script: str = cell("话术")
    carry: tuple[tuple[str, str], ...] = cell("附带", notations.writes, ())

    @property
    def makes_tasks(self) -> bool:
        """Whether 出 puts what is owed on 今日清单: it says so, or nothing."""
        return self.emits in {"", "任务"}


MODES = ("内", "第", "后", "前", "至", "每", "挂")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Carry):
    """时限: from a moment, somebody must do something until a done-mark."""

    source: str = cell("源表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    for_each: str = cell("对每")
    for_join: Join | None = cell("对象关联", notations.join, None)
    for_when: Condition = cell("对象若", condition, ALWAYS)
    start: tuple[Path, ...] = cell("起点", notations.alternatives, ())
    mode: str = cell("方式", notations.one_of(*MODES), required=True)
    span: Span | Path | None = cell("时长", notations.length, None)
    until_: Span | Path | None = cell("截止", notations.length, None)
    count_from: str = cell("起算", notations.one_of("次日", "当日"), "次日")
    calendar: str = cell("历", notations.one_of("国家", "交易", "公司"), "国家")
    roll: str = cell("顺延", notations.one_of("不动", "后移", "前移"), "不动")
    tolerance: tuple[int, int] = cell("容差", notations.tolerance, (0, 0))
    lead: Span | Path | None = cell("提前", notations.length, None)
    expire: str = cell("过期", default="保留")
    pause_in: tuple[str, ...] = cell("停表", notations.words, ())
    set_aside: tuple[str, ...] = cell("扣除", notations.words, ())
    done_sheet: str = cell("完成表")
    done_column: Path = cell("完成列", notations.column, ())
    done_join: Join | None = cell("完成关联", notations.join, None)
    done_when: Condition = cell("完成若", condition, ALWAYS)
    cancel_at: tuple[Path, ...] = cell("取消时", notations.alternatives, ())
    cancel_when: Condition = cell("取消若", condition, None)
    hold_when: Condition = cell("暂缓若", condition, None)
    waiting_since: Path = cell("等待列", notations.column, ())
    excuse: Path = cell("免责列", notations.column, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Carry):
    """定额: per key and period, at least / at most / exactly n."""

    counted: str = cell("计数表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    measure: str = cell("计法", phrase, default="行数")
    time: Path = cell("时间列", notations.column, ())
    key: Path = cell("键", notations.column, ())
    roster: str = cell("名册")
    roster_when: Condition = cell("对象若", condition, ALWAYS)
    period: Period = cell("期", notations.period, Period("月"), required=True)
    days_when: Condition = cell("期若", condition, ALWAYS)
    bound: str = cell("界", notations.one_of("至少", "至多", "恰好"), "至少")
    number: Decimal | Path = cell("数", notations.number_or_column, Decimal(1))
    first_from: tuple[Path, ...] = cell("首起", notations.alternatives, ())
    exempt: tuple[str, ...] = cell("免计", notations.words, ())
    one_of: str = cell("互斥组")
    lead: Span | Path | None = cell("提前", notations.length, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Carry):
    """抽样: rows of a population that must be called or checked."""

    population: str = cell("总体表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    period: Period = cell("期", notations.period, Period("日"))
    time: str = cell("时间列")
    unit: tuple[Path, ...] = cell("分单位", notations.columns, ())
    for_each: str = cell("对每")
    for_when: Condition = cell("对象若", condition, ALWAYS)
    rate: Decimal | Path | None = cell("率", notations.number_or_column, None)
    size: Decimal | Path | None = cell("数", notations.number_or_column, None)
    at_least: int = cell("最少", notations.integer, 1)
    strata: tuple[Path, ...] = cell("分层", notations.columns, ())
    skip: str = cell("跳过", notations.one_of("无", "联系限制"), "无")
    span: Span | Path | None = cell("时长", notations.length, Span(Decimal(0), "天"))
    calendar: str = cell("历", notations.one_of("国家", "交易", "公司"), "国家")
    done_sheet: str = cell("完成表")
    done_column: Path = cell("完成列", notations.column, ())
    done_join: Join | None = cell("完成关联", notations.join, None)
    done_when: Condition = cell("完成若", condition, ALWAYS)


STEPS = ("问题", "再访", "投诉", "解决", "验证")
"""What a row may be to a chain (追踪), in the order in which a problem goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace(Rule):
    """追踪: which rows are which step of a problem that is followed until somebody has asked whether it is over."""

    step: str = cell("步", notations.one_of(*STEPS), required=True)
    source: str = cell("源表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    optional: bool = cell("可缺", notations.flag, default=False)
    time: Path = cell("时间列", notations.column, ())
    product: tuple[Path, ...] = cell("产品", notations.alternatives, ())
    kind: tuple[Path, ...] = cell("类别", notations.alternatives, ())
    span: Span | Path | None = cell("时长", notations.length, None)
    owner: tuple[str, ...] = cell("责任", notations.choices, ())
