"""References: a number that another sheet doesn't have, and the one that was probably meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.clean import shown
from workbook.sheets.columns import Column
from workbook.sheets.meant import Meant, replaced
from workbook.sheets.part import Part, as_text
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

CUSTOMERS = "客户"
_FEW = 300
_NEAR = 3
_NONE = pa.array([], pa.string())
_LIKE = 0.5
_JOINED = re.compile(r"[、，,;；/\\和与及&＆+＋\s]+")


class Targets:
    """The keys of every sheet that was read: those typed, and those of rows that stay.

    Shapes:
        sound: sheet and heading of each reference of which all values are keys that were typed.
        whole: these are all sheets there are; a customer isn't known where there is no 【客户】 that can be used.
    """

    def __init__(self, parts: Mapping[str, Part], *, whole: bool = False) -> None:
        self.sound = set[tuple[str, str]]()
        self._parts = parts
        self._whole = whole
        self._found: dict[str, Keys] = {}

    def keys(self, sheet: str) -> Keys | None:
        """The keys of a sheet; None when it isn't there, or can't be used, or has no key."""
        part = self._parts.get(sheet)
        if part is None or not part.usable or part.sheet.key is None:
            return Keys(_NONE, _NONE) if self._whole and sheet == CUSTOMERS else None
        if sheet not in self._found:
            typed = as_text(part.values[part.sheet.key.heading])
            called, keep = part.sheet.called, pa.array(part.keep)
            names = part.values[called.heading].filter(keep) if called and called.type.kind == "text" else None
            self._found[sheet] = Keys(typed, typed.filter(keep), names)
        return self._found[sheet]


class Keys:
    """The keys of one sheet."""

    def __init__(self, typed: pa.Array, kept: pa.Array, names: pa.Array | None = None) -> None:
        self.typed, self.kept = typed, kept
        self.meant = Meant(kept, names)
        self._nearest: dict[str, str] = {}

    def nearest(self, value: str) -> str:
        """The key most like `value`; empty when none is, or when the likest is only another number.

        Among many it looks at the neighbours in the order of beginnings and in that of ends: a slip of the pen spoils
        only one of the two.
        """
        if value not in self._nearest:
            self._nearest[value] = self._look(value)
        return self._nearest[value]

    def _look(self, value: str) -> str:
        if len(self._forward) <= _FEW:
            near = next(iter(get_close_matches(value, self._forward, n=1, cutoff=_LIKE)), "")
        else:
            behind = [key[::-1] for key in _around(self._backward, value[::-1])]
            near = max((*_around(self._forward, value), *behind), key=lambda near: _alike(near, value), default="")
            near = near if SequenceMatcher(None, near, value).ratio() >= _LIKE else ""
        return "" if _is_another(near, value) else near

    @cached_property
    def known(self) -> set[str]:
        """Every key that was typed."""
        return set(self._forward)

    @cached_property
    def _forward(self) -> list[str]:
        return sorted(set(self.typed.drop_null().to_pylist()))

    @cached_property
    def _backward(self) -> list[str]:
        return sorted(key[::-1] for key in self._forward)


def read_meant(part: Part, targets: Targets) -> None:
    """References by name or in other letters become the number they can only mean; of a name each word is told once."""
    for column in _references(part):
        keys = targets.keys(column.type.target)
        if keys is not None and _read_meant(part, column, keys):
            targets.sound.add((part.grid.name, column.heading))
    for heading, target in part.members.items():
        keys = targets.keys(target)
        if keys is not None and not part.sheet.ours:
            _read_members(part, heading, keys)


def _read_meant(part: Part, column: Column, keys: Keys) -> bool:
    """The references of one column; whether all were keys as they stand."""
    values = part.values[column.heading]
    lost = ~np.asarray(pc.or_(pc.is_in(values, value_set=keys.typed), values.is_null()))
    if not lost.any():
        return True
    words = pc.unique(values.filter(pa.array(lost & part.keep))).to_pylist()
    meant = {word: key for word in words if (key := keys.meant.one(word)) is not None}
    for word, key in meant.items():
        if not keys.meant.rewritten(word):
            at = pc.index(values, word).as_py()
            part.note(Kind.ALIAS_FOLDED, at, column.heading, ("value", shown(word)), ("code", key))
    part.values[column.heading] = replaced(values, lost, meant)
    return False


def _read_members(part: Part, heading: str, keys: Keys) -> None:
    """The members of a 多选(表)."""
    values = part.values[heading]
    words = pc.unique(pc.list_flatten(pc.split_pattern(values, "、")).drop_null())
    lost = words.filter(pc.invert(pc.is_in(words, value_set=keys.typed))).to_pylist()
    meant = {word: key for word in lost if (key := keys.meant.one(word)) is not None}
    if meant:
        whole = {
            text: "、".join(meant.get(word, word) for word in text.split("、"))
            for text in pc.unique(values.drop_null()).to_pylist()
        }
        part.values[heading] = replaced(values, np.ones(len(values), dtype=bool), whole)


def check_customers(part: Part, targets: Targets) -> None:
    """Rows that need a customer and name one that isn't there go."""
    for column in _references(part):
        if column.required and column.type.target == CUSTOMERS:
            _check(part, column, targets, Kind.CUSTOMER_UNKNOWN)


def no_customers(parts: Mapping[str, Part]) -> Iterator[Issue]:
    """That there is no 【客户】, or nobody in it whom rows of other sheets name: then there is no list to call from."""
    found = parts.get(CUSTOMERS)
    lost = sum(one.kind is Kind.CUSTOMER_UNKNOWN for part in parts.values() for one in part.issues)
    if found is None:
        rests = worded("，别的表里写着客户的 {count} 行都没有算", count=lost) if lost else ""
        hint = worded("；删掉了的，从备份里复制回来") if lost else ""
        yield issue(Kind.SHEET_MISSING, Place(CUSTOMERS), sheet=CUSTOMERS, rests=rests, hint=hint)
    elif lost and not (found.usable and found.keep.any()):
        yield issue(Kind.CUSTOMERS_NONE, Place(found.grid.name), sheet=CUSTOMERS, count=lost)


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
    all_kept = kind is not Kind.CUSTOMER_UNKNOWN or len(keys.kept) == len(keys.typed)
    if all_kept and (part.grid.name, column.heading) in targets.sound:
        return
    known = keys.kept if kind is Kind.CUSTOMER_UNKNOWN else keys.typed
    lost = part.keep & ~np.asarray(pc.or_(pc.is_in(values, value_set=known), values.is_null()))
    for at in np.flatnonzero(lost).tolist():
        value = values[at].as_py()
        _tell(part, kind, at, column.heading, value, target, keys)
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
            _tell(part, Kind.UNKNOWN_REFERENCE, at, heading, word, target, keys)


def _tell(part: Part, kind: Kind, at: int, heading: str, value: str, target: str, keys: Keys) -> None:
    """Says that a value means no row, or several."""
    several = keys.meant.all(value)
    said = (("value", shown(value)), ("sheet", target))
    if len(several) > 1:
        part.note(Kind.NAME_TWICE, at, heading, *said, ("ids", "、".join(several)), ("example", several[0]))
    if len(several) < 2 or kind is Kind.CUSTOMER_UNKNOWN:
        part.note(kind, at, heading, *said, ("hint", _hint(value, keys, several)))


def _hint(value: str, keys: Keys, several: Sequence[str]) -> str:
    """What may have been meant: several at once, or the number most like it; never one of several."""
    known = keys.known
    parts = [one for one in (keys.meant.one(part) or part for part in _JOINED.split(value) if part) if one in known]
    if len(set(parts)) > 1:
        return worded(
            "一格只写一个（这里像是{fromkeys}），多的另写一行", fromkeys=worded("、").join(dict.fromkeys(parts))
        )
    if len(several) > 1:
        return worded("写明是哪一个：{several}", several=worded("、").join(several))
    near = "" if several else keys.nearest(value)
    return worded("最像的是“{near}”", near=near) if near else worded("改成对的编号")


def _is_another(near: str, value: str) -> bool:
    """Whether two keys of one length differ in digits alone: then it is somebody else's number, not a slip.

    Examples:
        >>> _is_another("000124", "000123"), _is_another("C0193", "C0139"), _is_another("D1", "C1")
        (True, False, False)
    """
    unlike = [(a, b) for a, b in zip(near, value, strict=False) if a != b]
    swapped = sorted(a for a, _ in unlike) == sorted(b for _, b in unlike)
    return len(near) == len(value) and not swapped and all(a.isdigit() and b.isdigit() for a, b in unlike)


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
