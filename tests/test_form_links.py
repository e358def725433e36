"""From a row of the list to its form: the link is there where the form is, and goes where the folder goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import openpyxl
from bookshelf import DAY, office, table

from workbook.shells.commands.cli import main


def test_a_rows_number_leads_to_its_form(tmp_path: Path) -> None:
    """By a way that survives moving the folder; none where there is no form; nothing else of the list changes."""
    book = book_of(tmp_path / "甲")
    assert main(["today", str(book), "--date", DAY]) in {0, 1}
    before, none = table(book, "今日清单"), leads(book)
    assert main(["forms", str(book), "--date", DAY]) in {0, 1}
    shutil.move(tmp_path / "甲", tmp_path / "乙")
    book = tmp_path / "乙" / book.name

    led = leads(book)
    printed = openpyxl.load_workbook(book.parent / f"记录表-{DAY}.xlsx")
    assert ({}, before) == (none, table(book, "今日清单"))
    assert [row["任务编号"] for row in before] == [printed[sheet]["B1"].value for _, sheet in led.values()]
    assert {f"记录表-{DAY}.xlsx"} == {file for file, _ in led.values()}

    assert main(["today", str(book), "--date", DAY]) in {0, 1}
    assert led == leads(book)
    (book.parent / f"记录表-{DAY}.xlsx").unlink()
    assert main(["today", str(book), "--date", DAY]) in {0, 1}
    assert {} == leads(book)


def test_forms_of_another_day_leave_the_list_alone(tmp_path: Path) -> None:
    book = book_of(tmp_path / "甲")
    assert main(["today", str(book), "--date", DAY]) in {0, 1}
    as_it_was = book.read_bytes()
    assert main(["forms", str(book), "--date", "2026-03-10"]) in {0, 1}

    assert as_it_was == book.read_bytes()


def book_of(folder: Path) -> Path:
    folder.mkdir()
    return office(folder / "回访.xlsx")


def leads(book: Path) -> dict[str, tuple[str, str]]:
    """Cell of 序 → the file beside the book and the sheet there that it leads to."""
    sheet = openpyxl.load_workbook(book)["今日清单"]
    found = {cell.coordinate: cell.hyperlink for (cell,) in sheet.iter_rows(max_col=1) if cell.hyperlink}
    return {at: (unquote(link.target), link.location.removesuffix("!A1").strip("'")) for at, link in found.items()}
