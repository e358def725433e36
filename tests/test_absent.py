"""A column that rules read and the workbook lacks: it is named with what it may be called, and every reader rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import dedent

import pytest
from offices import STAFF, table

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.rows import source
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Kind

Rows = Sequence[Mapping[str, object]]
RULES = """
规则书: 缺
基于: 基础
时限:
  - {编号: D, 名称: 处理, 条款: 一天内处理好, 源表: 事件, 若: {事件类型: 投诉}, 起点: 发生时间, 方式: 内, 时长: 1天,
     完成列: 处理完成时间, 责任: "{员工编号}", 出: 无}
  - {编号: B, 名称: 生日, 条款: 生日问候, 源表: 客户, 若: {生日: 非空, 客户类别: VIP}, 起点: 生日, 方式: 内,
     时长: 1天, 完成表: 回访记录}
处罚标准:
  - {编号: F, 名称: 逾期, 条款: 逾期罚五十, 触发: 义务 D, 金额: 50}
代码:
  - {组: 事件类型, 代码: 投诉}
  - {组: 客户类别, 代码: VIP}
"""
CUSTOMERS: Rows = [{"客户编号": "C1", "客户名称": "甲", "生日": "1980-03-09", "客户类别": "VIP", "归属员工": "S1"}]
SOLVED = {"事件编号": "E1", "客户编号": "C1", "事件类型": "投诉", "发生时间": "2026-03-02 10:00", "员工编号": "S1"}
DONE = "2026-03-02 15:00"


def day(rules: str = RULES, **sheets: Rows) -> Day:
    """The day of an office whose workbook is taken as it stands."""
    grids = [table(name, rows) for name, rows in {"员工": STAFF, "客户": CUSTOMERS, **sheets}.items()]
    books = {**shelf(), "缺": source(dedent(rules), "缺.yaml")}
    return opened(grids, books, ["缺"], datetime(2026, 3, 9, 9))


def lacking(found: Day) -> list[str]:
    """What is said of columns that aren't there."""
    return [f"{one.what}{one.cure}" for one in found.finished().issues if one.kind is Kind.COLUMN_MISSING]


def fined(found: Day) -> int:
    """How many fines."""
    return len(found.sheet("处罚台账"))


def test_with_its_column_a_solved_complaint_costs_nothing() -> None:
    """And nothing is said."""
    found = day(事件=[{**SOLVED, "处理完成时间": DONE}])

    assert ([], 0) == (lacking(found), fined(found))


@pytest.mark.parametrize("heading", ["处理完成时间2", "办结", "Finished"])
def test_a_renamed_column_is_named_with_its_new_name(heading: str) -> None:
    """Its readers rest, so nobody is fined for what was done."""
    found = day(事件=[{**SOLVED, heading: DONE}])

    (said,) = lacking(found)
    assert said.startswith("找不到“处理完成时间”这一列（第 1 行是表头），这些规则先不算：D。加上这一列；")
    assert said.endswith(f"就把表头改成“处理完成时间”。“{heading}”没有人认得，是不是它？")
    assert (0, ["B"]) == (fined(found), found.sheet("义务").typed["规则"].objects().tolist())


def test_a_column_that_is_gone_is_named_as_well() -> None:
    """No heading is offered when none may be it."""
    (said,) = lacking(day(事件=[SOLVED]))

    assert said.endswith("就把表头改成“处理完成时间”。没有可填的就空着。")
    assert 0 == fined(day(事件=[SOLVED]))


def test_an_empty_column_is_a_fact() -> None:
    """Nobody has handled it: the fine stands."""
    found = day(事件=[{**SOLVED, "处理完成时间": None}])

    assert ([], 1) == (lacking(found), fined(found))


def test_a_sheet_without_rows_lacks_nothing() -> None:
    """Nothing can be wrong about no rows."""
    assert [] == lacking(day(事件=[dict.fromkeys(SOLVED)]))


def test_what_stands_on_a_resting_column_rests_too() -> None:
    """A computed column that nobody can compute carries its readers with it, over sheets."""
    rules = RULES + dedent("""
    计算:
      - {表: 事件, 列: 该回, 类型: 时点, 公式: "{反馈时间}+3天"}
      - {表: 客户, 列: 最晚, 方法: 最大, 类型: 时点, 来源: 事件, 取列: 该回}
    检查清单:
      - {编号: K, 名称: 久, 条款: 久, 表: 客户, 项: 最晚, 列: 最晚, 须: 非空}
    """)
    found = day(rules, 事件=[{**SOLVED, "处理完成时间": DONE}])

    assert ["事件.该回、客户.最晚、K" in one for one in lacking(found)] == [True]


def test_a_wish_that_nobody_has_is_not_missed() -> None:
    """客户 without 勿扰, 状态 or 归属员工: such customers wish nothing, and the list is whole."""
    plain = [{"客户编号": "C1", "客户名称": "甲", "生日": "1980-03-09", "客户类别": "VIP"}]

    assert [] == lacking(day(客户=plain))


@pytest.mark.parametrize(("heading", "value", "missed"), [("别打扰", "是", "勿扰"), ("谁管", "S1", "归属员工")])
def test_a_wish_under_another_name_is_asked_about(heading: str, value: str, missed: str) -> None:
    """A heading that nobody knows and whose cells would fit."""
    rules = RULES + '\n分派:\n  - {编号: A, 对象: 任务, 方法: "{客户.归属员工}"}\n'
    plain = [{"客户编号": "C1", "客户名称": "甲", "生日": "1980-03-09", "客户类别": "VIP", heading: value}]

    assert [f"“{heading}”没有人认得"] == [
        one.split("。")[-1].partition("，")[0] for one in lacking(day(rules, 客户=plain))
    ]
    assert [missed] == [one.split("”")[0].removeprefix("找不到“") for one in lacking(day(rules, 客户=plain))]


def test_an_answer_that_rules_read_is_missed_when_something_strange_stands_there() -> None:
    """回访记录 gets the column of an answer by itself; under another name the answers would be lost."""
    rules = RULES + dedent("""
    问卷: [{问卷: Q, 题号: 口味, 类型: 文本, 题面: 口味如何？}]
    指标: [{编号: M, 名称: 甜, 条款: 甜, 表: 回访记录, 方法: 比率, 分子若: {口味: 甜}}]
    """)
    record = {"记录编号": "R1", "客户编号": "C1", "回访时间": "2026-03-06 10:00", "方式": "电话", "结果代码": "完成"}
    named = ["“口味”" in one for one in lacking(day(rules, 回访记录=[{**record, "味道": "甜"}]))]

    assert ([True], []) == (named, lacking(day(rules, 回访记录=[record])))


VISITS = """
规则书: 缺
基于: 基础
登记表:
  - {表: 外访, 列: ["外访编号:编号#", "员工编号:引用(员工)!", "时间:时点@!", "种类:文本!"]}
定额:
  - {编号: Q, 名称: 每天两访, 条款: 每天走访两次, 计数表: 外访, 键: 员工编号, 名册: 员工, 期: 日, 数: 2, 出: 无}
处罚标准:
  - {编号: F, 名称: 缺访, 条款: 缺一次五十, 触发: 定额 Q, 金额: 50, 数量: "{缺额}"}
"""
VISIT = {"外访编号": "W1", "员工编号": "S1", "时间": "2026-03-08 10:00", "种类": "面谈"}


def visits(*rows: Mapping[str, object]) -> Day:
    """The day of an office that keeps a register of visits, fined from yesterday on."""
    return day(VISITS, 设置=[{"名": "启用日", "值": "2026-03-08"}], 外访=rows)


def test_a_register_without_a_column_that_each_row_must_have_lets_its_readers_rest() -> None:
    """None of its rows was read; nobody is fined for visits that stand there."""
    found = visits({heading: value for heading, value in VISIT.items() if heading != "种类"})
    rested = [one.what for one in found.finished().issues if one.kind is Kind.SHEET_UNREAD]

    assert ["【外访】一行也没有读成，这些规则先不算：Q。"] == rested
    assert 0 == fined(found)


def test_a_register_without_its_running_numbers_counts() -> None:
    """Two visits are two, though nobody numbered them."""
    bare = {heading: value for heading, value in VISIT.items() if heading != "外访编号"}
    whole, without = visits(VISIT, {**VISIT, "外访编号": "W2"}), visits(bare, bare)

    assert fined(whole) == fined(without) == len(STAFF) - 1
    assert [Kind.NUMBERS_MISSING] == [one.kind for one in without.issues if one.kind.name.startswith("NUMBER")]
