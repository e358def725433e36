"""Days in 节假日 that are of a calendar which no rule goes by: named, for they count for nothing."""

from __future__ import annotations

import pytest
from days import EVENTS
from runs import Office

RULES = """
时限:
  - {编号: W1, 名称: 到货回访, 条款: 发货后回访, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 9工作日,
     完成表: 回访记录CALENDAR}
"""


@pytest.mark.parametrize(
    ("calendar", "rule", "told"),
    [
        ("公司", "", ["节假日!D2：历写“公司”的 2 行没有算，没有一条规则按公司的历算。"]),
        ("公司", ", 历: 公司", []),
        ("国家", "", []),
        (None, "", []),
        ("交易", ", 历: 公司", ["节假日!D2：历写“交易”的 2 行没有算，没有一条规则按交易的历算。"]),
    ],
)
def test_days_of_a_calendar_that_no_rule_goes_by_are_named(calendar: str | None, rule: str, told: list[str]) -> None:
    """Two days off of the company's, typed as such while every rule goes by the country's."""
    days = [{"开始日": f"2026-03-{day}", "名称": "厂庆", "类别": "放假", "历": calendar} for day in (16, 17)]
    book = Office(RULES.replace("CALENDAR", rule), {"事件": EVENTS, "节假日": days})
    found = [one for one in book.looked_at("2026-03-09 09:00").issues if one.kind.title == "这种历没人用"]
    assert told == [f"{one.place}：{one.what}" for one in found]
