"""导入 once more: the list that goes on being kept beside the workbook changes what changed in it, and nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_bringing import DAY, NAMES, PHONES, brought, new_book, rows, saved, told

from workbook.shells.commands.cli import main

CALL = ("回访时间", "结果代码", "意见")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook of an office."""
    return new_book(tmp_path)


def listed(book: Path, headings: Sequence[object], *lines: Sequence[object]) -> Path:
    """A list under 姓名, 电话 and more headings."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话", *headings])
        for line in lines:
            sheet.append(list(line))

    return saved(book.parent, fill)


def taken(book: Path, headings: Sequence[object], *lines: Sequence[object]) -> int:
    return brought(book, listed(book, headings, *lines), "--yes")


def one(*cells: object) -> tuple[object, ...]:
    """A line of the first customer."""
    return (NAMES[0], PHONES[0], *cells)


def typed(book: Path, sheet: str, row: int, cells: Mapping[str, object]) -> None:
    """Cells of the row-th line below the headings written by somebody."""
    made: Any = openpyxl.load_workbook(book)
    page = made[sheet]
    head = next(at for at in range(1, 9) if {*cells} <= {str(cell.value or "").rstrip("*") for cell in page[at]})
    at = {str(cell.value).rstrip("*"): cell.column for cell in page[head] if cell.value}
    for heading, value in cells.items():
        page.cell(head + row, at[heading]).value = value
    made.save(book)


# -- calls


def test_calls_with_hours_that_were_brought_without_them_are_the_same_calls(book: Path) -> None:
    """As an earlier version wrote them: on their day at noon, numbered by the day."""
    source = listed(book, ("上次回访", "回访情况", "下次回访"), one("2026-03-05 15:30", "都好", "3/20 14:00"))
    brought(book, source, "--yes")
    number = hashlib.sha256("K0001|2026-03-05|都好".encode()).hexdigest()[:8]
    promise = hashlib.sha256(b"K0001|2026-03-20 09:00:00").hexdigest()[:8]
    typed(book, "回访记录", 1, {"记录编号": f"导{number}", "回访时间": "2026-03-05 12:00:00"})
    typed(book, "预约", 1, {"预约编号": f"约{promise}", "约定时间": "2026-03-20 09:00:00"})
    brought(book, source, "--yes")

    assert [("2026-03-05 15:30:00", "完成", "都好")] == rows(book, "回访记录", *CALL)
    assert [("2026-03-20 14:00:00",)] == rows(book, "预约", "约定时间")
    assert [
        "“回访时间”从“2026-03-05 12:00”改成“2026-03-05 15:30”",
        "约定时间从“2026-03-20 09:00”改成“2026-03-20 14:00”",
    ] == told(book, "改了")

    brought(book, source)
    assert ([], []) == (told(book, "要改"), told(book, "请看一眼"))


def test_what_is_told_of_a_call_otherwise_corrects_its_record_and_that_is_written_down(book: Path) -> None:
    taken(book, ("上次回访", "回访情况"), one("2026.3.5", "满意"))
    main(["today", str(book), "--date", DAY])
    taken(book, ("上次回访", "回访情况"), one("2026.3.5", "无人接听"))
    main(["today", str(book), "--date", DAY])

    assert [("2026-03-05 12:00:00", "无人接", "无人接听")] == rows(book, "回访记录", *CALL)
    assert {("结果代码", "完成", "无人接"), ("意见", "满意", "无人接听")} == set(
        rows(book, "修改记录", "列", "旧值", "新值")
    )


def test_a_record_that_staff_corrected_stays_and_the_difference_is_told(book: Path) -> None:
    taken(book, ("上次回访", "回访情况"), one("2026.3.5", "满意"))
    typed(book, "回访记录", 1, {"意见": "满意，要发票"})
    taken(book, ("上次回访", "回访情况"), one("2026.3.5", "还行"))

    assert [("2026-03-05 12:00:00", "完成", "满意，要发票")] == rows(book, "回访记录", *CALL)
    assert ["“意见”在【回访记录】里是“满意，要发票”，名单里是“还行”，没有改；名单里的对，就改那一行"] == told(
        book, "请看一眼"
    )


def test_a_call_that_was_recorded_in_the_workbook_is_not_brought_beside_it(book: Path) -> None:
    """The list goes on being kept: a day without an hour is the call of that day; another hour is another call."""
    taken(book, (), one())
    mine = {
        "记录编号": "R1",
        "客户编号": "K0001",
        "回访时间": "2026-03-13 10:20:00",
        "方式": "电话",
        "结果代码": "完成",
    }
    typed(book, "回访记录", 1, mine)
    taken(book, ("上次回访", "回访情况"), one("3月13日", "都好"))
    assert [("2026-03-13 10:20:00", "完成", "都好")] == rows(book, "回访记录", *CALL)
    taken(book, ("上次回访", "回访情况"), one("3月13日", "不太好"))
    assert ["这一天的回访已经登记过，“意见”和名单里的不一样，没有改"] == told(book, "请看一眼")

    taken(book, ("上次回访", "回访情况"), one("2026-03-13 16:00", "又打了一次"))
    assert [("2026-03-13 10:20:00", "完成", "都好"), ("2026-03-13 16:00:00", "完成", "又打了一次")] == rows(
        book, "回访记录", *CALL
    )


def test_two_calls_of_one_day_stay_two(book: Path) -> None:
    """A log of a day: both without an hour; brought again, they are the same two."""
    lines = (one("3月5日", "无人接"), one("3月5日", "都好"))
    for _ in range(2):
        taken(book, ("上次回访", "回访情况"), *lines)
        assert [("2026-03-05 12:00:00", "无人接", "无人接"), ("2026-03-05 12:00:00", "完成", "都好")] == rows(
            book, "回访记录", *CALL
        )


# -- promises


def test_a_promise_for_another_day_is_moved_until_it_was_kept(book: Path) -> None:
    taken(book, ("上次回访", "下次回访"), one("2026.3.5", "2026.3.18"))
    taken(book, ("上次回访", "下次回访"), one("2026.3.5", "2026.3.20"))
    assert [("2026-03-20 09:00:00",)] == rows(book, "预约", "约定时间")

    main(
        [
            "import",
            str(listed(book, ("上次回访", "下次回访"), one("2026.3.20", "2026.4.2"))),
            "--into",
            str(book),
            "--date",
            "2026-03-23 09:00",
            "--yes",
        ]
    )
    assert [("2026-03-20 09:00:00",), ("2026-04-02 09:00:00",)] == rows(book, "预约", "约定时间")


# -- customers


def test_what_was_empty_is_filled_and_what_differs_is_told_and_stays(book: Path) -> None:
    """A word that was answered later; an address that wasn't there; a number that staff mended."""
    taken(book, ("客户类别", "地址"), one("大客户", None), (NAMES[1], PHONES[1], "普通客户", "甲路1号"))
    typed(book, "客户", 2, {"地址": "乙路2号"})
    answered(book, "大客户", "重点客户")
    taken(book, ("客户类别", "地址"), one("大客户", "丙路3号"), (NAMES[1], PHONES[1], "普通客户", "甲路1号"))

    assert [("重点客户", "丙路3号"), ("普通客户", "乙路2号")] == rows(book, "客户", "客户类别", "地址")
    assert ["“客户类别”原来空着，补上“重点客户”", "“地址”原来空着，补上“丙路3号”"] == told(book, "改了")
    assert ["“地址”在【客户】里是“乙路2号”，名单里是“甲路1号”，没有改；名单里的对，就改【客户】第 5 行"] == told(
        book, "请看一眼"
    )


def test_a_column_that_the_list_has_now_is_filled_for_those_who_are_there(book: Path) -> None:
    taken(book, (), one())
    taken(book, ("合同号",), one("H1"), (NAMES[1], PHONES[1], "H2"))
    assert [(NAMES[0], "H1"), (NAMES[1], "H2")] == rows(book, "客户", "客户名称", "合同号")
    main(["check", str(book), "--date", DAY])
    assert "缺一列" not in {code for (code,) in rows(book, "问题", "代码")}


def test_a_customer_who_stands_twice_keeps_what_both_rows_say(book: Path) -> None:
    taken(
        book,
        ("备注", "地址", "合同号", "客户类别"),
        one("喜欢喝茶", "甲路1号", "H1", "普通客户"),
        one("下午打", "乙路2号", "H2", "重点客户"),
    )
    assert [("甲路1号", "普通客户", "H1；H2", "喜欢喝茶；地址：乙路2号；客户类别：重点客户；下午打")] == rows(
        book, "客户", "地址", "客户类别", "合同号", "备注"
    )
    assert 2 == sum("这一行的" in words and "抄进备注" in words for words in told(book, "请看一眼"))


# -- what is refused, what isn't understood


def test_a_list_of_which_every_row_is_refused_comes_back(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = listed(book, ("备注",), (None, PHONES[0], "甲"), (None, PHONES[1], "乙"))
    assert 0 == brought(book, source)
    assert not (book.parent / "名单-退回.xlsx").exists()
    assert 1 == brought(book, source, "--yes")

    page = openpyxl.load_workbook(book.parent / "名单-退回.xlsx").active
    assert page is not None
    assert ["没有收：没有客户的名字，没有收；补上名字再导入一次"] * 2 == [
        page[cell].comment.text for cell in ("A2", "A3")
    ]
    assert "没有收的 2 行在“名单-退回.xlsx”里" in capsys.readouterr().out
    assert [] == rows(book, "客户", "客户编号")


def answered(book: Path, word: str, answer: str) -> str:
    """What somebody writes in 导入对应; the cell."""
    made: Any = openpyxl.load_workbook(book)
    page = made["导入对应"]
    head = next(row for row in range(1, 9) if any(cell.value == "改成" for cell in page[row]))
    at = {cell.value: cell.column for cell in page[head]}
    row = next(row for row in range(head + 1, page.max_row + 1) if page.cell(row, at["名单里写的"]).value == word)
    page.cell(row, at["改成"]).value = answer
    made.save(book)
    return str(page.cell(row, at["改成"]).coordinate)


@pytest.mark.parametrize(("word", "answer"), [("合同号", "合同编号"), ("大客户", "很大的客户")])
def test_an_answer_that_is_no_column_is_told_at_its_cell(
    book: Path, capsys: pytest.CaptureFixture[str], word: str, answer: str
) -> None:
    source = listed(book, ("客户类别", "合同号"), one("大客户", "H1"))
    brought(book, source)
    cell = answered(book, word, answer)
    before = book.read_bytes()
    capsys.readouterr()

    assert 3 == brought(book, source, "--yes")
    said = capsys.readouterr().err
    assert f"导入对应!{cell}" in said
    assert answer in said
    assert before == book.read_bytes()


def test_an_old_answer_that_this_list_does_not_ask_for_is_told_and_stops_nothing(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(book, listed(book, ("合同号",), one("H1")))
    cell = answered(book, "合同号", "没有的列")
    assert 0 == taken(book, ("地址",), one("甲路1号"))
    assert f"导入对应!{cell}" in capsys.readouterr().out
    assert ["K0001"] == [key for (key,) in rows(book, "客户", "客户编号")]


def test_the_same_call_and_promise_of_two_rows_are_one(book: Path) -> None:
    """A customer who stands twice with the same days: one record, one promise, and the summary counts them so."""
    lines = (one("2026.3.5", "都好", "3月20日"), one("2026.3.5", "都好", "3月20日"))
    taken(book, ("上次回访", "回访情况", "下次回访"), *lines)
    assert (1, 1) == (len(rows(book, "回访记录", *CALL)), len(rows(book, "预约", "约定时间")))
    assert "做过的回访 1 条，约好的回访 1 次" in told(book, "收好了")[0]


def test_calls_that_left_for_the_archive_do_not_come_back(book: Path) -> None:
    """They stand there: nothing is added, and a cell below theirs that changed is changed in its own row."""
    lines = (one("2023.3.5", "早年"), (NAMES[1], PHONES[1], "2026.3.6", "近来"))
    taken(book, ("上次回访", "回访情况"), *lines)
    main(["today", str(book), "--date", DAY])
    main(["archive", str(book), "--before", "2025-01-01", "--date", DAY])
    assert [("2026-03-06 12:00:00", "完成", "近来")] == rows(book, "回访记录", *CALL)

    taken(book, ("上次回访", "回访情况"), one("2023.3.5", "早年"), (NAMES[1], PHONES[1], "2026.3.6", "近来好"))
    assert [("2026-03-06 12:00:00", "完成", "近来好")] == rows(book, "回访记录", *CALL)


# -- a number that the workbook lacks


def test_a_number_that_comes_later_is_filled_in_for_the_same_customer(book: Path) -> None:
    """As the preview itself advises: the number that couldn't be read is mended in the list, which is brought again."""
    headings = ("上次回访",)
    taken(book, headings, (NAMES[0], "1.38E+10", "2026-03-05"))
    assert [(NAMES[0], None)] == rows(book, "客户", "客户名称", "手机")
    taken(book, headings, (NAMES[0], PHONES[0], "2026-03-05"))

    assert [("K0001", NAMES[0], PHONES[0])] == rows(book, "客户", "客户编号", "客户名称", "手机")
    assert 1 == len(rows(book, "回访记录", "客户编号"))
    assert [f"“手机”原来空着，补上“{PHONES[0]}”"] == told(book, "改了")


def test_a_number_for_a_name_that_several_have_is_another_customer_and_said(book: Path) -> None:
    taken(book, (), (NAMES[0], None))
    taken(book, (), (NAMES[0], PHONES[0]), (NAMES[0], PHONES[1]))

    assert [None, PHONES[0], PHONES[1]] == [phone for (phone,) in rows(book, "客户", "手机")]
    assert any("叫这个名字的不止一位" in one for one in told(book, "请看一眼"))


# -- a number that changed


TOLD = ("地址", "业务员", "客户类别", "上次回访", "下次回访")
SHOP = ("甲路1号", "小秦", "普通客户", "2026-03-05", "2026-03-20")
MOVED = "13655556666"


def counts(book: Path) -> tuple[int, int, int]:
    sheets = (("客户", "客户编号"), ("回访记录", "客户编号"), ("预约", "约定时间"))
    return tuple(len(rows(book, *one)) for one in sheets)  # type: ignore[return-value]


def lacking(*without: str) -> tuple[object, ...]:
    return tuple(None if heading in without else cell for heading, cell in zip(TOLD, SHOP, strict=True))


@pytest.mark.parametrize("side", ["book", "list"])
@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (SHOP, "地址"),
        (lacking("地址", "上次回访", "下次回访"), "归属员工、客户类别"),
        (lacking("地址", "业务员", "客户类别"), "以前从名单收进的回访或事情"),
    ],
)
def test_a_customer_whose_number_changed_meanwhile_is_the_same_and_asked_about(
    staffed: Path, side: str, cells: tuple[object, ...], what: str
) -> None:
    """Mended in the workbook, or changed in the list: the workbook's stays, the list's is shown, nothing is doubled."""
    others = ("乙路2号", "小唐", "普通客户", "2026-03-06", "2026-03-21")
    taken(staffed, TOLD, one(*cells), (NAMES[1], PHONES[1], *others))
    before = counts(staffed)
    mine, theirs = (MOVED, PHONES[0]) if side == "book" else (PHONES[0], MOVED)
    typed(staffed, "客户", 1, {"手机": mine})
    taken(staffed, TOLD, (NAMES[0], theirs, *cells), (NAMES[1], PHONES[1], *others))

    assert [(NAMES[0], mine), (NAMES[1], PHONES[1])] == rows(staffed, "客户", "客户名称", "手机")
    assert before == counts(staffed)
    asked = [one for one in told(staffed, "请看一眼") if "当作同一位" in one or "“手机”" in one]
    same = f"“{NAMES[0]}”的号码和【客户】里 K0001 的不一样，{what}一样：当作同一位，没有再加；"
    assert [
        f"{same}不是同一位，名单里加一列“客户编号”，这一行写一个新编号再导入",
        f"“手机”在【客户】里是“{mine}”，名单里是“{theirs}”，没有改；名单里的对，就改【客户】第 4 行",
    ] == asked


@pytest.fixture
def staffed(book: Path) -> Path:
    """Two people who keep customers."""
    for at, name in enumerate(("秦二川", "唐三木"), 1):
        typed(book, "员工", at, {"员工编号": f"S{at}", "姓名": name})
    return book


def test_somebody_of_the_same_name_who_agrees_in_nothing_else_is_another_and_asked_about(staffed: Path) -> None:
    taken(staffed, TOLD, one(*SHOP))
    other = ("丙路3号", "小秦", "普通客户", "2026-03-06", None)
    taken(staffed, TOLD, (NAMES[0], PHONES[1], *other))

    assert ["K0001", "K0002"] == [key for (key,) in rows(staffed, "客户", "客户编号")]
    assert (
        f"叫“{NAMES[0]}”的【客户】里已有 K0001，号码不同，收作另一户；"
        "是同一位，名单里加一列“客户编号”，这一行写他的编号再导入"
    ) in told(staffed, "请看一眼")
    taken(staffed, ("客户编号", *TOLD), (NAMES[0], PHONES[1], "K0002", *other))
    assert not [one for one in told(staffed, "请看一眼") if "号码不同" in one]


def test_a_second_of_the_name_is_not_the_first_whose_own_row_stands_in_the_list(staffed: Path) -> None:
    """At the same address, with the first under their own number: two, as the list says, and asked about."""
    taken(staffed, TOLD, one(*SHOP))
    taken(staffed, TOLD, one(*SHOP), (NAMES[0], PHONES[1], *SHOP))

    assert [PHONES[0], PHONES[1]] == [phone for (phone,) in rows(staffed, "客户", "手机")]
    assert 1 == sum("号码不同，收作另一户" in one for one in told(staffed, "请看一眼"))


def test_of_two_of_one_name_the_one_at_the_same_address_is_meant(staffed: Path) -> None:
    """Two shops of a chain: one's number was mended in the workbook."""
    there = (one(*SHOP), (NAMES[0], PHONES[1], "丙路3号", *SHOP[1:]))
    taken(staffed, TOLD, *there)
    typed(staffed, "客户", 2, {"手机": MOVED})
    taken(staffed, TOLD, *there)

    assert [PHONES[0], MOVED] == [phone for (phone,) in rows(staffed, "客户", "手机")]


def test_an_old_number_that_the_workbook_keeps_as_a_spare_is_not_asked_about(staffed: Path) -> None:
    taken(staffed, ("备用电话",), one(None), (NAMES[1], PHONES[1], PHONES[2]))
    typed(staffed, "客户", 1, {"手机": MOVED, "备用电话": PHONES[0]})
    taken(staffed, (), one())

    assert [(NAMES[0], MOVED), (NAMES[1], PHONES[1])] == rows(staffed, "客户", "客户名称", "手机")
    assert [] == told(staffed, "请看一眼")


@pytest.mark.parametrize("ways", [("--yes",), ("again", "--yes")])
def test_columns_that_a_list_adds_look_like_their_neighbours(book: Path, ways: Sequence[str]) -> None:
    """With new customers, and for those who are there."""
    if "again" in ways:
        taken(book, (), (NAMES[0], PHONES[0]))
    taken(book, ("座机", "以前的厂名"), one("0571-86000103", "厂"))
    page = openpyxl.load_workbook(book)["客户"]
    head = next(row for row in page.iter_rows(max_row=6) if any(cell.value == "以前的厂名" for cell in row))
    at = {str(cell.value): cell for cell in head}

    for heading in ("座机", "以前的厂名"):
        added, usual = at[heading], at["手机"]
        assert (usual.font.b, usual.fill.fgColor.rgb) == (added.font.b, added.fill.fgColor.rgb)
        assert page.column_dimensions[added.column_letter].width >= 13


def test_a_list_whose_names_tell_more_than_a_name_brings_nothing_new_the_second_time(book: Path) -> None:
    """Whatever is written beside a name: the same row is the same customer, and isn't called another one."""
    names = [
        "郭丽（女士）",
        "王明(先生)",
        "陈平 先生",
        "李四女士",
        "赵总",
        "钱伟（业主）",
        "孙红/妻",
        "冯军１",
        "Mr Li",
        "沈二（女）",
    ]
    lines = [(name, f"138001380{at}", f"某小区{at}幢") for at, name in enumerate(names, 10)]
    source = listed(book, ["住址"], *lines)
    taken(book, ["住址"], *lines)
    before = rows(book, "客户", "客户编号", "客户名称", "手机")
    assert 0 == brought(book, source, "--yes")

    assert (before, len(names)) == (rows(book, "客户", "客户编号", "客户名称", "手机"), len(before))
    assert (len(names), []) == (len(told(book, "已经有了")), [one for one in told(book, "请看一眼") if "另一户" in one])
