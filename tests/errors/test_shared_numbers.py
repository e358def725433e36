"""Two customers with one number: one isn't to be called by it, the other one is; said, not decided."""

from __future__ import annotations

import pytest
from runs import Office

RULES = """
时限:
  - {编号: W1, 名称: 购后回访, 条款: 购后回访, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 7天, 联系方式: 电话,
     完成表: 回访记录, 完成关联: 事件编号}
"""
SAYS_NO = "客户!C3：C2 乙和 C1 甲 是同一个号码，那一位不愿接到联系；这一位还照样列着。"
IS_WRONG = "客户!C3：C2 乙和 C1 甲 是同一个号码，那一位的电话打过，号码是错的；这一位还照样列着。"
EVENTS = [{"事件编号": f"E{n}", "客户编号": f"C{n}", "事件类型": "成交", "发生时间": "2026-03-05"} for n in (1, 2)]


def told(first: str, second: str, *, quiet: str = "", outcome: str = "") -> tuple[list[str], list[object]]:
    """What is said of shared numbers, and who stands on the list: one bought, and so did the other."""
    customers = [
        {"客户编号": "C1", "客户名称": "甲", "手机": first, "勿扰": quiet},
        {"客户编号": "C2", "客户名称": "乙", "手机": second, "勿扰": ""},
    ]
    call = {
        "记录编号": "H1",
        "客户编号": "C1",
        "回访时间": "2026-03-06 10:00",
        "方式": "电话",
        "结果代码": outcome,
        "备注": "无",
    }
    given = {"客户": customers, "事件": EVENTS, **({"回访记录": [call]} if outcome else {})}
    day = Office(RULES, given).looked_at("2026-03-09 09:00")
    found = [one for one in day.finished().issues if one.kind.title == "同号不联系"]
    return [f"{one.place}：{one.what}" for one in found], list(day.sheet("今日清单").typed["客户编号"].objects())


@pytest.mark.parametrize(
    ("quiet", "outcome", "said"),
    [("是", "", SAYS_NO), ("", "不再联系", SAYS_NO), ("", "错号", IS_WRONG)],
    ids=["do not contact", "asked not to be called", "wrong number"],
)
def test_the_other_one_with_that_number_stays_on_the_list_and_is_named(quiet: str, outcome: str, said: str) -> None:
    """However the number is written."""
    assert ([said], ["C2"]) == told("13900000001", "+86 139-0000-0001", quiet=quiet, outcome=outcome)


def test_nothing_is_said_of_other_numbers_nor_of_a_number_that_both_answer() -> None:
    """Of two numbers; of one number where nobody said no."""
    assert ([], ["C2"]) == told("13900000001", "13900000002", quiet="是")
    assert ([], ["C1", "C2"]) == told("13900000001", "13900000001")


def test_nothing_is_said_where_both_are_left_alone() -> None:
    """Neither is on the list, so nobody is disturbed."""
    both = [{"客户编号": f"C{n}", "客户名称": "甲", "手机": "13900000001", "勿扰": "是"} for n in (1, 2)]
    day = Office(RULES, {"客户": both, "事件": EVENTS}).looked_at("2026-03-09 09:00")

    assert [] == [one for one in day.finished().issues if one.kind.title == "同号不联系"]
