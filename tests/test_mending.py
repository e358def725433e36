"""lint as an adviser: cells mended on request, what must be asked asked, and what a change does beside what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from changes import Desk
from told import notes

from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.runs.mending import found, mend

SURE = {
    "W5b": ("若", "事件类型=发货", "事件类型: 发货"),
    "W10a": ("方式", "以内", "内"),
    "W11": ("起点", "发生时问", "发生时间"),
    "W11t": ("启用", "停用", "否"),
    "W2": ("时长", "{设置.首谈期}", "{设置.首谈期限}"),
}
"""Slips of the pen on 时限: heading, as typed, as meant."""


def cures(desk: Desk) -> list[tuple[str, str, str, bool]]:
    """Heading, before, after and whether it is sure."""
    return [(one.heading, one.before, one.after, one.sure) for one in found(reading.read(desk._saved()))]


@pytest.mark.parametrize("rule", SURE)
def test_a_slip_is_mended(rule: str, tmp_path: Path) -> None:
    """One fault, one cure that says the same."""
    heading, typed, meant = SURE[rule]
    desk = Desk(tmp_path, "wine-service")
    desk.change("时限", rule, **{heading: typed})

    assert [(heading, typed, meant, True)] == cures(desk)


def test_what_decides_is_asked(tmp_path: Path) -> None:
    """A day without a year, a span without a unit, a sum, another word of two signs: shown, and left to people."""
    desk = Desk(tmp_path, "wine-service")
    desk.change("时限", "W3", 时长="3")
    desk.change("处罚标准", "W-P1", 金额="50元/单")
    desk.change("检查清单", "W4n", 若="事件类型: 发贷")

    assert {("时长", "3", False), ("金额", "50元/单", False), ("若", "事件类型: 发贷", False)} == {
        (heading, before, sure) for heading, before, _, sure in cures(desk)
    }


def test_a_sum_spelt_otherwise_is_the_same_sum(tmp_path: Path) -> None:
    """Full-width signs are read as they are: nothing to mend."""
    desk = Desk(tmp_path, "wine-service")
    desk.change("处罚标准", "W-P1", 金额="￥８０元")

    assert [] == cures(desk)


@pytest.fixture
def wrong(tmp_path: Path) -> Desk:
    """An office with two slips and one thing to decide."""
    desk = Desk(tmp_path, "wine-service")
    desk.change("时限", "W5b", 若="事件类型=发货")
    desk.change("时限", "W10a", 方式="以内")
    desk.change("时限", "W3", 时长="3")
    return desk


def test_yes_writes_what_is_sure_and_one_undo_takes_it_back(wrong: Desk) -> None:
    """Two cells are written, the third stays; undo brings all back byte for byte."""
    path = wrong._saved()
    before = path.read_bytes()
    main(["lint", str(path), "--fix", "--yes"])

    assert ["事件类型: 发货", "内", "3"] == [
        wrong.cell("时限", wrong.line("时限", rule), heading)
        for rule, heading in (("W5b", "若"), ("W10a", "方式"), ("W3", "时长"))
    ]
    main(["undo", str(path)])
    assert before == path.read_bytes()


@pytest.mark.parametrize(("agrees", "written"), [(lambda _: False, 0), (lambda _: True, 3)])
def test_nothing_is_written_that_nobody_agreed_to(wrong: Desk, agrees: Callable[[str], bool], written: int) -> None:
    """Asked once for the sure ones and once for each of the others."""
    path = wrong._saved()
    before = path.read_bytes()
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return agrees(question)

    assert written == mend(path, ask, lambda _: None)
    assert (2, written == 0) == (len(asked), before == path.read_bytes())


def test_fix_without_anybody_to_ask_only_shows(wrong: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Before → after of each cell, and the file as it was."""
    path = wrong._saved()
    before = path.read_bytes()
    main(["lint", str(path), "--fix"])

    said = capsys.readouterr().out
    assert ("方式：以内 → 内" in said, "要您定" in said, before) == (True, True, path.read_bytes())


# -- what a change does beside what was meant


def shop(folder: Path) -> Desk:
    """Two classes of customers with a delivery each."""
    desk = Desk(folder, "wine-service")
    desk.rows("员工", {"员工编号": "S1", "姓名": "张三", "岗位": "客服专员", "入职日": "2025-01-01"})
    for key, kind in (("C1", "团购"), ("C2", "经销商")):
        desk.rows(
            "客户",
            {
                "客户编号": key,
                "客户名称": key,
                "客户类别": kind,
                "手机": "13800000001",
                "建档日": "2026-03-01",
                "状态": "在用",
            },
        )
        row = {
            "事件编号": f"E{key}",
            "客户编号": key,
            "事件类型": "发货",
            "发生时间": "2026-03-02 10:00",
            "员工编号": "S1",
        }
        desk.rows("事件", row)
    return desk


def test_a_class_left_without_any_rule(tmp_path: Path) -> None:
    """The visit for dealers only: nobody looks after the others."""
    desk = shop(tmp_path)
    desk.change("时限", "W5a", 若="事件类型: 发货；客户.客户类别: 经销商")

    assert ["客户类别“团购”的客户有 1 位原来有规则管着，改了以后没有一条管他们。"] == [
        one for one in notes(desk, "W5a") if "原来有规则管着" in one
    ]


def test_a_narrower_rule_where_another_looks_after_them(tmp_path: Path) -> None:
    """Dealers lose one visit and keep the others: no note."""
    desk = shop(tmp_path)
    desk.change("时限", "W5a", 若="事件类型: 发货；客户.客户类别: 团购")

    assert [] == [one for one in notes(desk, "W5a") if "原来有规则管着" in one]


def test_one_deed_fined_twice(tmp_path: Path) -> None:
    """A second fine on the same duty; in one 互斥组 there would be one."""
    desk = shop(tmp_path)
    event = {"事件编号": "E9", "客户编号": "C1", "事件类型": "成交", "发生时间": "2026-03-02 10:00", "员工编号": "S1"}
    desk.rows("事件", event)
    desk.add("处罚标准", 编号="X1", 名称="迟交加罚", 触发="义务 W3", 金额="30", 条款="本单位")

    assert ["和第 4 行 重点工作未完成（资料迟交） 撞上：S1 同一件事罚两笔（共 1 件）。"] == notes(desk, "X1")


def test_a_report_that_holds_nothing_any_more(tmp_path: Path) -> None:
    """The form of the visit had two rows; the visit was switched off."""
    desk = shop(tmp_path)
    desk.change("设置", "演示日", 值="2026-03-09") if desk.lines("设置", "演示日") else desk.add(
        "设置", 名="演示日", 值="2026-03-09", 类型="文本", 必需="否"
    )
    desk.change("时限", "W5a", 启用="否")

    assert ["报告“回访记录表（到货）”原来有 2 行，改了以后一行也没有。"] == [
        one for one in notes(desk, "W5a") if "报告" in one
    ]


def test_a_test_that_no_row_meets(tmp_path: Path) -> None:
    """The word is right, and no customer has it."""
    desk = shop(tmp_path)
    desk.change("时限", "W5a", 若="事件类型: 发货；客户.客户类别: VIP")

    assert ["【事件】现在的 2 行没有一行符合，“客户.客户类别: VIP”一行也没有。"] == [
        one for one in notes(desk, "W5a") if "没有一行" in one
    ]


def test_rules_as_shipped_have_no_such_notes(tmp_path: Path) -> None:
    """With all its rows a demonstration is quiet."""
    desk = Desk(tmp_path, "wine-service", demo=True)

    assert [] == [one for one in desk.lint() if "改了以后" in one or "撞上" in one or "没有一行符合" in one]


def test_an_empty_start_is_offered_and_asked(tmp_path: Path) -> None:
    """The sheet's own time is likely meant; somebody must say so."""
    desk = Desk(tmp_path, "wine-service")
    desk.add(
        "时限",
        编号="道歉",
        条款="例会",
        源表="事件",
        若="事件类型: 投诉",
        方式="内",
        时长="当日",
        出="提醒",
        完成列="处理完成时间",
    )

    assert [("起点", "", "发生时间", False)] == cures(desk)
