"""问题 after a first import: the same gap in hundreds of rows is one line, and every cell of it can be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bookshelf import founded
from test_bringing import DAY, brought, rows, saved

from workbook.shells.commands.cli import main

COLUMNS = ("级别", "代码", "格", "处数", "内容")


def started(folder: Path, rulebook: str, headings: Sequence[str], lines: Sequence[Sequence[object]]) -> Path:
    """A new workbook with a list of its own, looked at by 校验."""
    book = founded(folder, "--rulebook", rulebook, "--office", "测试", "--date", DAY)

    def fill(sheet: Any) -> None:
        sheet.append(list(headings))
        for line in lines:
            sheet.append(list(line))

    brought(book, saved(folder, fill), "--yes")
    main(["check", str(book), "--date", DAY])
    return book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred customers without a class; a hundred of them belong to somebody whom nobody knows, some to others."""
    keepers = ["某甲"] * 100 + [f"某人{at}" for at in range(20)] + [None] * 180
    lines = [(f"客户{at:03}", f"139{at:08}", keeper) for at, keeper in enumerate(keepers)]
    return started(tmp_path_factory.mktemp("长"), "tiered-frequency", ("姓名", "电话", "业务员"), lines)


def test_a_gap_of_a_whole_column_is_one_line_with_its_count_and_first_cells(book: Path) -> None:
    lines = rows(book, "问题", *COLUMNS)
    gaps = [line for line in lines if line[1] == "检查没有通过"]

    assert [
        (
            "疑",
            "检查没有通过",
            "客户!I4",
            "300",
            "客户要分级：客户类别是空的，共 300 处：I4、I5、I6、I7、I8……，全部见【问题明细】。",
        )
    ] == gaps
    assert len(lines) < 10


def test_different_words_of_one_column_are_one_line_with_the_first_as_example(book: Path) -> None:
    found = [line for line in rows(book, "问题", *COLUMNS) if line[1] == "查不到这个编号"]
    assert [("疑", "查不到这个编号", "客户!J4", "120")] == [line[:4] for line in found]
    assert "像这样的共 120 处：J4、J5、J6、J7、J8……" in str(found[0][4])


def test_each_cell_stands_in_the_details_behind_a_link(book: Path) -> None:
    """Where the link of the count leads, the cells of the line begin; each leads on to its cell."""
    made: Any = openpyxl.load_workbook(book)
    page, details = made["问题"], made["问题明细"]
    head = next(row for row in range(1, 5) if page.cell(row, 1).value == "级别")
    at = {cell.value: cell.column for cell in page[head]}
    counted = {
        str(page.cell(row, at["格"]).value): page.cell(row, at["处数"])
        for row in range(head + 1, page.max_row + 1)
        if page.cell(row, at["处数"]).value not in {None, 1}
    }
    assert {"客户!I4", "客户!J4"} == set(counted)
    for cell, count in counted.items():
        sheet, _, target = count.hyperlink.location.replace("'", "").partition("!")
        assert "问题明细" == sheet
        begins = details[target].row
        column = next(one.column for one in details[begins - 1 if begins == 4 else 3] if one.value == "格")
        assert cell == details.cell(begins, column).value
    assert 300 + 120 == len(rows(book, "问题明细", "格"))
    assert details.auto_filter.ref


def test_numbers_count_cells_not_lines(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(book), "--date", DAY])
    assert "疑 420 处" in capsys.readouterr().out


def test_what_is_mended_shrinks_the_line_and_clears_the_details(tmp_path: Path) -> None:
    """Six of a kind are one line, five are five; the line keeps the day when it was first seen."""
    lines = [(f"客户{at}", f"139{at:08}") for at in range(6)]
    book = started(tmp_path, "tiered-frequency", ("姓名", "电话"), lines)
    assert ["6"] == [line[3] for line in rows(book, "问题", *COLUMNS) if line[1] == "检查没有通过"]
    made: Any = openpyxl.load_workbook(book)
    made["客户"]["I4"] = "普通客户"
    made.save(book)
    main(["check", str(book), "--date", "2026-03-18 09:00"])

    found = [line for line in rows(book, "问题", *COLUMNS, "首见") if line[1] == "检查没有通过"]
    assert [(None, f"客户!I{row}") for row in range(5, 10)] == [(line[3], line[2]) for line in found]
    assert "2026-03-18" == str(found[1][5])[:10]
    assert [] == rows(book, "问题明细", "格")


def test_what_keeps_calls_back_is_said_and_comes_first(tmp_path: Path) -> None:
    """A file that its superior hasn't approved yields no call: that stands in the line, above what is only missing."""
    lines = [(f"客户{at}", f"139{at:08}", f"路{at}号") for at in range(20)]
    book = started(tmp_path, "mining-customer-file", ("姓名", "电话", "地址"), lines)
    gaps = [line for line in rows(book, "问题", *COLUMNS) if line[1] == "检查没有通过" and line[0] == "疑"]
    held = [at for at, line in enumerate(gaps) if "改好以前这些行不列进清单" in str(line[4])]
    assert [*range(len(held))] == held
    assert held
