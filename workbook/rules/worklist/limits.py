"""联系限制: which open tasks may become contacts today, in the order 停止 改道 冷静 合并 频次 (rule-language §3.13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Limit
from workbook.rules.facts.due_moments import after
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import codes_of, customer_heading
from workbook.rules.facts.operands import told
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import NAT, Array, Mask, choose, constant, says, text
from workbook.rules.world.world import World
from workbook.sheets.schema import is_list
from workbook.sheets.types import Type
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")
TEXT = Type("文本")


@dataclass(slots=True, eq=False)
class Sieve:
    """The tasks of the day on their way to the list: which are still in, and why the others fell out."""

    tasks: Frame
    inside: Mask
    reason: Array
    remark: Array
    rule: Array
    next_on: Array
    notes: list[list[str]]
    merged_into: Array
    members: dict[int, list[int]] = field(default_factory=dict)
    scripts: dict[int, str] = field(default_factory=dict)

    @property
    def lines(self) -> Mask:
        """The tasks that are lines of a list: no calls."""
        return self.tasks.typed["出"].matching(is_list)

    def drop_one(self, row: int, reason: str, remark: str, rule: str, next_on: np.datetime64 = NAT) -> None:
        """Takes one row out that is still in."""
        self.inside[row] = False
        self.reason[row], self.remark[row], self.rule[row], self.next_on[row] = reason, remark, rule, next_on

    def drop(self, rows: Mask, reason: str, remark: str | Array, rule: str, next_on: Array | None = None) -> None:
        """Takes rows out for a reason; the first reason stays."""
        rows = rows & self.inside
        self.inside &= ~rows
        self.reason[rows], self.rule[rows] = reason, rule
        self.remark[rows] = remark[rows] if isinstance(remark, np.ndarray) else remark
        if next_on is not None:
            self.next_on[rows] = next_on[rows]


def sieve(tasks: Frame) -> Sieve:
    """Every task still in."""
    size = len(tasks)
    blank = np.full(size, "", dtype=object)
    return Sieve(
        tasks,
        np.ones(size, bool),
        blank.copy(),
        blank.copy(),
        blank.copy(),
        np.full(size, NAT),
        [[] for _ in range(size)],
        np.full(size, -1),
    )


def in_order(world: World, kind: str) -> list[Limit]:
    """The limits of one type, by 优先, then as written."""
    found = [limit for limit in world.book.all(Limit) if limit.type == kind]
    return sorted(found, key=lambda limit: limit.order if limit.order is not None else 1_000_000)


def _asked(world: World, limit: Limit, held: Sieve) -> Mask:
    """The tasks that 若 of a limit holds for; none, with an issue, where it can't be followed."""
    return world.attempt(
        limit, partial(holds, limit.when, Scope(world, whole(held.tasks))), np.zeros(len(held.tasks), bool)
    )


def stop(world: World, held: Sieve) -> None:
    """停止: no task; the reason is shown."""
    for limit in in_order(world, "停止"):
        held.drop(_asked(world, limit, held), "勿扰", limit.note or limit.name or limit.clause, limit.id)


def divert(world: World, held: Sieve) -> None:
    """改道: a line of a list instead of a call, or another channel."""
    for limit in in_order(world, "改道"):
        rows = _asked(world, limit, held) & held.inside
        heading = "出" if limit.divert.startswith("名单") else "联系方式"
        for changed in (heading, "方式") if heading == "联系方式" else (heading,):
            held.tasks.typed[changed] = choose(rows, constant(limit.divert, len(rows), TEXT), held.tasks.typed[changed])
        if heading == "出" and "短信" in limit.divert:
            for changed in ("联系方式", "方式"):
                held.tasks.typed[changed] = choose(rows, constant("短信", len(rows), TEXT), held.tasks.typed[changed])
        _forget(held.tasks, ("出", "联系方式", "方式"))
        for position in np.flatnonzero(rows):
            held.notes[position].append(worded("改道：{note}", note=limit.note or limit.name or limit.divert))


def _forget(frame: Frame, headings: Sequence[str]) -> None:
    for heading in headings:
        frame.computed.pop(heading, None)


def cool_off(world: World, held: Sieve) -> None:
    """冷静: from a moment in a row of the same customer no task until the span is over, it was ended, or it was released."""
    for limit in in_order(world, "冷静"):
        nobody: dict[str, np.datetime64] = {}
        found = world.attempt(limit, partial(_cooling, world, limit), nobody)
        rows = _asked(world, limit, held)
        customers = held.tasks.typed["客户编号"].objects()
        until = np.array([found.get(customer, NAT) for customer in customers], dtype="datetime64[us]")
        held.drop(rows & ~np.isnat(until), "冷静期", limit.note or limit.name, limit.id, until)


def _cooling(world: World, limit: Limit) -> dict[str, np.datetime64]:
    """Until when each customer is left alone now."""
    frame = world.frame(limit.from_sheet)
    view = View(frame, np.flatnonzero(holds(limit.from_when, Scope(world, whole(frame)))))
    scope = Scope(world, view)
    time = limit.start or ((frame.sheet.time.heading,) if frame.sheet.time else ())
    start = scope.vec(time).of(Type("时点")).data
    if limit.span is None:
        return {}
    when = after(world, start, limit.span, scope)
    end = when.breach() if when.by_day.all() else when.at
    if limit.ended_by:
        ended = scope.vec(limit.ended_by)
        end = np.fmin(end, ended.data) if ended.kind == "moment" else np.where(ended.missing(), end, start)
    held = (start <= world.instant) & (world.instant < end)
    if limit.released_by:
        held &= told(scope.vec(limit.released_by)).missing()
    customers = says(scope.vec((customer_heading(frame),))).objects()
    longest: dict[str, np.datetime64] = {}
    for position in np.flatnonzero(held):
        customer = customers[position]
        if customer is not None and (customer not in longest or end[position] > longest[customer]):
            longest[customer] = end[position]
    return longest


def merge(world: World, held: Sieve) -> None:
    """合并: open tasks equal in 合并键 become one row: earliest due, all rules, all topics, questions united."""
    for limit in in_order(world, "合并"):
        rows = np.flatnonzero(_asked(world, limit, held) & held.inside)
        view = View(held.tasks, rows)
        equal = partial(codes_of, world, [(view, list(limit.merge_key))])
        codes = _apart(held, rows, world.attempt(limit, equal, [np.full(len(rows), -1)])[0])
        first: dict[int, int] = {}
        for place, code in enumerate(codes.tolist()):
            position = int(rows[place])
            if code < 0:
                continue
            lead = first.setdefault(code, position)
            if lead != position:
                held.members.setdefault(lead, [lead]).extend(held.members.pop(position, [position]))
                held.inside[position] = False
                held.merged_into[position] = lead
    if held.members:
        _unite(held)


def _apart(held: Sieve, rows: Array, codes: Array) -> Array:
    """The groups of 合并 with lines of lists by themselves: a text is no call, nor is it said in one."""
    out = held.tasks.typed["出"].take(rows)
    lists = np.where(out.matching(is_list), out.data + 1, 0)
    _, apart = np.unique(codes * (int(lists.max(initial=0)) + 1) + lists, return_inverse=True)
    return np.where(codes < 0, -1, apart)


def _unite(held: Sieve) -> None:
    """A merged row says what all its parts said; each part keeps its own words (`scripts`), to be filled from its own row.

    All merged rows column by column: an office may merge thousands, and each column is as long as the list.
    """
    tasks, groups = held.tasks, held.members.items()
    scripts = tasks.typed["话术"].objects()
    for lead, members in groups:
        held.scripts |= {member: str(scripts[member] or "") for member in members}
        held.notes[lead].append(worded("合并 {count} 件", count=len(members)))
    for heading in ("任务编号", "规则", "主题", "问卷", "话术", "类别"):
        values = tasks.typed[heading].objects()
        for lead, members in groups:
            values[lead] = _joined(values[member] for member in members) or values[lead]
        tasks.typed[heading] = text(list(values), tasks.typed[heading].type)
    due = tasks.typed["到期"].data
    source = np.arange(len(tasks))
    for lead, members in groups:
        source[lead] = min(
            (member for member in members if not np.isnat(due[member])), key=due.__getitem__, default=lead
        )
    for heading in ("到期", "按日", "状态"):
        tasks.typed[heading] = tasks.typed[heading].take(source)
    tasks.computed.clear()


def _joined(values: Iterable[str | None]) -> str:
    """What several cells say, each part once."""
    return "、".join(dict.fromkeys(part for value in values if value for part in value.split("、")))
