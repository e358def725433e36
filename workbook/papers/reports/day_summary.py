"""日报: the day in one letter — everything for managers, for each adviser what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbook.papers.letters.letters import SHOWN_ROWS, Attachment, Letter, Section, letter
from workbook.papers.letters.outbox import Recipient, Share, shares
from workbook.papers.list.chains import running
from workbook.papers.list.ledgers import figure
from workbook.papers.list.problems import stops
from workbook.papers.list.today import OWNER, dressed, owner_names
from workbook.papers.pages.masking import scrub
from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.pages.shown import kind_of, said, values
from workbook.papers.pages.time_left import LEFT, dress
from workbook.papers.reports.decisions import counts, decisions
from workbook.papers.reports.recipients import no_address, recipient
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.rulebook.cells.notations import choices
from workbook.rulebook.sorts.model import Metric
from workbook.rules.facts.people import STAFF
from workbook.rules.facts.people import people as people_of
from workbook.rules.facts.sides import awards
from workbook.rules.penalties.ledger import picked
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.money import exact

Attach = Callable[[Sequence[Page]], bytes]
DAILY, FINES, AWARDS = "日报", "本月处罚", "本月奖励"
SETTING = "日报收件"
HEADS = ("主管", "经理", "负责人", "总监")
LISTED = ("客户编号", "客户名称", "主题", "联系方式", "到期", LEFT, "状态", OWNER)
QUIET = "没事不发信"
OWED = ("事项", "客户名称", "到期", LEFT, OWNER)
FINED = ("日期", "员工编号", "事情", "金额", "处理", "状态", "申诉截止")
NUMERIC = {"整数", "小数", "金额", "百分"}


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the summary: rows with the person each belongs to."""

    title: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    owner: tuple[str, ...]
    level: str = ""
    left_out: int = 0


def summaries(day: Day, templates: Mapping[str, str], attach: Attach | None = None) -> tuple[Letter, ...]:
    """A letter for each manager with everything, and for each adviser with only their own rows; its tables as a workbook."""
    parts = parts_of(day)
    heads = managers(day)
    silent = is_quiet(day.world) and not parts and not decisions(day)
    everything = [] if silent else [_reader(day, one, "您是主管，看全部的行") for one in heads]
    owners = dict.fromkeys(one for part in parts for one in part.owner if one and one not in heads)
    own = {one: [_reader(day, one, "里面是归您的行")] for one in owners}
    rows = pd.DataFrame({"人": [one for part in parts for one in part.owner]}, dtype="str")
    found = shares(
        rows,
        "人",
        everything=[one for one in everything if one.address],
        own={one: [reader for reader in readers if reader.address] for one, readers in own.items()},
    )
    plain = [replace(_without_owner(part), left_out=0) for part in parts]
    return tuple(_letter(day, share, (parts, plain), templates, attach) for share in found)


def is_quiet(world: World) -> bool:
    """Whether the office wants no letter that says nothing."""
    return world.book.value(QUIET) == "是"


def parts_of(day: Day) -> list[Part]:
    """The tables of the day that hold something."""
    return [part for part in (*_calls(day), _reminders(day), *_fines(day)) if part.rows]


def nobody(day: Day) -> str:
    """Why a day has no letter at all, and what to fill in so that there is one."""
    staff = day.world.frame(STAFF)
    if not len(staff):
        return "【员工】里还没有一行能用的。填全编号、姓名和岗位，再填邮箱。"
    if day.world.column(staff, "邮箱").missing().all():
        return "【员工】里没有一个人有邮箱。填上邮箱，至少填主管的。"
    if not any(recipient(day.world, one).address for one in managers(day)):
        return (
            "没有主管收日报，别人今天也没有自己的行。在【员工】里给主管填上岗位和邮箱，或在设置“日报收件”里写明谁收。"
        )
    return "今天没有要报的行。"


def managers(day: Day) -> list[str]:
    """Who reads everything: setting 日报收件, else whoever heads a post or leads somebody."""
    world = day.world
    staff = world.frame(STAFF)
    written = world.book.value(SETTING)
    if written and len(staff):
        one = Scope(world, View(staff, np.zeros(1, dtype=np.int64)))
        held = people_of(world, choices(written), one, first=False).objects()[0]
        return str(held).split("、") if held else []
    posts, ids = says(world.column(staff, "岗位")).objects(), staff.key().objects()
    left = world.column(staff, "离职日").data < np.datetime64(world.today, "us")
    leaders = set(world.column(staff, "组长").objects()) - {None}
    return [
        str(ids[at])
        for at in range(len(staff))
        if ids[at] is not None and not left[at] and (ids[at] in leaders or _heads(posts[at] or ""))
    ]


def _heads(posts: str) -> bool:
    return any(word in posts for word in HEADS)


def _reader(day: Day, number: str, why: str) -> Recipient:
    found = recipient(day.world, number, why)
    if not found.address:
        no_address(day.world, number, DAILY)
    return found


# -- the tables


def _calls(day: Day) -> list[Part]:
    """今日清单: what is overdue first, in its own table."""
    frame = dressed(day)
    late = frame.typed["状态"].matching(lambda word: word == "逾期")
    return [
        _part("逾期的回访", Scope(day.world, View(frame, np.flatnonzero(late))), LISTED, level="逾期"),
        _part("今天的回访", Scope(day.world, View(frame, np.flatnonzero(~late))), LISTED),
    ]


def _reminders(day: Day) -> Part:
    frame = day.reminders
    dress(day.world, frame)
    return _part("要办的事", Scope(day.world, View(frame, frame.all)), OWED)


def _fines(day: Day) -> list[Part]:
    """What counts in this month; awards are a table of their own."""
    frame = day.sheet("处罚台账")
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


# -- the letter


def _letter(
    day: Day,
    share: Share,
    both: tuple[Sequence[Part], Sequence[Part]],
    templates: Mapping[str, str],
    attach: Attach | None,
) -> Letter:
    parts, plain = both
    sees_all = any(not value for value, _ in share.parts)
    mine = _mine(share, parts)
    sections, pages = [], []
    for part, without_owner, own in zip(parts, plain, mine, strict=True):
        if own:
            sections.append(_section(part if sees_all else without_owner, own))
            pages.append(_page(part, own))
    files = (Attachment(f"{DAILY} {day.world.today}.xlsx", attach(pages)),) if attach and pages else ()
    head = Section("", figures=tuple(_figures(day, parts, mine, sees_all=sees_all)))
    subject = f"{DAILY} {day.world.today}"
    if sees_all:
        first = decisions(day)
        sections = [*first, *sections, *_metrics(day)]
        subject += counts(day, first)
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
        counted=["比率写作 分子/分母 · 结果；分母是 0 写“无”"] if sees_all else [],
        attachments=files,
    )


def _mine(share: Share, parts: Sequence[Part]) -> list[list[int]]:
    """Which rows of each table are this reader's."""
    rows = np.unique([at for _, rows in share.parts for at in rows.index]).astype(np.int64)
    ends = np.cumsum([len(part.rows) for part in parts])
    cut = np.split(rows, np.searchsorted(rows, ends[:-1])) if len(ends) else []
    return [(held - end + len(part.rows)).tolist() for held, end, part in zip(cut, ends, parts, strict=True)]


def _page(part: Part, rows: Sequence[int]) -> Page:
    """A table as a sheet of the workbook that travels along; phone numbers in it are covered like those of the letter."""
    fields = tuple(
        Field(heading, kind, 16 if kind == "文本" else 12)
        for heading, kind in zip(part.headings, part.kinds, strict=True)
    )
    cells = tuple(tuple(scrub(cell) if isinstance(cell, str) else cell for cell in part.rows[at]) for at in rows)
    return Page(part.title, fields, cells, marks=tuple((at, part.level) for at in range(len(rows)) if part.level))


def _without_owner(part: Part) -> Part:
    """The table without the column that would name its reader on every row."""
    keep = [at for at, heading in enumerate(part.headings) if heading not in {OWNER, "姓名"}]
    rows = tuple(tuple(row[at] for at in keep) for row in part.rows)
    headings, kinds = (tuple(held[at] for at in keep) for held in (part.headings, part.kinds))
    return replace(part, headings=headings, kinds=kinds, rows=rows)


def _section(part: Part, rows: Sequence[int]) -> Section:
    shown = rows[:SHOWN_ROWS]
    body = tuple(tuple(said(cell, kind) for cell, kind in zip(part.rows[at], part.kinds, strict=True)) for at in shown)
    numeric = frozenset(at for at, kind in enumerate(part.kinds) if kind in NUMERIC)
    note = f"只列前 {SHOWN_ROWS} 行，其余 {len(rows) - SHOWN_ROWS} 行在工作簿里。" if len(rows) > SHOWN_ROWS else ""
    return Section(part.title, note, part.headings, body, numeric, level=part.level, left_out=part.left_out)


def _figures(
    day: Day, parts: Sequence[Part], mine: Sequence[Sequence[int]], *, sees_all: bool
) -> list[tuple[str, str]]:
    """The big numbers: calls, overdue ones, fines; for managers what is to be mended too."""
    held = {part.title: [part.rows[at] for at in own] for part, own in zip(parts, mine, strict=True)}
    late, today = (len(held.get(title, ())) for title in ("逾期的回访", "今天的回访"))
    found = [("今日清单", str(late + today)), ("其中逾期", str(late))]
    for title in (FINES, AWARDS):
        if lines := held.get(title):
            headings = next(part.headings for part in parts if part.title == title)
            at = headings.index("金额") if "金额" in headings else -1
            total = sum((exact(str(row[at])) for row in lines if at >= 0 and row[at] is not None), exact(0))
            found.append((title, f"{len(lines)} 笔 · {said(total, '金额')}"))
    if sees_all:
        found += running(day)
        found.append(("要改的格", str(stops(day))))
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
            rows.append((rule.name or rule.id, str(periods[at]), figure(rule, *(column[at] for column in columns))))
    return [Section("指标", "", ("名称", "期", "结果"), tuple(rows), frozenset({2}))]
