"""A column that rules go by and nobody has filled: one note a sheet, at its heading; no rule rests."""

from __future__ import annotations

from test_absent import DONE, RULES, SOLVED, Rows, day, fined

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


LOOKED_UP = (
    RULES
    + """
登记表:
  - {表: 短信项目, 列: ["项目:文本#"]}
计算:
  - {表: 事件, 列: 短信数, 类型: 整数, 条款: 名单里的用短信, 方法: 计数, 来源: 短信项目, 关联: 内容=项目}
"""
)


def test_a_list_that_rules_look_words_up_in_says_when_it_is_empty() -> None:
    """An emptied list looks like one that nobody began; of a sheet on which things happen nothing is said."""
    facts: Rows = [{**SOLVED, "处理完成时间": DONE, "内容": "保养"}]
    told = [one for one in notes(day(LOOKED_UP, 短信项目=[{"项目": None}], 事件=facts)) if "项目" in one]

    assert ["短信项目!A1：“项目”整列是空的，1 条规则看它，都按空的算。"] == told
    assert [] == [one for one in notes(day(LOOKED_UP, 事件=facts, 短信项目=[{"项目": "保养"}])) if "项目" in one]


def test_of_many_headings_that_may_be_a_column_few_are_named() -> None:
    """An imported list has headings of its own: one line asks, and doesn't recite them all."""
    staff = [{"客户编号": "C1", "客户名称": "甲", **{f"杂项{n}": f"话{n}" for n in range(9)}}]
    told = [one for one in perhaps(day(事件=[{**SOLVED, "处理完成时间": DONE}], 客户=staff)) if "杂项" in one]

    lacking = "找不到“联系人”这一列（第 1 行是表头），规则用到它；"

    assert [lacking + "“杂项0”“杂项1”“杂项2”“杂项3……”没有人认得。"] == told


def test_days_are_no_telephone_numbers() -> None:
    """A column of days isn't offered as the landline that a list lacks."""
    moved = [{"客户编号": "C1", "客户名称": "甲", "手机": "13800138000", "入住": "2018-05-01"}]
    found = day(事件=[{**SOLVED, "处理完成时间": DONE}], 客户=moved)

    assert [] == [one.what for one in found.issues if "座机" in one.what and "入住" in one.cure + one.what]


def test_what_a_task_is_called_is_asked_about_when_its_column_is_renamed() -> None:
    """The reminder would be called by the rule instead of by what happened."""
    rules = RULES.replace('责任: "{员工编号}", 出: 无', '责任: "{员工编号}", 主题: "{内容}"')
    facts = {**SOLVED, "处理完成时间": DONE}

    assert ["找不到“内容”这一列（第 1 行是表头），规则用到它；“情况”没有人认得。"] == [
        one for one in perhaps(day(rules, 事件=[{**facts, "情况": "漏水"}])) if "“内容”" in one
    ]
    assert [] == [one for one in perhaps(day(rules, 事件=[{**facts, "内容": "漏水"}])) if "“内容”" in one]


MAILED = (
    RULES
    + """
报告:
  - {编号: R, 名称: 投诉, 条款: 报给主管, 载体: 邮件, 来源: 事件, 列: "事件编号,内容", 收件: "岗位:客服"}
"""
)


def test_a_column_that_a_letter_shows_is_noted_when_it_is_empty() -> None:
    """Whoever reads the letter would see nothing in its place."""
    found = day(MAILED, 事件=[{**SOLVED, "处理完成时间": DONE, "内容": None}])

    assert [1] == [one.count("内容") for one in notes(found) if one.startswith("事件")]
    assert [] == [one for one in notes(day(事件=[{**SOLVED, "处理完成时间": DONE, "内容": None}])) if "内容" in one]


ENTRY_RULE = "处罚标准:\n  - {编号: V, 名称: 漏填, 条款: 漏填每次十元, 触发: 登记, 金额: 10}"
ENTERED = RULES.replace("处罚标准:", ENTRY_RULE)


def test_what_a_fine_takes_from_an_entry_is_noted_and_asked_about() -> None:
    """About what it was, ordered by when: neither is named by any cell of a rule."""
    entry = {"登记编号": "V1", "时间": "2026-03-04 15:00", "员工编号": "S1", "条款代码": "V"}
    renamed = day(ENTERED, 违规登记=[{**entry, "车号": "F01"}])

    assert ["“对象编号”"] == ["“对象编号”" for one in perhaps(renamed) if "“对象编号”" in one]
    assert [1] == [one.count("对象编号") for one in notes(day(ENTERED, 违规登记=[{**entry, "对象编号": None}]))]
