"""提醒 goes to somebody who is there: the next one that 责任 names, else it is said that nobody has it."""

from __future__ import annotations

import pytest
from days import table
from runs import Office

from workbook.papers.list.reminders import reminders_page

RULES = """
时限:
  - {编号: J1, 名称: 交资料, 条款: 成交后两天内交, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 2天,
     完成列: 处理完成时间, 责任: "WHO", 出: 提醒, 主题: 交资料}
"""
STAFF = [
    {"员工编号": "S1", "姓名": "赵敏", "岗位": "客服主管"},
    {"员工编号": "S2", "姓名": "林悦", "岗位": "客服专员"},
]
SOLD = [{"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-07 10:00", "员工编号": "S2"}]


def reminded(who: str, now: str, staff=STAFF, **more):
    """Who is reminded, and what stands in 问题 about it."""
    day = Office(RULES.replace("WHO", who), {"员工": staff, "事件": SOLD, **more}).looked_at(now)
    names = [row["责任人姓名"] for row in table(reminders_page(day))]
    return names, [str(found.place) for found in day.issues if found.kind.title == "责任没有人接"]


LEAVE = {"请假": [{"员工编号": "S2", "起": "2026-03-09", "止": "2026-03-09"}]}
LEFT = {"staff": [STAFF[0], {**STAFF[1], "离职日": "2026-03-08"}]}

STRUCK = {"staff": [{**STAFF[0], "状态": None}, {**STAFF[1], "状态": "离职"}]}
CHEN = {"员工编号": "S3", "姓名": "陈晨", "岗位": "客服专员"}
TWO_OF_THEM = {"staff": [*STRUCK["staff"], CHEN]}


@pytest.mark.parametrize(
    ("who", "more", "expected"),
    [
        ("{员工编号}", {}, (["林悦"], [])),
        ("{员工编号}|岗位:客服主管", LEAVE, (["赵敏"], [])),
        ("{员工编号}|岗位:客服主管", LEFT, (["赵敏"], [])),
        ("{员工编号}", LEAVE, (["林悦"], ["事件!第2行"])),
        ("{员工编号}", LEFT, ([None], ["事件!第2行"])),
        ("{员工编号}", STRUCK, ([None], ["事件!第2行"])),
        ("岗位:客服专员", TWO_OF_THEM, (["陈晨"], [])),
        ("岗位:客服专员", {**TWO_OF_THEM, **LEAVE}, (["陈晨"], [])),
        ("岗位:客服专员", {"staff": [*STAFF, CHEN], **LEAVE}, (["陈晨"], [])),
    ],
)
def test_a_reminder_finds_somebody_or_it_is_said(who, more, expected):
    """Away for the day, or gone for good."""
    assert expected == reminded(who, "2026-03-09 09:00", **more)


def test_a_reminder_that_isn_t_due_waits_for_whoever_is_back_by_then():
    """Somebody on leave today has until the day it is due."""
    leave = [{"员工编号": "S2", "起": "2026-03-08", "止": "2026-03-08"}]

    assert (["林悦"], []) == reminded("{员工编号}", "2026-03-08 09:00", 请假=leave)
