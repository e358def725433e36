"""The record that was made of a clerk's line: what the clerk says of the same call afterwards corrects it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.papers.shared.decisions import Clash, same_task
from workbook.papers.shared.found_rows import Cells
from workbook.papers.shared.mark import NEW
from workbook.rules.facts.registered import REGISTERED
from workbook.rules.recording.short_words import spelt
from workbook.rules.recording.typed_cells import OUTCOME, TIME
from workbook.rules.world.vectors import says
from workbook.words.place import ARCHIVED

RECORDS, TASK, CUSTOMER = "回访记录", "任务编号", "客户编号"


def is_another_call(members: Sequence[Clash]) -> bool:
    """Whether what was chosen tells of a second call: another result at a time of its own."""
    said = {one.heading for one in members if one.theirs}
    return {OUTCOME, TIME} <= said


def record_of(day: Day, one: Clash, who: str, states: Sequence[Cells], since: str) -> int:
    """The row of 回访记录 that an earlier state of a clerk's line became; 0 where there is none that can be written.

    Shapes:
        who: the customer of a line without a task. states: what came of the line, oldest first. since: when it came first.
    """
    world = day.world
    records = world.found(RECORDS)
    if one.mark.startswith(NEW):
        mine = records.typed[CUSTOMER].matching(lambda word: word == who)
    else:
        mine = says(records.typed[TASK]).matching(lambda word: same_task(word, one.mark))
    options = world.codes.of(records.typed[OUTCOME].type) or ()
    told = {spelt(state[OUTCOME], options) for state in states if state.get(OUTCOME)}
    names = {code.code for code in options if told & {code.code, code.label, *code.aliases}}
    mine &= says(records.typed[OUTCOME]).matching(lambda word: word in names)
    mine &= (records.rows > 0) & (records.rows < ARCHIVED)
    if REGISTERED in records.typed and since:
        at = records.typed[REGISTERED].data
        mine &= np.isnat(at) | (at >= np.datetime64(since[:16].replace(" ", "T")))
    found = np.flatnonzero(mine)
    return int(records.rows[found[-1]]) if len(found) else 0
