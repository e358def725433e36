"""huifang record ends with 0 only where nothing is wrong, as all commands do, whether something was typed or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office, table, typed

from workbook.shells.commands.cli import main

WRONG = {**OFFICE["客户"][1], "手机": "1380000"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office with a list and a few things to mend."""
    made = office(tmp_path / "回访.xlsx", {**OFFICE, "客户": (OFFICE["客户"][0], WRONG, OFFICE["客户"][2])})
    main(["today", str(made), "--date", DAY])
    return made


def record(book: Path, *words: str) -> int:
    """The command at five o'clock; its exit code."""
    return main(["record", str(book), *words, "--date", f"{DAY} 17:00"])


def test_with_nothing_typed_it_tells_what_stands_in_the_sheet(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As many as 【问题】 says, each cell counted; the file isn't touched."""
    wrong = sum(int(str(row["处数"] or 1)) for row in table(book, "问题") if row["级别"] == "停")
    before = book.read_bytes()
    capsys.readouterr()

    assert 1 == record(book)

    assert f"没有新的结果要登记。\n上次查出 {wrong} 处要改，还写在【问题】里" in capsys.readouterr().out
    assert before == book.read_bytes()


def test_with_something_typed_it_tells_what_is_wrong_now(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The call is recorded, and there is still something to mend."""
    task = str(table(book, "今日清单")[0]["任务编号"])
    typed(book, "今日清单", task, {"结果代码": "无人接"})
    capsys.readouterr()

    assert 1 == record(book)

    wrong = sum(int(str(row["处数"] or 1)) for row in table(book, "问题") if row["级别"] == "停")
    assert f"有 {wrong} 处要改，见【问题】。" in capsys.readouterr().out


def test_a_sheet_of_problems_that_was_deleted_hides_nothing(book: Path) -> None:
    """Then the whole book is looked at."""
    from openpyxl import load_workbook

    found = load_workbook(book)
    del found["问题"]
    found.save(book)

    assert 1 == record(book)


def test_a_fault_of_a_row_that_leaves_the_list_goes_with_it(tmp_path: Path) -> None:
    """Two rows with one odd number: the first is done, the second moves up to its place and keeps what is said of it."""
    odd = {**OFFICE["客户"][1], "手机": "1380000"}
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "客户": (OFFICE["客户"][0], odd, OFFICE["客户"][2])})
    main(["today", str(book), "--date", DAY])
    main(["today", str(book), "--date", f"{DAY} 16:00"])
    told = [str(row["格"]) for row in table(book, "问题") if row["表"] == "今日清单"]
    typed(book, "今日清单", str(table(book, "今日清单")[0]["任务编号"]), {"结果代码": "无人接"})

    assert 1 == record(book)

    assert ["今日清单!C2", "今日清单!C3"] == told
    assert ["今日清单!C2"] == [str(row["格"]) for row in table(book, "问题") if row["表"] == "今日清单"]
