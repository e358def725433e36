"""Tests as sets of values: which test holds whenever another does, where numeric bands leave gaps or overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbook.rulebook.cells.tree import Between, Clause, Compare, Empty, Equals, Item, Quantity, Test
from workbook.words.tongue import worded


@dataclass(frozen=True, slots=True)
class Band:
    """The numbers between two bounds, each included or not."""

    low: float
    high: float
    low_in: bool
    high_in: bool

    def holds(self, other: Band) -> bool:
        """Every number of the other lies in this one."""
        low = self.low < other.low or (self.low == other.low and (self.low_in or not other.low_in))
        return low and (self.high > other.high or (self.high == other.high and (self.high_in or not other.high_in)))

    def meets(self, other: Band) -> bool:
        """Some number lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        return low == high and all(
            (one.low < low or one.low_in) and (one.high > low or one.high_in) for one in (self, other)
        )

    def __str__(self) -> str:
        if math.isinf(self.low) and math.isinf(self.high):
            return "任何数"
        if math.isinf(self.low):
            return f"{self.high:g}{'以下' if self.high_in else '不到'}"
        if math.isinf(self.high):
            return f"{self.low:g}{'以上' if self.low_in else '以外更大'}"
        if self.low == self.high:
            return f"{self.low:g}"
        return f"{'[' if self.low_in else '('}{self.low:g}..{self.high:g}{']' if self.high_in else ')'}"


def bands(test: Test) -> tuple[Band, ...] | None:
    """The numbers a test lets through; None when that depends on a row or a day, or isn't about numbers.

    Examples:
        >>> from workbook.rulebook.cells.conditions import test
        >>> [str(band) for band in bands(test("[5..10),12"))], bands(test("不是 5")), bands(test(">{库存}"))
        (['[5..10)', '12'], None, None)
    """
    if test.denied or not test.items:
        return None
    found = [_band(item) for item in test.items]
    return None if any(band is None for band in found) else tuple(band for band in found if band is not None)


def _band(item: Item) -> Band | None:
    match item:
        case Compare(operator=operator, bound=bound):
            number = _number(bound)
            if number is None:
                return None
            match operator:
                case ">" | ">=":
                    return Band(number, math.inf, operator == ">=", high_in=False)
                case "<" | "<=":
                    return Band(-math.inf, number, low_in=False, high_in=operator == "<=")
                case _:
                    return Band(number, number, low_in=True, high_in=True)
        case Equals(value=value):
            number = _number(value)
            return None if number is None else Band(number, number, low_in=True, high_in=True)
        case Between(low=low, high=high, low_in=low_in, high_in=high_in):
            bottom, top = _number(low), _number(high)
            return None if bottom is None or top is None else Band(bottom, top, low_in, high_in)
        case _:
            return None


def _number(bound: Quantity) -> float | None:
    if not isinstance(bound.value, str) or bound.shift is not None:
        return None
    body = bound.value.strip()
    try:
        return float(body[:-1]) / 100 if body.endswith("%") else float(body)
    except ValueError:
        return None


def implies(narrow: Sequence[Clause], wide: Sequence[Clause], *, numbers: bool = True) -> bool:
    """Whether the wide clauses hold wherever the narrow ones do, as far as that can be seen.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> clauses = lambda text: condition(text).alternatives[0]
        >>> implies(clauses("类别: VIP；金额: 2000以上"), clauses("金额: 1000以上"))
        True
        >>> implies(clauses("类别: VIP,普通"), clauses("类别: VIP"))
        False
    """
    return all(
        not one.test.items
        or any(one.path == other.path and within(other.test, one.test, numbers=numbers) for other in narrow)
        for one in wide
    )


def within(narrow: Test, wide: Test, *, numbers: bool = True) -> bool:
    """Whether every value that passes one test passes the other."""
    if not wide.items or narrow == wide:
        return True
    if not narrow.items:
        return False
    if narrow.denied or wide.denied:
        return narrow.denied and wide.denied and set(wide.items) <= set(narrow.items)
    if wide.items == (Empty(filled=True),):
        return not any(isinstance(item, Empty) and not item.filled for item in narrow.items)
    if all(item in wide.items for item in narrow.items):
        return True
    inner, outer = (bands(narrow), bands(wide)) if numbers else (None, None)
    if inner is None or outer is None:
        return False
    return all(any(whole.holds(band) for whole in merged(outer)) for band in inner)


def merged(parts: Sequence[Band]) -> list[Band]:
    """Bands in order, those that touch or overlap made one."""
    whole: list[Band] = []
    for part in sorted(parts, key=lambda one: (one.low, not one.low_in)):
        last = whole[-1] if whole else None
        touches = last is not None and (
            last.high > part.low or (last.high == part.low and (last.high_in or part.low_in))
        )
        if last is None or not touches:
            whole.append(part)
        elif part.high > last.high or (part.high == last.high and part.high_in):
            whole[-1] = Band(last.low, part.high, last.low_in, part.high_in)
    return whole


def gaps(parts: Sequence[Band], *, whole_numbers: bool) -> list[str]:
    """The gaps between bands, as people say them; of whole numbers only those that a whole number can lie in.

    Examples:
        >>> five, ten = Band(1, 5, True, True), Band(7, 10, False, True)
        >>> gaps([ten, five], whole_numbers=False), gaps([five, Band(6, 9, True, True)], whole_numbers=True)
        (['5 和 7 之间'], [])
    """
    ordered = merged(parts)
    found: list[str] = []
    for one, other in pairwise(ordered):
        first = math.floor(one.high) + 1 if one.high_in or not float(one.high).is_integer() else one.high
        last = math.ceil(other.low) - 1 if other.low_in or not float(other.low).is_integer() else other.low
        if one.high == other.low:
            found.append(worded("正好 {high:g}", high=one.high))
        elif not whole_numbers:
            found.append(worded("{high:g} 和 {low:g} 之间", high=one.high, low=other.low))
        elif first <= last:
            found.append(f"{first:g}" if first == last else worded("{first:g} 到 {last:g}", first=first, last=last))
    return found


def overlaps(one: Band, other: Band) -> bool:
    """Two bands that share numbers while neither holds the other: a slip, not an order of rows."""
    return one.meets(other) and not one.holds(other) and not other.holds(one)
