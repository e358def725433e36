"""记录表: one form for each task of today's list, filled from the row, with its questions, branches and words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.papers.forms.head import Cells, basis, facts
from workbook.papers.forms.related import Table, table
from workbook.papers.list.withheld_forms import withheld
from workbook.papers.reports.blocks import SORTS
from workbook.papers.reports.sending_days import falls_today, is_always
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.questions import FormQuestion, asked_questions
from workbook.papers.scripts.scripts import Spoken, chosen, filled
from workbook.papers.scripts.wording import words_of
from workbook.rulebook.sorts.model import Report, Script
from workbook.rules.facts.answers import RECORDS
from workbook.rules.facts.holds import holds
from workbook.rules.recording.drafts import draft, outcomes_of, questions_of
from workbook.rules.recording.typed_cells import OWN
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.world import World
from workbook.words.tongue import declared, worded

__all__ = ["Field", "Form", "FormQuestion", "forms", "unprinted"]

TITLE = declared("回访记录表")
SIGNER = declared("回访人")


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of the result beside outcome, times and note: 原因, 批准人 …"""

    heading: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One task's form, every text filled.

    Shapes:
        facts: (label, value) printed on top. basis: rules and clauses. reminders: 话术 of 用途 提醒. avoided: 禁语.
        outcomes: 结果代码 that this task offers, each with the cells it needs. fields: cells that only they need.
        channel: how it is done unless somebody writes otherwise. signatures: roles that sign. attempt: which try it is.
        spoken: what stands above the words.
    """

    task_id: str
    customer_id: str
    customer: str
    owner: str
    owner_name: str
    title: str = TITLE
    attempt: int = 1
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
    spoken: str = declared("话术")


def forms(day: Day, *, only: Collection[str] | None = None) -> tuple[Form, ...]:
    """The forms of today's list, in its order; `only` names tasks or customers.

    One without a 问卷, of which no 记录表 of 报告 speaks, has a plain form: whom to call, what was agreed, the outcome. A
    form that lacks a text (an empty placeholder) or that a check with 拦截 打印 holds back isn't there; its issue is kept
    in the day.
    """
    world, listed = day.world, day.listed
    if not len(listed):
        return ()
    drafts = world.remembered("记录草稿", "", lambda: draft(world, listed, listed.all))
    held, cells = withheld(world, listed), Cells(world, listed)
    found: list[Form] = []
    for position in range(len(listed)):
        named = {cells.say(position, heading) for heading in ("任务编号", "客户编号")}
        if held[position] or (only is not None and not named & set(only)):
            continue
        form = _form(cells, drafts, position, report_of(world, listed, position), day.script(position))
        found += [form] if form is not None else []
    return tuple(found)


def unprinted(day: Day, made: Collection[Form]) -> tuple[str, ...]:
    """Whose tasks on today's list have no form among those made, in the order of the list."""
    cells, there = Cells(day.world, day.listed), {form.task_id for form in made}
    missing = [at for at in range(len(day.listed)) if cells.say(at, "任务编号") not in there]
    return tuple(cells.say(at, "客户名称") or cells.say(at, "客户编号") for at in missing)


def report_of(world: World, listed: Frame, position: int) -> Report | None:
    """The first 记录表 over 今日清单 whose 若 holds for a task, on a day when it is due."""
    scope = Scope(world, View(listed, np.array([position])))

    def applies(report: Report) -> bool:
        is_due = is_always(report) or falls_today(world, report)
        return is_due and bool(holds(report.when, scope)[0])

    mine = [one for one in world.book.all(Report) if (one.carrier, one.source) == ("记录表", listed.name)]
    return next((one for one in mine if world.attempt(one, partial(applies, one), False)), None)


def blocks(report: Report | None) -> dict[str, list[str]]:
    """块 by kind: `签字 客户,回访人` is two roles, for a list goes on until the next kind begins.

    Examples:
        >>> blocks(Report(id="R1", source="今日清单", blocks=("问卷 Q1", "签字 客户", "回访人")))
        {'问卷': ['Q1'], '签字': ['客户', '回访人']}
    """
    found: dict[str, list[str]] = {}
    kind = ""
    for part in report.blocks if report else ():
        first, _, rest = part.partition(" ")
        kind, body = (first, rest.strip()) if first in SORTS else (kind, part)
        found.setdefault(kind, []).append(body)
    return found


def _form(cells: Cells, drafts: Frame, position: int, report: Report | None, own: Spoken) -> Form | None:
    world, listed, parts = cells.world, cells.listed, blocks(report)
    wanted = "、".join(_apart(cells.say(position, "问卷")) or dict.fromkeys(parts.get("问卷", [])))
    asked = asked_questions(world, listed, drafts, position, questions_of(world, wanted))
    said = _said(cells, position, parts.get("话术", []), own)
    reminders = _heads(world, listed, position)
    if asked is None or said is None or reminders is None:
        return None
    outcomes = tuple((outcome.id, outcome.needs) for outcome in outcomes_of(world, listed, position))
    tables = [table(world, listed, position, report, block) for block in parts.get("相关", [])] if report else []
    names = ("任务编号", "客户编号", "客户名称", "责任人", "责任人.姓名", "第几次", "联系方式")
    name = {key: cells.say(position, key) for key in names}
    return Form(
        task_id=name["任务编号"],
        customer_id=name["客户编号"],
        customer=name["客户名称"] or name["客户编号"],
        owner=name["责任人"],
        owner_name=name["责任人.姓名"] or name["责任人"],
        title=(report.name if report else "") or worded(TITLE),
        attempt=int(name["第几次"]) if name["第几次"].isdigit() else 1,
        facts=facts(cells, position, report.columns if report else ()),
        basis=basis(cells, position),
        reminders=reminders,
        avoided=tuple(dict.fromkeys(word for one in _of_use(world, "禁语") for word in words_of(one))),
        script=said[0],
        version=said[1],
        tables=tuple(one for one in tables if one is not None and one.rows),
        questions=asked,
        outcomes=outcomes,
        fields=_fields(world, [heading for _, needs in outcomes for heading in needs]),
        channels=_choices(world, "方式"),
        channel=name["联系方式"],
        signatures=tuple(parts.get("签字", [])) or (SIGNER,),
    )


def _apart(held: str) -> list[str]:
    """The members of a list such as merged tasks have."""
    return held.split("、") if held else []


def _said(cells: Cells, position: int, named: list[str], own: Spoken) -> tuple[tuple[str, ...], str] | None:
    """The words to say (those a 记录表 adds, and the task's), and their version; None when one lacks something.

    `own`: the task's own words; those of a merged one are filled from the rows it was merged of.
    """
    lines: list[str] = []
    versions: list[str] = []
    mine = _apart(cells.say(position, "话术"))
    for script_id in dict.fromkeys([*named, *mine]):
        if own.text and script_id in mine:
            continue
        script = chosen(cells.world, cells.listed, position, script_id)
        if script is not None and script.use == "提醒":
            continue  # stands at the head of the form
        text = filled(cells.world, cells.listed, position, script) if script is not None else ""
        if text is None:
            return None
        if script is not None and text:
            lines += [line.strip() for line in text.split("\n") if line.strip()]
            versions.append(f"{script.id}{'@' + script.version if script.version else ''}")
    lines += [line.strip() for line in own.text.split("\n") if line.strip()]
    return tuple(lines), "、".join([*versions, *([own.version] if own.version else [])])


def _of_use(world: World, use: str) -> list[Script]:
    return [script for script in world.book.all(Script) if script.use == use and script.is_in_force(world.today)]


def _heads(world: World, listed: Frame, position: int) -> tuple[str, ...] | None:
    """提醒 whose 若 holds, filled; None when one lacks something."""
    found: list[str] = []
    for name in dict.fromkeys(script.id for script in _of_use(world, "提醒")):
        script = chosen(world, listed, position, name)
        text = filled(world, listed, position, script) if script is not None else ""
        if text is None:
            return None
        found += [text] if text else []
    return tuple(found)


def _fields(world: World, needed: list[str]) -> tuple[Field, ...]:
    return tuple(Field(heading, _choices(world, heading)) for heading in dict.fromkeys(needed) if heading not in OWN)


def _choices(world: World, heading: str) -> tuple[str, ...]:
    declared = world.schema.sheets[RECORDS].column(heading)
    codes = world.codes.of(declared.type) if declared is not None and declared.type.name == "代码" else None
    return tuple(code.code for code in codes or ())
