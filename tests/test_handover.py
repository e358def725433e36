"""交接: split, previewed, done, told in 历史, on paper, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
import worlds
from bookshelf import DAY, OFFICE, office, table
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


def by_sheet(book: Path, who: str = "S2") -> int:
    """The preview, or what was agreed to in it."""
    return main(["handover", str(book), who, "--sheet", "--date", DAY])


def agree(book: Path, *rows: tuple[int, str, str]) -> None:
    """Somebody types into the yellow cells of 交接预览: the row below the headings, the heading, the words."""
    held = load_workbook(book)
    sheet = held["交接预览"]
    head = next(line for line in sheet.iter_rows(1, 9) if "照办" in [cell.value for cell in line])
    for row, heading, words in rows:
        at = next(cell.column for cell in head if cell.value == heading)
        sheet.cell(head[0].row + row, at).value = words
    held.save(book)


def test_the_sheet_changes_nothing_until_somebody_agrees(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Laid out, laid out again, agreed to as a whole, carried out with its slip, empty afterwards, and undone."""
    before = keepers(book)
    for _ in range(2):
        assert 0 == by_sheet(book)
        assert before == keepers(book)
    assert "写在【交接预览】" in capsys.readouterr().out
    agree(book, (1, "照办", "是"))
    left = book.read_bytes()

    assert 0 == by_sheet(book)

    assert ["S3"] * 3 == keepers(book)
    assert 1 == len(list(book.parent.glob("交接单-S2-*.xlsx")))
    assert {("S2", "S3")} == {(row["旧值"], row["新值"]) for row in table(book, "历史") if row["规则"] == "交接"}
    assert 0 == by_sheet(book)
    assert "没有要交的" in capsys.readouterr().out
    assert 0 == main(["undo", str(book)])
    assert left == book.read_bytes()


def test_single_rows_are_agreed_to_and_go_to_somebody_else(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the row that says 是 moves, to the person named by name; the other stays on the sheet; the agreement isn't kept."""
    by_sheet(book)
    agree(book, (2, "照办", "是"), (2, "改交给", "赵敏"))

    by_sheet(book)

    assert ["S1", "S3", "S2"] == keepers(book)
    by_sheet(book)
    assert ["S1", "S3", "S2"] == keepers(book)
    assert "一共 1 件" in capsys.readouterr().out


@pytest.mark.parametrize(("cell", "words"), [("改交给", "S2"), ("改交给", "无此人")])
def test_nobody_and_oneself_take_nothing(book: Path, cell: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Said, and nothing changed: not even the rows that could be."""
    by_sheet(book)
    agree(book, (1, "照办", "是"), (2, cell, words))
    before = book.read_bytes()

    assert 3 == by_sheet(book)
    assert words in capsys.readouterr().err
    assert before == book.read_bytes()


def test_a_row_that_is_not_the_leavers_any_more_stays(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody gave the customer away between preview and agreement."""
    by_sheet(book)
    agree(book, (1, "照办", "是"))
    held = load_workbook(book)
    at = next(cell.column for cell in held["客户"][1] if cell.value == "归属员工")
    held["客户"].cell(2, at).value = "S1"
    held.save(book)

    by_sheet(book)

    assert ["S1", "S3", "S3"] == keepers(book)
    assert "有 1 件已经不在 S2 名下，没有动" in capsys.readouterr().out


PLAN = {"交接编号": "JJ1", "交出": "S2", "交给": "S3", "从哪天": "2026-03-10"}


def keeper_of(path: Path) -> dict[object, object]:
    """Who keeps whom, as the cells say."""
    return {row["客户编号"]: row["归属员工"] for row in table(path, "客户")}


def test_from_a_day_on_all_that_one_keeps_is_anothers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Planned by the command; nothing moves before the day; on it the cells change once, and what is given back stays."""
    book = office(tmp_path / "回访.xlsx")
    before = keeper_of(book)
    ask = ["handover", str(book), "林悦", "--to", "S3", "--since", "2026-03-10", "--date", DAY]
    assert 0 == main(ask)
    assert "交接安排" not in load_workbook(book).sheetnames
    assert 0 == main([*ask, "--apply"])
    assert "归 S3" in capsys.readouterr().out

    main(["today", str(book), "--date", DAY])
    assert before == keeper_of(book)

    main(["today", str(book), "--date", "2026-03-10"])
    assert {key: "S3" if who == "S2" else who for key, who in before.items()} == keeper_of(book)
    ((done,),) = [(row["做了"],) for row in table(book, "交接安排")]
    assert str(done).startswith("2026-03-10")
    moved = {(row["哪一条"], row["旧值"], row["新值"]) for row in table(book, "修改记录") if row["列"] == "归属员工"}
    assert {("C1", "S2", "S3"), ("C3", "S2", "S3")} == moved

    held = load_workbook(book)
    at = next(cell.column for cell in held["客户"][1] if cell.value == "归属员工")
    held["客户"].cell(2, at).value = "S2"
    held.save(book)
    main(["today", str(book), "--date", "2026-03-11"])
    assert "S2" == keeper_of(book)["C1"]

    assert 0 == main(["undo", str(book)])


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ({}, {"C1", "C3"}),
        ({"交出": "林悦", "交给": "陈晨"}, {"C1", "C3"}),
        ({"客户类别": "经销商"}, set()),
        ({"从哪天": "2026-03-12"}, set()),
        ({"做了": "2026-03-10 09:00"}, set()),
        ({"交给": "S9"}, set()),
        ({"交给": "S2"}, set()),
    ],
)
def test_a_row_of_the_plan(tmp_path: Path, change: dict[str, object], moved: set[str]) -> None:
    """By name too; of one class only; not before its day, not twice, not to somebody unknown or to oneself."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "交接安排": ({**PLAN, **change},)})
    before = keeper_of(book)
    main(["today", str(book), "--date", "2026-03-11"])

    assert moved == {key for key, who in keeper_of(book).items() if who != before[key]}
    assert {"S3"} >= {keeper_of(book)[key] for key in moved}


def test_columns_that_a_rule_names_as_owner_go_along_while_something_is_owed() -> None:
    """A sheet of the rulebook's own: the card that waits for its 负责人 goes to the heir; the one that is done stays."""
    rules = """
登记表: [{表: 卡, 列: ["卡号:编号#", "开卡:时点@!", "管卡人:引用(员工)", "员工编号:引用(员工)", "送达:时点"]}]
时限: [{编号: K, 源表: 卡, 起点: 开卡, 方式: 内, 时长: 3天, 完成列: 送达, 责任: "{管卡人}", 出: 提醒}]
"""
    cards = [
        {"卡号": "K1", "开卡": "2026-03-08 10:00", "管卡人": "S2", "员工编号": "S2", "送达": None},
        {"卡号": "K2", "开卡": "2026-03-02 10:00", "管卡人": "S2", "员工编号": "S2", "送达": "2026-03-03 10:00"},
    ]
    world = worlds.office(rules, "2026-03-09 09:00", {"员工": [*STAFF, HEIRS[0]], "卡": cards})

    moved = handover(world, LEAVER)
    assert [("卡", "K1", "S2")] == [(one.place.sheet, one.key, one.old) for one in moved]
