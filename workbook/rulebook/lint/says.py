"""How lint says what it found: the rule's name, the cell, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.sorts.model import Derive, Question, Rule
from workbook.words.issues import Issue, Kind, issue


def called(rule: Rule) -> str:
    """What people call a rule: its 编号, or the column it fills, or its form and question."""
    if isinstance(rule, Derive):
        return f"{rule.sheet}.{rule.column}"
    if isinstance(rule, Question):
        return f"{rule.form}.{rule.question}"
    return rule.id or rule.name or rule.place.sheet


def doubt(rule: Rule, heading: str, why: str, hint: str) -> Issue:
    """疑: the rule can be used and hardly means what it says."""
    return issue(Kind.LINT, rule.at(heading), rule=called(rule), why=why, hint=hint)


def note(rule: Rule, heading: str, why: str, hint: str) -> Issue:
    """注: right as it stands, worth a look."""
    return issue(Kind.LINT_NOTE, rule.at(heading), rule=called(rule), why=why, hint=hint)


def lacking(rule: Rule, heading: str, hint: str) -> Issue:
    """停: the rule can't be computed without this cell."""
    return issue(Kind.RULE_VALUE_MISSING, rule.at(heading), rule=called(rule), heading=heading, hint=hint)


def misread(rule: Rule, heading: str, value: object, hint: str) -> Issue:
    """停: the cell says something that no rule of this kind understands."""
    return issue(Kind.BAD_RULE_VALUE, rule.at(heading), rule=called(rule), heading=heading, value=value, hint=hint)


def some(words: Iterable[str]) -> str:
    """A few of the words."""
    listed = list(dict.fromkeys(words))
    return "、".join(listed[:8]) + ("…" if len(listed) > 8 else "")
