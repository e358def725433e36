"""A call that doesn't say which order it was about: counted where only one can be meant, named where several can."""

from __future__ import annotations

import pytest
from runs import Office

RULES = """
时限:
  - {编号: W1, 名称: 完工回访, 条款: 完工后回访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 7天,
     完成表: 回访记录, 完成关联: 工单编号}
"""
GUESSED = "回访记录!第2行：工单编号空着，这一户只有 J1 等着，算作它的 W1。"
UNCLEAR = "回访记录!第2行：工单编号空着，J1、J2 都可能是，W1 先都没有算做完。"


@pytest.mark.parametrize(
    ("orders", "told", "done"),
    [(1, GUESSED, 1), (2, UNCLEAR, 0)],
    ids=["one order waits", "two orders wait"],
)
def test_a_call_without_its_order_counts_for_the_only_one_that_waits(orders: int, told: str, done: int) -> None:
    """Of one customer, finished the same day."""
    jobs = [
        {"工单编号": f"J{n}", "客户编号": "C1", "工单类型": "维修", "受理时间": "2026-03-01", "完成时间": "2026-03-05"}
        for n in range(1, orders + 1)
    ]
    call = {"记录编号": "H1", "客户编号": "C1", "回访时间": "2026-03-06 10:00", "方式": "电话", "结果代码": "完成"}
    day = Office(RULES, {"工单": jobs, "回访记录": [call]}).looked_at("2026-03-09 09:00")
    found = [one for one in day.finished().issues if one.kind.title in {"没写是哪一件", "看不出是哪一件"}]

    assert [told] == [f"{one.place}：{one.what}" for one in found]
    assert done == sum(not missing for missing in day.sheet("义务").typed["完成时间"].missing())
