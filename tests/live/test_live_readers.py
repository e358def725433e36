"""The contract of reading, over a workbook that is open in a spreadsheet program: the tests for files, run once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import test_readers as contract

from workbook.sheets.codes import Codes
from workbook.sheets.grid import Grid
from workbook.sheets.tables import Tables, tables
from workbook.shells.live import read as liveread

SHARED = (
    contract.test_addresses_survive_blank_rows_and_columns,
    contract.test_merged_titles_hidden_rows_and_hidden_sheets_are_read,
    contract.test_long_numbers_are_told_from_long_texts,
)
WAYS = ("live", "live copy")
Opened = Callable[[Path], Any]


@pytest.fixture(autouse=True)
def ways(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two more readers for the contract: ranges of the open book, and the copy that a large one is read through."""

    def by_ranges(path: Path) -> list[Grid]:
        return list(liveread.grids(opened(path), path))

    def by_copy(path: Path) -> list[Grid]:
        with monkeypatch.context() as patch:
            patch.setattr(liveread, "LARGE", 0)
            return list(liveread.grids(opened(path), path))

    monkeypatch.setitem(contract.READERS, "live", by_ranges)
    monkeypatch.setitem(contract.READERS, "live copy", by_copy)


quirky = contract.quirky


@pytest.mark.parametrize("way", WAYS)
def test_every_quirk_means_in_an_open_book_what_it_means_in_the_file(quirky: Path, way: str) -> None:
    """Text, numbers, days and truths come out the same."""
    made: dict[str, Tables] = {
        name: tables(contract.READERS[name](quirky), contract.SCHEMA, Codes(), wanted=["样"]) for name in ("files", way)
    }
    wrong = {}
    for quirk in contract.QUIRKS:
        try:
            contract.test_a_quirk_means_one_thing_to_every_reader(made, way, quirk)
        except AssertionError as difference:
            wrong[quirk] = str(difference).splitlines()[0]

    assert {} == wrong
    assert [(one.kind.name, str(one.place)) for one in made["files"].issues] == [
        (one.kind.name, str(one.place)) for one in made[way].issues
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shared", SHARED, ids=lambda one: one.__name__)
def test_the_contract_holds(tmp_path: Path, way: str, shared: Callable[[Path, str], None]) -> None:
    """Addresses, titles, hidden rows and sheets, long numbers."""
    shared(tmp_path, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("style", [14, 176, 31, 0])
def test_days_counted_from_1904_are_the_same_days(tmp_path: Path, opened: Opened, way: str, style: int) -> None:
    """A Macintosh book counts from another day; formats don't matter."""
    rows = {
        1: {"A": contract.text("行"), "B": contract.text("日期列")},
        2: {"A": contract.text("1"), "B": contract.number(44842, style)},
    }
    path = contract.written(tmp_path / "a.xlsx", {"样": contract.data(rows)}, date1904=True)
    found = tables(contract.READERS[way](path), contract.SCHEMA, Codes(), wanted=["样"]).frames["样"]["日期列"]

    assert [contract.DAY] == found.tolist()


def test_error_cells_are_told_with_their_address(tmp_path: Path, opened: Opened) -> None:
    """A broken formula isn't an empty cell."""
    path = contract.written(tmp_path / "a.xlsx", {"样": contract.data({2: {"B": contract.text("行")}})})
    book = opened(path)
    sheet = book.sheets["样"]
    sheet["B3"].value, sheet["C3"].formula, sheet["C4"].formula = "R1", "=1/0", "=NA()"

    [found] = liveread.grids(book, path)

    assert ((3, 3, "#DIV/0!"), (4, 3, "#N/A")) == found.errors
    assert [None] * 4 == found.columns[2].to_pylist()


def test_unsaved_edits_are_seen(tmp_path: Path, opened: Opened) -> None:
    """By ranges and through the copy; the file on the disk stays as it was."""
    path = contract.written(tmp_path / "a.xlsx", {"样": contract.data({1: {"A": contract.text("行")}})})
    before = path.read_bytes()
    book = opened(path)
    book.sheets["样"]["A2"].value = "刚写的"

    assert ["行", "刚写的"] == liveread.grids(book, path)[0].columns[0].to_pylist()
    (tmp_path / "copy").mkdir()
    copy = liveread.copy_of(book, path, tmp_path / "copy")
    assert path.name == copy.name, "what is said of it names the book"
    assert ["行", "刚写的"] == contract.READERS["files"](copy)[0].columns[0].to_pylist()
    assert before == path.read_bytes()
