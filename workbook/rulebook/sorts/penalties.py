"""处罚标准: what a breach or a deed costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells import amounts, notations
from workbook.rulebook.cells.amounts import Step
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.notations import Period
from workbook.rulebook.cells.plain import phrase
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Rule):
    """处罚标准: what a breach or a deed costs (or earns)."""

    side: str = cell("方向", notations.one_of("罚", "赔", "费", "奖"), "罚")
    trigger: str = cell("触发", phrase, default="登记")
    when: Condition = cell("若", condition, ALWAYS)
    time: Path = cell("时间列", notations.column, ())
    offender: tuple[str, ...] = cell("违规人", notations.choices, ())
    payer: tuple[str, ...] = cell("承担人", notations.choices, ())
    object: str = cell("对象")
    amount: tuple[Step, ...] = cell("金额", amounts.amount, ())
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
