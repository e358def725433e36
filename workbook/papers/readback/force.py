"""Which days a rule's row is about, and whether two rows of one 编号 are about the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbook.rulebook.sorts.model import (
    Assign,
    Duty,
    Flow,
    Limit,
    Outcome,
    Question,
    Quota,
    Report,
    Rule,
    Sample,
    Sanction,
    Script,
    Spawn,
)
from workbook.words.tongue import worded

FROM_NOW = (Limit, Assign, Flow, Report, Outcome, Script, Question)
"""Sorts that no row of the past is judged by."""
BY_DAY = (Duty, Quota, Sample, Sanction, Spawn)


def from_when(rule: Rule, pause: str = "") -> str:
    """Which days' rows are judged by it; of a pause, that what happens in it is never asked for."""
    if pause:
        after = worded("这几天里发生的事以后也不补，以前发生的仍列。") if isinstance(rule, Duty) else ""
        return worded("{pause} 这几天不算，别的日子照旧。{after}", pause=pause, after=after)
    if rule.since and rule.until:
        return worded("{dated}到{dated2}（含）的事照这一行。", dated=dated(rule.since), dated2=dated(rule.until))
    if rule.since:
        return worded("{dated}起（含）的事照这一行。", dated=dated(rule.since))
    if rule.until:
        return worded("到{dated}（含）为止的事照这一行。", dated=dated(rule.until))
    if isinstance(rule, FROM_NOW):
        return worded("下次运行起就照这一行。")
    return worded("不论哪天的事都照这一行，以前的也算。") if isinstance(rule, BY_DAY) else worded("以前的行也照它算。")


def span_of(rule: Rule) -> str:
    """The days a row is about, in a few words."""
    if rule.since and rule.until:
        return worded("管{dated}到{dated2}", dated=dated(rule.since), dated2=dated(rule.until))
    if rule.since:
        return worded("管{dated}起", dated=dated(rule.since))
    return worded("管到{dated}", dated=dated(rule.until)) if rule.until else worded("不论哪天都管")


def clash(rows: Sequence[Rule]) -> str:
    """Whether a day has two rows."""
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            first, last = (
                max(one.since or date.min, other.since or date.min),
                min(one.until or date.max, other.until or date.max),
            )
            if first <= last:
                return worded("日子重合的几行各照自己的“若”，一件事合了两行就算两次。")
    return worded("一件事只照它那天的一行。")


def dated(day: date) -> str:
    """A day in full, with a blank before it."""
    return worded(" {year} 年 {month} 月 {day} 日", year=day.year, month=day.month, day=day.day)
