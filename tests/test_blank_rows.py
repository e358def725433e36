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

from workbook.shells.commands.cli import main
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

    with lean(path) as place:
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

    with lean(path) as place:
        assert path == place
