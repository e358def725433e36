"""奖 and 罚: an award is paid out; no sum of what is to be paid ever holds it."""

from __future__ import annotations

from datetime import datetime

import pytest
from days import STAFF, column, day
from worlds import office, rows

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.reports.report_letters import sections
from workbook.papers.reports.reports import report_page, reports
from workbook.rulebook.sorts.model import Derive, Metric, Sanction
from workbook.rules.facts.sides import SUMS
from workbook.sheets.grid import grid
from workbook.shells.outside.shelf import shelf

_NOW = datetime(2026, 3, 9, 9)

RULES = """
处罚标准:
  - {编号: Z1, 名称: 迟到, 触发: 登记, 金额: 220}
  - {编号: Z6, 名称: 表扬, 触发: 登记, 方向: 奖, 金额: 50}
  - {编号: Z7, 名称: 赔, 触发: 登记, 方向: 赔, 金额: 7}
指标:
  - {编号: M1, 名称: 扣款, 表: 处罚台账, 方法: 合计, 列: 金额, 时间列: 日期, 分组: 员工编号}
  - {编号: M2, 名称: 奖励, 表: 处罚台账, 若: {方向: 奖}, 方法: 合计, 列: 金额, 时间列: 日期, 分组: 员工编号}
  - {编号: M3, 名称: 表扬, 表: 处罚台账, 若: {代码: Z6}, 方法: 合计, 列: 金额, 时间列: 日期, 分组: 员工编号}
  - {编号: M4, 名称: 非赔, 表: 处罚台账, 若: {代码: 不是 Z7}, 方法: 合计, 列: 金额, 时间列: 日期, 分组: 员工编号}
  - {编号: M5, 名称: 笔数, 表: 处罚台账, 方法: 计数, 时间列: 日期, 分组: 员工编号}
计算: [{表: 员工, 列: 扣款, 方法: 合计, 来源: 处罚台账, 关联: 员工编号=员工编号, 取列: 金额, 类型: 金额}]
报告:
  - {编号: R1, 名称: 月扣款表, 来源: 处罚台账, 列: "员工编号,代码,金额", 分组: 员工编号}
  - {编号: R2, 名称: 应发奖励, 来源: 处罚台账, 若: {方向: 奖}, 列: "员工编号,代码,金额", 分组: 员工编号}
  - {编号: R3, 名称: 个人, 载体: 邮件, 来源: 处罚台账, 列: "代码,金额", 拆分: 员工编号, 收件: "{员工编号}"}
"""
ENTRIES = [
    {"登记编号": f"V{at}", "时间": "2026-03-03", "员工编号": who, "条款代码": code}
    for at, (who, code) in enumerate([("S2", "Z1"), ("S2", "Z1"), ("S2", "Z6"), ("S3", "Z6"), ("S3", "Z7")])
]


def test_sums_of_the_ledger_leave_awards_out() -> None:
    """Numbers and columns of 计算; a condition that lets only awards pass sums awards; lines are counted as ever."""
    world = office(RULES, "2026-03-09", {"员工": STAFF[1:], "违规登记": ENTRIES})

    own = {(one[0], one[1]): one[2] for one in rows(world.frame("指标结果"), "编号", "分组", "值")}
    assert [440, 7] == [own["M1", "S2"], own["M1", "S3"]]
    assert [50, 50] == [own["M2", "S2"], own["M3", "S3"]]
    assert 440 == own["M4", "S2"]
    assert [3, 2] == [own["M5", "S2"], own["M5", "S3"]]
    assert [440, 7] == world.column(world.frame("员工"), "扣款").data.tolist()


def test_a_report_says_awards_beside_its_sums() -> None:
    """Subtotals and the total hold what is to be paid; the label says what is given besides."""
    made = day(RULES, 违规登记=ENTRIES)
    found = {one.rule.id: one for one in reports(made)}

    page = report_page(found["R1"])
    assert [220, 220, 50, 440, 50, 7, 7, 447] == [int(one) for one in column(page, "金额")]
    labels = [str(one) for one in column(page, page.headings[0]) if "计 " in str(one)]
    assert ["另有奖 金额 50.00", "另有奖 金额 50.00", "另有奖 金额 100.00"] == [
        one.split("（")[1].split("，没有")[0] for one in labels
    ]
    assert [50, 50, 50, 50, 100] == [int(one) for one in column(report_page(found["R2"]), "金额")]


def test_a_person_s_own_letter_never_adds_an_award() -> None:
    """The sum of the own rows, the award beside it."""
    found = {one.rule.id: one for one in reports(day(RULES, 违规登记=ENTRIES))}

    notes = [sections(found["R3"], own)[0].note for own in found["R3"].by_part.values()]
    assert ["合计 金额 440.00；另有奖 金额 50.00，没有并进来", "合计 金额 7.00；另有奖 金额 50.00，没有并进来"] == notes


def test_the_day_s_summary_has_awards_in_a_table_of_their_own() -> None:
    """本月处罚 447, 本月奖励 100."""
    from workbook.papers.reports.day_tables import parts_of

    found = {part.title: len(part.rows) for part in parts_of(day(RULES, 违规登记=ENTRIES))}
    assert (3, 2) == (found["本月处罚"], found["本月奖励"])


# -- the law


def both_sides() -> list[str]:
    """Rulebooks that fine and reward."""
    return [
        name
        for name in shelf()
        if {"罚", "奖"} <= {row.cells.get("方向") or "罚" for row in shelf()[name].rows.get("处罚标准", ())}
    ]


def ledger_day(book: str) -> Day:
    """A ledger with a line of each code: 1000 for an award, 1 for anything else."""
    empty = opened([], shelf(), [book], _NOW)
    codes = {rule.id: rule.side for rule in empty.world.book.all(Sanction)}
    lines = [
        ["2026-03-02", "E1", code, 1000 if side == "奖" else 1, f"{code}·x{at}"]
        for at, (code, side) in enumerate(codes.items())
    ]
    ledger = grid("处罚台账", [["日期", "员工编号", "代码", "金额", "行键"], *lines])
    return opened([grid("员工", [["员工编号", "姓名"], ["E1", "甲"]]), ledger], shelf(), [book], _NOW)


@pytest.mark.parametrize("book", both_sides())
def test_no_sum_of_any_rulebook_mixes_what_is_given_with_what_is_owed(book: str) -> None:
    """Every metric, computed column and report over the ledger: a sum is of awards or of the rest, never of both."""
    made = ledger_day(book)
    world = made.world
    mixed = []
    for rule in world.book.all(Metric):
        if rule.sheet == "处罚台账" and rule.column and rule.column[-1] in SUMS:
            values = world.frame("指标结果", (rule.id,)).typed["值"].data.tolist()
            mixed += [(rule.id, one) for one in values if one > 1000 and one % 1000]
    for way in world.book.all(Derive):
        if way.source == "处罚台账" and way.take and way.take[-1] in SUMS:
            values = world.column(world.frame(way.sheet), way.column).data.tolist()
            mixed += [(way.column, one) for one in values if one > 1000 and one % 1000]
    for result in reports(made):
        if result.rule.source == "处罚台账":
            sums = [float(str(one)) for group in result.groups for one in group.sums if one]
            mixed += [(result.rule.id, one) for one in sums if one > 1000 and one % 1000]

    assert [] == mixed
