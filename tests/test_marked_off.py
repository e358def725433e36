"""A customer who is marked 停用 or 勿扰: what falls due from then on counts in no rate, what was late before stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bookshelf import office as book_of
from bookshelf import typed
from worlds import column, office, rows

from workbook.rules.owed.marked_off import left_out
from workbook.rules.world.frames import said_because
from workbook.rules.world.world import World
from workbook.shells.commands.cli import main

RULES = """
结果代码: [{编号: 完成, 计为: 接触}]
联系限制:
  - {编号: 停用, 类型: 停止, 若: {客户.状态: 停用}}
  - {编号: 勿扰, 类型: 停止, 若: {客户.勿扰: 是}}
时限:
  - {编号: D3, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 3天, 完成表: 回访记录}
  - {编号: D7, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 7天, 完成表: 回访记录}
  - {编号: P7, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 7天, 完成列: 处理完成时间, 出: 提醒}
处罚标准: [{编号: F, 触发: 义务 D7, 金额: "50", 违规人: "{源行.员工编号}"}]
指标: [{编号: M, 表: 义务, 若: {规则: "D3,D7", 状态: "按时,提前,迟,逾期"}, 分子若: {状态: "按时,提前"}, 时间列: 到期}]
"""
FIRST = [{"行键": "1", "日期": "2026-03-01", "作业": "今日清单"}]


def change(at: str, column: str, old: str, new: str) -> Mapping[str, object]:
    """A line of 修改记录 about the customer."""
    return {"行键": f"{at}{column}", "时间": at, "表": "客户", "主键": "C1", "列": column, "旧值": old, "新值": new}


def seen(
    changes: Sequence[Mapping[str, object]], runs: Sequence[Mapping[str, object]] = FIRST, **customer: str
) -> World:
    """A delivery on the sixth, due on the ninth and the thirteenth, and a look on the twentieth."""
    return office(
        RULES,
        "2026-03-20 09:00",
        {
            "客户": [{"客户编号": "C1", "客户名称": "甲", "手机": "13800000001", **customer}],
            "事件": [{"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-06", "员工编号": "S1"}],
            "回访记录": [],
            "修改记录": [dict(one) for one in changes] or [{"行键": None, "时间": None, "表": None, "主键": None}],
            "运行记录": [dict(one) for one in runs] or [{"行键": None, "日期": None}],
        },
    )  # fmt: skip


STOPPED = change("2026-03-11 09:00", "状态", "在用", "停用")
BACK = change("2026-03-12 09:00", "状态", "停用", "在用")
QUIET = change("2026-03-11 09:00", "勿扰", "", "是")


@pytest.mark.parametrize(
    ("world", "states", "rate", "fines", "counted"),
    [
        pytest.param(seen([], 状态="在用"), ["逾期", "逾期", "逾期"], (0, 2), 1, 0, id="nobody is marked"),
        pytest.param(seen([STOPPED], 状态="停用"), ["逾期", "取消", "逾期"], (0, 1), 0, 1, id="seen on the eleventh"),
        pytest.param(seen([QUIET], 勿扰="是"), ["逾期", "取消", "逾期"], (0, 1), 0, 1, id="勿扰"),
        pytest.param(seen([STOPPED, BACK], 状态="在用"), ["逾期", "逾期", "逾期"], (0, 2), 1, 0, id="back before it"),
        pytest.param(seen([], 状态="停用"), ["取消", "取消", "逾期"], None, 0, 2, id="marked at the first run"),
        pytest.param(seen([], [], 状态="停用"), ["逾期", "逾期", "逾期"], (0, 2), 1, 0, id="the run's own day"),
    ],
)
def test_what_falls_due_under_the_mark_leaves_the_rate_and_the_fines(
    world: World, states: list[str], rate: tuple[int, int] | None, fines: int, counted: int
) -> None:
    """Numerator and denominator alike; what was late before stays late; what staff owe among themselves goes on."""
    assert states == column(world.frame("义务"), "状态")
    shown = [row[1:] for row in rows(world.frame("指标结果"), "期", "分子", "分母") if row[0] == "2026-03"]
    assert [rate or (0, 0)] == (shown or [(0, 0)])
    assert fines == len(world.frame("处罚台账"))
    assert counted == left_out(world)


def test_the_run_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A customer is taken out of use between two runs; the week after, what fell due since is counted beside the list."""
    book = book_of(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", "2026-03-05 09:00"])
    typed(book, "客户", "C1", {"状态": "停用"}, by="客户编号")
    main(["today", str(book), "--date", "2026-03-06 15:00"])
    capsys.readouterr()
    assert main(["today", str(book), "--date", "2026-03-30 09:00"]) in {0, 1}

    assert "客户停用、勿扰以后才到期的 1 件，不算进按时率，也不算迟" in capsys.readouterr().out


def test_it_says_since_when_and_why() -> None:
    """The day on which the program saw the mark."""
    stopped, quiet = (
        said_because(world.frame("义务"), 1) for world in (seen([STOPPED], 状态="停用"), seen([QUIET], 勿扰="是"))
    )

    assert "03-11 起客户是“停用”，以后到期的不算进按时率，也不算迟" in stopped
    assert "03-11 起客户是“勿扰”，以后到期的不算进按时率，也不算迟" in quiet


def test_a_spell_that_is_over_still_excuses_what_fell_due_in_it() -> None:
    """Back in use on the sixteenth: nobody pays for the thirteenth."""
    back = change("2026-03-16 09:00", "状态", "停用", "在用")
    world = seen([STOPPED, back], 状态="在用")

    assert ["逾期", "取消", "逾期"] == column(world.frame("义务"), "状态")
