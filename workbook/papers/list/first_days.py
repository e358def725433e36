"""The first days of a workbook: what was due before it existed fills the list, and 启用日 is what leaves it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.words.tongue import worded

BEGIN, RUNS, LISTING = "启用日", "运行记录", {"今日清单", "每日"}
FEW = 10
"""As few things overdue are soon done, and nobody asks where they come from."""


def is_new(day: Day) -> bool:
    """Whether no list was made on an earlier day, and nothing says from when on things count."""
    if day.world.book.value(BEGIN):
        return False
    runs = day.world.found(RUNS)
    jobs = day.world.column(runs, "作业").matching(LISTING.__contains__)
    before = day.world.column(runs, "日期").data < np.datetime64(day.world.today)
    return not (jobs & before).any()


def old_debts(day: Day) -> str:
    """Of a first list that is mostly overdue: how much of it is older than the workbook, and the cure; else ''."""
    if not is_new(day):
        return ""
    found = (day.listed, day.reminders)
    late = sum(int(one.typed["状态"].matching(lambda word: word == "逾期").sum()) for one in found)
    every = sum(len(one) for one in found)
    if late < FEW or late * 2 <= every:
        return ""
    what = worded(
        "第一次做清单：清单和提醒共 {every} 件，其中 {late} 件在用这本工作簿以前就到期了。", every=every, late=late
    )
    return what + cure(day.world.today)


def brought_debts(day: Day, happened: Sequence[date]) -> str:
    """Of a list that comes in before the first list is made: how many old events it brings, and the cure; else ''."""
    old = sum(one < day.world.today for one in happened)
    if old < FEW or not is_new(day):
        return ""
    what = worded("名单里有 {old} 件事发生在今天以前，那时该打而没有记录的，都会列成逾期。", old=old)
    return what + cure(day.world.today)


def cure(today: date) -> str:
    """What an office does that won't make up for the past."""
    return worded(
        "以前的不补做，就在【设置】“启用日”的值里写 {today}，再做一次清单："
        "那天以前的事一概不列，还没到期的也不列，要留近几天的就写早几天；要补做的，不用改。",
        today=today.isoformat(),
    )
