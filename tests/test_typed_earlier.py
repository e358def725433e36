"""A result typed on the list of an earlier day is of that day, whatever was pressed before 登记."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from bookshelf import DAY, office, table, typed

from workbook.shells.commands.cli import main

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
    said = "【今日清单】有 1 行填了结果、还没登记，没写哪天打的：“回访时间”填上那天清单的日期 2026-03-09，不对就改。"
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
