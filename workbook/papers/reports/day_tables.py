"""The tables of 日报: what is called today, what is owed, what this month's fines and awards are, with whose each row is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from workbook.papers.list.today import OWNER, dressed, owner_names
from workbook.papers.pages.masking import scrub
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import kind_of, values
from workbook.papers.pages.time_left import LEFT, dress
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.rules.facts.sides import awards
from workbook.rules.penalties.costs import costing
from workbook.rules.penalties.ledger import picked
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import says
from workbook.words.tongue import declared

FINES, AWARDS = declared("本月处罚"), declared("本月奖励")
OVERDUE, TODAY = declared("逾期的回访"), declared("今天的回访")
LISTED = ("客户编号", "客户名称", "主题", "联系方式", "到期", LEFT, "状态", OWNER)
OWED = ("事项", "客户名称", "到期", LEFT, OWNER)
FINED = ("日期", "员工编号", "事情", "金额", "处理", "状态", "申诉截止")


@dataclass(frozen=True)
class Part:
    """One table of the summary: rows with the person each belongs to."""

    title: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    owner: tuple[str, ...]
    level: str = ""
    left_out: int = 0

    @cached_property
    def covered(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as they travel: phone numbers in words are covered."""
        return tuple(tuple(scrub(cell) if isinstance(cell, str) else cell for cell in row) for row in self.rows)


def parts_of(day: Day) -> list[Part]:
    """The tables of the day that hold something."""
    return [part for part in (*_calls(day), _reminders(day), *_fines(day)) if part.rows]


def without_owner(part: Part) -> Part:
    """The table without the column that would name its reader on every row."""
    keep = [at for at, heading in enumerate(part.headings) if heading not in {OWNER, "姓名"}]
    rows = tuple(tuple(row[at] for at in keep) for row in part.rows)
    headings, kinds = (tuple(held[at] for at in keep) for held in (part.headings, part.kinds))
    return replace(part, headings=headings, kinds=kinds, rows=rows)


def _calls(day: Day) -> list[Part]:
    """今日清单: what is overdue first, in its own table."""
    frame = dressed(day)
    late = frame.typed["状态"].matching(lambda word: word == "逾期")
    return [
        _part(OVERDUE, Scope(day.world, View(frame, np.flatnonzero(late))), LISTED, level="逾期"),
        _part(TODAY, Scope(day.world, View(frame, np.flatnonzero(~late))), LISTED),
    ]


def _reminders(day: Day) -> Part:
    frame = day.reminders
    dress(day.world, frame)
    return _part(declared("要办的事"), Scope(day.world, View(frame, frame.all)), OWED)


def _fines(day: Day) -> list[Part]:
    """What counts in this month; awards are a table of their own."""
    frame = costing(day.sheet("处罚台账"))
    month = f"{day.world.today:%Y-%m}"
    this, given = frame.typed["账期"].matching(lambda period: period >= month), awards(frame)
    return [
        _part(title, Scope(day.world, whole(picked(frame, np.flatnonzero(this & mask)))), FINED, owner="员工编号")
        for title, mask in ((FINES, ~given), (AWARDS, given))
    ]


def _part(title: str, scope: Scope, headings: Sequence[str], *, owner: str = OWNER, level: str = "") -> Part:
    """Some columns of some rows, none of them secret; people by name."""
    kept = secret(scope.world, scope.rows.frame, scope.rows.at)
    scope = Scope(scope.world, scope.rows.pick(np.flatnonzero(~kept))) if kept.any() else scope
    vecs = [owner_names(scope, heading) if heading in {owner, OWNER} else scope.vec((heading,)) for heading in headings]
    keep = [at for at, vec in enumerate(vecs) if not vec.missing().all()]
    labels = tuple("姓名" if headings[at] == "员工编号" else headings[at] for at in keep)
    cells = [values(vecs[at]) for at in keep]
    owners = tuple(str(one or "") for one in says(scope.vec((owner,))).objects())
    kinds = tuple(kind_of(vecs[at].type) for at in keep)
    return Part(title, labels, kinds, tuple(zip(*cells, strict=True)), owners, level, int(kept.sum()))
