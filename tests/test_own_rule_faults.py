"""A fault of an office's own rule is told by every command, at its cell, whenever the rule is wanted; and counted alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office, table

from workbook.shells.commands.cli import main

USUAL = {"编号": "XB", "名称": "坏", "条款": "第一条"}
MONTHLY = {**USUAL, "载体": "邮件", "收件": "岗位:客服部主管", "时机若": "日: 1"}
WRONG = {
    "不到日子的邮件报告": ("报告", {**MONTHLY, "来源": "客户", "列": "客户编号,没有列"}, "报告!H2"),
    "印出来才看的块": (
        "报告",
        {**USUAL, "载体": "记录表", "来源": "客户", "列": "客户编号", "块": "指标 无"},
        "报告!G2",
    ),
    "没有人看的判定": ("判定", {**USUAL, "表": "客户", "列": "坏", "若": "没有列: 1", "值": "是"}, "判定!F2"),
    "没有人看的计算": ("计算", {"表": "客户", "列": "坏", "公式": "{没有列}+1"}, "计算!C2"),
    "今天用不着的话术": ("话术", {**USUAL, "正文": "{没有列}"}, "话术!D2"),
    "追踪的一步": ("追踪", {**USUAL, "步": "问题", "源表": "事件", "若": "没有列: 1"}, "追踪!F2"),
    "看清单的检查": ("检查清单", {**USUAL, "表": "今日清单", "列": "没有列", "提示": "补上"}, "检查清单!E2"),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How much the office has to mend without such a rule: what its shipped checklists say."""
    return stopped(ran("check", office(tmp_path_factory.mktemp("好") / "回访.xlsx")))


def ran(command: str, book: Path) -> Path:
    """The workbook after a command."""
    main([command, str(book), "--date", DAY, *(["--dry-run"] if command == "daily" else [])])
    return book


def stopped(book: Path) -> int:
    """What 问题 says on level 停, each cell counted."""
    return sum(int(str(row["处数"] or 1)) for row in table(book, "问题") if row["级别"] == "停")


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        *(("check", wrong) for wrong in WRONG),
        *((command, wrong) for command in ("today", "daily") for wrong in ("不到日子的邮件报告", "看清单的检查")),
    ],
)
def test_every_command_tells_it_at_its_cell_and_counts_it_once(
    command: str, wrong: str, tmp_path: Path, sound: int
) -> None:
    """One more than without it, on the sheet and in 运行记录."""
    sheet, rule, place = WRONG[wrong]
    book = ran(command, office(tmp_path / "回访.xlsx", {**OFFICE, sheet: [rule]}))

    assert [place] == [str(row["格"]) for row in table(book, "问题") if row["级别"] == "停" and row["表"] == sheet]
    assert sound + 1 == stopped(book)
    assert f"有 {sound + 1} 处要改，见【问题】" == table(book, "运行记录")[-1]["结果"]


def test_a_column_that_only_the_sheet_knows_is_no_fault(tmp_path: Path, sound: int) -> None:
    """Nobody declared 会员等级; it stands in 客户, and rules read it."""
    customers = [{**row, "会员等级": "金"} for row in OFFICE["客户"]]
    rules = {
        "联系限制": [{**USUAL, "类型": "停止", "若": "客户.会员等级: 金"}],
        "检查清单": [{**USUAL, "表": "客户", "列": "会员等级", "提示": "补上"}],
    }
    book = ran("check", office(tmp_path / "回访.xlsx", {**OFFICE, "客户": customers, **rules}))

    assert sound == stopped(book)
