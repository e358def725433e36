"""What is taken from beside the book is what a fresh reading gives, after whatever edit by whatever program."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.rulebook.load.translated import heading_out, sheet_out
from workbook.sheets.codes import Codes, codes
from workbook.sheets.grid import Grid
from workbook.sheets.schema import STANDARD, Schema
from workbook.sheets.tables import tables
from workbook.shells.files import kept_grids, reading
from workbook.shells.files.in_place import Book
from workbook.shells.outside.tongues import tongue
from workbook.shells.parts.guard import Guard
from workbook.words.tongue import Tongue

ROWS = 900
HEADS = {
    "客户": ("客户编号", "客户名称", "建档日", "我的记号"),
    "事件": ("事件编号", "客户编号", "发生时间", "数量", "事件类型"),
    "回访记录": ("记录编号", "结果代码", "回访时间", "备注", "方式"),
}
NAMES = tuple(HEADS)
PLAIN = Codes()


def office(path: Path, own: Tongue | None = None) -> None:
    """Three sheets large enough to be kept, with texts that they share; here and there a cell is wrong."""
    book = xlsxwriter.Workbook(str(path))
    for name, heads in HEADS.items():
        sheet = book.add_worksheet(sheet_out(name, own) if own else name)
        sheet.write_row(0, 0, [heading_out(one, own) if own else one for one in heads])
        for row in range(1, ROWS):
            who = f"C{row % (ROWS + 20)}"
            day = 46000 + row / 7 if row % 90 else "改天"
            first = [f"E{row}", who] if name == "事件" else [who, f"名称{row % 37}"]
            sheet.write_row(row, 0, [*first, day, row / 7, f"甲{row}"][: len(heads)])
    if own:
        book.add_worksheet(sheet_out("设置", own))  # by which one knows in which language it is kept
    book.close()


def cells(grids: tuple[Grid, ...]) -> list[tuple[object, ...]]:
    """Everything that is known of each sheet."""
    return [
        (
            *(getattr(grid, one.name) for one in fields(grid) if one.name not in {"columns", "seal", "origin"}),
            *(c.to_pylist() for c in grid.columns),
        )
        for grid in grids
    ]


def facts(grids: tuple[Grid, ...], schema: Schema = STANDARD, words: Codes = PLAIN) -> list[object]:
    """All that is made of the sheets: typed columns, which rows stay, every issue, where new rows come."""
    made = tables(grids, schema, words)
    frames = {
        name: [(heading, str(column.dtype), pa.array(column).to_pylist()) for heading, column in frame.items()]
        for name, frame in made.frames.items()
        if len(frame)
    }
    return [frames, made.issues, made.cells, made.header, made.names, made.ends, made.unread]


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
        facts(reading.read(path, kept=kept))
        for edit, sheet, row, word in edits:
            edit(path, sheet, row, word)  # type: ignore[operator]
            cold = reading.read(path)
            assert facts(cold) == facts(reading.read(path, kept=kept))
            assert cells(cold) == cells(reading.read(path, kept=kept))
            assert facts(cold) == facts(reading.read(path, kept=kept))


def test_sheets_that_did_not_change_are_taken_from_beside_the_book(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    reading.read(path, kept=kept)
    before = {one.name for one in kept.iterdir()}
    appended(path, 2, 3, "甲")
    reading.read(path, kept=kept)
    assert 2 == len(before & {one.name for one in kept.iterdir()})
    assert 3 == len(list(kept.iterdir()))


SET = (
    None,
    "甲",
    " 00 ",
    "1",
    7,
    7.25,
    123456789012345678,
    date(2026, 10, 9),
    datetime(2026, 10, 9, 8, 30),
    True,
    "_x0041_",
)


@given(
    st.lists(
        st.one_of(
            st.dictionaries(st.tuples(st.integers(1, ROWS + 2), st.integers(1, 7)), st.sampled_from(SET), max_size=9),
            st.sampled_from(("甲", "=1")),
        ),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 2),
)
@settings(max_examples=25, deadline=None)
def test_cells_that_a_run_sets_are_known_as_a_reader_would_find_them(edits: list[object], sheet: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder) / "回访.xlsx", Path(folder) / kept_grids.FOLDER
        office(path)
        facts(reading.read(path, kept=kept))
        book = Book(path, kept=kept_grids.Kept(kept, path))
        name = book.sheet_names[sheet]
        for edit in edits:
            if isinstance(edit, dict):
                book.set_cells(name, edit)
            else:
                book.append(name, 1, {"编号": 1, "名称": 2}, [{"编号": "新", "名称": edit}])
        book.save()
        cold = reading.read(path)
        assert cells(cold) == cells(reading.read(path, kept=kept))
        assert facts(cold) == facts(reading.read(path, kept=kept))


def test_a_sheet_in_which_a_run_set_cells_and_added_rows_is_not_read_again(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    facts(reading.read(path, kept=kept))
    book = Book(path, kept=kept_grids.Kept(kept, path))
    book.set_cells("回访记录", {(1, 6): "新的一列", (3, 4): None, (4, 4): datetime(2026, 10, 9, 8, 30)})
    book.append("回访记录", 1, {"记录编号": 1, "新的一列": 6}, [{"记录编号": "新", "新的一列": 3}])
    book.save()
    sealed = Guard(path.read_bytes(), path.name).seal("回访记录")
    assert sealed in kept_grids.Kept(kept, path)
    assert cells(reading.read(path)) == cells(reading.read(path, kept=kept))


def test_a_damaged_or_missing_copy_is_read_from_the_book(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    cold = cells(reading.read(path, kept=kept))
    for one in kept.iterdir():
        one.write_bytes(one.read_bytes()[:-100] + bytes(100))
    assert cold == cells(reading.read(path, kept=kept))
    shutil.rmtree(kept)
    assert cold == cells(reading.read(path, kept=kept))


def test_what_was_made_of_a_sheet_goes_with_its_declarations(tmp_path: Path) -> None:
    """A column declared otherwise, or a word of 代码 more: the cells are looked at anew, whatever order the rules come in."""
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    wider, refused = STANDARD.with_rows([{"表": "客户", "列": ["我的记号:整数"]}])
    words = codes([], [{"编号": f"名称{at}"} for at in range(9)])
    assert [] == refused
    for schema, known in (
        (STANDARD, Codes()),
        (wider, Codes()),
        (STANDARD, words),
        (wider, words),
        (STANDARD, Codes()),
    ):
        for _ in range(2):
            assert facts(reading.read(path), schema, known) == facts(reading.read(path, kept=kept), schema, known)


def test_typed_columns_of_an_unchanged_sheet_are_taken_without_its_cells(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    cold = facts(reading.read(path, kept=kept))
    warm = reading.read(path, kept=kept)
    assert cold == facts(warm)
    assert [True] * 3 == [_waits(grid) for grid in warm]
    assert [False] * 3 == [_waits(grid) for grid in warm if grid.height]


def test_a_book_in_english_is_as_one_in_chinese_and_its_typed_columns_are_kept_too(tmp_path: Path) -> None:
    """No cell of it is asked for again, nor put into Chinese, as long as its bytes are the same."""
    chinese, path, kept = tmp_path / "回访.xlsx", tmp_path / "calls.xlsx", tmp_path / kept_grids.FOLDER
    office(chinese)
    office(path, tongue("en"))
    cold = facts(reading.read(path, kept=kept))
    assert facts(reading.read(chinese))[:4] == cold[:4]
    warm = reading.read(path, kept=kept)
    assert cold == facts(warm)
    assert [True] * 3 == [_waits(grid) for grid in warm[:3]]
    assert cells(reading.read(path)) == cells(warm)
    appended_in_english(path)
    assert facts(reading.read(path)) == facts(reading.read(path, kept=kept))


def appended_in_english(path: Path) -> None:
    """Our own writer adds a row to the contacts."""
    book = Book(path)
    book.append("Contacts", 1, {"Record no.": 1, "Outcome": 2}, [{"Record no.": "新", "Outcome": "Done"}])
    book.save()


def _waits(grid: Grid) -> bool:
    """Whether nobody asked for its cells yet."""
    try:
        Grid.__dict__["columns"].__get__(grid)
    except AttributeError:
        return True
    return False


def test_a_changed_grid_is_typed_anew_though_its_seal_is_known(tmp_path: Path) -> None:
    """Rows that a run itself put into a sheet aren't in the file."""
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    facts(reading.read(path, kept=kept))
    grids = reading.read(path, kept=kept)
    fewer = tuple(replace(grid, columns=tuple(column.slice(0, 50) for column in grid.columns)) for grid in grids)
    assert 49 == len(tables(fewer, STANDARD, Codes()).frames["客户"])
