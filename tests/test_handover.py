"""交接: split, previewed, done, told in 历史, on paper, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, office, table
from days import STAFF, day
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbook.rules.worklist.handover import handover
from workbook.shells.commands.cli import main

LEAVER = 1
HEIRS = (
    {"员工编号": "S4", "姓名": "孙", "岗位": "客服专员"},
    {"员工编号": "S5", "姓名": "李", "岗位": "客服专员", "能力": 2},
)


def keeps(number: int, kind: str = "VIP", keeper: str = "S2") -> dict[str, object]:
    """A customer of somebody."""
    return {"客户编号": f"C{number}", "客户名称": f"户{number}", "归属员工": keeper, "客户类别": kind}


@given(st.lists(st.sampled_from(["VIP", "普通", "代理"]), max_size=12))
def test_everything_open_goes_to_somebody_and_each_class_is_even(kinds: list[str]) -> None:
    """Nothing lost, nothing twice; of one class nobody gets two more than another who can do as much."""
    staff = [*STAFF, HEIRS[0]]
    one = day(员工=staff, 客户=[keeps(n, kind) for n, kind in enumerate(kinds)] or [keeps(99, keeper="S3")], 事件=())
    moved = handover(one.world, LEAVER)

    assert sorted(f"C{n}" for n in range(len(kinds))) == sorted(row.key for row in moved)
    assert {row.new for row in moved} <= {"S3", "S4"}
    for kind in set(kinds):
        got = [sum(row.new == who and row.kind == f"客户·{kind}" for row in moved) for who in ("S3", "S4")]
        assert abs(got[0] - got[1]) <= 1


def test_ability_counts() -> None:
    """Whoever can do twice as much gets twice as much."""
    staff = [*STAFF[:2], *HEIRS]
    moved = handover(day(员工=staff, 客户=[keeps(n) for n in range(9)], 事件=()).world, LEAVER)

    assert (3, 6) == (sum(row.new == "S4" for row in moved), sum(row.new == "S5" for row in moved))


def test_a_promise_goes_to_somebody_who_is_there_on_that_day() -> None:
    """S3 is on leave on the 12th; what is over stays with the leaver."""
    records = [
        {
            "记录编号": "K1",
            "客户编号": "C1",
            "回访时间": "2026-03-08 10:00",
            "方式": "电话",
            "结果代码": "约时",
            "约定时间": "2026-03-12 10:00",
        }
    ]
    leave = [{"员工编号": "S3", "起": "2026-03-12", "止": "2026-03-12"}]
    events = [
        {"事件编号": "E1", "客户编号": "C1", "事件类型": "投诉", "发生时间": "2026-03-01", "负责人": "S2"},
        {
            "事件编号": "E2",
            "客户编号": "C1",
            "事件类型": "投诉",
            "发生时间": "2026-03-01",
            "负责人": "S2",
            "处理完成时间": "2026-03-02",
        },
    ]
    one = day(员工=[*STAFF, HEIRS[0]], 客户=[keeps(1)], 请假=leave, 回访记录=records, 事件=events)
    moved = handover(one.world, LEAVER)

    assert [("C1", "S4", "2026-03-12 10:00")] == [(row.key, row.new, row.promised) for row in moved if row.promised]
    assert ["E1"] == [row.key for row in moved if row.place.sheet == "事件"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office's workbook."""
    return office(tmp_path / "回访.xlsx")


def keepers(book: Path) -> list[object]:
    """Who keeps each customer."""
    return [row["归属员工"] for row in table(book, "客户")]


def test_a_preview_changes_nothing_and_applying_is_undone(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Preview, done, told in 历史 and on paper, undone byte for byte."""
    before = book.read_bytes()
    leaver = str(keepers(book)[0])
    heir = next(str(row["员工编号"]) for row in table(book, "员工") if row["员工编号"] != leaver)

    assert 0 == main(["handover", str(book), leaver, "--to", heir, "--date", DAY])
    assert before == book.read_bytes()
    assert "这是预览" in capsys.readouterr().out

    assert 0 == main(["handover", str(book), leaver, "--to", heir, "--date", DAY, "--apply"])
    assert leaver not in keepers(book)
    told = [row for row in table(book, "历史") if row["规则"] == "交接"]
    assert {(leaver, heir)} == {(row["旧值"], row["新值"]) for row in told}
    assert all(row["经手"] for row in told)
    paper = load_workbook(next(book.parent.glob("交接单-*.xlsx")))
    assert str(paper.worksheets[0].cell(1, 1).value).startswith("交接单")

    assert 0 == main(["undo", str(book)])
    assert before == book.read_bytes()


def test_nobody_of_that_name_is_said(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is changed."""
    before = book.read_bytes()

    assert 3 == main(["handover", str(book), "无此人"])
    assert "【员工】里找不到“无此人”" in capsys.readouterr().err
    assert before == book.read_bytes()
