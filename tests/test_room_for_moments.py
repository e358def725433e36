"""A day with its time shows whole wherever the program writes one: in a new sheet, a narrow column, one without a width."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from workbook.papers.pages.shown import Sheetful
from workbook.papers.reports.day_summary import _page
from workbook.papers.reports.day_tables import Part
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book

SHOWN = 16.5
AT = datetime(2026, 3, 16, 14, 30)


@pytest.mark.parametrize("width", [None, 5.0, 12.7, 30.0])
@pytest.mark.parametrize("way", ["append", "set"])
def test_a_column_that_takes_a_moment_has_room_for_it(tmp_path: Path, width: float | None, way: str) -> None:
    """A wider one stays as it is, and so do its neighbours."""
    path = tmp_path / "本.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    page.title = "事件"
    page.append(["编号", "时间", "说明"])
    page.append(["E1", datetime(2026, 3, 9), "甲"])
    page.column_dimensions["A"].width = 7
    if width:
        page.column_dimensions["B"].width = width
    made.save(path)

    book = Book(path)
    if way == "append":
        book.append("事件", 1, {"编号": 1, "时间": 2, "说明": 3}, [{"编号": "E2", "时间": AT, "说明": "乙"}])
    else:
        book.set_cells("事件", {(2, 2): AT})
    book.save()

    after = openpyxl.load_workbook(path)["事件"].column_dimensions
    assert after["B"].width >= SHOWN
    assert 7 == after["A"].width
    assert width != 30.0 or 30.0 == after["B"].width


def test_a_table_that_travels_with_a_letter_shows_its_moments(tmp_path: Path) -> None:
    path = tmp_path / "附件.xlsx"
    part = Part("今天", ("客户", "到期", "金额"), ("文本", "时点", "金额"), (("甲", AT, None),), ("",))
    new_book.write(path, [_page(part, [0])], head=None, created=AT)

    assert openpyxl.load_workbook(path)["今天"].column_dimensions["B"].width >= SHOWN


@pytest.mark.parametrize(("widened", "width"), [(None, SHOWN), (28.0, 28.0)])
def test_a_sheet_of_ours_whose_days_have_times_by_now_has_room_for_them(
    tmp_path: Path, widened: float | None, width: float
) -> None:
    """Written first with days only, or empty; what staff made wider stays."""
    path = tmp_path / "本.xlsx"
    for cell in (datetime(2026, 3, 9), AT):
        sheet = Sheetful(1)
        sheet.add("编号", ["E1"])
        sheet.add("回访时间", [cell], "时点")
        page = sheet.page("报告·服务单")
        if not path.exists():
            new_book.write(path, [page], head=None, created=AT)
            assert openpyxl.load_workbook(path)["报告·服务单"].column_dimensions["B"].width < SHOWN
            if widened:
                made = openpyxl.load_workbook(path)
                made["报告·服务单"].column_dimensions["B"].width = widened
                made.save(path)
            continue
        book = Book(path)
        book.put(page)
        book.save()

    found = openpyxl.load_workbook(path)["报告·服务单"].column_dimensions["B"].width
    assert width <= found
    assert widened in {None, found}
