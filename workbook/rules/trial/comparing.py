"""Two plays of one span side by side: calls, load, fines and rates, each with what it was and what it would be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbook.rules.trial.counted import Fine, Rate
from workbook.rules.trial.playing import Call, Played

MORE, LESS, DAY, PERSON, DUE = "多出", "不再要", "改日子", "换人", "改期限"
CALL, REMINDER = "电话", "提醒"


@dataclass(frozen=True, slots=True)
class Moved:
    """A task that one of the plays hasn't got, or that comes up another day, for somebody else, or due another day."""

    how: str
    before: Call | None
    after: Call | None

    @property
    def call(self) -> Call:
        """The task, as it would be where it would be."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Busy:
    """What one person had to do: calls in the span, the fullest day, and days on which the list
    held all that the limit allows."""

    calls: int = 0
    most: int = 0
    on: date | None = None
    over: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """One person in both plays."""

    id: str
    name: str
    limit: float | None
    before: Busy
    after: Busy
    fined_before: Decimal
    fined_after: Decimal


@dataclass(frozen=True, slots=True)
class Compared:
    """All that differs, and what it is measured against.

    Shapes:
        moved: tasks that differ. people: everybody with calls or fines. fines: (before, after) of each line that differs.
        rates: (before, after) of each figure that differs. daily: day → new calls before and after.
    """

    before: Played
    after: Played
    moved: tuple[Moved, ...]
    people: tuple[Person, ...]
    fines: tuple[tuple[Fine | None, Fine | None], ...]
    rates: tuple[tuple[Rate | None, Rate | None], ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        load = self.before.fresh != self.after.fresh or self.before.listed != self.after.listed
        return not (self.moved or self.fines or self.rates or load)

    def daily(self) -> list[tuple[date, int, int]]:
        """New calls of each day, before and after."""
        sums: list[Counter[date]] = []
        for play in (self.before, self.after):
            one: Counter[date] = Counter()
            for (day, _), count in play.fresh.items():
                one[day] += count
            sums.append(one)
        return [(day, sums[0][day], sums[1][day]) for day in self.after.days]


def compared(before: Played, after: Played) -> Compared:
    """Two plays of the same span, compared."""
    return Compared(
        before, after, tuple(_moved(before.calls, after.calls)), tuple(_people(before, after)),
        tuple(_fines(before.fines, after.fines)), tuple(_rates(before.rates, after.rates)),
    )  # fmt: skip


def _moved(before: Mapping[str, Call], after: Mapping[str, Call]) -> Iterable[Moved]:
    renamed = _renamed(before, after)
    for task, now in after.items():
        was = before.get(task) or before.get(renamed.get(task, ""))
        how = _how(was, now)
        if how:
            yield Moved(how, was, now)
    kept = {*after, *renamed.values()}
    yield from (Moved(LESS, was, None) for task, was in before.items() if task not in kept)


def _how(was: Call | None, now: Call) -> str:
    """What differs about a task, the first that does."""
    if was is None:
        return MORE
    if was.first != now.first or was.to != now.to:
        return DAY
    if was.owner != now.owner:
        return PERSON
    return DUE if was.due != now.due else ""


def _renamed(before: Mapping[str, Call], after: Mapping[str, Call]) -> dict[str, str]:
    """Tasks about the same row under another 编号 of a rule: the new task → the old, where it is clear which."""
    lost, come = (
        {task: call for task, call in one.items() if task not in other}
        for one, other in ((before, after), (after, before))
    )
    by: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for task, call in lost.items():
        by[_about(task, call)].append(task)
    found: dict[str, str] = {}
    for task, call in come.items():
        same = by.get(_about(task, call), [])
        if len(same) == 1 and same[0] not in found.values():
            found[task] = same[0]
    return found


def _about(task: str, call: Call) -> tuple[str, str, str]:
    return task.partition("·")[2], call.customer, call.subject


def _people(before: Played, after: Played) -> Iterable[Person]:
    names = {**before.people, **after.people}
    was, now = _busy(before), _busy(after)
    paid, pays = _paid(before.fines), _paid(after.fines)
    for one in dict.fromkeys((*names, *paid, *pays)):
        limit = after.limit.get(one, before.limit.get(one))
        person = Person(
            one, names.get(one, one), limit, was.get(one, Busy()), now.get(one, Busy()),
            paid.get(one, Decimal(0)), pays.get(one, Decimal(0)),
        )  # fmt: skip
        if person.before.calls or person.after.calls or one in paid or one in pays:
            yield person


def _busy(play: Played) -> dict[str, Busy]:
    days: dict[str, dict[date, int]] = defaultdict(dict)
    for (day, one), count in play.fresh.items():
        days[one][day] = count
    found = {}
    for one, counts in days.items():
        most = max(counts.values())
        limit = play.limit.get(one)
        over = 0 if limit is None else sum(play.listed[day, one] >= limit for day in play.days)
        found[one] = Busy(sum(counts.values()), most, min(day for day, n in counts.items() if n == most), over)
    return found


def _paid(fines: Iterable[Fine]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fine in fines:
        sums[fine.person] += fine.amount or Decimal(0)
    return dict(sums)


def _fines(before: Iterable[Fine], after: Iterable[Fine]) -> Iterable[tuple[Fine | None, Fine | None]]:
    was, now = ({(fine.key, fine.person): fine for fine in fines} for fines in (before, after))
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            yield was.get(key), now.get(key)


def _rates(before: Iterable[Rate], after: Iterable[Rate]) -> Iterable[tuple[Rate | None, Rate | None]]:
    was, now = ({(rate.rule, rate.period, rate.group): rate for rate in rates} for rates in (before, after))
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            yield was.get(key), now.get(key)
