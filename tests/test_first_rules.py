"""The first rules that somebody writes (docs/做/写规则.md): only what must be written, and each does what its sentence says."""

from __future__ import annotations

from worlds import office, rows

RULES = """
结果代码:
  - {编号: 完成, 计为: 接触}
  - {编号: 拒访, 计为: 接触}
  - {编号: 无人接, 计为: 尝试}
时限:
  - {编号: A1, 源表: 客户, 起点: 建档日, 方式: 内, 时长: 3天}
  - {编号: A2, 源表: 回访记录, 若: {满意度: 不满意}, 起点: 回访时间, 方式: 内, 时长: 2天}
处罚标准: [{编号: F1, 触发: 义务 A1, 金额: "20"}]
"""
STAFF = [{"员工编号": "S1", "姓名": "阿芳", "岗位": "店员"}, {"员工编号": "S2", "姓名": "阿强", "岗位": "店员"}]
CUSTOMERS = [
    {"客户编号": number, "客户名称": f"户{number}", "归属员工": "S1", "建档日": "2026-03-02"} for number in "ABCD"
]


def call(number: str, customer: str, at: str, outcome: str = "完成", **more: object) -> dict[str, object]:
    return {"记录编号": number, "客户编号": customer, "回访时间": at, "方式": "电话", "结果代码": outcome, **more}


CALLS = [
    call("R1", "A", "2026-03-04 10:00"),
    call("R2", "B", "2026-03-07 10:00", "拒访", 任务编号="A1·B"),
    call("R3", "C", "2026-03-04 10:00", "无人接"),
]


def test_a_first_call_that_was_made_is_done_without_a_word_of_how() -> None:
    """Nobody is called again for what a record closes; an attempt closes nothing."""
    world = office(RULES, "2026-03-09 09:00", {"员工": STAFF, "客户": CUSTOMERS, "回访记录": CALLS})

    assert [("A", "按时"), ("B", "迟"), ("C", "逾期"), ("D", "逾期")] == rows(
        world.frame("义务", ("A1",)), "源编号", "状态"
    )


def test_the_call_that_began_it_does_not_close_it_and_the_next_one_does() -> None:
    """Dissatisfied on the 4th: open until somebody calls again."""
    angry = call("R1", "A", "2026-03-04 10:00", 满意度="不满意")
    first = office(RULES, "2026-03-05 09:00", {"员工": STAFF, "客户": CUSTOMERS, "回访记录": [angry]})
    again = call("R2", "A", "2026-03-05 10:00")
    then = office(RULES, "2026-03-06 09:00", {"员工": STAFF, "客户": CUSTOMERS, "回访记录": [angry, again]})

    assert [("R1", "待办")] == rows(first.frame("义务", ("A2",)), "源编号", "状态")
    assert [("R1", "按时")] == rows(then.frame("义务", ("A2",)), "源编号", "状态")


def test_a_late_call_is_charged_to_whose_list_it_stood_on() -> None:
    """No 责任, no 分派, no 违规人: the customer's keeper had it on the list, and pays."""
    world = office(RULES, "2026-03-09 09:00", {"员工": STAFF, "客户": CUSTOMERS, "回访记录": CALLS})

    assert [("S1", "B", 20), ("S1", "C", 20), ("S1", "D", 20)] == rows(
        world.frame("处罚台账"), "员工编号", "对象编号", "金额"
    )


def test_who_gives_calls_out_says_who_pays() -> None:
    """With 分派 the keeper isn't the one who was asked: the fine waits for somebody to say who it is."""
    given = RULES + '分派: [{编号: P, 对象: 任务, 方法: "岗位:店员"}]\n'
    world = office(given, "2026-03-09 09:00", {"员工": STAFF, "客户": CUSTOMERS, "回访记录": CALLS})

    assert [None, None, None] == [who for (who,) in rows(world.frame("处罚台账"), "员工编号")]
