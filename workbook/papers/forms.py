"""记录表: one form for each task of today's list, filled from the row, with its questions, branches and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workbook.papers.asked import FormQuestion, asked_questions
from workbook.papers.daily import Day
from workbook.papers.related import Table, tables_of
from workbook.papers.scripts import chosen, filled, in_force
from workbook.papers.sheetfacts import basis, facts
from workbook.papers.withheld import withheld
from workbook.rulebook.model import Outcome, Report, Script
from workbook.rules.answers import RECORDS
from workbook.rules.drafts import draft, outcomes_of
from workbook.rules.filled import OWN, needed
from workbook.rules.frames import Frame
from workbook.rules.holds import holds
from workbook.rules.scope import Scope, View
from workbook.rules.vectors import Positions, says
from workbook.rules.world import World

TITLE = "回访记录表"
BLOCKS = ("问卷", "话术", "相关", "签字", "指标", "清单")
SIGNER = "回访人"


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of the result that staff fill beside outcome, times and note: 原因, 批准人 …"""

    heading: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One task's form, every text filled.

    Shapes:
        facts: (label, value) printed on top. reminders: 话术 of 用途 提醒. avoided: words not to say (禁语).
        outcomes: 结果代码 that this task offers, with what each needs. fields: further cells that they need.
        signatures: roles that sign. attempt: which try this is.
    """

    task_id: str
    customer_id: str
    customer: str
    owner: str
    owner_name: str
    title: str
    topic: str
    attempt: int
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    version: str = ""
    tables: tuple[Table, ...] = ()
    questions: tuple[FormQuestion, ...] = ()
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fields: tuple[Field, ...] = ()
    channels: tuple[str, ...] = ()
    channel: str = ""
    signatures: tuple[str, ...] = (SIGNER,)


def forms(day: Day, *, only: Collection[str] | None = None) -> tuple[Form, ...]:
    """The forms of today's list, in its order; `only` names tasks or customers.

    A task has a form when it has a 问卷 or a 记录表 of 报告 speaks of it. A form that lacks a text (an empty placeholder)
    or that a check with 拦截 打印 holds back isn't there; its issue is kept in the day.
    """
    world, listed = day.world, day.listed
    drafts = world.remembered("记录草稿", "", lambda: draft(world, listed, listed.all))
    columns = {heading: listed.typed[heading].objects() for heading in ("任务编号", "客户编号", "问卷")}
    held = withheld(world, listed)
    found: list[Form] = []
    for position in range(len(listed)):
        wanted = only is None or {str(columns["任务编号"][position]), str(columns["客户编号"][position])} & set(only)
        report = report_of(world, listed, position) if wanted else None
        if not wanted or (report is None and not columns["问卷"][position]) or held[position]:
            continue
        form = _form(day, drafts, position, report)
        found += [form] if form is not None else []
    return tuple(found)


def report_of(world: World, listed: Frame, position: int) -> Report | None:
    """The first 记录表 over 今日清单 whose 若 holds for a task, on a day when it is due."""
    scope = Scope(world, View(listed, _at(position)))
    today = Scope(world, View(world.frame("日历"), world.frame("日历").lookup(says(scope.vec(("今日",))))))
    for report in world.book.all(Report):
        if report.carrier != "记录表" or report.source != "今日清单":
            continue
        applies = world.attempt(
            report,
            lambda one=report: bool(holds(one.when, scope)[0]) and (one.when_due.always or bool(holds(one.when_due, today)[0])),  # type: ignore[misc]
            False,
        )  # fmt: skip
        if applies:
            return report
    return None


def _at(position: int) -> Positions:
    import numpy as np

    return np.array([position], dtype=np.int64)
