"""Archived rows still count, come back as they were, and never count silently less; a kill leaves all old or all new."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import archiving
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from workbook.shells.archive import store
from workbook.shells.commands.cli import main
from workbook.shells.doctor.book import archived
from workbook.shells.files.books import ClosedBook
from workbook.shells.runs.archiving import archive, back
from workbook.shells.runs.run import day_of, grids_of
from workbook.shells.safety.beside import archive_of
from workbook.words.faults import BookFault, Fault

NOW, DAY = datetime(2026, 3, 9, 10), date(2026, 3, 9)
SOME = ("wine-service", "customer-info-confidentiality", "tenant-contact")


def quiet(_: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with its lists and tallies written."""
    book = tmp_path_factory.mktemp("office") / "回访.xlsx"
    assert 0 == main(["new", "--rulebook", "wine-service", "--demo", str(book), "--date", f"{DAY}"])
    for command in ("today", "tally"):
        main([command, str(book), "--date", f"{DAY}"])
    return book


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(demo, tmp_path / demo.name))


def changed(book: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """The book as a person left it who worked in it with a spreadsheet program."""
    there = openpyxl.load_workbook(book)
    change(there)
    there.save(book)
    return book


def head(there: openpyxl.Workbook, sheet: str = "事件", heading: str = "事件编号") -> int:
    """The row of the headings of a sheet."""
    return next(cell.row for row in there[sheet].iter_rows(max_row=9) for cell in row if cell.value == heading)


def moved(book: Path) -> int:
    """How many rows leave."""
    return archive(book, DAY, NOW, quiet, dry=False)


def rows(book: Path, sheet: str) -> list[tuple[object, ...]]:
    """What stands in the file itself."""
    return [row for row in openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True) if any(row)]


@pytest.mark.parametrize("system", SOME)
def test_every_answer_is_the_same_before_and_after(system: str, tmp_path: Path) -> None:
    """And the rows come back cell for cell; `python tests/archiving.py --all` tries all rulebooks."""
    count, wrong = archiving.tried(system, tmp_path)
    assert [] == wrong
    assert count > 0


def test_rows_leave_the_file_and_stand_in_parquet_with_plain_types(book: Path) -> None:
    """Under the sheet's own headings: numbers are text where they are no quantities, days are days."""
    before = rows(book, "事件")
    count = moved(book)
    after = rows(book, "事件")
    found = pd.concat([pd.read_parquet(path) for path in sorted(archive_of(book).glob("事件-*.parquet"))])
    assert len(before) == len(after) + len(found)
    assert "datetime64[ms]" == str(found["发生时间"].dtype)
    assert {row[0] for row in before} == {row[0] for row in after} | set(found["事件编号"])
    assert count == sum(len(pd.read_parquet(path)) for path in archive_of(book).glob("*.parquet"))
    assert book.stat().st_mode == next(archive_of(book).glob("*.parquet")).stat().st_mode


def test_an_open_row_and_one_with_a_note_stay(book: Path) -> None:
    """Who has something to do, or wrote a note on a row, finds it in the book."""
    there = openpyxl.load_workbook(book)
    done = there["违规登记"][head(there, "违规登记", "登记编号") + 1]

    def note(there: openpyxl.Workbook) -> None:
        there["违规登记"][done[0].coordinate].comment = Comment("问过本人", "王")

    changed(book, note)
    told: list[str] = []
    assert archive(book, DAY, NOW, told.append, dry=True) > 0
    assert any("【违规登记】" in line and "有批注 1 行" in line for line in told)
    assert any("【事件】" in line and "还没办完" in line for line in told)
    moved(book)
    assert done[0].value in {row[0] for row in rows(book, "违规登记")}


def test_a_row_comes_back_with_its_colour_its_number_and_its_formula(book: Path) -> None:
    """Into a book whose formats and shared texts were written anew in between."""

    def paint(there: openpyxl.Workbook) -> None:
        sheet = there["事件"]
        last = sheet.max_column + 1
        sheet.cell(head(there), last, "折算")
        for row in range(head(there) + 1, sheet.max_row + 1):
            sheet.cell(row, last, f"=LEN(A{row})+1")
            sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FF00FF00")

    changed(book, paint)
    before = openpyxl.load_workbook(book)["事件"]
    assert moved(book) > 0
    changed(book, lambda there: there["客户"].__setattr__("sheet_state", "visible"))
    back(book, NOW, quiet)
    after = openpyxl.load_workbook(book)["事件"]
    for old, new in zip(before.iter_rows(), after.iter_rows(), strict=True):
        for one, other in zip(old, new, strict=True):
            assert (one.value, one.fill.fgColor.rgb, one.number_format) == (
                other.value, other.fill.fgColor.rgb, other.number_format,
            )  # fmt: skip


def test_a_formula_that_counts_rows_which_would_leave_keeps_them(book: Path) -> None:
    """It is named, and nothing has changed."""
    changed(book, lambda there: there["客户"].__setitem__("ZZ1", "=COUNTA(事件!A:A)"))
    data = book.read_bytes()
    with pytest.raises(Fault, match=r"客户!ZZ1"):
        moved(book)
    assert data == book.read_bytes()
    assert not archive_of(book).exists()


def test_a_second_archive_goes_on_and_one_without_rows_says_so(book: Path) -> None:
    """Numbers in the archive go on too."""
    said = archiving.answers(grids_of(book))
    first = archive(book, date(2026, 2, 15), NOW, quiet, dry=False)
    second = archive(book, DAY, NOW, quiet, dry=False)
    assert min(first, second) > 0
    assert said == archiving.answers(grids_of(book))
    told: list[str] = []
    assert 0 == archive(book, DAY, NOW, told.append, dry=False)
    assert "没有可以归档的行" in told[-1]
    assert first + second == back(book, NOW, quiet)
    assert said == archiving.answers(grids_of(book))


def test_undo_brings_the_rows_back_and_undo_of_returning_sends_them_away(book: Path) -> None:
    """The files go where they belong each time."""
    whole = archiving.cells(grids_of(book))
    data = book.read_bytes()
    moved(book)
    ClosedBook(book).undo()
    assert data == book.read_bytes()
    assert not archive_of(book).exists()
    moved(book)
    back(book, NOW, quiet)
    ClosedBook(book).undo()
    assert whole == archiving.cells(grids_of(book))
    assert list(archive_of(book).glob("*.parquet"))


def test_what_is_missing_is_never_counted_as_nothing(book: Path) -> None:
    """A copy without its folder, a file that was changed, a line of 归档 or a heading that is gone: each is said."""
    moved(book)
    other = Path(shutil.copy(book, book.with_name("另存.xlsx")))
    with pytest.raises(BookFault, match=r"旁边的“另存\.归档”里却没有") as fault:
        grids_of(other)
    assert "在“回访.归档”里：复制一份" in fault.value.cure
    assert "停" == next(iter(archived(other))).mark
    shutil.copytree(archive_of(book), archive_of(other))
    assert archiving.answers(grids_of(book)) == archiving.answers(grids_of(other))

    path = next(archive_of(other).glob("事件-*.parquet"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BookFault, match=r"不是归档“另存\.xlsx”时的那一个"):
        grids_of(other)

    kept = book.read_bytes()
    changed(book, lambda there: there["归档"].delete_rows(2))
    with pytest.raises(BookFault, match="【归档】表却和归档时不一样"):
        grids_of(book)
    book.write_bytes(kept)
    changed(book, lambda there: there.remove(there["归档"]))
    with pytest.raises(BookFault, match="【归档】表却和归档时不一样"):
        grids_of(book)
    book.write_bytes(kept)
    changed(book, lambda there: there["事件"].__setitem__(f"A{head(there)}", "单号"))
    with pytest.raises(BookFault, match="“事件编号”这一列，表里的表头却没有了"):
        grids_of(book)


def test_columns_that_were_moved_and_added_since_take_nothing_from_the_archive(book: Path) -> None:
    """Archived cells are found by their heading."""
    said = archiving.fingerprint(day_of(book, NOW, quiet).finished())
    moved(book)
    changed(book, lambda there: there["事件"].insert_cols(2))
    changed(book, lambda there: there["事件"].__setitem__(f"B{head(there)}", "新列"))
    assert said == archiving.fingerprint(day_of(book, NOW, quiet).finished())


def test_a_day_to_come_is_refused(book: Path) -> None:
    """Today's rows are not of a year that is over."""
    with pytest.raises(Fault, match="还没有到"):
        archive(book, date(2026, 3, 10), NOW, quiet, dry=False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_kill_leaves_all_old_or_all_new(book: Path) -> None:
    """At every step that reaches the disk, of leaving and of coming back."""
    grids_of(book)
    whole = archiving.cells(grids_of(book))
    ends: set[bool] = set()
    for act in (moved, lambda one: back(one, NOW, quiet)):
        steps = 0
        while not _killed_at(steps, lambda act=act: act(book)):
            assert whole == archiving.cells(grids_of(book))
            left = bool(store.entries(grids_of(book)))
            ends.add(left)
            if left is (act is moved):  # it came true before the kill: back to where it began
                ClosedBook(book).undo()
            steps += 4
        assert steps > 3
        assert whole == archiving.cells(grids_of(book))
    assert {True, False} == ends


def _killed_at(step: int, act: Callable[[], object]) -> bool:
    """Does something in a process that is killed before its n-th step on the disk; True when it ended before."""
    child = os.fork()
    if child == 0:
        count = 0

        def hook(event: str, _: tuple[object, ...]) -> None:
            nonlocal count
            if event in {"os.rename", "os.remove", "os.mkdir"}:
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                count += 1

        sys.addaudithook(hook)
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def test_results_are_recorded_over_an_archive_whether_or_not_something_was_typed(book: Path) -> None:
    """The look at the list alone knows of what left; what is typed afterwards finds the whole book."""
    main(["today", str(book), "--date", f"{DAY}"])
    assert moved(book) > 0
    assert 1 == main(["record", str(book), "--date", f"{DAY}"])
    before = len(rows(book, "回访记录"))

    def answered(there: openpyxl.Workbook) -> None:
        sheet = there["今日清单"]
        row = head(there, "今日清单", "任务编号")
        place = next(cell.column for cell in sheet[row] if cell.value == "结果代码")
        sheet.cell(row + 1, place).value = "无人接"

    changed(book, answered)
    assert 1 == main(["record", str(book), "--date", f"{DAY}"])
    assert before + 1 == len(rows(book, "回访记录"))


def test_a_file_that_a_killed_run_left_is_taken_up_again(book: Path) -> None:
    """The same rows make the same file; other rows make another, and what a kept copy may ask for stays."""
    rows_ = [pa.table({"编号": ["E1", "E2"]}), pa.table({"编号": ["E1", "E3"]})]
    names = [store.write(book, "事件-2025", one, {"sheet": "事件"}).file for one in (rows_[0], rows_[0], rows_[1])]

    assert ["事件-2025.parquet", "事件-2025.parquet", "事件-2025-2.parquet"] == names
