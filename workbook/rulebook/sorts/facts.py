"""The sheets that say what is true of a row: 计算, 判定, 检查清单, 流程, 开单."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.formulas import Expression, formula
from workbook.rulebook.cells.notations import Join, Order
from workbook.rulebook.cells.plain import phrase
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.sendings import Sending, fixed_days
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path
from workbook.words.spans import Span

METHODS = (
    "公式", "模板", "取值", "计数", "去重数", "合计", "平均", "中位", "最大", "最小", "最早", "最近", "列举", "均隔",
    "滚动最大", "连续", "序号", "累计", "名次", "占比", "归一", "上一条", "轮次",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive(Rule):
    """计算: one way to fill one derived column."""

    sheet: str = cell("表", required=True)
    column: str = cell("列", required=True)
    type: str = cell("类型", notations.type_name, "小数")
    when: Condition = cell("若", condition, ALWAYS)
    method: str = cell("方法", notations.one_of(*METHODS), "公式")
    formula: str = cell("公式")
    source: str = cell("来源")
    join: Join | None = cell("关联", notations.join, None)
    source_when: Condition = cell("来源若", condition, ALWAYS)
    streak_when: Condition = cell("命中若", condition, ALWAYS)
    take: Path = cell("取列", notations.column, ())
    sort: tuple[Order, ...] = cell("排序", notations.order, ())
    window: Span | Path | None = cell("窗", notations.length, None)
    default: str = cell("默认")

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
    method: str = cell("方法", notations.one_of("条件", "前若干", "份额"), "条件")
    measure: tuple[Order, ...] = cell("依据", notations.order, ())
    share: str = cell("参数", phrase)
    rounding: str = cell("取整", notations.one_of("进一", "四舍五入", "去尾"), "进一")
    hit: str = cell("命中", notations.one_of("首个", "全部", "唯一"), "首个")
    missing: str = cell("缺值", notations.one_of("不符", "不判"), "不符")
    keep: bool = cell("留痕", notations.flag, default=False)
    fixed: tuple[Sending, ...] = cell("定于", fixed_days, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule):
    """检查清单: one item of a checklist."""

    sheet: str = cell("表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    item: str = cell("项")
    column: Path = cell("列", notations.column, (), required=True)
    must: str = cell("须", default="非空")
    any_of: str = cell("任一组")
    blocks: tuple[str, ...] = cell("拦截", notations.words, ())
    level: str = cell("级别", notations.one_of("停", "疑", "注"), "疑")
    owner: tuple[str, ...] = cell("责任", notations.choices, ())
    waiver: Path = cell("豁免列", notations.column, ())
    cure: str = cell("提示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Rule):
    """流程: one allowed step of a typed state."""

    sheet: str = cell("表", required=True)
    state: str = cell("状态列", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    from_: str = cell("从")
    to: str = cell("到", required=True)
    by: tuple[str, ...] = cell("谁", notations.choices, ())
    needs: tuple[str, ...] = cell("须", notations.words, ())
    final: bool = cell("终", notations.flag, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spawn(Rule):
    """开单: a row that must exist in another sheet when a row meets a test."""

    source: str = cell("源表", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    for_each: str = cell("对每")
    for_join: Join | None = cell("对象关联", notations.join, None)
    for_when: Condition = cell("对象若", condition, ALWAYS)
    target: str = cell("目标表", required=True)
    once_per: tuple[Path, ...] = cell("每", notations.columns, ())
    write: tuple[tuple[str, str], ...] = cell("写入", notations.writes, (), required=True)
    max: int | None = cell("最多", notations.integer, None)
