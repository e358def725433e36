"""Whatever stands in a cell of a rule, the run goes on: the rule rests with an issue (tests/nasty.py tries thousands)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # the helpers of the tests next door

from days import CALLS, day
from nasty import run

from workbook.words.issues import Kind

SYSTEMS = ("wine-service", "dealership-fines", "property-complaint-loop", "gas-sampling", "online-cs-quiz")
FORMULAS = (
    ("日期", "日期(1900-01-01)"), ("文本", "时刻(3)"), ("文本", "期键({建档日},{客户名称})"), ("整数", "字数(3)"),
    ("整数", "次数(3,4)"), ("文本", "占位符(1)"), ("整数", '进位("甲")'), ("整数", "四舍五入(1,99999)"), ("小数", '进位(1,"甲")'),
    ("整数", "取大(" * 100 + "1" + ")" * 100), ("整数", "(" * 2000 + "1" + ")" * 2000), ("整数", "-" * 2000 + "1"),
    ("整数", "1+" * 3000 + "1"),
)  # fmt: skip
DERIVED = """计算:
  - {表: 客户, 列: 甲, 类型: %s, 方法: 公式, 公式: %r}
指标:
  - {编号: M1, 名称: 甲的数, 表: 客户, 若: {甲: 非空}, 方法: 计数, 期: 月}
"""


def test_no_cell_ends_a_run() -> None:
    assert [] == [(str(change), why) for change, why in run(SYSTEMS, tries=40, seed=20260309)]


@pytest.mark.parametrize(("kind", "formula"), FORMULAS, ids=[one[:12] for _, one in FORMULAS])
def test_a_formula_that_lint_stops_rests_at_a_run_with_its_readers(kind: str, formula: str) -> None:
    made = day(CALLS + DERIVED % (kind, formula)).finished()
    [found] = [one for one in made.issues if one.kind.level == "停"]

    assert Kind.BAD_FORMULA is found.kind
    assert "读它的也先不算：M1" in found.what
    assert 0 == len(made.sheet("指标结果"))
    assert len(made.listed)


DUTY = "时限:\n  - {编号: D1, 名称: 一, 源表: 事件, 起点: 发生时间, 完成表: 回访记录, %s}\n"
IMPOSSIBLE = (
    '定额:\n  - {编号: Q1, 名称: 一, 计数表: 回访记录, 键: 客户编号, 名册: 客户, 期: 月, 数: ">=99999999999999999999"}\n',
    '抽样:\n  - {编号: S1, 名称: 一, 来源: 事件, 来源若: {行号: VIP, 金额: "[9999999999999999.VIP]"}, 期: 日, 数: "10%"}\n',
    DUTY % '方式: 于, 时长: 3天, 容差: "+99999999天..+3天"',
    DUTY % '方式: 内, 时长: 3天, 责任: "(((("',
    DUTY % '方式: 内, 时长: 3天, 若: {发生时间: ">今日-99999999天"}',
)


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_a_rule_that_asks_for_the_impossible_rests_alone(rule: str) -> None:
    sound, rules = day(CALLS).finished(), CALLS.replace("时限:\n", rule) if rule.startswith("时限") else CALLS + rule
    made = day(rules).finished()

    assert [one for one in made.issues if one not in sound.issues]
    assert {*sound.listed.typed["任务编号"].objects()} <= {*made.listed.typed["任务编号"].objects()}
