"""导入: an office whose rules begin at its orders gets them out of the list: what was done, and on which day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from bookshelf import founded

from tests.test_bringing import brought, rows, saved, told
from workbook.shells.commands.cli import main

DAY = "2026-03-16 09:00"
JOBS = (
    ("柳一帆", "安装", "2026-03-02"),
    ("沈二桐", "清洗", "3月5日"),
    ("季三石", "定制窗帘", "2026.3.9"),
    ("池四海", "维修", "2026-03-12"),
    ("范五味", "安装", "等通知"),
)
HEADINGS = ("姓名", "电话", "品类", "完工日")
PLACES = ("客户", "工单", "回访记录", "预约", "事件")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook of an office that works from orders, with one person."""
    path = founded(tmp_path, "--rulebook", "curtain-service", "--office", "测试", "--date", DAY)
    typed(path, "员工", {"员工编号": "S1", "姓名": "云锦", "岗位": "客服"})
    return path


def typed(book: Path, name: str, row: dict[str, object]) -> None:
    """Somebody writes a row below those of a sheet."""
    made = openpyxl.load_workbook(book)
    sheet = made[name]
    wanted = {*row}
    head = next(one for one in range(1, 9) if wanted <= {str(cell.value).rstrip("*") for cell in sheet[one]})
    at = {str(cell.value).rstrip("*"): cell.column for cell in sheet[head] if cell.value}
    below = next(one for one in range(head + 1, head + 99) if not any(cell.value for cell in sheet[one]))
    for heading, value in row.items():
        sheet.cell(below, at[heading]).value = value
    made.save(book)


def listed(folder: Path, headings: Sequence[str] = HEADINGS, jobs: Sequence[Sequence[object]] = JOBS) -> Path:
    """The list: names with telephone numbers, and what was done."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(headings)
        for at, (name, *rest) in enumerate(jobs, 101):
            sheet.append([name, f"1390000{at:04}", *rest])

    return saved(folder, fill)


def answer(book: Path, heading: str, where: str) -> None:
    """Somebody says in 导入对应 where a column of the list goes."""
    made = openpyxl.load_workbook(book)
    cells = [cell for row in made["导入对应"].iter_rows() for cell in row]
    (row,) = [cell.row for cell in cells if cell.value == f"列··{heading}"]
    (column,) = [cell.column for cell in cells if cell.value == "改成"]
    made["导入对应"].cell(row, column).value = where
    made.save(book)


def jobs_of(book: Path) -> list[tuple[str | None, ...]]:
    return rows(book, "工单", "客户编号", "工单类型", "服务类型", "完成时间")


CAME = [
    ("K0001", "窗帘服务", "安装窗帘", "2026-03-02 12:00:00"),
    ("K0002", "窗帘服务", "窗帘清洗", "2026-03-05 12:00:00"),
    ("K0003", "窗帘服务", "定制窗帘", "2026-03-09 12:00:00"),
    ("K0004", "窗帘服务", "维修窗帘", "2026-03-12 12:00:00"),
]


def test_a_list_of_jobs_done_makes_the_calls_that_are_owed(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose seven days are over is on the list; whose day can't be read is named with its cell."""
    source = listed(tmp_path)
    assert 0 == brought(book, source)
    assert "【工单】4 行" in capsys.readouterr().out
    assert any("“完工日” → 写进【工单】的“完成时间”，4 格" in one for one in told(book, "各列"))
    assert "共 4 条。" in told(book, "一并收")
    assert [] == rows(book, "工单", "客户编号")

    assert 0 == brought(book, source, "--yes")
    said = capsys.readouterr().out
    assert "收好了：【客户】多了 5 户，【工单】多了 4 行。" in said
    assert "名单没有收到那里" not in said
    assert CAME == jobs_of(book)
    assert [("D6", "看不出是哪一天")] == [
        (cell, "看不出是哪一天")
        for one, cell, words in rows(book, "导入预览", "结果", "格或编号", "内容")
        if one == "请看一眼" and "“等通知”看不出是哪一天" in str(words)
    ]
    assert ["品类：安装；完工日：等通知"] == [one for (one,) in rows(book, "客户", "备注") if one]

    main(["today", str(book), "--date", DAY])
    assert {("柳一帆", "安装窗帘回访"), ("沈二桐", "窗帘清洗回访"), ("季三石", "定制窗帘回访")} == {
        *rows(book, "今日清单", "客户名称", "主题")
    }


def test_the_same_list_again_brings_nothing(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = listed(tmp_path)
    brought(book, source, "--yes")
    numbers = rows(book, "工单", "工单编号")
    capsys.readouterr()
    assert 0 == brought(book, source, "--yes")
    assert "里面没有新的，没有要收的。" in capsys.readouterr().out
    assert numbers == rows(book, "工单", "工单编号")


def test_undo_takes_all_of_it_back(book: Path, tmp_path: Path) -> None:
    before = {name: rows(book, name, "客户编号") for name in ("客户", "工单")}
    brought(book, listed(tmp_path), "--yes")
    assert 4 == len(jobs_of(book))
    assert 0 == main(["undo", str(book)])
    assert before == {name: rows(book, name, "客户编号") for name in ("客户", "工单")}


def test_a_column_goes_there_where_somebody_says_so(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Headings that nobody knows are asked about; 完成时间 alone is refused with how to write it."""
    source = listed(tmp_path, ("姓名", "电话", "做什么", "交活"))
    brought(book, source)
    assert "写 工单.完成时间" in capsys.readouterr().out.replace("您定”里写", "写")
    answer(book, "交活", "完成时间")
    assert 3 == brought(book, source)
    assert "写 工单.完成时间" in capsys.readouterr().err
    answer(book, "交活", "工单.完成时间")
    answer(book, "做什么", "工单.服务类型")
    assert 0 == brought(book, source, "--yes")
    assert CAME == jobs_of(book)


def test_a_word_that_no_list_of_ours_holds_is_asked_about_and_filled_in(book: Path, tmp_path: Path) -> None:
    source = listed(tmp_path, ("姓名", "电话", "服务类型", "完成日期"), (("柳一帆", "换轨道", "2026-03-02"),))
    brought(book, source, "--yes")
    assert [("K0001", "窗帘服务", None, "2026-03-02 12:00:00")] == jobs_of(book)
    assert any("“换轨道”是工单.服务类型里的哪一个" in one for one in told(book, "请定"))

    made = openpyxl.load_workbook(book)
    cells = [cell for row in made["导入对应"].iter_rows() for cell in row]
    (row,) = [cell.row for cell in cells if cell.value == "词·工单.服务类型·换轨道"]
    (column,) = [cell.column for cell in cells if cell.value == "改成"]
    made["导入对应"].cell(row, column).value = "维修窗帘"
    made.save(book)
    brought(book, source, "--yes")
    assert [("K0001", "窗帘服务", "维修窗帘", "2026-03-02 12:00:00")] == jobs_of(book)
    assert ["“服务类型”原来空着，补上“维修窗帘”"] == told(book, "改了")


def test_two_jobs_of_one_day_are_two_and_what_staff_typed_is_not_added_again(book: Path, tmp_path: Path) -> None:
    typed(book, "客户", {"客户编号": "K0001", "客户名称": "柳一帆", "手机": "13900000101", "状态": "在用"})
    typed(book, "工单", {"工单编号": "J1", "客户编号": "K0001", "工单类型": "窗帘服务", "服务类型": "安装窗帘",
                       "受理时间": "2026-03-01", "完成时间": "2026-03-02 15:00"})  # fmt: skip

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(("姓名", "电话", "服务类型", "完工日"))
        sheet.append(("柳一帆", "13900000101", "安装", "2026-03-02"))
        sheet.append(("沈二桐", "13900000102", "安装", "2026-03-03"))
        sheet.append(("沈二桐", "13900000102", "清洗", "2026-03-03"))
        sheet.append(("沈二桐", "13900000102", "清洗", "2026-03-03"))

    source = saved(tmp_path, fill)
    for _ in range(2):
        brought(book, source, "--yes")
        assert ["安装窗帘", "安装窗帘", "窗帘清洗"] == [one for (one,) in rows(book, "工单", "服务类型")]
        assert any("J1 是同一位、同一天，没有再加" in one for one in told(book, "请看一眼"))


def test_days_long_past_are_told_with_the_way_to_leave_them_out(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [(f"{name}{at}", "安装", f"2025-1{at % 2}-0{1 + at % 9}") for at, name in enumerate("柳沈季池范倪" * 3)]
    brought(book, listed(tmp_path, HEADINGS, jobs))
    said = capsys.readouterr().out
    assert "名单里有 18 件事发生在今天以前" in said
    assert "“启用日”" in said


def test_a_sheet_of_the_office_itself_takes_its_own_numbers_and_asks_for_words_that_it_needs(tmp_path: Path) -> None:
    """保单号 stands in two sheets: it is of the one that the list tells the day of."""
    path = tmp_path / "回访.xlsx"
    main(["new", str(path), "--rulebook", "insurance-15", "--office", "测试", "--date", DAY])
    source = listed(tmp_path, ("姓名", "电话", "保单号", "承保日", "产品"), (("柳一帆", "P1", "3.9", "一号"),))
    brought(path, source, "--yes")

    assert [("P1", "K0001", "一号", "2026-03-09 00:00:00")] == rows(
        path, "保单", "保单号", "客户编号", "产品", "承保日"
    )
    asked = told(path, "请定")
    assert [True, True] == [any(f"没有写保单.{one}" in words for words in asked) for one in ("产品类别", "缴费方式")]


def test_an_english_office_says_it_in_its_own_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "calls.xlsx"
    main(["new", str(path), "--rulebook", "curtain-service", "--office", "Test", "--date", DAY, "--lang", "en"])

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(("name", "phone", "handed over", "Service"))
        sheet.append(("Ann", "13900000101", "2026-03-02", "安装窗帘"))

    source = saved(tmp_path, fill)
    brought(path, source, "--lang", "en")
    assert "write Jobs.Completed at" in capsys.readouterr().out
    made = openpyxl.load_workbook(path)
    cells = [cell for row in made["Import mapping"].iter_rows() for cell in row]
    (row,) = [cell.row for cell in cells if cell.value == "列··handedover"]
    (column,) = [cell.column for cell in cells if cell.value == "Change to"]
    made["Import mapping"].cell(row, column).value = "Jobs.Completed at"
    made.save(path)

    brought(path, source, "--yes", "--lang", "en")
    jobs = rows(path, "工单", "客户编号", "服务类型", "完成时间")  # as they are read, in Chinese
    assert [("K0001", "安装窗帘", "2026-03-02 12:00:00")] == jobs
