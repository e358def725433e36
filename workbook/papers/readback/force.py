"""Which days a rule's row is about, and whether two rows of one 编号 are about the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbook.rulebook.sorts.model import Rule


def from_when(rule: Rule) -> str:
    """Which days' rows are judged by it."""
    if rule.since and rule.until:
        return f"{dated(rule.since)}到{dated(rule.until)}（含）的事照这一行。"
    if rule.since:
        return f"{dated(rule.since)}起（含）的事照这一行。"
    return f"到{dated(rule.until)}（含）为止的事照这一行。" if rule.until else "不论哪天的事都照这一行，以前的也算。"


def span_of(rule: Rule) -> str:
    """The days a row is about, in a few words."""
    if rule.since and rule.until:
        return f"管{dated(rule.since)}到{dated(rule.until)}"
    if rule.since:
        return f"管{dated(rule.since)}起"
    return f"管到{dated(rule.until)}" if rule.until else "不论哪天都管"


def clash(rows: Sequence[Rule]) -> str:
    """Whether a day has two rows."""
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            first, last = (
                max(one.since or date.min, other.since or date.min),
                min(one.until or date.max, other.until or date.max),
            )
            if first <= last:
                return f"第 {one.place.row} 行和第 {other.place.row} 行管着同样的日子，一件事合了两行就算两行的。"
    return "一件事只照它那天的一行。"


def dated(day: date) -> str:
    """A day in full, with a blank before it."""
    return f" {day.year} 年 {day.month} 月 {day.day} 日"
