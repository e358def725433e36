"""A sheet under another name, or of which nothing can be read: it is named, its readers rest, and nobody pays for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import table
from openpyxl import load_workbook

from workbook.shells.commands.cli import main

DAY, NEXT = "2026-03-09 17:00", "2026-03-10 17:00"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A demonstration after its first evening."""
    path = tmp_path / "本.xlsx"
    main(["new", "--rulebook", "wine-service", "--demo", str(path), "--date", DAY[:10]])
    main(["daily", str(path), "--dry-run", "--date", DAY])
    return path


def renamed(path: Path, sheet: str, name: str) -> None:
    found = load_workbook(path)
    found[sheet].title = name
    found.save(path)


def ledger(path: Path) -> list[tuple[object, ...]]:
    return [(row["员工编号"], row["代码"], row["对象编号"], row["金额"]) for row in table(path, "处罚台账")]


def said(path: Path, title: str) -> list[str]:
    return [str(row["内容"]) for row in table(path, "问题") if row["代码"] == title]


@pytest.mark.parametrize("name", ["事件 (2)", "3月事件", "到货登记"])
def test_a_renamed_sheet_is_named_and_its_readers_rest(book: Path, name: str) -> None:
    """Neither is a call lost without a word, nor the fine of yesterday taken back."""
    before = ledger(book)
    renamed(book, "事件", name)

    assert 1 == main(["daily", str(book), "--dry-run", "--date", NEXT])

    (why,) = said(book, "像是改了名的表")
    assert why.startswith(f"工作簿里没有【事件】；【{name}】的表头和它一样，有 11 行没有读，这些规则先不算：")
    assert before == ledger(book)


def test_back_under_its_name_all_is_as_it_was(book: Path) -> None:
    """And nothing is booked twice."""
    tasks, before = [row["任务编号"] for row in table(book, "今日清单")], ledger(book)
    renamed(book, "事件", "3月事件")
    main(["daily", str(book), "--dry-run", "--date", DAY])
    renamed(book, "3月事件", "事件")
    main(["daily", str(book), "--dry-run", "--date", DAY])

    assert (tasks, before) == ([row["任务编号"] for row in table(book, "今日清单")], ledger(book))


def test_records_that_cannot_be_read_make_nobody_late(book: Path) -> None:
    """回访记录 without 结果代码: nobody is called again, nobody fined; the rules that rest are told."""
    found = load_workbook(book)
    head = next(cell for row in found["回访记录"].iter_rows(max_row=5) for cell in row if cell.value == "结果代码")
    head.value = "通话结果"
    found.save(book)
    before = ledger(book)

    assert 1 == main(["daily", str(book), "--dry-run", "--date", NEXT])

    (why,) = said(book, "整张表没有读")
    assert "W5a" in why
    assert [] == [row for row in table(book, "今日清单") if str(row["任务编号"]).startswith("W5")]
    assert before == ledger(book)


def test_rows_put_away_in_a_copy_are_spoken_of(book: Path) -> None:
    """A copy alone is nothing; one with rows that the sheet hasn't got any more is."""
    found = load_workbook(book)
    found.copy_worksheet(found["事件"]).title = "2月事件"
    found.save(book)
    main(["check", str(book), "--date", DAY])
    assert [] == said(book, "别的表里还有行")

    found = load_workbook(book)
    found["事件"].delete_rows(4)
    found.save(book)
    main(["check", str(book), "--date", DAY])

    assert ["【2月事件】的表头和【事件】一样，有 1 行【事件】里没有，没有读（例如“E01”）。"] == said(
        book, "别的表里还有行"
    )
