"""Lint of versions: rows of one 编号 follow each other without a gap, and never two at once (rule-language §1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from workbook.rulebook.cells.tree import Clause, Condition
from workbook.rulebook.lint.bands import implies
from workbook.rulebook.lint.says import doubt
from workbook.rulebook.sorts.model import Duty, Rule
from workbook.words.issues import Issue
from workbook.words.tongue import worded


def version_issues(rules: Sequence[Rule]) -> Iterable[Issue]:
    """Rows of one 编号 are versions: they follow each other without a gap and don't hold at once."""
    dated = [rule for rule in rules if rule.since or rule.until]
    if len(rules) < 2:
        return
    if not dated:
        yield from _twice(rules)
        return
    ordered = sorted(rules, key=lambda rule: rule.since or date.min)
    for one, other in pairwise(ordered):
        begin, end = other.since or date.min, one.until or date.max
        if end >= begin and _alike(one, other):
            if one.until:
                why = worded(
                    "{begin} 到 {min} 这几天两个版本都生效", begin=begin, min=min(end, other.until or date.max)
                )
                yield doubt(
                    other,
                    "生效日",
                    why,
                    worded("把前一行的失效日改成 {begin}，或把这一行的生效日改晚。", begin=begin - timedelta(1)),
                )
            else:
                why = worded("前一个版本没有写失效日，从 {begin} 起两行都生效", begin=begin)
                yield doubt(one, "失效日", why, worded("在前一行填失效日 {begin}。", begin=begin - timedelta(1)))
        elif end < date.max and begin - end > timedelta(1) and one.place != other.place:
            first, last = end + timedelta(1), begin - timedelta(1)
            why = (
                worded("{first} 到 {last} 没有哪一行生效", first=first, last=last)
                if first != last
                else worded("{first} 这一天没有哪一行生效", first=first)
            )
            yield doubt(
                other,
                "生效日",
                why,
                worded("把生效日改成 {first}，或把前一行的失效日改成 {last}。", first=first, last=last),
            )


def _twice(rules: Sequence[Rule]) -> Iterable[Issue]:
    """Two undated rows of one duty that may both hold for a row would ask for it twice."""
    if not isinstance(rules[0], Duty):
        return
    for one, other in pairwise(rules):
        if _alike(one, other):
            why = worded("同一编号有两行，又没有写生效日，两行会各算一次")
            yield doubt(other, "编号", why, worded("是新旧版本就填“生效日”“失效日”；是两件事就换一个编号。"))


def _alike(one: Rule, other: Rule) -> bool:
    """Whether two rows may concern the same rows: neither's test shuts the other out."""
    first, second = _tests(one), _tests(other)
    return any(not _apart(mine, theirs) for mine in first for theirs in second)


def _tests(rule: Rule) -> list[tuple[Clause, ...]]:
    groups = [getattr(rule, name, None) for name in ("when", "roster_when", "for_when")]
    found: list[tuple[Clause, ...]] = [()]
    for group in groups:
        if isinstance(group, Condition) and not group.always:
            found = [(*left, *clauses) for left in found for clauses in group.alternatives]
    return found


def _apart(mine: Sequence[Clause], theirs: Sequence[Clause]) -> bool:
    """Some column is tested by both, and no value passes both tests (as far as plain words tell)."""
    return any(_shut_out(one, other) for one in mine for other in theirs if one.path == other.path)


def _shut_out(one: Clause, other: Clause) -> bool:
    left, right = one.test, other.test
    shared = set(left.items) & set(right.items)
    if left.denied != right.denied:
        return set(left.items) == set(right.items)
    if left.denied or not left.items or not right.items or shared:
        return False
    return not (implies([one], [other]) or implies([other], [one]))
