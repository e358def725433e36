"""What a list of one's own says of yesterday and tomorrow makes the first 今日清单 a true one: nobody wrongly called."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bookshelf import founded
from test_bringing import DAY, NAMES, PHONES, STAFF, brought, new_book, rows, saved, told

from workbook.shells.commands.cli import main

ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="名单">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""

MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook of an office with two classes of customers and three people."""
    path = new_book(tmp_path)
    type_in(
        path,
        "员工",
        "员工编号",
        {at: dict(zip(("员工编号", "姓名", "岗位"), one, strict=False)) for at, one in enumerate(STAFF, 1)},
    )
    return path


def type_in(path: Path, sheet: str, heading: str, cells: dict[int, dict[str, str]]) -> None:
    """Cells below a header, by row and heading."""
    made = openpyxl.load_workbook(path)
    page = made[sheet]
    head = next(row for row in range(1, 9) if heading in {str(cell.value).rstrip("*") for cell in page[row]})
    at = {str(cell.value).rstrip("*"): cell.column for cell in page[head] if cell.value}
    for row, line in cells.items():
        for name, value in line.items():
            page.cell(head + row, at[name]).value = value
    made.save(path)


def written(folder: Path, *lines: Sequence[object]) -> Path:
    def fill(sheet: Any) -> None:
        for line in lines:
            sheet.append(list(line))

    return saved(folder, fill)


def listed(book: Path) -> list[tuple[str | None, ...]]:
    main(["today", str(book), "--date", DAY])
    return rows(book, "今日清单", "客户名称", "联系方式", "到期")


def test_what_a_remark_says_of_days_and_wishes_counts(book: Path, tmp_path: Path) -> None:
    """Called on the 5th; not before the 18th; by WeChat; not at all; not in the morning, which only a person can weigh."""
    source = written(
        tmp_path,
        ("姓名", "电话", "类别", "登记日期", "下次回访", "备注"),
        (NAMES[0], PHONES[0], "重点客户", "2026.1.5", "2026.3.12", "3月5日已打，说下周再来"),
        (NAMES[1], PHONES[1], "重点客户", "2026.1.5", "2026.3.14", "等3.18以后再联系"),
        (NAMES[2], PHONES[2], "重点客户", "2026.1.5", "2026.3.13", "不要打电话，微信联系"),
        (NAMES[3], PHONES[3], "重点客户", "2026.1.5", "2026.3.13", "别打了"),
        (NAMES[4], PHONES[4], "重点客户", "2026.1.5", "2026.3.16", "上午别打"),
    )
    brought(book, source, "--yes")

    assert [("K0001", "2026-03-05 12:00:00")] == rows(book, "回访记录", "客户编号", "回访时间")
    assert [
        (NAMES[0], "电话", "2026-03-12 00:00:00"),
        (NAMES[2], "微信", "2026-03-13 00:00:00"),
        (NAMES[4], "电话", "2026-03-16 00:00:00"),
    ] == listed(book)
    assert ["备注里像是有约定或要求：“上午别打”，请看一眼要不要填约定时间、勿扰或方式偏好"] == [
        one for one in told(book, "请看一眼") if one.startswith("备注里像是")
    ]


def test_a_row_without_its_tick_is_a_call_still_to_be_made(book: Path, tmp_path: Path) -> None:
    """Days without a year; one lies ahead."""
    source = written(
        tmp_path,
        ("日期", "客户", "电话", "类别", "是否回访", "回访情况"),
        ("3月3日", NAMES[0], PHONES[0], "重点客户", "√", "满意"),
        ("3月5日", NAMES[1], PHONES[1], "重点客户", None, None),
        ("3月20日", NAMES[2], PHONES[2], "重点客户", None, None),
    )
    brought(book, source, "--yes")

    assert ["2026-03-05 09:00:00", "2026-03-20 09:00:00"] == [one for (one,) in rows(book, "预约", "约定时间")]
    assert [("K0001",)] == rows(book, "回访记录", "客户编号")
    assert {"当作约好那天打"} == {one.partition("：")[2][:7] for one in told(book, "请看一眼")}


def test_a_class_that_the_list_never_says_is_asked_once_for_all(book: Path, tmp_path: Path) -> None:
    """普通客户 is written for all of them, and said; the answer stands in 导入对应."""
    source = written(tmp_path, ("姓名", "电话"), *zip(NAMES, PHONES, strict=True))
    brought(book, source)
    [question] = told(book, "请定")
    assert question.startswith("名单里没有写客户类别，规则要看它。")

    asked = rows(book, "导入预览", "结果")
    at = next(row for row, (result,) in enumerate(asked, 1) if result == "请定")
    type_in(book, "导入预览", "您定", {at: {"您定": "普通客户"}, 1: {"您定": "是"}})
    assert 0 == main(["import", "--into", str(book), "--date", DAY])

    assert {"普通客户"} == {one for (one,) in rows(book, "客户", "客户类别")}
    assert ["没有写客户类别，照您定的写作 普通客户（6 行）"] == told(book, "请看一眼")
    assert ("空着的", "普通客户") in rows(book, "导入对应", "名单里写的", "改成")
    assert ["收好了"] == [one for (one,) in rows(book, "导入预览", "结果")][:1]


def test_the_list_that_waits_is_taken_in_with_yes(book: Path, tmp_path: Path) -> None:
    """As the screen says after the first look: once more, with --yes."""
    brought(book, written(tmp_path, ("姓名", "电话"), *zip(NAMES, PHONES, strict=True)))
    assert [] == rows(book, "客户", "客户名称")
    assert 0 == main(["import", "--into", str(book), "--date", DAY, "--yes"])

    assert [(name,) for name in NAMES] == rows(book, "客户", "客户名称")
    assert 3 == main(["import", "--into", str(book), "--date", DAY, "--yes"])


def test_nothing_waits_and_nothing_is_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`huifang import --into` before any list was shown."""
    before = book.read_bytes()
    assert 3 == main(["import", "--into", str(book), "--date", DAY])
    assert "没有说收哪一份名单" in capsys.readouterr().err
    assert before == book.read_bytes()


def test_days_on_which_something_happened_become_events(tmp_path: Path) -> None:
    """首次购买 is 成交 in this office's words; what is no day is said."""
    path = founded(tmp_path, "--rulebook", "callback-work-plan", "--office", "测试", "--date", DAY)
    source = written(
        tmp_path,
        ("客户号", "姓名", "电话", "客户分类", "首次购买"),
        ("C1", NAMES[0], PHONES[0], "新客户", "2026.3.9"),
        ("C2", NAMES[1], PHONES[1], "新客户", "上月底"),
    )
    brought(path, source, "--yes")

    assert [("C1", "成交", "2026-03-09 12:00:00")] == rows(path, "事件", "客户编号", "事件类型", "发生时间")
    assert [True] == ["“上月底”看不出是过去的哪一天" in one for one in told(path, "请看一眼")]
    again = rows(path, "事件", "事件编号")
    assert any("发生过的事 1 件" in str(one) for (one,) in rows(path, "导入预览", "内容"))
    brought(path, source, "--yes")
    assert not any("发生过的事" in str(one) for (one,) in rows(path, "导入预览", "内容"))
    assert again == rows(path, "事件", "事件编号")


@pytest.mark.parametrize("headings", [("2026-03-02", "2026/3/3"), ("3月2日", "3月3日")])
def test_days_across_are_days_in_a_csv_too(book: Path, tmp_path: Path, headings: tuple[str, str]) -> None:
    """A file of text has no cells of the day."""
    source = tmp_path / "进度.csv"
    lines = (("编号", "名称", "手机", *headings), ("A1", NAMES[0], PHONES[0], "√", "无人接"))
    source.write_bytes("\n".join(",".join(line) for line in lines).encode("gbk"))
    brought(book, source, "--yes")

    assert [("2026-03-02 12:00:00", "完成"), ("2026-03-03 12:00:00", "无人接")] == rows(
        book, "回访记录", "回访时间", "结果代码"
    )


def test_an_ods_keeps_its_days_and_both_rows_of_headings(book: Path, tmp_path: Path) -> None:
    """It tells no merging: the second row of headings is known by its words."""

    def cell(value: object) -> str:
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = (
        ("客户姓名", "联系方式", "", "回访情况", ""),
        ("", "手机", "座机", "上次回访", "下次回访"),
        (NAMES[0], PHONES[0], "0571-86000103", dt.date(2026, 3, 2), dt.date(2026, 3, 16)),
    )
    text = "".join(f"<table:table-row>{''.join(cell(one) for one in line)}</table:table-row>" for line in lines)
    with zipfile.ZipFile(tmp_path / "名单.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", ODS.format(rows=text))
    brought(book, tmp_path / "名单.ods", "--yes")

    assert [(NAMES[0], PHONES[0], "057186000103")] == rows(book, "客户", "客户名称", "手机", "座机")
    assert [("2026-03-02 12:00:00",)] == rows(book, "回访记录", "回访时间")
    assert [("2026-03-16 09:00:00",)] == rows(book, "预约", "约定时间")


GROUPS = ("客户资料", None, "购买情况", None, "回访情况", None)
UNDER = ("姓名", "电话", "日期", "品名", "上次回访", "满意度")


def grouped(folder: Path, headings: Sequence[str] = UNDER, *, merged: bool = True, name: str = "名单.xlsx") -> Path:
    """Three groups of two columns; two customers who bought in January and were called in February."""

    def fill(sheet: Any) -> None:
        sheet.append(list(GROUPS))
        sheet.append(list(headings))
        for at in (0, 1):
            sheet.append([NAMES[at], PHONES[at], f"2026-01-0{at + 1}", "红酒", f"2026-02-0{at + 1}", "满意"])
        for area in ("A1:B1", "C1:D1", "E1:F1") if merged else ():
            sheet.merge_cells(area)

    return saved(folder, fill, name)


def calls_of(book: Path) -> list[str]:
    return [str(one)[:10] for (one,) in rows(book, "回访记录", "回访时间")]


CALLED, BOUGHT = ["2026-02-01", "2026-02-02"], ["2026-01-01", "2026-01-02"]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("heading", ["上次回访", "日期", "时间", "上次"])
def test_a_day_is_what_the_heading_above_says(book: Path, tmp_path: Path, heading: str, *, merged: bool) -> None:
    """Bought in January, called in February: the day of the purchase is never a call, whatever the other is named."""
    brought(book, grouped(tmp_path, (*UNDER[:4], heading, "满意度"), merged=merged), "--yes")

    assert CALLED == calls_of(book)
    assert any(
        one.startswith("“购买情况·日期” → ") and "回访" not in one[10:].replace("不算回访", "")
        for one in told(book, "各列")
    )


def test_each_column_tells_where_it_goes_before_it_comes_in(book: Path, tmp_path: Path) -> None:
    brought(book, grouped(tmp_path))

    assert [] == calls_of(book)
    assert [
        "“姓名” → 【客户】的“客户名称”，2 格",
        "“电话” → 【客户】的“手机”，2 格",
        "“购买情况·日期” → 照抄成【客户】多的一列，2 格",
        "“品名” → 照抄成【客户】多的一列，2 格",
        "“上次回访” → 上次回访，记成回访 2 条",
        "“满意度” → 写进回访记录的“满意度”，2 格",
        "2 条做过的回访没写怎么联系的，按电话记；不是电话的，名单里加一列“回访方式”再导入",
    ] == told(book, "各列")


@pytest.mark.parametrize("headings", [("最近联系", "上次回访"), ("上次回访", "最近联系")])
def test_what_somebody_said_of_a_column_wins_and_the_other_is_asked(
    book: Path, tmp_path: Path, headings: tuple[str, str]
) -> None:
    """Two columns want one place: the left has it, until somebody says which."""

    def fill(sheet: Any) -> None:
        sheet.append(["姓名", "电话", *headings])
        sheet.append([NAMES[0], PHONES[0], "2026-01-01", "2026-02-02"])

    source = saved(tmp_path, fill)
    brought(book, source)
    [question] = [one for one in told(book, "请定") if headings[1] in one.partition("”")[0]]
    assert f"“上次回访”已经是“{headings[0]}”" in question

    shown = rows(book, "导入预览", "结果", "内容")
    at = next(row for row, (result, words) in enumerate(shown, 1) if result == "请定" and words == question)
    type_in(book, "导入预览", "您定", {at: {"您定": "上次回访"}, 1: {"您定": "是"}})
    assert 0 == main(["import", "--into", str(book), "--date", DAY])

    assert ["2026-02-02"] == calls_of(book)
    assert any(f"“上次回访”已经是“{headings[1]}”" in one for one in told(book, "请定"))


def test_a_guess_gives_way_to_the_very_word(book: Path, tmp_path: Path) -> None:
    """日期 without a heading above, left of the column that is named 上次回访."""
    source = written(
        tmp_path,
        ("姓名", "电话", "日期", "上次回访", "回访情况"),
        (NAMES[0], PHONES[0], "2026-01-01", "2026-02-02", "都好"),
    )
    brought(book, source, "--yes")

    assert ["2026-02-02"] == calls_of(book)
    assert any("“日期”这一列" in one and "已经是“上次回访”" in one for one in told(book, "请定"))


def test_questions_stay_after_the_list_came_in_and_their_answers_count(book: Path, tmp_path: Path) -> None:
    """The command says that something isn't known: there it stands, and may be answered for the next time."""
    source = grouped(tmp_path, (*UNDER[:4], "打过", "满意度"))
    brought(book, source, "--yes")
    asked = rows(book, "导入预览", "结果", "内容")
    at = next(row for row, (result, words) in enumerate(asked, 1) if result == "请定" and "打过" in str(words))
    assert [] == calls_of(book)

    type_in(book, "导入预览", "您定", {at: {"您定": "上次回访"}})
    brought(book, source, "--yes")
    assert CALLED == calls_of(book)


@pytest.mark.parametrize("strange", [0, 1, 2])
def test_two_rows_of_headings_that_nothing_merges_are_seen_among_strange_ones(
    book: Path, tmp_path: Path, strange: int
) -> None:
    """As an .ods tells them: 品名, 10月 are no words of ours; 备注 stands in the upper row alone."""
    extra = [("品名", "规格")[at] for at in range(strange)]
    upper = ["客户资料", "", "回访情况", "", *([""] * strange), "备注"]
    lines = (
        ["客户登记表"],
        upper,
        ["姓名", "电话", "上次回访", "下次回访", *extra, ""],
        [NAMES[0], PHONES[0], "2026-02-01", "2026-03-20", *extra, "熟客"],
        [NAMES[1], PHONES[1], "2026-02-02", "", *extra, ""],
    )
    source = tmp_path / "名单.csv"
    source.write_bytes("\n".join(",".join(line) for line in lines).encode("gbk"))
    brought(book, source, "--yes")

    assert [(NAMES[0], "熟客"), (NAMES[1], None)] == rows(book, "客户", "客户名称", "备注")
    assert CALLED == calls_of(book)


def test_every_sheet_that_gives_nothing_is_named_with_why(book: Path, tmp_path: Path) -> None:
    """No headings, headings without a customer, hidden, no rows; a sheet without a cell needs no word."""

    def fill(sheet: Any) -> None:
        sheet.append(["姓名", "电话"])
        sheet.append([NAMES[0], PHONES[0]])
        for name, lines in {
            "随笔": [["今天下雨"]],
            "价目": [["电话", "地址"], ["0571-86000103", "一号"]],
            "藏着": [["姓名", "电话"], [NAMES[1], PHONES[1]]],
            "空表": [["姓名", "电话"]],
            "白纸": [],
        }.items():
            other = sheet.parent.create_sheet(name)
            for line in lines:
                other.append(line)
        sheet.parent["藏着"].sheet_state = "hidden"

    brought(book, saved(tmp_path, fill), "--yes")

    left = {sheet: words for one, sheet, words in rows(book, "导入预览", "结果", "表", "内容") if one == "跳过"}
    assert {"随笔", "价目", "藏着", "空表"} == {*left}
    assert "姓名、编号或房号" in str(left["价目"])
    assert "藏着" in str(left["藏着"])
    assert [(NAMES[0],)] == rows(book, "客户", "客户名称")


def test_a_column_that_says_more_of_what_happened_goes_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """事件.产品 in the yellow cell; 产品 alone is refused with how to write it; where nothing happened it stands in 备注."""
    path = founded(tmp_path, "--rulebook", "callback-work-plan", "--office", "测试", "--date", DAY)
    source = written(
        tmp_path,
        ("姓名", "电话", "客户分类", "首次购买", "品类"),
        (NAMES[0], PHONES[0], "新客户", "2026.3.9", "热水器"),
        (NAMES[1], PHONES[1], "新客户", None, "空调"),
    )
    brought(path, source)
    asked = rows(path, "导入预览", "结果", "内容")
    at = next(row for row, (one, words) in enumerate(asked, 1) if one == "请定" and "品类" in str(words))
    type_in(path, "导入预览", "您定", {at: {"您定": "产品"}})
    capsys.readouterr()
    assert 3 == main(["import", "--into", str(path), "--date", DAY])
    assert "写 事件.产品" in capsys.readouterr().err

    type_in(path, "导入预览", "您定", {at: {"您定": "事件.产品"}})
    assert 0 == main(["import", "--into", str(path), "--date", DAY, "--yes"])
    assert [("成交", "热水器")] == rows(path, "事件", "事件类型", "产品")
    assert [None, "品类：空调"] == [one for (one,) in rows(path, "客户", "备注")]
    assert any("“品类” → 写进【事件】的“产品”，1 格，没有记成事件的 1 格抄进备注" in one for one in told(path, "各列"))


def test_what_is_said_of_an_event_that_is_there_is_filled_in(tmp_path: Path) -> None:
    path = founded(tmp_path, "--rulebook", "callback-work-plan", "--office", "测试", "--date", DAY)
    headings = ("姓名", "电话", "客户分类", "首次购买")
    brought(path, written(tmp_path, headings, (NAMES[0], PHONES[0], "新客户", "2026.3.9")), "--yes")
    more = written(tmp_path, (*headings, "品类"), (NAMES[0], PHONES[0], "新客户", "2026.3.9", "热水器"))
    brought(path, more)
    asked = rows(path, "导入预览", "结果", "内容")
    at = next(row for row, (one, words) in enumerate(asked, 1) if one == "请定" and "品类" in str(words))
    type_in(path, "导入预览", "您定", {at: {"您定": "事件.产品"}})
    main(["import", "--into", str(path), "--date", DAY, "--yes"])

    assert [("成交", "热水器")] == rows(path, "事件", "事件类型", "产品")
    assert ["“产品”原来空着，补上“热水器”"] == told(path, "改了")
