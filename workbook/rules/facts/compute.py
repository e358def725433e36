"""公式: the value of a formula in each row, in exact decimals (rule-language §3.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from typing import Any

import numpy as np

from workbook.clock.periods import keys
from workbook.rulebook.cells.formulas import Binary, Call, Column, Expression, Length, Number, Text
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rules.facts.operands import moved
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import Array, Vec, empty, moments, numbers, text
from workbook.sheets.types import Type
from workbook.words.money import exact, yuan
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

_NUMBER = re.compile(r"\s*[-+]?\d+(\.\d+)?\s*")
_LISTED = re.compile(r"[、,，;；/／|｜+＋\n和及与]")


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """One value a row: Decimals or None (number), moments, words or None (text), spans or None (span)."""

    kind: str
    data: Array


def computed(tree: Expression, scope: Scope, kind: Type) -> Vec:
    """The formula's value in each row, as a column of `kind`; empty where an operand is empty."""
    values = _value(tree, scope)
    if kind.kind == "number":
        return numbers(_floats(values, kind), kind)
    if kind.kind == "moment":
        found = values.data if values.kind == "moment" else empty(kind, len(scope)).data
        found = found.astype("datetime64[D]").astype("datetime64[us]") if kind.name == "日期" else found
        return moments(found, kind)
    return text([_written(value) for value in values.data], kind)


def _floats(values: Values, kind: Type) -> Array:
    if values.kind == "moment":
        return np.full(len(values.data), np.nan)
    rounds: Callable[[Decimal], Decimal] = yuan if kind.name == "金额" else lambda value: value
    read = _numeric(values.data, kind) if values.kind == "text" else values.data
    return np.array([np.nan if not isinstance(v, Decimal) else float(rounds(v)) for v in read], dtype=float)


def _numeric(words: Array, kind: Type) -> list[Decimal | None]:
    """Texts read as numbers (the year of 期键, a code of digits); what is none stays empty.

    Raises:
        NotUnderstood: none of them is a number, so the formula hardly fits the column.
    """
    found = [Decimal(word) if word is not None and _NUMBER.fullmatch(word) else None for word in words]
    texts = [word for word in words if word is not None]
    if texts and all(value is None for value in found):
        raise NotUnderstood(
            worded("算出来的是文字，例如“{texts}”，“类型”写的是{kind}", texts=texts[0], kind=kind),
            worded("把“类型”改成 文本，或改公式。"),
        )
    return found


def _written(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def _value(tree: Expression, scope: Scope) -> Values:
    size = len(scope)
    match tree:
        case Number(value=value):
            return Values("number", np.full(size, value, dtype=object))
        case Text(value=word):
            return Values("text", np.full(size, word, dtype=object))
        case Length(value=length):
            return Values("span", np.full(size, length, dtype=object))
        case Column(path=path):
            return _column(scope.vec(path), scope)
        case Binary(operator=operator, left=left, right=right):
            return _binary(operator, _value(left, scope), _value(right, scope), scope)
        case Call(name=name, arguments=arguments):
            return _call(name, [_value(argument, scope) for argument in arguments], scope)


def _column(vec: Vec, scope: Scope) -> Values:
    if vec.kind == "moment":
        return Values("moment", vec.data)
    if vec.kind == "number":
        return Values(
            "number", np.array([None if np.isnan(v) else exact(float(v)) for v in vec.data] + [None], dtype=object)[:-1]
        )
    if vec.type.name == "时长":
        lengths = np.array([span(str(word), scope.world.at_once) for word in vec.words] + [None], dtype=object)
        return Values("span", lengths[vec.data])
    return Values("text", vec.objects())


def _binary(operator: str, left: Values, right: Values, scope: Scope) -> Values:
    if left.kind == "moment" and right.kind in {"span", "number"}:
        return Values("moment", _moved(left.data, 1 if operator == "+" else -1, right, scope))
    if left.kind != "number" or right.kind != "number":
        raise NotUnderstood(
            worded("“{operator}”的两边要都是数，或者日期加减时长", operator=operator),
            worded('两个日期相减用 相差(甲,乙,"天")。'),
        )
    operate = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "×": lambda a, b: a * b, "÷": _divided}[operator]
    return Values("number", _each(operate, left.data, right.data))


def _divided(left: Decimal, right: Decimal) -> Decimal | None:
    try:
        return left / right
    except (DivisionByZero, InvalidOperation):
        return None


def _each(operate: Callable[..., Any], *columns: Array) -> Array:
    """The operation row by row; None where any operand is None."""
    result = np.empty(len(columns[0]), dtype=object)
    result[:] = [None if any(v is None for v in row) else operate(*row) for row in zip(*columns, strict=True)]
    return result


def _moved(start: Array, sign: int, by: Values, scope: Scope) -> Array:
    result = np.full(len(start), np.datetime64("NaT", "us"))
    amounts = np.array([_written(v) if not isinstance(v, Span) else v for v in by.data] + [None], dtype=object)[:-1]
    for amount in {value for value in amounts if value is not None}:
        rows = np.array([value == amount for value in amounts], dtype=bool)
        shift = amount if isinstance(amount, Span) else float(amount)
        result[rows] = moved(start[rows], sign, shift, scope)
    return result


def _call(name: str, arguments: list[Values], scope: Scope) -> Values:
    if name in {"取大", "取小", "若空"}:
        return _picked(name, arguments)
    return _FUNCTIONS[name](arguments, scope)


def _picked(name: str, arguments: list[Values]) -> Values:
    """取大, 取小 skip empties; 若空 takes the first that is there."""
    if len({argument.kind for argument in arguments}) > 1:
        raise NotUnderstood(
            worded("“{name}”的各项不是同一种", name=name),
            worded("都用日期、都用数或都用文字；公式里不能直接写日期，放进【设置】再引用。"),
        )
    if arguments[0].kind == "moment":
        result = arguments[0].data
        for argument in arguments[1:]:
            other = argument.data
            if name == "若空":
                result = np.where(np.isnat(result), other, result)
            else:
                result = (np.fmax if name == "取大" else np.fmin)(result, other)
        return Values("moment", result)
    rows = zip(*(argument.data for argument in arguments), strict=True)
    picks: dict[str, Callable[[list[Any]], Any]] = {"取大": max, "取小": min, "若空": lambda present: present[0]}
    pick = picks[name]
    result = np.empty(len(arguments[0].data), dtype=object)
    result[:] = [pick(present) if (present := [v for v in row if v is not None]) else None for row in rows]
    return Values(arguments[0].kind, result)


def _difference(arguments: list[Values], scope: Scope) -> Values:
    """相差(a,b,单位) = a − b; 工作日 counts the working days in (b, a]."""
    later, earlier = (argument.data for argument in arguments[:2])
    unit = str(arguments[2].data[0]) if len(arguments) > 2 and len(scope) else "天"
    if any(argument.kind != "moment" for argument in arguments[:2]):
        raise NotUnderstood(worded("相差要两个日期"), worded('写成 相差({完成时间},{发生时间},"天")。'))
    known = ~np.isnat(later) & ~np.isnat(earlier)
    result = np.full(len(later), None, dtype=object)
    a, b = later[known], earlier[known]
    found: list[Decimal] | Array
    if unit == "工作日":
        found = scope.world.calendar().between(b.astype("datetime64[D]"), a.astype("datetime64[D]"))
    elif unit in {"分钟", "小时"}:
        seconds = (a - b).astype("timedelta64[s]").astype(np.int64)
        found = [Decimal(int(s)) / (60 if unit == "分钟" else 3600) for s in seconds]
    elif unit in {"月", "年", "季", "半年"}:
        found = _whole_months(a, b) // {"月": 1, "季": 3, "半年": 6, "年": 12}[unit]
    else:
        days = (a.astype("datetime64[D]") - b.astype("datetime64[D]")).astype(np.int64)
        found = days // 7 if unit == "周" else days
    result[known] = [value if isinstance(value, Decimal) else Decimal(int(value)) for value in found]
    return Values("number", result)


def _whole_months(later: Array, earlier: Array) -> Array:
    months = later.astype("datetime64[M]").astype(np.int64) - earlier.astype("datetime64[M]").astype(np.int64)
    day = later.astype("datetime64[D]") - later.astype("datetime64[M]").astype("datetime64[D]")
    from_day = earlier.astype("datetime64[D]") - earlier.astype("datetime64[M]").astype("datetime64[D]")
    last = (later.astype("datetime64[D]") + np.timedelta64(1, "D")).astype("datetime64[M]") != later.astype(
        "datetime64[M]"
    )
    return np.asarray(months - ((day < from_day) & ~last))


def _date(arguments: list[Values], _: Scope) -> Values:
    return Values("moment", arguments[0].data.astype("datetime64[D]").astype("datetime64[us]"))


def _time(arguments: list[Values], _: Scope) -> Values:
    clock = np.array(
        [None if np.isnat(at) else str(at.astype("datetime64[m]"))[11:16] for at in arguments[0].data] + [None],
        dtype=object,
    )
    return Values("text", clock[:-1])


def _period(arguments: list[Values], _: Scope) -> Values:
    if not len(arguments[0].data):
        return Values("text", np.empty(0, dtype=object))
    return Values("text", np.asarray(keys(arguments[0].data, str(arguments[1].data[0])), dtype=object))


def _rounded(mode: str) -> Callable[[list[Values], Scope], Values]:
    def round_each(arguments: list[Values], _: Scope) -> Values:
        places = arguments[1].data if len(arguments) > 1 else np.full(len(arguments[0].data), Decimal(0), dtype=object)
        return Values(
            "number", _each(lambda v, n: v.quantize(Decimal(1).scaleb(-int(n)), mode), arguments[0].data, places)
        )

    return round_each


def _length(arguments: list[Values], _: Scope) -> Values:
    return Values("number", _each(lambda word: Decimal(len(word)), arguments[0].data))


def _occurrences(arguments: list[Values], _: Scope) -> Values:
    return Values("number", _each(lambda word, part: Decimal(word.count(part)), arguments[0].data, arguments[1].data))


def _things(arguments: list[Values], _: Scope) -> Values:
    """How many things a text lists: 名片、签字笔 and 名片和签字笔 are two, 名片 签字笔 too."""

    def listed(word: str) -> Decimal:
        parts = _LISTED.split(word)
        return Decimal(sum(bool(part.strip()) for part in (parts if len(parts) > 1 else word.split())))

    return Values("number", _each(listed, arguments[0].data))


def _placeholders(arguments: list[Values], _: Scope) -> Values:
    named = _each(
        lambda word: "、".join(dict.fromkeys(re.findall(r"\{\+?([^{}]+)\}", word))) or None, arguments[0].data
    )
    return Values("text", named)


_FUNCTIONS: dict[str, Callable[[list[Values], Scope], Values]] = {
    "相差": _difference, "日期": _date, "时刻": _time, "期键": _period, "进位": _rounded(ROUND_CEILING),
    "去尾": _rounded(ROUND_FLOOR), "四舍五入": _rounded(ROUND_HALF_UP), "字数": _length,
    "次数": _occurrences, "几样": _things, "占位符": _placeholders,
}  # fmt: skip
