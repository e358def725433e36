"""The virtual sheet 日历: one row a day with what rules ask of a day."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.clock import periods
from workbook.clock.days import Bools, Calendars, numbers

WEEKDAYS = np.array(["周一", "周二", "周三", "周四", "周五", "周六", "周日"], dtype=object)


def almanac(office: Calendars, first: np.datetime64, last: np.datetime64) -> pd.DataFrame:
    """The virtual sheet 日历: one row a day from `first` to `last` inclusive, working days after 国家."""
    edge = numbers(np.array([first, last], dtype="M8[D]"))
    number = np.arange(edge[0], edge[1] + 1, dtype=np.int64)
    day = number.astype("M8[D]")
    calendar, month = office.of(), day.astype("M8[M]")
    begins, ends, months = numbers(month), numbers(month + 1) - 1, month.astype(np.int64)
    working, rank, festivals = calendar.is_working(day), calendar.rank(number), office.festivals()
    columns = {
        "日期": day.astype("M8[us]"),
        "星期": _text(WEEKDAYS[(number + 3) % 7]),
        "工作日": _yes_no(working),
        "放假": _yes_no(office.holiday(number)),
        "节日": _text(np.array([festivals.get(one) for one in number.tolist()], dtype=object)),
        "年": months // 12 + 1970.0,
        "月": months % 12 + 1.0,
        "日": number - begins + 1.0,
        "月末": _yes_no(number == ends),
        "季末": _yes_no((number == ends) & (months % 3 == 2)),
        "月第几工作日": np.where(working, rank - calendar.rank(begins - 1), np.nan),
        "月倒数第几工作日": np.where(working, calendar.rank(ends) - rank + 1, np.nan),
        "周": _text(periods.keys(day, "周")),
        "本月": _text(periods.keys(month, "月")),
        "上月": _text(periods.keys(month - 1, "月")),
        "次月": _text(periods.keys(month + 1, "月")),
    }
    return pd.DataFrame({"行号": np.arange(1, len(day) + 1, dtype=np.int64), **columns})


def _text(values: NDArray[np.object_]) -> pd.Series:
    return pd.Series(values, dtype="str")


def _yes_no(truths: Bools) -> pd.Series:
    return _text(np.where(truths, "是", "否").astype(object))
