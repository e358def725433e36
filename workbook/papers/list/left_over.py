"""Rows of the last 今日清单 whose task is gone though words are typed in them: said, never dropped in silence."""

from __future__ import annotations

import numpy as np

from workbook.papers.list.typed_columns import typed_columns
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.vectors import says
from workbook.words.issues import Kind, issue
from workbook.words.place import Place

LIST = "今日清单"


def note_left_over(day: Day) -> None:
    """An issue for each such row: its words stand in no record, and the row stays below the list until they are gone."""
    if LIST not in day.world.tables.cells:
        return
    found = day.world.found(LIST)
    tasks = found.typed["任务编号"].objects()
    typed = np.zeros(len(found), dtype=bool)
    for heading in typed_columns(day):
        if heading in found.typed and heading in day.world.tables.cells[LIST]:
            typed |= ~found.typed[heading].missing()
    now = {part for task in day.listed.typed["任务编号"].objects() for part in str(task).split("、")}
    names, keys = (says(found.typed[heading]).objects() for heading in ("客户名称", "客户编号"))
    for row in np.flatnonzero(typed).tolist():
        if tasks[row] is None or now & set(str(tasks[row]).split("、")):
            continue
        key = f"{keys[row] or tasks[row]} {names[row] or ''}".strip()
        day.world.note(issue(Kind.LEFT_TYPED, Place(LIST), key=key, task=tasks[row]))
