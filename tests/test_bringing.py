"""导入: lists as offices keep them come in whole, each row once, and nothing is lost without a word."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bookshelf import founded
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from workbook.shells.commands.cli import main
from workbook.shells.files import reading

DAY = "2026-03-16 09:00"
RED = PatternFill("solid", fgColor="FFC7CE")
NAMES = ["柳一帆", "沈二桐", "季三石", "池四海", "范五味", "倪六安"]
PHONES = [f"1390000{number:04}" for number in range(101, 107)]
STAFF = (
    ("S1", "林一禾", "客服主管", ""),
    ("S2", "秦二川", "客服员", "客户服务中心"),
    ("S3", "唐三木", "客服员", "客户服务中心"),
)


def new_book(folder: Path) -> Path:
    """A new workbook of an office, with nobody in it."""
    return founded(folder, "--rulebook", "tiered-frequency", "--office", "测试", "--date", DAY)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook with three people."""
    path = new_book(tmp_path)
    made = openpyxl.load_workbook(path)
    sheet = made["员工"]
    head = next(row for row in range(1, 9) if str(sheet.cell(row, 1).value or "").startswith("员工编号"))
    at = {str(cell.value).rstrip("*"): cell.column for cell in sheet[head] if cell.value}
    for row, person in enumerate(STAFF, head + 1):
        for heading, value in zip(("员工编号", "姓名", "岗位", "部门"), person, strict=True):
            sheet.cell(row, at[heading]).value = value
    made.save(path)
    return path


def saved(folder: Path, fill: Callable[[Any], None], name: str = "名单.xlsx") -> Path:
    made = openpyxl.Workbook()
    fill(made.active)
    made.save(folder / name)
    return folder / name


def brought(book: Path, source: Path, *more: str) -> int:
    return main(["import", str(source), "--into", str(book), "--date", DAY, *more])


def rows(book: Path, sheet: str, *headings: str) -> list[tuple[str | None, ...]]:
    """Some columns of a sheet, as text."""
    grid = next(one for one in reading.read(book) if one.name == sheet)
    lines = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    head = next(
        at for at, line in enumerate(lines) if {f"{one}" for one in headings} <= {str(one).rstrip("*") for one in line}
    )
    at = {str(word).rstrip("*"): place for place, word in enumerate(lines[head]) if word}
    return [tuple(line[at[one]] for one in headings) for line in lines[head + 1 :] if any(line)]


def told(book: Path, result: str) -> list[str]:
    return [str(words) for one, words in rows(book, "导入预览", "结果", "内容") if one == result]


def two_levels(sheet: Any) -> None:
    """A title, headings in two rows, an own numbering, calls made and promised."""
    sheet["A1"] = "老客户登记表"
    sheet.merge_cells("A1:H1")
    for column, heading in zip("ABEFH", ("序号", "客户姓名", "业务员", "回访情况", "备注"), strict=True):
        sheet[f"{column}2"] = heading
    for area in ("A2:A3", "B2:B3", "E2:E3", "H2:H3", "C2:D2", "F2:G2"):
        sheet.merge_cells(area)
    sheet["C2"] = "联系方式"
    sheet["C3"], sheet["D3"], sheet["F3"], sheet["G3"] = "手机", "座机", "上次回访", "下次回访"
    for at, name in enumerate(NAMES[:3]):
        phone = (PHONES[at], None) if at != 2 else (None, "0571-86000103")
        sheet.append(
            [
                at + 1,
                name,
                *phone,
                ("小秦", "小唐")[at % 2],
                f"2026.{at + 1}.8",
                "3月16日",
                ("", "不要打电话，微信联系", "")[at],
            ]
        )


def test_two_rows_of_headings_calls_and_promises(book: Path, tmp_path: Path) -> None:
    assert 0 == brought(book, saved(tmp_path, two_levels), "--yes")

    assert [
        ("K0001", "柳一帆", "13900000101", None, "S2"),
        ("K0002", "沈二桐", "13900000102", None, "S3"),
        ("K0003", "季三石", None, "057186000103", "S2"),
    ] == rows(book, "客户", "客户编号", "客户名称", "手机", "座机", "归属员工")  # fmt: skip
    assert [
        ("K0001", "2026-01-08 12:00:00", "完成"),
        ("K0002", "2026-02-08 12:00:00", "完成"),
        ("K0003", "2026-03-08 12:00:00", "完成"),
    ] == rows(book, "回访记录", "客户编号", "回访时间", "结果代码")
    assert any("不要打电话，微信联系" in one for one in told(book, "请看一眼"))

    main(["today", str(book), "--date", DAY])
    assert {"导入时约好的回访"} == {one for (one,) in rows(book, "今日清单", "主题")}
    assert 3 == len(rows(book, "今日清单", "主题"))


def test_importing_twice_adds_nothing(book: Path, tmp_path: Path) -> None:
    source = saved(tmp_path, two_levels)
    brought(book, source, "--yes")
    before = [rows(book, sheet, "客户编号") for sheet in ("客户", "回访记录", "预约")]
    brought(book, source, "--yes")

    assert before == [rows(book, sheet, "客户编号") for sheet in ("客户", "回访记录", "预约")]
    assert 3 == len(told(book, "已经有了"))


def test_nothing_is_taken_before_somebody_has_seen_it(book: Path, tmp_path: Path) -> None:
    assert 0 == brought(book, saved(tmp_path, two_levels))
    assert [] == rows(book, "客户", "客户编号")
    assert 3 == len(told(book, "收进"))


def test_calls_and_promises_are_shown_before_they_come_in(book: Path, tmp_path: Path) -> None:
    """How many of each, and the first of them with whom, when and what."""
    brought(book, saved(tmp_path, two_levels))

    with_them = told(book, "一并收")
    assert ["共 3 条。", "共 3 条。"] == [one for one in with_them if one.startswith("共")]
    assert any(one.startswith("柳一帆　2026-01-08 12:00　电话　完成") for one in with_them), with_them
    assert 8 == len(with_them)
    assert not rows(book, "回访记录", "客户编号")


def merged(sheet: Any) -> None:
    """Manager merged downward, totals in between, a word that no list of ours holds."""
    sheet.append(["客户经理", "客户编号", "单位名称", "联系电话", "客户类型", "合同号"])
    for at in range(4):
        sheet.append(
            [
                "秦二川" if not at else None,
                f"DK{at}",
                f"{NAMES[at]}商行",
                PHONES[at],
                ("大客户", "重点")[at % 2],
                f"H{at}",
            ]
        )
    sheet.merge_cells("A2:A5")
    sheet.append(["合计", None, "4家"])
    sheet.append(["说明：本表内部使用", None, None, None, "制表人：秦二川"])


def test_merged_managers_totals_and_unknown_words(book: Path, tmp_path: Path) -> None:
    source = saved(tmp_path, merged)
    brought(book, source, "--yes")

    assert {"S2"} == {one for (one,) in rows(book, "客户", "归属员工")}
    assert [None, "重点客户", None, "重点客户"] == [one for (one,) in rows(book, "客户", "客户类别")]
    assert [f"H{at}" for at in range(4)] == [one for (one,) in rows(book, "客户", "合同号")]
    assert {"合计行：合计 4家", "说明或签字：说明：本表内部使用 制表人：秦二川"} == set(told(book, "跳过"))
    assert "客户类型：大客户" in str(rows(book, "客户", "备注")[0][0])
    asked = dict(rows(book, "导入对应", "名单里写的", "收到哪里"))
    assert ("不知道", "（照抄）") == (asked["大客户"], asked["合同号"])


def test_what_somebody_says_of_a_word_counts_for_this_list_and_the_next(book: Path, tmp_path: Path) -> None:
    source = saved(tmp_path, merged)
    brought(book, source)
    made = openpyxl.load_workbook(book)
    sheet = made["导入对应"]
    head = next(row for row in range(1, 9) if any(cell.value == "改成" for cell in sheet[row]))
    at = {cell.value: cell.column for cell in sheet[head]}
    for row in range(head + 1, sheet.max_row + 1):
        word = sheet.cell(row, at["名单里写的"]).value
        if word in {"大客户", "合同号"}:
            sheet.cell(row, at["改成"]).value = {"大客户": "重点客户", "合同号": "（不要）"}[word]
    made.save(book)
    brought(book, source, "--yes")

    assert {"重点客户"} == {one for (one,) in rows(book, "客户", "客户类别")}
    assert "合同号" not in {
        str(cell.value) for line in openpyxl.load_workbook(book)["客户"].iter_rows(max_row=4) for cell in line
    }


def beside(sheet: Any) -> None:
    """Two lists side by side under the same headings."""
    for base in (1, 6):
        for step, heading in enumerate(("编号", "姓名", "电话", "类别")):
            sheet.cell(1, base + step, heading)
    for at in range(6):
        for step, value in enumerate((f"B{at}", NAMES[at], PHONES[at], "普通客户")):
            sheet.cell(2 + at % 3, (1, 6)[at // 3] + step, value)


def looks(sheet: Any) -> None:
    """Colours with a legend, a stroke, a note, a separator."""
    sheet.append(["编号", "名称", "联系电话", "类别"])
    for at in range(3):
        sheet.append([f"Y{at}", NAMES[at], PHONES[at], "普通客户"])
    for cell in sheet[2]:
        cell.fill = RED
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["B4"].comment = Comment("上午别打", "主管")
    sheet.append(["—— 城东 ——"])
    sheet.append(["说明：红色为重点客户，划线的已搬走"])


def calendar(sheet: Any) -> None:
    """Days across, marks in the cells."""
    sheet.append(["客户编号", "客户名称", "手机", dt.date(2026, 3, 2), dt.date(2026, 3, 3)])
    sheet.append(["A1", NAMES[0], PHONES[0], "√", "无人接"])
    sheet.append(["A2", NAMES[1], PHONES[1], None, "？"])


def together(sheet: Any) -> None:
    """Name and numbers in one cell, days without a year, days in words, a room that became a date."""
    sheet.append(["房号", "姓名/电话", "生日", "入住"])
    sheet.append([dt.date(2026, 3, 3), f"{NAMES[0]}（{PHONES[0]}/{PHONES[1]}）", "3.16", 46000])
    sheet.append(["3-4", f"{NAMES[1]} {PHONES[2]}", "八月十五", "一直"])
    sheet["A2"].number_format = "m-d"


def test_two_lists_side_by_side_are_one(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, beside), "--yes")
    assert sorted((f"B{at}", NAMES[at]) for at in range(6)) == sorted(rows(book, "客户", "客户编号", "客户名称"))  # type: ignore[type-var]


def test_colours_and_strokes_mean_what_the_list_says(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, looks), "--yes")
    assert [("重点客户", "在用"), ("普通客户", "停用"), ("普通客户", "在用")] == rows(book, "客户", "客户类别", "状态")
    assert "批注：上午别打" == rows(book, "客户", "备注")[2][0]
    assert 2 == len(told(book, "跳过"))


def test_marks_under_days_are_calls(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, calendar), "--yes")
    assert [("A1", "2026-03-02 12:00:00", "完成"), ("A1", "2026-03-03 12:00:00", "无人接")] == rows(
        book, "回访记录", "客户编号", "回访时间", "结果代码"
    )
    assert ["格里的“？”看不懂，没有记成回访"] == told(book, "请看一眼")


def test_cells_that_hold_two_things_are_taken_apart(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, together), "--yes")
    assert [
        ("3-3", "柳一帆", "13900000101", "13900000102", "2000-03-16 00:00:00"),
        ("3-4", "沈二桐", "13900000103", None, None),
    ] == rows(book, "客户", "房号", "客户名称", "手机", "备用电话", "生日")
    assert "生日：八月十五" in str(rows(book, "客户", "备注")[1][0])
    main(["check", str(book), "--date", DAY])
    assert "缺一列" not in {
        one for (one,) in rows(book, "问题", "代码")
    }  # 备用电话 is no landline under a strange name
    assert 4 == len(told(book, "请看一眼"))


@pytest.mark.parametrize(("encoding", "apart"), [("gbk", ","), ("gbk", ";"), ("utf-16", "\t"), ("utf-8-sig", ",")])
def test_a_file_is_read_however_it_was_saved(book: Path, tmp_path: Path, encoding: str, apart: str) -> None:
    """CSV of an older system, of a European Excel, “Unicode 文本” of Excel, “CSV UTF-8”."""
    source = tmp_path / "名单.csv"
    lines = [
        ["客户代码", "客户姓名", "移动电话"],
        ["00001", "柳一帆", "13900000101"],
        ["00002", "沈二桐", "13900000102"],
    ]
    source.write_bytes("\r\n".join(apart.join(line) for line in lines).encode(encoding))
    brought(book, source, "--yes")

    assert [tuple(line) for line in lines[1:]] == rows(book, "客户", "客户编号", "客户名称", "手机")


def test_a_gbk_file_keeps_its_zeros_and_commas(book: Path, tmp_path: Path) -> None:
    source = tmp_path / "旧系统.csv"
    lines = [
        "客户代码,客户姓名,移动电话,客户等级",
        '00001,"柳一帆,柳太太",13900000101,重点客户',
        "00002,沈二桐,1.39E+10,普通客户",
    ]
    source.write_bytes("\r\n".join(lines).encode("gbk"))
    brought(book, source, "--yes")

    assert [("00001", "柳一帆,柳太太", "13900000101", "重点客户"), ("00002", "沈二桐", None, "普通客户")] == rows(
        book, "客户", "客户编号", "客户名称", "手机", "客户类别"
    )
    assert ["“1.39E+10”不是能打的号码，抄进备注；补上号码"] == told(book, "请看一眼")


def test_refused_rows_come_back_with_their_reason_and_only_they(book: Path, tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["编号", "姓名", "电话"])
        sheet.append(["A1", NAMES[0], PHONES[0]])
        sheet.append(["A1", NAMES[1], PHONES[1]])
        sheet.append(["A3", None, PHONES[2]])

    source = saved(tmp_path, fill)
    assert 1 == brought(book, source, "--yes")
    back = openpyxl.load_workbook(tmp_path / "名单-退回.xlsx").active
    assert back is not None
    assert [("编号", "姓名", "电话"), ("A1", NAMES[1], PHONES[1]), ("A3", None, PHONES[2])] == list(
        back.iter_rows(values_only=True)
    )
    assert "已经是 柳一帆 的" in str(back["A2"].comment)

    back["A2"], back["B3"] = "A2", NAMES[2]
    back.parent.save(tmp_path / "名单-退回.xlsx")
    assert 0 == brought(book, tmp_path / "名单-退回.xlsx", "--yes")
    assert ["A1", "A2", "A3"] == [one for (one,) in rows(book, "客户", "客户编号")]


def test_an_import_is_undone_like_any_run(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    brought(book, saved(tmp_path, two_levels), "--yes")
    main(["undo", str(book)])
    assert before == book.read_bytes()


def test_what_is_no_list_is_refused_and_nothing_changes(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    shutil.copyfile(book, tmp_path / "图.png")
    assert 3 == brought(book, tmp_path / "图.png", "--yes")
    assert 3 == brought(book, saved(tmp_path, lambda sheet: sheet.append(["今天天气好"])), "--yes")
    assert "没有看出客户名单" in capsys.readouterr().err
    assert before == book.read_bytes()


def test_a_cell_too_long_is_told_and_the_rest_of_its_row_comes_in(book: Path, tmp_path: Path) -> None:
    """Which cell, how many letters, how many came in; nothing else of the row is lost."""

    def fill(sheet: Any) -> None:
        for row in (("姓名", "电话", "备注"), ("柳一帆", "13900000101", "好"), ("沈二桐", "13900000102", "长" * 5000)):
            sheet.append(row)

    assert 0 == brought(book, saved(tmp_path, fill), "--yes")
    assert ["C3 有 5000 个字，只收了前 4000 个；后面要紧的，另写一格再导入"] == told(book, "请看一眼")
    assert [("柳一帆", "13900000101", "好"), ("沈二桐", "13900000102", "长" * 4000 + "…")] == rows(
        book, "客户", "客户名称", "手机", "备注"
    )


def test_a_row_whose_name_is_too_long_goes_back_and_the_rest_comes_in(book: Path, tmp_path: Path) -> None:
    """It goes back whole, and shortened it is imported."""

    def fill(sheet: Any) -> None:
        for row in (("姓名", "电话", "备注"), ("柳一帆", "13900000101", "好"), ("沈" * 5000, "13900000102", "茶")):
            sheet.append(row)

    assert 1 == brought(book, saved(tmp_path, fill), "--yes")
    back = tmp_path / "名单-退回.xlsx"
    page = openpyxl.load_workbook(back).active
    assert [("柳一帆",)] == rows(book, "客户", "客户名称")
    assert ["A3 有 5000 个字，收不下，这一行没有收；删短到四千字以内再导入一次"] == told(book, "没有收")
    assert (5000, "茶") == (len(page["A2"].value), page["C2"].value)
    assert "5000 个字" in page["A2"].comment.text

    page["A2"].value = "沈二桐"
    page.parent.save(back)
    assert 0 == brought(book, back, "--yes")
    assert ("沈二桐",) in rows(book, "客户", "客户名称")


@pytest.mark.parametrize("words", ["(" * 30_000, "（【" * 15_000, "=" * 30_000 + "x", "- " * 15_000, "1[" * 15_000])
def test_a_heading_or_a_line_of_marks_is_looked_at_in_no_time(words: str, book: Path, tmp_path: Path) -> None:
    """Longer than any heading: nobody likens it to one."""
    cpu = time.process_time()
    source = tmp_path / "名单[1].csv"
    source.write_text(f"{words},姓名,电话\n{words[:3900]},柳一帆,13900000101\n{words},沈二桐,13900000102\n", "utf-8")

    assert brought(book, source, "--yes") in {0, 1}
    assert ("柳一帆",) in rows(book, "客户", "客户名称")
    assert time.process_time() - cpu < 20
