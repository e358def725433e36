"""Fines and rates of a span, as of its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from workbook.clock.periods import bounds
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Vec, says
from workbook.rules.world.world import World
from workbook.words.money import yuan

REWARD = "奖"


@dataclass(frozen=True, slots=True)
class Fine:
    """One line of the ledger: who pays how much (a reward is less than nothing), or None where somebody must decide."""

    key: str
    on: date
    code: str
    name: str
    person: str
    about: str
    amount: Decimal | None
    handling: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One figure of 指标结果."""

    rule: str
    name: str
    period: str
    group: str
    part: float | None
    whole: float | None
    value: float | None
    goal: float | None
    unit: str = ""


def fines(world: World, ledger: Frame, first: date, last: date) -> Iterable[Fine]:
    """The lines dated in the span that stand: those reversed, and their reversals, are left out."""
    own = {heading: _words(ledger.typed[heading]) for heading in WORDS}
    undone = {word for word in own["冲销"] if word}
    days = ledger.typed["日期"].data.astype("datetime64[D]")
    inside = (days >= np.datetime64(first)) & (days <= np.datetime64(last))
    rules = world.book.by_id(Sanction)
    sums = ledger.typed["金额"].objects()
    for at in np.flatnonzero(inside).tolist():
        if own["冲销"][at] or own["行键"][at] in undone:
            continue
        code = own["代码"][at]
        rule = rules[code][-1] if code in rules else None
        amount = None if sums[at] is None else yuan(sums[at])
        if amount is not None and rule is not None and rule.side == REWARD:
            amount = -amount
        person = own["承担人"][at] or own["员工编号"][at]
        name = rule.name if rule else ""
        yield Fine(own["行键"][at], days[at].item(), code, name, person, own["对象编号"][at], amount, own["处理"][at])


WORDS = ("行键", "代码", "员工编号", "承担人", "对象编号", "冲销", "处理")


def rates(world: World, first: date, last: date) -> Iterable[Rate]:
    """The figures of periods that end in the span, or that the span lies in the end of."""
    frame = world.frame("指标结果")
    own = {heading: _words(frame.typed[heading]) for heading in ("编号", "名称", "期", "分组")}
    figures = {heading: frame.typed[heading].data for heading in ("分子", "分母", "值", "目标")}
    for at in range(len(frame)):
        if not _touches(own["期"][at], first, last):
            continue
        part, whole, value, goal = (_figure(figures[one], at) for one in ("分子", "分母", "值", "目标"))
        yield Rate(own["编号"][at], own["名称"][at], own["期"][at], own["分组"][at], part, whole, value, goal)


def _touches(period: str, first: date, last: date) -> bool:
    """Whether a period has a day in the span."""
    try:
        begins, ends = bounds(period)
    except ValueError:
        return True
    return begins <= last and ends >= first


def _figure(column: Array, at: int) -> float | None:
    return None if np.isnan(column[at]) else float(column[at])


def _words(vec: Vec) -> list[str]:
    return [str(one or "") for one in says(vec).objects()]
