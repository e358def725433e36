"""为什么: everything about one customer, one task or one row today, in plain Chinese, with cells, dates and clauses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from workbook.papers.pages.translated import reason_out
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.amended import amended_rows
from workbook.papers.why.asked import Row, by_phone, is_key, key_of, row_of_cell
from workbook.papers.why.chain import chain_of, chains_of_customer, chains_of_row, of_chain
from workbook.papers.why.customer import coming, every_rule, of_customer, source_sheet
from workbook.papers.why.figure import RESULTS, figure_named, of_figure
from workbook.papers.why.fine import line_of, of_fine
from workbook.papers.why.person import of_person
from workbook.papers.why.task import of_row, of_task
from workbook.papers.why.vanished import of_draw, of_vanished, since_yesterday
from workbook.rulebook.sorts.model import Rule, Sample, Sanction, Trace
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, says
from workbook.words.nearest import near
from workbook.words.tongue import declared, worded

FINES, DRAWS = "处罚台账", "抽样台账"
UNKNOWN = declared("没有")


def is_unknown(answer: str) -> bool:
    """Whether it says that nobody knows what was asked about."""
    return answer.startswith(worded(UNKNOWN))


"""How the answer begins when nobody and nothing of that name is there."""


SEVERAL = 9
"""Numbers of customers of one name that are told; there are seldom more."""
SCREEN = 45
"""Lines of one answer; the command line shows the rest with --all."""


def why(day: Day, who: str, *, whole: bool = True) -> str:
    """Why a customer is or isn't on today's list; the same for whatever else a person disputes.

    Shapes:
        who: a customer's number or name, a telephone number, a 任务编号, a person, a line of 处罚台账, a figure of
        指标结果, a line of 抽样台账, a chain of 问题链, the key of a row (事件编号, 卡号 …), or a cell (指标结果!E7).
        whole: all of it, else one screen.
    """
    lines = [reason_out(line) for line in _told(day, who.strip())]
    if not whole and len(lines) > SCREEN:
        lines = [*lines[: SCREEN - 1], worded("……另有 {count} 行，加 --all 看全。", count=len(lines) - SCREEN + 1)]
    return "\n".join(lines)


def _told(day: Day, asked: str) -> Iterable[str]:
    cell = row_of_cell(day, asked)
    if cell is not None:
        yield from _of_cell(day, cell)
        return
    customers = day.world.frame("客户")
    position = _customer(day, customers, asked)
    if position >= 0:
        yield from _of_customer(day, customers, position)
    elif phones := by_phone(day, customers, asked):
        yield from _of_phone(day, customers, asked, phones)
    else:
        yield from _of_other(day, customers, asked)


def _of_cell(day: Day, cell: Row) -> Iterable[str]:
    """A row known by an address: told as what it is."""
    heading = "任务编号" if "任务编号" in cell.frame.typed else "客户编号" if cell.frame.name == "未入选说明" else ""
    key = str(cell.frame.typed[heading].objects()[cell.at] or "").partition("、")[0] if heading else key_of(cell)
    if cell.frame.name == FINES:
        yield from of_fine(day, cell.frame, cell.at)
    elif cell.frame.name == DRAWS:
        yield from of_draw(day, cell.frame, cell.at)
    elif not key:
        yield worded(
            "{unknown}编号：{place} 这一行的编号是空的，补上再问。",
            unknown=worded(UNKNOWN),
            place=cell.frame.place(cell.at),
        )
    else:
        yield from _told(day, key)


def _of_customer(day: Day, customers: Frame, position: int) -> Iterable[str]:
    yield from of_customer(day, customers, position)
    key = str(customers.key().objects()[position])
    yield from chains_of_customer(day, key)
    yield from since_yesterday(day, key)
    yield coming(day, key)


def _of_phone(day: Day, customers: Frame, asked: str, found: list[tuple[int, str]]) -> Iterable[str]:
    """Everybody who has a number; it is one number that two customers may share."""
    places = worded("、").join(f"{customers.place(at, heading)} {heading}" for at, heading in found)
    yield worded(
        "{asked} 是 {count} 位客户的号码（{places}）。", asked=asked, count=len({at for at, _ in found}), places=places
    )
    for at in dict.fromkeys(at for at, _ in found):
        yield from _of_customer(day, customers, at)


def _of_other(day: Day, customers: Frame, asked: str) -> Iterable[str]:
    """A task, a row, a person, a fine, a draw, a figure, a task of yesterday; else nobody."""
    tasks = _tasks(day, asked)
    staff = day.world.frame("员工")
    if len(tasks):
        yield from of_task(day, asked, tasks)
    elif (person := _person(day, staff, asked)) >= 0:
        yield from of_person(day, staff, person)
    elif day.world.book.all(Sanction) and (line := line_of(day.sheet(FINES), asked)) >= 0:
        yield from of_fine(day, day.sheet(FINES), line)
    elif day.world.book.all(Sample) and (line := line_of(day.sheet(DRAWS), asked)) >= 0:
        yield from of_draw(day, day.sheet(DRAWS), line)
    elif (figure := figure_named(day, asked)) >= 0:
        yield from of_figure(day, day.sheet(RESULTS), figure)
    elif (chain := chain_of(day, asked)) >= 0:
        yield from of_chain(day, chain)
    elif rows := _rows(day, asked):
        yield from of_row(day, asked, rows)
        yield from chains_of_row(day, rows)
        yield from amended_rows(day, rows)
    else:
        yield from of_vanished(day, asked) or [_unknown(day, customers, asked)]


def _person(day: Day, staff: Frame, asked: str) -> int:
    """A member of staff by number, else by a name that only one has."""
    for column in (staff.key(), says(day.world.column(staff, "姓名"))):
        at = np.flatnonzero(is_key(column, asked))
        if len(at) == 1:
            return int(at[0])
    return -1


# -- who is meant


def _customer(day: Day, customers: Frame, asked: str) -> int:
    """The row of a customer by number, else by a name that only one has; −1 for nobody."""
    for column in (customers.key(), day.world.column(customers, "客户名称")):
        at = np.flatnonzero(is_key(column, asked))
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
    sources = [source_sheet(rule) for _, rules in every_rule(day) for rule in rules]
    for sheet in dict.fromkeys((*sources, *(rule.source for rule in day.world.book.all(Trace)))):
        frame = day.world.attempt(_first(day), partial(day.world.frame, sheet), None)
        if frame is not None:
            at = np.flatnonzero(is_key(says(frame.key()), asked))
            found += [(frame, int(row)) for row in at[:1]]
    return found


def _first(day: Day) -> Rule:
    return next((rules[0] for _, rules in every_rule(day)), Rule())


def _unknown(day: Day, customers: Frame, asked: str) -> str:
    """Nobody of that name, or several: which they are, else the nearest, where one is near."""
    keys, names = customers.key().objects(), day.world.column(customers, "客户名称").objects()
    called = {str(key): f"{key} {name or ''}".strip() for key, name in zip(keys, names, strict=True) if key}
    same = [str(key) for key, name in zip(keys, names, strict=True) if key and name and fold(str(name)) == fold(asked)]
    if len(same) > 1:
        return worded(
            "{unknown}只叫“{asked}”的一位客户：有 {count} 位都叫这个名字（{several}）。\n怎么改：写其中一位的编号再问。",
            unknown=worded(UNKNOWN),
            asked=asked,
            count=len(same),
            several=worded("、").join(same[:SEVERAL]) + (worded("等") if len(same) > SEVERAL else ""),
        )
    known = {str(name): called[str(key)] for key, name in zip(keys, names, strict=True) if key and name} | called
    tasks = {str(task): str(task) for task in day.worklist.sieve.tasks.typed["任务编号"].objects() if task}
    said = worded("{unknown}“{asked}”这位客户，也没有这个任务编号。", unknown=worded(UNKNOWN), asked=asked)
    guess = near(asked, {**known, **tasks})
    if guess:
        shown = {**tasks, **known}[guess]
        cure = worded("怎么改：最像的是“{shown}”；从【客户】或【今日清单】里抄编号。", shown=shown)
    else:
        cure = worded("怎么改：从【客户】或【今日清单】里抄编号。")
    return f"{said}\n{cure}"
