"""A changed row whose tests hold for no row of this workbook, and which of them it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from workbook.papers.readback.changed import Change
from workbook.papers.reports.reports import source_of
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.lint.says import note
from workbook.rulebook.sorts.model import Check, Decide, Duty, Metric, Quota, Report, Rule, Sample, Spawn
from workbook.rules.facts.holds import holds
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.words.issues import Issue


def never(day: Day, made: Iterable[Change]) -> Iterable[Issue]:
    """A note at each row whose 若 was changed, or that is new, and that no row meets."""
    places = {change.row.place for change in made if any(one.partition("·")[0] == "若" for one in change.differs)}
    for rules in day.world.book.rules.values():
        for rule in rules:
            if rule.place in places and (why := day.world.attempt(rule, partial(_why, day, rule), "")):
                hint = "核对这几个词和列；以后才会有这样的行，不用改。"
                yield note(rule, "若", why, hint)


def _why(day: Day, rule: Rule) -> str:
    """Which test no row meets; nothing where some row meets them all, or there is no row at all."""
    found = _tested(day, rule)
    if found is None or not len(found[0]):
        return ""
    frame, when = found
    scope = Scope(day.world, whole(frame))
    if when.always or holds(when, scope).any():
        return ""
    alone = [
        f"{'.'.join(clause.path)}: {clause.test.text}"
        for clause in when.clauses()
        if not holds(Condition(((clause,),)), scope).any()
    ]
    which = f"“{alone[0]}”一行也没有" if alone else "几条各有行，合起来一行也没有"
    return f"【{frame.name}】现在的 {len(frame)} 行没有一行符合，{which}"


def _tested(day: Day, rule: Rule) -> tuple[Frame, Condition] | None:
    """The rows that a rule's 若 tests."""
    match rule:
        case Duty() | Spawn():
            return day.world.frame(rule.source), rule.when
        case Quota():
            return day.world.frame(rule.counted), rule.when
        case Sample():
            return day.world.frame(rule.population), rule.when
        case Check() | Decide() | Metric():
            return day.world.frame(rule.sheet), rule.when
        case Report():
            return source_of(day, rule), rule.when
    return None
