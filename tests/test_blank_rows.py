"""Rows that somebody formatted and left empty, a million of them: nobody waits for them, and nothing else goes with them."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

sys.path.insert(0, str(Path(__file__).parent))

from bad_books import make
from badfiles import DAY, LIST, good_book
from bookshelf import cells

from workbook.papers.brought.found import Said
from workbook.shells.commands.cli import main
from workbook.shells.files import looks, returned
from workbook.shells.files.in_place import Book
from workbook.shells.files.lean import lean
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.parts.sheet_part import SheetXml

YELLOW = PatternFill("solid", fgColor="FFFF00")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return good_book(tmp_path_factory.mktemp("good") / "好.xlsx")


def rows_of(path: Path, name: str) -> int:
    package = Package(path)
    part = Wiring(package).part(name)
    return SheetXml(package.read(part), part).count()


def test_the_list_gives_up_what_is_blank_below_it(good: bytes, tmp_path: Path) -> None:
    """The day is as it was; of a million formatted rows none is left, and what staff noted further down is."""
    plain, padded = tmp_path / "一" / "回访.xlsx", tmp_path / "二" / "回访.xlsx"
    for path in (plain, padded):
        path.parent.mkdir()
    plain.write_bytes(good)
    make("清单·一百万行空格", padded, good)

    for path in (plain, padded):
        assert main(["today", str(path), "--date", DAY]) < 2

    assert rows_of(plain, LIST) == rows_of(padded, LIST)
    one, two = (openpyxl.load_workbook(path)[LIST] for path in (plain, padded))
    assert [[cell.value for cell in row] for row in one] == [[cell.value for cell in row] for row in two]


def test_a_note_below_blank_rows_keeps_its_row(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "回访.xlsx"
    path.write_bytes(good)
    book = openpyxl.load_workbook(path)
    sheet = book[LIST]
    below = sheet.max_row + 2_000
    for row in range(sheet.max_row + 1, below + 50):
        sheet.cell(row, 2).fill = YELLOW
    sheet.cell(below, 3).comment = Comment("月底再看", "林小满")
    book.save(path)

    assert main(["today", str(path), "--date", DAY]) < 2

    after = openpyxl.load_workbook(path)[LIST]
    assert "月底再看" == after.cell(below, 3).comment.text
    assert below == after.max_row


def test_a_foreign_list_is_read_without_them(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    make("一百万行空格", path, good)
    before = path.read_bytes()

    with lean(path) as found:
        place = found.path
        assert place != path
        copy = openpyxl.load_workbook(place)

    assert not place.exists()
    assert before == path.read_bytes()
    whole = {
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        for sheet in copy
    }
    path.write_bytes(good)
    as_it_was = openpyxl.load_workbook(path)
    for sheet in as_it_was:
        assert {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None} == whole[
            sheet.title
        ]
    assert copy["客户"].max_row < 100


def test_a_small_book_is_read_as_it_lies(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(good)

    with lean(path) as found:
        assert path == found.path


def test_thousands_of_merged_areas_are_seen_as_a_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader isn't told of is told apart: across and down, with what lies below one unseen."""
    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户名称", "电话", "备注", "", "地址"])
    for row in range(2, 2502, 2):
        sheet.cell(row, 1, f"客户{row}").comment = Comment("老客户", "林小满") if row == 6 else None
        sheet.cell(row, 2, f"1390000{row:04}")
        sheet.cell(row, 3, "照旧" if row % 4 else None).fill = YELLOW
        sheet.cell(row + 1, 2, f"1391111{row:04}")
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
    book.save(path)
    few = looks.leaves(path)
    monkeypatch.setattr("workbook.shells.files.lean.MANY", 100)
    many = looks.leaves(path)
    with lean(path) as found:
        areas = {area for one in found.merged.values() for area in one}

    assert 2500 == len(areas)
    assert [(one.cells, sorted(one.across), one.filled, one.hidden) for one in few] == [
        (one.cells, sorted(one.across), one.filled, one.hidden) for one in many
    ]
    assert "客户6" == many[0].text(7, 1)
    assert "老客户" == many[0].cells[6, 1].note


def test_rows_given_back_keep_their_merged_areas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.shells.files.lean.MANY", 1)
    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户名称", "电话", "备注", ""])
    sheet.append(["", "12", "没有名字", ""])
    sheet.append(["甲", "13900000001", "照旧", ""])
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
    book.save(path)
    found = returned.write(path, looks.leaves(path), (), [Said("Sheet", 2, 1, "没有客户的名字")])

    assert ["C1:D1", "C2:D2", "C3:D3"] == sorted(
        str(one) for one in openpyxl.load_workbook(found)["Sheet"].merged_cells.ranges
    )


def test_rows_that_stand_out_of_order_are_written_where_they_stand(good: bytes, tmp_path: Path) -> None:
    """The second row after the tenth: its cell is cleared there, and no second row comes to be."""
    path = tmp_path / "回访.xlsx"
    make("清单·行倒着排", path, good)
    before = cells(path)[LIST]
    at = next(column for (row, column), said in before.items() if said == "结果代码")
    book = Book(path)
    book.set_cells(LIST, {(2, at): None, (3, at): "完成"})
    book.save()

    assert "无人接" == before[2, at]
    assert {key: said for key, said in before.items() if key != (2, at)} | {(3, at): "完成"} == cells(path)[LIST]
