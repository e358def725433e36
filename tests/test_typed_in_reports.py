"""Yellow cells of reports: what is typed there reaches the row it speaks of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from bookshelf import office, table, typed
from days import again, day, page

from workbook.papers.list.every_sheet import pages
from workbook.papers.reports.reports import report_pages, reports
from workbook.shells.commands.cli import main

WAITING = {
    "设置": ({"名": "规则书", "值": "cs-attendance"},),
    "员工": (
        {"员工编号": "S1", "姓名": "林一禾", "岗位": "客服部主管"},
        {"员工编号": "S2", "姓名": "秦二川", "岗位": "客服", "基本工资": "3000"},
    ),
    "违规登记": tuple(
        {"登记编号": f"V{n}", "时间": "2026-03-09 10:00", "员工编号": "S2", "条款代码": "CA-03b", "对象编号": f"X{n}"}
        for n in (1, 2)
    ),
}  # fmt: skip
RULES = """
处罚标准: [{编号: A, 触发: 登记, 金额: "100..300"}]
报告:
  - {编号: R, 名称: 待裁决, 来源: 处罚台账, 若: {待决定: 是}, 列: "代码,下限,上限", 填写列: "裁决,裁决金额,裁决人,缴款日,心得"}
  - {编号: E, 名称: 补登, 来源: 事件, 列: 事件编号, 填写列: "备注,金额"}
"""
ENTRY = [{"登记编号": "V1", "时间": "2026-03-03", "员工编号": "S2", "条款代码": "A"}]


def run(command: str, book: Path, at: str) -> int:
    """A command at a moment; its exit code."""
    return main([command, str(book), "--date", at])


@pytest.mark.parametrize("command", ["tally", "daily"])
def test_a_ruling_typed_in_the_report_reaches_the_ledger(tmp_path: Path, command: str) -> None:
    """The ledger holds it, waits no more, and the row leaves the report; the other row still waits there."""
    words = ["--dry-run"] if command == "daily" else []
    book = office(tmp_path / "回访.xlsx", WAITING)
    run("tally", book, "2026-03-16 18:00")
    key = next(str(row["行键"]) for row in table(book, "报告·待裁决"))
    typed(book, "报告·待裁决", key, {"裁决": "免予", "裁决人": "S1"}, by="行键")

    main([command, str(book), "--date", "2026-03-16 19:00", *words])
    ledger = {str(row["行键"]): row for row in table(book, "处罚台账")}
    assert ("免予", "S1") == tuple(ledger[key][heading] for heading in ("裁决", "裁决人"))
    assert key not in [row["行键"] for row in table(book, "报告·待裁决")]
    run("tally", book, "2026-03-17 19:00")
    assert {one: row["裁决"] for one, row in ledger.items()} == {
        str(row["行键"]): row["裁决"] for row in table(book, "处罚台账")
    }


def test_sums_and_days_are_taken_in_as_such() -> None:
    """裁决金额 is money, 缴款日 a day; a column that the ledger hasn't got stays in the report."""
    first = day(RULES, 违规登记=ENTRY)
    written = [*pages(first, lambda _: True), *report_pages(reports(first))]
    report = page(written, "报告·待裁决")
    row = {
        **dict(zip(report.headings, report.rows[0], strict=True)),
        "裁决": "罚",
        "裁决金额": 150,
        "缴款日": "2026-03-08",
        "心得": "好",
    }
    later = again(first, [page(written, "处罚台账")], RULES, 违规登记=ENTRY, 报告·待裁决=[row])

    ledger = later.sheet("处罚台账")
    assert [150] == ledger.typed["裁决金额"].data.tolist()
    assert [datetime(2026, 3, 8)] == ledger.typed["缴款日"].data.tolist()
    assert {"裁决", "裁决金额", "缴款日"} == {one.heading for one in later.taken}


def test_a_cell_of_a_staff_sheet_is_filled_from_the_report() -> None:
    """A report over 事件 asks for 备注 and 金额: they reach 事件, unless something else stands there."""
    rows = [{"行键": "E1", "事件编号": "E1", "备注": "到店", "金额": 7}, {"行键": "E2", "事件编号": "E2", "金额": 8}]
    events = [
        {"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-02", "备注": None, "金额": 1200},
        {"事件编号": "E2", "客户编号": "C2", "事件类型": "发货", "发生时间": "2026-03-02", "备注": None, "金额": None},
    ]
    made = day(RULES, 事件=events, 报告·补登=rows)

    frame = made.world.frame("事件")
    assert ["到店", None] == made.world.column(frame, "备注").objects().tolist()
    assert [1200, 8] == made.world.column(frame, "金额").data.tolist()
    told = [str(one) for one in made.issues if one.kind.name == "TYPED_TWICE"]
    assert 1 == len(told)
    assert "报告·补登!D2" in told[0]
    assert "“1200”" in told[0]


ALIKE = (
    RULES
    + """
  - {编号: RA, 名称: Daily, 载体: 表, 来源: 客户, 列: 客户编号, 填写列: 备注, 时机若: {星期: 周一}}
  - {编号: RB, 名称: DAILY, 载体: 表, 来源: 事件, 列: 事件编号, 填写列: 备注}
"""
)


@pytest.mark.parametrize("now", ["2026-03-09 12:00", "2026-03-10 12:00"])
def test_two_reports_that_a_workbook_takes_for_one_keep_their_sheets(now: str) -> None:
    """Each has the same sheet on the day of the weekly one and on any other, and what is typed there reaches its row."""
    events = [{"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-02", "备注": None}]
    made = day(ALIKE, now, 事件=events, **{"报告·RB DAILY": [{"行键": "E1", "事件编号": "E1", "备注": "到店"}]})

    names = [one.name for one in report_pages(reports(made)) if "daily" in one.name.lower()]
    assert (["报告·Daily"] if "09 " in now else []) + ["报告·RB DAILY"] == names
    assert ["到店"] == made.world.column(made.world.frame("事件"), "备注").objects().tolist()
