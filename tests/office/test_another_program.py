"""A real spreadsheet program opens what we write, saves it, and the next run goes on. Needs LibreOffice; .ci/run installs it."""

import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl

from workbook.papers.pages.page import Field, Page
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book

PAGE = Page(
    "今日清单",
    (
        Field("任务编号", hidden=True),
        Field("客户名称"),
        Field("到期", "日期"),
        Field("结果代码", typed=True, choices=("完成", "约时")),
    ),
    (("T1", "=甲", datetime(2026, 3, 9), None), ("T2", "乙", datetime(2026, 3, 10), None)),
    key="任务编号",
)


def saved_by_another_program(path: Path) -> Path:
    """The book as LibreOffice saves it: every part rewritten."""
    place = path.parent / "out"
    words = [
        "soffice",
        f"-env:UserInstallation=file://{path.parent}/lo",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(place),
        str(path),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return place / path.name


def test_a_page_survives_another_program_saving_it(tmp_path: Path) -> None:
    """The next run still finds its rows and what staff typed, and text is still text."""
    path = tmp_path / "x.xlsx"
    new_book.write(path, [PAGE], head=None, created=datetime(2026, 3, 9))
    book = Book(path)
    book.set_cells("今日清单", {(2, 4): "完成"})
    book.save()

    saved = saved_by_another_program(path)
    again = Book(saved)
    done = again.put(PAGE)
    again.save()

    sheet = openpyxl.load_workbook(saved)["今日清单"]
    assert 2 == len(done.kept)
    assert ("=甲", "s", "完成") == (sheet.cell(2, 2).value, _plain(sheet.cell(2, 2).data_type), sheet.cell(2, 4).value)


def _plain(kind: str) -> str:
    """Text, whether it stands in the cell or in the shared strings."""
    return "s" if kind in {"s", "inlineStr"} else kind


def test_the_sample_opens_with_its_sheets(tmp_path: Path) -> None:
    """sample.xlsx goes through LibreOffice with every sheet in place."""
    source = Path(__file__).parents[2] / "sample.xlsx"
    path = tmp_path / "sample.xlsx"
    path.write_bytes(source.read_bytes())

    saved = saved_by_another_program(path)

    assert openpyxl.load_workbook(source).sheetnames == openpyxl.load_workbook(saved).sheetnames
