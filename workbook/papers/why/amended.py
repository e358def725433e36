"""为什么 for a row that was changed after it was counted: what it said before, who saved it and when."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import is_key
from workbook.papers.why.customer import reader
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.words.tongue import worded

AMENDMENTS = "修改记录"


def amended_rows(day: Day, rows: Iterable[tuple[Frame, int]]) -> Iterable[str]:
    """The lines of 修改记录 about these rows, oldest first."""
    past = day.world.found(AMENDMENTS)
    if not len(past):
        return
    sheets, keys = (says(past.typed[heading]) for heading in ("表", "主键"))
    for frame, at in rows:
        key = str(says(frame.key()).objects()[at] or "")
        mine = np.flatnonzero(is_key(sheets, frame.name) & is_key(keys, key))
        for row in mine.tolist():
            cell = reader(past, row)
            who = worded("，").join(part for part in (cell("经手"), cell("存盘时间")) if part)
            change = worded(
                "{cell} 从“{cell2}”改成“{cell3}”",
                cell=cell("列"),
                cell2=cell("旧值") or worded("空"),
                cell3=cell("新值") or worded("空"),
            )
            yield worded(
                "算过以后改过：{change}（{who}；{cell} 那次运行看到，{place}）。",
                change=change,
                who=who or worded("不知道是谁"),
                cell=cell("时间"),
                place=past.place(row),
            )
