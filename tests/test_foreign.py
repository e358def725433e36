"""A list that is no workbook of ours, a name that is no workbook's, somebody unknown: said, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from workbook.shells.commands.cli import main


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A list of customers as an office keeps it: a merged title, a line of headings, no sheet of ours."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for row in (["2026 年客户名单"], ["姓名", "电话", "地址"], ["甲", "13800000001", "东街"]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("command", ["check", "today", "tally", "daily", "record"])
def test_a_list_without_a_sheet_of_ours_is_refused(
    command: str, foreign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its headings are named, what to do is said, and not a byte is changed."""
    before = foreign.read_bytes()

    assert 3 == main([command, str(foreign), "--date", "2026-03-09"])
    said = capsys.readouterr().err
    assert "“名单.xlsx”里没有回访的表：只有 “名单”，表头像是 姓名、电话、地址。" in said
    assert (before, [foreign]) == (foreign.read_bytes(), list(foreign.parent.iterdir()))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["new", "--rulebook", "基础", "a.csv"], "“a.csv”不是 Excel 工作簿的名字。"),
        (["new", "--rulebook", "基础", "a.xlsm"], "“a.xlsm”要带按钮才行。"),
        (["case", "没有的.yaml"], "没有“没有的.yaml”这个情景文件。"),
    ],
)
def test_a_wrong_name_is_a_sentence(words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, no file of a name that says something else."""
    assert 3 == main(words)
    assert why in capsys.readouterr().err


def test_why_for_nobody_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that asks for an unknown number learns it from the exit code too; a known one ends with 0."""
    path = tmp_path / "我的.xlsx"
    main(["new", "--demo", "--rulebook", "wine-service", str(path)])
    capsys.readouterr()

    assert (1, 0) == (main(["why", str(path), "Z9"]), main(["why", str(path), "C11"]))


def test_a_demonstration_runs_on_its_own_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --date the day of the demonstration counts, and that is said; with it the day that was asked for."""
    path = tmp_path / "我的.xlsx"
    main(["new", "--demo", "--rulebook", "wine-service", str(path)])
    main(["today", str(path)])
    shown = capsys.readouterr()
    main(["today", str(path), "--date", "2026-03-09"])

    assert "这本是演示，当作 2026-03-09 来算" in shown.err
    assert shown.out.splitlines()[-1] == capsys.readouterr().out.splitlines()[-1]
