"""What the list and the rates leave out, with its number: calls without an hour today, customers who are off the list."""

from __future__ import annotations

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.rules.owed.marked_off import left_out
from workbook.rules.worklist.not_listed import OUT_OF_HOURS
from workbook.words.tongue import declared, worded


def out_of_hours(day: Day) -> str:
    """Why calls that were on the list this afternoon aren't in the evening; '' where every call has its minute."""
    held = day.worklist.sieve
    rows = np.flatnonzero((held.reason == OUT_OF_HOURS) & (held.merged_into < 0))
    if not len(rows):
        return ""
    first = held.tasks.typed["计划时间"].data[rows]
    first = np.sort(first[~np.isnat(first)])
    when = (
        worded("最早 {when} 再列", when=str(first[0].astype("datetime64[m]"))[5:].replace("T", " "))
        if len(first)
        else worded("一个月里都没有可以联系的时间")
    )
    return worded(
        "有 {count} 件没有列：今天没有可以联系的时间，或者已经过了，{when}，见【未入选说明】的“时段外”。",
        count=len(rows),
        when=when,
    )


def off_the_list(day: Day) -> str:
    """How many calls fell due after their customer was taken out of use or asked for quiet; '' where none did."""
    count = left_out(day.world)
    text = declared("客户停用、勿扰以后才到期的 {count} 件，不算进按时率，也不算迟（以前逾期的照算）。")
    return worded(text, count=count) if count else ""
