"""A sheet that somebody deletes is missed: its rows counted at the last run, and now they don't."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office, table, typed
from openpyxl import load_workbook

from workbook.shells.commands.cli import main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose list was made once, one rule changed on a sheet of its own."""
    made = office(tmp_path / "回访.xlsx", {**OFFICE, "时限": ({"编号": "D3", "时长": "5天"},)})
    assert run(made) in {0, 1}
    return made


def run(book: Path, job: str = "today") -> int:
    """One run of the day."""
    return main([job, str(book), "--date", DAY])


def delete(book: Path, *sheets: str) -> None:
    """Somebody deletes sheets and saves."""
    held = load_workbook(book)
    for sheet in sheets:
        del held[sheet]
    held.save(book)


def told(book: Path) -> list[str]:
    """What 【问题】 says of sheets that are gone."""
    rows = [" ".join(str(cell) for cell in row.values()) for row in table(book, "问题")]
    return [row for row in rows if "缺一张表" in row or "规则表不在了" in row]


@pytest.mark.parametrize("sheet", ["回访记录", "事件", "员工"])
def test_a_deleted_sheet_of_facts_is_missed(book: Path, sheet: str) -> None:
    """At every run, until it is there again; an empty one is meant so."""
    delete(book, sheet)
    for job in ("check", "today", "today"):
        assert 1 == run(book, job)
        (row,) = told(book)
        assert f"工作簿里找不到“{sheet}”这张表，上次运行时它有 {len(OFFICE[sheet])} 行" in row

    held = load_workbook(book)
    held.create_sheet(sheet)
    held.save(book)
    run(book)
    assert [] == told(book)


def test_what_the_book_never_had_is_not_missed(book: Path) -> None:
    """预约 and the like; an empty sheet that goes is no loss."""
    held = load_workbook(book)
    held.create_sheet("预约").append(["预约编号", "客户编号", "约定时间"])
    held.save(book)
    run(book)
    delete(book, "预约")
    run(book)

    assert [] == told(book)


def test_a_renamed_sheet_is_told_as_renamed(book: Path) -> None:
    """Once, as before."""
    held = load_workbook(book)
    held["回访记录"].title = "三月回访"
    held.save(book)
    run(book)

    assert [] == told(book)
    assert any("像是改了名的表" in str(row.values()) for row in table(book, "问题"))


def test_a_deleted_rule_sheet_is_missed(book: Path) -> None:
    """What was changed on it counts no more: said at every run until the sheet is back."""
    delete(book, "时限")
    for job in ("check", "today", "today"):
        assert 1 == run(book, job)
        (row,) = told(book)
        assert "【时限】不在了，上面改过、加过的 1 行规则" in row


def test_a_book_as_it_was_before_the_sheet_came_lacks_nothing(book: Path) -> None:
    """Undone: the sheet was put in after the state that is back."""
    run_before = book.read_bytes()
    held = load_workbook(book)
    held.create_sheet("处罚标准").append(["编号", "金额"])
    held["处罚标准"].append(["X1", "5"])
    held.save(book)
    assert main(["today", str(book), "--date", "2026-03-10"]) in {0, 1}
    book.write_bytes(run_before)
    run(book)

    assert [] == told(book)


def test_a_rule_sheet_as_it_was_shipped_is_no_loss(tmp_path: Path) -> None:
    """Every row of 时限 stands in a new workbook: who deletes the sheet changes no rule."""
    book = tmp_path / "新.xlsx"
    assert 0 == main(["new", "--rulebook", "sample-office", str(book)])
    run(book)
    delete(book, "时限")
    run(book)
    assert [] == told(book)


def test_a_record_that_makes_the_sheet_anew_tells_of_the_one_that_went(book: Path) -> None:
    """登记 puts in a sheet of its own; what stood on the other is said in that run."""
    typed(book, "今日清单", "W5a·E1", {"结果代码": "完成", "满意度": "满意"})
    delete(book, "回访记录")
    run(book, "record")
    assert 1 == len(told(book))


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_without_customers_there_is_no_list_and_the_first_line_says_why(
    book: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody can call from a list without names; what was typed stays, and all is back with the sheet."""
    typed(book, "今日清单", "W5a·E1", {"结果代码": "完成"})
    held = load_workbook(book)
    rows = [[cell.value for cell in row] for row in held["客户"]]
    if how == "deleted":
        del held["客户"]
    else:
        held["客户"].delete_rows(2, 9)
    held.save(book)
    capsys.readouterr()

    assert 1 == run(book)
    first, made = capsys.readouterr().out.splitlines()[:2]
    gone = "工作簿里找不到“客户”这张表" if how == "deleted" else "【客户】里没有能用的一行"
    assert first.startswith(f"清单排不出来：{gone}，别的表里写着客户的 3 行都没有算。")
    assert "今日清单 0 件" in made
    assert [("C1", "完成")] == [
        (row["客户编号"], row["结果代码"]) for row in table(book, "今日清单") if row["任务编号"]
    ]
    title = "缺一张表" if how == "deleted" else "一位客户也没有"
    assert 1 == sum(row["代码"] == title and row["级别"] == "停" for row in table(book, "问题"))

    held = load_workbook(book)
    page = held["客户"] if how == "emptied" else held.create_sheet("客户")
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    held.save(book)
    run(book)
    assert {"C1", "C2"} == {row["客户编号"] for row in table(book, "今日清单") if row["任务编号"]}
    assert "清单排不出来" not in capsys.readouterr().out


def test_a_new_book_without_customers_is_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing names anybody yet."""
    book = office(tmp_path / "新.xlsx", {"设置": OFFICE["设置"], "员工": OFFICE["员工"], "客户": ()})
    run(book)

    assert "清单排不出来" not in capsys.readouterr().out
    assert [] == [row for row in table(book, "问题") if row["代码"] == "一位客户也没有"]
