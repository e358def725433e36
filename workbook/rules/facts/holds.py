"""Which rows a condition holds for (rule-language §2.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from workbook.clock.called import called
from workbook.clock.periods import named
from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.tree import (
    Between,
    Clause,
    Compare,
    Condition,
    Empty,
    Equals,
    Item,
    NotUnderstood,
    Quantity,
    Reference,
    Shape,
    Test,
    Words,
)
from workbook.rules.facts.operands import Operand, fold, operand, ranks, told, written
from workbook.rules.world.scope import Scope
from workbook.rules.world.shapes import SHAPES
from workbook.rules.world.vectors import Mask, Vec, same_words, says

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def holds(condition: Condition | None, scope: Scope, *, wanted: bool = False) -> Mask:
    """One answer for each row: does some alternative hold in all its clauses?

    Shapes:
        wanted: the condition says that somebody wants something; a cell that says 没有 is empty to it.
    """
    size = len(scope)
    if condition is None or condition.always:
        return np.ones(size, dtype=bool)
    answer = np.zeros(size, dtype=bool)
    for clauses in condition.alternatives:
        part = np.ones(size, dtype=bool)
        for clause in clauses:
            part &= clause_holds(clause, scope, wanted=wanted)
        answer |= part
    return answer


def clause_holds(clause: Clause, scope: Scope, *, wanted: bool = False) -> Mask:
    """One tested column."""
    values = scope.vec(clause.path)
    asks_for_any = wanted and any(isinstance(item, Empty) for item in clause.test.items)
    return passes(clause.test, told(values) if asks_for_any else values, scope)


def passes(test: Test, values: Vec, scope: Scope) -> Mask:
    """Which values pass a test; an empty value passes only 空, 任意 and whatever stands under 不是."""
    if not test.items:
        return np.ones(len(values), dtype=bool)
    hit = np.zeros(len(values), dtype=bool)
    for item in test.items:
        hit |= _item(item, values, scope)
    return ~hit if test.denied else hit


def _item(item: Item, values: Vec, scope: Scope) -> Mask:
    match item:
        case Empty(filled=filled):
            return ~values.missing() if filled else values.missing()
        case Words(how=how, words=words):
            return _words(how, words, says(values), scope)
        case Shape(name=name):
            return values.matching(SHAPES[name])
        case Equals(value=quantity) | Compare(operator="=", bound=quantity):
            return _equals(quantity, values, scope)
        case Compare(operator=operator, bound=bound):
            return _compare(operator, values, operand(bound, values, scope))
        case Between(low=low, high=high, low_in=low_in, high_in=high_in):
            above = _compare(">=" if low_in else ">", values, operand(low, values, scope))
            below = _compare("<=" if high_in else "<", values, operand(high, values, scope))
            return above & below


def _compare(operator: str, values: Vec, bound: Operand) -> Mask:
    """A moment is compared with the first and last instant of its bound: > a day means after that day."""
    subject = bound.subject
    if values.kind == "number" and bound.subject is values.data:
        subject = np.round(values.data, 9)
    with np.errstate(invalid="ignore"):
        match operator:
            case ">":
                answer = subject > bound.last
            case ">=":
                answer = subject >= bound.first
            case "<":
                answer = subject < bound.first
            case "<=":
                answer = subject <= bound.last
            case _:
                answer = (subject >= bound.first) & (subject <= bound.last)
    return np.asarray(answer) & ~values.missing() & ~bound.missing


def _equals(quantity: Quantity, values: Vec, scope: Scope) -> Mask:
    quantity = written(quantity, values, scope)
    if isinstance(quantity.value, Reference) and quantity.shift is None:
        other = scope.vec(quantity.value.path)
        if values.kind == "moment" and other.type.name == "期":
            return _in_period(values, other, scope)
        if values.kind == "moment" and other.type.name == "时刻":
            return _compare("=", values, operand(quantity, values, scope))
        if values.kind == "text" or other.kind == "text":
            return _same_text(values, other)
    if values.kind == "text":
        return _text_equals(quantity, values, scope)
    if values.kind == "moment" and isinstance(quantity.value, str) and quantity.shift is None:
        calendar = _calendar_word(quantity.value, values, scope)
        if calendar is not None:
            return calendar
    return _compare("=", values, operand(quantity, values, scope))


def _in_period(values: Vec, periods: Vec, scope: Scope) -> Mask:
    """Days against a column or setting that holds a period: 2026-03, 上月, 未来7天."""
    answer = np.zeros(len(values), dtype=bool)
    for code, word in enumerate(periods.words):
        bounds = named(str(word), scope.world.today)
        if bounds is not None:
            days = values.data.astype("datetime64[D]")
            inside = (days >= np.datetime64(bounds[0], "D")) & (days <= np.datetime64(bounds[1], "D"))
            answer |= inside & (periods.data == code)
    return answer


def _same_text(values: Vec, other: Vec) -> Mask:
    """Text against text row by row; a 多选 holds its member."""
    left, right = says(values), says(other)
    if left.type.name == "多选":
        return _row_by_row(left, right, lambda held, wanted: wanted in held.split("、"))
    if right.type.name == "多选":
        return _row_by_row(left, right, lambda held, wanted: held in wanted.split("、"))
    mine, theirs = same_words(left.mapped(fold), right.mapped(fold))
    return np.asarray((mine == theirs) & (mine >= 0))


def _row_by_row(left: Vec, right: Vec, agrees: Callable[[str, str], bool]) -> Mask:
    """Asks once for each distinct pair of words."""
    both = ~left.missing() & ~right.missing()
    width = max(len(right.words), 1)
    pairs = left.data.astype(np.int64) * width + right.data
    distinct, back = np.unique(pairs[both], return_inverse=True)
    asked = np.array(
        [agrees(str(left.words[pair // width]), str(right.words[pair % width])) for pair in distinct], dtype=bool
    )
    answer = np.zeros(len(left), dtype=bool)
    answer[both] = asked[back] if len(asked) else False
    return answer


def _text_equals(quantity: Quantity, values: Vec, scope: Scope) -> Mask:
    if quantity.shift is not None:
        return _compare("=", values, operand(quantity, values, scope))
    if not isinstance(quantity.value, str):
        return np.zeros(len(values), dtype=bool)
    wanted = quantity.value
    for code in scope.world.codes.of(values.type) or ():
        if wanted in code.aliases:
            wanted = code.code
    folded = fold(wanted)
    if values.type.name == "多选":
        return values.matching(lambda held: folded in {fold(member) for member in held.split("、")})
    if values.type.name == "期" and (bounds := named(wanted, scope.world.today)):
        from workbook.clock.periods import bounds as days_of

        return values.matching(lambda held: _inside(held, bounds, days_of))
    return values.matching(lambda held: fold(held) == folded)


def _inside(key: str, span: tuple[date, date], days_of: Callable[[str], tuple[date, date]]) -> bool:
    try:
        first, last = days_of(key)
    except ValueError:
        return False
    return span[0] <= first and last <= span[1]


def _calendar_word(word: str, values: Vec, scope: Scope) -> Mask | None:
    """工作日, 周二, 03-25: days by their place in the week, the calendar or any year."""
    days = values.data.astype("datetime64[D]")
    known = ~values.missing()
    safe = np.where(known, days, np.datetime64("2000-01-01"))
    if word in {"工作日", "休息日"}:
        working = scope.world.calendar().is_working(safe)
        return np.asarray((working if word == "工作日" else ~working) & known)
    if word in WEEKDAYS:
        weekday = (safe.astype(np.int64) + 3) % 7
        return np.asarray((weekday == WEEKDAYS.index(word)) & known)
    placed = called(word, safe, scope.world.calendars)
    if placed is not None:
        return np.asarray(placed & known)
    if re.fullmatch(r"\d{1,2}-\d{1,2}", word):
        month, day = (int(part) for part in word.split("-"))
        months = safe.astype("datetime64[M]")
        of_month = (safe - months.astype("datetime64[D]")).astype(np.int64) + 1
        return np.asarray((months.astype(np.int64) % 12 + 1 == month) & (of_month == day) & known)
    anniversary = re.fullmatch(r"周年\s*(.+)", word)
    if anniversary and (bounds := named(anniversary[1], scope.world.today)):
        return _anniversary(safe, bounds, known)
    return None


def _anniversary(days: np.ndarray, bounds: tuple[date, date], known: Mask) -> Mask:
    """Same month and day as some day of the bounds; 29 February counts on the 28th in other years."""
    wanted: set[tuple[int, int]] = set()
    day = bounds[0]
    while day <= bounds[1]:
        wanted.add((day.month, day.day))
        if (day.month, day.day) == (2, 28) and (day + timedelta(1)).day == 1:
            wanted.add((2, 29))
        day += timedelta(1)
    months = days.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    of_month = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    packed = np.array([m * 100 + d for m, d in wanted])
    return np.asarray(np.isin(month * 100 + of_month, packed) & known)


def _words(how: str, words: tuple[str | Reference, ...], values: Vec, scope: Scope) -> Mask:
    several = values.type.name == "多选"
    words = tuple(part for word in words for part in _parts(word, scope))
    if how == "全含":
        answer = ~values.missing()
        for word in words:
            answer &= _holds_word("含于", word, values, scope, several=True)
        return answer
    answer = np.zeros(len(values), dtype=bool)
    for word in words:
        answer |= _holds_word("含" if how == "不含" else how, word, values, scope, several=several)
    return (~answer & ~values.missing()) if how == "不含" else answer


def _parts(word: str | Reference, scope: Scope) -> Sequence[str | Reference]:
    """The words of a setting, divided at | as in the cell itself; any other word is one."""
    if isinstance(word, str) or word.path[0] != "设置" or len(word.path) < 2:
        return (word,)
    return [part.strip('"') for part in split(scope.world.book.value(word.path[1]), "|｜")] or (word,)


def _holds_word(how: str, word: str | Reference, values: Vec, scope: Scope, *, several: bool) -> Mask:
    agrees = _AGREEMENTS[how]

    def asks(held: str, wanted: str) -> bool:
        parts = held.split("、") if several else [held]
        wants = wanted.split("、") if how == "含于" else [wanted]
        return all(any(agrees(fold(part), fold(want)) for part in parts) for want in wants)

    if isinstance(word, str):
        return values.matching(lambda held: asks(held, word))
    return _row_by_row(values, says(scope.vec(word.path)), asks)


_AGREEMENTS: dict[str, Callable[[str, str], bool]] = {
    "含": lambda held, wanted: wanted in held,
    "含于": lambda held, wanted: wanted == held,
    "始于": lambda held, wanted: held.startswith(wanted),
}

__all__ = ["NotUnderstood", "holds", "passes", "ranks"]
