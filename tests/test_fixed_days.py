"""定于 of 判定: a conclusion drawn on fixed days holds till the next, whatever happens meanwhile."""

from __future__ import annotations

import pytest
from worlds import office, rows

RULES = """
登记表:
  - {表: 店, 列: ["店号:编号#"]}
  - {表: 单, 列: ["单号:编号#", "店号:引用(店)!", "日期:日期@!", "额:金额"]}
判定:
  - 编号: D
    表: 店
    列: 级
    定于: DAYS
    行: [{若: {"的单 合计额": 100以上}, 值: 大}, {值: 小}]
  - {编号: F, 表: 店, 列: 头名, 若: {"的单 合计额": 超过0}, 方法: 前若干, 依据: "{的单 合计额} 降", 参数: "1", 值: 是, 定于: DAYS}
"""
SHOPS = [{"店号": "A"}, {"店号": "B"}, {"店号": "C"}]
ORDERS = [
    {"单号": "1", "店号": "A", "日期": "2024-03-31", "额": "100"},
    {"单号": "2", "店号": "B", "日期": "2024-04-01", "额": "900"},
    {"单号": "3", "店号": "C", "日期": "2024-03-02", "额": "100"},
]


def classes(now: str, days: str = "季初", orders: list[dict[str, str]] = ORDERS) -> dict[str, tuple[str, bool]]:
    """Each shop's class, and whether it is the first."""
    world = office(RULES.replace("DAYS", days), now, {"店": SHOPS, "单": orders})
    frame = world.frame("店")
    found = zip(frame.key().objects(), *(world.column(frame, one).objects() for one in ("级", "头名")), strict=True)
    return {str(key): (str(held), first == "是") for key, held, first in found}


@pytest.mark.parametrize("now", ["2024-04-01 09:00", "2024-05-20 09:00", "2024-06-30 18:00"])
def test_what_was_concluded_on_the_first_of_a_quarter_holds_till_the_next(now: str) -> None:
    """The order of the first itself came too late; ties share the first place."""
    assert {"A": ("大", True), "B": ("小", False), "C": ("大", True)} == classes(now)


def test_on_the_next_fixed_day_it_is_drawn_anew() -> None:
    """On the first of July what came since counts."""
    assert {"A": ("大", False), "B": ("大", True), "C": ("大", False)} == classes("2024-07-01 09:00")


def test_a_fact_that_is_corrected_later_counts_by_its_own_day() -> None:
    """Worked anew out of the facts: a March order typed in in May is seen, one taken away is gone."""
    late = [*ORDERS[1:], {"单号": "4", "店号": "B", "日期": "2024-03-30", "额": "500"}]

    assert {"A": ("小", False), "B": ("大", True), "C": ("大", False)} == classes("2024-05-20 09:00", orders=late)


@pytest.mark.parametrize(
    ("days", "of_b"), [("每月5日", "大"), ("每年1月1日", "小"), ("月末工作日", "大"), ("季初、每月5日", "大")]
)
def test_any_day_that_a_report_may_be_sent_on(days: str, of_b: str) -> None:
    """On the twentieth of May."""
    assert of_b == classes("2024-05-20 09:00", days)["B"][0]


def test_without_a_fixed_day_it_is_drawn_daily() -> None:
    """The cell is blank."""
    assert "大" == classes("2024-04-02 09:00", '""')["B"][0]


def test_what_hangs_on_it_follows() -> None:
    """A metric over the class counts those of the fixed day."""
    more = RULES.replace("DAYS", "季初") + "指标: [{编号: N, 表: 店, 若: {级: 大}, 方法: 计数, 期: 全部}]\n"
    world = office(more, "2024-05-20 09:00", {"店": SHOPS, "单": ORDERS})

    assert [("N", 2)] == [one for one in rows(world.frame("指标结果"), "编号", "值") if one[0] == "N"]
