"""The first days of a workbook: what was due before it existed fills the list, and 启用日 is what leaves it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Duty
from workbook.sheets.columns import Sheet
from workbook.words.tongue import HEADING, named, worded

CUSTOMERS = "客户"
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


def beyond(day: Day, reached: Collection[str], columns: Collection[str] = ()) -> str:
    """Which sheets of staff's the rules begin at that the list doesn't reach, and with which day in them; else ''.

    Shapes:
        columns: those that a list could be brought into: 工单.完成时间.
    """
    schema = day.world.schema
    starts: dict[str, str] = {}
    for rule in day.world.book.all(Duty):
        sheet = schema.sheets.get(rule.source)
        if sheet is not None and not (sheet.ours or sheet.virtual) and sheet.name not in reached:
            starts.setdefault(sheet.name, rule.start[0][-1] if rule.start else "")
    starts = {name: column for name, column in starts.items() if _is_of_customers(schema.sheets[name])}
    if not starts:
        return ""
    places = [
        worded("【{sheet}】的“{column}”", sheet=named(name), column=named(column, HEADING))
        if column
        else f"【{named(name)}】"
        for name, column in starts.items()
    ]
    told = worded(
        "这里的规则还从{places}算起，名单没有收到那里：那里没有的，清单上就没有。一件写一行，写上客户编号（收进来的在【客户】里）。",
        places=worded("、").join(places),
    )
    open_ = [(name, column) for name, column in starts.items() if f"{name}.{column}" in columns]
    ways = [f"{named(name)}.{named(column, HEADING)}" for name, column in open_]
    if not ways:
        return told
    return told + worded("名单里有那一天的，在那一列的黄格“您定”里写 {ways}。", ways=worded("、").join(ways))


def _is_of_customers(sheet: Sheet) -> bool:
    return any(column.type.target == CUSTOMERS for column in sheet.columns)


def cure(today: date) -> str:
    """What an office does that won't make up for the past."""
    return worded(
        "以前的不补做，就在【设置】“启用日”的值里写 {today}，再做一次清单："
        "那天以前的事一概不列，还没到期的也不列，要留近几天的就写早几天；要补做的，不用改。",
        today=today.isoformat(),
    )
