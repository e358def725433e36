"""A setting of plain text is typed by what it is compared with, as if it stood in the cell itself; what can't be is named."""

from __future__ import annotations

import pytest
from worlds import office

from workbook.rules.world.vectors import says

RULES = """
登记表:
  - {{表: 来电, 列: ["来电编号:编号#", "时间:时点@", "日:日期", "数:整数", "刻:时刻", "长:时长"]}}
设置:
  - {{名: 界, 值: "{setting}", 类型: 文本}}
计算:
  - {{表: 来电, 列: 中, 类型: 文本, 若: {{{test}}}, 方法: 模板, 公式: 是}}
"""
CALL = {"来电编号": "L1", "时间": "2026-03-09 13:00", "日": "2026-03-09", "数": 5, "刻": "13:00", "长": "3天"}


def looked_at(setting: str, test: str) -> tuple[object, list[str]]:
    """Whether the test holds for the call, and what is said."""
    world = office(RULES.format(setting=setting, test=test), "2026-03-09 09:00", {"来电": [CALL]}, sound=False)
    calls = world.frame("来电")
    [held] = says(world.column(calls, "中")).objects()
    return held, [one.what for one in (*world.book.issues, *world.issues)]


@pytest.mark.parametrize(
    ("setting", "test"),
    [
        ("12:00", '时间: ">={设置.界}"'),
        ("１２：００", '时间: ">={设置.界}"'),
        ("13:00", '时间: "{设置.界}"'),
        ("12:00", '时间: "[{设置.界}..14:00]"'),
        ("2026-03-09 12:30", '时间: ">{设置.界}"'),
        ("今日", '日: "{设置.界}"'),
        ("周一", '日: "{设置.界}"'),
        ("3", '数: ">{设置.界}"'),
        ("12:00", '刻: ">={设置.界}"'),
        ("1天", '长: ">{设置.界}"'),
    ],
)
def test_a_text_means_what_the_column_holds(setting: str, test: str) -> None:
    assert ("是", []) == looked_at(setting, test)


@pytest.mark.parametrize(
    ("setting", "test", "said"),
    [
        ("中午", '时间: ">{设置.界}"', "“中午”不是日期"),
        ("2026-99-09 12:30", '时间: ">{设置.界}"', "不是时点"),
        ("三", '数: ">{设置.界}"', "“三”不是数"),
        ("中午", '刻: ">={设置.界}"', "和它比的是时刻"),
    ],
)
def test_what_can_not_be_compared_is_named_and_the_rule_rests(setting: str, test: str, said: str) -> None:
    held, issues = looked_at(setting, test)

    assert held is None
    assert [True] == [said in one for one in issues]
