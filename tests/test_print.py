"""On paper: every sheet of a day on A4, as wide as the page, with its name, the page of how many, and its headings on each."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from clerks import DAY, LIN, started, typed
from lxml.etree import Element, SubElement

from tests.days import day
from workbook.papers.list.ledgers import metrics_page
from workbook.shells.commands.cli import main
from workbook.shells.parts.paper import head_paper


@pytest.mark.parametrize("rulebook", ["wine-service", "complaint-7day", "cs-attendance"])
def test_every_sheet_is_ready_for_paper(tmp_path: Path, rulebook: str) -> None:
    """Those of the program and of staff, and those that a run adds."""
    book = tmp_path / "回访.xlsx"
    assert 0 == main(["new", str(book), "--rulebook", rulebook, "--demo", "--date", "2026-03-09"])
    main(["daily", str(book), "--date", "2026-03-16", "--dry-run"])

    for sheet in openpyxl.load_workbook(book):
        assert "9" == str(sheet.page_setup.paperSize), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert "&A" in sheet.oddFooter.left.text, sheet.title
        assert "第 &P 页，共 &N 页" == sheet.oddFooter.center.text, sheet.title
        assert sheet.print_title_rows or sheet.title == "首页", sheet.title


def test_each_sheet_says_whose_it_is_and_of_which_days(tmp_path: Path) -> None:
    """At the head of the paper, in the words of the office; a report without rows says that it has none."""
    book = tmp_path / "回访.xlsx"
    assert 0 == main(["new", str(book), "--demo"])
    main(["daily", str(book), "--date", "2026-03-16", "--dry-run"])
    after = openpyxl.load_workbook(book)

    office = str(next(row[1].value for row in after["设置"].iter_rows() if row[0].value == "单位名称"))
    heads = {sheet.title: sheet.oddHeader for sheet in after if sheet.oddHeader.left.text}
    assert {office} == {head.left.text for head in heads.values()}
    assert {"今日清单", "处罚台账", "指标结果", "报告·月扣款表"} <= heads.keys()
    assert "截至 2026-03-16" == heads["今日清单"].right.text
    assert "月扣款表" in heads["报告·月扣款表"].center.text
    notes = [str(sheet["A1"].value) for sheet in after if sheet.title.startswith("报告·")]
    assert notes
    assert all("行" in note and "2026-03" in note for note in notes), notes


def test_what_staff_print_above_a_sheet_stays(tmp_path: Path) -> None:
    """A head of their own is not written over; ours follows the day."""
    book = tmp_path / "回访.xlsx"
    assert 0 == main(["new", str(book), "--rulebook", "wine-service", "--demo", "--date", "2026-03-09"])
    main(["daily", str(book), "--date", "2026-03-16", "--dry-run"])
    held = openpyxl.load_workbook(book)
    held["今日清单"].oddHeader.left.text = "第二客服组"
    held["今日清单"].oddHeader.center.text = ""
    held["今日清单"].oddHeader.right.text = ""
    held.save(book)
    main(["daily", str(book), "--date", "2026-03-17", "--dry-run"])
    after = openpyxl.load_workbook(book)

    assert "第二客服组" == after["今日清单"].oddHeader.left.text
    assert "截至 2026-03-17" == after["问题"].oddHeader.right.text


def test_the_head_follows_the_day_as_another_program_keeps_it() -> None:
    """LibreOffice names the font of the bold middle where we and Excel only say that it is bold."""
    words = ("晴川净水", "今日清单", "截至 2026-03-17")
    said = {
        '&L晴川净水&C&"微软雅黑,Bold"今日清单&R截至 2026-03-16': "&L晴川净水&C&B今日清单&B&R截至 2026-03-17",
        "&L晴川净水&C&B今日清单&B&R截至 2026-03-16": "&L晴川净水&C&B今日清单&B&R截至 2026-03-17",
        "&L第二客服组&C今日清单&R3 月": "&L第二客服组&C今日清单&R3 月",
    }
    for old, new in said.items():
        frame = Element("worksheet")
        SubElement(SubElement(frame, "headerFooter"), "oddHeader").text = old
        head_paper(frame, words)
        assert new == frame.findtext("headerFooter/oddHeader")


@pytest.mark.parametrize(("period", "words"), [("双月", "月"), ("季", "季度"), ("半月", "半月")])
def test_periods_are_words_on_paper(period: str, words: str) -> None:
    """2026-M2 stays in the book's own column, out of sight; a month is what it is."""
    rules = f"""
      指标: [{{编号: M, 名称: 成交额, 表: 事件, 方法: 合计, 列: 金额, 期: {period}, 时间列: 发生时间}}]
    """
    page = metrics_page(day(rules))
    shown = {one.heading: one.hidden for one in page.fields}
    assert {"期": True, "期间": False} == {heading: shown[heading] for heading in ("期", "期间")}
    at = page.headings.index("期间")
    assert all(str(row[at]).endswith(words) for row in page.rows)
    assert "因由" not in page.headings[: page.headings.index(page.print_to) + 1]


def test_no_sheet_leaves_without_its_head(tmp_path: Path) -> None:
    """Clerks' books, what came back of them and what two typed, the archive, the head office's book."""
    office = started(tmp_path / "单位")
    key = next(key for key, row in office.list(office.of(LIN)).items() if "序" in row)
    typed(office.of(LIN), {key: {"结果代码": "无人接"}})
    typed(office.book, {key: {"结果代码": "拒访"}})
    office.collect()
    assert 0 == main(["archive", str(office.book), "--before", "2026-03-05", "--date", DAY])
    whole = tmp_path / "总部.xlsx"
    main(["consolidate", str(office.book.parent), "--to", str(whole), "--date", DAY, "--dry-run"])

    main_book, clerk, head = (openpyxl.load_workbook(one) for one in (office.book, office.of(LIN), whole))
    assert {"交回冲突", "收回记录", "运行记录", "归档"} <= _headed(main_book)
    assert {*clerk.sheetnames} == _headed(clerk)
    assert {*head.sheetnames} == _headed(head)
    assert "交回冲突" == main_book["交回冲突"].oddHeader.center.text.strip("&B")
    assert ["截至 2026-03-16", None] == [head[name].oddHeader.right.text for name in ("分店一览", "员工")]


def _headed(book: openpyxl.Workbook) -> set[str]:
    """The sheets whose paper says whose it is."""
    return {sheet.title for sheet in book if sheet.oddHeader.left.text}


def test_a_wide_sheet_takes_several_pages_across_with_whose_rows_they_are(tmp_path: Path) -> None:
    """Rather than letters nobody can read; a sheet that fits stays on one."""
    book = tmp_path / "回访.xlsx"
    main(["new", str(book), "--demo"])
    made = openpyxl.load_workbook(book)

    assert ("2", "$A:$B") == (str(made["回访记录"].page_setup.fitToWidth), made["回访记录"].print_title_cols)
    assert ("2", "$A:$B") == (str(made["客户"].page_setup.fitToWidth), made["客户"].print_title_cols)
    assert {None} == {made[name].page_setup.fitToWidth for name in ("员工", "工单")}
    assert made["回访记录"].print_title_rows


def test_an_empty_page_of_the_day_says_so_and_its_day_once(tmp_path: Path) -> None:
    """In the head of the paper, not headings alone; on the next day that has something the words are gone."""
    book = tmp_path / "回访.xlsx"
    main(["new", str(book), "--rulebook", "wine-service", "--office", "某商行", "--date", "2026-03-09"])
    main(["today", str(book), "--date", "2026-03-09"])
    made = openpyxl.load_workbook(book)

    assert "今日清单：现在没有要列的" in made["今日清单"].oddHeader.center.text
    assert ("截至 2026-03-09", None) == (made["今日清单"].oddHeader.right.text, made["今日清单"].oddFooter.right.text)
    assert "&D" == made["客户"].oddFooter.right.text
