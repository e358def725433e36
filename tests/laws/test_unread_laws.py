"""What is taken from beside the book is what a fresh reading gives, after whatever edit by whatever program."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields
from pathlib import Path

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.sheets.grid import Grid
from workbook.shells.files import kept_grids, reading
from workbook.shells.files.in_place import Book

ROWS = 900
NAMES = ("客户", "事件", "回访记录")


def office(path: Path) -> None:
    """Three sheets large enough to be kept, with texts that they share."""
    book = xlsxwriter.Workbook(str(path))
    for name in NAMES:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["编号", "名称", "备注"])
        for row in range(1, ROWS):
            sheet.write_row(row, 0, [f"{name}{row}", f"名称{row % 37}", row / 7])
    book.close()


def cells(grids: tuple[Grid, ...]) -> list[tuple[object, ...]]:
    """Everything that is known of each sheet."""
    return [
        (
            *(getattr(grid, one.name) for one in fields(grid) if one.name not in {"columns", "seal"}),
            *(c.to_pylist() for c in grid.columns),
        )
        for grid in grids
    ]


def typed(path: Path, sheet: int, row: int, word: str) -> None:
    """Another program changes one cell and saves the whole book its own way."""
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[sheet]].cell(row, 2).value = word
    book.save(path)


def dropped(path: Path, sheet: int, row: int, _: str) -> None:
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[sheet]].delete_rows(row)
    book.save(path)


def renamed(path: Path, sheet: int, row: int, _: str) -> None:
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[sheet]].title = f"{NAMES[sheet]}{row}"
    book.save(path)


def merged(path: Path, sheet: int, row: int, _: str) -> None:
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[sheet]].merge_cells(start_row=row, start_column=1, end_row=row + 1, end_column=1)
    book.save(path)


def appended(path: Path, sheet: int, row: int, word: str) -> None:
    """Our own writer adds a row and changes a cell, and leaves every other part as it is."""
    book = Book(path)
    name = book.sheet_names[sheet]
    book.append(name, 1, {"编号": 1, "名称": 2}, [{"编号": f"新{row}", "名称": word}])
    book.set_cells(name, {(row, 3): word})
    book.save()


def untouched(path: Path, _sheet: int, _row: int, _word: str) -> None:
    path.touch()


EDITS = (typed, dropped, renamed, merged, appended, untouched)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(EDITS), st.integers(0, 2), st.integers(2, 40), st.sampled_from(("甲", "=1", " 00 ", "1"))
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=8, deadline=None)
def test_a_kept_sheet_is_never_stale(edits: list[tuple[object, int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder) / "回访.xlsx", Path(folder) / kept_grids.FOLDER
        office(path)
        reading.read(path, kept=kept)
        for edit, sheet, row, word in edits:
            edit(path, sheet, row, word)  # type: ignore[operator]
            assert cells(reading.read(path)) == cells(reading.read(path, kept=kept))


def test_sheets_that_did_not_change_are_taken_from_beside_the_book(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    reading.read(path, kept=kept)
    before = {one.name for one in kept.iterdir()}
    appended(path, 2, 3, "甲")
    reading.read(path, kept=kept)
    assert 2 == len(before & {one.name for one in kept.iterdir()})
    assert 3 == len(list(kept.iterdir()))


def test_a_damaged_or_missing_copy_is_read_from_the_book(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    cold = cells(reading.read(path, kept=kept))
    for one in kept.iterdir():
        one.write_bytes(one.read_bytes()[:-100] + bytes(100))
    assert cold == cells(reading.read(path, kept=kept))
    shutil.rmtree(kept)
    assert cold == cells(reading.read(path, kept=kept))
