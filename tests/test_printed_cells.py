"""Cells that the program printed and that staff typed in: told where they stand, left standing, never gone without a word."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, Row, office, table, typed
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.plain_words import plain
from workbook.papers.pages.prints import PRINT, Changed, Shifted, changed, printed
from workbook.sheets.grid import Grid, grid
from workbook.shells.commands.cli import main

TOLD, MOVED = "写在程序的格里", "整列动过"
TASK = "W5a·E1"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office's workbook with its list of the day."""
    made = office(tmp_path / "回访.xlsx")
    run("today", made)
    return made


def run(command: str, book: Path, day: str = DAY) -> int:
    return main([command, str(book), "--date", day, *(["--dry-run"] if command == "daily" else [])])


def told(book: Path, title: str = TOLD) -> list[tuple[object, object, object]]:
    """Cell, sentence and cure of each such line of 问题."""
    return [(one["格"], one["内容"], one["怎么改"]) for one in table(book, "问题") if one["代码"] == title]


def task_of(book: Path, customer: str) -> str:
    return next(str(row["任务编号"]) for row in table(book, "今日清单") if row["客户编号"] == customer)


def row_of(book: Path, customer: str, sheet: str = "今日清单") -> Row:
    return next(row for row in table(book, sheet) if row["客户编号"] == customer)


def headed(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}


# -- told, and left standing


@pytest.mark.parametrize("command", ["today", "daily"])
def test_a_number_corrected_on_the_list_is_told_and_stays(book: Path, command: str) -> None:
    """With what stood there, what was typed, and the cell of 客户 where it belongs; again on the next day."""
    typed(book, "今日清单", task_of(book, "C1"), {"电话": "13900000009"})

    for day in (DAY, "2026-03-10"):
        run(command, book, day)

        ((place, what, cure),) = told(book)
        row = next(n for n, one in enumerate(table(book, "今日清单"), 2) if one["客户编号"] == "C1")
        assert f"今日清单!C{row}" == place
        assert "C1 甲的电话由程序写（原是“13800000001”），改成了“13900000009”；先照改的放着。" == what
        assert "改在 客户!D2；这里不要了，就清空这一格，程序再写。" == cure
        assert "13900000009" == row_of(book, "C1")["电话"]


def test_typed_where_it_belongs_or_cleared_it_is_settled(book: Path) -> None:
    """The program's own cell comes to say the same; an emptied one is printed again."""
    typed(book, "今日清单", task_of(book, "C1"), {"电话": "13900000009", "主题": "下午再打"})
    run("today", book)
    assert 2 == len(told(book))
    typed(book, "客户", "C1", {"手机": "139 0000 0009"}, by="客户编号")
    typed(book, "今日清单", task_of(book, "C1"), {"主题": None})
    run("today", book)

    assert [] == told(book)
    assert "13900000009" == str(row_of(book, "C1")["电话"]).replace(" ", "")
    assert "下午再打" != row_of(book, "C1")["主题"]


def test_a_remark_on_what_is_computed_is_sent_to_the_yellow_cell(book: Path) -> None:
    typed(book, "今日清单", task_of(book, "C1"), {"主题": "下午再打"})
    run("today", book)

    ((_, what, cure),) = told(book)
    assert "改成了“下午再打”" in str(what)
    assert "事件!第2行" in str(cure)
    assert "写在这一行的“备注”" in str(cure)


def test_a_row_that_goes_keeps_what_was_typed_over_it(book: Path) -> None:
    """Recorded, and next day not listed any more: the row stays below the list until the cell is emptied."""
    typed(
        book, "今日清单", task_of(book, "C1"), {"电话": "13900000009", "结果代码": "完成", "已收到": "是", "完好": "是"}
    )
    main(["record", str(book), "--date", DAY])
    assert any(row["客户编号"] == "C1" for row in table(book, "回访记录"))

    for day in (DAY, "2026-03-10"):
        run("today", book, day)
        ((_, what, cure),) = told(book)
        assert ("13900000009", "保留") == (row_of(book, "C1")["电话"], row_of(book, "C1")["标记"])
        assert "由程序写（原是“13800000001”），改成了“13900000009”；先照改的放着，今天不再列的这一行也留着。" in str(
            what
        )
        assert str(cure).startswith("改在 客户!D2")

    typed(book, "今日清单", str(row_of(book, "C1")["任务编号"]), {"电话": None})
    run("today", book, "2026-03-10")
    assert ([], {"C2"}) == (told(book), {row["客户编号"] for row in table(book, "今日清单")})


def test_check_says_it_too(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the screen and in 问题; the list itself isn't touched."""
    typed(book, "今日清单", task_of(book, "C1"), {"电话": "13900000009"})
    run("check", book)

    assert "【疑·写在程序的格里】今日清单!C" in capsys.readouterr().out
    assert 1 == len(told(book))


def test_the_sheet_of_who_is_not_listed_tells_it_too(book: Path) -> None:
    typed(book, "未入选说明", "C3", {"说明": "搬走了"}, by="客户编号")
    run("today", book)

    ((place, what, cure),) = told(book)
    assert str(place).startswith("未入选说明!")
    assert "改成了“搬走了”" in str(what)
    assert "右边自己加的一列" in str(cure)
    assert "搬走了" == row_of(book, "C3", "未入选说明")["说明"]


# -- silence where nothing was typed


def _sorted(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def _moved(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)


def _another_owner(sheet: Worksheet) -> None:
    sheet.cell(2, headed(sheet)["责任人姓名"]).value = "陈晨"


def _another_way(sheet: Worksheet) -> None:
    sheet.cell(2, headed(sheet)["联系方式"]).value = "微信"


def _spaced(sheet: Worksheet) -> None:
    cell = sheet.cell(2, headed(sheet)["电话"])
    cell.value = f"{str(cell.value)[:3]} {str(cell.value)[3:7]} {str(cell.value)[7:]}"


def _without_prints(sheet: Worksheet) -> None:
    sheet.delete_cols(headed(sheet)[PRINT])
    sheet["C2"].value = "13900000009"


def _half_a_print(sheet: Worksheet) -> None:
    cell = sheet.cell(2, headed(sheet)[PRINT])
    cell.value = str(cell.value)[:-1]
    sheet["C2"].value = "13900000009"


@pytest.mark.parametrize(
    "change",
    [lambda _: None, _sorted, _moved, _another_owner, _another_way, _spaced, _without_prints, _half_a_print],
    ids=["saved", "sorted", "moved", "owner", "way", "spaces", "no prints", "half a print"],
)  # fmt: skip
def test_nothing_is_said_where_nothing_was_typed(book: Path, change: Callable[[Worksheet], None]) -> None:
    """Saved anew, sorted, moved; a person or a way that staff may change; and without a whole print nothing is guessed."""
    for _ in range(2):
        workbook = load_workbook(book)
        change(workbook["今日清单"])
        workbook.save(book)
        run("today", book)

        assert ([], []) == (told(book), told(book, MOVED))


def test_a_way_that_staff_changed_stands_until_it_is_recorded(book: Path) -> None:
    """The record says how the call was made; then the row goes like any other."""
    task = task_of(book, "C1")
    typed(book, "今日清单", task, {"联系方式": "微信"})
    run("today", book)
    assert "微信" == row_of(book, "C1")["联系方式"]
    typed(book, "今日清单", task, {"结果代码": "完成", "已收到": "是", "完好": "是"})
    main(["record", str(book), "--date", DAY])

    assert ("微信", []) == (row_of(book, "C1", "回访记录")["方式"], told(book))
    assert "C1" not in {row["客户编号"] for row in table(book, "今日清单")}


def test_a_run_on_the_next_days_says_nothing(book: Path) -> None:
    """Days left, states and reasons change by themselves."""
    for day in ("2026-03-10", "2026-03-12", "2026-03-20"):
        run("daily", book, day)
        assert ([], []) == (told(book), told(book, MOVED))


# -- prints


FIELDS = (Field("客户名称"), Field("电话"), Field("到期", "日期"), Field("结果", typed=True), Field("键", hidden=True))


def listed(*cells: tuple[str, str]) -> list[list[object]]:
    rows = [(name, phone, "2026-03-09", None, f"T{n}") for n, (name, phone) in enumerate(cells)]
    made = printed(Page("今日清单", FIELDS, tuple(rows), key="键"))
    return [list(made.headings), *(list(row) for row in made.rows)]


def found(rows: list[list[object]], name: str = "今日清单") -> list[Changed | Shifted]:
    made: Grid = grid(name, rows)
    return list(changed(made))


MANY = [(f"客户{n}", f"1380000{n:04d}") for n in range(30)]


def test_a_share_with_many_places_was_not_typed() -> None:
    """A reader rounds the number that a computer holds, 0.96774193549…, not the decimal one that was printed."""
    share = (Field("行键", hidden=True), Field("比率", "百分"))
    made = printed(Page("指标结果", share, (("WM1", Decimal("0.9677419355")),), key="行键"))
    rows = [list(made.headings), *(list(row) for row in made.rows)]
    rows[1][1] = 0.9677419355

    assert [] == found(rows)


def test_a_column_sorted_by_itself_was_not_typed() -> None:
    """Said once, at its first cell: such a column is printed again."""
    rows = listed(*MANY)
    phones = [row[1] for row in rows[1:]][::-1]
    for row, phone in zip(rows[1:], phones, strict=True):
        row[1] = phone

    assert [Shifted(2, 2, "电话", 30)] == found(rows)


def test_a_column_pasted_over_was_not_typed() -> None:
    rows = listed(*MANY)
    for row in rows[1:20]:
        row[1] = "见群里"

    assert [Shifted(2, 2, "电话", 19)] == found(rows)


def test_a_few_cells_are_told_one_by_one() -> None:
    """Even where two were exchanged: that may be meant."""
    rows = listed(*MANY)
    rows[1][1], rows[2][1], rows[3][0] = rows[2][1], rows[1][1], "新名字"
    rows[4][3] = "黄格不算"

    said = [(one.row, one.heading, one.text) for one in found(rows) if isinstance(one, Changed)]
    assert [(4, "客户名称", "新名字"), (2, "电话", "13800000001"), (3, "电话", "13800000000")] == said


def test_a_column_put_over_the_list_is_put_back_and_told(tmp_path: Path) -> None:
    """The list prints its own again; the way back is said."""
    customers = [
        {**OFFICE["客户"][0], "客户编号": f"C{n}", "客户名称": f"户{n}", "手机": f"1380000{n:04d}"} for n in range(20)
    ]
    events = [{**OFFICE["事件"][0], "事件编号": f"E{n}", "客户编号": f"C{n}"} for n in range(20)]
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "客户": customers, "事件": events, "回访记录": ()})
    run("today", book)
    before = [row["电话"] for row in table(book, "今日清单")]
    workbook = load_workbook(book)
    sheet = workbook["今日清单"]
    for number in range(2, 2 + len(before)):
        sheet.cell(number, 3).value = before[len(before) - number + 1]
    workbook.save(book)
    run("today", book)

    ((place, what, cure),) = told(book, MOVED)
    assert ("今日清单!C2", []) == (place, told(book))
    assert "“电话”这一列有 20 格和程序写的对不上" in str(what)
    assert "撤销" in str(cure)
    assert before == [row["电话"] for row in table(book, "今日清单")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-03-09 14:00:00", "2026-03-09 13:59:59.999997"), ("2026-03-09 00:00:00", "2026-03-09"), ("0.10", "0.1"),
        ("0.8378378378378378", "0.837837837837838"), ("甲\n乙", "甲\r\n乙"), ("0571-8888 6666", "0571-88886666"),
    ],
)  # fmt: skip
def test_however_a_program_writes_it_it_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("013", "13"), ("2026-03-09", "2026-03-10"), ("甲", "乙"), ("1.5", "15")])
def test_another_word_is_another(one: str, other: str) -> None:
    assert plain(one) != plain(other)


# -- 问题 read back


@pytest.mark.parametrize(
    ("heading", "words"), [("处数", "已改"), ("级别", "改好了"), ("处数", "1万"), ("首见", "上周")]
)
@pytest.mark.parametrize("command", ["record", "today", "daily"])
def test_a_word_in_any_cell_of_the_problems_ends_no_run(book: Path, command: str, heading: str, words: str) -> None:
    """It stays where it was typed; the counts of 首页 come from what is wrong, not from the cells."""
    found = load_workbook(book)
    sheet = found["问题"]
    sheet.cell(2, headed(sheet)[heading]).value = words
    listed = found["今日清单"]
    listed.cell(2, headed(listed)["结果代码"]).value = "无人接"
    found.save(book)

    assert main([command, str(book), "--date", DAY, *(["--dry-run"] if command == "daily" else [])]) in {0, 1}

    assert words in [str(row[heading]) for row in table(book, "问题")]
    assert (1 if command != "today" else 0) == len(
        [row for row in table(book, "回访记录") if row["结果代码"] == "无人接"]
    )


def test_a_link_goes_with_the_count_that_it_belonged_to(tmp_path: Path) -> None:
    """Ten customers without a name are one line that leads to 问题明细; mended, no cell leads there any more."""
    rows = [{**OFFICE["客户"][0], "客户编号": f"C{n}", "手机": "1380000"} for n in range(1, 11)]
    made = office(tmp_path / "回访.xlsx", {**OFFICE, "客户": rows})
    run("today", made)
    sheet = load_workbook(made)["问题"]
    column = headed(sheet)["处数"]
    assert any(sheet.cell(row, column).hyperlink for row in range(2, sheet.max_row + 1))
    for n in range(1, 11):
        typed(made, "客户", f"C{n}", {"手机": f"1380000{n:04d}"}, by="客户编号")

    run("today", made)

    sheet = load_workbook(made)["问题"]
    many = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value]
    leads = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).hyperlink]
    assert many == leads
