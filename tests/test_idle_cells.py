"""Accepted cells that do nothing: for every carrier and every cell of 报告 the day is worked with it and without it."""

from __future__ import annotations

import re

import pytest

from tests.effects import BESIDE, CARRIERS, CELLS, NOW, base, day, does
from workbook.papers.reports.pages import report_page
from workbook.papers.reports.reports import reports
from workbook.rulebook.lint.idle import IDLE
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.sorts.model import headings

BY_THEMSELVES = {"编号", "名称", "条款", "载体", "来源", "优先", "生效日", "失效日", "启用", "接替", "停用期", "备注"}
"""What names a report, says where its rows come from and when it counts."""


def test_every_cell_of_a_report_is_tried() -> None:
    """A new column of 报告 needs a value here."""
    assert set(headings("报告")) - BY_THEMSELVES == set(CELLS)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_cell_does_something_or_lint_says_that_it_does_nothing(carrier: str) -> None:
    """The table that lint speaks from is what a whole day shows, cell by cell."""
    idle = [heading for heading in CELLS if not does(carrier, heading)]

    assert sorted(IDLE[carrier]) == sorted(idle)


@pytest.mark.parametrize("carrier", [one for one in CARRIERS if IDLE[one]])
def test_lint_names_each_idle_cell_at_its_place(carrier: str) -> None:
    """One sentence for each, at its cell."""
    report = base(carrier) | {heading: CELLS[heading] for heading in CELLS}
    found = day(report)
    said = [one for one in lint(found.world.book, found.world.schema, found.world.codes) if "写了也没有用" in one.what]

    assert sorted(IDLE[carrier]) == sorted(re.findall(r"不看“(.+?)”", "".join(one.what for one in said)))


def test_a_divided_sheet_begins_a_new_page_for_each_value() -> None:
    """拆分 on 表: below the last row of one value the paper ends."""
    report = base("表") | {"列": "客户编号", "拆分": "客户.客户类别"}
    page = report_page(reports(day(report))[0])

    assert ([("C1",), ("C3",), ("C2",)], (1,)) == ([row[:1] for row in page.rows], page.breaks)


def test_the_base_day_is_worth_looking_at() -> None:
    """Cells could seem idle because nothing is there: every carrier shows rows, and no rule rests."""
    resting = {one: [str(found) for found in day(base(one)).issues if found.kind.level == "停"] for one in CARRIERS}

    assert {one: [] for one in CARRIERS} == resting
    assert (3, NOW.year, {"标记", "对外"}) == (len(day(base("记录表")).listed), 2026, set(BESIDE))
