"""The drop-downs of a new workbook in a real spreadsheet program: what a cell offers follows the sheet its row names."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import load_workbook
from test_another_program import saved_by_another_program

from workbook.rulebook.sorts.model import SHEETS
from workbook.shells.runs.founding import found

FAR = 150  # a column that no rule sheet reaches


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[int, str]]:
    """How many words the first row's cell offers under each heading, and the first of them, as the program works it out."""
    path = tmp_path_factory.mktemp("choices") / "book.xlsx"
    found(path, ["wine-service"], "示例单位", datetime(2026, 3, 9, 9), demo=True)
    book, asked = load_workbook(path), {}
    for name in SHEETS:
        page = book[name]
        for at, rule in enumerate(page.data_validations.dataValidation, FAR):
            if rule.formula1.startswith('"'):
                continue
            page.cell(4, at).value = f"=COUNTA({rule.formula1})"
            page.cell(5, at).value = f"=INDEX({rule.formula1},1)"
            asked[name, page.cell(3, min(one.min_col for one in rule.sqref.ranges)).value] = at
    book.save(path)
    saved = load_workbook(saved_by_another_program(path), data_only=True)
    return {key: (saved[key[0]].cell(4, at).value, str(saved[key[0]].cell(5, at).value)) for key, at in asked.items()}


@pytest.mark.parametrize(
    ("sheet", "heading", "first"),
    [
        ("时限", "源表", "客户"),
        ("时限", "起点", "预约编号"),  # the first row is about 预约
        ("时限", "完成列", "记录编号"),  # … and done in 回访记录
        ("时限", "责任", "{归属员工}"),
        ("时限", "类别", "首谈"),
        ("时限", "接替", "约好的回访"),
        ("时限", "话术", "约好的回访"),
        ("定额", "时间列", "记录编号"),
        ("处罚标准", "触发", "登记"),
        ("检查清单", "列", "事件编号"),
        ("报告", "来源", "客户"),
        ("报告", "列", "记录编号"),
    ],
)
def test_a_cell_offers_what_fits_its_row(
    offered: dict[tuple[str, str], tuple[int, str]], sheet: str, heading: str, first: str
) -> None:
    """Names that INDIRECT leads to are found."""
    many, word = offered[sheet, heading]

    assert first == word
    assert many > 1


def test_a_test_is_offered_whole(offered: dict[tuple[str, str], tuple[int, str]]) -> None:
    """若 of a rule about 预约 offers whole tests, those with words first where there are any."""
    assert "预约编号: 非空" == offered["时限", "若"][1]
