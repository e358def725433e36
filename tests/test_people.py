"""People in rules: who a notation means, row by row."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import office

from workbook.rulebook.cells.notations import choices
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rules.facts.people import people
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.world import Unknown

STAFF = [
    {"员工编号": "A", "姓名": "安", "岗位": "客服、夜班", "部门": "一部", "组别": "甲", "组长": "M"},
    {"员工编号": "B", "姓名": "贝", "岗位": "客服", "部门": "二部", "组别": "甲", "组长": "M"},
    {"员工编号": "C", "姓名": "辞", "岗位": "客服", "部门": "二部", "组别": "乙", "组长": "M", "离职日": "2024-03-01"},
    {"员工编号": "N", "姓名": "新", "岗位": "客服", "部门": "二部", "组别": "乙", "入职日": "2024-03-20"},
    {"员工编号": "M", "姓名": "组", "岗位": "组长", "部门": "一部", "组别": "甲"},
]
EVENTS = [
    {
        "事件编号": "E1",
        "客户编号": "K",
        "事件类型": "投诉",
        "发生时间": "2024-03-02",
        "员工编号": "A",
        "责任部门": "二部",
        "单位": "一",
    },
    {
        "事件编号": "E2",
        "客户编号": "K",
        "事件类型": "投诉",
        "发生时间": "2024-02-02",
        "员工编号": "C",
        "责任部门": "三部",
        "单位": "二",
    },
    {"事件编号": "E3", "客户编号": "K", "事件类型": "投诉", "发生时间": "2024-03-25", "责任部门": "二部"},
]
CODES = "代码: [{组: 事件类型, 行: [{代码: 投诉}]}]"


def who(notation: str, *, now: str = "2024-03-10", judged: bool = False, first: bool = True) -> list[str | None]:
    world = office(CODES, now, {"员工": STAFF, "客户": [{"客户编号": "K", "客户名称": "客"}], "事件": EVENTS})
    events = world.frame("事件")
    on = world.column(events, "发生时间").data if judged else None
    return people(world, choices(notation), Scope(world, whole(events)), first=first, on=on).objects().tolist()


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("{员工编号}", ["A", None, None]),
        ("{员工编号}|岗位:组长", ["A", "M", "M"]),
        ("{员工.组长}", ["M", "M", None]),
        ("部门:{责任部门}", ["B", None, "B"]),
        ("部门:{单位}部", ["A", "B", None]),
        ("组：{员工.组别}", ["A", None, None]),
        ("岗位:客服＠部门:{责任部门}", ["B", None, "B"]),
        ("岗位:夜班@部门:二部", [None, None, None]),
        ("{员工编号}＠岗位:夜班", ["A", None, None]),
        ("组", ["M", "M", "M"]),
        ("b", ["B", "B", "B"]),
    ],
)
def test_the_first_alternative_that_leads_to_somebody_counts(notation, expected):
    """Whoever has left is nobody, so the next alternative is tried."""
    assert expected == who(notation)


def test_several_people_are_named_in_the_order_of_the_sheet():
    """Everybody of the post who is there today."""
    assert ["A、B", "A、B", "A、B"] == who("岗位:客服", first=False)
    assert ["A、B、N"] * 3 == who("岗位:客服", now="2024-03-20", first=False)


def test_a_row_may_be_judged_by_its_own_day():
    """Gone since or not, a path means whom it names; a post means who held it on that day."""
    assert ["A", "C", None] == who("{员工编号}", judged=True)
    assert ["A、B", "A、B、C", "A、B、N"] == who("岗位:客服", judged=True, first=False)


def test_what_is_no_notation_is_said_so():
    """Neither a path, nor a search, nor anybody's name or number."""
    with pytest.raises(NotUnderstood, match="不像人的写法"):
        who("客服主管")
    with pytest.raises(Unknown):
        who("职级:经理")


def test_no_rows_are_no_people():
    """An empty sheet gives an empty column."""
    world = office(CODES, "2024-03-10", {"员工": STAFF})
    events = world.frame("事件")

    found = people(world, ("{员工编号}", "岗位:客服"), Scope(world, whole(events)), on=np.empty(0, "datetime64[us]"))
    assert 0 == len(found)
