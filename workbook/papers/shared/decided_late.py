"""A choice on 交回冲突 that comes too late: the row was recorded meanwhile, and taking the other side would record it twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.papers.shared.decisions import CLASHES, Clash, same_task
from workbook.papers.shared.found_rows import Found
from workbook.papers.shared.shape import Shape
from workbook.rules.recording.typed_cells import OUTCOME
from workbook.rules.world.vectors import says
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place

RECORDS, TASK = "回访记录", "任务编号"


def known_late(day: Day, shape: Shape, members: Sequence[Clash], row: Found | None) -> Issue | None:
    """Why the clerk's cells of one row can't be taken any more; None where they can.

    Shapes:
        members: the conflicts of one row on which 交回的 was chosen. row: ours by now; None where there is none.
    """
    ours = {one.heading: one.ours for one in members if one.ours}
    is_cleared = row is None or not any(row.cells.get(heading) for heading in shape.typed)
    if not shape.whole or not ours or not is_cleared or not _recorded(day, members[0].mark, ours.get(OUTCOME, "")):
        return None
    theirs = "、".join(one.theirs for one in members if one.theirs)
    return issue(Kind.RETURN_LATE, Place(CLASHES), row=members[0].row, theirs=theirs)


def _recorded(day: Day, mark: str, outcome: str) -> bool:
    """Whether 回访记录 holds the task, with the outcome that stood in its row where one stood there."""
    records = day.world.frame(RECORDS)
    tasks = says(records.typed[TASK]).matching(lambda word: same_task(word, mark))
    found = {str(word) for word in says(records.typed[OUTCOME]).objects()[np.flatnonzero(tasks)]}
    known = {code.code for code in day.world.codes.group(OUTCOME)}
    return bool(found) and (outcome not in known or outcome in found)
