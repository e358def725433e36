"""Whatever changes beside a sheet's own cells, what is taken from beside the book is what a fresh reading gives."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from test_unread_laws import cells, facts

from workbook.shells.files import kept_grids, reading
from workbook.shells.outside.tongues import tongue
from workbook.words.tongue import speaking

ROWS = 1500
Part = Callable[[str, bytes], bytes]


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A book with a table, sheets of equal bytes, days by format, and cells of which an issue tells in words."""
    path = tmp_path / "回访.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    people = book.add_worksheet("客户")
    people.write_row(0, 0, ("客户编号", "客户名称", "建档日", "备注"))
    events = book.add_worksheet("事件")
    events.write_row(0, 0, ("事件编号", "客户编号", "发生时间", "事件类型"))
    for row in range(1, ROWS):
        people.write_row(row, 0, (f"C{row}", f"名称{row % 400}" if row % 300 else None))
        people.write_datetime(row, 2, dt.datetime(2026, 1, 1) + dt.timedelta(row % 300), day)
        people.write_number(row, 3, 45000 + row, day)
        events.write_row(row, 0, (f"E{row}", f"C{row}", "2026-03-05" if row % 70 else "3月5日", "类" * (row % 9)))
    headings = [{"header": heading} for heading in ("事件编号", "客户编号", "发生时间", "事件类型")]
    events.add_table(0, 0, ROWS, 3, {"total_row": True, "columns": headings})
    for name in ("回访记录", "工单"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("记录编号", "客户编号", "工单编号"))
        for row in range(1, ROWS):
            sheet.write_row(row, 0, (f"R{row}", f"C{row}", f"G{row % 1200}"))
    book.close()
    yield path


def parts(path: Path, change: Part) -> None:
    """Some parts of the file are others; all else keeps its bytes."""
    other = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one, change(one.filename, old.read(one)))
    other.replace(path)


def replaced(part: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        before = path.read_bytes()
        parts(path, lambda name, data: re.sub(old, new, data) if re.search(part, name) else data)
        assert before != path.read_bytes()

    return change


def hidden(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for row in range(3, 90):
        book["客户"].row_dimensions[row].hidden = True
    book.save(path)


def fewer_customers(path: Path) -> None:
    """Events stay as they are, and name people who are gone."""
    book = openpyxl.load_workbook(path)
    book["客户"].delete_rows(100, 40)
    book.save(path)


EDITS = {
    "格式变成数字": replaced("styles.xml", b'formatCode="yyyy-mm-dd"', b'formatCode="0.00"'),
    "格式变成时刻": replaced("styles.xml", b'formatCode="yyyy-mm-dd"', b'formatCode="hh:mm"'),
    "共用的字换了": replaced("sharedStrings.xml", "名称7<".encode(), "改了<".encode()),
    "共用的表头换了": replaced("sharedStrings.xml", "客户名称<".encode(), "姓氏<".encode()),
    "从1904年数": replaced("xl/workbook.xml", b"<workbookPr ", b'<workbookPr date1904="1" '),
    "没有合计行": replaced("tables/table1.xml", b' totalsRowCount="1"', b""),
    "多几行合计": replaced("tables/table1.xml", b'totalsRowCount="1"', b'totalsRowCount="9"'),
    "两张表对调名字": replaced(
        "xl/workbook.xml",
        '"回访记录"(.*)"工单"'.encode(),
        b'"' + "工单".encode() + rb'"\1"' + "回访记录".encode() + b'"',
    ),
    "换了名字": replaced("xl/workbook.xml", "工单".encode(), "客户投诉".encode()),
    "表名大小写空格": replaced("xl/workbook.xml", '"客户"'.encode(), '" 客户"'.encode()),
    "藏起几行": hidden,
    "客户少了": fewer_customers,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_changes_beside_the_cells_counts(path: Path, edit: Callable[[Path], None]) -> None:
    """And so does its being taken back: what was made of the former book lies there still."""
    kept, former = path.parent / kept_grids.FOLDER, path.with_name("原来.xlsx")
    shutil.copy(path, former)
    for book in (path, path, former, path):
        if book == path and kept.exists():
            edit_once(path, edit)
        assert facts(reading.read(book)) == facts(reading.read(book, kept=kept))
        assert cells(reading.read(book)) == cells(reading.read(book, kept=kept))


def edit_once(path: Path, edit: Callable[[Path], None]) -> None:
    if path.read_bytes() == path.with_name("原来.xlsx").read_bytes():
        edit(path)


def test_issues_are_told_in_the_language_of_this_run(path: Path) -> None:
    """A sentence that was kept in Chinese isn't told to somebody who asked for English."""
    kept = path.parent / kept_grids.FOLDER
    facts(reading.read(path, kept=kept))
    with speaking(tongue("en")):
        cold = facts(reading.read(path))
        assert cold == facts(reading.read(path, kept=kept))
        assert cold == facts(reading.read(path, kept=kept))
    assert cold != facts(reading.read(path, kept=kept))
    assert facts(reading.read(path)) == facts(reading.read(path, kept=kept))


def test_what_lies_under_anothers_name_is_not_taken(path: Path) -> None:
    """Every kept file in turn under every other's name."""
    kept = path.parent / kept_grids.FOLDER
    cold = facts(reading.read(path, kept=kept))
    files = sorted(kept.iterdir())
    data = [one.read_bytes() for one in files]
    assert len(files) > 4
    for turn in range(1, len(files)):
        for at, one in enumerate(files):
            other = files[(at + turn) % len(files)]
            one.rename(one.with_name(f"{one.stem[:-8]}{other.stem[-8:]}.arrow"))
            next(kept.glob(f"{one.stem[:-8]}*")).write_bytes(data[(at + turn) % len(files)])
        assert cold == facts(reading.read(path, kept=kept))
        shutil.rmtree(kept)
        kept.mkdir()
        for one, whole in zip(files, data, strict=True):
            one.write_bytes(whole)


def test_sheets_of_the_same_bytes_are_two_sheets(path: Path) -> None:
    """One is known to a run, the other isn't; each under its own name."""
    cold = reading.read(path)
    assert cells(cold) == cells(reading.read(path, known=cold[:3]))
    assert cells(cold) == cells(reading.read(path, known=cold[3:]))
