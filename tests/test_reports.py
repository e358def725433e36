"""Reports: which rows, for whom, when, on which carrier; and the letters made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.days import CALLS, CUSTOMERS, EVENTS, STAFF, day, table
from workbook.day import Day
from workbook.papers.pages.page import Page
from workbook.papers.reports.blocks import wanted
from workbook.papers.reports.day_summary import _metrics, managers
from workbook.papers.reports.finished import ReportResult
from workbook.papers.reports.recipients import unreached
from workbook.papers.reports.report_letters import chosen
from workbook.papers.reports.reports import letters, report_page, report_pages, reports
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.issues import Kind

TEMPLATES = {
    "mail.html.j2": "{% for s in sections %}{% for r in s.rows %}<p>{{ r|join('|') }}</p>{% endfor %}{% endfor %}",
    "mail.txt.j2": (
        "{{ name }}：{{ opening }}{% for n, v in figures %}[{{ n }} {{ v }}]{% endfor %}"
        "{% for s in sections %}〔{{ s.title }}〕{{ s.note }}{% for r in s.rows %}\n{{ r|join('|') }}{% endfor %}"
        "{% if s.left_out %}（另有 {{ s.left_out }} 行）{% endif %}{% endfor %}{{ why }}{{ attachments|join('') }}"
    ),
}


def report(cells: str, more: str = "", **sheets: object) -> ReportResult:
    """The one report of a day, with these cells in its row."""
    return made(day(f"报告: [{{编号: R, 名称: 表一, 条款: 要报, {cells}}}]\n{more}", **sheets))  # type: ignore[arg-type]


def made(office: Day) -> ReportResult:
    """The report R of a day."""
    return next(one for one in reports(office) if one.rule.id == "R")


def kinds(office: Day) -> list[Kind]:
    """The kinds of issues that reports raise."""
    reports(office)
    return [one.kind for one in office.issues]


# -- rows and columns


def test_a_report_of_gaps_says_the_same_whether_it_reads_what_fails_or_everything() -> None:
    """通过 否 reads only what fails; the same rows in the same words come out of the whole sheet."""
    checks = """
    检查清单:
      - {编号: K, 名称: 档案, 表: 客户, 列: 地址, 责任: "{归属员工}", 提示: 补地址, 豁免列: 座机}
      - {编号: K, 名称: 档案, 表: 客户, 列: 手机, 责任: "{归属员工}"}
      - {编号: L, 名称: 标识, 表: 事件, 列: 金额, 须: ">1000"}
    """
    cells = '来源: 检查结果, 列: "编号,主键,源行.客户名称,项,值,责任人,因由", 若: {编号: "K,L", 通过: "%s"}'
    found, whole = (report(cells % word, dedent(checks)) for word in ("否", "不是 是,豁免"))
    assert whole.rows
    assert whole == replace(found, rule=whole.rule)


def test_rows_are_typed_and_people_are_named() -> None:
    """Days are days, money is Decimal, staff numbers stay in the rows and are names where they are shown."""
    found = report('来源: 事件, 列: "事件编号,客户.客户名称,发生时间,金额,员工编号,客户.归属员工"')

    assert (("E1", "甲酒行", datetime(2026, 3, 2, 10, 0), Decimal("1200.00"), "S2", "S2")) == found.rows[0]
    assert ("E1", "甲酒行", datetime(2026, 3, 2, 10, 0), Decimal("1200.00"), "S2", "林悦") == found.shown[0]
    assert ("事件编号", "客户.客户名称", "发生时间", "金额", "员工编号", "客户.归属员工") == found.headings
    assert ("事件编号", "客户名称", "发生时间", "金额", "员工编号", "归属员工") == found.labels


def test_only_rows_that_fit_in_the_wanted_order() -> None:
    """若 chooses, 排序 sorts."""
    found = report("来源: 事件, 若: {金额: 100以上}, 列: 事件编号, 排序: 金额 升")

    assert [("E2",), ("E1",)] == list(found.rows)


def test_rows_left_out_are_counted() -> None:
    """剔除若 takes rows away and says how many."""
    found = report("来源: 事件, 列: 事件编号, 剔除若: {事件编号: E1}")

    assert ([("E2",)], 1) == (list(found.rows), found.left_out)


def test_groups_are_counted_and_money_is_summed() -> None:
    """分组 keeps rows of one value together, with their number and their sums."""
    events = [
        *EVENTS,
        {"事件编号": "E3", "客户编号": "C1", "事件类型": "投诉", "发生时间": "2026-03-07", "金额": 99.95},
    ]
    found = report("来源: 事件, 列: '事件编号,金额', 分组: 客户.归属员工", 事件=events)

    assert [("林悦", 0, 2, Decimal("1299.95")), ("陈晨", 2, 1, Decimal("300.50"))] == [
        (one.label, one.first, one.count, one.sums[1]) for one in found.groups
    ]


def test_what_was_counted_for_each_row_is_summed_where_it_adds_up() -> None:
    """Events counted for their own customer do; those of whoever has the same adviser would count twice; nor does a
    sum of another row, which several rows show."""
    ways = """
计算:
  - {表: 客户, 列: 事件数, 类型: 整数, 方法: 计数, 来源: 事件}
  - {表: 客户, 列: 同人户数, 类型: 整数, 方法: 计数, 来源: 客户, 关联: 归属员工}
"""
    found = report("来源: 客户, 列: '客户编号,事件数,同人户数', 分组: 归属员工", ways)
    events = report("来源: 事件, 列: '事件编号,客户.事件数', 分组: 客户.归属员工", ways)

    assert [(None, 1, None), (None, 1, None)] == [one.sums for one in found.groups]
    assert {None} == {total for one in events.groups for total in one.sums}


def test_whose_name_it_is_is_said_beside_the_customers() -> None:
    """员工.姓名 alone is 姓名; beside 客户名称 it is 员工姓名."""
    both, alone = (report(f"来源: 事件, 列: '{columns}'") for columns in ("客户.客户名称,员工.姓名", "员工.姓名"))

    assert (("客户名称", "员工姓名"), ("姓名",)) == (both.labels, alone.labels)


def test_a_column_that_does_not_exist_is_named() -> None:
    """The rest of the report stands; the issue offers the nearest column."""
    office = day('报告: [{编号: R, 来源: 事件, 列: "事件编号,发生时间间"}]')

    assert ("事件编号",) == made(office).headings
    assert ["发生时间"] == [dict(one.words)["nearest"] for one in office.issues if one.kind is Kind.UNKNOWN_COLUMN]


def test_cells_to_fill_are_empty_and_kept_by_key() -> None:
    """填写列 is typed by staff; the page merges by a hidden key."""
    found = report_page(report('来源: 事件, 列: "事件编号,处理结果", 填写列: "处理结果,组长意见"'))

    assert ["处理结果", "组长意见"] == [one.heading for one in found.fields if one.typed]
    assert ("行键", ("E1", "E2")) == (found.key, found.keys)


def test_a_report_without_columns_shows_what_its_rows_hold() -> None:
    """Empty columns are left away."""
    assert ("事件编号", "客户编号", "事件类型", "发生时间", "员工编号", "金额") == report("来源: 事件").headings


def test_rows_of_results_say_why() -> None:
    """因由 is the last column of a report over results."""
    office = day(CALLS + '报告: [{编号: R, 来源: 义务, 列: "规则,源编号,名称"}]')
    found = table(report_page(made(office)))[0]

    assert ("W1", "E1", "到货回访") == (found["规则"], found["源编号"], found["名称"])
    assert str(found["因由"]).startswith("W1（发货后三日内回访）：事件!")


def test_the_list_is_reported_with_its_words() -> None:
    """剩余 in words, the number to call, the customer's name."""
    office = day(CALLS + '报告: [{编号: R, 来源: 今日清单, 列: "客户名称,电话,剩余,逾期", 排序: 逾期 降}]')

    assert ("甲酒行", "13800138001", "逾期 4 天", "逾期 4 天") == made(office).rows[0]


def test_who_has_a_task_is_named_on_reports_over_the_list() -> None:
    """责任人 of 今日清单 is a person as elsewhere."""
    office = day(CALLS + "报告: [{编号: R, 来源: 今日清单, 列: 责任人}]")

    assert (("S2",), ("林悦",)) == (made(office).rows[0], made(office).shown[0])


def test_marks_colour_rows_or_sign_them() -> None:
    """标记 红 colours; a sign gets a column."""
    red = report_page(report("来源: 事件, 列: 事件编号, 标记若: {金额: 1000以上}, 标记: 红"))
    star = report_page(report("来源: 事件, 列: 事件编号, 标记若: {金额: 1000以上}, 标记: ★"))

    assert ((0, "逾期"),) == red.marks
    assert ("事件编号", "标") == star.headings and "★" == star.rows[0][1]


def test_subtotals_stand_under_their_group() -> None:
    """A page shows each group's count and sum, and a total under all."""
    found = report_page(report("来源: 事件, 列: '事件编号,金额', 分组: 客户编号"))

    assert [
        ("E1", Decimal("1200.00")),
        ("C1 小计 1 行", Decimal("1200.00")),
        ("E2", Decimal("300.50")),
        ("C2 小计 1 行", Decimal("300.50")),
        ("合计 2 行", Decimal("1500.50")),
    ] == list(found.rows)


# -- blocks


def test_signatures_and_other_reports_stand_below() -> None:
    """块 brings another report's rows and the lines to sign."""
    rules = """
报告:
  - {编号: R, 名称: 议程, 来源: 员工, 若: {员工编号: S1}, 列: 姓名, 块: [清单 R2, "签字 主持人,记录人"]}
  - {编号: R2, 名称: 发货, 来源: 事件, 列: "事件编号,金额"}
"""
    found = made(day(rules))

    assert ["清单", "签字"] == [block.kind for block in found.blocks]
    assert ("发货", (("E1", "1,200.00"), ("E2", "300.50"))) == (found.blocks[0].title, found.blocks[0].rows)
    assert ("主持人", "记录人") == found.blocks[1].headings


def test_a_report_inside_itself_is_refused() -> None:
    """Two reports that hold each other are named, and nothing hangs."""
    rules = "报告: [{编号: R, 来源: 员工, 列: 姓名, 块: 清单 R2}, {编号: R2, 来源: 事件, 列: 事件编号, 块: 清单 R}]"

    assert Kind.RULE_RESTS in kinds(day(rules))


def test_related_rows_belong_to_their_row() -> None:
    """相关 表(若)[列] lists the children of each row."""
    found = report("来源: 客户, 列: 客户编号, 块: ['相关 事件(金额: 500以上)[事件编号,金额]']").blocks[0]

    assert ("事件", ("事件编号", "金额"), (("E1", "1,200.00"),), (0,)) == (
        found.title,
        found.headings,
        found.rows,
        found.of,
    )


def test_results_of_checks_belong_to_the_row_they_speak_of() -> None:
    """检查结果 names its row by 表 and 主键: two sheets with the same keys don't mix."""
    checks = """
    登记表: [{表: 门店, 列: ["编号:编号#", "电话:文本"]}, {表: 车辆, 列: ["编号:编号#", "牌照:文本"]}]
    检查清单:
      - {编号: K, 表: 门店, 条款: 要有电话, 列: 电话, 须: 非空}
      - {编号: L, 表: 车辆, 条款: 要有牌照, 列: 牌照, 须: 非空}
    """
    cells = "来源: 门店, 列: 编号, 块: ['相关 检查结果(通过: 否)[项]']"
    rules = f"报告: [{{编号: R, 名称: 表一, 条款: 要报, {cells}}}]\n{dedent(checks)}"
    shops = [{"编号": "1", "电话": "0571-1"}, {"编号": "2"}]
    found = made(day(rules, 门店=shops, 车辆=[{"编号": "1"}, {"编号": "2"}])).blocks[0]

    assert ((("电话",),), (1,)) == (found.rows, found.of)


def test_a_metric_shows_what_it_is_made_of() -> None:
    """指标 M gives its rows in the report's period and one figure with numerator and denominator."""
    rules = """
指标: [{编号: M, 名称: 大单率, 条款: 考核, 表: 事件, 分子若: {金额: 1000以上}, 分组: 员工编号}]
报告: [{编号: R, 来源: 事件, 若: {发生时间: 本月}, 列: 事件编号, 块: 指标 M}]
"""
    found = made(day(rules)).blocks[0]

    assert ("大单率", "1/2 · 50.00%") == (found.title, found.figure)
    assert ("期", "分组", "分子", "分母", "结果") == found.headings
    assert ("2026-03", "S2 林悦", "1", "1", "100.00%") == found.rows[0]
    assert "【事件】的每一行，其中金额在 1000 以上的占多少，每月算，按员工分" == found.counted


def test_money_is_written_as_money_everywhere() -> None:
    """A sum or a mean of a column of money; a count of such rows is a count."""
    rules = """
指标:
  - {编号: M, 名称: 总额, 条款: 考核, 表: 事件, 方法: 合计, 列: 金额}
  - {编号: N, 名称: 件数, 条款: 考核, 表: 事件, 方法: 计数}
报告: [{编号: R, 来源: 事件, 若: {发生时间: 本月}, 列: 事件编号, 块: [指标 M, 指标 N]}]
"""
    office = day(rules)

    assert ["1,500.50", "2"] == [one.figure for one in made(office).blocks]
    assert ["1,500.50", "2"] == [row[-1] for part in _metrics(office) for row in part.rows]


def test_a_metric_as_a_column_is_the_rows_own() -> None:
    """指标 M in 列: each row's group, with numerator and denominator."""
    rules = """
指标: [{编号: M, 名称: 大单率, 条款: 考核, 表: 事件, 分子若: {金额: 1000以上}, 分组: 员工编号}]
报告: [{编号: R, 来源: 员工, 列: "姓名,指标 M"}]
"""

    assert [("赵敏", None), ("林悦", "1/1 · 100.00%"), ("陈晨", "0/1 · 0.00%")] == list(made(day(rules)).rows)


def test_a_rate_is_never_shown_alone() -> None:
    """值 of a share brings 分子 and 分母 with it, as per cent; nothing over nothing is 无."""
    rules = """
指标: [{编号: M, 名称: 大单率, 条款: 考核, 表: 事件, 分子若: {金额: 1000以上}}]
报告: [{编号: R, 来源: 指标结果, 列: "期,值"}]
"""
    found = made(day(rules))

    assert ("期", "分子", "分母", "值") == found.headings
    assert "百分" == found.columns[3].kind
    assert [("2026-01", 0, 0, "无"), ("2026-03", 1, 2, Decimal("0.5"))] == [found.shown[0], found.shown[2]]


def test_words_without_a_sort_are_refused() -> None:
    """A block begins with one of six words."""
    with pytest.raises(NotUnderstood, match="不是块"):
        wanted(("移交人",))


# -- when and for whom


def test_a_report_is_due_on_its_day_only() -> None:
    """时机若 asks the day; a missed one is made up for when the last run is known."""
    rules = '报告: [{编号: R, 来源: 事件, 列: 事件编号, 时机若: {日: "6"}}]'
    office = day(rules)

    assert () == reports(office)
    assert [date(2026, 3, 6)] == [one.on for one in reports(office, since=date(2026, 3, 4))]
    assert () == reports(office, since=date(2026, 3, 6))


def test_only_the_carriers_asked_for() -> None:
    """Mail alone, or sheets alone."""
    office = day("报告: [{编号: R, 来源: 事件, 列: 事件编号, 载体: 邮件}, {编号: S, 来源: 事件, 列: 事件编号}]")

    assert (["R"], ["S"]) == tuple([one.rule.id for one in reports(office, carriers=[word])] for word in ("邮件", "表"))


def test_a_post_reads_everything_and_an_adviser_only_own_rows() -> None:
    """岗位:X is everybody of that post; {列} is whoever the row names."""
    post = report('来源: 事件, 列: 事件编号, 收件: "岗位:客服主管"').readers
    own = report('来源: 事件, 列: 事件编号, 拆分: 员工编号, 收件: "{员工编号}"').readers

    assert [("S1", None)] == [(one.id, one.rows) for one in post]
    assert [("S2", (0,)), ("S3", (1,))] == [(one.id, one.rows) for one in own]


def test_nobody_writes_to_a_missing_mailbox() -> None:
    """A mail report to someone without a mailbox is an issue at that cell, and no letter."""
    office = day('报告: [{编号: R, 名称: 月报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "{员工编号}"}]')
    found = letters(office, reports(office), TEMPLATES, daily=False)

    assert ["lin@example.com"] == [one.recipient for one in found]
    assert ["陈晨没有邮箱，“月报”没有发给他。"] == [one.what for one in office.issues if one.kind is Kind.NO_ADDRESS]


def test_a_letter_that_is_for_nobody_is_named() -> None:
    """A post that nobody holds, and a row that names nobody: the letter is missed, not lost without a word."""
    office = day(
        """
        报告:
          - {编号: R, 名称: 月报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "岗位:总经理"}
          - {编号: S, 名称: 通知, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "{负责人}"}
          - {编号: T, 名称: 空表, 来源: 事件, 若: {事件编号: 没有的}, 列: 事件编号, 载体: 邮件, 收件: "岗位:总经理"}
        """
    )
    found = letters(office, reports(office), TEMPLATES, daily=False)

    assert [] == list(found)
    assert [
        "“月报”没有发：收件“岗位:总经理”现在没有人。",
        "“通知”没有发：收件“{负责人}”现在没有人。",
    ] == [one.what for one in office.issues if one.kind is Kind.NO_READER]


def test_lint_of_a_workbook_names_letters_for_nobody_before_they_are_due() -> None:
    """A fixed 收件 without a person, or whose people all lack a mailbox; one that a row names waits for the row."""
    office = day(
        """
        报告:
          - {编号: R, 名称: 月报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "岗位:总经理"}
          - {编号: S, 名称: 通知, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "{负责人}"}
          - {编号: T, 名称: 简报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "岗位:客服主管"}
        """
    )

    assert [(Kind.NO_READER, "“月报”没有发：收件“岗位:总经理”现在没有人。")] == [
        (one.kind, one.what) for one in unreached(office.world)
    ]


def test_a_divided_report_has_a_page_for_each_value() -> None:
    """拆分: rows by value, and a page of each."""
    found = report("来源: 事件, 列: 事件编号, 拆分: 客户.归属员工")

    assert {"S2": (0,), "S3": (1,)} == found.by_part
    assert (("E2",),) == report_page(found, "S3").rows
    assert "报告·表一·S3" == report_page(found, "S3").name


# -- what is kept back


def test_a_failing_row_is_kept_back_with_its_item() -> None:
    """须: the row isn't listed, the sentence and the issue name the item."""
    more = "检查清单: [{编号: K, 名称: 全不全, 条款: 要全, 表: 事件, 项: 产品名, 列: 产品, 提示: 补产品}]"
    events = [{**EVENTS[0], "产品": "甲"}, EVENTS[1]]
    office = day(f"报告: [{{编号: R, 名称: 表一, 来源: 事件, 列: 事件编号, 须: K}}]\n{more}", 事件=events)
    found = made(office)

    assert ([("E1",)], ("E2 没有列出：产品名没有通过",)) == (list(found.rows), found.withheld)
    assert ["报告“表一”没有列出E2：产品名没有通过。"] == [
        one.what for one in office.issues if one.kind is Kind.REPORT_ROW_HELD
    ]


def test_a_check_holds_the_whole_report() -> None:
    """拦截 报告 R: the letter waits and says which item; other reports leave."""
    rules = """
检查清单: [{编号: K, 名称: 全不全, 条款: 要全, 表: 事件, 项: 产品名, 列: 产品, 拦截: 报告 R}]
报告:
  - {编号: R, 名称: 甲报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "岗位:客服主管"}
  - {编号: S, 名称: 乙报, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: "岗位:客服主管"}
"""
    office = day(rules)
    found = letters(office, reports(office), TEMPLATES, daily=False)

    assert [("R", True), ("S", False)] == [(one.report, bool(one.hold)) for one in found]
    assert "全不全的产品名没有通过（事件!第2行等 2 处）" == found[0].hold
    assert Kind.REPORT_HELD in [one.kind for one in office.issues]


# -- for readers outside


def test_readers_outside_see_covered_people() -> None:
    """外组 covers personal columns; 对外 also drops internal ones and prints 显示名."""
    more = """
登记表: [{表: 客户, 列: 信用, 类型: 文本, 密级: 内部}]
代码: [{组: 客户类别, 代码: VIP, 显示名: 贵宾}]
"""
    customers = [{**CUSTOMERS[0], "信用": "好"}]
    cells = '来源: 客户, 列: "客户编号,客户名称,手机,客户类别,信用", 对外: '

    assert [("C1", "甲**", "138****8001", "VIP", "好")] == list(report(cells + "外组", more, 客户=customers).rows)
    assert [("C1", "甲**", "138****8001", "贵宾")] == list(report(cells + "对外", more, 客户=customers).rows)
    assert ("信用",) == report(cells + "对外", more, 客户=customers).dropped


def test_secret_columns_never_leave() -> None:
    """机密 is dropped even inside, and the page says so."""
    more = "登记表: [{表: 客户, 列: 底价, 类型: 金额, 密级: 机密}]"
    customers = [{**CUSTOMERS[0], "底价": 9}]
    found = report('来源: 客户, 列: "客户编号,底价"', more, 客户=customers)

    assert ([("C1",)], ("底价",)) == (list(found.rows), found.dropped)
    assert "截至 2026-03-09，共 1 行；不可外传的列没有列出：底价" == report_page(found).note


# -- carriers


def test_a_ledger_of_passing_rows_only_grows() -> None:
    """台账 whose rows pass by with the day is appended to; one that shows a state is written anew."""
    passing, standing = (
        report_page(report(f"载体: 台账, 来源: 事件, 列: 事件编号{when}")) for when in (", 若: {发生时间: 本月}", "")
    )

    assert (True, "行键") == (passing.append, passing.key)
    assert (False, "") == (standing.append, standing.key)


def test_each_report_has_a_sheet_of_its_own() -> None:
    """Two reports of one name get two sheets; mail gets none."""
    office = day(
        "报告: [{编号: A, 名称: 表, 来源: 事件, 列: 事件编号}, {编号: B, 名称: 表, 来源: 客户, 列: 客户编号},"
        " {编号: C, 名称: 信, 来源: 事件, 列: 事件编号, 载体: 邮件}]"
    )

    assert ["报告·表", "报告·B 表"] == [one.name for one in report_pages(reports(office))]


# -- letters


def test_each_reader_gets_only_own_rows_in_a_letter() -> None:
    """One letter a person, phones covered, keyed by report, day and person."""
    staff = [*STAFF[:2], {**STAFF[2], "邮箱": "chen@example.com"}]
    rules = (
        '报告: [{编号: R, 名称: 月报, 载体: 邮件, 来源: 事件, 列: "事件编号,客户.手机,金额", 拆分: 员工编号,'
        ' 收件: "{员工编号}"}]'
    )
    office = day(rules, 员工=staff)
    found = letters(office, reports(office), TEMPLATES, daily=False)

    assert ["R|2026-03-09|S2", "R|2026-03-09|S3"] == [one.key for one in found]
    assert "E1|138****8001|1,200.00" in found[0].text and "E2" not in found[0].text
    assert "13800138001" not in found[0].html


def test_an_urgent_row_is_a_letter_of_its_own() -> None:
    """即时: one letter for each new row, the same key whenever it is made."""
    rules = '报告: [{编号: R, 名称: 急报, 载体: 邮件, 来源: 事件, 列: 事件编号, 即时: 是, 收件: "岗位:客服主管"}]'
    office = day(rules)
    both, fresh = reports(office), reports(office, fresh={"事件": ["E2"]})

    assert ["R|E1|S1", "R|E2|S1"] == [one.key for one in letters(office, both, TEMPLATES, daily=False)]
    assert ["R|E2|S1"] == [one.key for one in letters(office, fresh, TEMPLATES, daily=False)]
    assert () == letters(office, reports(office, fresh={}), TEMPLATES, daily=False)


def test_a_script_is_subject_and_opening() -> None:
    """话术: its name is the subject, its text the first paragraph."""
    rules = """
话术: [{编号: T, 名称: 请看月报, 用途: 邮件, 正文: "{设置.上班时段} 内请看。"}]
报告: [{编号: R, 载体: 邮件, 来源: 事件, 列: 事件编号, 话术: T, 收件: "岗位:客服主管"}]
"""
    office = day(rules)
    found = letters(office, reports(office), TEMPLATES, daily=False)[0]

    assert "请看月报" == found.subject
    assert found.text.startswith("赵敏：09:00-12:00,13:00-18:00 内请看。")


@pytest.mark.parametrize("dates", ["失效日: 2026-03-08", "生效日: 2026-04-01"])
@pytest.mark.parametrize("rows", ["", ", 若: {事件类型: 没有的词}"])
def test_a_letter_whose_words_are_not_in_force_waits(dates: str, rows: str) -> None:
    """It doesn't leave without them, nor with those of another day, with rows or without; the cell to mend is named."""
    rules = f"""
话术: [{{编号: T, 名称: 请看月报, 用途: 邮件, 正文: "请看。", {dates}}}]
报告: [{{编号: R, 载体: 邮件, 来源: 事件, 列: 事件编号, 话术: T, 收件: "岗位:客服主管"{rows}}}]
"""
    office = day(rules)
    made = reports(office)

    assert [True] == [bool(one.hold) for one in letters(office, made, TEMPLATES, daily=False)]
    assert [("", "“话术 T 今天生效”这一条没有通过")] == [(one.script[1], one.held) for one in made]
    assert "报告没有发" in [one.kind.title for one in office.issues if "话术 T" in one.what]


def test_long_tables_travel_as_a_file() -> None:
    """Beyond sixty rows the letter shows the top and carries the rest, phones covered there too."""
    customers = [{"客户编号": f"C{n}", "客户名称": f"户{n}", "手机": f"138{n:08d}"} for n in range(70)]
    rules = '报告: [{编号: R, 名称: 全部, 载体: 邮件, 来源: 客户, 列: "客户编号,手机", 收件: "岗位:客服主管"}]'
    office = day(rules, 客户=customers, 事件=())
    seen: list[Page] = []

    def attach(pages: Sequence[Page]) -> bytes:
        seen.extend(pages)
        return b"xlsx"

    found = letters(office, reports(office), TEMPLATES, attach=attach, daily=False)[0]

    assert "只列前 60 行，其余 10 行见附件。" in found.text and "C69" not in found.text
    assert ("全部 2026-03-09.xlsx", b"xlsx") == (found.attachments[0].name, found.attachments[0].content)
    assert "138****0069" == seen[0].rows[69][1]


def test_the_manager_reads_the_day_and_each_adviser_their_part() -> None:
    """日报: everything to whoever leads, own rows to the others; the figures count what the reader sees."""
    staff = [*STAFF[:2], {**STAFF[2], "邮箱": "chen@example.com"}]
    office = day(CALLS, 员工=staff)
    found = {one.name: one for one in letters(office, (), TEMPLATES)}

    assert ["赵敏", "林悦", "陈晨"] == list(found)
    assert "[今日清单 2][其中逾期 1]" in found["赵敏"].text and "要改的格" in found["赵敏"].text
    assert "[今日清单 1][其中逾期 0]" in found["陈晨"].text and "甲酒行" not in found["陈晨"].text
    assert "日报|2026-03-09|S3" == found["陈晨"].key


def test_the_office_names_who_reads_everything() -> None:
    """设置 日报收件 wins over posts and leaders."""
    setting = "设置: [{名: 日报收件, 类型: 文本, 值: '岗位:客服专员'}]"

    assert (["S1"], ["S2", "S3"]) == (managers(day("")), managers(day(setting)))


def test_whoever_heads_an_office_reads_everything_and_nobody_is_said() -> None:
    """主任 and 领导 head too; words are the office's own to add; where letters go out and nobody gets all, it is asked."""
    posts = [{"员工编号": f"Z{at}", "姓名": name, "岗位": name, "邮箱": f"z{at}@example.com"} for at, name in
             enumerate(("客户服务部主任", "管理处领导", "客服员", "掌柜"))]  # fmt: skip
    own = "设置: [{名: 看全部的岗位, 类型: 文本, 值: '掌柜，东家'}]"
    clerks, unmailed = day("", 员工=posts[2:3]), day("", 员工=[{**posts[2], "邮箱": ""}])
    gone = day("设置: [{名: 日报收件, 类型: 文本, 值: '岗位:店东'}]", 员工=posts)
    said = [[(str(one.place), one.what) for one in office.issues if one.kind is Kind.NO_OVERSEER]
            for office in (clerks, unmailed, gone, day("", 员工=posts))]  # fmt: skip

    assert (["Z0", "Z1"], ["Z3"]) == (managers(day("", 员工=posts)), managers(day(own, 员工=posts)))
    assert [
        [("员工!C1", "【员工】里没有一个岗位像主管的，别人的逾期、投诉和要改的格没有寄给谁。")],
        [],
        [("员工!C1", "【设置】“日报收件”写的“岗位:店东”现在没有人，别人的逾期、投诉和要改的格没有寄给谁。")],
        [],
    ] == said


@given(st.lists(st.integers(0, 5), unique=True, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_part_of_a_report_keeps_rows_and_keys_together(rows: list[int]) -> None:
    """Whatever rows are chosen, each keeps its own key, and marks stay on their rows."""
    result = _SIX
    part = chosen(result, rows)

    assert [result.rows[row] for row in rows] == list(part.rows)
    assert [result.keys[row] for row in rows] == list(part.keys)
    assert {result.keys[row] for row, _ in result.marks if row in rows} == {part.keys[row] for row, _ in part.marks}


_SIX = report(
    "来源: 客户, 列: 客户编号, 标记若: {客户编号: 'D1,D4'}, 标记: 红",
    客户=[{"客户编号": f"D{n}", "客户名称": "户"} for n in range(6)],
    事件=(),
)


def test_figures_beside_a_report_are_of_its_own_period_or_not_there() -> None:
    """A report about last month never prints this month's number in its place; a year that holds the month may stand."""
    rules = """
    指标:
      - {编号: M, 名称: 月数, 表: 事件, 方法: 计数, 期: 月}
      - {编号: Y, 名称: 年数, 表: 事件, 方法: 计数, 期: 年}
    报告:
      - {编号: R, 名称: 上月, 来源: 事件, 若: {发生时间: 上月}, 块: [指标 M, 指标 Y]}
      - {编号: S, 名称: 本月, 来源: 事件, 若: {发生时间: 本月}, 块: [指标 M]}
      - {编号: U, 名称: 上年, 来源: 事件, 若: {发生时间: 上年}, 块: [指标 M]}
    """
    only_march = [{**EVENTS[0], "事件编号": "E9", "发生时间": "2026-03-03"}]
    found = {one.rule.id: one for one in reports(day(rules, 事件=only_march))}

    assert [["2026-02"], ["2026"]] == [sorted({row[0] for row in block.rows}) for block in found["R"].blocks]
    assert ["2026-03"] == sorted({row[0] for row in found["S"].blocks[0].rows})
    assert all(row[0].startswith("2025") for row in found["U"].blocks[0].rows)


@pytest.mark.parametrize(
    ("rhythm", "period", "now", "shown"),
    [
        ('{日: "1"}', "月", "2026-04-01 09:00", "2026-03"),
        ("{月第几工作日: 1}", "月", "2026-04-01 09:00", "2026-03"),
        ("{月末: 是}", "月", "2026-03-31 18:00", "2026-03"),
        ('{日: "28"}', "月", "2026-03-28 09:00", "2026-03"),
        ("{星期: 周一}", "周", "2026-03-16 09:00", "2026年第11周"),
        ("{星期: 周五}", "周", "2026-03-13 17:00", "2026年第11周"),
        ('{日: "1"}', "年", "2026-04-01 09:00", "2026"),
    ],
)
def test_a_weekly_or_monthly_report_speaks_of_what_has_closed(rhythm: str, period: str, now: str, shown: str) -> None:
    """Figures at the beginning of a week or a month are the last one's, later on this one's; a year holds its months."""
    rules = f"""
指标: [{{编号: M, 名称: 件数, 条款: 数, 表: 事件, 方法: 计数, 期: {period}}}]
报告: [{{编号: R, 来源: 事件, 列: 事件编号, 块: 指标 M, 时机若: {rhythm}}}]
"""
    more = {**EVENTS[0], "事件编号": "E9", "发生时间": "2026-04-01 08:00"}
    block = made(day(rules, now, 事件=[*EVENTS, more])).blocks[0]

    assert {shown} == {row[block.headings.index("期")] for row in block.rows}


def test_a_letter_that_says_nothing_stays_away_if_set_so() -> None:
    """没事不发信: neither the day's letter nor a report without rows; what waits or is kept back is something to say."""
    quiet = "设置: [{名: 没事不发信, 值: 是}]\n"
    report_ = (
        '报告: [{编号: R, 名称: 大单, 载体: 邮件, 来源: 事件, 若: {金额: "%s"}, 列: 事件编号, 收件: "岗位:客服主管"}]'
    )
    none, some = report_ % "99999以上", report_ % "1以上"

    def sent(rules: str) -> list[str]:
        office = day(rules)
        return [one.report for one in letters(office, reports(office), TEMPLATES)]

    assert ["R", "日报"] == sent(none)
    assert [] == sent(quiet + none)
    assert ["R"] == sent(quiet + some)
    assert "日报" in sent(quiet + CALLS)


def test_a_letter_names_the_days_it_is_about() -> None:
    """Last month's sums say which month, whenever the letter is read."""
    rules = '报告: [{编号: R, 名称: 月报, 载体: 邮件, 来源: 事件, 若: {发生时间: 本月}, 列: 事件编号, 收件: "岗位:客服主管"}]'
    office = day(rules)

    assert "2026-03-01 至 2026-03-31" in letters(office, reports(office), TEMPLATES, daily=False)[0].text
