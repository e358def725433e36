"""A heading over yellow cells that somebody renamed swallows no results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bookshelf import DAY, table
from bookshelf import office as made
from clerks import LIN, edited, heads
from clerks import Office as Shared

from workbook.shells.commands.cli import main


def renamed(book: Path, sheet: str, heading: str, to: str, words: str) -> None:
    """Another heading, and a word in every row below."""
    held = openpyxl.load_workbook(book)
    cell = next(one for row in held[sheet].iter_rows() for one in row if one.value == heading)
    cell.value = to
    for row in range(cell.row + 1, held[sheet].max_row + 1):
        held[sheet].cell(row, cell.column).value = words
    held.save(book)


@pytest.mark.parametrize("words", ["无人接", "没打通"])
def test_a_renamed_outcome_is_named_at_its_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    """Nothing is recorded, the run says where the words stand, and they stay there; the next run says so again."""
    book = made(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", DAY])
    before = len(table(book, "回访记录"))
    renamed(book, "今日清单", "结果代码", "结果", words)
    for _ in range(2):
        capsys.readouterr()
        assert 1 == main(["record", str(book), "--date", f"{DAY} 17:00"])
        said = capsys.readouterr().out

        assert f"“结果”这一列没有人认得，填在下面的（{words}）没有收；像是“结果代码”。" in said
        assert before == len(table(book, "回访记录"))
        assert {words} == {row["结果"] for row in table(book, "今日清单") if row.get("结果")}


@pytest.mark.parametrize(("to", "words"), [("组长批示", "无人接也要再打"), ("序次", "2")])
def test_a_column_of_their_own_is_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], to: str, words: str
) -> None:
    book = made(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", DAY])
    held = openpyxl.load_workbook(book)
    sheet = held["今日清单"]
    sheet.cell(1, sheet.max_column + 1).value = to
    sheet.cell(2, sheet.max_column).value = words
    held.save(book)

    capsys.readouterr()
    main(["record", str(book), "--date", f"{DAY} 17:00"])
    assert "没有人认得" not in capsys.readouterr().out


def test_a_clerk_renamed_it_in_a_shared_book(office: Shared, capsys: pytest.CaptureFixture[str]) -> None:
    """Collecting says it and ends with 1; mended and collected again, all is there."""
    renamed(office.of(LIN), "今日清单", "结果代码", "结果", "无人接")
    capsys.readouterr()
    assert 1 == office.collect()
    assert "“结果”这一列没有人认得，填在下面的（无人接）没有收；像是“结果代码”。" in capsys.readouterr().out

    edited(office.of(LIN), lambda book: _called(book["今日清单"], "结果", "结果代码"))
    office.collect()
    mine = {task for task in office.list(office.of(LIN)) if not task.startswith("新·")}
    assert mine
    assert mine <= {task for task, row in office.list().items() if row.get("结果代码") == "无人接"}


def _called(page: Any, heading: str, to: str) -> None:
    at, head = heads(page)
    page.cell(head, at[heading]).value = to
