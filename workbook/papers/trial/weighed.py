"""The ten biggest differences of a trial, each weighed by its share of what there was: calls, load, fines, rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from workbook.papers.trial.lines import percent
from workbook.rules.trial.comparing import CALL, DAY, DUE, LESS, MORE, PERSON, REMINDER, Compared, Moved
from workbook.words.money import said
from workbook.words.tongue import worded

TEN = 10
NONE = "—"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One difference in words, and its weight: the share of all calls, of all fines, of a whole rate."""

    weight: float
    what: str
    before: str
    after: str
    change: str


def weighed(found: Compared) -> tuple[Weighed, ...]:
    """The ten that weigh most, the heaviest first."""
    every = [*_calls(found), *_load(found), *_fines(found), *_rates(found)]
    return tuple(sorted(every, key=lambda one: (-one.weight, one.what))[:TEN])


def _calls(found: Compared) -> Iterable[Weighed]:
    """Calls, lines and reminders that come, go, or move, rule by rule."""
    groups: dict[tuple[str, str, str], list[Moved]] = {}
    for one in found.moved:
        kind = one.call.to if one.call.to in {CALL, REMINDER} else one.call.to.replace("名单:", "名单·")
        groups.setdefault((one.call.rule, one.how, kind), []).append(one)
    whole = max(len(found.before.calls), 1)
    was, now = (Counter(call.rule for call in play.calls.values()) for play in (found.before, found.after))
    for (rule, how, kind), members in groups.items():
        weight = len(members) / whole * (1.0 if how in {MORE, LESS} else 0.5)
        customers = len({one.call.customer for one in members})
        subject = _subject(members)
        who = worded("{rule} {subject}（{kind}）", rule=rule, subject=subject, kind=kind)
        if how in {MORE, LESS}:
            count = len(members) if how == MORE else -len(members)
            yield Weighed(
                weight,
                worded("{who}{how}，{customers} 位客户", who=who, how=how, customers=customers),
                str(was[rule]),
                str(now[rule]),
                worded("{count:+d} 件", count=count),
            )
        elif how == DAY:
            days = _median([(one.after.first - one.before.first).days for one in members if one.after and one.before])
            yield Weighed(
                weight,
                worded("{who}换一天，{customers} 位客户", who=who, customers=customers),
                *_example(members, "first"),
                _moved(days),
            )
        elif how == DUE:
            gaps = [
                (one.after.due - one.before.due).days
                for one in members
                if one.after and one.before and one.after.due and one.before.due
            ]
            yield Weighed(
                weight,
                worded("{who}期限改了，{count} 件", who=who, count=len(members)),
                *_example(members, "due"),
                _moved(_median(gaps)),
            )
        elif how == PERSON:
            names = {**found.before.people, **found.after.people}
            first = members[0]
            old, new = (
                worded("例如 {names}", names=names.get(call.owner, NONE)) if call else NONE
                for call in (first.before, first.after)
            )
            yield Weighed(weight, worded("{who}换了人", who=who), old, new, worded("{count} 件", count=len(members)))


def _subject(members: list[Moved]) -> str:
    """The subject that most of them share; nothing where each has its own."""
    word, count = Counter(one.call.subject for one in members).most_common(1)[0]
    return word if count * 2 > len(members) or len(members) == 1 else ""


def _example(members: list[Moved], what: str) -> tuple[str, str]:
    days = (getattr(call, what, None) for call in (members[0].before, members[0].after))
    found = [worded("例如 {month}-{day:02d}", month=day.month, day=day.day) if day else NONE for day in days]
    return found[0], found[1]


def _median(days: list[int]) -> int:
    return sorted(days)[len(days) // 2] if days else 0


def _moved(days: int) -> str:
    return (
        "同一天"
        if days == 0
        else worded("晚 {days} 天", days=days)
        if days > 0
        else worded("早 {value} 天", value=-days)
    )


def _load(found: Compared) -> Iterable[Weighed]:
    """Days on which a person can do no more, and calls in all."""
    days = max(len(found.after.days), 1)
    for one in found.people:
        over = one.after.over - one.before.over
        if over:
            yield Weighed(
                abs(over) / days,
                worded("{name}排满（一天 {limit:g} 件）的日子", name=one.name, limit=one.limit),
                worded("{over} 天", over=one.before.over),
                worded("{over} 天", over=one.after.over),
                worded("{over:+d} 天", over=over),
            )
        calls = one.after.calls - one.before.calls
        if calls:
            whole = max(sum(person.before.calls for person in found.people), 1)
            yield Weighed(
                abs(calls) / whole * 0.8,
                worded(
                    "{name}的电话（最多一天 {most} → {most2} 件）",
                    name=one.name or worded("没有分派"),
                    most=one.before.most,
                    most2=one.after.most,
                ),
                worded("{calls} 件", calls=one.before.calls),
                worded("{calls} 件", calls=one.after.calls),
                worded("{calls:+d} 件", calls=calls),
            )


def _fines(found: Compared) -> Iterable[Weighed]:
    whole = sum((abs(one.fined_before) for one in found.people), Decimal(0)) or Decimal(100)
    for one in found.people:
        change = one.fined_after - one.fined_before
        if change:
            words = f"+{said(change)}" if change > 0 else said(change)
            yield Weighed(
                float(abs(change) / whole),
                worded("{name}的罚款", name=one.name),
                said(one.fined_before),
                said(one.fined_after),
                words,
            )


def _rates(found: Compared) -> Iterable[Weighed]:
    """Whole figures (合计) that moved; their groups stand on the page behind."""
    for was, now in found.rates:
        shown = now or was
        assert shown is not None
        if shown.group not in {"", "合计"}:
            continue
        old, new = (one.value if one else None for one in (was, now))
        if old == new:
            continue
        gap = abs((new or 0.0) - (old or 0.0))
        weight = gap if gap <= 1 else gap / max(abs(old or 0.0), abs(new or 0.0), 1.0)
        change = "" if old is None or new is None else _points(new - old, is_rate=max(abs(old), abs(new)) <= 1)
        yield Weighed(
            weight,
            worded("{name}（{period}）", name=shown.name, period=shown.period),
            percent(old, was),
            percent(new, now),
            change,
        )


def _points(gap: float, *, is_rate: bool) -> str:
    return worded("{gap:+.1f} 个百分点", gap=gap * 100) if is_rate else f"{gap:+g}"
