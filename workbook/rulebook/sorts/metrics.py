"""指标: numbers with their numerator, denominator and rows."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition, test
from workbook.rulebook.cells.notations import Period
from workbook.rulebook.cells.plain import phrase
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path, Test


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
    weights: str = cell("权重", phrase)
