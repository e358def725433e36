"""指标结果 is read by people: how a figure is counted in plain words, a group of rules by their names, no key in a reason."""

from __future__ import annotations

from worlds import office

from tests.days import day
from workbook.papers.list.ledgers import metrics_page
from workbook.rules.world.frames import said_because

RULES = """
时限: [{编号: D3, 名称: 三天回访, 条款: 三天内, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 3天, 完成表: 回访记录}]
指标:
  - {编号: M, 名称: 按时率, 条款: 第一条, 表: 义务, 若: {状态: "按时,逾期"}, 分子若: {状态: 按时}, 时间列: 到期, 分组: 规则}
"""


def test_a_figure_says_how_it_is_counted_and_its_groups_by_name() -> None:
    """The words of the rule as the letters have them, and no test of a cell."""
    page = metrics_page(day(RULES))
    at = {heading: page.headings.index(heading) for heading in ("分组", "因由")}
    told = {str(row[at["因由"]]) for row in page.rows}

    assert {"合计", "D3 三天回访"} >= {str(row[at["分组"]]) for row in page.rows}
    assert {"M（第一条）：【义务】里状态为“按时”或“逾期”的，其中状态为“按时”的占多少，每月算，按规则分。"} == told


def test_a_duty_over_a_row_of_results_names_its_customer_and_its_period_in_words() -> None:
    """定额结果 C1 2024年1–2月, not the key under which the program keeps the line."""
    rules = """
    取用: []
    登记表: [{表: 通话, 列: ["通话编号:编号#", "客户号:编号", "日期:日期@"]}]
    定额: [{编号: Q, 计数表: 通话, 键: 客户号, 期: 双月, 数: 3, 出: 无}]
    时限: [{编号: D, 源表: 定额结果, 若: {规则: Q}, 起点: 期末, 方式: 内, 时长: 3天, 完成列: 状态, 出: 提醒}]
    """
    calls = [{"通话编号": "T1", "客户号": "C1", "日期": "2024-01-10"}]
    duties = office(rules, "2024-03-20", {"通话": calls}, sound=False).frame("义务")

    assert len(duties)
    told = [said_because(duties, at) for at in range(len(duties))]
    assert all("2024-M" not in words and "·" not in words for words in told), told
    assert any(words.endswith("：定额结果 C1 2024年1–2月") for words in told), told
