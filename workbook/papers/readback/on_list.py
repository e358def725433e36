"""Rules about today's list on a row of it: who is held back and till when, who got what, what a report holds."""

from __future__ import annotations

from datetime import date

import numpy as np

from workbook.papers.pages.shown import values
from workbook.papers.readback.cases import Case, cells, moment, person, word
from workbook.papers.reports.reports import source_of
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Assign, Limit, Outcome, Report
from workbook.rules.facts.holds import holds
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import says
from workbook.words.tongue import declared, worded

NOBODY = declared("今天的任务没有一件碰上")


def limited(day: Day, rule: Limit, of: Case | None) -> Case | None:
    """A task of today that the limit holds back, or the minute that it was moved to."""
    if rule.type == "时段":
        return _timed(day, rule, of)
    if rule.type == "改道":
        return _diverted(day, rule, of)
    sieve = day.worklist.sieve
    rows = [row for row in range(len(sieve.tasks)) if rule.id and rule.id in str(sieve.rule[row]).split("、")]
    if of is not None:
        return None
    if not rows:
        return Case(count=len(rows), none=worded(NOBODY))
    row = rows[0]
    who, what = word(sieve.tasks, row, "客户编号"), word(sieve.tasks, row, "主题")
    next_on = values_of(sieve.next_on[row])
    later = worded("，下次 {moment}", moment=moment(next_on, day.world.today)) if next_on is not None else ""
    result = worded("今天不联系（{reason}）{later}", reason=sieve.reason[row], later=later)
    return Case(who, worded("{who} 的“{what}”", who=who, what=what), result, count=len(rows))


def _diverted(day: Day, rule: Limit, of: Case | None) -> Case | None:
    """A task of today that goes another way, whether or not it stays on the list."""
    sieve = day.worklist.sieve
    mark = worded("改道：{note}", note=rule.note or rule.name or rule.divert)
    rows = [row for row, notes in enumerate(sieve.notes) if mark in notes]
    if of is not None:
        return None
    if not rows:
        return Case(none=worded(NOBODY))
    who, what = word(sieve.tasks, rows[0], "客户编号"), word(sieve.tasks, rows[0], "主题")
    way = (
        worded("列进【{divert}】", divert=rule.divert)
        if rule.divert.startswith("名单")
        else worded("改用{divert}", divert=rule.divert)
    )
    return Case(who, worded("{who} 的“{what}”", who=who, what=what), way, count=len(rows))


def _timed(day: Day, rule: Limit, of: Case | None) -> Case | None:
    frame = day.listed
    hit = np.flatnonzero(holds(rule.when, Scope(day.world, whole(frame)))) if len(frame) else np.array([], dtype=int)
    tasks = {word(frame, row, "任务编号"): row for row in hit.tolist() if word(frame, row, "计划时间")}
    key = of.key if of is not None else next(iter(tasks), "")
    if key not in tasks:
        return None if of is not None else Case(none=worded(NOBODY))
    row = tasks[key]
    at = moment(cells(frame, row)("计划时间"), day.world.today)
    about = worded("{word} 的“{word2}”", word=word(frame, row, "客户编号"), word2=word(frame, row, "主题"))
    return Case(key, about, worded("{at} 联系", at=at), count=len(tasks))


def values_of(at: np.datetime64) -> date | None:
    """A day out of a cell of an array; None where it is empty."""
    found: date | None = None if np.isnat(at) else at.astype("datetime64[D]").item()
    return found


def assigned(day: Day, rule: Assign, of: Case | None) -> Case | None:
    """A task, or a row whose owner nobody typed, that comes to this row of 分派, and who has it."""
    if of is not None:
        return None
    sheet, _, heading = rule.target.partition(".")
    tasks = rule.target == "任务"
    frame = day.listed if tasks else day.world.frame(sheet)
    scope = Scope(day.world, whole(frame))
    left = np.ones(len(frame), dtype=bool)
    if not tasks and heading in frame.typed:
        left &= frame.typed[heading].missing()
    for other in day.world.book.all(Assign):
        if other.place == rule.place:
            break
        if other.target == rule.target:
            left &= ~holds(other.when, scope)
    hit = np.flatnonzero(holds(rule.when, scope) & left)
    if not len(hit):
        return Case(none=worded("今天没有这样的任务") if tasks else worded("现在没有一行要由它来派"))
    row = int(hit[0])
    if tasks:
        about, owner = (
            worded("{word} 的“{word2}”", word=word(frame, row, "客户编号"), word2=word(frame, row, "主题")),
            word(frame, row, "责任人"),
        )
    else:
        about = str(says(frame.key()).objects()[row])
        owner = str(values(day.world.column(frame, heading).take(np.array([row])))[0] or "")
    return Case(
        about, about, worded("归{person}", person=person(day, owner)) if owner else worded("没有人接"), count=len(hit)
    )


def outcome(day: Day, rule: Outcome, of: Case | None) -> Case | None:
    """How many records say this result."""
    frame = day.world.frame("回访记录")
    rows = np.flatnonzero(says(day.world.column(frame, "结果代码")).matching(lambda one: one == rule.id))
    if of is not None:
        return None
    if not len(rows):
        return Case(none=worded("【回访记录】里现在没有这个结果"))
    row = int(rows[-1])
    about = f"{word(frame, row, '客户编号')} {word(frame, row, '回访时间')}"
    return Case(str(row), about, worded("算{counts_as}", counts_as=rule.counts_as), count=len(rows))


def reported(day: Day, rule: Report, _: Case | None) -> Case:
    """How many rows the report holds now, and the first."""
    frame = source_of(day, rule)
    hit = holds(rule.when, Scope(day.world, whole(frame))) if len(frame) else np.zeros(0, dtype=bool)
    if rule.withhold is not None and len(frame):
        hit &= ~holds(rule.withhold, Scope(day.world, whole(frame)))
    rows = np.flatnonzero(hit)
    if not len(rows):
        return Case(none=worded("现在没有一行可列"))
    first = word(frame, int(rows[0]), "客户编号") or str(says(frame.key()).objects()[int(rows[0])])
    return Case("全部", "现在", worded("列 {count} 行", count=len(rows)), worded("头一行是 {first}", first=first), 1)
