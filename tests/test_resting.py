"""A rule that names an empty setting rests; so does whoever reads the column it would make, and all are named once."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent

from offices import STAFF, table

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.reports.reports import reports
from workbook.papers.words.book import explained
from workbook.rulebook.load.rows import Source, source
from workbook.rulebook.sorts.model import Duty
from workbook.rules.world.vectors import says
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Kind

HEAD = """
规则书: 息
基于: 基础
设置:
  - {名: 大户数, 值: "", 类型: 整数, 依据: 未写}
"""
GRADE = """
判定:
  - {编号: G1, 表: 客户, 列: 大小, 行: [{若: {单数: 0}, 值: 新}, {若: {单数: ">={设置.大户数}"}, 值: 大, 理由: 单多}, {值: 小}]}
计算:
  - {表: 客户, 列: 单数, 类型: 整数, 方法: 计数, 来源: 工单}
"""
CUSTOMERS = [{"客户编号": "C1", "客户名称": "甲", "建档日": "2026-03-02"}]


def shelved(rules: str, setting: str = "") -> dict[str, Source]:
    """The shelf with one rulebook more, of these rules."""
    text = HEAD.replace('值: ""', f'值: "{setting}"') + dedent(rules)
    return {**shelf(), "息": source(text, "息.yaml")}


def day_of(rules: str, setting: str = "") -> Day:
    """A day under these rules over one customer."""
    grids = [table("客户", CUSTOMERS), table("员工", STAFF)]
    return opened(grids, shelved(rules, setting), ["息"], datetime(2026, 3, 9, 9), whole=False).finished()


def resting(day: Day) -> list[str]:
    """What is said of rules that aren't computed."""
    kinds = {Kind.SETTING_EMPTY, Kind.UNKNOWN_COLUMN, Kind.RULE_RESTS}
    return [one.what for one in day.issues if one.kind in kinds]


def test_a_decision_with_an_empty_setting_rests_as_a_whole_and_leaves_its_column_empty() -> None:
    """No customer is called new or small while it isn't said what big is."""
    day = day_of(GRADE)
    customers = day.world.frame("客户")

    assert [None] == says(day.world.column(customers, "大小")).objects().tolist()
    assert [None] == says(day.world.column(customers, "大小·理由")).objects().tolist()
    assert ["设置“大户数”是空的，这些规则先不算：G1。"] == resting(day)


def test_a_filled_setting_wakes_the_decision() -> None:
    """The same rules with the number filled in."""
    day = day_of(GRADE, "3")

    assert ["新"] == says(day.world.column(day.world.frame("客户"), "大小")).objects().tolist()
    assert [] == resting(day)


def test_rules_that_read_the_resting_column_rest_under_the_same_setting() -> None:
    """A duty, a check, a limit, and a duty two columns away; the duty that reads none of it goes on."""
    day = day_of(
        GRADE
        + """
  - {表: 客户, 列: 说法, 类型: 文本, 方法: 模板, 公式: "{大小}户"}
时限:
  - {编号: D1, 源表: 客户, 若: {大小: 大}, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒}
  - {编号: D2, 源表: 客户, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒, 主题: "{说法}"}
  - {编号: D3, 源表: 客户, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒}
检查清单:
  - {编号: K1, 表: 客户, 列: 大小}
联系限制:
  - {编号: L1, 类型: 停止, 若: {客户.大小: 小}}
"""
    )

    assert ["设置“大户数”是空的，这些规则先不算：G1、客户.说法、K1、D1、L1、D2。"] == resting(day)
    assert ["约好的回访", "D3"] == [rule.id for rule in day.world.book.all(Duty)]


def test_what_staff_type_themselves_is_read_on() -> None:
    """A decided column that 登记表 declares too isn't empty because the decision rests."""
    day = day_of(
        GRADE
        + """
登记表:
  - {表: 客户, 列: ["大小:代码(大|小|新)"]}
时限:
  - {编号: D1, 源表: 客户, 若: {大小: 空}, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒}
"""
    )

    assert ["设置“大户数”是空的，这些规则先不算：G1。"] == resting(day)
    assert 1 == len(day.sheet("提醒"))


def test_another_way_to_fill_a_derived_column_keeps_it_awake() -> None:
    """Rows of 计算 are ways, tried in order: one that rests leaves the others."""
    day = day_of(
        """
        计算:
          - {表: 客户, 列: 界, 类型: 整数, 若: {生日: 非空}, 公式: "{设置.大户数}"}
          - {表: 客户, 列: 界, 类型: 整数, 公式: "7"}
        报告:
          - {编号: R1, 来源: 客户, 若: {界: 7}, 列: "客户编号,界"}
        """
    )

    assert ["设置“大户数”是空的，这些规则先不算：客户.界。"] == resting(day)
    assert [1] == [len(one.rows) for one in reports(day) if one.rule.id == "R1"]


def test_a_report_shows_the_resting_column_empty() -> None:
    """Reports don't rest."""
    day = day_of(GRADE + '报告:\n  - {编号: R1, 来源: 客户, 列: "客户编号,大小,大小·理由"}\n')
    (shown,) = [one for one in reports(day) if one.rule.id == "R1"]

    assert 1 == len(shown.rows)
    assert ["设置“大户数”是空的，这些规则先不算：G1。"] == resting(day)


def test_a_rule_that_is_switched_off_waits_for_no_setting() -> None:
    """Whoever can't fill a setting in may do without the rule."""
    off = GRADE.replace("列: 大小, 行", "列: 大小, 启用: 否, 行")

    assert [] == resting(day_of(off))


def test_a_rulebook_tells_who_waits_for_a_setting() -> None:
    """The readers stand beside the decision."""
    duty = "{编号: D1, 名称: 看望, 源表: 客户, 若: {大小: 大}, 起点: 建档日, 方式: 挂, 完成列: 生日, 出: 提醒}"
    told = explained("息", shelved(f"{GRADE}时限:\n  - {duty}\n"))

    assert "看望（D1）：设置“大户数”还空着，填了才算。" in told
