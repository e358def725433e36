"""暂估: which open duties hang on unpublished days off; the notice entered re-dates them, and moves no past fine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from bookshelf import office
from python_calamine import CalamineWorkbook

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.list.open_dates import dates, told
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid, grid
from workbook.shells.commands.cli import main
from workbook.shells.outside.shelf import shelf

Off = Sequence[tuple[str, str | None, str, str]]
PART: Off = (("2027-01-01", "2027-01-05", "放假", "国家"), ("2027-02-05", "2027-02-11", "放假", "国家"))
WHOLE: Off = (
    ("2027-01-01", "2027-01-06", "放假", "国家"), ("2027-01-09", None, "上班", "国家"),
    ("2027-02-05", "2027-02-11", "放假", "国家"), ("2027-04-04", "2027-04-06", "放假", "国家"),
    ("2027-05-01", "2027-05-05", "放假", "国家"), ("2027-06-09", None, "放假", "国家"),
    ("2027-09-15", None, "放假", "国家"), ("2027-10-01", "2027-10-07", "放假", "国家"),
)  # fmt: skip
STILL = "还有 2 件的到期是暂估的：2027 年的放假安排没有公布。公布了，填进【节假日】，再运行一次。"
FINED = ("行键", "日期", "代码", "员工编号", "承担人", "触发行", "对象编号", "数量", "基额", "第几次", "倍数", "金额")


def day(now: str, off: Off = (), *more: Grid) -> Day:
    """An office with two sales: the file of each is owed within two working days."""
    sales = (
        ("事件编号", "客户编号", "事件类型", "发生时间", "员工编号"),
        ("E1", "C1", "成交", "2026-12-31 10:00", "S1"),
        ("E2", "C1", "成交", "2027-02-04 10:00", "S1"),
    )
    grids = [
        grid("客户", [("客户编号", "客户名称", "归属员工"), ("C1", "甲", "S1")]),
        grid("员工", [("员工编号", "姓名", "岗位"), ("S1", "赵", "销售员")]),
        grid("事件", sales),
        grid("节假日", [("开始日", "结束日", "类别", "历", "名称"), *((*row, "放假安排") for row in off)]),
        *more,
    ]
    return opened(grids, shelf(), ["sample-office"], datetime.fromisoformat(now), whole=False)


def said(found: Day) -> list[str]:
    """What the command says."""
    return list(told(found, dates(found)))


def ledger(found: Day) -> list[tuple[str | None, ...]]:
    """处罚台账 as text."""
    frame = found.sheet("处罚台账")
    return list(zip(*(says(frame.typed[heading]).objects() for heading in FINED), strict=True))


def test_before_the_notice_the_estimated_dates_are_listed() -> None:
    """Both hang on 2027; a year that is published hangs on nothing."""
    found = day("2027-02-04 11:00")

    assert [STILL] == said(found)
    assert [True, True] == dates(found).waits.tolist()


def test_the_notice_re_dates_open_duties_old_to_new() -> None:
    """Entered in full they are settled; half of it moves what it touches, and the year still waits."""
    settled = ["J1·E1 甲：2027-01-05 → 2027-01-08", "J1·E2 甲：2027-02-12 → 2027-02-15"]
    assert [*settled, "照【节假日】改了 2 件没做完的事；做完的和罚过的不动。"] == said(day("2027-02-04 11:00", WHOLE))

    half = said(day("2027-02-04 11:00", PART))
    assert ["J1·E1 甲：2027-01-05 → 2027-01-07", settled[1]] == half[:2]
    assert half[-1] == STILL


def test_a_company_day_is_no_notice() -> None:
    """The office's own day off (历 公司) was never estimated: nothing is told as re-dated."""
    own: Off = (("2027-01-04", "2027-01-05", "放假", "公司"),)

    assert [STILL] == said(day("2027-02-04 11:00", own))


def test_a_past_fine_does_not_move() -> None:
    """Late by the estimate and fined; in time by the notice: the fine stands, no reversal, and the command says so."""
    before = ledger(day("2027-01-08 11:00"))
    booked = grid("处罚台账", [FINED, *before])

    found = day("2027-01-08 12:00", WHOLE, booked)

    assert [("Z1·J1·E1·E1", "50")] == [(row[0], str(row[-1]).removesuffix(".00")) for row in before]
    assert before == ledger(found)
    assert any("处罚台账 Z1·J1·E1·E1" in line and "填裁决" in line for line in said(found))


def test_a_fine_whose_fact_was_wrong_is_reversed_all_the_same() -> None:
    """The file had been handed in in time, entered late: that is no matter of days off."""
    booked = grid("处罚台账", [FINED, *ledger(day("2027-01-08 11:00"))])
    handed = (
        ("事件编号", "客户编号", "事件类型", "发生时间", "员工编号", "资料移交时间"),
        ("E1", "C1", "成交", "2026-12-31 10:00", "S1", "2027-01-02 09:00"),
    )
    grids = [
        grid("客户", [("客户编号", "客户名称"), ("C1", "甲")]),
        grid("员工", [("员工编号", "姓名", "岗位"), ("S1", "赵", "销售员")]),
        grid("事件", handed),
        grid("节假日", [("开始日", "结束日", "类别", "历", "名称"), *((*row, "放假安排") for row in WHOLE)]),
        booked,
    ]

    found = opened(grids, shelf(), ["sample-office"], datetime(2027, 1, 8, 12), whole=False)

    assert ["50.0", "-50.0"] == [f"{float(str(row[-1])):.1f}" for row in ledger(found)]


def test_the_command_writes_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """待定日期 holds old and new."""
    facts = {
        "设置": ({"名": "规则书", "值": "sample-office"},),
        "员工": ({"员工编号": "S1", "姓名": "赵", "岗位": "销售员"},),
        "客户": ({"客户编号": "C1", "客户名称": "甲", "手机": "13800000001", "客户类别": "家庭"},),
        "事件": (
            {"事件编号": "E2", "客户编号": "C1", "事件类型": "成交", "发生时间": "2027-02-04 10:00", "员工编号": "S1"},
        ),
        "节假日": tuple(
            {"开始日": first, "结束日": last, "类别": kind, "历": which, "名称": "安排"}
            for first, last, kind, which in WHOLE
        ),
    }
    book = office(tmp_path / "回访.xlsx", facts)

    assert 0 == main(["calendar", str(book), "--date", "2027-02-04"])

    assert "J1·E2 甲：2027-02-12 → 2027-02-15" in capsys.readouterr().out
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("待定日期").to_python()
    place = next(row for row in rows if "原来暂估" in row).index("原来暂估")
    assert [("2027-02-12", "2027-02-15", 3.0)] == [
        (str(row[place])[:10], str(row[place + 1])[:10], row[place + 2]) for row in rows if "J1·E2" in row
    ]
