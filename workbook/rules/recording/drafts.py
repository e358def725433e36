"""Records that are still to be made: each task as the row of 回访记录 that it will become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Protocol

import numpy as np

from workbook.rulebook.sorts.model import Carry, Duty, Outcome, Question, Quota, Sample
from workbook.rules.facts.answers import RECORDS, stored_in
from workbook.rules.facts.holds import holds
from workbook.rules.worklist.tasks import picked, task_sheet, tasks
from workbook.rules.worklist.worklist import Worklist
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Positions, Vec, constant, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

TEXT = Type("文本")


class Versioned(Protocol):
    """The words for a task, as far as a record keeps them."""

    @property
    def version(self) -> str:
        """编号@版本 of what was said."""


class Planned(Protocol):
    """A day that has been planned: all that forms and registration need of it."""

    @property
    def world(self) -> World:
        """Facts, rules and the moment."""

    @property
    def worklist(self) -> Worklist:
        """The list with everything that fell out of it."""

    @property
    def listed(self) -> Frame:
        """今日清单."""

    def script(self, position: int, on: date | None = None) -> Versioned:
        """The words for one row of 今日清单, as of a day."""


def rules_by_id(world: World) -> dict[str, Carry]:
    """Every rule that can make a task; of several versions the first."""
    found: dict[str, Carry] = {}
    for sort in (Duty, Sample, Quota):
        for rule_id, rules in world.book.by_id(sort).items():
            found.setdefault(rule_id, rules[0])
    return found


def questions_of(world: World, forms: str | None) -> tuple[Question, ...]:
    """The questions of a task's forms (joined with 、 where tasks were merged); one that two share comes once."""
    wanted = forms.split("、") if forms else []
    found: dict[tuple[str, str], Question] = {}
    for form in wanted:
        for question in world.book.all(Question):
            if question.form == form and question.is_in_force(world.today):
                found.setdefault(stored_in(question), question)
    return tuple(found.values())


def outcomes_of(world: World, work: Frame, position: int) -> tuple[Outcome, ...]:
    """The outcomes that a task offers (若 of 结果代码)."""
    scope = Scope(world, View(work, np.array([position])))
    offered = [outcome for outcome in world.book.all(Outcome) if outcome.is_in_force(world.today)]
    return tuple(
        outcome for outcome in offered
        if outcome.when.always or world.attempt(outcome, partial(bool, holds(outcome.when, scope)[0]), True)
    )  # fmt: skip


def draft(world: World, work: Frame, rows: Positions) -> Frame:
    """The records that some tasks will become: what the tasks carry is there, what the call will tell is empty.

    Shapes:
        work: a frame like 今日清单. rows: positions in it. returns: a frame of 回访记录 with a row for each of them,
        and with the links (源行 …) of the tasks.
    """
    sheet, part = world.schema.sheets[RECORDS], picked(work, rows)
    carried = {heading for rule in rules_by_id(world).values() for heading, _ in rule.carry}
    carried |= {column.heading for column in sheet.columns if column.type.target in {"事件", "工单"}}
    columns: dict[str, Vec] = {}
    for heading in ("任务编号", "规则", "客户编号", "题单", "方式", *sorted(carried)):
        declared = sheet.column(heading)
        if heading in part.typed and declared is not None:
            columns[heading] = part.typed[heading].of(declared.type)
    columns |= {
        "类别": part.typed["类别"].mapped(lambda held: held.split("、")[0], _type(sheet.column("类别"))),
        "方向": constant("去电", len(rows), _type(sheet.column("方向"))),
        "员工编号": part.typed["责任人"],
        "计划到期": part.typed["到期"],
    }
    made = result(sheet, columns, len(rows))
    made.links = dict(part.links)
    return made


def word(frame: Frame, heading: str, position: int) -> str | None:
    """One cell of a text column; None where it is empty or the frame hasn't got it."""
    vec = frame.typed.get(heading)
    code = int(vec.data[position]) if vec is not None else -1
    return None if vec is None or code < 0 else str(vec.words[code])


def _type(column: object) -> Type:
    kind = getattr(column, "type", None)
    return kind if isinstance(kind, Type) else TEXT


def changed(frame: Frame, heading: str, vec: Vec) -> None:
    """Puts a column into a draft; whatever was computed from it is forgotten."""
    frame.typed[heading] = vec
    frame.computed.clear()
    frame.found.clear()


# -- which task staff wrote about


def located(world: World, day: Worklist, keys: Sequence[str]) -> tuple[Frame, Positions]:
    """The task of each key, on today's list or not; −1 where there is none.

    A key may join several (合并), and the list may have been made on another day: what isn't a candidate today is
    looked for among all duties, and a quota's key says rule and customer itself.
    """
    candidates = day.sieve.tasks
    whole, members = _index(candidates)
    parts, at = [candidates], np.full(len(keys), -1, dtype=np.int64)
    size = len(candidates)
    for place, key in enumerate(keys):
        ids = key.split("、")
        here = whole.get(key, next((members[one] for one in ids if one in members), -1))
        if here < 0:
            made = next((found for one in ids if (found := _elsewhere(world, one)) is not None), None)
            if made is None:
                continue
            parts.append(made)
            here, size = size, size + len(made)
        at[place] = here
    return (stacked(candidates.sheet, parts) if len(parts) > 1 else candidates), at


def _index(candidates: Frame) -> tuple[dict[str, int], dict[str, int]]:
    """Positions by whole key and by each key that was merged into it; a row of its own comes before a merged one."""
    keys = candidates.typed["任务编号"].objects().tolist()
    whole = {str(key): position for position, key in reversed(list(enumerate(keys))) if key}
    members = {one: position for key, position in whole.items() for one in key.split("、")}
    return whole, members | {key: position for key, position in whole.items() if "、" not in key}


def _elsewhere(world: World, key: str) -> Frame | None:
    """A task that isn't a candidate today: a duty in any state, or a quota of a customer we know."""
    rule = rules_by_id(world).get(key.partition("·")[0])
    if rule is None:
        return None
    if not isinstance(rule, Quota):
        duties = world.frame("义务", (rule.id,))
        at = int(duties.lookup(text([key], TEXT))[0])
        return None if at < 0 else tasks(world, [(rule, picked(duties, np.array([at])))])
    customer = key.split("·")[1] if "·" in key else ""
    if int(world.frame("客户").lookup(text([customer], TEXT))[0]) < 0:
        return None
    kind = rule.kind if "{" not in rule.kind else ""
    columns = {"任务编号": key, "规则": rule.id, "客户编号": customer}
    columns |= {"类别": kind, "问卷": rule.form, "话术": rule.script}
    sheet = task_sheet(world)
    vecs = {heading: constant(held or None, 1, _type(sheet.column(heading))) for heading, held in columns.items()}
    return result(sheet, {**vecs, "方式": constant(rule.channel or "电话", 1, TEXT)}, 1)


def taken(frame: Frame, at: Positions) -> Frame:
    """Rows of a frame, −1 giving an empty one that hangs on nothing."""
    typed = {heading: vec.take(at) for heading, vec in frame.typed.items()}
    made = Frame(frame.sheet, np.zeros(len(at), dtype=np.int64), typed)
    for name, found in frame.links.items():
        made.links[name] = [Link(link.frame, np.append(link.at, -1)[at]) for link in found]
    return made


def rules_named(world: World, key: str, row_key: str, row_rules: str | None) -> str:
    """规则 of a record: the row's own when the key is the row's, else the rules that the key's parts begin with."""
    if key == row_key and row_rules:
        return row_rules
    known = rules_by_id(world)
    named = [one.partition("·")[0] for one in key.split("、")]
    return "、".join(dict.fromkeys(rule for rule in named if rule in known)) or row_rules or ""
