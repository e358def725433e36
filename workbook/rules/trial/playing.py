"""A span of days played again by one set of rules, each day with what was known that morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np

from workbook.rulebook.sorts.model import Assign
from workbook.rules.penalties.ledger import LEDGER
from workbook.rules.trial.counted import Fine, Rate, fines, rates
from workbook.rules.trial.known import DRAWS, HISTORY, PLAYED, Known
from workbook.rules.worklist.assignment import capacity
from workbook.rules.worklist.history import new_history
from workbook.rules.worklist.shared_draws import share_draws
from workbook.rules.worklist.tasks import picked
from workbook.rules.worklist.worklist import Worklist, reminders, worklist
from workbook.rules.world.frames import Frame, stacked
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.issues import Issue

MORNING = time(9)
"""When the list of each day is made."""


@dataclass(slots=True)
class Call:
    """One task as it came up in the play: a call, a line of a list (`to` names it) or a reminder.

    `first` is the day on which it first stood on a list, `days` on how many days it stood there.
    """

    task: str
    customer: str
    name: str
    rule: str
    subject: str
    to: str
    first: date
    planned: datetime | None
    due: date | None
    owner: str
    days: int = 1
    last: date | None = None


@dataclass(slots=True)
class Played:
    """What a set of rules made of the span.

    Shapes:
        calls: task → how it came up. listed: (day, 员工编号) → rows on that day's list; fresh: those that stood there
            for the first time. limit: 员工编号 → how many a day, None without a limit. people: 员工编号 → name.
    """

    days: tuple[date, ...]
    calls: dict[str, Call] = field(default_factory=dict)
    listed: Counter[tuple[date, str]] = field(default_factory=Counter)
    fresh: Counter[tuple[date, str]] = field(default_factory=Counter)
    waiting: Counter[date] = field(default_factory=Counter)
    limit: dict[str, float | None] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    fines: tuple[Fine, ...] = ()
    rates: tuple[Rate, ...] = ()
    issues: dict[Issue, None] = field(default_factory=dict)

    @property
    def open_at_end(self) -> int:
        """Calls that still stood on the last list."""
        return sum(call.last == self.days[-1] for call in self.calls.values()) if self.days else 0


def played(
    world_on: Callable[[datetime], World],
    days: Sequence[date],
    until: datetime,
    tell: Callable[[date], None] = lambda _: None,
) -> Played:
    """The span, day by day; then fines and rates as of its end.

    Shapes:
        world_on: all facts and the rules in force at a moment. until: the moment at which the span is looked back on.
    """
    result = Played(tuple(days))
    known = Known(world_on(until), days[0])
    carried: dict[str, list[Frame]] = {HISTORY: []}
    draws: Frame | None = None
    for day in days:
        tell(day)
        world = _at(world_on, known, datetime.combine(day, MORNING), carried[HISTORY], draws)
        plan = worklist(world)
        share_draws(world, plan)
        world.sheets[("今日清单", None)] = plan.listed
        _note(result, world, plan, day)
        carried[HISTORY] += _given(world)
        draws = world.frame(DRAWS)
        result.issues |= world.issues
    world = _at(world_on, known, until, carried[HISTORY], draws)
    result.fines = tuple(fines(world, world.frame(LEDGER), days[0], days[-1]))
    result.rates = tuple(rates(world, days[0], days[-1]))
    result.issues |= world.issues
    return result


def span_of(first: date, last: date) -> list[date]:
    """Its days, both ends included."""
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _at(
    world_on: Callable[[datetime], World], known: Known, moment: datetime, history: Sequence[Frame], draws: Frame | None
) -> World:
    """The world of a moment, with the facts known then and what the earlier days of the play wrote."""
    world = world_on(moment)
    world.facts.update(known.on(moment))
    past = world.facts.get(HISTORY)
    if past is not None and history:
        world.facts[HISTORY] = stacked(past.sheet, [past, *history])
    if draws is not None:
        world.facts[DRAWS] = Frame(draws.sheet, draws.rows, dict(draws.typed), draws.cells)
    return world


def _given(world: World) -> list[Frame]:
    """The lines that this day's run adds to 历史 by its rules."""
    fresh = new_history(world)
    rows = np.flatnonzero(fresh.typed["种类"].matching(lambda word: word in PLAYED))
    return [picked(fresh, rows)] if len(rows) else []


def _note(result: Played, world: World, plan: Worklist, day: date) -> None:
    """Keeps what the day's list says."""
    staff = world.frame("员工")
    ids = says(staff.key()).objects().tolist()
    names = says(world.column(staff, "姓名")).objects().tolist()
    result.people |= {str(one): str(name or one) for one, name in zip(ids, names, strict=True)}
    assigns = [rule for rule in world.book.all(Assign) if rule.target == "任务"]
    limits = capacity(world, assigns).tolist() if ids else []
    result.limit |= {str(one): limit if np.isfinite(limit) else None for one, limit in zip(ids, limits, strict=True)}
    result.waiting[day] += int((plan.sieve.reason == "排队").sum())
    for call in _calls(plan.listed, "电话", day):
        result.listed[day, call.owner] += 1
        result.fresh[day, call.owner] += not any(task in result.calls for task in call.task.split("、"))
        _keep(result, call, day)
    for call in (*_calls(plan.lines, "", day), *_calls(reminders(world, plan), "提醒", day)):
        _keep(result, call, day)


def _keep(result: Played, call: Call, day: date) -> None:
    """Each part of a merged call on its own."""
    for task in call.task.split("、"):
        there = result.calls.get(task)
        if there is None:
            result.calls[task] = Call(
                task,
                call.customer,
                call.name,
                call.rule,
                call.subject,
                call.to,
                day,
                call.planned,
                call.due,
                call.owner,
                1,
                day,
            )
        else:
            there.days, there.last = there.days + 1, day


def _calls(frame: Frame, to: str, day: date) -> Iterable[Call]:
    """The rows of a list."""
    if not len(frame):
        return
    shown: Mapping[str, list[str]] = {
        heading: [str(one or "") for one in says(frame.typed[heading]).objects()]
        if heading in frame.typed
        else [""] * len(frame)
        for heading in ("任务编号", "客户编号", "客户名称", "规则", "主题", "事项", "出", "责任人")
    }
    planned, due = ([_moment(one) for one in frame.typed[h].objects()] for h in ("计划时间", "到期"))
    for at in range(len(frame)):
        said = {heading: column[at] for heading, column in shown.items()}
        when = due[at]
        yield Call(
            said["任务编号"], said["客户编号"], said["客户名称"], said["规则"], said["事项"] or said["主题"],
            to or said["出"], day, planned[at], when.date() if when else None, said["责任人"],
        )  # fmt: skip


def _moment(value: np.datetime64 | None) -> datetime | None:
    if value is None:
        return None
    found = value.astype("datetime64[us]").item()
    return found if isinstance(found, datetime) else None
