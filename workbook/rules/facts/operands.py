"""The right side of a comparison: a bound that may be a number, a day, a period, a rank, a span or another column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from workbook.clock.due import due
from workbook.clock.periods import named
from workbook.rulebook.cells.tree import NotUnderstood, Quantity, Reference
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import Array, Mask, Vec, constant, text
from workbook.sheets.texts import DOTTED_PLATE
from workbook.sheets.types import PROSE, Type
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

_PERIOD_LETTERS = "-0123456789HMQWab"  # what period keys are written with, in the order they sort
DAY = np.timedelta64(1, "D")
TICK = np.timedelta64(1, "us")
FAMILIES = ("分钟", "班时", "天", "工作日", "月")  # 时长 values can be ordered only inside one family


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word as it is compared: trimmed, full-width folded, case-insensitive, a plate without its dot."""
    return _PLATE.sub(r"\1\2", unicodedata.normalize("NFKC", word).strip().casefold())


_PLATE = re.compile(DOTTED_PLATE.replace(r"\x{4e00}-\x{9fff}", "\u4e00-\u9fff"))
_NOTHING = re.compile(r"(?:暂时|都|暂|并)?(?:无|没有?)(?:了|啊|呀|呢)?|n/?a|none|0|[-—/.]+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_ORDERED = ("时刻", "期", "时长")


def told(values: Vec) -> Vec:
    """The values without words that say there is nothing (无, 没有): a wish called 没有 is no wish.

    Examples:
        >>> from workbook.rules.world.vectors import text
        >>> told(text(["没有。", "无", "无人接待", "/", None])).objects().tolist()
        [None, None, '无人接待', None, None]
    """
    if values.type.name not in PROSE:
        return values
    nothing = values.matching(lambda word: bool(_NOTHING.fullmatch(fold(word).rstrip("。.!,;~ "))))
    return values.without(nothing)


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """A bound for each row: its first and last value (equal unless it is a day or period), beside what is compared."""

    subject: Array
    first: Array
    last: Array
    missing: Mask


def written(quantity: Quantity, values: Vec, scope: Scope) -> Quantity:
    """A setting of plain text counts as if it stood in the cell itself: it is typed by what it is compared with."""
    if not isinstance(quantity.value, Reference) or quantity.value.path[0] != "设置" or len(quantity.value.path) != 2:
        return quantity
    found = scope.world.book.settings.get(quantity.value.path[1])
    plain_text = found is not None and found.value and (found.type or "文本") in PROSE
    ordered = values.kind != "text" or values.type.name in _ORDERED
    if found is None or not plain_text or not ordered:
        return quantity
    said = unicodedata.normalize("NFKC", found.value).strip()
    if values.type.name == "时刻" and not _CLOCK.fullmatch(said):
        raise NotUnderstood(
            worded("设置“{id}”是“{value}”，和它比的是时刻", id=found.id, value=found.value), worded("写成 14:30。")
        )
    return replace(quantity, value=said)


def operand(quantity: Quantity, values: Vec, scope: Scope) -> Operand:
    """The bound in the terms of the tested column.

    Raises:
        NotUnderstood: a bound that the column can't be compared with.
    """
    quantity = written(quantity, values, scope)
    if values.kind == "moment":
        return _moments(quantity, values, scope)
    if values.kind == "number":
        return _numbers(quantity, values, scope)
    return _texts(quantity, values, scope)


def _numbers(quantity: Quantity, values: Vec, scope: Scope) -> Operand:
    bound = _number(quantity.value, len(values), scope)
    if quantity.shift is not None:
        bound = bound + quantity.sign * _amount(quantity.shift, len(values), scope)
    bound = np.round(bound, 9)
    return Operand(values.data, bound, bound, np.isnan(bound))


def _number(value: str | Reference, size: int, scope: Scope) -> Array:
    if isinstance(value, Reference):
        return scope.vec(value.path).of(Type("小数")).data
    body = value.strip()
    try:
        return np.full(size, float(body[:-1]) / 100 if body.endswith("%") else float(body))
    except ValueError:
        raise NotUnderstood(
            worded("“{value}”不是数，这一列是数", value=value), worded("写成数字；要和另一列比，列名放在花括号里。")
        ) from None


def _amount(shift: Span | float | Reference, size: int, scope: Scope) -> Array:
    if isinstance(shift, Reference):
        return scope.vec(shift.path).of(Type("小数")).data
    if isinstance(shift, Span):
        raise NotUnderstood(worded("数不能加时长"), worded("只写数字。"))
    return np.full(size, float(shift))


def _moments(quantity: Quantity, values: Vec, scope: Scope) -> Operand:
    size = len(values)
    if isinstance(quantity.value, str) and _CLOCK.fullmatch(quantity.value):
        return _time_of_day(quantity.value, values)
    if isinstance(quantity.value, Reference) and (clock := scope.vec(quantity.value.path)).type.name == "时刻":
        if quantity.shift is not None:
            raise NotUnderstood(worded("时刻不能加减"), worded("另设一个时刻，或用【计算】先算出时点。"))
        return _times_of_day(clock, values)
    first, last = _span_of(quantity.value, values, size, scope)
    if quantity.shift is not None:
        first = moved(first, quantity.sign, quantity.shift, scope)
        last = first + DAY - TICK if _whole_days(quantity, values, scope) else first
    return Operand(values.data, first, last, np.isnat(first))


def _whole_days(quantity: Quantity, values: Vec, scope: Scope) -> bool:
    if isinstance(quantity.shift, Span) and quantity.shift.is_instant:
        return False
    if values.type.name == "日期" or isinstance(quantity.value, str):
        return quantity.value != "现在"
    return scope.vec(quantity.value.path).type.name == "日期"


def _span_of(value: str | Reference, values: Vec, size: int, scope: Scope) -> tuple[Array, Array]:
    """First and last instant: a day or period has both ends, an instant is its own end."""
    if isinstance(value, Reference):
        found = scope.vec(value.path)
        other = found.of(Type("时点")).data
        if found.type.name == "日期" or values.type.name == "日期":
            start = other.astype("datetime64[D]").astype("datetime64[us]")
            return start, start + DAY - TICK
        return other, other
    if value == "现在":
        at = np.full(size, scope.world.instant)
        return at, at
    if re.search(r"\d{1,2}:\d{2}", value):
        try:
            moment = np.datetime64(value.strip().replace(" ", "T"), "us")
        except ValueError:
            raise NotUnderstood(
                worded("“{value}”不是时点，这一列是时点", value=value), worded("写成 2026-03-09 14:30 或 14:30。")
            ) from None
        at = constant(moment, size, Type("时点")).data
        return at, at
    bounds = named(value, scope.world.today)
    if bounds is None:
        raise NotUnderstood(
            worded("“{value}”不是日期，这一列是日期", value=value),
            worded("写成 2026-03-09、上月、过去90天，或 {列名}。"),
        )
    start = np.full(size, np.datetime64(bounds[0], "us"))
    return start, np.full(size, np.datetime64(bounds[1], "us") + DAY - TICK)


def _time_of_day(clock: str, values: Vec) -> Operand:
    return _times_of_day(constant(clock, len(values), Type("时刻")), values)


def _times_of_day(clocks: Vec, values: Vec) -> Operand:
    """The time of day of each moment beside a time of day: a literal, a setting or a column of type 时刻."""
    seconds = np.append(np.array([_rank_text(str(word)) for word in clocks.words], dtype=float), np.nan)[clocks.data]
    missing = np.isnan(seconds)
    bound = np.where(missing, 0, seconds).astype("timedelta64[s]").astype("timedelta64[us]")
    since_midnight = values.data - values.data.astype("datetime64[D]").astype("datetime64[us]")
    return Operand(since_midnight, bound, bound, missing)


def moved(start: Array, sign: int, shift: Span | float | Reference, scope: Scope) -> Array:
    """Moments moved by a span, by a number of days, or by what a column or setting holds."""
    if isinstance(shift, Reference):
        held = scope.vec(shift.path)
        if held.kind == "number":
            return np.asarray(start + sign * np.round(np.nan_to_num(held.data)).astype("timedelta64[D]"))
        result = np.full(len(start), np.datetime64("NaT", "us"))
        for code, word in enumerate(held.words):
            length = span(str(word), scope.world.at_once)
            if length is not None:
                rows = held.data == code
                result[rows] = moved(start[rows], sign, length, scope)
        return result
    if isinstance(shift, float):
        return start + sign * np.timedelta64(int(shift), "D")
    return due(start, shift, scope.world.calendar(), scope.world.hours, back=sign < 0).at


def _texts(quantity: Quantity, values: Vec, scope: Scope) -> Operand:
    """Ranked codes, spans of one family, clock times and periods have an order; other words have none."""
    if quantity.shift is not None and values.type.name != "时长":
        raise NotUnderstood(worded("文字不能加减"), worded("去掉加减，或换成数或日期的列。"))
    other = (
        scope.vec(quantity.value.path)
        if isinstance(quantity.value, Reference)
        else constant(quantity.value, len(values), values.type)
    )
    subject, bound = ranks(values, scope), ranks(other.of(values.type) if other.kind == "text" else other, scope)
    if values.type.name == "时长":
        family = _families(values)
        bound = np.where(family == _families(other.of(Type("时长"))), bound, np.nan)
    return Operand(subject, bound, bound, np.isnan(bound))


def ranks(values: Vec, scope: Scope) -> Array:
    """A number for each word that sorts as the word does.

    Raises:
        NotUnderstood: the words of this column have no order.
    """
    if values.kind == "number":
        return values.data
    kind = values.type.name
    if kind in {"时刻", "期"}:
        return np.append(np.array([_rank_text(str(word)) for word in values.words], dtype=float), np.nan)[values.data]
    if kind == "时长":
        measured = [span(str(word)) for word in values.words]
        sizes = [float(found.amount) if found else np.nan for found in measured]
        return np.append(np.array(sizes, dtype=float), np.nan)[values.data]
    codes = scope.world.codes.of(values.type)
    if codes and any(code.rank is not None for code in codes):
        known = {code.code: code.rank for code in codes if code.rank is not None}
        return np.append(np.array([known.get(str(word), np.nan) for word in values.words], dtype=float), np.nan)[
            values.data
        ]
    as_numbers = text(values.words).of(Type("小数")).data
    if len(as_numbers) and not np.isnan(as_numbers).any():
        return np.append(as_numbers, np.nan)[values.data]
    if not len(values.words):
        return np.full(len(values), np.nan)
    raise NotUnderstood(worded("这一列的词没有大小次序"), worded("在【代码】里给这一组填上“次序”，或改成相等的测试。"))


def _rank_text(word: str) -> float:
    """A number that sorts as a clock time or period key does, comparable across columns."""
    if _CLOCK.fullmatch(word):
        hours, minutes, *seconds = (int(part) for part in word.split(":"))
        return hours * 3600.0 + minutes * 60 + (seconds[0] if seconds else 0)
    value = 0.0
    for letter in word[:12].ljust(12):
        value = value * 18 + _PERIOD_LETTERS.find(letter) + 1
    return value


def _families(values: Vec) -> Array:
    found = [span(str(word)) for word in values.words]
    return np.append(np.array([float(FAMILIES.index(f.family)) if f else np.nan for f in found], dtype=float), np.nan)[
        values.data
    ]
