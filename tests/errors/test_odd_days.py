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
