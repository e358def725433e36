"""A result typed on the list of an earlier day is of that day, whatever was pressed before 登记."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from bookshelf import DAY, office, table, typed
from openpyxl import load_workbook

from workbook.shells.commands.cli import main
from workbook.shells.runs.register import register

NEXT = "2026-03-10"
MONDAY = datetime(2026, 3, 9)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office with Monday's list."""
    made = office(tmp_path / "回访.xlsx")
    main(["today", str(made), "--date", DAY])
    return made


def rows(book: Path) -> dict[str, dict[str, object]]:
    return {str(row["任务编号"]): row for row in table(book, "今日清单")}


def of_customer(book: Path, customer: str) -> str:
    return next(task for task, row in rows(book).items() if row["客户编号"] == customer)


def recorded(book: Path, task: str) -> list[object]:
    return [row["回访时间"] for row in table(book, "回访记录") if task in str(row["任务编号"]).split("、")]


def test_a_list_made_anew_before_it_was_recorded(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Monday's call, Tuesday's list, then 登记: the call was on Monday; the list shows it, the run says it."""
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "无人接"})
    main(["today", str(book), "--date", NEXT])

    assert MONDAY == rows(book)[task]["回访时间"]
    said = (
        "【今日清单】有 1 行填了结果、还没登记，没写哪天打的：“回访时间”已经填上那天清单的日期 2026-03-09，不对就改。"
    )
    assert said in capsys.readouterr().out

    main(["record", str(book), "--date", f"{NEXT} 09:30"])

    assert [str(MONDAY)] == [str(one) for one in recorded(book, task)]


def test_a_row_that_asks_for_another_cell_first(book: Path) -> None:
    """登记 on Tuesday wants 满意度; filled in then, the call is still Monday's."""
    task = next(one for one, row in rows(book).items() if row["客户编号"] == "C1")
    typed(book, "今日清单", task, {"结果代码": "完成"})
    main(["record", str(book), "--date", f"{NEXT} 09:00"])

    assert [] == recorded(book, task)
    assert MONDAY == rows(book)[task]["回访时间"]
    assert "没写哪天打的" not in {row["代码"] for row in table(book, "问题")}

    asked = [str(row["怎么改"]) for row in table(book, "问题") if row["代码"] == "结果还缺一格"]
    assert asked


def test_a_time_of_day_was_of_that_day(book: Path) -> None:
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "无人接", "回访时间": "14:30"})
    main(["today", str(book), "--date", NEXT])

    assert MONDAY.replace(hour=14, minute=30) == rows(book)[task]["回访时间"]
    assert "日期看不懂" not in {row["代码"] for row in table(book, "问题")}


def test_an_outcome_that_nobody_can_read_was_of_that_day_too(book: Path) -> None:
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "打不通呀"})
    main(["today", str(book), "--date", NEXT])

    assert MONDAY == rows(book)[task]["回访时间"]


@pytest.mark.parametrize(("cells", "day"), [({"备注": "下午再打"}, NEXT), ({"结果代码": "无人接"}, DAY)])
def test_nothing_is_put_there_without_need(book: Path, cells: dict[str, object], day: str) -> None:
    """A note alone is no call yet; on the same day 登记 takes the moment itself."""
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, cells)
    main(["today", str(book), "--date", day])

    assert rows(book)[task]["回访时间"] is None


def test_what_was_written_stays(book: Path) -> None:
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "无人接", "回访时间": "2026-03-08 16:00"})
    main(["today", str(book), "--date", NEXT])

    assert datetime(2026, 3, 8, 16) == datetime.fromisoformat(str(rows(book)[task]["回访时间"]))


def test_a_run_cut_short_between_its_steps_is_finished(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The record stands, nothing is typed any more: 登记 makes the list anew all the same and asks what it had to ask."""
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "无人接"})
    register(book, datetime(2026, 3, 10, 9), [], say=print, relist=False)
    listed = rows(book)[task]["第几次"]
    capsys.readouterr()
    main(["record", str(book), "--date", f"{NEXT} 09:00"])

    assert "没有新的结果要登记。" in capsys.readouterr().out
    assert ["补记的一天"] == [row["代码"] for row in table(book, "问题") if row["代码"] == "补记的一天"]
    assert listed == 1
    assert rows(book).get(task, {"第几次": 2})["第几次"] == 2

    main(["record", str(book), "--date", f"{NEXT} 09:00"])

    assert "没有新的结果要登记。" in capsys.readouterr().out


def test_what_an_unattended_day_could_not_record_stands_among_the_problems(book: Path) -> None:
    """Nobody reads the screen of a run at night."""
    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "完成"})
    main(["daily", str(book), "--date", NEXT, "--dry-run"])

    told = [str(row["格"]) for row in table(book, "问题") if row["代码"] == "结果还缺一格"]
    row = next(number for number, one in enumerate(table(book, "今日清单")) if one["任务编号"] == task)
    assert told
    assert all(one.startswith("今日清单!") for one in told)
    assert {str(row + 2)} <= {"".join(filter(str.isdigit, one)) for one in told}


def test_addresses_that_moved_with_their_rows_are_nobodys_typing(book: Path) -> None:
    """登记 tells of a row where it stands now; saved by another program, the next run blames nobody for that address."""
    first, second = (of_customer(book, one) for one in ("C2", "C1"))
    typed(book, "今日清单", first, {"结果代码": "无人接"})
    typed(book, "今日清单", second, {"结果代码": "完成"})
    before = list(rows(book)).index(second)
    main(["record", str(book), "--date", f"{DAY} 17:00"])
    told = {str(row["格"]) for row in table(book, "问题") if row["代码"] == "结果还缺一格"}
    load_workbook(book).save(book)
    main(["today", str(book), "--date", f"{DAY} 17:30"])

    after = list(rows(book)).index(second)
    assert before != after
    assert told
    assert all(one.endswith(str(after + 2)) for one in told)
    assert "写在程序的格里" not in {row["代码"] for row in table(book, "问题")}


def test_a_record_of_an_earlier_day_is_asked_about_until_it_says_an_hour(book: Path) -> None:
    """Whatever is run on the day of its 登记; from the next day on, nobody asks."""

    def asked(day: str) -> list[object]:
        main(["today", str(book), "--date", day])
        return [row["格"] for row in table(book, "问题") if row["代码"] == "补记的一天"]

    task = of_customer(book, "C1")
    typed(book, "今日清单", task, {"结果代码": "无人接"})
    main(["record", str(book), "--date", f"{NEXT} 09:00"])
    (made,) = [row["记录编号"] for row in table(book, "回访记录") if row["任务编号"] == task]
    twice = asked(f"{NEXT} 10:00"), asked(f"{NEXT} 11:00")
    next_day = asked("2026-03-11")
    typed(book, "回访记录", str(made), {"回访时间": "2026-03-09 15:20"}, by="记录编号")

    assert (1, twice[0]) == (len(twice[0]), twice[1])
    assert [] == next_day
    assert [] == asked(f"{NEXT} 12:00")
