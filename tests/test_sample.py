"""sample.xlsx: made by its script, kept like an office's own workbook, and worked through on its Monday."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.reports.day_summary import summaries
from workbook.papers.reports.reports import report_pages, reports
from workbook.rulebook.load.named import rulebooks_of
from workbook.sheets.grid import Grid
from workbook.shells.files import reading
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.cases import rows_of
from workbook.shells.runs.linting import linted
from workbook.words.issues import Kind

HOME = Path(__file__).resolve().parent.parent
SAMPLE = HOME / "sample.xlsx"
MONDAY = datetime(2026, 3, 16, 9)
sys.path.insert(0, str(HOME / "docs"))

import make_sample  # type: ignore[import-not-found]  # noqa: E402

RESULTS = {
    *("今日清单", "提醒", "未入选说明", "问题", "处罚台账", "抽样台账", "指标结果", "定额结果"),
    *("历史", "运行记录", "名单：短信"),
}


@pytest.fixture(scope="module")
def grids() -> tuple[Grid, ...]:
    return reading.read(SAMPLE)


@pytest.fixture(scope="module")
def day(grids: tuple[Grid, ...]) -> Day:
    return opened(grids, shelf(), rulebooks_of(grids), MONDAY).finished()


def rows(day: Day, sheet: str, *headings: str, **where: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows of a sheet that say this."""
    found = rows_of(day, sheet, [*dict.fromkeys((*headings, *where))])
    return [
        tuple(row[one] for one in headings) for row in found if all(row[one] == word for one, word in where.items())
    ]


# -- the file


def test_the_script_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    """No clock and no chance: not even within one process."""
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    make_sample.main(first)
    make_sample.main(second)

    assert first.read_bytes() == second.read_bytes()


def test_the_sample_is_what_its_script_writes(tmp_path: Path, grids: tuple[Grid, ...]) -> None:
    """Staff's sheets and the rules, cell for cell; if not, run python docs/make_sample.py."""
    make_sample.main(tmp_path / "sample.xlsx")

    assert kept(reading.read(tmp_path / "sample.xlsx")) == kept(grids)


def test_the_english_sample_is_what_its_script_writes(tmp_path: Path) -> None:
    """Cell for cell, and Excel has nothing to repair; if not, run python docs/make_sample.py."""
    from openxml_audit import OpenXmlValidator

    make_sample.main(tmp_path / "en.xlsx", file=make_sample.HERE / "sample-en.yaml", language="en")
    book = HOME / "sample-en.xlsx"
    assert kept(reading.read(book)) == kept(reading.read(tmp_path / "en.xlsx"))
    assert [] == OpenXmlValidator().validate(str(book)).errors
    assert {"Home", "Today", "Customers", "Settings"} <= set(openpyxl.load_workbook(book, read_only=True).sheetnames)


def kept(found: tuple[Grid, ...]) -> dict[str, list[list[str | None]]]:
    """The cells of every sheet but the results of runs."""
    return {one.name: [column.to_pylist() for column in one.columns] for one in found if one.name not in RESULTS}


def test_the_sample_is_small_and_excel_has_nothing_to_repair() -> None:
    """Under 150 kB, and nothing found against the rules of the file format."""
    from openxml_audit import OpenXmlValidator

    assert SAMPLE.stat().st_size < 250_000  # of it 100,000 for every column of the rule sheets and their notes
    assert [] == OpenXmlValidator().validate(str(SAMPLE)).errors


def test_its_sheets_are_kept_like_an_offices_own() -> None:
    """Panes, widths, filters, drop-downs, colours by state, A4 with the header on each page."""
    book = openpyxl.load_workbook(SAMPLE)
    for sheet in book:
        assert sheet.freeze_panes, sheet.title
        assert sheet.auto_filter.ref or sheet.tables, sheet.title
        fitted = sheet.sheet_properties.pageSetUpPr
        assert ("9", True) == (str(sheet.page_setup.paperSize), bool(fitted and fitted.fitToPage)), sheet.title
        assert sheet.print_title_rows, sheet.title
        assert all(one.width and one.width >= 6 for one in sheet.column_dimensions.values()), sheet.title
    assert {"客户", "事件", "工单", "回访记录", "员工"} <= {
        sheet.title for sheet in book if sheet.data_validations.count
    }
    colours = {
        rule.formula[0].partition("=")[2] for block in book["今日清单"].conditional_formatting for rule in block.rules
    }
    assert {'"逾期"', '"今日"'} <= colours


def test_names_numbers_and_mailboxes_are_invented(grids: tuple[Grid, ...]) -> None:
    """Mail goes to example.com, and every mobile number lies in 1380000xxxx."""
    words = [text for one in grids for column in one.columns for text in column.to_pylist() if text]
    mobiles = {
        text.replace("-", "") for text in words if text.replace("-", "").isdigit() and len(text.replace("-", "")) == 11
    }

    assert mobiles
    assert {"1380000"} == {mobile[:7] for mobile in mobiles}
    assert {"example.com"} == {text.rpartition("@")[2] for text in words if "@" in text}


def test_its_rules_have_nothing_but_notes() -> None:
    """The linter goes through every rule sheet in the file."""
    assert {"注"} >= {found.kind.level for found in linted(str(SAMPLE))}


# -- honest mistakes


def test_each_planted_mistake_is_found_in_its_cell(day: Day) -> None:
    """And nothing else is wrong with what staff typed."""
    found = Counter((one.kind, str(one.place)) for one in day.issues if one.kind is not Kind.COLUMN_UNFILLED)

    assert found == Counter(
        [
            (Kind.BAD_DATE, "客户!L44"),
            (Kind.CUSTOMER_UNKNOWN, "事件!B90"),
            (Kind.DUPLICATE_KEY, "工单!A44"),
            (Kind.ALIAS_FOLDED, "回访记录!I59"),
            (Kind.VALUE_MISSING, "回访记录!L61"),
            (Kind.UNKNOWN_FINE_CODE, "违规登记!D9"),
        ]
    )


def test_what_can_be_read_is_read(day: Day) -> None:
    """A day in words, full-width digits, a number for a telephone, a number with dashes, blank rows in the middle."""
    assert [("13800002031",)] == rows(day, "客户", "手机", 客户编号="C031")
    assert [("13800002009",)] == rows(day, "客户", "手机", 客户编号="C009")
    assert [("1979-08-01",)] == rows(day, "客户", "生日", 客户编号="C012")
    assert [("2026-03-09 10:30",)] == rows(day, "事件", "发生时间", 客户编号="C036", 事件类型="送货")
    assert [("2026-03-08 10:10",)] == rows(day, "回访记录", "回访时间", 客户编号="C030", 类别="送后")
    assert [("E002",)] == rows(day, "事件", "事件编号", 客户编号="C027", 事件类型="成交")
    assert [(120.0,)] == rows(day, "工单", "收费", 工单编号="W013")
    assert [("邻居介绍",)] == rows(day, "客户", "谁介绍的", 客户编号="C027")


def test_one_bad_row_takes_nothing_else_with_it(day: Day) -> None:
    """Of 87 events, 41 job rows and 78 calls each sheet loses its one bad row; the other row with a mistake stays."""
    counts = {sheet: len(day.world.tables.frames[sheet]) for sheet in ("客户", "事件", "工单", "回访记录")}

    assert {"客户": 60, "事件": 86, "工单": 40, "回访记录": 77} == counts


# -- the day


def test_the_list_and_the_explanation_add_up_to_all_customers(day: Day) -> None:
    """Each of the sixty stands on one of the two."""
    listed = [row[0] for row in rows(day, "今日清单", "客户编号")]
    others = [row[0] for row in rows(day, "未入选说明", "客户编号")]

    assert 15 <= len(listed) <= 30
    assert not set(listed) & set(others)
    assert {f"C{number:03}" for number in range(1, 61)} == {*listed, *others}


def test_the_list_holds_overdue_todays_vip_and_sampled_calls(day: Day) -> None:
    """Six deliveries late, one of them because its record lacks the outcome; a VIP whose month is over."""
    states = Counter(state for (state,) in rows(day, "今日清单", "状态"))
    late = {key for key, rule in rows(day, "今日清单", "客户编号", "规则", 状态="逾期") if rule in {"D3", "D7"}}

    assert {"逾期": 7, "今日到期": 5, "待办": 10} == dict(states)
    assert {"C021", "C022", "C034", "C036", "C038", "C039"} == late
    assert [("V1", "2026-03-12")] == rows(day, "今日清单", "规则", "到期", 客户编号="C002")
    assert 6 == len(rows(day, "今日清单", "客户编号", 规则="C1"))


def test_calls_are_planned_into_the_afternoon_and_to_the_promised_minute(day: Day) -> None:
    """14:00 on a working day; 15:00 where the customer rests until then; 15:30 because he said so."""
    planned = dict(rows(day, "今日清单", "客户编号", "计划时间"))

    assert "2026-03-16 15:30" == planned["C022"]
    assert "2026-03-16 15:00" == planned["C006"]
    assert {"2026-03-16 14:00"} == {at for key, at in planned.items() if key not in {"C022", "C006"}}


def test_two_deliveries_to_one_customer_are_one_call(day: Day) -> None:
    """The third day of one and the seventh of another fall on this Monday."""
    ((rule, topic, remark),) = rows(day, "今日清单", "规则", "主题", "说明", 客户编号="C013")

    assert {"D3", "D7"} == set(rule.split("、"))
    assert {"送货第三天回访", "第七天使用回访"} == set(topic.split("、"))
    assert "合并 2 件" in remark


def test_nobody_gets_a_call_from_who_left_or_is_on_leave(day: Day) -> None:
    """S8 left on the 6th, S4 is away until the 18th: the two others share their customers' calls."""
    assert {"S2", "S3"} == {who for (who,) in rows(day, "今日清单", "责任人")}


REASONS = {
    "C007": "停用",
    "C008": "勿扰",
    "C012": "频次已满",
    "C033": "改道",
    "C042": "待起",
    "C046": "未到期",
    "C027": "已覆盖",
    "C016": "无适用规则",
}


@pytest.mark.parametrize(("customer", "reason"), REASONS.items())
def test_the_explanation_says_why(day: Day, customer: str, reason: str) -> None:
    """One customer of each sort: the three calls of the quarter are used up, the complaint isn't solved yet …"""
    assert [(reason,)] == rows(day, "未入选说明", "原因", 客户编号=customer)


def test_a_days_rest_of_the_office_moves_what_its_people_owe(day: Day) -> None:
    """Closed on the 11th, working on Saturday the 14th: two working days from the 10th end on the 13th."""
    owed = {key: (due, state) for key, due, state in rows(day, "义务", "源编号", "到期", "状态", 规则="J1")}

    assert ("2026-03-13", "按时") == owed["E052"]
    assert ("2026-03-14", "逾期") == owed["E067"]
    assert ("2026-03-05", "迟") == owed["E009"]


def test_a_complaint_has_a_clock_to_solve_and_one_to_call_back(day: Day) -> None:
    """E031 was solved a day late; its call is due seven days after that."""
    assert [("2026-03-09", "迟")] == rows(day, "义务", "到期", "状态", 规则="T1", 源编号="E031")
    assert [("2026-03-17", "待办")] == rows(day, "义务", "到期", "状态", 规则="T2", 源编号="E031")


def test_an_unhappy_call_became_a_complaint(day: Day) -> None:
    """The answer of Sunday stands as an event on Monday, with three working days to solve it."""
    assert [("C037", "水压不够，洗碗机用不了")] == rows(day, "事件", "客户编号", "内容", 来源规则="O1")
    assert [("S3", "2026-03-18")] == rows(day, "提醒", "责任人", "到期", 规则="T3", 源编号="O1-H075")


def test_the_second_and_third_late_paper_of_a_month_cost_double(day: Day) -> None:
    """50, then 100 and 100: twice, never four times."""
    fines = rows(day, "处罚台账", "日期", "第几次", "倍数", "金额", 代码="Z1", 员工编号="S5")

    assert [("2026-03-06", 1, 1, 50), ("2026-03-13", 2, 2, 100), ("2026-03-15", 3, 2, 100)] == fines


def test_an_excused_leak_costs_nothing_and_a_late_one_does(day: Day) -> None:
    """W016 was reached after 30 hours; W025 later still, because the customer chose another day."""
    assert [("W016", 30)] == rows(day, "处罚台账", "对象编号", "金额", 代码="Z3")


def test_what_a_person_must_decide_waits(day: Day) -> None:
    """An invented call has no price; a wrong code has none either."""
    assert [(None, "再培训", "是")] == rows(day, "处罚台账", "金额", "处理", "待决定", 代码="Z5")
    assert [(None,)] == rows(day, "处罚台账", "金额", 代码="Z44")


def test_the_draws_of_the_last_run_stand_and_monday_adds_sundays(day: Day) -> None:
    """Thursday to Saturday were drawn on Sunday; each district and day at least one job, a fifth rounded up."""
    drawn = rows(day, "抽样台账", "期", "单位", "源编号", 抽中="抽中")
    wanted = {(period, unit): number for period, unit, number in rows(day, "抽样台账", "期", "单位", "应抽")}

    assert {"2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"} == {period for period, _, _ in drawn}
    assert [("2026-03-15", "城东", "W039")] == [one for one in drawn if one[0] == "2026-03-15"]
    assert {1.0} == set(wanted.values())


def test_birthdays_and_the_offices_own_day_go_by_text_once_each(day: Day) -> None:
    """C003 has both and gets one; C033 is no VIP but has a birthday."""
    lines = rows(day, "名单:短信", "客户编号", "规则")

    assert [("C003", "X1"), ("C033", "X1")] == sorted(line for line in lines if line[1] == "X1")
    assert {"C001", "C002", "C004", "C005", "C006"} == {key for key, rule in lines if rule == "X2"}


def test_the_figures_of_march_can_be_counted_by_hand(day: Day) -> None:
    """Five of seven complaints solved in time; 24 of 29 calls of the third day; S5 pays 250."""
    march = {
        (key, group): (top, bottom)
        for key, group, top, bottom in rows(day, "指标结果", "编号", "分组", "分子", "分母", 期="2026-03")
    }

    assert (5, 7) == march["M3", "合计"]
    assert (10, None) == march["M6", "合计"]
    assert (250, None) == march["M5", "S5"]
    assert march["M1", "D3"] == by_hand(day)


def by_hand(day: Day) -> tuple[int, int]:
    """Calls of the third day in time, and all that are due or made, counted duty by duty."""
    states = Counter(state for (state,) in rows(day, "义务", "状态", 规则="D3"))
    due = sum(number for state, number in states.items() if state in {"按时", "提前", "迟", "逾期"})
    return states["按时"] + states["提前"], due


def test_every_row_says_why(day: Day) -> None:
    """Rule, clause and the cells it stands on."""
    reasons = [day.because(day.listed, at) for at in range(len(day.listed))]

    assert all("第" in reason and "!" in reason for reason in reasons)


def test_the_station_heads_letter_begins_with_decisions_and_names_no_rule_by_its_code(day: Day) -> None:
    """What waits for a decision, then whose work is late, before any figure; the office's own report is a sheet."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in (HOME / "templates").glob("mail.*.j2")}
    (head,) = [one for one in summaries(day, templates) if one.recipient == "shen@example.com"]
    text = head.text

    assert "晴川净水服务站：等您决定" in head.subject
    assert 0 < text.index("等您决定") < text.index("谁的逾期") < text.index("今日清单")
    assert [] == [code for code in ("T1", "D3", "D7", "KD", "C1") if code in text.replace("\n", " ").split()]
    assert {"站长日报"} == {
        page.name.removeprefix("报告·") for page in report_pages(reports(day)) if "日报" in page.name
    }
