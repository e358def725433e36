"""What one cell of a foreign list says beside its value is kept: hours, whose number it is, ticks without a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from test_bringing import NAMES, PHONES, brought, new_book, rows, saved, told

from workbook.shells.commands.cli import main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook of an office."""
    return new_book(tmp_path)


def taken(book: Path, headings: Sequence[object], *lines: Sequence[object]) -> int:
    """A list of those lines, each behind a name and a number, brought in."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话", *headings])
        for name, phone, line in zip(NAMES, PHONES, lines, strict=False):
            sheet.append([name, phone, *line])

    return brought(book, saved(book.parent, fill), "--yes")


@pytest.mark.parametrize("heading", ["是否回访", "上次回访", "回访"])
@pytest.mark.parametrize("mark", ["√", "已回访", "未接"])
def test_a_tick_without_its_day_is_said_and_kept(book: Path, heading: str, mark: str) -> None:
    """No record, as a record has a day; whoever reads the customer sees it."""
    taken(book, (heading,), (mark,), (None,), ("×",))

    assert [(f"{heading}：{mark}",), (None,), (None,)] == rows(book, "客户", "备注")
    assert [] == rows(book, "回访记录", "客户编号")
    assert [True] == [one.startswith(f"“{mark}”说打过了，没有日期") for one in told(book, "请看一眼")]
    assert [("C2",)] == [(cell,) for one, cell in rows(book, "导入预览", "结果", "格或编号") if one == "请看一眼"]


def test_a_tick_whose_day_a_remark_tells_is_a_record(book: Path) -> None:
    taken(book, ("是否回访", "备注"), ("√", "3月5日已打"))
    assert [("2026-03-05 12:00:00",)] == rows(book, "回访记录", "回访时间")
    assert [("3月5日已打",)] == rows(book, "客户", "备注")


@pytest.mark.parametrize(
    ("heading", "line", "called", "promised"),
    [
        ("上次回访", ("2026-03-02", None, None), ["2026-03-02"], []),
        ("上次回访", (None, "√ 3.5", None), ["2026-03-05"], []),
        ("上次回访", ("2026-03-02", "3月5日√", None), ["2026-03-05"], []),
        ("回访日期", ("2026-03-02", None, "不满意"), ["2026-03-02"], []),
        ("回访日期", ("2026-03-02", None, None), [], ["2026-03-02"]),
    ],
)
def test_a_last_call_that_nobody_ticked_was_made(
    book: Path, heading: str, line: Sequence[object], called: Sequence[str], promised: Sequence[str]
) -> None:
    """上次回访 is what was done; 回访日期 without its tick may be a plan, unless it is said how content somebody was."""
    taken(book, (heading, "是否回访", "满意度"), line)
    assert called == [day[:10] for (day,) in rows(book, "回访记录", "回访时间")]
    if promised:
        assert promised == [day[:10] for (day,) in rows(book, "预约", "约定时间")]


def test_what_was_said_on_a_call_without_its_day_is_kept(book: Path) -> None:
    taken(book, ("回访情况", "满意度"), ("想换货", "一般"))
    assert [("回访情况：想换货；满意度：一般",)] == rows(book, "客户", "备注")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("空号", "错号"),
        ("号码不对", "错号"),
        ("打过去是空号", "错号"),
        ("忙音", "占线"),
        ("拒绝，语气不好", "拒访"),
        ("无人接听", "无人接"),
        ("关机了", "无人接"),
        ("挺好", "完成"),
    ],
)
def test_how_a_call_went_is_said_in_the_books_own_codes(book: Path, words: str, code: str) -> None:
    """By what was told, by a mark, and under a day across."""
    taken(book, ("上次回访", "回访结果"), ("2026-03-02", words))
    assert [(code,)] == rows(book, "回访记录", "结果代码")


@pytest.mark.parametrize(("mark", "codes"), [("空号", ["错号"]), ("未接", ["无人接"]), ("√", ["完成"]), ("×", [])])
@pytest.mark.parametrize("headings", [("上次回访", "是否回访"), (dt.date(2026, 3, 2), dt.date(2026, 3, 3))])
def test_a_mark_says_how_the_call_went(book: Path, headings: tuple[object, ...], mark: str, codes: list[str]) -> None:
    """× is no call, and nothing that isn't understood."""
    first = "2026-03-02" if isinstance(headings[0], str) else None
    taken(book, headings, (first, mark))
    assert codes == [one for (one,) in rows(book, "回访记录", "结果代码")]
    assert not any("看不懂" in one for one in told(book, "请看一眼"))


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        (dt.datetime(2026, 3, 17, 14, 30), "14:30"),
        ("2026-03-17 14:30", "14:30"),
        ("3/17 9:05", "09:05"),
        ("3月17日下午3点", "15:00"),
        ("3月17日（周二）下午3点半", "15:30"),
        ("3月17日 10点", "10:00"),
        ("2026-03-17上午", "09:00"),
        ("3月17日下午", "14:00"),
        ("3月17日", "09:00"),
        (dt.date(2026, 3, 17), "09:00"),
    ],
)
def test_an_appointment_keeps_its_hour(book: Path, written: object, hour: str) -> None:
    taken(book, ("下次回访",), (written,))
    assert [(f"2026-03-17 {hour}:00",)] == rows(book, "预约", "约定时间")
    is_half = str(written).endswith("午")
    assert [is_half] == [bool([one for one in told(book, "请看一眼") if "没有写几点" in one])]


@pytest.mark.parametrize(
    ("written", "calls"),
    [
        ("3.14已打", [("2026-03-14 12:00:00", "完成", None)]),
        ("3月14日没接", [("2026-03-14 12:00:00", "无人接", "没接")]),
        (
            "3.2电话，说周末来；3.9没接",
            [("2026-03-02 12:00:00", "完成", "电话，说周末来"), ("2026-03-09 12:00:00", "无人接", "没接")],
        ),
    ],
)
def test_a_call_written_behind_its_day_is_one_below_the_last_call_too(
    book: Path, written: str, calls: Sequence[tuple[str | None, ...]]
) -> None:
    """As below 回访1 and 回访情况: one meaning wherever it stands."""
    taken(book, ("上次回访",), (written,))
    assert [*calls] == rows(book, "回访记录", "回访时间", "结果代码", "意见")
    assert [] == [one for one in told(book, "请看一眼") if "看不出" in one]


def test_calls_keep_their_hours_and_are_two_on_one_day(book: Path) -> None:
    """A customer who stands in the list twice."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话", "上次回访"])
        for when in (dt.datetime(2026, 3, 2, 10, 30), "2026-03-02 16:20", "2026-03-02"):
            sheet.append([NAMES[0], PHONES[0], when])

    source = saved(book.parent, fill)
    for _ in range(2):
        brought(book, source, "--yes")
        assert ["10:30:00", "12:00:00", "16:20:00"] == sorted(
            str(one)[11:] for (one,) in rows(book, "回访记录", "回访时间")
        )


@pytest.mark.parametrize(
    ("written", "phone", "is_kept"),
    [
        ("13900000101 沈太太", "13900000101", True),
        ("13900000101（微信）", "13900000101", True),
        ("本人13900000101,儿子13900000102", "13900000101", True),
        ("13900000101、微信同号", "13900000101", True),
        ("手机：13900000101", "13900000101", False),
        ("+86 139 0000 0101", "13900000101", False),
        ("13900000101/13900000102", "13900000101", False),
    ],
)
def test_words_beside_a_number_stay_with_it(book: Path, written: str, phone: str, is_kept: bool) -> None:
    """In 备注, with the number that they belong to; said once."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话", "备注"])
        sheet.append([NAMES[0], written, "熟客"])

    brought(book, saved(book.parent, fill), "--yes")
    remark = f"熟客；电话原写：{written}" if is_kept else "熟客"
    assert [(phone, remark)] == rows(book, "客户", "手机", "备注")
    assert is_kept == (1 == sum("抄进备注" in one for one in told(book, "请看一眼")))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王五(大)", "王五(大)"),
        ("李四（老板）", "李四（老板）"),
        ("【VIP】赵六", "【VIP】赵六"),
        ("季三石（大）13900000109", "季三石(大)"),
        ("池四海（13900000109）", "池四海"),
        ("范五味（", "范五味"),
    ],
)
def test_a_name_keeps_its_brackets(book: Path, written: str, name: str) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话"])
        sheet.append([written, PHONES[0]])

    brought(book, saved(book.parent, fill), "--yes")
    assert [(name,)] == rows(book, "客户", "客户名称")


@pytest.mark.parametrize("remark", ["勿扰", "请勿打扰", "免打扰", "客户要求不要再打电话", "不要打"])
def test_who_wants_no_calls_gets_none(book: Path, remark: str) -> None:
    taken(book, ("备注",), (remark,), ("周末勿扰",))
    assert [("是",), (None,)] == rows(book, "客户", "勿扰")
    assert 2 == len([one for one in told(book, "请看一眼") if one.startswith("备注")])


@pytest.mark.parametrize("remark", ["已注销", "已换号", "空号", "停机", "3月5日已打，空号"])
def test_who_cannot_be_reached_is_said(book: Path, remark: str) -> None:
    taken(book, ("备注",), (remark,))
    assert f"备注说“{remark}”：看一眼要不要换号码、停用这一户，不然照样列进清单" in told(book, "请看一眼")


def test_the_reason_on_a_row_given_back_is_not_the_customers(book: Path) -> None:
    """Mended, it comes in without our own note; the office's notes come with it."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["姓名", "电话", "备注"])
        sheet.append([None, PHONES[0], "熟客"])
        sheet.append([NAMES[1], PHONES[1], "新客"])
        sheet["B2"].comment = openpyxl.comments.Comment("上午别打", "主管")

    brought(book, saved(book.parent, fill), "--yes")
    back = book.parent / "名单-退回.xlsx"
    made = openpyxl.load_workbook(back)
    assert made.active is not None
    assert "没有收" in str(made.active["A2"].comment)
    made.active["A2"] = NAMES[0]
    made.save(back)

    assert 0 == brought(book, back, "--yes")
    assert [("新客",), ("熟客；批注：上午别打",)] == rows(book, "客户", "备注")


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("微信", "微信"), ("企微", "微信"), ("微信语音", "微信"), ("已微信联系", "微信"), ("短信", "短信"), ("发短信", "短信"),
        ("QQ", "在线"), ("视频", "在线"), ("邮件", "邮件"), ("E-mail", "邮件"), ("上门", "拜访"), ("面谈", "拜访"),
        ("见面", "拜访"), ("上门回访", "拜访"),
        ("电话回访", "电话"), ("打电话", "电话"), ("电话（座机）", "电话"), (None, "电话"),
    ],
)  # fmt: skip
def test_how_somebody_was_reached_is_kept(book: Path, written: str | None, way: str) -> None:
    """In the office's own words for it, whatever people write; nothing is asked."""
    taken(book, ("上次回访", "跟进方式"), ("2026-03-02", written))
    assert [(way,)] == rows(book, "回访记录", "方式")
    assert [] == [one for one in told(book, "请定") if "怎么联系" in one]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("微信联系过，用得好", "微信"),
        ("上门回访，一切正常", "拜访"),
        ("客户要求上门维修", "电话"),
        ("说加微信聊", "电话"),
    ],
)
def test_how_somebody_was_reached_is_told_with_what_was_said(book: Path, words: str, way: str) -> None:
    """By a clause that says nothing else; a wish is none."""
    taken(book, ("上次回访", "回访情况"), ("2026-03-02", words))
    assert [(way,)] == rows(book, "回访记录", "方式")


def test_two_ways_are_the_first_and_the_words_are_kept(book: Path) -> None:
    taken(book, ("上次回访", "回访方式"), ("2026-03-02", "微信+电话"))
    assert [("微信", "从旧名单导入；方式原写：微信+电话")] == rows(book, "回访记录", "方式", "备注")
    assert ["方式写着“微信+电话”：记作 微信，原来的字抄进备注"] == [
        one for one in told(book, "请看一眼") if "方式" in one
    ]


def test_a_way_that_nobody_knows_is_asked_and_what_was_answered_changes_the_call(book: Path) -> None:
    """Until then it is 电话, with the list's own word beside it; then the list brought in again tells it."""
    lines = [("2026-03-02", "飞鸽"), ("2026-03-03", "微信"), ("2026-03-04", "上门")]
    taken(book, ("上次回访", "联系方式"), *lines)
    assert [("电话", "从旧名单导入；方式原写：飞鸽"), ("微信", "从旧名单导入"), ("拜访", "从旧名单导入")] == rows(
        book, "回访记录", "方式", "备注"
    )
    (asked,) = [one for one in told(book, "请定") if "怎么联系" in one]
    assert "“飞鸽”是怎么联系的？写上：电话、短信、微信" in asked

    answered(book, "飞鸽", "鸽子")  # no word of ours
    assert 3 == taken(book, ("上次回访", "联系方式"), *lines)
    answered(book, "飞鸽", "信函")
    assert 0 == taken(book, ("上次回访", "联系方式"), *lines)
    assert ["信函", "微信", "拜访"] == [one for (one,) in rows(book, "回访记录", "方式")]
    assert ["“方式”从“电话”改成“信函”"] == told(book, "改了")


def answered(book: Path, word: str, answer: str) -> None:
    """Somebody says in 导入对应 what a word of the list is."""
    made = openpyxl.load_workbook(book)
    page = made["导入对应"]
    cells = [cell for row in page.iter_rows() for cell in row]
    (row,) = [cell.row for cell in cells if cell.value == f"词·回访方式·{word}"]
    (column,) = [cell.column for cell in cells if cell.value == "改成"]
    page.cell(row, column).value = answer
    made.save(book)


@pytest.mark.parametrize(("rulebook", "is_fixed"), [("curtain-service", True), ("old-customer-plan", False)])
def test_a_wish_for_another_way_says_where_the_rules_do_not_look_at_it(
    tmp_path: Path, rulebook: str, *, is_fixed: bool
) -> None:
    """An office whose rules say themselves how customers are called is told so, with the rules and what to do."""
    book = tmp_path / "回访.xlsx"
    main(["new", str(book), "--rulebook", rulebook, "--office", "测试", "--date", "2026-03-16 09:00"])
    taken(book, ("备注",), ("不要打电话，发微信",))

    assert [("微信",)] == rows(book, "客户", "方式偏好")
    assert [is_fixed] == [any("写明了怎么联系" in one and "CU2a、" in one for one in told(book, "请看一眼"))]


@pytest.mark.parametrize(("rulebook", "is_beyond"), [("curtain-service", True), ("old-customer-plan", False)])
def test_an_office_that_works_from_orders_is_told_that_a_list_brings_none(
    tmp_path: Path, rulebook: str, *, is_beyond: bool
) -> None:
    """Customers alone make no call there: what the rules begin at is named with its sheet and column."""
    book = tmp_path / "回访.xlsx"
    main(["new", str(book), "--rulebook", rulebook, "--office", "测试", "--date", "2026-03-16 09:00"])
    taken(book, ("安装地址", "交活", "导购", "备注"), ("城东路1号", "2026-03-02", "云锦", "已退单"))

    seen = told(book, "请看一眼")
    assert [is_beyond] == [any("【工单】的“完成时间”" in one for one in seen)]
    assert [("城东路1号", "云锦")] == rows(book, "客户", "地址", "归属员工")
    assert [True] == [any("“已退单”：看一眼要不要" in one for one in seen)]
