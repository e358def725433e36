"""Condition cells as a small tree: what a test, a clause and a condition are (rule-language §2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbook.words.spans import Span

Path = tuple[str, ...]
MOVING = re.compile(r"今日|现在|昨日|明日|过去\d|未来\d|[本上下](日|周|半月|月|双月|季|半年|年)")
"""Words of a test that mean another day tomorrow."""


class NotUnderstood(ValueError):
    """A rule cell can't be read. `why` and `hint` are Chinese; the caller knows the place."""

    def __init__(self, why: str, hint: str = "照【规则语言】的写法改。") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Reference:
    """A value found elsewhere: {设置.流失期}, {本行.回访时间}."""

    path: Path


@dataclass(frozen=True, slots=True)
class Quantity:
    """A word, number, day or reference, perhaps moved by a span or number: 今日-180天, {库存}+1."""

    value: str | Reference
    sign: int = 0
    shift: Span | float | Reference | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """空 (or, when `filled`, 非空)."""

    filled: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """>= <= > < = with one quantity; 以上 以下 超过 不足 are the same said in words."""

    operator: str
    bound: Quantity


@dataclass(frozen=True, slots=True)
class Between:
    """[甲..乙): bounds included by square brackets."""

    low: Quantity
    high: Quantity
    low_in: bool
    high_in: bool


@dataclass(frozen=True, slots=True)
class Words:
    """含 不含 始于 全含 and the words they name."""

    how: str
    words: tuple[str | Reference, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """形如 手机."""

    name: str


@dataclass(frozen=True, slots=True)
class Equals:
    """A bare value: equal to it, holding it, or lying in it, by the column's type."""

    value: Quantity


Item = Empty | Compare | Between | Words | Shape | Equals


@dataclass(frozen=True, slots=True)
class Test:
    """One test: any of the items, or none of them when denied. No items: always true."""

    items: tuple[Item, ...]
    denied: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One tested column."""

    path: Path
    test: Test


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of clauses that must all hold; no alternatives or an empty one: always true."""

    alternatives: tuple[tuple[Clause, ...], ...] = ()

    @property
    def always(self) -> bool:
        """Nothing is asked."""
        return not self.alternatives or any(not clauses for clauses in self.alternatives)

    def clauses(self) -> Iterable[Clause]:
        """All clauses of all alternatives."""
        return (clause for clauses in self.alternatives for clause in clauses)

    def references(self) -> Iterable[Path]:
        """Every path read, left and right."""
        for clause in self.clauses():
            yield clause.path
            yield from references(clause.test)


ALWAYS = Condition()


def references(test: Test) -> Iterable[Path]:
    """Paths named on the right side of a test."""
    for item in test.items:
        quantities: tuple[Quantity, ...] = ()
        match item:
            case Compare(bound=bound):
                quantities = (bound,)
            case Between(low=low, high=high):
                quantities = (low, high)
            case Equals(value=value):
                quantities = (value,)
            case Words(words=words):
                yield from (word.path for word in words if isinstance(word, Reference))
            case _:
                pass
        for quantity in quantities:
            if isinstance(quantity.value, Reference):
                yield quantity.value.path
            if isinstance(quantity.shift, Reference):
                yield quantity.shift.path
