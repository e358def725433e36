"""What was told of a month stays true: the months' accounts never change and add up to the ledger."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).parents[1]))  # the small worlds of the tests next door

from entries import entries
from worlds import office, rows, written

RULES = """
处罚标准:
  - {编号: A, 触发: 登记, 金额: 50, 阶梯组: 甲, 翻倍自: 2}
  - {编号: B, 触发: 登记, 金额: "1:20; 2:40; 3+:100", 计次键: "员工编号,日期"}
  - {编号: C, 触发: 登记, 金额: 30, 承担人: "{员工编号}:50%,{员工.组长}:50%"}
指标: [{编号: M, 表: 处罚台账, 方法: 合计, 列: 金额, 时间列: 账期}]
"""
FIRST = date(2024, 3, 1)


def told(made, runs, jobs):
    """The sums of the months as each run tells them, and the ledger at the end."""
    ledger, past, found = [], [], []
    for at in sorted(runs):
        now = FIRST + timedelta(at)
        known = [one | ({"状态": "撤销"} if gone <= at else {}) for typed, gone, one in made if typed <= at]
        sheets = {"违规登记": known, "处罚台账": ledger, "运行记录": past}
        world = office(RULES, f"{now} 09:00", {name: lines for name, lines in sheets.items() if lines})
        ledger = written(world.frame("处罚台账"))
        sums = {period: total or 0 for period, total in rows(world.frame("指标结果"), "期", "值")}
        found.append((now, sums))
        past = [*past, *({"行键": f"{now}-{job}", "日期": str(now), "作业": job} for job in jobs)]
    return found, ledger


@settings(max_examples=25, deadline=None)
@given(
    entries(FIRST, 7, [0, 0, 1, 3, 31, 45]),
    some.sets(some.integers(0, 150), min_size=2, max_size=9),
    some.sampled_from([["每日", "日报"], ["考核"]]),
)
def test_the_months_add_up_to_the_ledger_whatever_comes_late_or_goes(made, runs, jobs):
    """Each month's sum is the same at every run after it was first told, and all months are the whole ledger."""
    found, ledger = told(made, {*runs, 151}, jobs)

    months: dict[str, float] = {}
    for now, sums in found:
        for period, total in sums.items():
            if period < f"{now:%Y-%m}":
                assert months.setdefault(period, total) == total, (period, now)
    by_line: dict[str, float] = {}
    for line in ledger:
        by_line[line["账期"]] = by_line.get(line["账期"], 0) + (line["金额"] or 0)
    assert {month: total for month, total in by_line.items() if month in months and total} == {
        month: total for month, total in months.items() if total
    }
    standing = sum(one for one in by_line.values())
    once = office(
        RULES,
        f"{FIRST + timedelta(151)} 09:00",
        {"违规登记": [one | ({"状态": "撤销"} if gone <= 151 else {}) for typed, gone, one in made if typed <= 151]},
    )
    assert sum(total or 0 for _, total in rows(once.frame("处罚台账"), "行键", "金额")) == standing
