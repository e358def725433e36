"""为什么 for a row that was changed after it was counted: what it said before, who saved it and when."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import is_key
from workbook.papers.why.customer import reader
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says

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
            who = "，".join(part for part in (cell("经手"), cell("存盘时间")) if part)
            change = f"{cell('列')} 从“{cell('旧值') or '空'}”改成“{cell('新值') or '空'}”"
            yield f"算过以后改过：{change}（{who or '不知道是谁'}；{cell('时间')} 那次运行看到，{past.place(row)}）。"
