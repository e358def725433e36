"""A row of the list that shows another customer than its task's: its result waits, and what it shows stays to be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office, table
from openpyxl import load_workbook

from workbook.shells.commands.cli import main

DONE = {"结果代码": "完成", "已收到": "是", "完好": "是", "备注": "打了"}
MANY = {
    **OFFICE,
    "客户": tuple(
        {**OFFICE["客户"][0], "客户编号": f"C{n}", "客户名称": name, "手机": f"1380000000{n}"}
        for n, name in enumerate("甲乙丙丁", 1)
    ),
    "事件": tuple({**OFFICE["事件"][0], "事件编号": f"E{n}", "客户编号": f"C{n}"} for n in range(1, 5)),
    "回访记录": (),
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Four customers to call, and their list."""
    made = office(tmp_path / "回访.xlsx", MANY)
    main(["today", str(made), "--date", DAY])
    return made


def rows(book: Path) -> dict[str, dict[str, object]]:
    return {str(row["任务编号"]): row for row in table(book, "今日清单")}


def alone(book: Path, *headings: str, cells: dict[str, str] = DONE) -> str:
    """Sorts these columns alone, the others staying; then the first row is filled; its task."""
    found = load_workbook(book)
    sheet = found["今日清单"]
    at = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    held = sorted(
        [[sheet.cell(row, at[one]).value for one in headings] for row in range(2, 6)], key=lambda one: str(one[0])
    )
    for row, words in enumerate(held, 2):
        for heading, word in zip(headings, words, strict=True):
            sheet.cell(row, at[heading]).value = word
    for heading, word in cells.items():
        sheet.cell(2, at[heading]).value = word
    found.save(book)
    return str(sheet.cell(2, at["任务编号"]).value)


def told(book: Path, title: str = "写着别人的") -> list[dict[str, object]]:
    return [one for one in table(book, "问题") if one["代码"] == title]


@pytest.mark.parametrize("command", [["record"], ["today"], ["daily", "--dry-run"]])
@pytest.mark.parametrize("headings", [("客户名称",), ("客户名称", "电话")])
def test_a_column_sorted_alone_keeps_the_result_waiting(
    book: Path, command: list[str], headings: tuple[str, ...]
) -> None:
    """Whoever presses what, however often: nothing is recorded, the typed cells and the shown name stay, it is said."""
    task = alone(book, *headings)
    shown = rows(book)[task]["客户名称"]

    for _ in range(2):
        main([*command, str(book), "--date", DAY])

        row = rows(book)[task]
        assert [] == [one for one in table(book, "回访记录") if one["结果代码"]]
        assert ("完成", "打了", shown) == (row["结果代码"], row["备注"], row["客户名称"])
        (one,) = told(book)
        place = next(n for n, key in enumerate(rows(book), 2) if key == task)
        assert (f"今日清单!B{place}", "停") == (one["格"], one["级别"])
        assert f"任务 {task} 是 {row['客户编号']} " in str(one["内容"])
        assert f"写成了C4 丁的“{shown}”，先不登记" in str(one["内容"])
    assert 4 == len(rows(book))
    main(["record", str(book), "--date", DAY])
    assert [] == [one for one in table(book, "回访记录") if one["结果代码"]]


def test_put_back_the_row_is_registered(book: Path) -> None:
    task = alone(book, "客户名称")
    main(["record", str(book), "--date", DAY])
    found = load_workbook(book)
    sheet = found["今日清单"]
    place = str(told(book)[0]["格"]).partition("!")[2]
    sheet[place].value = None
    found.save(book)

    main(["record", str(book), "--date", DAY])

    assert [(task, "完成")] == [
        (one["任务编号"], one["结果代码"]) for one in table(book, "回访记录") if one["结果代码"]
    ]
    assert [] == told(book)


def test_two_names_exchanged_wait_and_nobody_is_renamed(book: Path) -> None:
    """The row without a result is sent back to what the program had, not to 客户."""
    found = load_workbook(book)
    sheet = found["今日清单"]
    one, other = sheet["B2"].value, sheet["B3"].value
    sheet["B2"].value, sheet["B3"].value = other, one
    columns = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    sheet.cell(2, columns["结果代码"]).value = "不再联系"
    found.save(book)

    main(["record", str(book), "--date", DAY])

    assert [] == [row for row in table(book, "回访记录") if row["结果代码"]]
    assert 1 == len(told(book))
    (hint,) = [str(line["怎么改"]) for line in told(book, "写在程序的格里")]
    assert hint.startswith("清空这一格")
    assert "客户!" not in hint


def test_a_name_merely_corrected_is_registered(book: Path) -> None:
    found = load_workbook(book)
    sheet = found["今日清单"]
    columns = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    sheet["B2"].value = "戊"
    for heading, word in DONE.items():
        sheet.cell(2, columns[heading]).value = word
    found.save(book)

    main(["record", str(book), "--date", DAY])

    assert 1 == len([row for row in table(book, "回访记录") if row["结果代码"]])
    assert [] == told(book)


def test_a_row_pasted_over_another_tells_no_second_call_of_a_task_that_is_done(book: Path) -> None:
    """Two rows of one task, the second with another result and no time: it waits, and the task stays done."""
    found = load_workbook(book)
    sheet = found["今日清单"]
    columns = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    for column in range(1, sheet.max_column + 1):
        sheet.cell(4, column).value = sheet.cell(2, column).value
    task = sheet.cell(2, columns["任务编号"]).value
    for row, words in ((2, DONE), (4, {"结果代码": "无人接"})):
        for heading, word in words.items():
            sheet.cell(row, columns[heading]).value = word
    found.save(book)

    main(["record", str(book), "--date", DAY])

    records = [(one["任务编号"], one["结果代码"]) for one in table(book, "回访记录") if one["结果代码"]]
    assert [(task, "完成")] == records
    (line,) = told(book, "这一件登记过了")
    assert f"任务 {task} 的“完成”已经有一份" in str(line["内容"])
    assert "无人接" in [row["结果代码"] for row in table(book, "今日清单")]


def test_what_is_asked_of_a_recorded_row_is_said_at_its_record(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """约定时间 before the call: the list's cell is empty by then, so the record's is named, and whose it is."""
    found = load_workbook(book)
    sheet = found["今日清单"]
    columns = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    cells = {"结果代码": "约时", "回访时间": "2026-03-09 10:00", "约定时间": "2026-03-08"}
    for heading, word in cells.items():
        sheet.cell(2, columns[heading]).value = word
    whose = sheet.cell(2, columns["客户编号"]).value, sheet["B2"].value
    found.save(book)
    capsys.readouterr()

    main(["record", str(book), "--date", DAY])

    (line,) = told(book, "止早于起")
    records = load_workbook(book)["回访记录"]
    cell = records[str(line["格"]).partition("!")[2]]
    assert "回访记录" == line["表"]
    assert "2026-03-08" in str(cell.value)
    assert f"说的是 {whose[0]} {whose[1]} 的这一条。" in capsys.readouterr().out
