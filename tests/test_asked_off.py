"""A customer who wants no more calls: what was open for them is neither in time nor late, and nobody pays for it."""

from __future__ import annotations

import pytest
from worlds import column, office, rows

from workbook.rules.world.frames import said_because
from workbook.rules.world.world import World

RULES = """
结果代码:
  - {编号: 完成, 计为: 接触}
  - {编号: 不再联系, 计为: 接触, 停止: 是}
  - {编号: 跳过, 计为: 跳过}
时限:
  - {编号: D3, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 3天, 完成表: 回访记录}
  - {编号: D7, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 7天, 完成表: 回访记录}
  - {编号: P7, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 7天, 完成列: 处理完成时间, 出: 提醒}
处罚标准: [{编号: F, 触发: 义务 D7, 金额: "50", 违规人: "{源行.员工编号}"}]
指标: [{编号: M, 表: 义务, 若: {规则: "D3,D7", 状态: "按时,提前,迟,逾期"}, 分子若: {状态: "按时,提前"}, 时间列: 到期}]
"""


def after(outcome: str, at: str, rule: str = "D3") -> World:
    """A delivery on the sixth, one call about it, and a look on the twentieth."""
    return office(
        RULES,
        "2026-03-20 09:00",
        {
            "客户": [{"客户编号": "C1", "客户名称": "甲", "手机": "13800000001"}],
            "事件": [{"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-06", "员工编号": "S1"}],
            "回访记录": [
                {"记录编号": "R1", "客户编号": "C1", "回访时间": at, "方式": "电话", "员工编号": "S1",
                 "结果代码": outcome, "规则": rule, "事件编号": "E1"}
            ],
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "at", "states", "rate", "fines"),
    [
        ("完成", "2026-03-08 10:00", ["按时", "逾期", "逾期"], (1, 2), 1),
        ("不再联系", "2026-03-08 10:00", ["取消", "取消", "逾期"], None, 0),
        ("不再联系", "2026-03-12 10:00", ["迟", "取消", "逾期"], (0, 1), 0),
        ("不再联系", "2026-03-16 10:00", ["迟", "逾期", "逾期"], (0, 2), 1),
        ("跳过", "2026-03-12 10:00", ["取消", "逾期", "逾期"], (0, 1), 1),
    ],
)
def test_what_ends_by_the_customers_wish_leaves_the_rate_and_the_fines(
    outcome: str, at: str, states: list[str], rate: tuple[int, int] | None, fines: int
) -> None:
    """Numerator and denominator alike; what was late before stays late; what staff owe among themselves goes on."""
    world = after(outcome, at)

    assert states == column(world.frame("义务"), "状态")
    shown = [row[1:] for row in rows(world.frame("指标结果"), "期", "分子", "分母") if row[0] == "2026-03"]
    assert [rate or (0, 0)] == (shown or [(0, 0)])
    assert fines == len(world.frame("处罚台账"))


def test_it_is_said_why_a_duty_counts_in_no_rate() -> None:
    """With the record in which the customer said so; nothing of the kind where the duty was done or is late."""
    duties = after("不再联系", "2026-03-08 10:00").frame("义务")
    done = after("完成", "2026-03-08 10:00").frame("义务")

    why = "；回访记录!第2行 以后不打了，不算进按时率，也不算迟"
    assert [True, True, False] == [said_because(duties, at).endswith(why) for at in range(3)]
    assert [False, False, False] == ["以后不打了" in said_because(done, at) for at in range(3)]
