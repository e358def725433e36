"""报告: rows on a carrier, for somebody, at a time (rule-language §3.19)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import numpy as np

from workbook.papers.list.today import LIST, dressed
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import said, values
from workbook.papers.pages.time_left import LEFT, dress
from workbook.papers.reports import report_letters
from workbook.papers.reports.blocks import blocks
from workbook.papers.reports.columns import REASON, people, reasons, table
from workbook.papers.reports.covered import covered
from workbook.papers.reports.figures import told_days
from workbook.papers.reports.finished import Group, ReportColumn, ReportResult, named
from workbook.papers.reports.held_back import held_back, kept_rows
from workbook.papers.reports.pages import called, report_page, report_pages
from workbook.papers.reports.recipients import own_counts, readers
from workbook.papers.reports.sending_days import due_on, is_always, is_late, missed_on, turn_of
from workbook.papers.reports.sums import sums
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import OUTSIDES, leaves, secret, unsealed
from workbook.papers.scripts.scripts import spoken
from workbook.rulebook.cells.notations import Order
from workbook.rulebook.cells.rules_asked import words_asked
from workbook.rulebook.sorts.model import Report, Script
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import sorted_by
from workbook.rules.facts.sides import awards, mixed
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import Mask, Positions, says

__all__ = ["ReportResult", "letters", "report_page", "report_pages", "reports"]

CARRIERS = ("表", "记录表", "台账", "邮件", "文件", "名单")
REMINDERS = "提醒"
LAYOUTS = (LIST, "未入选说明")
LEDGER, METRICS, CHECKED = "处罚台账", "指标结果", "检查结果"
letters = report_letters.letters


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: the rule, its day, and the keys of new rows for 即时 (None: every row counts as new).

    Shapes:
        by: the moment at which it leaves, where that is another than the day's own (次日 9:00).
    """

    rule: Report
    on: date
    fresh: Collection[str] | None = None
    leaves: bool = False
    by: datetime | None = None

    @property
    def goes_out(self) -> bool:
        """Whether it is shown outside the workbook, by itself or inside another report."""
        return self.leaves or leaves(self.rule)


def reports(
    day: Day,
    *,
    carriers: Sequence[str] = CARRIERS,
    fresh: Mapping[str, Collection[str]] | None = None,
    since: date | None = None,
    only: Collection[str] | None = None,
    among: Collection[str] | None = None,
    by: datetime | None = None,
) -> tuple[ReportResult, ...]:
    """Every report that is due now, in the order of the rulebook.

    Shapes:
        fresh: sheet → keys of the rows that came since the last run, for 即时 reports; None: every row is new, and it
            is the outbox that keeps a letter from leaving twice.
        since: the day of the last run; what fell due between then and today is made up for.
        only: the numbers of the reports that are asked for, due or not; None: all of them.
        among: the numbers of those that are looked at, if they are due; None: all of them.
        by: the moment at which they leave, where that is another than the day's own.
    """
    prepare(day)
    found: list[ReportResult] = []
    for rule in day.world.book.all(Report):
        if rule.carrier not in carriers or rule.id in LAYOUTS or (only is not None and rule.id not in only):
            continue
        if among is not None and rule.id not in among:
            continue
        on = due_on(day.world, rule, since, waits=only is None)
        if on is not None:
            new = (fresh or {}).get(rule.source, () if fresh is not None else None) if rule.at_once else None
            made = day.world.attempt(rule, partial(result, day, Due(rule, on, new, by=by)), None)
            found += [made] if made is not None and made.columns else []  # columns that aren't there are issues
    return tuple(found)


def prepare(day: Day) -> None:
    """Today's list takes its place among the sheets, so that metrics and reports read it and not yesterday's."""
    day.world.sheets[(LIST, None)] = dressed(day)


def missed(day: Day, since: datetime, carriers: Sequence[str]) -> dict[tuple[date, bool], list[str]]:
    """The reports of a day before today that are to leave now, by that day and whether they are late.

    One whose day is today isn't missed. One that leaves on the day after its own (何时: 次日 9:00) isn't late that day.

    Shapes:
        since: when letters were last on their way, on a day before today.
    """
    found: dict[tuple[date, bool], list[str]] = {}
    for rule in day.world.book.all(Report):
        if rule.carrier in carriers and not is_always(rule) and not rule.at_once:
            for on in missed_on(day.world, rule, since):
                found.setdefault((on, is_late(day.world, rule, on)), []).append(rule.id)
    return dict(sorted(found.items()))


def source_of(day: Day, rule: Report) -> Frame:
    """The sheet a report reads, as it counts now."""
    if rule.source == CHECKED:
        return day.checked(only_failed=words_asked(rule.when, "通过") == {"否"})
    if rule.source in {LIST, REMINDERS, "未入选说明", "历史"} or rule.source.startswith("名单"):
        if rule.source == REMINDERS and LEFT not in day.reminders.typed:
            dress(day.world, day.reminders)
        return dressed(day) if rule.source == LIST else day.sheet(rule.source)
    return day.world.frame(LEDGER) if rule.source == LEDGER else asked(day.world, rule.source, rule.when)


def result(day: Day, due: Due, within: tuple[str, ...] = ()) -> ReportResult:
    """One report. `within` names the reports it stands in.

    Raises:
        Unknown, NotUnderstood, Cycle: the rule can't be followed.
    """
    rule, world = due.rule, day.world
    frame = source_of(day, rule)
    rows, out, withheld = _rows(day, due, frame)
    scope = Scope(world, View(frame, rows))
    made = table(day, rule, scope)
    columns, cells, dropped = covered(made, rule.outside, people(scope))
    staff = world.frame("员工")
    names = dict(zip(staff.key().objects().tolist(), world.column(staff, "姓名").objects().tolist(), strict=True))
    given = tuple(awards(frame)[rows].tolist()) if frame.name == LEDGER and mixed(world, rule.when) else ()
    marked, mark = _marked(rule, scope)
    return ReportResult(
        rule=rule,
        title=rule.name or rule.id,
        called=called(world.book.all(Report)).get(rule.id, ""),
        on=due.on,
        turn=turn_of(world, rule, due.on, due.by or world.now) if len(rule.times) > 1 else "",
        days=told_days(world, rule.when),
        columns=columns,
        cells=tuple(cells),
        keys=tuple(map(str, frame.key().take(rows).objects().tolist())),
        reasons=() if REASON in rule.columns else tuple(word or "" for word in reasons(day, scope)),
        parts=tuple(said(part) for part in values(says(scope.vec(rule.split)))) if rule.split else (),
        groups=_groups(rule, scope, (columns, cells, given), names),
        awards=given,
        blocks=blocks(day, rule, View(frame, rows), lambda other: _other(day, due, other, within)),
        readers=readers(day, rule, scope),
        left_out=len(out),
        left_out_of=own_counts(day, rule, Scope(world, View(frame, out))) if len(out) else (),
        withheld=withheld,
        held=held_back(day, rule, frame, rows),
        marks=tuple((int(at), mark) for at in np.flatnonzero(marked)),
        dropped=dropped,
        script=_script(day, rule, frame, rows),
        names=tuple((str(number), str(name)) for number, name in names.items() if number and name),
    )


def _marked(rule: Report, scope: Scope) -> tuple[Mask, str]:
    """The rows to be marked and with what: by 标记若, else in red the numbers below their target."""
    if rule.mark_when is not None:
        return holds(rule.mark_when, scope), rule.mark or "标记"
    if rule.source == METRICS:
        return scope.vec(("达标",)).matching(lambda met: met == "否"), rule.mark or "红"
    return np.zeros(len(scope), dtype=bool), ""


def _rows(day: Day, due: Due, frame: Frame) -> tuple[Positions, Positions, tuple[str, ...]]:
    """The rows that are shown, in order; those that 剔除若 leaves out; a sentence for each that 须 keeps back."""
    rule, world = due.rule, day.world
    scope = Scope(world, whole(frame))
    hit = holds(rule.when, scope)
    if due.fresh is not None:
        known = set(due.fresh)
        hit &= frame.key().matching(lambda key: key in known)
    if frame.name == LEDGER and rule.source == LEDGER:
        hit &= ~frame.typed["行键"].missing()
    out = holds(rule.withhold, scope) & hit if rule.withhold is not None else np.zeros(len(frame), dtype=bool)
    if due.goes_out:
        out |= secret(world, frame, frame.all) & hit
    rows = np.flatnonzero(hit & ~out)
    rows, withheld = kept_rows(day, rule, frame, rows)
    order = (
        *([Order(rule.split)] if rule.split else []),
        *(Order(path) for path in rule.by),
        *rule.sort,
    )
    if order:
        rows = rows[sorted_by(world, View(frame, rows), order)]
    return rows, np.flatnonzero(out), withheld


def _groups(
    rule: Report,
    scope: Scope,
    made: tuple[Sequence[ReportColumn], Sequence[Sequence[Value]], Sequence[bool]],
    names: Mapping[str, str],
) -> tuple[Group, ...]:
    """Runs of rows with one value in 分组, each counted, with the sums of money and quantities."""
    if not rule.by or not len(scope):
        return ()
    columns, cells, given = made
    heads = []
    for vec in map(scope.vec, rule.by):
        held, people = values(vec), vec.type.target == "员工"
        told = {one: named(str(one), names) if one and people else said(one) for one in set(held)}
        heads.append([told[one] for one in held])
    labels = ["·".join(part or "（空）" for part in parts) for parts in zip(*heads, strict=True)]
    starts = [at for at in range(len(labels)) if not at or labels[at] != labels[at - 1]]
    ends = [*starts[1:], len(labels)]
    return tuple(
        Group(
            labels[first], first, last - first, *sums(columns, [held[first:last] for held in cells], given[first:last])
        )
        for first, last in zip(starts, ends, strict=True)
    )


def _other(day: Day, due: Due, other: str, within: tuple[str, ...]) -> ReportResult | None:
    """A report that stands inside this one; None when there is none of that 编号, or it is this one."""
    inside = (*within, due.rule.id)
    rule = next((one for one in day.world.book.all(Report) if one.id == other and other not in inside), None)
    if rule is None:
        return None
    outside = max(rule.outside, due.rule.outside, key=OUTSIDES.index)
    return result(day, Due(replace(rule, outside=outside), due.on, leaves=due.goes_out), inside)


def _script(day: Day, rule: Report, frame: Frame, rows: Positions) -> tuple[str, str]:
    """Subject and body of 话术: the name of the script, and its text filled for the first row."""
    scripts = [one for one in day.world.book.all(Script) if one.id == rule.script]
    if not scripts:
        return "", ""
    if rule.outside != "内部" and not unsealed(day.world, frame, [rule.script], rule.outside):
        return scripts[0].name, ""
    if len(rows):
        text = spoken(day.world, frame, int(rows[0]), [rule.script]).text
    else:
        now = next((one.text for one in scripts if one.is_in_force(day.world.today)), "")
        text = now if "{" not in now else ""
    return scripts[0].name, text
