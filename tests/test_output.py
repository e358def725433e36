"""The sheets the program writes: what staff see on them, what they fill, and what a second run adds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bookshelf import TO_THE_WORDS
from tests.days import CALLS, CUSTOMERS, STAFF, again, as_grid, column, day, page, table
from workbook.papers.list.every_sheet import pages, spawned_rows
from workbook.papers.list.today import today_page
from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.shown import Sheetful, rate, said, told_apart, values
from workbook.papers.pages.time_left import to_the_day, to_the_minute
from workbook.rules.world.vectors import moments, numbers, text
from workbook.sheets.types import Type
from workbook.words.issues import Kind

FINES = """
时限:
  - {编号: D1, 名称: 交资料, 条款: 三日内交, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 1天,
     完成列: 反馈时间, 责任: "{员工编号}", 出: 提醒, 主题: 交资料}
处罚标准:
  - {编号: P1, 名称: 迟交, 条款: 迟交罚五十, 触发: 义务 D1, 金额: "50"}
指标:
  - {编号: M1, 名称: 按时率, 条款: 考核, 表: 义务, 若: {规则: D1}, 分子若: {状态: "按时,提前"}, 时间列: 到期,
     目标: 90%以上, 分组: 责任人}
  - {编号: M2, 名称: 发货额, 条款: 考核, 表: 事件, 方法: 合计, 列: 金额}
"""


def seen(found: Page) -> list[str]:
    """The headings people see."""
    return [one.heading for one in found.fields if not one.hidden]


def field(found: Page, heading: str) -> Field:
    """One field by heading."""
    return next(one for one in found.fields if one.heading == heading)


# -- 今日清单


def test_the_list_reads_from_who_to_why() -> None:
    """All that a call needs up to the words to say, then what it brought, its answers and what is seldom typed; then reasons."""
    found = today_page(day())

    assert [
        *TO_THE_WORDS,
        *("结果代码", "约定时间", "备注", "已收到", "打分", "回访时间", "原因", "批准人"),
        *("计划时间", "第几次", "客户编号", "客户类别", "到期", "状态", "说明", "号码分写", "规则", "因由"),
    ] == seen(found)
    assert ["结果代码", "约定时间", "备注", "已收到", "打分", "回访时间", "原因", "批准人"] == [
        one.heading for one in found.fields if one.typed
    ]
    assert "任务编号" == found.key and field(found, "任务编号").hidden


def test_a_row_says_whom_to_call_where_and_how_late() -> None:
    """The overdue customer comes first, with number, lateness, adviser, words and reason."""
    row = table(today_page(day()))[0]
    expected = {
        "序": 1,
        "客户编号": "C1",
        "客户名称": "甲酒行",
        "联系人": "女士",
        "电话": "13800138001",
        "客户类别": "VIP",
        "主题": "到货回访",
        "剩余/逾期": "逾期 4 天",
        "状态": "逾期",
        "责任人姓名": "林悦",
        "责任人": "S2",
        "第几次": 1,
        "话术": "甲酒行您好，我是林悦。",
        "话术版本": "T@v2",
        "规则": "W1",
        "因由": "W1（发货后三日内回访）：事件!D2",
        "任务编号": "W1·E1",
        "事件编号": "E1",
        "结果代码": None,
    }

    assert expected == {heading: row[heading] for heading in expected}


def test_overdue_rows_are_marked_and_todays_too() -> None:
    """Red for what is late, amber for what is due today."""
    assert ((0, "逾期"), (1, "今日")) == today_page(day()).marks


def test_days_without_a_time_are_written_as_days() -> None:
    """到期 holds the whole day, so the column is one of days."""
    assert "日期" == field(today_page(day()), "到期").kind


def test_outcomes_and_answers_have_their_words_to_choose_from() -> None:
    """A drop-down for codes, 是否 and small scores."""
    found = today_page(day())

    assert ("完成", "拒访") == field(found, "结果代码").choices[:2]
    assert ("是", "否") == field(found, "已收到").choices
    assert ("0", "1", "2", "3", "4", "5") == field(found, "打分").choices


def test_a_customer_without_mobile_is_called_on_the_landline() -> None:
    """电话: the mobile, else the landline."""
    assert ["13800138001", "057188886666"] == column(today_page(day()), "电话")


def test_a_text_never_goes_to_a_landline() -> None:
    """短信 without a mobile leaves the number empty and asks for it at the customer's cell."""
    office = day(CALLS.replace("话术: T}", "话术: T, 联系方式: 短信}"))
    found = today_page(office)
    asked = [one for one in office.issues if one.kind is Kind.NO_PHONE]

    assert ["13800138001", None] == column(found, "电话")
    assert ["C2 乙商贸没有短信要用的号码。"] == [one.what for one in asked]
    assert "客户!第3行" == str(asked[0].place) or "客户!D3" == str(asked[0].place)


def test_minutes_stand_beside_the_day() -> None:
    """A rule that counts hours shows the time of day in a column of its own, and lateness in hours."""
    office = day(CALLS.replace("时长: 3天", "时长: 74小时"), now="2026-03-09 13:20")
    found = today_page(office)

    assert ["逾期 4 天", "逾期 1 小时 20 分"] == column(found, "剩余/逾期")
    assert ["12:00", "12:00"] == column(found, "到期时刻")


def test_minutes_have_no_column_on_a_day_without_any() -> None:
    """Rules may count hours, today's tasks don't; a sheet that has the column from another day is cleared."""
    hours = CALLS.replace("时长: 3天", "时长: 74小时")
    found = today_page(day(hours, now="2026-03-09 13:20", 事件=()))

    assert "到期时刻" not in found.headings and "到期时刻" in found.passing


def test_whom_to_call_and_what_to_fill_is_printed() -> None:
    """The printed part ends with the remark, and is narrow enough for letters of seven points on A4."""
    found = today_page(day())
    printed = found.fields[: found.headings.index(found.print_to) + 1]

    assert ("备注", "序") == (found.print_to, printed[0].heading)
    assert {"客户名称", "电话", "主题", "结果代码"} <= {one.heading for one in printed}
    assert 215 >= sum(one.width for one in printed)


def test_what_an_emptier_day_lacks_is_cleared_where_it_stands() -> None:
    """Without a task there is nothing to say and no event to name, though yesterday's sheet has the columns."""
    found = today_page(day(事件=()))

    assert {"话术版本", "事件编号", "称谓"} <= set(found.passing)
    assert ["话术版本"] == [one.heading for one in found.over(["话术版本", "我的记号"]).fields[-1:]]


def test_a_report_named_after_the_list_lays_it_out() -> None:
    """列 chooses and orders the columns, 排序 the rows; what staff must fill is never lost."""
    office = day(
        CALLS
        + """
报告:
  - {编号: 今日清单, 来源: 今日清单, 列: "序,客户.手机,客户名称,结果代码,意见,到期", 排序: "客户编号 降"}
"""
    )
    found = today_page(office)

    assert ["序", "手机", "客户名称", "结果代码", "意见", "到期"] == seen(found)[:6]
    assert ["C2", "C1"] == [str(key)[-2:].replace("E", "C") for key in column(found, "任务编号")]
    assert [1, 2] == column(found, "序")
    assert field(found, "意见").typed and field(found, "回访时间").typed and field(found, "已收到").typed
    assert "因由" == seen(found)[-1]


def test_a_layout_that_names_an_unknown_column_says_so() -> None:
    """The other columns are there; the issue names the near one."""
    office = day(CALLS + '报告: [{编号: 今日清单, 来源: 今日清单, 列: "序,客户名秤"}]')
    found = today_page(office)

    assert "客户名秤" not in found.headings
    assert ["客户名秤"] == [dict(one.words)["path"] for one in office.issues if one.kind is Kind.UNKNOWN_COLUMN]


def test_divided_rows_stand_together() -> None:
    """拆分 keeps one sheet; the rows of one person follow each other."""
    events = [
        {"事件编号": f"E{n}", "客户编号": f"C{1 + n % 2}", "事件类型": "发货", "发生时间": f"2026-03-0{n}"}
        for n in range(1, 7)
    ]
    office = day(CALLS + '报告: [{编号: 今日清单, 来源: 今日清单, 列: "序,责任人", 拆分: 责任人}]', 事件=events)

    assert ["林悦"] * 3 + ["陈晨"] * 3 == column(today_page(office), "责任人姓名")


def test_an_empty_day_still_has_its_headings() -> None:
    """No rows, but every column, so that the sheet looks the same tomorrow."""
    found = today_page(day(事件=()))

    assert () == found.rows and "已收到" in found.headings


# -- the other sheets


def test_list_and_explanation_add_up_to_all_customers() -> None:
    """Each customer stands on one of the two."""
    made = pages(day())
    on_list, not_on = (column(page(made, name), "客户编号") for name in ("今日清单", "未入选说明"))

    assert {"C1", "C2", "C3"} == {*on_list, *not_on}
    assert ["停用"] == column(page(made, "未入选说明"), "原因")


def test_a_list_of_texts_is_a_sheet_of_its_own() -> None:
    """One page for each list: number, text, length; staff note when it was sent."""
    office = day(
        CALLS.replace("话术: T}", '话术: T, 联系方式: 短信, 出: "名单:短信"}').replace("，我是{员工.姓名}", "")
    )
    found = page(pages(office), "名单：短信")
    row = table(found)[0]

    assert ("甲酒行您好。", 6, "13800138001", date(2026, 3, 9)) == (row["正文"], row["字数"], row["号码"], row["日期"])
    assert field(found, "已发时间").typed
    assert ["13800138001", None] == column(found, "号码")
    assert [Kind.NO_PHONE] == [one.kind for one in office.issues if one.kind is Kind.NO_PHONE]


def test_a_reminder_leads_to_the_cell_that_ends_it() -> None:
    """责任人, what is owed, for how long, and the cell to fill as a link."""
    events = [
        {
            "事件编号": "E1",
            "客户编号": "C1",
            "事件类型": "发货",
            "发生时间": "2026-03-02",
            "员工编号": "S2",
            "反馈时间": None,
        }
    ]
    row = table(page(pages(day(FINES, 事件=events)), "提醒"))[0]

    assert ("林悦", "交资料", "甲酒行", "逾期 6 天", "事件!F2") == tuple(
        row[heading] for heading in ("责任人姓名", "事项", "客户名称", "剩余/逾期", "在哪里填")
    )


def test_fines_carry_sum_person_and_clause() -> None:
    """处罚台账 is a ledger: money as money, the ruling typed beside it, the key out of sight."""
    found = page(pages(day(FINES)), "处罚台账")
    row = table(found)[0]

    assert found.append and "行键" == found.key
    assert ("S2", "林悦", Decimal("50.00"), "P1") == (row["员工编号"], row["姓名"], row["金额"], row["代码"])
    assert str(row["因由"]).startswith("P1（迟交罚五十）：")
    life = ["确认人", "申诉日", "申诉理由", "复核结论", "复核金额", "复核人"]
    assert ["责令时间", "改正时间", "裁决", "裁决金额", "裁决人", "缴款日", *life] == [
        one.heading for one in found.fields if one.typed
    ]
    assert field(found, "下限").hidden and not field(found, "金额").hidden


def test_ledgers_grow_only_once() -> None:
    """A second run finds its rows there and adds none."""
    first = pages(day(FINES))
    second = pages(again(day(FINES), first, FINES))

    assert [2] == [len(one.rows) for one in first if one.name == "处罚台账"]
    assert [0] == [len(one.rows) for one in second if one.name == "处罚台账"]


def test_shares_and_sums_stand_in_their_own_columns() -> None:
    """A rate shows its numerator and denominator; a sum is no per cent; nothing divided by nothing is 无."""
    found = page(pages(day(FINES)), "指标结果")
    share = next(row for row in table(found) if row["编号"] == "M1" and row["分组"] == "S2 林悦")
    total = next(row for row in table(found) if row["编号"] == "M2" and row["期"] == "2026-03")
    nothing = next(row for row in table(found) if row["编号"] == "M1" and row["期"] == "2026-01")

    assert (0, 1, 0, None, "90%以上", "否") == (
        share["分子"],
        share["分母"],
        share["比率"],
        share["值"],
        share["要求"],
        share["达标"],
    )
    assert (None, Decimal("1500.5")) == (total["比率"], total["值"])
    assert "无" == nothing["比率"]


def test_problems_keep_their_first_day() -> None:
    """首见 is the day a problem was first seen, 末见 today; the cell is a link."""
    customers = [*CUSTOMERS, {"客户编号": "C4", "客户名称": "丁", "生日": "2026/2/30"}]
    first = pages(day(客户=customers))
    later = pages(again(day(), first, CALLS, "2026-03-10 09:00", 客户=customers))
    row = table(page(later, "问题"))[0]

    assert ("停", "日期看不懂", "链接") == (row["级别"], row["代码"], field(page(later, "问题"), "格").kind)
    assert (date(2026, 3, 9), date(2026, 3, 10)) == (row["首见"], row["末见"])
    assert ((0, "停"),) == page(later, "问题").marks[:1]


def test_gaps_of_a_checklist_are_problems_too() -> None:
    """A failed item names the customer, the cell and what to do."""
    office = day(CALLS + "检查清单: [{编号: K, 名称: 档案, 条款: 要全, 表: 客户, 列: 地址, 提示: 补地址, 级别: 注}]")
    rows = [row for row in table(page(pages(office), "问题")) if row["级别"] == "注" and row["怎么改"] == "补地址"]

    assert ["档案：C1 的地址是空的。", "档案：C2 的地址是空的。", "档案：C3 的地址是空的。"] == [
        row["内容"] for row in rows
    ]


def test_changes_are_kept_in_history_once() -> None:
    """A kept decision is one row; the next run adds none."""
    rules = CALLS + "判定: [{编号: J, 条款: 分级, 表: 客户, 列: 等级, 留痕: 是, 若: {客户类别: VIP}, 值: A}]"
    first = pages(day(rules))
    rows = table(page(first, "历史"))
    second = pages(again(day(rules), first, rules))

    assert [("判定", "C1", "等级", None, "A", "J（分级）")] == [
        (row["种类"], row["主键"], row["列"], row["旧值"], row["新值"], row["因由"]) for row in rows
    ]
    assert datetime(2026, 3, 9, 12, 0) == rows[0]["时间"]
    assert () == page(second, "历史").rows


def test_sheets_that_no_rule_fills_are_not_written() -> None:
    """An office sees only what its rulebook fills."""
    assert ["今日清单", "未入选说明", "问题"] == [one.name for one in pages(day())]


def test_every_page_reads_back_without_a_new_problem() -> None:
    """What we write is what the next run understands."""
    first = day(FINES)
    second = again(first, pages(first), FINES)
    pages(second)

    assert {str(one) for one in first.issues} == {str(one) for one in second.issues}


def test_spawned_rows_come_once_with_their_origin() -> None:
    """开单 gives rows by heading with typed values; a second run finds them and gives none."""
    rules = (
        CALLS
        + """
登记表:
  - {表: 问题单, 列: ["问题编号:编号#", "客户编号:引用(客户)!", "时间:时点@!", 内容:文本, 来源规则:文本, 来源编号:编号]}
开单:
  - {编号: O, 条款: 转问题, 源表: 事件, 若: {事件编号: E1}, 目标表: 问题单,
     写入: "客户编号={客户编号}；时间={发生时间}；内容=看看"}
"""
    )
    fresh = spawned_rows(day(rules))
    expected = {
        "问题编号": "O-E1",
        "客户编号": "C1",
        "时间": datetime(2026, 3, 2, 10, 0),
        "内容": "看看",
        "来源规则": "O",
        "来源编号": "E1",
    }

    assert {"问题单": [expected]} == fresh
    assert {} == spawned_rows(day(rules, 问题单=fresh["问题单"]))


# -- values and words


@pytest.mark.parametrize(
    ("vec", "expected"),
    [
        (text(["甲", None]), ["甲", None]),
        (numbers([3.0, float("nan")], Type("整数")), [3, None]),
        (numbers([0.1], Type("金额")), [Decimal("0.10")]),
        (numbers([0.2], Type("百分")), [Decimal("0.2")]),
        (moments(["2026-03-09T14:00", "NaT"]), [datetime(2026, 3, 9, 14, 0), None]),
    ],
)
def test_cells_keep_their_type(vec: object, expected: list[object]) -> None:
    """Texts stay texts, money is Decimal, days are dates; empty is None."""
    assert expected == values(vec)  # type: ignore[arg-type]


def test_words_for_days_and_minutes() -> None:
    """Working days where the rule counts them; days where there are none between."""
    import numpy as np

    from workbook.clock.days import calendars

    china, day_ = calendars([], 2026, 2026).of("国家"), np.datetime64

    assert "逾期 3 工作日" == to_the_day(day_("2026-03-05"), day_("2026-03-10"), china)
    assert "逾期 1 天" == to_the_day(day_("2026-03-06"), day_("2026-03-07"), china)
    assert ("还有 2 天", "逾期 59 分") == (to_the_minute(2 * 86400), to_the_minute(-3599))


@given(st.lists(st.sampled_from(["甲", "乙", "甲·2", "", " 甲"]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_keys_told_apart_are_unique_and_keep_what_was_unique(keys: list[str]) -> None:
    """No two rows share a key; a page with them can be made."""
    found = told_apart(keys)
    sheet = Sheetful(len(keys))
    sheet.add("行键", keys)

    assert len(keys) == len(set(found))
    assert len(keys) == len(sheet.page("甲", key="行键").keys)


@given(st.integers(0, 500), st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_a_share_shows_what_it_is_made_of(top: int, bottom: int) -> None:
    """分子/分母 · 结果."""
    told = rate(min(top, bottom), bottom)

    assert told.startswith(f"{min(top, bottom)}/{bottom} · ") and told.endswith("%")
    assert said(Decimal(min(top, bottom)) / bottom, "百分") == told.partition(" · ")[2]


def test_the_staff_of_the_tests_is_read_without_a_problem() -> None:
    """The little office itself is sound."""
    assert "员工" == as_grid("员工", STAFF).name and () == day().issues
