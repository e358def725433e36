"""A column that rules go by and nobody has filled: one note a sheet, at its heading; no rule rests."""

from __future__ import annotations

from test_absent import DONE, RULES, SOLVED, day, fined

from workbook.day import Day
from workbook.words.issues import Kind


def notes(found: Day) -> list[str]:
    """What is said of columns that hold nothing, but for those of 员工."""
    told = [one for one in found.issues if one.kind is Kind.COLUMN_UNFILLED and one.place.sheet != "员工"]
    return [f"{one.place}：{one.what}" for one in told]


def test_an_emptied_column_is_named_at_its_heading() -> None:
    """The complaint counts as open and is fined; beside that stands a word."""
    found = day(事件=[{**SOLVED, "处理完成时间": None}])

    assert 1 == fined(found)
    assert ["事件!F1：“处理完成时间”整列是空的，1 条规则看它，都按空的算。"] == [
        one for one in notes(found) if "处理完成时间" in one
    ]


def test_one_filled_cell_is_enough() -> None:
    """Half a column is what an office looks like."""
    found = day(事件=[{**SOLVED, "处理完成时间": DONE}, {**SOLVED, "事件编号": "E2", "处理完成时间": None}])

    assert [] == [one for one in notes(found) if "处理完成时间" in one]


def test_a_column_that_no_rule_reads_may_stay_empty() -> None:
    """Nobody misses it."""
    found = day(事件=[{**SOLVED, "处理完成时间": DONE, "金额": None}])

    assert [] == [one for one in notes(found) if "金额" in one]


def perhaps(found: Day) -> list[str]:
    """What is asked about headings that may stand for a column by which people are looked for."""
    return [one.what for one in found.issues if one.kind is Kind.COLUMN_PERHAPS]


def test_a_renamed_column_by_which_people_are_looked_for_is_asked_about_and_no_rule_rests() -> None:
    """科室 may be 部门, or an own column of the office: nothing stops."""
    rules = RULES.replace('责任: "{员工编号}"', '责任: "部门:售后部"')
    staff = [{"员工编号": "S1", "姓名": "王", "岗位": "客服", "科室": "售后部"}]
    found = day(rules, 员工=staff, 事件=[{**SOLVED, "处理完成时间": DONE}])

    assert ["找不到“部门”这一列（第 1 行是表头），规则用到它；“科室”没有人认得。"] == perhaps(found)
    assert ["D"] == [one for one in found.sheet("义务").typed["规则"].objects().tolist() if one == "D"]
    assert [] == perhaps(day(rules, 员工=[{**staff[0], "部门": "售后部"}], 事件=[{**SOLVED, "处理完成时间": DONE}]))
