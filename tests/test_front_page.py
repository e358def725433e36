"""首页 after a run: the day at one look, kept beside what staff did to the page."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from workbook.papers.overview.front import NOTES, PEOPLE, TILES, WAITS
from workbook.shells.commands.cli import main

DAY = ["--date", "2026-03-16"]
SAMPLE = Path(__file__).parents[1] / "sample.xlsx"


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a whole day."""
    return ran(tmp_path_factory.mktemp("front") / "回访.xlsx")


def ran(book: Path) -> Path:
    shutil.copyfile(SAMPLE, book)
    assert 1 == main(["daily", str(book), *DAY, "--dry-run"])
    return book


def front(book: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(book)["首页"]


def parts(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def charts(book: Path) -> list[str]:
    return [part.decode() for name, part in sorted(parts(book).items()) if name.startswith("xl/charts/")]


def test_the_tiles_say_what_the_sheets_say(after: Path) -> None:
    """As many calls, reminders and customers as there are rows; as many overdue ones as are marked so."""
    book = openpyxl.load_workbook(after)
    rows = {name: list(book[name].values)[1:] for name in ("今日清单", "提醒", "未入选说明", "问题")}
    marked = [row[-1] for row in rows["今日清单"]]
    tiles = [book["首页"].cell(TILES + 1, column).value for column in (1, 3, 5, 7, 9, 11)]
    waits = [book["首页"].cell(WAITS + 2 + at, 1).value for at in range(8)]

    assert [22, 7, sum(one is not None for one in waits), 4, 7, 38] == tiles
    assert [len(rows["今日清单"]), marked.count("逾期")] == tiles[:2]
    assert [len(rows["提醒"]), len(rows["未入选说明"])] == tiles[4:]
    assert sum(row[0] == "停" for row in rows["问题"]) == tiles[3]


def test_what_waits_leads_to_its_row(after: Path) -> None:
    """The complaint that is late first; a fine to rule on by the row where it was written just now."""
    sheet = front(after)
    lines = [[sheet.cell(WAITS + 2 + at, column).value for column in (1, 3, 5, 6)] for at in range(6)]

    assert ["投诉没有办完", "冯立夏", datetime(2026, 3, 9), "事件!A47"] == lines[0]
    assert "'事件'!A47" == sheet.cell(WAITS + 2, 6).hyperlink.location
    [ruling] = [line for line in lines if line[0] == "裁决"]
    place = str(ruling[3]).partition("!")[2]
    ledger = openpyxl.load_workbook(after)["处罚台账"]
    headings = [cell.value for cell in ledger[1]]
    assert "待裁决" == ledger[place].parent.cell(ledger[place].row, headings.index("状态") + 1).value
    assert ["改格", "4 处，先不算那几行", None, "问题"] == lines[-1]


def test_everybody_with_something_to_do_is_there_the_latest_first(after: Path) -> None:
    """Calls and reminders of each add up to the sheets' rows."""
    sheet = front(after)
    lines = [[sheet.cell(PEOPLE + 2 + at, column).value for column in range(1, 6)] for at in range(5)]

    assert ["林小满", 11, 0, 4, None] == lines[0]
    assert [22, 7] == [sum(int(line[at]) for line in lines) for at in (1, 2)]
    assert sorted((line[3] for line in lines), reverse=True) == [line[3] for line in lines]


def test_charts_are_drawn_over_the_tables_of_the_page(after: Path) -> None:
    """Three, over as many rows as there are people and months; Excel has nothing to repair."""
    drawn = charts(after)

    assert 3 == len(drawn)
    assert "'首页'!$D$23:$D$27" in drawn[0]
    assert "'首页'!$E$37:$E$39" in drawn[2]
    assert [] == OpenXmlValidator().validate(str(after)).errors


def test_a_second_run_changes_nothing(after: Path, tmp_path: Path) -> None:
    """Page and charts are the same bytes."""
    book = shutil.copyfile(after, tmp_path / after.name)
    before = parts(book)

    assert 1 == main(["daily", str(book), *DAY, "--dry-run"])

    again = parts(book)
    kept = [name for name in before if "chart" in name or "drawing" in name or name == "xl/worksheets/sheet1.xml"]
    assert [] == [name for name in kept if before[name] != again[name]]


def test_what_staff_did_to_the_page_stays(after: Path, tmp_path: Path) -> None:
    """A note typed below, a row put in between, a width: numbers follow their table, charts too."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(after)
    sheet = opened["首页"]
    sheet.cell(NOTES + 1, 1).value = "周三全员培训"
    sheet.cell(2, 14).value = "张经理的分机 8012"
    sheet.insert_rows(PEOPLE)
    sheet.cell(PEOPLE, 1).value = "下面的表每天早会念"
    sheet.column_dimensions["A"].width = 22
    opened.save(book)

    assert 1 == main(["daily", str(book), *DAY, "--dry-run"])

    now = front(book)
    assert ["周三全员培训", "张经理的分机 8012"] == [now.cell(NOTES + 2, 1).value, now.cell(2, 14).value]
    assert ["下面的表每天早会念", "各人今天（逾期连要办的事也算）", "姓名", "林小满"] == [
        now.cell(row, 1).value for row in range(PEOPLE, PEOPLE + 4)
    ]
    assert 22 == now.column_dimensions["A"].width


def test_rows_of_staff_on_an_earlier_front_page_move_below(tmp_path: Path) -> None:
    """The words that the program wrote there go, those of staff don't."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(SAMPLE)
    opened["首页"].append(["本站规矩", "电话响三声内接"])
    opened.save(book)

    assert 1 == main(["daily", str(book), *DAY, "--dry-run"])

    words = [str(cell.value) for row in front(book) for cell in row if cell.value is not None]
    assert "电话响三声内接" in words
    assert [] == [word for word in words if word.startswith(("每天 ", "这是什么"))]


def test_a_page_that_staff_made_their_own_is_left_alone(tmp_path: Path) -> None:
    """So is a workbook without one."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(SAMPLE)
    del opened["首页"]
    opened.create_sheet("首页", 0)["B2"] = "欢迎来到客服部"
    opened.save(book)

    assert 1 == main(["daily", str(book), *DAY, "--dry-run"])

    assert ["欢迎来到客服部"] == [cell.value for row in front(book) for cell in row if cell.value is not None]


def test_charts_end_where_the_table_does(tmp_path: Path) -> None:
    """One more person on the next day is in the charts too."""
    book = ran(tmp_path / "回访.xlsx")
    assert 1 == main(["daily", str(book), "--date", "2026-03-20", "--dry-run"])
    sheet = front(book)
    many = next(at for at in range(12) if sheet.cell(PEOPLE + 2 + at, 1).value is None)

    assert {PEOPLE + 1 + many} == {int(last) for last in re.findall(r"\$A\$23:\$A\$(\d+)", "".join(charts(book)))}


def test_a_new_workbook_begins_with_the_page(tmp_path: Path) -> None:
    """Without numbers, with the steps of a day and links to sheets that are there."""
    book = tmp_path / "新.xlsx"
    assert 0 == main(["new", str(book), "--rulebook", "wine-service", "--date", "2026-03-09"])
    opened = openpyxl.load_workbook(book)
    sheet = opened["首页"]

    assert "今天要联系" == sheet.cell(TILES, 1).value
    assert "—" == sheet.cell(TILES + 1, 1).value
    assert "首页" == opened.sheetnames[0]
    places = {str(cell.hyperlink.location).split("!")[0].strip("'") for row in sheet for cell in row if cell.hyperlink}
    assert {"今日清单", "设置"} <= places <= set(opened.sheetnames)
    assert [] == OpenXmlValidator().validate(str(book)).errors


def test_new_sheets_stand_beside_their_like(after: Path) -> None:
    """Reports stand with the results; what is rarely looked into is not shown; every group has its colour."""
    book = openpyxl.load_workbook(after)
    names = book.sheetnames

    assert names.index("报告·月扣款表") < names.index("设置")
    assert {"历史"} <= {sheet.title for sheet in book if sheet.sheet_state == "hidden"}
    assert book["报告·月扣款表"].sheet_properties.tabColor.rgb == book["问题"].sheet_properties.tabColor.rgb


def test_a_hidden_sheet_with_something_to_mend_is_shown(tmp_path: Path) -> None:
    """So that the link of 问题 leads somewhere."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(SAMPLE)
    opened["工单"].sheet_state = "hidden"
    opened.save(book)

    assert 1 == main(["check", str(book), *DAY])

    assert "visible" == openpyxl.load_workbook(book)["工单"].sheet_state


def test_a_decision_that_was_taken_is_gone(after: Path, tmp_path: Path) -> None:
    """Ruled on in the ledger: nothing waits any more."""
    book = shutil.copyfile(after, tmp_path / after.name)
    opened = openpyxl.load_workbook(book)
    ledger = opened["处罚台账"]
    headings = [cell.value for cell in ledger[1]]
    for row in ledger.iter_rows(min_row=2):
        if row[headings.index("状态")].value == "待裁决":
            row[headings.index("裁决")].value = "通报"
            row[headings.index("裁决人")].value = "沈若兰"
            row[headings.index("裁决金额")].value = 0
    opened.save(book)

    assert 1 == main(["tally", str(book), *DAY])

    waits = [front(book).cell(WAITS + 2 + at, 1).value for at in range(8)]
    assert "裁决" not in waits
    assert date(2026, 3, 16) == datetime.strptime(str(front(book)["A1"].value).split(" · ")[1][:10], "%Y-%m-%d").date()
