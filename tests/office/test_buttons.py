"""A person clicks a button in LibreOffice: the list appears in the open workbook, and typed results are registered.

Needs LibreOffice, Xvfb and xdotool; .ci/run installs them. Pictures of each step are kept where HUIFANG_PICTURES says.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerks import rows, typed
from desk import Desk

from workbook.shells.files import reading
from workbook.shells.macros import build
from workbook.shells.macros.macro_book import equip

SAMPLE = Path(__file__).parents[2] / "sample.xlsx"
DAY, MONDAY = "2026-03-16", "46097"
"""The sample's day, and how a spreadsheet counts it."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", DAY)
    yield made
    made.leave()


def pictured(desk: Desk, name: str) -> None:
    """A picture of the screen, where somebody wants to look at it."""
    if folder := os.environ.get("HUIFANG_PICTURES"):
        time.sleep(4)  # a box is there before it is drawn
        desk.picture(Path(folder) / f"{name}.png")


def column(rows: list[list[str]], heading: str) -> int:
    return rows[0].index(heading)


def records(book: Path) -> int:
    """The rows of 回访记录 in the file."""
    (grid,) = reading.read(book, only=["回访记录"])
    return grid.height


def test_a_click_makes_the_list_and_a_click_registers_what_was_typed(desk: Desk) -> None:
    """今日清单, a result typed into its first row, Ctrl+S, 登记."""
    book = desk.folder / "回访.xlsm"
    equip(SAMPLE, book, "libreoffice")
    before = records(book)
    desk.open(book)
    pictured(desk, "1-首页")

    desk.click("今日清单")
    desk.box()
    pictured(desk, "2-今日清单")
    desk.close_box()
    seen = desk.until(lambda seen: seen["sheet"] == "今日清单")

    planned, outcome = column(seen["rows"], "计划时间"), column(seen["rows"], "结果代码")
    assert {MONDAY} <= {row[planned].partition(".")[0] for row in seen["rows"][1:]}
    assert "客户名称" in seen["rows"][0]

    desk.fill(outcome, 1, "无人接")
    pictured(desk, "3-填了结果")

    to_the_front_page(desk)
    desk.click("登记")
    desk.box()
    pictured(desk, "4-还没存盘")
    desk.close_box()
    assert before == records(book), "nothing is done over the head of what isn't saved yet"

    desk.save()
    desk.click("登记")
    desk.box()
    pictured(desk, "5-登记")
    desk.close_box()
    after = desk.until(lambda seen: seen["sheet"] == "今日清单")

    assert before + 1 == records(book)
    assert {""} == {row[outcome] for row in after["rows"][1:]}


def test_why_speaks_of_the_row_that_is_selected_in_the_list(desk: Desk) -> None:
    """The button stands on the front page, the row in today's list; nothing is written."""
    book = desk.folder / "回访.xlsm"
    equip(SAMPLE, book, "libreoffice")
    desk.open(book)
    before = book.read_bytes()
    seen = desk.turn_to("今日清单", "ctrl+Next")
    desk.go_to(column(seen["rows"], "客户名称"), 2)
    to_the_front_page(desk)

    desk.click("为什么")
    desk.box()
    pictured(desk, "6-为什么")
    desk.close_box()

    assert before == book.read_bytes()
    assert "今日清单" == desk.until(lambda seen: bool(seen["rows"]))["sheet"]


def to_the_front_page(desk: Desk) -> None:
    """To the first sheet, with the keyboard."""
    desk.turn_to("首页", "ctrl+Prior")


def test_a_workbook_saved_by_libreoffice_keeps_its_buttons(desk: Desk) -> None:
    """After Ctrl+S the next click still works."""
    book = desk.folder / "回访.xlsm"
    shutil.copyfile(next(path for path in build.build(desk.home / "made", SAMPLE) if "Libre" in path.name), book)
    desk.open(book)
    desk.fill(3, 5, "x")
    desk.save()

    desk.click("今日清单")

    assert desk.until(lambda seen: seen["sheet"] == "今日清单")["rows"][1]


def test_a_list_is_picked_looked_at_and_taken_in(desk: Desk) -> None:
    """收名单: the file chooser, the preview in front, 是 in its first yellow cell, Ctrl+S, 收名单 again."""
    book, source = desk.folder / "回访.xlsm", desk.folder / "list.csv"
    equip(SAMPLE, book, "libreoffice")
    source.write_text("姓名,联系电话\n柳一帆,13900000101\n沈二桐,13900000102\n", encoding="utf-8-sig")
    desk.open(book)
    pictured(desk, "1-首页")

    desk.click("收名单")
    desk.choose(source)
    seen = desk.until(lambda seen: seen["sheet"] == "导入预览" and any("您定" in row for row in seen["rows"]))
    desk.box()
    pictured(desk, "8-导入预览")
    desk.close_box()
    head = next(at for at, row in enumerate(seen["rows"]) if "您定" in row)
    assert "收下吗" == seen["rows"][head + 1][column(seen["rows"][head:], "结果")]

    desk.fill(column(seen["rows"][head:], "您定"), head + 1, "是")
    desk.save()
    to_the_front_page(desk)
    desk.click("收名单")
    desk.box()
    pictured(desk, "9-收好了")
    done = desk.until(lambda seen: seen["sheet"] == "导入预览")
    desk.close_box()

    assert "收好了" == done["rows"][head + 1][column(done["rows"][head:], "结果")]
    (customers,) = reading.read(book, only=["客户"])
    assert {"柳一帆", "沈二桐"} <= {str(name) for column_ in customers.columns for name in column_.to_pylist()}


def test_books_are_shared_and_taken_back_by_two_clicks(desk: Desk) -> None:
    """分发, a result typed into a clerk's own book, 收回: it stands in the list."""
    book = desk.folder / "回访.xlsm"
    equip(SAMPLE, book, "libreoffice")
    desk.open(book)

    desk.click("分发")
    desk.box()
    pictured(desk, "10-分发")
    desk.close_box()
    desk.until(lambda seen: seen["sheet"] == "今日清单")
    given = sorted((desk.folder / "回访-分发").glob("回访-*.xlsx"))
    assert ["周亦安", "林小满"] == sorted(path.stem.split("-")[1] for path in given)
    key = next(row["任务编号"] for row in rows(given[0], "今日清单") if "序" in row)
    typed(given[0], {key: {"结果代码": "无人接", "备注": "响了很久"}})

    to_the_front_page(desk)
    desk.click("收回")
    desk.box()
    pictured(desk, "11-收回")
    desk.close_box()
    desk.until(lambda seen: seen["sheet"] == "今日清单")

    assert ("无人接", "响了很久") == next(
        (row["结果代码"], row["备注"]) for row in rows(book, "今日清单") if row.get("任务编号") == key
    )


def test_the_toolbar_speaks_of_the_row_that_is_selected_on_any_sheet(desk: Desk) -> None:
    """交接 with a person of 员工 selected: what she would hand over, on a sheet, for somebody to agree to."""
    book = desk.folder / "回访.xlsx"
    shutil.copyfile(SAMPLE, book)  # a workbook without a single macro
    desk.open(book)
    desk.turn_to("员工", "ctrl+Next")
    seen = desk.until(lambda seen: seen["sheet"] == "员工" and any("员工编号" in str(row) for row in seen["rows"]))
    row = next(at for at, line in enumerate(seen["rows"]) if line[0] == "S2")
    desk.go_to(0, row)
    pictured(desk, "12-工具条")

    desk.click("交接")
    desk.hand("mousemove", "700", "300")  # a tip under the mouse is a window too
    seen = desk.until(lambda seen: seen["sheet"] == "交接预览")
    desk.box()
    pictured(desk, "13-交接")
    desk.close_box()

    assert any("交出" in line for line in seen["rows"])
