"""What 公式 gives in a column of each type."""

from __future__ import annotations

from textwrap import dedent

import pytest
from worlds import office

from workbook.rules.world.vectors import said

JOB = {
    "工单编号": "J1",
    "客户编号": "C1",
    "工单类型": "修",
    "受理时间": "2026-03-09 10:00",
    "产品": "12.345",
    "问题": "漏水",
}


def value(formula: str, kind: str) -> tuple[str | None, list[str]]:
    """What the formula gives for one job, and what is said about it."""
    rules = dedent(f"""
        计算:
          - {{表: 工单, 列: 甲, 类型: {kind}, 公式: '{formula}'}}
        """)
    world = office(rules, "2026-03-09 10:00", {"客户": [{"客户编号": "C1", "客户名称": "甲"}], "工单": [JOB]})
    (found,) = world.column(world.frame("工单"), "甲").objects()
    return said(found), [one.what for one in world.issues]


@pytest.mark.parametrize(
    ("formula", "kind", "expected"),
    [
        ("期键({受理时间},年)", "整数", "2026"),
        ("期键({受理时间},年)", "文本", "2026"),
        ("期键({受理时间},年)", "期", "2026"),
        ("{产品}", "小数", "12.345"),
        ("{产品}", "金额", "12.35"),
    ],
)
def test_a_text_that_is_a_number_is_one_in_a_column_of_numbers(formula: str, kind: str, expected: str) -> None:
    """The year of a date may be a number, and so may digits that staff typed."""
    found, issues = value(formula, kind)

    assert (expected, []) == (found, issues)


@pytest.mark.parametrize("formula", ["期键({受理时间},月)", "{问题}"])
def test_a_text_that_is_no_number_is_named(formula: str) -> None:
    """A month or a word in a column of numbers: the rule rests and says so."""
    found, (said_,) = value(formula, "整数")

    assert found is None
    assert "算出来的是文字" in said_
