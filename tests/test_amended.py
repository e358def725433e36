"""修改记录: what a counted record said before somebody changed it, who and when: after the next run, once, undone with it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from bookshelf import DAY, office, table
from openpyxl import load_workbook

from workbook.sheets.amended import amended
from workbook.sheets.schema import STANDARD
from workbook.shells.commands.cli import main

HEADINGS = ("表", "哪一条", "列", "旧值", "新值")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose list was made once: its records are counted."""
    made = office(tmp_path / "回访.xlsx")
    assert 0 <= main(["today", str(made), "--date", DAY]) <= 1
    return made


def edit(book: Path, sheet: str, key: str, by: str = "林悦", **cells: object) -> None:
    """Somebody types over cells of a row and saves."""
    held = load_workbook(book)
    page = held[sheet]
    headings = {cell.value: cell.column for cell in page[1]}
    row = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value == key)
    for heading, value in cells.items():
        page.cell(row, headings[heading]).value = value
    held.properties.lastModifiedBy = by
    held.save(book)


def again(book: Path, job: str = "today") -> list[tuple[object, ...]]:
    """The lines of 修改记录 after one more run."""
    assert 0 <= main([job, str(book), "--date", DAY]) <= 1
    return lines(book)


def lines(book: Path) -> list[tuple[object, ...]]:
    """The lines of 修改记录."""
    return [tuple(row[heading] or "" for heading in HEADINGS) for row in table(book, "修改记录")]


def test_nothing_changed_nothing_written(book: Path) -> None:
    """A second run, and rows that are only new, make no line and no sheet."""
    assert "修改记录" not in load_workbook(again_only(book)).sheetnames
    held = load_workbook(book)
    held["回访记录"].append(["R9", None, None, "C1"])
    held.save(book)
    assert "修改记录" not in load_workbook(again_only(book)).sheetnames


def again_only(book: Path) -> Path:
    """The book after one more run."""
    assert 0 <= main(["today", str(book), "--date", DAY]) <= 1
    return book


def test_old_value_editor_and_time_stand_after_the_next_run(book: Path) -> None:
    """A cell changed, one filled, one emptied; told once, and why tells them of the record."""
    edit(book, "回访记录", "R1", 满意度="不满意", 备注="改口了")
    edit(book, "客户", "C2", 地址=None)

    told = again(book)
    expected = [
        ("客户", "C2", "地址", "城东路2号", ""),
        ("回访记录", "R1", "备注", "", "改口了"),
        ("回访记录", "R1", "满意度", "满意", "不满意"),
    ]
    assert sorted(expected) == sorted(told)
    assert {"林悦"} == {row["经手"] for row in table(book, "修改记录")}
    assert all(row["存盘时间"] for row in table(book, "修改记录"))
    assert sorted(expected) == sorted(again(book))


def test_why_tells_it_of_the_record(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it said, what it says, who saved it, and the line that keeps it."""
    edit(book, "回访记录", "R1", 满意度="不满意")
    again(book)
    capsys.readouterr()
    main(["why", str(book), "R1", "--date", DAY])

    assert "算过以后改过：满意度 从“满意”改成“不满意”（林悦，" in capsys.readouterr().out


def test_the_same_value_in_another_dress_is_no_change(book: Path) -> None:
    """A number written with blanks, a date with slashes: nothing says anything else."""
    edit(book, "客户", "C1", 手机="138 0000 0001", 生日="1980/5/1")

    assert "修改记录" not in load_workbook(again_only(book)).sheetnames


def test_a_row_that_is_gone_keeps_all_it_said(book: Path) -> None:
    """Deleted after it was counted: one line with every cell, so that it can be written again."""
    held = load_workbook(book)
    held["回访记录"].delete_rows(2)
    held.save(book)

    ((sheet, key, heading, old, new),) = again(book)
    assert ("回访记录", "R1", "（整行）", "") == (sheet, key, heading, new)
    assert "满意度=满意" in str(old)
    assert "回访时间=2026-03-05 15:00" in str(old)


def test_sorting_a_sheet_changes_nothing(book: Path) -> None:
    """Rows are known by their number, not by their place."""
    held = load_workbook(book)
    page = held["客户"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    held.save(book)

    assert "修改记录" not in load_workbook(again_only(book)).sheetnames


def test_an_undone_run_has_counted_nothing(book: Path) -> None:
    """Its lines go with it; the next run writes them again, against what was counted before."""
    edit(book, "回访记录", "R1", 满意度="一般")
    first = again(book)
    assert 0 == main(["undo", str(book)])
    assert "修改记录" not in load_workbook(book).sheetnames

    edit(book, "回访记录", "R1", 满意度="不满意")
    assert [("回访记录", "R1", "满意度", "满意", "一般")] == first
    assert [("回访记录", "R1", "满意度", "满意", "不满意")] == again(book)


def test_a_sheet_in_which_nothing_changed_is_the_same_file(book: Path) -> None:
    """Only the sheet that was edited is kept anew; what changed in it is told, and the next run compares with it."""
    folder = book.with_suffix(".huifang") / "算过的事"
    before = {one.name: one.stat().st_mtime_ns for one in folder.glob("*.arrow")}
    edit(book, "客户", "C1", 客户名称="改过的名")
    assert 1 == len(again(book))
    after = {one.name: one.stat().st_mtime_ns for one in folder.glob("*.arrow")}
    assert 1 == len(after.keys() - before.keys())
    assert before == {name: when for name, when in after.items() if name in before}
    assert 1 == len(again(book))


def test_a_damaged_copy_of_what_was_counted_tells_nothing(book: Path) -> None:
    """And the next run keeps it whole again, under the name of what is in it."""
    folder = book.with_suffix(".huifang") / "算过的事"
    whole = {one: one.read_bytes() for one in folder.glob("*.arrow")}
    for one, data in whole.items():
        one.write_bytes(data.replace("甲".encode(), "乙".encode()) + b" ")
    assert "修改记录" not in load_workbook(again_only(book)).sheetnames
    assert whole == {one: one.read_bytes() for one in folder.glob("*.arrow")}


def test_rows_below_are_no_change_and_a_row_above_is_found_by_its_key() -> None:
    """A sheet that only grew is told from one whose rows moved or changed."""
    old = pa.table({"行号": [2, 3], "记录编号": ["R1", "R2"], "结果代码": ["完成", None]})
    grown = pa.table(
        {"行号": [2, 3, 4], "记录编号": ["R1", "R2", "R3"], "结果代码": ["完成", None, "完成"], "备注": ["", "", ""]}
    )
    moved = pa.table({"行号": [2, 3, 4], "记录编号": ["R0", "R1", "R2"], "结果代码": ["完成", "拒访", None]})

    assert [] == list(amended({"回访记录": old}, {"回访记录": grown}, STANDARD))
    assert [("R1", "结果代码", "完成", "拒访", 3)] == [
        one[1:] for one in amended({"回访记录": old}, {"回访记录": moved}, STANDARD)
    ]


def test_an_older_book_keeps_its_heading(book: Path) -> None:
    """主键 stood above the column once: it is read, written on under it, and no second column is made."""
    edit(book, "回访记录", "R1", 满意度="不满意")
    before = again(book)
    held = load_workbook(book)
    page = held["修改记录"]
    for cell in (cell for row in page.iter_rows(max_row=4) for cell in row if cell.value == "哪一条"):
        cell.value = "主键"
    width = page.max_column
    held.save(book)
    edit(book, "回访记录", "R1", 满意度="一般")
    assert 0 <= main(["today", str(book), "--date", "2026-03-10"]) <= 1

    after = load_workbook(book)["修改记录"]
    assert width == after.max_column
    told = [(row["表"], row["主键"], row["新值"]) for row in table(book, "修改记录")]
    assert [(*before[0][:2], "不满意"), (*before[0][:2], "一般")] == told
