"""What a wrong paste does to the lines of a manager: one sort of fault is told as one, whatever number of cells it has."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bookshelf import OFFICE, office

from workbook.papers.list.problems import stops
from workbook.papers.overview.waiting import waiting
from workbook.shells.runs import run
from workbook.words.issues import Kind


def told(path: Path, many: int) -> list[str]:
    """What is said of cells to be mended, where so many records were pasted with a class for an outcome."""
    same = {"客户编号": "C1", "方式": "电话", "员工编号": "S2", "结果代码": "普通客户"}
    moments = [f"2026-03-05 {at // 60 + 9:02}:{at % 60:02}" for at in range(many)]
    records = [{"记录编号": f"R{at}", "回访时间": when, **same} for at, when in enumerate(moments)]
    day = run.day_of(office(path, {**OFFICE, "回访记录": records}), datetime(2026, 3, 9, 9), tell=lambda _: None)
    count = stops(day)
    unread = next(
        one.cure for one in day.issues if str(one.place).startswith("回访记录!") and one.kind is Kind.VALUE_UNREAD
    )
    assert unread.startswith("改好这一格：从这些里选一个：完成（谈成了）、拒访")
    lines = list(waiting(day, count, day.sheet("处罚台账"), {}))
    assert many <= count
    return [one.about.replace(str(count), "N") for one in lines if one.what == "改格"]


def test_a_paste_that_went_wrong_is_one_sort(tmp_path: Path) -> None:
    """The manager reads which it is, beside the few that the office has anyway; a few cells are a number."""
    assert ["N 处，先不算那几行；归起来是 7 样，最多的是【回访记录】“必填的格没看懂”179 处"] == told(
        tmp_path / "甲.xlsx", 179
    )
    assert ["N 处，先不算那几行"] == told(tmp_path / "乙.xlsx", 3)
