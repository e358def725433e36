"""A call that wasn't on the list, in a line that a clerk adds: recorded as whose, which way, and gone with its recording."""

from __future__ import annotations

import pytest
from clerks import LIN, Office, rows, typed
from offices import CUSTOMERS
from offices import office as small

from workbook.rules.recording.register import recorded
from workbook.rules.recording.typed_cells import filled


def unlisted(office: Office) -> str:
    """A customer who isn't called today."""
    listed = {row.get("客户名称") for row in rows(office.book, "今日清单")}
    return next(row["客户名称"] for row in rows(office.book, "客户") if row.get("客户名称") not in listed)


def test_a_call_that_came_in(office: Office) -> None:
    """Written below the list of a clerk's book: theirs, incoming; no ghost of it stays, collected again it stays away."""
    who, before = unlisted(office), len(rows(office.book, "回访记录"))
    typed(office.of(LIN), {"新·1": {"客户名称": who, "结果代码": "完成", "备注": "来电问滤芯"}})
    office.collect()
    office.run("record", at="2026-03-16 17:10")
    made = rows(office.book, "回访记录")[before:]
    number = next(row["员工编号"] for row in rows(office.book, "员工") if row["姓名"] == LIN)

    assert [(number, "来电", "来电问滤芯")] == [(row["员工编号"], row["方向"], row["备注"]) for row in made]
    assert [] == [row for row in rows(office.book, "今日清单") if row.get("客户名称") == who]

    office.collect()
    office.run("record", at="2026-03-16 17:20")

    assert [] == [row for row in rows(office.book, "今日清单") if row.get("客户名称") == who]
    assert before + 1 == len(rows(office.book, "回访记录"))


@pytest.mark.parametrize(
    ("cells", "way", "told"),
    [
        ({"备注": "客户打来问发票"}, "来电", []),
        ({"备注": "问发票", "方向": "呼入"}, "来电", []),
        ({"备注": "问发票", "方向": "去电"}, "去电", []),
        ({"备注": "请他来电"}, "去电", ["没写谁打给谁"]),
        ({}, "去电", ["没写谁打给谁"]),
    ],
)
def test_who_called_whom(cells: dict[str, str], way: str, told: list[str]) -> None:
    """As the line says; where it doesn't, it is asked about."""
    known = [*CUSTOMERS, {"客户编号": "C4", "客户名称": "赵六", "归属员工": "S2"}]
    made = recorded(small(客户=known), [filled("", {"结果代码": "无人接", **cells}, customer="C4")])

    assert ([way], told) == ([row["方向"] for row in made.rows], [one.kind.title for one in made.issues])
