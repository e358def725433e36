"""日报: the day in one letter — everything for managers, for each adviser what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.papers.letters.letters import SHOWN_ROWS, Attachment, Letter, Section, letter
from workbook.papers.letters.outbox import Recipient, Share, shares
from workbook.papers.list.chains import running
from workbook.papers.list.metric_kinds import figure
from workbook.papers.list.problems import stops
from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.shown import fitted, said, values
from workbook.papers.reports.day_tables import AWARDS, FINES, OVERDUE, TODAY, Part, parts_of, without_owner
from workbook.papers.reports.decisions import chores, counts, decisions, of_office
from workbook.papers.reports.recipients import no_address, recipient
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Metric
from workbook.rules.facts.overseers import overseers
from workbook.rules.facts.people import STAFF
from workbook.rules.world.world import World
from workbook.words.money import exact
from workbook.words.tongue import WORD, declared, named, worded

Attach = Callable[[Sequence[Page]], bytes]
DAILY = "日报"
QUIET = "没事不发信"
NUMERIC = {"整数", "小数", "金额", "百分"}


@dataclass(frozen=True)
class _Told:
    """What the letters of the day are made of; what several read is found out once, for the first of them.

    `packed`: the workbooks by the rows they hold: all managers read the same.
    """

    day: Day
    parts: Sequence[Part]
    packed: dict[tuple[tuple[int, ...], ...], bytes] = field(default_factory=dict)

    @cached_property
    def plain(self) -> list[Part]:
        """The tables for somebody who reads only their own rows."""
        return [replace(without_owner(part), left_out=0) for part in self.parts]

    @cached_property
    def decisions(self) -> list[Section]:
        """What a manager must decide."""
        return decisions(self.day)

    @cached_property
    def metrics(self) -> list[Section]:
        """The totals of every metric."""
        return _metrics(self.day)

    @cached_property
    def figures(self) -> list[tuple[str, str]]:
        """The big numbers that are for managers: what runs on, and what is to be mended."""
        return [*running(self.day), (declared("要改的格"), str(stops(self.day)))]


def summaries(day: Day, templates: Mapping[str, str], attach: Attach | None = None) -> tuple[Letter, ...]:
    """A letter for each manager with everything, and for each adviser with only their own rows; its tables as a workbook."""
    parts = parts_of(day)
    told, heads = _Told(day, parts), managers(day)
    silent = is_quiet(day.world) and not parts and not told.decisions
    everything = [] if silent else [_reader(day, one, worded("您是主管，看全部的行")) for one in heads]
    owners = dict.fromkeys(one for part in parts for one in part.owner if one and one not in heads)
    own = {one: [_reader(day, one, worded("里面是归您的行"))] for one in owners}
    rows = pd.DataFrame({"人": [one for part in parts for one in part.owner]}, dtype="str")
    found = shares(
        rows,
        "人",
        everything=[one for one in everything if one.address],
        own={one: [reader for reader in readers if reader.address] for one, readers in own.items()},
    )
    return tuple(_letter(told, share, templates, attach) for share in found)


def is_quiet(world: World) -> bool:
    """Whether the office wants no letter that says nothing."""
    return world.book.value(QUIET) == "是"


def nobody(day: Day) -> str:
    """Why a day has no letter at all, and what to fill in so that there is one."""
    staff = day.world.frame(STAFF)
    if not len(staff):
        return worded("【员工】里还没有一行能用的。填全编号、姓名和岗位，再填邮箱。")
    if day.world.column(staff, "邮箱").missing().all():
        return worded("【员工】里没有一个人有邮箱。填上邮箱，至少填主管的。")
    if not any(recipient(day.world, one).address for one in managers(day)):
        return worded(
            "没有主管收日报，别人今天也没有自己的行。在【员工】里给主管填上岗位和邮箱，或在设置“日报收件”里写明谁收。"
        )
    return worded("今天没有要报的行。")


def managers(day: Day) -> list[str]:
    """Who reads everything."""
    return overseers(day.world)


def _reader(day: Day, number: str, why: str) -> Recipient:
    found = recipient(day.world, number, why)
    if not found.address:
        no_address(day.world, number, DAILY)
    return found


# -- the letter


def _letter(told: _Told, share: Share, templates: Mapping[str, str], attach: Attach | None) -> Letter:
    day, parts = told.day, told.parts
    sees_all = any(not value for value, _ in share.parts)
    mine = _mine(share, parts)
    shown = parts if sees_all else told.plain
    sections = [_section(part, own) for part, own in zip(shown, mine, strict=True) if own]
    files: tuple[Attachment, ...] = ()
    if attach and any(mine):
        which = tuple(map(tuple, mine))
        if which not in told.packed:
            told.packed[which] = attach([_page(part, own) for part, own in zip(parts, mine, strict=True) if own])
        files = (Attachment(f"{named(DAILY, WORD)} {day.world.today}.xlsx", told.packed[which]),)
    head = Section("", figures=(*_figures(parts, mine), *(told.figures if sees_all else ())))
    subject = f"{named(DAILY, WORD)} {day.world.today}"
    if sees_all:
        sections = [*told.decisions, *sections, *told.metrics]
        subject += counts(day, told.decisions)
    else:
        late, today = _calls(parts, mine)
        subject += of_office(day, (), late, late + today or None, chores(day, share.recipient.id))
    return letter(
        [head, *sections],
        templates=templates,
        report=DAILY,
        day=day.world.today,
        address=share.recipient.address,
        name=share.recipient.name,
        person=share.recipient.id,
        subject=subject,
        why=share.recipient.why,
        counted=[worded("比率写作 分子/分母 · 结果；分母是 0 写“无”")] if sees_all else [],
        attachments=files,
    )


def _mine(share: Share, parts: Sequence[Part]) -> list[list[int]]:
    """Which rows of each table are this reader's."""
    held = [rows.index.to_numpy(np.int64) for _, rows in share.parts]
    rows = np.unique(np.concatenate(held)) if held else np.empty(0, np.int64)
    ends = np.cumsum([len(part.rows) for part in parts])
    cut = np.split(rows, np.searchsorted(rows, ends[:-1])) if len(ends) else []
    return [(held - end + len(part.rows)).tolist() for held, end, part in zip(cut, ends, parts, strict=True)]


def _page(part: Part, rows: Sequence[int]) -> Page:
    """A table as a sheet of the workbook that travels along; phone numbers in it are covered like those of the letter."""
    cells = tuple(part.covered[at] for at in rows)
    fields = tuple(
        Field(heading, kind, 16 if kind == "文本" else fitted(heading, kind, [line[at] for line in cells]))
        for at, (heading, kind) in enumerate(zip(part.headings, part.kinds, strict=True))
    )
    return Page(
        worded(part.title), fields, cells, marks=tuple((at, part.level) for at in range(len(rows)) if part.level)
    )


def _section(part: Part, rows: Sequence[int]) -> Section:
    shown = rows[:SHOWN_ROWS]
    body = tuple(tuple(said(cell, kind) for cell, kind in zip(part.rows[at], part.kinds, strict=True)) for at in shown)
    numeric = frozenset(at for at, kind in enumerate(part.kinds) if kind in NUMERIC)
    rest = len(rows) - SHOWN_ROWS
    note = worded("只列前 {most} 行，其余 {rest} 行在工作簿里。", most=SHOWN_ROWS, rest=rest) if rest > 0 else ""
    return Section(part.title, note, part.headings, body, numeric, level=part.level, left_out=part.left_out)


def _calls(parts: Sequence[Part], mine: Sequence[Sequence[int]]) -> tuple[int, int]:
    """How many calls a reader has that are late, and how many others today."""
    held = {part.title: len(own) for part, own in zip(parts, mine, strict=True)}
    return held.get(OVERDUE, 0), held.get(TODAY, 0)


def _figures(parts: Sequence[Part], mine: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
    """The big numbers: calls, overdue ones, fines."""
    held = {part.title: [part.rows[at] for at in own] for part, own in zip(parts, mine, strict=True)}
    late, today = _calls(parts, mine)
    found = [(declared("今日清单"), str(late + today)), (declared("其中逾期"), str(late))]
    for title in (FINES, AWARDS):
        if lines := held.get(title):
            headings = next(part.headings for part in parts if part.title == title)
            at = headings.index("金额") if "金额" in headings else -1
            total = sum((exact(str(row[at])) for row in lines if at >= 0 and row[at] is not None), exact(0))
            found.append((title, worded("{count} 笔 · {total}", count=len(lines), total=said(total, "金额"))))
    return found


def _metrics(day: Day) -> list[Section]:
    """The totals of every metric in its running period."""
    rules = {rule.id: rule for rule in day.world.book.all(Metric)}
    if not rules:
        return []
    frame = day.sheet("指标结果")
    ids, periods, groups = (frame.typed[heading].objects() for heading in ("编号", "期", "分组"))
    columns = [values(frame.typed[heading]) for heading in ("分子", "分母", "值")]
    newest = {str(one): periods[at] for at, one in enumerate(ids)}
    rows: list[tuple[str, ...]] = []
    for at in range(len(frame)):
        rule = rules[str(ids[at])]
        if groups[at] == "合计" and periods[at] == newest[rule.id]:
            rows.append(
                (rule.name or rule.id, str(periods[at]), figure(day, rule, *(column[at] for column in columns)))
            )
    return [Section(declared("指标"), "", ("名称", "期", "结果"), tuple(rows), frozenset({2}))]
