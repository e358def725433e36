"""References: a number that another sheet doesn't have, and the one that was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.clean import shown
from workbook.sheets.columns import Column
from workbook.sheets.part import Part, as_text
from workbook.words.issues import Kind

CUSTOMERS = "客户"
_FEW = 300
_NEAR = 3


class Targets:
    """The keys of every sheet that was read: those typed, and those of rows that stay."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts
        self._found: dict[str, Keys] = {}

    def keys(self, sheet: str) -> Keys | None:
        """The keys of a sheet; None when it isn't there, or can't be used, or has no key."""
        part = self._parts.get(sheet)
        if part is None or not part.usable or part.sheet.key is None:
            return None
        if sheet not in self._found:
            typed = as_text(part.values[part.sheet.key.heading])
            self._found[sheet] = Keys(typed, typed.filter(pa.array(part.keep)))
        return self._found[sheet]


class Keys:
    """The keys of one sheet."""

    def __init__(self, typed: pa.Array, kept: pa.Array) -> None:
        self.typed, self.kept = typed, kept
        self._nearest: dict[str, str] = {}

    def nearest(self, value: str) -> str:
        """The key most like `value`; a dash when there is none.

        Among many it looks at the neighbours in the order of beginnings and in that of ends: a slip of the pen spoils
        only one of the two.
        """
        if value not in self._nearest:
            self._nearest[value] = self._look(value)
        return self._nearest[value]

    def _look(self, value: str) -> str:
        if value.casefold() in self._folded:
            return self._folded[value.casefold()]
        if len(self._forward) <= _FEW:
            return next(iter(get_close_matches(value, self._forward, n=1, cutoff=0.0)), "—")
        behind = [key[::-1] for key in _around(self._backward, value[::-1])]
        return max((*_around(self._forward, value), *behind), key=lambda near: _alike(near, value))

    @cached_property
    def _forward(self) -> list[str]:
        return sorted(set(self.typed.drop_null().to_pylist()))

    @cached_property
    def _backward(self) -> list[str]:
        return sorted(key[::-1] for key in self._forward)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {key.casefold(): key for key in reversed(self._forward)}


def check_customers(part: Part, targets: Targets) -> None:
    """Rows that need a customer and name one that isn't there go."""
    for column in _references(part):
        if column.required and column.type.target == CUSTOMERS:
            _check(part, column, targets, Kind.CUSTOMER_UNKNOWN)


def check_others(part: Part, targets: Targets) -> None:
    """Any other reference to what isn't there: an issue, and the row stays as it is."""
    for column in _references(part):
        if not (column.required and column.type.target == CUSTOMERS):
            _check(part, column, targets, Kind.UNKNOWN_REFERENCE)
    for heading, target in part.members.items():
        _check_members(part, heading, targets.keys(target), target)


def _references(part: Part) -> Iterable[Column]:
    """The columns of staff's sheets that point to another."""
    return () if part.sheet.ours or not part.usable else (c for c in part.sheet.columns if c.type.target)


def _check(part: Part, column: Column, targets: Targets, kind: Kind) -> None:
    """The references of one column."""
    target = column.type.target
    keys = targets.keys(target)
    if keys is None:
        return
    values = part.values[column.heading]
    known = keys.kept if kind is Kind.CUSTOMER_UNKNOWN else keys.typed
    lost = part.keep & ~np.asarray(pc.or_(pc.is_in(values, value_set=known), values.is_null()))
    for at in np.flatnonzero(lost).tolist():
        value = values[at].as_py()
        words = (("value", shown(value)), ("sheet", target), ("nearest", keys.nearest(value)))
        part.note(kind, at, column.heading, *words)
    if kind is Kind.CUSTOMER_UNKNOWN:
        part.keep &= ~lost


def _check_members(part: Part, heading: str, keys: Keys | None, target: str) -> None:
    """The members of a 多选(表): each is a key of that sheet."""
    if keys is None or part.sheet.ours or not part.usable:
        return
    lists = pc.split_pattern(part.values[heading], "、")
    words, rows = pc.list_flatten(lists), pc.list_parent_indices(lists)
    lost = pc.invert(pc.is_in(words, value_set=keys.typed))
    for at, word in zip(rows.filter(lost).to_pylist(), words.filter(lost).to_pylist()):
        if part.keep[at]:
            said = (("value", shown(word)), ("sheet", target), ("nearest", keys.nearest(word)))
            part.note(Kind.UNKNOWN_REFERENCE, at, heading, *said)


def _alike(one: str, other: str) -> tuple[int, int]:
    """How many signs two keys share at both ends, and how near they are in length."""
    shared = 0
    for pairs in (zip(one, other), zip(reversed(one), reversed(other))):
        for a, b in pairs:
            if a != b:
                break
            shared += 1
    return shared, -abs(len(one) - len(other))


def _around(ordered: list[str], value: str) -> list[str]:
    """The few members of a sorted list on both sides of a value."""
    at = bisect_left(ordered, value)
    return ordered[max(0, at - _NEAR) : at + _NEAR]
