"""A customer whose row is there, and of whom nothing is asked: the list's explanation and why name the reason."""

from __future__ import annotations

import pytest
from runs import Office

from workbook.papers.why.why import why

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
