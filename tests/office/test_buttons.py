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
    time.sleep(2)  # drawn a little later than it is there
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

    desk.key("ctrl+s")
    desk.until(lambda seen: not seen["modified"])
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
    desk.key("ctrl+Next")
    seen = desk.until(lambda seen: seen["sheet"] == "今日清单")
    desk.go_to(column(seen["rows"], "客户名称"), 2)
    desk.key("ctrl+Prior")

    desk.click("为什么")
    desk.box()
    pictured(desk, "6-为什么")
    desk.close_box()

    assert before == book.read_bytes()
    assert "今日清单" == desk.until(lambda seen: bool(seen["rows"]))["sheet"]


def to_the_front_page(desk: Desk) -> None:
    """To the first sheet, with the keyboard."""
    for _ in range(3):
        desk.key("ctrl+Prior")
    desk.until(lambda seen: seen["sheet"] == "首页")


def test_a_workbook_saved_by_libreoffice_keeps_its_buttons(desk: Desk) -> None:
    """After Ctrl+S the next click still works."""
    book = desk.folder / "回访.xlsm"
    shutil.copyfile(next(path for path in build.build(desk.home / "made", SAMPLE) if "Libre" in path.name), book)
    desk.open(book)
    desk.go_to(3, 5)
    desk.type("x")
    desk.key("ctrl+s")
    desk.until(lambda seen: bool(seen["rows"]) and not seen["modified"])

    desk.click("今日清单")

    assert desk.until(lambda seen: seen["sheet"] == "今日清单")["rows"][1]
