"""Our sheets meet what staff did to them; staff sheets get rows; odd but legal files are understood."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from workbook.papers.pages.page import HELD, Field, Page
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book
from workbook.shells.parts.package import BIG, Package
from workbook.words.faults import BookFault

NOW = datetime(2026, 10, 9, 9)
FIELDS = (
    Field("任务编号", hidden=True),
    Field("客户"),
    Field("到期", "日期"),
    Field("结果", typed=True, choices=("完成", "未接通")),
    Field("备注", typed=True),
)


def today(*keys: str, **more: object) -> Page:
    rows = tuple((key, f"客户{key}", date(2026, 10, 9), None, more.get("备注")) for key in keys)
    return Page("今日清单", FIELDS, rows, key="任务编号")  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with one staff sheet."""
    book = xlsxwriter.Workbook(str(tmp_path / "回访.xlsx"))
    sheet = book.add_worksheet("客户")
    sheet.write_row(0, 0, ["客户编号", "客户名称"])
    sheet.write_row(1, 0, ["C1", "甲"])
    book.close()
    return tmp_path / "回访.xlsx"


def put(path: Path, page: Page, **options: object) -> Book:
    book = Book(path)
    book.put(page, **options)  # type: ignore[arg-type]
    book.save()
    return book


def by_hand(path: Path, edit: Callable[[Worksheet], None], sheet: str = "今日清单") -> None:
    """What staff do, saved by another program: shared strings, other style numbers."""
    book = openpyxl.load_workbook(path)
    edit(book[sheet])
    book.save(path)


def opened(path: Path, sheet: str = "今日清单") -> Worksheet:
    return openpyxl.load_workbook(path)[sheet]


def column(path: Path, number: int, sheet: str = "今日清单") -> list[object]:
    return [row[number - 1] for row in opened(path, sheet).iter_rows(min_row=2, values_only=True)]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def swap(path: Path, name: str, edit: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a file."""
    with zipfile.ZipFile(path) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    contents[name] = edit(contents[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in contents.items():
            archive.writestr(each, data)


# -- our sheets, with a key


def test_a_task_that_is_gone_goes_though_a_column_of_its_day_has_nothing_today(path: Path) -> None:
    """What the program itself wrote holds no row; the rows that stay lose it; what staff wrote beside holds theirs."""
    full = Page(
        "今日清单", (*FIELDS, Field("话术")), tuple((*row, "您好") for row in today("A", "B", "C").rows), key="任务编号"
    )
    put(path, full)
    by_hand(path, lambda sheet: sheet.cell(4, 8, "我的记号"))
    put(path, Page("今日清单", FIELDS, today("A").rows, key="任务编号", passing=("话术",)))

    assert ["A", "C"] == [key for key in column(path, 1) if key]
    assert [None, "您好"] == [words for key, words in zip(column(path, 1), column(path, 6), strict=True) if key]


def test_what_staff_typed_coloured_and_noted_stays_when_the_list_is_made_again(path: Path) -> None:
    """Typed cells, fills, a hidden row of a filter and own columns go with their row; a row with a note stays in place."""
    put(path, today("A", "B", "C"))

    def staff(sheet: Worksheet) -> None:
        sheet["D3"], sheet["E3"] = "完成", "约下周"
        sheet["B3"].fill = PatternFill("solid", fgColor="FF00FF00")
        sheet["G1"], sheet["G3"] = "我的记号", "√"
        sheet["B4"].comment = Comment("老客户", "张")
        sheet.column_dimensions["B"].width = 33
        sheet.auto_filter.add_filter_column(1, ["客户B"])
        sheet.row_dimensions[2].hidden = True

    by_hand(path, staff)
    put(path, today("C", "B", "A", "D"))
    sheet = opened(path)

    assert ["B", "A", "C", "D"] == column(path, 1)
    assert ["完成", "约下周", "√"] == [sheet[cell].value for cell in ("D2", "E2", "G2")]
    assert "FF00FF00" == sheet["B2"].fill.fgColor.rgb
    assert "老客户" == sheet["B4"].comment.text
    assert 33 == sheet.column_dimensions["B"].width
    assert "A1:F5" == sheet.auto_filter.ref
    assert ["客户B"] == sheet.auto_filter.filterColumn[0].filters.filter
    assert sheet.row_dimensions[3].hidden


def test_program_columns_are_refreshed_and_keep_their_colour(path: Path) -> None:
    """A new due day appears in a cell that staff painted; the paint stays."""
    put(path, today("A"))
    by_hand(path, lambda sheet: setattr(sheet["C2"], "fill", PatternFill("solid", fgColor="FFFFC000")))

    put(path, Page("今日清单", FIELDS, (("A", "客户甲", date(2026, 10, 12), None, None),), key="任务编号"))
    sheet = opened(path)

    assert ["客户甲", datetime(2026, 10, 12)] == [sheet["B2"].value, sheet["C2"].value]
    assert "FFFFC000" == sheet["C2"].fill.fgColor.rgb
    assert sheet["C2"].is_date


def test_a_typed_column_takes_the_page_only_where_staff_left_it_empty(path: Path) -> None:
    """The staff's word wins; an empty cell takes what the page brings."""
    put(path, today("A", "B"))
    by_hand(path, lambda sheet: setattr(sheet["E2"], "value", "手填"))

    put(path, today("A", "B", 备注="程序填"))

    assert ["手填", "程序填"] == column(path, 5)


def test_rows_that_nobody_touched_stand_in_the_order_of_the_page(path: Path) -> None:
    """A freed place is taken by the next in order; whole rows move with their colours, the old ones' are gone."""
    put(path, today("A", "B", "C"))
    green, red = PatternFill("solid", fgColor="FF00FF00"), PatternFill("solid", fgColor="FFFF0000")

    def staff(sheet: Worksheet) -> None:
        sheet["B3"].fill, sheet["B4"].fill = green, red

    by_hand(path, staff)

    done = Book(path).put(today("D", "C", "A"))
    put(path, today("D", "C", "A"))

    assert ["D", "C", "A"] == column(path, 1)
    assert (("D",), ("A", "C"), ("B",)) == (done.added, done.kept, done.removed)
    assert ["00000000", "FFFF0000", "00000000"] == [opened(path)[f"B{row}"].fill.fgColor.rgb for row in (2, 3, 4)]


def test_a_row_that_staff_typed_in_goes_by_urgency_like_the_others(path: Path) -> None:
    """What was typed moves along with its task."""
    put(path, today("A", "B", "C"))
    by_hand(path, lambda sheet: setattr(sheet["D3"], "value", "完成"))

    put(path, today("E", "D", "B", "A"))

    assert ["E", "D", "B", "A"] == column(path, 1)
    assert "完成" == opened(path)["D4"].value


def test_typed_words_follow_a_task_that_is_merged_otherwise(path: Path) -> None:
    """A call of two tasks becomes one of three, another call loses a task: neither stands twice."""
    put(path, today("A、B", "C、D", "E"))

    def staff(sheet: Worksheet) -> None:
        sheet["D2"], sheet["D3"], sheet["D4"] = "完成", "未接", "约时"

    by_hand(path, staff)

    done = Book(path).put(today("D", "A、B、X"))
    put(path, today("D", "A、B、X"))

    assert ["D", "A、B、X", "E"] == column(path, 1)
    assert ["未接", "完成", "约时"] == column(path, 4)
    assert ("E",) == done.held


def test_a_freed_row_in_the_middle_is_hidden_and_at_the_end_dropped(path: Path) -> None:
    """No gap is seen above a row that can't move."""
    put(path, today("A", "B", "C", "D"))
    by_hand(path, lambda sheet: setattr(sheet["B4"], "comment", Comment("老客户", "张")))

    put(path, today("A", "C"))
    sheet = opened(path)

    assert ["A", None, "C"] == column(path, 1)
    assert sheet.row_dimensions[3].hidden
    assert 4 == sheet.max_row


def test_a_hidden_gap_is_shown_again_when_a_new_key_takes_it(path: Path) -> None:
    """The gap of yesterday is today's row."""
    put(path, today("A", "B", "C"))
    by_hand(path, lambda sheet: setattr(sheet["B4"], "comment", Comment("老客户", "张")))
    put(path, today("A", "C"))

    put(path, today("A", "C", "E"))

    assert ["A", "E", "C"] == column(path, 1)
    assert not opened(path).row_dimensions[3].hidden


def test_a_key_that_went_is_held_when_staff_typed_in_its_row(path: Path) -> None:
    """It is marked 保留 and reported; once its result is recorded it may be released."""
    put(path, today("A", "B", "C"))

    def staff(sheet: Worksheet) -> None:
        sheet["D3"] = "完成"
        sheet["G1"], sheet["G4"] = "我的记号", "√"

    by_hand(path, staff)
    held = Book(path).put(today("A")).held
    put(path, today("A"))
    marks = column(path, 6)
    put(path, today("A"), release={"B", "C"})

    assert ("B", "C") == held
    assert [None, HELD, HELD] == marks
    assert ["A"] == column(path, 1)


def test_a_row_with_a_note_is_held(path: Path) -> None:
    """A note belongs to its task, so its row isn't given to another."""
    put(path, today("A", "B"))
    by_hand(path, lambda sheet: setattr(sheet["B2"], "comment", Comment("改期", "张")))

    put(path, today("B", "C"))

    assert ["A", "B", "C"] == column(path, 1)


def test_a_row_that_staff_added_without_key_stays(path: Path) -> None:
    """Their own line under the list is left alone; new rows come below it."""
    put(path, today("A"))
    by_hand(path, lambda sheet: setattr(sheet["B3"], "value", "顺便问王姐"))

    put(path, today("A", "B"))

    assert ["客户A", "顺便问王姐", "客户B"] == column(path, 2)


def test_columns_that_staff_moved_are_found_by_their_heading(path: Path) -> None:
    """The page follows the sheet's own order, and a heading that is gone comes back at the right."""
    put(path, today("A"))

    def staff(sheet: Worksheet) -> None:
        sheet.move_range("B1:B2", cols=6)

    by_hand(path, staff)
    put(path, today("A", "B"))
    sheet = opened(path)

    assert ["任务编号", None, "到期", "结果", "备注", "标记", None, "客户"] == [cell.value for cell in sheet[1]][:8]
    assert "客户B" == sheet["H3"].value


def test_the_own_formula_of_staff_loses_its_old_answer_when_its_row_changes(path: Path) -> None:
    """A reader that doesn't calculate must not see yesterday's answer beside today's facts."""
    put(path, today("A", "B"))
    name = "xl/worksheets/sheet2.xml"
    leaning = b'<c r="H2"><f>C2+1</f><v>5</v></c></row>'
    swap(path, name, lambda xml: xml.replace(b"</row>", leaning, 2).replace(leaning, b"</row>", 1))

    put(path, today("A", "B"))
    same = part(path, name)
    put(path, Page("今日清单", FIELDS, (("A", "客户A", date(2026, 10, 10), None, None),), key="任务编号"))

    assert "<f>C2+1</f><v>5</v>" in same
    assert "<f>C2+1</f></c>" in part(path, name)


def test_putting_the_same_page_again_changes_nothing(path: Path) -> None:
    """Also after another program saved the book: the second run leaves every part as the first did."""
    page = Page(
        "今日清单", (*FIELDS, Field("出处", "链接")),
        tuple((key, "=甲", date(2026, 10, 9), None, None, "客户!A2") for key in "ABC"),
        title="今日", note="黄色的由员工填", key="任务编号", marks=((0, "逾期"),),
    )  # fmt: skip
    put(path, page)
    by_hand(path, lambda sheet: setattr(sheet["D5"], "value", "完成"))
    put(path, page)
    before = path.read_bytes()

    book = Book(path)
    book.put(page)

    assert () == book.touched
    assert not book.save()
    assert before == path.read_bytes()


KEYS = st.lists(st.sampled_from("ABCDEFGH"), unique=True)
RUN = st.tuples(KEYS, st.dictionaries(st.integers(0, 9), st.sampled_from(["完成", "未接通", " "]), max_size=3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(RUN, min_size=1, max_size=4))
def test_over_many_runs_no_typed_word_is_lost_and_the_keys_are_right(
    runs: list[tuple[list[str], dict[int, str]]], tmp_path: Path
) -> None:
    """After each run every key of the page once, held ones beside; all in order, what was typed moves along."""
    path = tmp_path / "x.xlsx"
    new_book.write(path, [today()], head=None, created=NOW)
    typed: dict[str, str] = {}
    rows: dict[str, int] = {}
    for keys, typing in runs:
        book = Book(path)
        done = book.put(today(*keys))
        book.save()
        again = Book(path)
        again.put(today(*keys))
        lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("今日清单").to_python(skip_empty_area=False)
        found = {str(line[0]): (row, line[3]) for row, line in enumerate(lines[1:], 2) if line[0]}

        assert set(keys) | {key for key, word in typed.items() if word.strip()} == found.keys()
        assert set(keys) | set(done.held) == found.keys()
        assert {key: word for key, word in typed.items() if word.strip()}.items() <= {
            key: word for key, (_, word) in found.items()
        }.items()
        assert keys == sorted(keys, key=lambda key: found[key][0])
        assert all(found[key][0] > found[last][0] for last in keys[-1:] for key in done.held)
        assert () == again.touched

        rows = {key: row for key, (row, _) in found.items()}
        cells = {rows[key]: typing[index] for index, key in enumerate(sorted(rows)) if index in typing}
        book = Book(path)
        book.set_cells("今日清单", {(row, 4): word for row, word in cells.items()})
        book.save()
        typed = {key: cells.get(row, typed.get(key, "")) for key, row in rows.items()}


def test_rows_are_coloured_by_their_mark_and_a_second_run_adds_no_rule(path: Path) -> None:
    """The colour follows the hidden column, so it survives sorting; the rules reach the last row."""
    marked = Page("今日清单", FIELDS, today("A", "B").rows, key="任务编号", marks=((1, "逾期"),))
    put(path, marked)
    by_hand(path, lambda sheet: None)
    put(path, Page("今日清单", FIELDS, today("A", "B", "C").rows, key="任务编号", marks=((0, "今日"), (1, "逾期"))))
    sheet = opened(path)
    rules = {rule.formula[0]: rule.dxf.font.color.rgb for area in sheet.conditional_formatting for rule in area.rules}

    assert ["今日", "逾期", None] == column(path, 6)
    assert sheet.column_dimensions["F"].hidden
    assert ["A2:F4"] == [str(area.sqref) for area in sheet.conditional_formatting]
    assert ("FFB42318", "FFB54708", 7) == (rules['$F2="逾期"'], rules['$F2="今日"'], len(rules))


def test_links_lead_to_places_in_the_book(path: Path) -> None:
    """A place whose sheet isn't in the book stays plain text; a second run leaves one link a cell."""
    fields = (Field("级别"), Field("格", "链接"))
    page = Page("问题", fields, (("停", "客户!B2"), ("疑", "客户!第2行"), ("注", "外面!A1")))
    put(path, page)
    put(path, page)
    links = re.findall(r'<hyperlink ref="(.*?)" location="(.*?)"', part(path, "xl/worksheets/sheet2.xml"))

    assert [("B2", "'客户'!B2"), ("B3", "'客户'!A2")] == links
    assert ["客户!B2", "客户!第2行", "外面!A1"] == column(path, 2, "问题")


def test_a_list_that_staff_turned_into_a_table_grows_as_one(path: Path) -> None:
    """Ctrl+T over our list is welcome: the table reaches the last row."""
    put(path, today("A"))

    def staff(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = None
        sheet.add_table(Table(displayName="清单", ref="A1:F2"))

    by_hand(path, staff)
    put(path, today("A", "B", "C"))

    assert "A1:F4" == opened(path).tables["清单"].ref
    assert "<autoFilter" not in part(path, "xl/worksheets/sheet2.xml")


def test_a_drop_down_that_excel_moved_into_its_extension_is_not_doubled(path: Path) -> None:
    """Excel keeps lists from another sheet in an extension; ours replaces it there."""
    staff = Field("责任人", typed=True, choices=("=客户!$A$2:$A$9",))
    page = Page("今日清单", (*FIELDS, staff), tuple((*row, None) for row in today("A").rows), key="任务编号")
    put(path, page)
    plain_list = re.compile(r'<dataValidation [^>]*sqref="F2"><formula1>[^<]*</formula1></dataValidation>')
    moved = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>客户!$A$2:$A$9</xm:f></x14:formula1>'
        "<xm:sqref>F2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    name = "xl/worksheets/sheet2.xml"
    swap(path, name, lambda xml: plain_list.sub("", xml.decode()).replace("</worksheet>", moved).encode())

    put(path, page)
    xml = part(path, name)

    assert ["D2", "F2"] == re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', xml)
    assert "x14" not in xml
    assert 'dataValidations count="2"' in xml


def test_the_names_of_filter_and_print_titles_reach_the_last_row(path: Path) -> None:
    """They belong to the new sheet and follow it; a second sheet doesn't disturb them."""
    put(path, today("A"))
    put(path, Page("问题", (Field("级别"),), (("停",),), title="问题"))
    put(path, today("A", "B"))
    book = openpyxl.load_workbook(path)

    assert "$1:$1" == book["今日清单"].print_title_rows
    assert "$2:$2" == book["问题"].print_title_rows
    assert 'localSheetId="1" hidden="1">\'今日清单\'!$A$1:$F$3<' in part(path, "xl/workbook.xml")
    assert ["客户", "今日清单", "问题"] == book.sheetnames


# -- our sheets, as a whole and as a ledger


def test_a_page_without_key_is_rewritten_under_its_header(path: Path) -> None:
    """Old rows go, widths and the header's look stay, nothing is left below."""
    fields = (Field("级别"), Field("内容", width=40))
    put(path, Page("问题", fields, (("停", "一"), ("疑", "二"), ("注", "三"))))
    by_hand(path, lambda sheet: setattr(sheet.column_dimensions["B"], "width", 55), "问题")

    put(path, Page("问题", fields, (("停", "新"),)))
    sheet = opened(path, "问题")

    assert [("级别", "内容"), ("停", "新")] == list(sheet.iter_rows(values_only=True))
    assert 55 == sheet.column_dimensions["B"].width


def test_a_ledger_grows_and_never_repeats_a_key(path: Path) -> None:
    """The same fine isn't written twice, and what was decided about it stays."""
    fields = (Field("编号", hidden=True), Field("金额", "金额"), Field("裁决", typed=True))

    def ledger(*keys: str) -> Page:
        return Page("处罚台账", fields, tuple((key, 50, None) for key in keys), key="编号", append=True)

    put(path, ledger("P1", "P2"))
    by_hand(path, lambda sheet: setattr(sheet["C2"], "value", "免"), "处罚台账")
    put(path, ledger("P2", "P3"))
    book = Book(path)
    done = book.put(ledger("P1", "P3"))

    assert ["P1", "P2", "P3"] == column(path, 1, "处罚台账")
    assert ["免", None, None] == column(path, 3, "处罚台账")
    assert (("P1", "P3"), ()) == (done.kept, book.touched)
    assert {"P1": 2, "P3": 4} == done.rows


@pytest.mark.parametrize("older", [("编号", "裁决"), ("裁决", "金额", "编号"), ("编号",)])
def test_a_ledger_of_an_older_program_keeps_every_line(path: Path, older: tuple[str, ...]) -> None:
    """Lacking the newest columns, having them in another order, with columns and words of the staff's own beside."""
    fields = {
        one.heading: one for one in (Field("编号", hidden=True), Field("金额", "金额"), Field("裁决", typed=True))
    }
    fresh = Page("处罚台账", tuple(fields.values()), (("P3", 50, None),), key="编号", append=True, marks=((0, "逾期"),))
    values = {"编号": ("P1", "P2"), "金额": (20, 30), "裁决": ("免", None)}
    old = Page(
        "处罚台账", tuple(fields[one] for one in older), tuple(zip(*map(values.__getitem__, older), strict=True))
    )
    put(path, old)

    def by_staff(sheet: Worksheet) -> None:
        right = sheet.max_column + 1
        sheet.cell(1, right, "我的备注")
        sheet.cell(3, right, "问过")
        sheet.cell(2, right + 1, "旁边写的")  # under no heading

    by_hand(path, by_staff, "处罚台账")
    put(path, fresh)
    head, *lines = opened(path, "处罚台账").iter_rows(values_only=True)
    named = [dict(zip(head, line, strict=True)) for line in lines]
    beside = {"我的备注": (None, "问过", None)}

    for heading, known in {**{one: (*values[one], None) for one in older}, **beside}.items():
        wanted = {"编号": "P3", "金额": 50}.get(heading)
        assert [*known[:2], wanted] == [line[heading] for line in named]
    assert "旁边写的" == lines[0][len(older) + 1]
    assert {"编号", "金额", "裁决", "我的备注", None} <= set(head)
    assert () == put(path, fresh).touched


def test_a_sheet_with_other_content_is_not_overwritten(path: Path) -> None:
    """Somebody's own sheet of that name is safe."""
    with pytest.raises(BookFault, match="找不到“任务编号”这一列的表头"):
        Book(path).put(Page("客户", FIELDS, (), key="任务编号"))


def test_merged_cells_in_our_rows_are_parted(path: Path) -> None:
    """A merged area would hide the second row's facts; one in the title may stay."""
    page = Page("今日清单", FIELDS, today("A", "B").rows, key="任务编号", title="今日")
    put(path, page)

    def staff(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:E1")
        sheet.merge_cells("B3:B4")

    by_hand(path, staff)
    put(path, page)
    sheet = opened(path)

    assert ["B1:E1"] == [area.coord for area in sheet.merged_cells.ranges]
    assert ["客户A", "客户B"] == [sheet["B3"].value, sheet["B4"].value]


# -- rows for staff sheets


def listed(path: Path, **more: object) -> None:
    """A table 记录 over A1:D3 of 回访记录, with what the test needs beside it."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("回访记录")
    day, red = book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#EEEEEE"}), book.add_format({"bold": True})
    for row in (1, 2):
        sheet.write_row(row, 0, [f"R{row}", row * 10])
        sheet.write_datetime(row, 2, datetime(2026, 10, row), day)
    columns: list[dict[str, object]] = [{"header": "编号"}, {"header": "分"}, {"header": "日"}]
    columns.append({"header": "倍", "formula": "=记录[[#This Row],[分]]*2"})
    if more.get("totals"):
        columns[1] |= {"total_function": "sum"}
    sheet.add_table(0, 0, 2 + bool(more.get("totals")), 3,
                    {"name": "记录", "columns": columns, "total_row": bool(more.get("totals"))})  # fmt: skip
    sheet.data_validation("A2:A3", {"validate": "list", "source": ["R1", "R2"]})
    sheet.conditional_format("B2:B3", {"type": "cell", "criteria": ">", "value": 15, "format": red})
    sheet.conditional_format("B2:B3", {"type": "data_bar", "data_bar_2010": True})
    for address, value in dict(more.get("cells", {})).items():  # type: ignore[call-overload]
        sheet.write(address, value)
    if "also" in more:
        book.add_worksheet("首页").write_formula("A1", str(more["also"]))
    book.close()


COLUMNS = {"编号": 1, "分": 2, "日": 3, "倍": 4}
NEW = [{"编号": "R3", "分": 30, "日": date(2026, 10, 3)}, {"编号": "R4", "分": 40, "日": date(2026, 10, 4)}]


def append(path: Path, rows: list[dict[str, object]], columns: dict[str, int] = COLUMNS, header: int = 1) -> range:
    book = Book(path)
    done = book.append("回访记录", header, columns, rows)  # type: ignore[arg-type]
    book.save()
    return done


def test_a_table_grows_with_its_formulas_formats_lists_and_colours(tmp_path: Path) -> None:
    """New rows look and work like the last one."""
    path = tmp_path / "x.xlsx"
    listed(path)

    done = append(path, NEW)
    sheet, xml = opened(path, "回访记录"), part(path, "xl/worksheets/sheet1.xml")

    assert range(4, 6) == done
    assert "A1:D5" == sheet.tables["记录"].ref == sheet.tables["记录"].autoFilter.ref
    assert ["R4", 40, datetime(2026, 10, 4), "=记录[[#This Row],[分]]*2"] == [cell.value for cell in sheet[5]]
    assert "FFEEEEEE" == sheet["C5"].fill.fgColor.rgb
    assert ["A2:A5"] == [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
    assert {"B2:B5"} == {str(area.sqref) for area in sheet.conditional_formatting}
    assert "<xm:sqref>B2:B5</xm:sqref>" in xml


def test_a_totals_row_moves_down_and_forgets_its_sum(tmp_path: Path) -> None:
    """The new rows stand above it; its formula is computed when the book is opened."""
    path = tmp_path / "x.xlsx"
    listed(path, totals=True)

    append(path, NEW)
    sheet = opened(path, "回访记录")

    assert "A1:D6" == sheet.tables["记录"].ref
    assert "A1:D5" == sheet.tables["记录"].autoFilter.ref
    assert ["R1", "R2", "R3", "R4", None] == column(path, 1, "回访记录")
    assert "=SUBTOTAL(109,[分])" == sheet["B6"].value
    assert "<f>SUBTOTAL(109,[分])</f></c>" in part(path, "xl/worksheets/sheet1.xml")


def test_a_totals_row_that_another_formula_points_at_stays(tmp_path: Path) -> None:
    """Moving it would silently change that formula."""
    path = tmp_path / "x.xlsx"
    listed(path, totals=True, also="=回访记录!B4")

    with pytest.raises(BookFault, match="汇总行") as fault:
        append(path, NEW)

    assert "表设计" in fault.value.cure


def test_content_below_a_table_is_never_covered(tmp_path: Path) -> None:
    """Two blank rows are enough for two new ones, not for three."""
    path = tmp_path / "x.xlsx"
    listed(path, cells={"A6": "说明：……", "F4": "旁边的字"})
    before = path.read_bytes()

    with pytest.raises(BookFault, match="第 6 行还有内容") as fault:
        append(path, [*NEW, {"编号": "R5"}])
    unchanged = path.read_bytes()
    append(path, NEW)

    assert "插入 3 个空行" in fault.value.cure
    assert before == unchanged
    assert ["R1", "R2", "R3", "R4", "说明：……"] == column(path, 1, "回访记录")
    assert "旁边的字" == opened(path, "回访记录")["F4"].value


def test_rows_typed_just_under_a_table_become_its_own(tmp_path: Path) -> None:
    """Other programs don't stretch it: they are read as data, so new rows stand below them and the table covers all."""
    path = tmp_path / "x.xlsx"
    listed(path, cells={"A4": "R3", "B4": 30, "A5": "R4", "B5": 40, "A9": "说明：……"})

    done = append(path, [{"编号": "R5", "分": 50}])
    sheet = opened(path, "回访记录")

    assert range(6, 7) == done
    assert "A1:D6" == sheet.tables["记录"].ref == sheet.tables["记录"].autoFilter.ref
    assert ["R1", "R2", "R3", "R4", "R5", None, None, "说明：……"] == column(path, 1, "回访记录")
    assert ["A2:A6"] == [str(rule.sqref) for rule in sheet.data_validations.dataValidation]


@pytest.mark.parametrize(
    "cells",
    [
        {"A4": "说明：……"},
        {"A4": "R3", "B4": 30, "A5": "说明：……"},
        {"A4": "合计", "B4": 30},
        {"A4": "共", "B4": "=SUM(B2:B3)", "C4": "元"},
        {"A5": "R3", "B5": 30},
    ],
    ids=["a note", "a row and a note", "a sum", "a formula of sums", "a blank row between"],
)
def test_what_is_no_row_of_a_table_stays_below_it(tmp_path: Path, cells: dict[str, object]) -> None:
    """It isn't taken into the table, nor covered."""
    path = tmp_path / "x.xlsx"
    listed(path, cells=cells)
    before = path.read_bytes()

    with pytest.raises(BookFault, match="还有内容"):
        append(path, NEW)

    assert before == path.read_bytes()


def test_blank_rows_at_a_tables_end_are_filled_first(tmp_path: Path) -> None:
    """Many offices keep a table of a thousand empty rows."""
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("回访记录")
    sheet.write_row(1, 0, ["R1", 10])
    sheet.add_table(0, 0, 9, 1, {"name": "记录", "columns": [{"header": "编号"}, {"header": "分"}]})
    book.close()

    done = append(path, [{"编号": "R2", "分": 20}], {"编号": 1, "分": 2})

    assert range(3, 4) == done
    assert "A1:B10" == opened(path, "回访记录").tables["记录"].ref


def plain(path: Path, rows: list[list[object]], **more: object) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("回访记录")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    if "merge" in more:
        sheet.merge_range(str(more["merge"]), "", None)
    book.close()


def test_a_plain_list_continues_its_formulas(tmp_path: Path) -> None:
    """A column the program doesn't know is filled as Excel would fill it down."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分", "另"], ["R1", 1, "=B2*$B$2"], ["R2", 2, "=B3*$B$2"]])

    append(path, [{"编号": "R3", "分": 3}, {"编号": "R4", "分": 4}], {"编号": 1, "分": 2})

    assert ["=B2*$B$2", "=B3*$B$2", "=B4*$B$2", "=B5*$B$2"] == column(path, 3, "回访记录")


def test_rows_that_staff_formatted_ahead_keep_their_format(tmp_path: Path) -> None:
    """Blank rows with borders and colours below the list are filled as they are."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"], ["R1", 1]])
    by_hand(path, lambda sheet: setattr(sheet["A3"], "fill", PatternFill("solid", fgColor="FF00FF00")), "回访记录")

    append(path, [{"编号": "R2", "分": 2}], {"编号": 1, "分": 2})

    assert ("R2", "FF00FF00") == (opened(path, "回访记录")["A3"].value, opened(path, "回访记录")["A3"].fill.fgColor.rgb)


def test_a_shared_formula_is_continued_from_its_text(tmp_path: Path) -> None:
    """Excel keeps one text for many cells; the new cell gets it written out."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分", "另"], ["R1", 1, "=B2*2"], ["R2", 2, "=B3*2"]])
    shared = b'<c r="C3"><f t="shared" si="0"/><v>0</v></c>'
    master = b'<f t="shared" ref="C2:C3" si="0">B2*2</f>'
    swap(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>B2*2</f>", master))
    swap(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="C3"><f>B3*2</f><v>0</v></c>', shared))

    append(path, [{"编号": "R3"}], {"编号": 1, "分": 2})

    assert "<f>B4*2</f>" in part(path, "xl/worksheets/sheet1.xml")


def test_new_rows_never_go_below_a_line_of_sums(tmp_path: Path) -> None:
    """A hand-made total would be wrong and out of place."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"], ["R1", 1], ["合计", "=SUM(B2:B2)"]])

    with pytest.raises(BookFault, match="第 3 行是合计"):
        append(path, [{"编号": "R2"}], {"编号": 1, "分": 2})


def test_new_rows_never_go_into_merged_cells(tmp_path: Path) -> None:
    """Values there would be written and never seen."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"], ["R1", 1]], merge="A3:B3")

    with pytest.raises(BookFault, match="第 3 行有合并的单元格"):
        append(path, [{"编号": "R2"}], {"编号": 1, "分": 2})


def test_an_empty_list_takes_its_first_row_under_the_header(tmp_path: Path) -> None:
    """The header's own look isn't copied; days look like days."""
    path = tmp_path / "x.xlsx"
    plain(path, [["标题"], ["编号", "日"]])

    done = append(path, [{"编号": "R1", "日": datetime(2026, 10, 9, 9, 30)}], {"编号": 1, "日": 2}, header=2)
    sheet = opened(path, "回访记录")

    assert range(3, 4) == done
    assert (datetime(2026, 10, 9, 9, 30), "yyyy-mm-dd hh:mm") == (sheet["B3"].value, sheet["B3"].number_format)


def test_a_heading_without_column_is_our_mistake(tmp_path: Path) -> None:
    """A value would be lost without a word."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号"]])

    with pytest.raises(ValueError, match="no column for"):
        append(path, [{"错字": 1}], {"编号": 1})


# -- single cells


def test_single_cells_keep_their_format(path: Path) -> None:
    """Style, neighbours and order stay; a day in an undated cell is shown as a day."""
    by_hand(path, lambda sheet: setattr(sheet["B2"], "fill", PatternFill("solid", fgColor="FF00FF00")), "客户")

    book = Book(path)
    book.set_cells("客户", {(2, 2): "改<&>", (9, 1): "C9", (5, 3): date(2026, 10, 9), (2, 4): None})
    book.save()
    sheet = opened(path, "客户")

    assert ["C1", "改<&>"] == [sheet["A2"].value, sheet["B2"].value]
    assert "FF00FF00" == sheet["B2"].fill.fgColor.rgb
    assert ("C9", datetime(2026, 10, 9), True) == (sheet["A9"].value, sheet["C5"].value, sheet["C5"].is_date)
    assert [1, 2, 5, 9] == [int(n) for n in re.findall(r'<row r="(\d+)"', part(path, "xl/worksheets/sheet1.xml"))]


def test_a_cell_hidden_inside_a_merged_one_is_refused(tmp_path: Path) -> None:
    """The words say which cell."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"], ["R1", 1]], merge="A3:B3")

    with pytest.raises(BookFault, match="回访记录!B3 在合并的单元格里"):
        Book(path).set_cells("回访记录", {(3, 2): "x"})


def test_overwriting_a_formula_drops_the_order_of_calculation(tmp_path: Path) -> None:
    """An entry for a cell without formula makes Excel offer a repair; what shared its text gets it written out."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"], ["R1", "=A1*2"], ["R2", "=A2*2"]])
    master = b'<f t="shared" ref="B2:B3" si="0">A1*2</f>'
    swap(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>A1*2</f>", master))
    swap(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>A2*2</f>", b'<f t="shared" si="0"/>'))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/calcChain.xml", "<calcChain/>")
    swap(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", (
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"'
        b' Target="calcChain.xml"/></Relationships>')))  # fmt: skip

    book = Book(path)
    book.set_cells("回访记录", {(2, 1): "R9"})
    kept = "xl/calcChain.xml" in book.touched
    book.set_cells("回访记录", {(2, 2): 7})
    book.save()

    assert not kept
    assert "xl/calcChain.xml" in book.touched or "xl/calcChain.xml" not in zipfile.ZipFile(path).namelist()
    assert "calcChain" not in part(path, "xl/_rels/workbook.xml.rels")
    assert '<c r="B2"><v>7</v></c>' in part(path, "xl/worksheets/sheet1.xml")
    assert "<f>A2*2</f>" in part(path, "xl/worksheets/sheet1.xml")
    assert 'fullCalcOnLoad="1"' in part(path, "xl/workbook.xml")


def test_part_of_an_array_formula_is_refused(tmp_path: Path) -> None:
    """Excel itself doesn't allow it."""
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("回访记录").write_array_formula("A1:A3", "{=ROW(1:3)}")
    book.close()

    with pytest.raises(BookFault, match="回访记录!A2 是一个数组公式的一部分"):
        Book(path).set_cells("回访记录", {(2, 1): "x"})


# -- odd but legal files


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def prefixed(xml: bytes) -> bytes:
    renamed = re.sub(rb"<(/?)(?![?!])", rb"<\1x:", xml)
    return renamed.replace(b'xmlns="', b'xmlns:x="', 1)


def bare(xml: bytes) -> bytes:
    return re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", xml)


def bare_cells(xml: bytes) -> bytes:
    return re.sub(rb'<c r="[A-Z]*\d+"', rb"<c", xml)


def single_quoted(xml: bytes) -> bytes:
    return re.sub(rb'<(row|c) r="([A-Z]*\d+)"', rb"<\1 r='\2'", xml)


def commented(xml: bytes) -> bytes:
    return xml.replace(b'<row r="2"', b'<!-- <row r="2"><c r="A2"/></row> --><row r="2"')


def with_alternatives(xml: bytes) -> bytes:
    mc = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:z="urn:z"'
    row = re.search(rb'<row r="2".*?</row>', xml, re.DOTALL)
    assert row
    both = (b'<mc:AlternateContent %s><mc:Choice Requires="z"><row r="2"/></mc:Choice><mc:Fallback>%s</mc:Fallback>'
            b"</mc:AlternateContent>" % (mc, row[0]))  # fmt: skip
    return xml.replace(row[0], both)


def utf16(xml: bytes) -> bytes:
    return xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")


@pytest.mark.parametrize("odd", [prefixed, bare, bare_cells, single_quoted, commented, with_alternatives, utf16])
def test_odd_but_legal_sheets_are_written_like_any_other(path: Path, odd: Callable[[bytes], bytes]) -> None:
    """Prefixes, missing or single-quoted addresses, comments, alternatives, UTF-16: appended, changed, merged alike."""
    put(path, today("A", "B"))
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        swap(path, sheet, odd)
    assert ["C1"] == column(path, 1, "客户")

    book = Book(path)
    book.append("客户", 1, {"客户编号": 1, "客户名称": 2}, [{"客户编号": "C2", "客户名称": "乙"}])
    book.set_cells("客户", {(2, 2): "甲甲"})
    done = book.put(today("A", "C"))
    book.save()

    assert ["C1", "C2"] == column(path, 1, "客户")
    assert ["甲甲", "乙"] == column(path, 2, "客户")
    assert ["A", "C"] == column(path, 1)
    assert ("A",) == done.kept


@pytest.mark.parametrize("odd", [prefixed, bare, bare_cells, single_quoted, commented, with_alternatives, utf16])
def test_single_cells_of_odd_sheets_are_changed_where_they_stand(path: Path, odd: Callable[[bytes], bytes]) -> None:
    """The first thing done to such a sheet may be one cell, also in a row that doesn't say its number."""
    swap(path, "xl/worksheets/sheet1.xml", odd)

    book = Book(path)
    book.set_cells("客户", {(2, 2): "乙", (4, 1): "C3"})
    book.save()

    assert [("C1", "乙"), (None, None), ("C3", None)] == list(opened(path, "客户").iter_rows(2, 4, values_only=True))
    assert 3 == len(re.findall(r"<(?:x:)?row\b", part(path, "xl/worksheets/sheet1.xml")))
    assert 2 == len(re.findall(r"<(?:x:)?c [^>]*B[12]", part(path, "xl/worksheets/sheet1.xml")))


def test_big_parts_are_packed_in_slices_that_read_as_one(tmp_path: Path) -> None:
    """A part above the limit is deflated side by side; every reader sees one stream."""
    path = tmp_path / "x.xlsx"
    plain(path, [["编号", "分"]])
    text = "甲" * 400

    append(path, [{"编号": text + str(n), "分": n} for n in range(9_000)], {"编号": 1, "分": 2})

    assert Package(path).read("xl/worksheets/sheet1.xml").__len__() > BIG
    assert 9_001 == opened(path, "回访记录").max_row


def test_a_long_sheet_of_ours_is_finished_at_once_and_read_and_written_again(tmp_path: Path) -> None:
    """It doesn't wait in memory for the file to be saved; typed words go along in a list of thousands too."""
    path, text = tmp_path / "x.xlsx", "甲" * 300
    plain(path, [["编号"], ["1"]])
    page = today(*(f"{text}{at}" for at in range(3_000)))
    book = Book(path)
    book.put(page)
    book.set_cells("今日清单", {(2, 4): "完成"})
    book.save()

    assert f"{text}0" == opened(path, "今日清单").cell(2, 1).value
    put(path, today(*page.keys[1:], page.keys[0]))
    last = next(iter(opened(path, "今日清单").iter_rows(3_001, 3_001, max_col=4, values_only=True)))
    assert (page.keys[0], "完成") == (last[0], last[3])
    assert 3_001 == opened(path, "今日清单").max_row


# -- files that can't be written


def test_an_old_or_damaged_file_is_named_for_what_it_is(tmp_path: Path) -> None:
    """Missing, .xls or password, not a zip, a zip of something else, a damaged part."""
    cases = {"没有.xlsx": None, "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "坏.xlsx": b"PK..."}
    said = []
    for name, data in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(BookFault) as fault:
            Book(tmp_path / name)
        said.append(fault.value.what)
    with zipfile.ZipFile(tmp_path / "别的.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(BookFault) as fault:
        Book(tmp_path / "别的.xlsx")

    assert "找不到“没有.xlsx”。" == said[0]
    assert "“旧.xls”是旧的 .xls 格式，或加了打开密码。" == said[1]
    assert "“坏.xlsx”不是完整的 Excel 工作簿。" == said[2]
    assert "“别的.xlsx”不是 Excel 工作簿。" == fault.value.what


def test_a_book_that_somebody_saved_meanwhile_is_not_overwritten(path: Path) -> None:
    """Their save came after we read; ours must not undo it."""
    book = Book(path)
    book.put(today("A"))
    by_hand(path, lambda sheet: setattr(sheet["B2"], "value", "刚改的"), "客户")

    with pytest.raises(BookFault, match="刚刚被别人改过"):
        book.save()

    assert ["刚改的"] == column(path, 2, "客户")
