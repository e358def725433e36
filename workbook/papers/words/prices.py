"""Prices in plain Chinese: so much, a share of something, more from the third time on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from workbook.papers.words.phrases import beside, column
from workbook.rulebook.cells.amounts import Price, Step
from workbook.words.money import exact, said


def price(one: Price) -> str:
    """One price.

    Examples:
        >>> from workbook.rulebook.cells.amounts import amount
        >>> [price(amount(cell)[0].price) for cell in ("50", "5%×{员工.基本工资}", "10%..30%×{员工.绩效工资}")]
        ['50.00 元', '员工的基本工资的 5%', '员工的绩效工资的 10%–30%']
    """
    if one.base is None:
        return said(exact(one.factor))
    base = column(one.base)
    if one.high is not None:
        return f"{base}的 {share(one.factor)}–{share(one.high)}"
    if one.factor == 1:
        return base
    return f"{base}的 {share(one.factor)}" if one.factor < 1 else f"{base}的 {one.factor.normalize():f} 倍"


def capped(most: Decimal) -> str:
    """The most that one fine comes to."""
    return f"（一笔最多 {said(exact(most))}）"


def share(number: Decimal) -> str:
    """A share in per cent."""
    return f"{(number * 100).normalize():f}%"


def ladder(steps: Sequence[Step], verb: str) -> str:
    """What each notice costs.

    Examples:
        >>> from workbook.rulebook.cells.amounts import amount
        >>> ladder(amount("50"), "罚"), ladder(amount("1-2:20; 3+:40,劝退"), "罚")
        ('罚 50.00 元', '第 1–2 次罚 20.00 元，第 3 次起罚 40.00 元并劝退')
    """
    parts = []
    for step in steps:
        cost = beside(verb, price(step.price)) if step.price is not None else ""
        if step.price is not None and step.price.cap is not None and len(steps) > 1:
            cost += capped(step.price.cap)
        costs = "并".join(part for part in (cost, "、".join(step.sanctions)) if part)
        if len(steps) == 1 and step.first == 1 and step.last is None:
            parts.append(costs)
        elif step.last is None:
            parts.append(f"第 {step.first} 次起{costs}")
        else:
            which = f"{step.first}" if step.first == step.last else f"{step.first}–{step.last}"
            parts.append(f"第 {which} 次{costs}")
    return "，".join(parts)
