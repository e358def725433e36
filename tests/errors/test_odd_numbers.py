"""A number below nothing, a count of nothing and a task that isn't there are named at their cells."""

from __future__ import annotations

from typing import Any

import pytest
from runs import Office

RULES = """
登记表:
  - {表: 违规登记, 列: 数量, 类型: 小数}
  - {表: 装饰单, 列: ["单号:编号#", "日期:日期@!", "员工编号:引用(员工)!", "金额:金额", "退额:金额"]}
检查清单:
  - {编号: B1, 名称: 退过的说明, 条款: 退货要说明, 表: 装饰单, 若: {退额: "<0"}, 列: 金额}
时限:
  - {编号: W1, 名称: 成交回访, 条款: 成交后回访, 源表: 事件, 若: {事件类型: 成交}, 起点: 发生时间, 方式: 内, 时长: 7天,
     完成表: 回访记录}
处罚标准:
  - {编号: F1, 名称: 照单赔, 条款: 没签字照单赔, 触发: 表 装饰单, 违规人: "{员工编号}", 金额: "100%×{金额}"}
  - {编号: F2, 名称: 未迎接, 条款: 一次二十元, 触发: 登记, 金额: 20, 数量: "{数量}"}
"""
SALE = {"事件编号": "E1", "客户编号": "C1", "事件类型": "成交", "发生时间": "2026-03-05"}
CALL = {"记录编号": "H1", "客户编号": "C1", "回访时间": "2026-03-06 10:00", "方式": "电话", "结果代码": "完成"}
SLIP = {"单号": "Z1", "日期": "2026-03-06", "员工编号": "S1"}
ODD = {"数写成了负的", "写了等于没写", "记的任务没有"}


def told(office: Office) -> list[str]:
    found = office.looked_at("2026-03-09 09:00").finished().issues
    return [f"{one.place}：{one.what}" for one in found if one.kind.title in ODD]


def fines(office: Office) -> list[Any]:
    return [str(one) for one in office.looked_at("2026-03-09 09:00").sheet("处罚台账").typed["金额"].objects()]


def test_a_number_below_nothing_is_asked_about_and_makes_no_fine() -> None:
    office = Office(RULES, {"装饰单": [{**SLIP, "金额": "-260"}]})

    assert ["装饰单!D2：金额写着“-260”，是负数，照负的算；要罚的款先不算。"] == told(office)
    assert ["None"] == fines(office)


@pytest.mark.parametrize("slip", [{"金额": "260"}, {"金额": "260", "退额": "-5"}])
def test_a_number_of_whose_sign_a_rule_speaks_may_be_below_nothing(slip: dict[str, str]) -> None:
    assert [] == told(Office(RULES, {"装饰单": [{**SLIP, **slip}]}))


def test_a_registered_act_that_counts_nothing_is_asked_about() -> None:
    acts = [{"登记编号": "V1", "时间": "2026-03-05", "员工编号": "S1", "条款代码": "F2", "数量": "0"}]

    assert ["违规登记!第2行：数量写着“0”，当作填了。"] == told(Office(RULES, {"违规登记": acts}))


@pytest.mark.parametrize("task", ["W1-E1", "同上", "W1·E9"])
def test_a_record_of_a_task_that_is_not_there_is_asked_about(task: str) -> None:
    office = Office(RULES, {"事件": [SALE], "回访记录": [{**CALL, "任务编号": task}]})

    assert [f"任务编号写着“{task}”，没有这样一件任务，照它算不到哪一件。"] == [
        one.split("：", 1)[1] for one in told(office)
    ]


@pytest.mark.parametrize(
    "record", [{"任务编号": "W1·E1"}, {"任务编号": "W1·E9", "规则": "W1"}, {"任务编号": "W1·E1、W1·E9"}, {}]
)
def test_a_record_that_can_be_known_is_not_asked_about(record: dict[str, str]) -> None:
    assert [] == told(Office(RULES, {"事件": [SALE], "回访记录": [{**CALL, **record}]}))


SECOND = {"客户编号": "C2", "客户名称": "乙", "手机": "13900000002"}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"客户编号": "C2"}, "它是 C1 的，这一行写的是 C2"),
        ({"回访时间": "2026-03-04 10:00"}, "它 2026-03-05 才有，这一行的回访时间是 2026-03-04"),
    ],
)
def test_a_record_of_anothers_row_or_of_a_later_one_is_asked_about(record: dict[str, str], why: str) -> None:
    made = {**CALL, "事件编号": "E1", "规则": "W1", **record}
    first = {"客户编号": "C1", "客户名称": "甲", "手机": "13900000001"}
    office = Office(RULES, {"客户": [first, SECOND], "事件": [SALE], "回访记录": [made]})
    found = [
        one for one in office.looked_at("2026-03-09 09:00").finished().issues if one.kind.title == "和写明的对不上"
    ]

    assert [f"事件编号写着“E1”，{why}；它因此没有算，或算到了别处。"] == [one.what for one in found]
    assert ["核对这一行和 事件!第2行，改掉抄错的一格。"] == [one.cure for one in found]


@pytest.mark.parametrize(("moment", "count"), [("2026-03-10 10:00", 1), ("2026-03-09 18:00", 0)])
def test_a_call_of_tomorrow_is_asked_about(moment: str, count: int) -> None:
    office = Office(RULES, {"回访记录": [{**CALL, "回访时间": moment}]})
    found = [one for one in office.looked_at("2026-03-09 09:00").finished().issues if one.kind.title == "日子还没到"]

    assert count == len(found)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("2026-03-05 15:00", "2026-03-05", 1),
        ("2026-03-05 15:00", "2026-03-05 15:00:20", 1),
        ("2026-03-05 15:00", "2026-03-05 16:00", 0),
        ("2026-03-05", "2026-03-05", 0),
    ],
)
def test_a_sale_typed_again_with_or_without_its_hour_is_asked_about(first: str, second: str, count: int) -> None:
    sales = [
        {**SALE, "发生时间": first, "金额": "4000"},
        {**SALE, "事件编号": "E2", "发生时间": second, "金额": "4000"},
    ]
    found = Office(RULES, {"事件": sales}).looked_at("2026-03-09 09:00").finished().issues

    assert count == sum(one.kind.title == "像是同一件事" for one in found)
