"""Figures inside a report are of the days it is about; on a form they are of the days its own row says."""

from __future__ import annotations

import pytest
from days import Rows, day

from workbook.papers.forms.slips import slips
from workbook.papers.reports.reports import reports

RULES = """
登记表:
  - {表: 周表, 列: ["表号:编号#", "起:日期@!", "止:日期", "员工编号:引用(员工)"]}
  - {表: 月表, 列: ["表号:编号#", "月份:期!", "员工编号:引用(员工)"]}
指标:
  - {编号: M, 名称: 接通数, 表: 回访记录, 方法: 计数, 分组: 员工编号}
  - {编号: D, 名称: 每天接通数, 表: 回访记录, 方法: 计数, 期: 日}
报告:
  - {编号: F, 名称: 起止单, 载体: 记录表, 来源: 周表, 列: "表号,员工编号,指标 M", 块: [指标 D]}
  - {编号: L, 名称: 月单, 载体: 记录表, 来源: 月表, 列: "表号,员工编号,指标 M", 块: [指标 M]}
  - {编号: G, 名称: 上月各人, 来源: 回访记录, 若: {回访时间: 上月}, 列: "员工编号,指标 M", 块: [指标 D]}
  - {编号: W, 名称: 往后的, 来源: 回访记录, 若: {下次日期: 未来7天}, 列: "员工编号,指标 M"}
"""


def calls(*days: str, who: str = "S2") -> Rows:
    """One call a day."""
    usual = {"客户编号": "C1", "方式": "电话", "结果代码": "完成", "员工编号": who}
    return [{"记录编号": f"{who}{on}", "回访时间": f"{on} 10:00", **usual} for on in days]


FEBRUARY = calls(*(f"2024-02-{n:02d}" for n in (1, 15, 28, 29)))
MARCH = calls("2024-03-01", "2024-03-04")


def printed(of: str, *papers: dict[str, object], now: str = "2024-03-09 12:00") -> list[tuple[str, list[str]]]:
    """The figure in each paper's column, and the figures of its block."""
    day_ = day(RULES, now, 回访记录=[*FEBRUARY, *MARCH, *calls("2024-02-29", who="S3")], **{of: papers})
    return [
        (dict(paper.facts)["M"], [line[-1] for table in paper.tables for line in table.rows])
        for found in slips(day_)
        for paper in found.papers
    ]


@pytest.mark.parametrize(
    ("first", "last", "own", "all_"),
    [
        ("2024-02-01", "2024-02-29", "4", ["5"]),
        ("2024-02-29", "2024-02-29", "1", ["2"]),
        ("2024-02-29", "2024-03-01", "2", ["3"]),
        ("2024-02-20", "2024-03-31", "4", ["5"]),
        ("2024-03-09", "2024-02-20", "", []),
        ("2024-02-20", None, "", []),
        ("2024-04-01", "2024-04-30", "", []),
    ],
    ids=["a month", "leap day", "two months", "not over yet", "ends before it begins", "no end", "ahead"],
)
def test_a_form_tells_the_figures_of_its_own_days(first: str, last: str | None, own: str, all_: list[str]) -> None:
    """Not those of the running month, whatever day it is printed; where its days can't be told the cell stays white."""
    paper = {"表号": "P1", "起": first, "止": last, "员工编号": "S2"}

    assert [(own, all_)] == printed("周表", paper)


def test_each_paper_has_its_own() -> None:
    """Two people, two stretches, one print."""
    papers = (
        {"表号": "P1", "起": "2024-02-01", "止": "2024-02-29", "员工编号": "S2"},
        {"表号": "P2", "起": "2024-03-01", "止": "2024-03-02", "员工编号": "S2"},
        {"表号": "P3", "起": "2024-02-29", "止": "2024-02-29", "员工编号": "S3"},
    )

    assert [("4", ["5"]), ("1", ["1"]), ("1", ["2"])] == printed("周表", *papers)


def test_a_form_of_a_month_tells_that_month() -> None:
    """By its 期; long past as well."""
    assert [("4", ["4", "1", "5"])] == printed("月表", {"表号": "P1", "月份": "2024-02", "员工编号": "S2"})
    assert [("4", ["4", "1", "5"])] == printed(
        "月表", {"表号": "P1", "月份": "2024-02", "员工编号": "S2"}, now="2024-12-09 12:00"
    )


def test_a_report_about_last_month_tells_last_months_figures() -> None:
    """In its column as in its block, and of the whole month where the daily figures don't reach back."""
    day_ = day(RULES, "2024-03-09 12:00", 回访记录=[*FEBRUARY, *MARCH])
    found = next(one for one in reports(day_) if one.rule.id == "G")

    assert [("S2", "4")] * 4 == list(found.shown)
    assert [("2024-02-01..2024-02-29", "合计", "4")] == list(found.blocks[0].rows)


def test_a_report_about_days_to_come_tells_the_newest_figures() -> None:
    """Nothing is counted ahead: what runs now is told."""
    told = [{**one, "下次日期": "2024-03-12"} for one in MARCH]
    found = next(one for one in reports(day(RULES, "2024-03-09 12:00", 回访记录=told)) if one.rule.id == "W")

    assert [("S2", "2")] * 2 == list(found.shown)
