"""A year mistyped in a done-mark, a call or an entry: named, so that nothing is on time, missing or fined in silence."""

from __future__ import annotations

import pytest
from runs import Office

RULES = """
时限:
  - {编号: W1, 名称: 处理, 条款: 三天内处理, 源表: 事件, 若: {事件类型: 投诉}, 起点: 发生时间, 方式: 内, 时长: 3天,
     完成列: 处理完成时间}
  - {编号: W2, 名称: 回访, 条款: 三天内回访, 源表: 事件, 若: {事件类型: 投诉}, 起点: 发生时间, 方式: 内, 时长: 3天,
     完成表: 回访记录}
处罚标准:
  - {编号: P1, 名称: 态度差, 条款: 每次二十元, 触发: 登记, 金额: 20}
"""


@pytest.mark.parametrize(
    ("handled", "called", "entered", "told"),
    [
        ("2026-03-06", "2026-03-06 10:00", "2026-03-06 10:00", []),
        ("2025-03-06", "2026-03-06 10:00", "2026-03-06 10:00", ["事件!处理完成时间·做完比开始早"]),
        ("2027-03-06", "2026-03-06 10:00", "2026-03-06 10:00", ["事件!处理完成时间·日子还没到"]),
        ("2026-03-06", "2027-03-06 10:00", "2026-03-06 10:00", ["回访记录!回访时间·日子还没到"]),
        ("2026-03-06", "2026-03-06 10:00", "2027-03-06 10:00", ["违规登记!时间·日子还没到"]),
    ],
    ids=["as it was", "handled a year early", "handled a year ahead", "called a year ahead", "entered a year ahead"],
)
def test_a_mistyped_year_is_named(handled: str, called: str, entered: str, told: list[str]) -> None:
    """Of one complaint, its call and an entry."""
    event = {"事件编号": "E1", "客户编号": "C1", "事件类型": "投诉", "发生时间": "2026-03-05", "处理完成时间": handled}
    call = {"记录编号": "H1", "客户编号": "C1", "回访时间": called, "方式": "电话", "结果代码": "完成"}
    entry = {"登记编号": "V1", "时间": entered, "员工编号": "S1", "条款代码": "P1"}
    day = Office(RULES, {"事件": [event], "回访记录": [call], "违规登记": [entry]}).looked_at("2026-03-09 09:00")
    found = [one for one in day.finished().issues if one.kind.title in {"做完比开始早", "日子还没到"}]

    assert told == [f"{one.place.sheet}!{one.what.split('写的是')[0]}·{one.kind.title}" for one in found]


TOO_SOON = "回访记录!F2：回访时间写的是 2026-03-07，D3 2026-03-08 才到日子，这一次没有算作它。"
THIRD_DAY = """
时限:
  - {编号: D3, 名称: 第三天回访, 条款: 送货后第三天回访, 源表: 事件, 若: {事件类型: 成交}, 起点: 发生时间, 方式: 第, 时长: 3天,
     完成表: 回访记录}
"""


@pytest.mark.parametrize(
    ("call", "told", "done"),
    [
        ({"规则": "D3", "回访时间": "2026-03-08 10:00"}, [], 1),
        ({"规则": "D3", "回访时间": "2026-03-07 10:00"}, [TOO_SOON], 0),
        ({"规则": "D3", "回访时间": "2026-03-07 10:00", "任务编号": "D3·E1"}, [], 1),
        ({"规则": "D3", "回访时间": "2026-03-04 10:00"}, [], 0),
        ({"规则": "", "回访时间": "2026-03-07 10:00"}, [], 0),
    ],
    ids=["on its day", "a day early", "a day early and meant", "before it began", "names no rule"],
)
def test_a_call_that_names_its_rule_and_came_too_soon_is_told_so(
    call: dict[str, object], told: list[str], done: int
) -> None:
    """Of one purchase on the fifth."""
    event = {"事件编号": "E1", "客户编号": "C1", "事件类型": "成交", "发生时间": "2026-03-05"}
    record = {"记录编号": "H1", "客户编号": "C1", "方式": "电话", "结果代码": "完成", **call}
    day = Office(THIRD_DAY, {"事件": [event], "回访记录": [record]}).looked_at("2026-03-09 09:00")
    found = [one for one in day.finished().issues if one.kind.title == "打早了没算"]

    assert told == [f"{one.place}：{one.what}" for one in found]
    assert done == sum(not missing for missing in day.sheet("义务").typed["完成时间"].missing())
