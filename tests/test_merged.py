"""Sheets as offices lay them out: merged cells, headings of two rows, rows of totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table

from workbook.sheets.codes import Codes
from workbook.sheets.grid import Area, Grid, grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import Tables, tables
from workbook.shells.files.reading import read

Rows = Sequence[Sequence[object]]


def customers(rows: Rows, *merged: Area) -> Tables:
    """The sheet 客户 out of these cells."""
    return tables([replace(grid("客户", rows), merged=merged)], STANDARD, Codes(), wanted=["客户"])


def column(found: Tables, heading: str) -> list[object]:
    """A column of customers; None where it is empty."""
    return [None if value != value else value for value in found.frames["客户"][heading].tolist()]


def said(found: Tables) -> list[str]:
    """The kinds of issues and their places."""
    return [f"{one.kind.name} {one.place}" for one in found.issues]


HEAD = ["客户编号", "客户名称", "片区", "备注栏"]


def test_a_cell_merged_downwards_stands_in_each_row() -> None:
    """Five customers of one area; the sixth has his own, and an area reaching beyond the last row makes none."""
    rows = [
        HEAD,
        ["C1", "甲", "城东", None],
        ["C2", "乙", None, "急"],
        ["C3", "丙", None, None],
        ["C4", "丁", "城西", None],
        [None] * 4,
    ]
    found = customers(rows, (2, 3, 4, 3), (5, 3, 6, 3))

    assert (["城东", "城东", "城东", "城西"], []) == (column(found, "片区"), said(found))


def test_a_key_merged_over_two_rows_is_named() -> None:
    """Two contacts of one customer are no two customers."""
    rows = [HEAD, ["C1", "甲", "城东", None], [None, "甲二", None, None]]

    assert ["DUPLICATE_KEY 客户!A3"] == said(customers(rows, (2, 1, 3, 1)))


def test_a_name_or_a_number_merged_over_several_customers_is_asked_about() -> None:
    """Each has a number of his own; a customer's area may well be another one's, and so may the customer of two calls."""
    head = ["客户编号", "客户名称", "手机", "片区"]
    rows = [head, ["C1", "甲", "13800000001", "城东"], ["C2", None, None, None], ["C3", "丙", None, None], [None] * 4]
    found = customers(rows, (2, 2, 3, 2), (2, 3, 5, 3), (2, 4, 4, 4))
    calls = [
        ["记录编号", "客户编号", "回访时间", "方式", "结果代码"],
        ["R1", "C1", "2026-03-02", "电话", "完成"],
        ["R2", None, "2026-03-03", "电话", "完成"],
    ]
    log = tables(
        [grid("客户", [head, *rows[1:2]]), replace(grid("回访记录", calls), merged=((2, 2, 3, 2),))],
        STANDARD,
        Codes(),
        wanted=["客户", "回访记录"],
    )

    assert ["NAME_MERGED 客户!B3", "NAME_MERGED 客户!C3", "NAME_MERGED 客户!C4"] == said(found)
    assert [] == said(log)


def test_a_sum_merged_over_several_sales_is_asked_about() -> None:
    """It may be that of both together."""
    sales = [
        ["事件编号", "客户编号", "事件类型", "发生时间", "金额"],
        ["E1", "C1", "成交", "2026-03-02", "26000"],
        ["E2", "C1", "成交", "2026-03-03", None],
    ]
    made = [grid("客户", [HEAD, ["C1", "甲", None, None]]), replace(grid("事件", sales), merged=((2, 5, 3, 5),))]

    assert ["NAME_MERGED 事件!E3"] == said(tables(made, STANDARD, Codes(), wanted=["客户", "事件"]))


def test_words_merged_across_are_no_data() -> None:
    """A line that heads what follows doesn't spread into the columns it lies over."""
    found = customers([HEAD, ["C1", "甲", "城东", None], ["C2", "乙", None, None]], (3, 1, 3, 1), (2, 2, 2, 3))

    assert ["城东", None] == column(found, "片区")


def test_titles_above_the_header_are_left_alone() -> None:
    """Merged over all columns, and over two rows."""
    found = customers([["客户一览", None, None, None], [None] * 4, HEAD, ["C1", "甲", "城东", None]], (1, 1, 2, 4))

    assert (["C1"], []) == (column(found, "客户编号"), said(found))


TWO = [
    ["客户编号", "客户名称", "联系方式", None, "片区"],
    [None, None, "手机", "座机", None],
    ["C1", "甲", "13800000001", None, "城东"],
    ["C2", "乙", None, "0571-86000103", "城东"],
]
DOWN: tuple[Area, ...] = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 5, 2, 5))


@pytest.mark.parametrize("merged", [(*DOWN, (1, 3, 1, 4)), DOWN, ((1, 3, 1, 4),)])
def test_a_heading_of_two_rows_names_its_columns_by_the_lower_one(merged: tuple[Area, ...]) -> None:
    """联系方式 over 手机 and 座机, however much of it is merged."""
    found = customers(TWO, *merged)

    assert ([("13800000001", None), (None, "057186000103")], []) == (
        [*zip(column(found, "手机"), column(found, "座机"), strict=True)],
        said(found),
    )


def test_a_lower_row_of_headings_takes_those_that_reach_down_to_it() -> None:
    """Most headings stand in the second row, two are merged into it from the first."""
    rows = [["客户编号", "基本", None, None], [None, "客户名称", "手机", "片区"], ["C1", "甲", "13800000001", "城东"]]
    found = customers(rows, (1, 1, 2, 1), (1, 2, 1, 4))

    assert (["C1"], ["甲"], []) == (column(found, "客户编号"), column(found, "客户名称"), said(found))


@pytest.mark.parametrize("word", ["合计", "小计", "总 计", "合计："])
def test_a_row_of_totals_is_no_customer(word: str) -> None:
    """It is told as a note; a customer whose name begins so is one."""
    found = customers([HEAD, ["C1", "合计电器", None, None], [word, "10户", None, None]])

    assert (["C1"], ["TOTALS_ROW 客户!第3行"]) == (column(found, "客户编号"), said(found))


def test_merged_cells_and_declared_totals_are_told_by_the_file(tmp_path: Path) -> None:
    """A table that says which of its rows are totals needs no word about them."""
    path = tmp_path / "书.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("客户")
    for row, cells in enumerate(
        [HEAD, ["C1", "甲", "城东", "1"], ["C2", "乙", None, "2"], ["计", "共两户", None, "3"]]
    ):
        sheet.write_row(row, 0, cells)
    sheet.merge_range("C2:C3", "城东")
    book.close()
    changed = load_workbook(path)
    table = Table(displayName="客户表", ref="A1:D4", totalsRowCount=1)
    changed["客户"].add_table(table)
    changed.save(path)

    (found,) = read(path)
    assert (((2, 3, 3, 3),), (4,)) == (found.merged, found.totals)
    made = tables([found], STANDARD, Codes(), wanted=["客户"])
    assert (["C1", "C2"], ["城东", "城东"], []) == (column(made, "客户编号"), column(made, "片区"), said(made))


def test_two_lists_side_by_side_are_no_column_twice() -> None:
    """Nobody is told to delete the columns that hold the other customers; a single column twice is only asked about."""
    beside: list[Grid] = [grid("客户", [[*HEAD, None, *HEAD], ["C1", "甲", "东", None, None, "C2", "乙", "西", None]])]
    found = tables(beside, STANDARD, Codes(), wanted=["客户"])

    assert ["LIST_BESIDE 客户!F1"] == said(found)
    assert ["COLUMN_TWICE_FILLED 客户!E1"] == said(customers([[*HEAD, "片区"], ["C1", "甲", "东", None, "西"]]))
    assert ["COLUMN_TWICE 客户!E1"] == said(customers([[*HEAD, "片区"], ["C1", "甲", "东", None, None]]))


def test_who_made_the_list_is_no_customer() -> None:
    """Below the last row, not amid the list."""
    rows = [HEAD, ["C1", "甲", "城东", None], [None] * 4, ["制表人：王", "审核：李", None, None]]
    amid = [HEAD, ["制表人：王", "甲", None, None], ["C1", "乙", None, None]]

    assert ["甲"] == column(customers(rows), "客户名称")
    assert ["TOTALS_ROW 客户!第4行"] == said(customers(rows))
    assert ["甲", "乙"] == column(customers(amid), "客户名称")
