"""Questions in the place of a column: one asked wrong is said at its cell with the nearest; told in their own words."""

from __future__ import annotations

import pytest
from test_lint import found

from tests.days import day
from workbook.papers.words.book import explained
from workbook.rulebook.cells.sentences import begins_like_one, sentence
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.rows import source
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Kind

RULES = """
# 判定
编号 | 条款 | 表 | 列 | 若 | 值
X1 | 第一条 | {sheet} | 交给 | {when} | 主管
X1 | | | | | 专员
"""


def faults(when: str, sheet: str = "事件") -> list[tuple[Kind, str, str]]:
    """Kind, cell and words of what lint says of a condition."""
    return [(one.kind, str(one.place), f"{one.what}{one.cure}") for one in found(RULES.format(when=when, sheet=sheet))]


@pytest.mark.parametrize(
    ("when", "sheet"),
    [
        ("30天内 同客户编号 第几次: 2以上", "事件"),
        ("30天内同客户、事件类型第几次: 2以上", "事件"),
        ("5工作日内 同客户 次数（严重: 是）: 2以上", "事件"),
        ("同客户 连续几次（满意度: 不满意；方式: 电话）: 3", "回访记录"),
        ("６月内 的回访记录 几个员工编号（员工.岗位: 不是 客服专员）: 2以上", "客户"),
        ("上月 的 回访记录 次数: 0；本年 的事件 合计金额: 1000以上", "客户"),
        ("客户.几项（手机: 非空；微信: 非空）: 2以下；第几轮: 不足3", "事件"),
        ("本月 同单位 名次金额: [1..3]；本月 同单位 占比金额: 20%以上", "事件"),
        ("同客户 上次满意度: 满意", "回访记录"),
        ("的回访记录 次数（计为: 接触）: 1以上", "客户"),
    ],
)
def test_a_question_as_the_manual_asks_it_is_sound(when: str, sheet: str) -> None:
    """No doubt about it: full-width, with and without blanks."""
    assert [] == faults(when, sheet)


@pytest.mark.parametrize(
    ("when", "sheet", "kind", "words"),
    [
        ("30天内 同客户编号 第几回: 2", "事件", Kind.BAD_TEST, "最像的问法是“第几"),
        ("三十日之内 同客户 第几次: 2", "事件", Kind.BAD_TEST, "写成 30天内"),
        ("30天内 同客户类别 第几次: 2", "事件", Kind.UNKNOWN_COLUMN, "改成“客户.客户类别”"),
        ("30天内 的回访纪录 次数: 2", "事件", Kind.BAD_TEST, "最像的是“回访记录”"),
        ("30天内 的回访记录 次数（满意度: 不满义）: 2", "事件", Kind.NEVER_HOLDS, "改成“不满”"),
        ("30天内 同客户 次数（满意: 是）: 2", "事件", Kind.UNKNOWN_COLUMN, "没有这一列"),
        ("30天内 同客户 第几次（事件类型: 投诉: 2", "事件", Kind.BAD_TEST, "补上“）”"),
        ("30天内 同客户 第几次: 两次", "事件", Kind.BAD_TEST, "写成数字"),
        ("同客户 连续几次: 3", "事件", Kind.BAD_TEST, "在括号里写上"),
        ("上月 同客户 合计: 3", "事件", Kind.BAD_TEST, "后面接列名"),
        ("几项（手机: 非空）: 1", "客户", Kind.BAD_TEST, "直接写 列名: 测试"),
        ("30天内 同客户类别 第几次: 2", "客户", Kind.BAD_TEST, "没有自己的时间"),
        ("同行业: 酒", "事件", Kind.UNKNOWN_COLUMN, "没有这一列"),
        ("发生时间: 月未工作日", "事件", Kind.BAD_TEST, "不是日期"),
    ],
)
def test_a_question_asked_wrong_is_said_once_at_its_cell(when: str, sheet: str, kind: Kind, words: str) -> None:
    """One doubt, at the cell of the group, with what to write instead."""
    ((seen, place, said),) = faults(when, sheet)

    assert (kind, "判定!E2") == (seen, place)
    assert words in said


def test_a_column_that_is_there_is_no_question() -> None:
    """A heading that sounds like a question stays a column."""
    rules = """
登记表: [{表: 事件, 列: ["第几次:整数", "同客户次数:整数"]}]
判定: [{编号: X1, 表: 事件, 列: 交给, 若: {第几次: 2以上, 同客户次数: 3}, 值: 主管}, {编号: X1, 值: 专员}]
"""
    office = day(
        rules,
        事件=[
            {
                "事件编号": "E1",
                "客户编号": "C1",
                "事件类型": "成交",
                "发生时间": "2026-03-02",
                "第几次": 2,
                "同客户次数": 3,
            }
        ],
    )

    assert ["主管"] == office.world.column(office.world.frame("事件"), "交给").objects().tolist()


def test_a_question_is_told_in_its_own_words() -> None:
    """explain says what the cell asks, without the columns behind it."""
    rules = """
规则书: 店
名称: 店
时限:
  - {编号: T1, 名称: 上门, 源表: 回访记录, 若: "同客户 连续几次（满意度: 不满意）: 3以上", 起点: 回访时间, 方式: 内, 时长: 2天,
     完成列: 审阅意见, 责任: "岗位:主管", 出: 提醒}
"""
    told = explained("店", {**shelf(), "店": source(rules, "店")})

    assert "【回访记录】里同客户编号 连续几次（满意度是不满意）在 3 以上的，从回访时间起 2 天内，由主管办" in told


@pytest.mark.parametrize(
    "name", ["客户.客户类别", "同事", "本月目标", "上月完成次数", "数量", "返工次数", "名次", "周年"]
)
def test_ordinary_headings_are_not_taken_for_questions(name: str) -> None:
    """Only what is asked as the manual asks it."""
    assert not begins_like_one(name)


def test_a_window_and_a_run_do_not_go_together() -> None:
    """A run has no days; a month may begin it anew."""
    with pytest.raises(NotUnderstood, match="不能限几天内"):
        sentence("30天内 同客户 连续几次（满意度: 不满意）")
