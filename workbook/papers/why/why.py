"""为什么: everything about one customer, one task or one row today, in plain Chinese, with cells, dates and clauses."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.papers.why.customer import every_rule, of_customer, source_sheet
from workbook.papers.why.task import of_row, of_task
from workbook.rulebook.sorts.model import Rule
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, says
from workbook.words.nearest import nearest

UNKNOWN = "没有"
"""How the answer begins when nobody and nothing of that name is there."""


def why(day: Day, who: str) -> str:
    """Why a customer is or isn't on today's list; the same for one task, or for any row that a rule starts from.

    Shapes:
        who: a customer's number or name, a 任务编号, or the key of a row (事件编号, 卡号 …).
    """
    asked = who.strip()
    customers = day.world.frame("客户")
    position = _customer(day, customers, asked)
    if position >= 0:
        return "\n".join(of_customer(day, customers, position))
    tasks = _tasks(day, asked)
    if len(tasks):
        return "\n".join(of_task(day, asked, tasks))
    rows = _rows(day, asked)
    if rows:
        return "\n".join(of_row(day, asked, rows))
    return _unknown(day, customers, asked)


# -- who is meant


def _customer(day: Day, customers: Frame, asked: str) -> int:
    """The row of a customer by number, else by a name that only one has; −1 for nobody."""
    for column in (customers.key(), day.world.column(customers, "客户名称")):
        at = np.flatnonzero(column.matching(lambda word: fold(word) == fold(asked)))
        if len(at) == 1 or (len(at) and column is customers.key()):
            return int(at[0])
    return -1


def _tasks(day: Day, asked: str) -> Positions:
    """The candidates of today with this 任务编号, merged ones too."""
    tasks = day.worklist.sieve.tasks
    wanted = fold(asked)
    return np.flatnonzero(tasks.typed["任务编号"].matching(lambda word: wanted in map(fold, word.split("、"))))


def _rows(day: Day, asked: str) -> list[tuple[Frame, int]]:
    """Rows of sheets that rules start from, by their key."""
    found: list[tuple[Frame, int]] = []
    for sheet in dict.fromkeys(source_sheet(rule) for _, rules in every_rule(day) for rule in rules):
        frame = day.world.attempt(_first(day), partial(day.world.frame, sheet), None)
        if frame is not None:
            at = np.flatnonzero(says(frame.key()).matching(lambda word: fold(word) == fold(asked)))
            found += [(frame, int(row)) for row in at[:1]]
    return found


def _first(day: Day) -> Rule:
    return next((rules[0] for _, rules in every_rule(day)), Rule())


def _unknown(day: Day, customers: Frame, asked: str) -> str:
    """Nobody of that name: the nearest customer, with a name to tell by."""
    keys, names = customers.key().objects(), day.world.column(customers, "客户名称").objects()
    known = {
        str(word): f"{key} {name or ''}".strip()
        for key, name in zip(keys, names, strict=True)
        for word in (key, name)
        if word
    }
    tasks = {str(task): str(task) for task in day.worklist.sieve.tasks.typed["任务编号"].objects() if task}
    guess = nearest(asked, {**known, **tasks})
    shown = {**tasks, **known}.get(guess, guess)
    return f"{UNKNOWN}“{asked}”这位客户，也没有这个任务编号。\n怎么改：最像的是“{shown}”；从【客户】或【今日清单】里抄编号。"


# -- a customer


# -- a task, or a row
