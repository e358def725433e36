"""Drop-downs of conditions offer whole questions; each is one that lint takes as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import Desk
from openpyxl import load_workbook
from told import faults

ASKED = ("次数", "第几次", "连续几次", "上次", "几个", "合计", "几项")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A new workbook with the rows of its demonstration."""
    return Desk(tmp_path, "wine-service", demo=True)


def offered(desk: Desk, name: str) -> list[str]:
    """What one list of the hidden sheet holds."""
    page = load_workbook(desk.path)["选项"]
    column = next(cell.column for row in page.iter_rows(1, 4) for cell in row if cell.value == name)
    found = [str(row[column - 1]) for row in page.iter_rows(1, page.max_row, values_only=True) if row[column - 1]]
    return found[found.index(name) + 1 :]


@pytest.mark.parametrize(("sheet", "least"), [("事件", 5), ("回访记录", 5), ("客户", 6)])
def test_questions_about_rows_of_a_sheet(desk: Desk, sheet: str, least: int) -> None:
    """The same again, in a row, what it was last, of its children; typed as they are offered."""
    asked = [one for one in offered(desk, f"条件_{sheet}") if any(word in one for word in ASKED)]
    for number, question in enumerate(asked):
        desk.add("指标", 编号=f"问{number}", 条款="例会", 表=sheet, 若=question, 方法="计数", 期="全部")

    assert least <= len(asked)
    assert [] == [one for one in faults(desk) if "规则 问" in one]


def test_tests_of_tasks(desk: Desk) -> None:
    """Limits are about tasks: their kind, their channel, words of their customer, questions about him."""
    asked = offered(desk, "条件_任务")
    for number, question in enumerate(asked):
        desk.add("联系限制", 编号=f"问{number}", 条款="例会", 类型="停止", 若=question)

    assert {"类别: 到货", "联系方式: 电话", "客户.客户类别: VIP", "客户.的回访记录 上次满意度: 不满意"} <= set(asked)
    assert [] == [one for one in faults(desk) if "规则 问" in one]


def test_days_of_reports_and_of_conclusions_are_offered(desk: Desk) -> None:
    """何时 and 定于 have their words."""
    for sheet, heading, word in (("报告", "何时", "月末工作日 17:00"), ("判定", "定于", "季初")):
        page = load_workbook(desk.path)[sheet]
        column = desk.column(sheet, heading)
        rules = [
            one
            for one in page.data_validations.dataValidation
            if any(r.min_col <= column <= r.max_col for r in one.sqref.ranges)
        ]
        assert [True] == [word in str(one.formula1) for one in rules]
