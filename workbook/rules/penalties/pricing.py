"""计价: what a charge costs once it is known which notice it is (rule-language §3.12 金额, 翻倍自, 决定)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from workbook.rulebook.cells.amounts import Price, Step
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.world.vectors import Array, Mask, Vec, empty, text
from workbook.sheets.types import Type
from workbook.words.money import exact, yuan

BY_UNIT = "按量"
REWARD = "奖"


class Money(NamedTuple):
    """What one charge costs: all yuan with two places; None where there is no such sum.

    base: before doubling; times: 1 or 2; low, high: the bounds where a person picks the sum.
    words: sanctions beside money; open: a person must decide; lacking: a number the price needs isn't there.
    """

    base: Decimal | None = None
    times: Decimal = Decimal(1)
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    words: tuple[str, ...] = ()
    open: bool = False
    lacking: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """The money of several charges, one value each; NaN where there is no such sum."""

    base: Array
    times: Array
    amount: Array
    low: Array
    high: Array
    handling: Vec
    open: Mask
    lacking: Mask


def step_at(steps: Sequence[Step], nth: int) -> Step | None:
    """The step of the ladder for the n-th notice; None in a gap.

    Examples:
        >>> from workbook.rulebook.cells.amounts import amount
        >>> step_at(amount("1:20; 2:40; 3+:劝退"), 7).sanctions
        ('劝退',)
    """
    return next((step for step in steps if step.first <= nth and (step.last is None or nth <= step.last)), None)


def money(rule: Sanction, nth: int | None, quantity: float, values: Mapping[Path, float]) -> Money:
    """What the n-th notice of a window costs; nth None: it neither counts nor is raised.

    Source:
        "翻倍 = base amount × 2 for that violation and each later one; never × 4"; rounded to the fen once, at the end.

    Examples:
        >>> from workbook.rulebook.cells.amounts import amount
        >>> late = Sanction(id="迟", amount=amount("50"), double_from=2)
        >>> [str(money(late, nth, 1, {}).amount) for nth in (1, 2, 3)]
        ['50.00', '100.00', '100.00']
    """
    if math.isnan(quantity) or quantity < 0:
        return Money(lacking=bool(rule.amount), words=rule.sanction, open=_decides(rule, rule.sanction, price=None))
    last = nth or 1
    if BY_UNIT not in rule.notice:
        step = step_at(rule.amount, last)
        return _rounded(_capped(_step(rule, nth, step, exact(quantity), values), step))
    parts = [
        _step(rule, number if nth else None, step_at(rule.amount, number), part, values)
        for number, part in zip(range(last - units(quantity) + 1, last + 1), _portions(quantity), strict=True)
    ]
    return (
        _rounded(_capped(_together(parts), step_at(rule.amount, last)))
        if parts
        else Money(base=yuan(0), amount=yuan(0))
    )


def _rounded(one: Money) -> Money:
    """The sums in yuan with two places."""
    base, amount, low, high = (
        None if sum_ is None else yuan(sum_) for sum_ in (one.base, one.amount, one.low, one.high)
    )
    return one._replace(base=base, amount=amount, low=low, high=high)


def _capped(one: Money, step: Step | None) -> Money:
    """封顶: however often it counts and doubled or not, one charge costs no more."""
    cap = step.price.cap if step is not None and step.price is not None else None
    if cap is None:
        return one

    def least(sum_: Decimal | None) -> Decimal | None:
        return None if sum_ is None else min(sum_, cap)

    base, amount = least(one.base), least(one.amount)
    times = amount / base if base and amount is not None else one.times
    return one._replace(base=base, times=times, amount=amount, low=least(one.low), high=least(one.high))


def units(quantity: float) -> int:
    """How many steps of the ladder a quantity climbs when each unit is a step of its own."""
    return 0 if math.isnan(quantity) else max(math.ceil(quantity), 0)


def _portions(quantity: float) -> list[Decimal]:
    """A quantity as units: whole ones, and the rest."""
    whole = exact(quantity)
    return [min(Decimal(1), whole - part) for part in range(units(quantity))]


def _step(rule: Sanction, nth: int | None, step: Step | None, quantity: Decimal, values: Mapping[Path, float]) -> Money:
    price = step.price if step else None
    words = tuple(dict.fromkeys((*rule.sanction, *(step.sanctions if step else ()))))
    doubled = rule.double_from is not None and nth is not None and nth >= rule.double_from
    times = Decimal(2) if doubled else Decimal(1)
    decides = _decides(rule, words, price)
    if price is None:
        return Money(times=times, words=words, open=decides)
    value = 1.0 if price.base is None else values[price.base]
    if math.isnan(value) or (value < 0 and rule.side != REWARD):  # no fine is a gift
        return Money(times=times, words=words, open=decides, lacking=True)
    base = price.factor * exact(value) * quantity
    if price.high is None:
        return Money(base, times, base * times, words=words, open=decides)
    high = price.high * exact(value) * quantity
    return Money(times=times, low=base * times, high=high * times, words=words, open=decides)


def _decides(rule: Sanction, words: tuple[str, ...], price: Price | None) -> bool:
    """Whether a person must decide: as the rule says, else for anything that isn't a plain sum."""
    if rule.decide is not None:
        return rule.decide
    return bool(words) or (price is None and not _lacks(rule)) or (price is not None and price.high is not None)


def _lacks(rule: Sanction) -> bool:
    """The rule has a plain price for every notice, so a missing sum is a missing number, not a decision."""
    return len(rule.amount) == 1 and rule.amount[0].price is not None and rule.amount[0].price.high is None


def _together(parts: Sequence[Money]) -> Money:
    """The units of one charge as one line."""

    def total(sums: Sequence[Decimal | None]) -> Decimal | None:
        known = [one for one in sums if one is not None]
        return sum(known, Decimal(0)) if known else None

    base, amount = total([part.base for part in parts]), total([part.amount for part in parts])
    return Money(
        base=base,
        times=amount / base if base and amount is not None else Decimal(1),
        amount=amount,
        low=total([part.low for part in parts]),
        high=total([part.high for part in parts]),
        words=tuple(dict.fromkeys(word for part in parts for word in part.words)),
        open=any(part.open for part in parts),
        lacking=any(part.lacking for part in parts),
    )


@lru_cache(maxsize=1)
def _no_prices() -> Prices:
    """Of no charge: most rules on most days."""
    none, no = np.empty(0, dtype=float), np.empty(0, dtype=bool)
    return Prices(none, none, none, none, none, handling=empty(Type("文本"), 0), open=no, lacking=no)


def prices(rule: Sanction, nth: Array, quantity: Array, values: Mapping[Path, Array]) -> Prices:
    """The money of each charge of one rule; equal charges are priced once.

    Shapes:
        nth: which notice of its window, NaN where it doesn't count; values: for each column a price names, its value.
    """
    if not len(nth):
        return _no_prices()
    table = np.column_stack([nth, quantity, *values.values()]).reshape(len(nth), 2 + len(values))
    distinct, back = np.unique(table, axis=0, return_inverse=True)
    made = [
        money(rule, None if math.isnan(row[0]) else int(row[0]), row[1], dict(zip(values, row[2:], strict=True)))
        for row in distinct.tolist()
    ]
    at = back.reshape(-1)

    def column(sums: Sequence[Decimal | None]) -> Array:
        return np.array([np.nan if one is None else float(one) for one in sums], dtype=float)[at]

    return Prices(
        base=column([one.base for one in made]),
        times=column([one.times for one in made]),
        amount=column([one.amount for one in made]),
        low=column([one.low for one in made]),
        high=column([one.high for one in made]),
        handling=text(["、".join(one.words) or None for one in made], Type("文本")).take(at),
        open=np.array([one.open for one in made], dtype=bool)[at],
        lacking=np.array([one.lacking for one in made], dtype=bool)[at],
    )
