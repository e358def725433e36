"""A customer whose row is there, and of whom nothing is asked: the list's explanation and why name the reason."""

from __future__ import annotations

import pytest
from runs import Office

from workbook.papers.why.why import why
from workbook.words.issues import Kind

RULES = """
设置: [{名: 启用日, 值: 2026-03-01, 类型: 日期}]
时限:
  - {编号: W1, 名称: 办完回访, 条款: 办完三天内回访, 源表: 事件, 若: {事件类型: 成交}, 起点: 处理完成时间, MORE
     方式: 内, 时长: 3天, 完成表: 回访记录}
"""


def told(handled: str, more: str = "") -> tuple[str, str, str]:
    """原因 and 说明 of the customer in 未入选说明, and what why says."""
    event = {"事件编号": "E9", "客户编号": "C2", "事件类型": "成交", "发生时间": "2026-02-20 10:00"}
    rules = RULES.replace("MORE", more)
    day = Office(rules, {"事件": [{**event, "处理完成时间": handled}]}).looked_at("2026-03-09 10:00")
    rows = dict(zip(day.not_listed.typed["客户编号"].objects(), range(len(day.not_listed)), strict=True))
    reason, remark = (day.not_listed.typed[one].objects()[rows["C2"]] for one in ("原因", "说明"))
    return str(reason), str(remark or ""), why(day, "C2")


@pytest.mark.parametrize("more", ["", "等待列: 发生时间,"])
def test_a_moment_that_cannot_be_read_is_named_with_its_cell(more: str) -> None:
    """Whether the rule waits for the moment or not; a moment that is empty is nobody's slip."""
    reason, remark, said = told("3月初", more)
    _, nothing, _ = told("", more)

    assert ("待起" if more else "无适用规则") == reason
    assert "事件!E2“3月初”看不懂，还没有起算" in remark
    assert "看不懂" not in nothing
    assert "事件!E2“3月初”看不懂，还没有起算" in said


def test_what_began_before_the_first_day_is_said_to_be_cut_off_by_it() -> None:
    """Its rule and its day; what began since is owed."""
    reason, remark, said = told("2026-02-27 10:00")

    assert ("无适用规则", "办完回访：2026-02-27 的，在启用日 2026-03-01 以前，不算") == (reason, remark)
    assert "· 办完回访（W1）：2026-02-27 的，在启用日 2026-03-01 以前，不算。" in said


def test_an_order_that_is_off_and_is_called_about_all_the_same_is_asked_about() -> None:
    """Unless the rule's own 若 asks for the state; a state that says something else is none."""
    rules = """
    时限:
      - {编号: W1, 名称: 办完回访, 条款: 办完三天内回访, 源表: 工单, MORE 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录}
    """
    jobs = [
        {
            "工单编号": f"J{at}",
            "客户编号": "C2",
            "工单类型": "装",
            "受理时间": "2026-03-05",
            "完成时间": "2026-03-07",
            "状态": state,
        }
        for at, state in enumerate(("已取消", "已完成", "退单"))
    ]

    def asked(more: str) -> list[tuple[str, str]]:
        day = Office(rules.replace("MORE", more), {"工单": jobs}).looked_at("2026-03-09 10:00")
        return [(one.place.told, one.what) for one in day.issues if one.kind is Kind.CANCELLED_COUNTED]

    assert [
        ("工单!F2", "状态写着“已取消”，规则 W1 照样算着这一行。"),
        ("工单!F4", "状态写着“退单”，规则 W1 照样算着这一行。"),
    ] == asked("")
    assert [] == asked('若: {状态: "不是 已取消,退单"},')


def test_what_was_done_before_it_came_in_is_asked_about() -> None:
    """The job's end before its beginning; on one day without an hour is no slip."""
    jobs = [
        {"工单编号": f"J{at}", "客户编号": "C2", "工单类型": "装", "受理时间": "2026-03-05 09:00", "完成时间": done}
        for at, done in enumerate(("2026-03-02", "2026-03-05", "2026-03-05 08:00"))
    ]
    day = Office("", {"工单": jobs}).looked_at("2026-03-09 10:00")

    assert ["工单!E2", "工单!E4"] == [one.place.told for one in day.issues if one.kind is Kind.ENDS_BEFORE_START]
