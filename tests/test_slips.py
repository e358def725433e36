"""单据: papers for rows of any sheet, beside the forms of today's tasks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office
from python_calamine import CalamineWorkbook

from tests.days import CALLS, day
from workbook.papers.forms.forms import Form
from workbook.papers.forms.slips import MOST, Slips, slips
from workbook.shells.commands.cli import main
from workbook.shells.files import form_book, slip_book
from workbook.words.faults import BookFault

TODAY = date(2026, 3, 9)
CARD = '{编号: R, 名称: 发货单, 载体: 记录表, 来源: 事件, 列: "事件编号,客户.客户名称,金额,处理结果"'


def of(cells: str = "", more: str = "", **sheets: object) -> tuple[Slips, ...]:
    """The papers of a day with one report."""
    return slips(day(f"报告: [{CARD}{cells}}}]\n{more}", **sheets))  # type: ignore[arg-type]


def test_each_row_has_a_paper_and_empty_cells_stay_to_be_written() -> None:
    """Label and value of each column, in the order of the report."""
    [found] = of()

    facts = (("事件编号", "E1"), ("客户名称", "甲酒行"), ("金额", "1,200.00"), ("处理结果", ""))
    assert ("发货单", 2, facts, "甲酒行") == (found.title, found.many, found.papers[0].facts, found.papers[0].customer)


def test_a_paper_shows_its_own_rows_of_other_sheets_and_whole_lists() -> None:
    """相关 by row, 清单 and 指标 as they are; 签字 in its order."""
    more = """
  - {编号: R2, 名称: 员工表, 来源: 员工, 列: 姓名}
指标: [{编号: M, 名称: 发货数, 条款: 数, 表: 事件, 方法: 计数}]
"""
    blocks = ', 块: ["相关 客户[客户名称]", 清单 R2, 指标 M, "签字 保管员,财务"]'
    [found] = slips(day(f"报告:\n  - {CARD}{blocks}}}{more}"))

    first, second = found.papers
    assert ("保管员", "财务") == first.signatures
    assert [(("甲酒行",),), (("乙商贸",),)] == [paper.tables[0].rows for paper in (first, second)]
    assert ["客户", "员工表", "发货数　2"] == [one.title for one in first.tables]


def test_questions_and_words_are_filled_from_the_row() -> None:
    """A hole that is empty is a line to write on; what hangs on an answer says so."""
    more = """
问卷:
  - {问卷: Q, 题号: 收到, 类型: 是否, 题面: "{客户.客户名称}收到了吗？单号{处理结果}"}
  - {问卷: Q, 题号: 几时, 类型: 日期, 若: {收到: 是}, 题面: 哪天？}
话术: [{编号: T, 正文: "请{客户.客户名称}核对。"}]
"""
    [found] = of(", 块: [话术 T, 问卷 Q]", more)

    first, second = found.papers[1].questions
    assert ("请乙商贸核对。",) == found.papers[1].script
    assert ("乙商贸收到了吗？单号____", (("是", "是"), ("否", "否"))) == (first.label, first.options)
    assert "收到答“是”时问" == second.when


def test_tasks_have_forms_and_no_second_paper() -> None:
    """A 记录表 over 今日清单 is a form; one that isn't due or has no rows is nothing."""
    tasks = "报告: [{编号: R, 名称: 单, 载体: 记录表, 来源: 今日清单, 列: 客户名称}]"

    assert () == slips(day(CALLS + tasks))
    assert () == of(', 若: {金额: ">9999"}')
    assert () == of(", 时机若: {日: 1}")


def test_only_one_row_or_one_customers_rows() -> None:
    """By the row's key, or by its customer."""
    office_day = day(f"报告: [{CARD}}}]")

    assert [["E2"], ["E1"], []] == [
        [paper.customer_id for one in slips(office_day, only=wanted) for paper in one.papers]
        for wanted in ("E2", "C1", "C9")
    ]


def test_more_papers_than_anybody_wants_are_told_and_not_printed() -> None:
    """Asked for one by one they come."""
    rows = [
        {"事件编号": f"E{n}", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-02"} for n in range(MOST + 1)
    ]
    office_day = day(f"报告: [{CARD}}}]", 事件=rows)

    assert [((), MOST + 1)] == [(one.papers, one.many) for one in slips(office_day)]
    assert [1] == [one.many for one in slips(office_day, only="E7")]


def paper(*signatures: str) -> Form:
    """A small paper."""
    facts = tuple((f"第{n}项", "甲") for n in range(8))
    return Form("", "E1", "甲", "", "", title="卡", facts=facts, signatures=signatures)


def test_what_is_signed_has_a_page_of_its_own_and_cards_share_one(tmp_path: Path) -> None:
    """Sheets are pages, named by number and title."""
    made = (Slips("卡", (paper(), paper(), paper()), 3), Slips("单&据", (paper("客户"), paper("客户")), 2))
    path = slip_book.write(tmp_path, made, TODAY, office="某&商行")

    assert path == tmp_path / "单据-2026-03-09.xlsx"
    assert ["01 卡", "02 单&据", "03 单&据"] == CalamineWorkbook.from_path(path).sheet_names
    assert slip_book.write(tmp_path, (), TODAY) is None


def test_a_slip_is_no_form_to_register(tmp_path: Path) -> None:
    """登记 says so instead of making a record of nobody."""
    path = slip_book.write(tmp_path, (Slips("卡", (paper(),), 1),), TODAY)

    assert path is not None
    with pytest.raises(BookFault, match="没有记录表"):
        form_book.read(path)


def test_forms_prints_both_and_says_what_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """记录表 and 单据 are two files; the sentence counts each kind."""
    event = {**OFFICE["事件"][0], "短信时间": ""}
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "事件": (event,)})

    assert 1 == main(["forms", str(book), "--date", DAY])
    said = capsys.readouterr().out
    assert ["单据-2026-03-09.xlsx", "记录表-2026-03-09.xlsx"] == sorted(path.name for path in tmp_path.glob("*-*.xlsx"))
    assert ("单据“发货核对单”1 张。" in said, "停" in said) == (True, False)
