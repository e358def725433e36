"""撤销 of one run in the middle: its cells go back, later work stays, and what was written there since is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, office, table
from openpyxl import load_workbook

from workbook.shells.commands.cli import main

RUN = f"{DAY}-交接"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """S2's customers were given to S3, and the day's list was made afterwards."""
    made = office(tmp_path / "回访.xlsx")
    assert 0 == main(["handover", str(made), "S2", "--to", "S3", "--apply", "--date", DAY])
    assert ["S3"] * 3 == keepers(made)
    main(["today", str(made), "--date", DAY])
    return made


def keepers(book: Path) -> list[object]:
    """Who keeps each customer."""
    return [row["归属员工"] for row in table(book, "客户")]


def typed(book: Path, row: int, heading: str, value: object) -> None:
    """Somebody types into 客户 and saves."""
    held = load_workbook(book)
    at = next(cell.column for cell in held["客户"][1] if cell.value == heading)
    held["客户"].cell(row, at).value = value
    held.save(book)


def undo(book: Path, *more: str, run: str = RUN) -> int:
    """The command."""
    return main(["undo", str(book), "--run", run, *more])


def test_its_cells_go_back_and_later_work_stays(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What staff typed elsewhere since stays; it can't be undone twice; the undoing can be undone."""
    typed(book, 2, "地址", "新地址")
    listed = [row["任务编号"] for row in table(book, "今日清单")]

    assert 0 == undo(book)
    assert "写进各表的 2 格" in capsys.readouterr().out
    assert ["S2", "S3", "S2"] == keepers(book)
    assert "新地址" == table(book, "客户")[0]["地址"]
    assert listed == [row["任务编号"] for row in table(book, "今日清单")]
    assert 3 == undo(book)

    assert 0 == main(["undo", str(book)])
    assert ["S3"] * 3 == keepers(book)
    assert 0 == undo(book)
    assert ["S2", "S3", "S2"] == keepers(book)


def test_a_cell_that_was_changed_since_keeps_all_as_it_is(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: named with its cell; with --rest the others go back."""
    typed(book, 4, "归属员工", "S1")
    before = book.read_bytes()

    assert 3 == undo(book)
    said = capsys.readouterr().err
    assert "客户!" in said
    assert "有人改过" in said
    assert before == book.read_bytes()

    assert 0 == undo(book, "--rest")
    assert ["S2", "S3", "S1"] == keepers(book)


def test_a_later_run_that_wrote_there_is_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given on to somebody else on the next day: that run first."""
    main(["handover", str(book), "S3", "--to", "S1", "--apply", "--date", "2026-03-10"])
    capsys.readouterr()

    assert 3 == undo(book)
    assert "2026-03-10-交接" in capsys.readouterr().err
    assert ["S1"] * 3 == keepers(book)

    assert 0 == undo(book, run="2026-03-10-交接")
    assert ["S3"] * 3 == keepers(book)
    assert 0 == undo(book)
    assert ["S2", "S3", "S2"] == keepers(book)


def test_a_run_that_nobody_knows(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The runs that are noted are named."""
    assert 3 == undo(book, run="2026-01-01-交接")
    assert RUN in capsys.readouterr().err
