"""huifang rule: a rule changed from a day on, copied, stopped and taken up again; what names it follows; one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import Desk

from workbook.shells.commands.cli import main

NOW = "2026-03-09 09:00"
OWED = ("规则", "源编号", "到期")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A wine dealer's demonstration."""
    return Desk(tmp_path, "wine-service", demo=True)


def rule(desk: Desk, does: str, *words: str) -> int:
    """The command over the workbook as it stands; the exit code."""
    desk.forget()
    code = main(["rule", does, str(desk.path), *words, "--date", "2026-03-09"])
    desk.forget()
    return code


def owed(desk: Desk, name: str) -> list[tuple[str, ...]]:
    """What one rule asks for: the row it comes from, and the day."""
    return [(key, due) for rule, key, due in desk.out(NOW, "义务", *OWED) if rule == name]


def test_from_a_day_on_the_new_row_counts_and_the_old_one_ends(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Delivered on the second: the third day; on the sixth: the fifth day. The options stand where the words want them."""
    assert 0 == rule(desk, "change", "W5a", "--from", "2026-03-05", "时长=5天")

    assert [("E01", "2026-02-17"), ("E03", "2026-03-05"), ("E06", "2026-03-11"), ("E09", "2026-03-14")] == owed(
        desk, "W5a"
    )
    assert "接替 W5a，时长：3天 → 5天。" in capsys.readouterr().out
    assert ("W5a", "2026-03-05", "5天") == tuple(
        str(desk.cell("时限", 20, one))[:10] for one in ("接替", "生效日", "时长")
    )


def test_fines_metrics_and_reports_follow_a_changed_rule(desk: Desk) -> None:
    """Papers within one day from the end of February: the fine, the rate and the list of late ones are those of the new row."""
    assert 0 == rule(desk, "change", "W3", "时长=1天", "--from", "2026-02-25")

    assert {("W-P1", "E02", "50"), ("W-P1", "E04", "50")} == set(
        desk.out(NOW, "处罚台账", "代码", "对象编号", "金额")
    ) - {("W-P2", "", "")}
    assert ("WM1", "2026-03", "合计", "1", "3") in desk.out(NOW, "指标结果", "编号", "期", "分组", "分子", "分母")


def test_a_class_of_its_own(desk: Desk) -> None:
    """若=且 …: a row for them alone, without a date."""
    assert 0 == rule(desk, "改", "第三天到货回访", "时长=2天", "若=且 客户.客户类别: 普通")

    assert ("E06", "2026-03-08") in owed(desk, "W5a")
    assert ("E03", "2026-03-05") in owed(desk, "W5a")


def test_without_a_day_the_cell_itself_changes(desk: Desk) -> None:
    """One row, one cell; a setting too."""
    assert 0 == rule(desk, "change", "时限!W5a", "时长=5天")
    assert 0 == rule(desk, "change", "首谈期限", "值=2天")

    assert "5天" == desk.cell("时限", desk.line("时限", "W5a"), "时长")
    assert "2天" == desk.cell("设置", desk.line("设置", "首谈期限"), "值")


def test_a_copy_has_a_number_of_its_own_and_all_rows(desk: Desk) -> None:
    """One row with a cell changed; a checklist of five items with all five."""
    assert 0 == rule(desk, "copy", "W3", "--as", "W3v", "若=事件类型: 成交；客户.客户类别: 团购", "时长=1天")
    assert 0 == rule(desk, "copy", "W15")

    assert [("E04", "2026-03-05")] == owed(desk, "W3v")
    assert 5 == len(desk.lines("检查清单", "W15-2"))


def test_stopped_and_taken_up_again(desk: Desk) -> None:
    """Off; on again; off for some days; for one class only; a pause that runs ends yesterday."""
    due = owed(desk, "W10a")
    assert 0 == rule(desk, "stop", "W10a")
    assert [] == owed(desk, "W10a")
    assert 0 == rule(desk, "resume", "W10a")
    assert due == owed(desk, "W10a")
    assert 0 == rule(desk, "停", "W10a", "--from", "2026-03-01", "--to", "2026-03-31")
    assert [] == owed(desk, "W10a")
    assert 0 == rule(desk, "恢复", "W10a")
    assert "2026-03-01..2026-03-08" == desk.cell("时限", desk.line("时限", "W10a"), "停用期")
    before = owed(desk, "W5a")
    assert 0 == rule(desk, "stop", "W5a", "若=且 客户.客户类别: 普通")
    assert [("E06", "2026-03-09")] == sorted(set(before) - set(owed(desk, "W5a")))


def test_every_change_is_one_undo(desk: Desk) -> None:
    """The file is byte for byte as before."""
    desk.forget()
    left = desk.path.read_bytes()
    assert 0 == rule(desk, "change", "W5a", "时长=5天", "--from", "2026-04-01")
    assert left != desk.path.read_bytes()
    assert 0 == main(["undo", str(desk.path)])

    assert left == desk.path.read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("change", "W5a", "时长=3夫"), "规则 W5a 的时长“3夫”看不懂"),
        (("change", "W5a", "时昌=3天"), "【时限】没有“时昌”这一列"),
        (("change", "W5a"), "没有写要改成什么"),
        (("change", "W5a", "时长"), "“时长”没有等号"),
        (("change", "W5x", "时长=3天"), "工作簿的规则表里没有“W5x”"),
        (("change", "W14", "值=是", "--from", "2026-04-01"), "【判定】的行不能从某天起改"),
        (("change", "W15", "级别=停", "--from", "2026-04-01"), "“W15”有 5 项，不知道改哪一项"),
        (("change", "W5a", "时长=5天", "--from", "下周"), "--from 后面的“下周”不是日子"),
        (("change", "时限!第2行", "时长=5天"), "第 2 行不是一条规则"),
        (("copy", "W5a", "--as", "W5b"), "【时限】已经有“W5b”"),
        (("stop", "W5a", "--to", "2026-04-01"), "没有写从哪天起停"),
        (("resume", "W5a"), "“W5a”没有停用"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the cure; the file stays as it is."""
    desk.forget()
    left = desk.path.read_bytes()

    assert 3 == rule(desk, *words)

    assert told in capsys.readouterr().err
    assert left == desk.path.read_bytes()


def test_two_rows_of_one_meaning_are_offered_as_a_change(desk: Desk) -> None:
    """A copy with a test more: the same sale is owed twice, and lint says which cell makes one of them the other's change."""
    assert 0 == rule(desk, "copy", "W3", "--as", "W3v", "若=事件类型: 成交；客户.客户类别: 团购")

    [said] = [one for one in desk.lint() if "撞上" in one]

    assert "C05 这一件会列两次" in said
    assert "后一行是前一行的改动，就在它的“接替”写 W3。" in said
