"""One column of values in one of three physical kinds; all work on rows is done on these.

Text is held as codes into its distinct words, so that a test, a join or a fold looks at each word once, not at each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.rules.world.coding import FEW, NO_WORDS, coded, coded_few, ended
from workbook.rules.world.spellings import Words, across, classes, united
from workbook.sheets.texts import is_ascending
from workbook.sheets.types import Type

Array = NDArray[Any]
Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]

TEXT, NUMBER, MOMENT, DATE, YES_NO = Type("文本"), Type("小数"), Type("时点"), Type("日期"), Type("是否")
_SHORT = ("文本", "代码")
NAT = np.datetime64("NaT", "us")


@dataclass(frozen=True, slots=True, eq=False)
class Vec:
    """A column.

    Shapes:
        data: n codes into `words` (text; −1 = empty), n float64 (numbers; NaN = empty) or n datetime64[us] (NaT = empty).
        words: the distinct words of a text column; empty otherwise.
    """

    type: Type
    data: Array
    words: Array = field(default_factory=lambda: NO_WORDS)

    def __len__(self) -> int:
        return len(self.data)

    @property
    def kind(self) -> str:
        """text, number or moment."""
        return self.type.kind

    def missing(self) -> Mask:
        """Which rows are empty."""
        if self.kind == "text":
            return np.asarray(self.data < 0)
        return np.asarray(np.isnat(self.data) if self.kind == "moment" else np.isnan(self.data))

    def take(self, positions: Positions) -> Vec:
        """The rows at `positions`; −1 gives an empty one."""
        if len(self.data) == 0:
            return empty(self.type, len(positions))
        taken = self.data[positions]
        outside = positions < 0
        if np.count_nonzero(outside):  # much quicker than any() over a few rows, and rules take a few rows all day
            taken = taken.copy()
            taken[outside] = -1 if self.kind == "text" else NAT if self.kind == "moment" else np.nan
        return Vec(self.type, taken, self.words)

    def of(self, kind: Type) -> Vec:
        """The same values under another logical type of the same physical kind; other kinds are converted."""
        if kind.kind == self.kind:
            return Vec(kind, self.data, self.words)
        if kind.kind == "text":
            return text([said(value) for value in self.objects()], kind)
        if self.kind == "text" and kind.kind == "number":
            return Vec(kind, pd.to_numeric(pd.Series(self.objects(), dtype=object), errors="coerce").to_numpy(float))
        if self.kind == "text" and kind.kind == "moment":
            moments = pd.to_datetime(pd.Series(self.objects(), dtype=object), errors="coerce", format="ISO8601")
            return Vec(kind, moments.to_numpy("datetime64[us]"))
        return empty(kind, len(self))

    def objects(self) -> Array:
        """Python values: str, float, numpy datetime64, or None where empty."""
        if self.kind == "text":
            held = self.compact()
            return ended(held.words, None)[held.data]
        values = self.data.astype(object) if self.kind == "number" else np.array(list(self.data), dtype=object)
        values[self.missing()] = None
        return values

    def matching(self, accepts: Callable[[str], bool]) -> Mask:
        """Which rows of a text column hold a word that is accepted; each word is asked once."""
        accepted = (accepts(word) for word in self.words)
        return np.fromiter(chain(accepted, (False,)), dtype=bool, count=len(self.words) + 1)[self.data]

    def mapped(self, change: Callable[[str], str | None], kind: Type | None = None) -> Vec:
        """Each word changed; None empties it."""
        changed = np.array([change(word) for word in self.words] or [None], dtype=object)
        codes, words = coded(changed)
        return Vec(kind or self.type, ended(codes[: len(self.words)], -1)[self.data], words)

    def otherwise(self, other: Vec) -> Vec:
        """These values, and the other's where these are empty."""
        gaps = self.missing()
        if not gaps.any():
            return self
        return choose(~gaps, self, other.of(self.type))

    def compact(self) -> Vec:
        """The same column; a few rows of a long one let go of the words that none of them holds."""
        if self.kind != "text" or len(self.words) <= 4 * len(self.data):
            return self
        used, codes = np.unique(self.data, return_inverse=True)
        gap = int(len(used) > 0 and used[0] < 0)
        return Vec(self.type, (codes.reshape(-1) - gap).astype(np.int32), self.words[used[gap:]])

    def one_spelling(self) -> Vec:
        """The same column with words that are equal when folded (Ａ型, a型) written in one way."""
        alike = classes(Words(self.words)) if self.kind == "text" and len(self.words) > 1 else None
        if alike is None:
            return self
        order = np.argsort(self.words.astype(str), kind="stable")
        _, first, back = np.unique(alike[:-1][order], return_index=True, return_inverse=True)
        code = np.full(len(self.words) + 1, -1, dtype=np.int32)
        code[order] = back.reshape(-1)
        return Vec(self.type, code[self.data], self.words[order][first])

    def without(self, rows: Mask) -> Vec:
        """The same column, emptied where `rows` is true."""
        if not rows.any():
            return self
        return self.take(np.where(rows, -1, np.arange(len(self))))

    def key_codes(self, *, exact: bool = False) -> Positions:
        """Small integers equal where values are equal (−1 where empty); for grouping. Words are compared folded.

        Shapes:
            exact: numbers that a reference was read as already: c1 and C1 may be two customers.
        """
        if self.kind == "text":
            alike = classes(Words(self.words)) if len(self.words) > 1 and not exact else None
            return self.data.astype(np.int64) if alike is None else alike[self.data]
        codes, _ = pd.factorize(self.data)
        return np.asarray(codes, dtype=np.int64)


def text(values: Iterable[str | None] | pd.Series[Any], kind: Type = TEXT) -> Vec:
    """A text column out of words (None or NaN = empty)."""
    if isinstance(values, pd.Series):
        found, distinct = pd.factorize(values)
        return Vec(kind, found.astype(np.int32), np.asarray(distinct, dtype=object))
    codes, words = coded(np.array([*values, None], dtype=object)[:-1])
    return Vec(kind, codes, words)


def some(words: Iterable[str]) -> Vec:
    """Words as a column; an empty word is an empty cell."""
    return text([word or None for word in words])


def numbers(values: Any, kind: Type = NUMBER) -> Vec:
    """A number column."""
    return Vec(kind, np.asarray(values, dtype=float))


def moments(values: Any, kind: Type = MOMENT) -> Vec:
    """A column of instants or days."""
    return Vec(kind, np.asarray(values, dtype="datetime64[us]"))


def series(values: pd.Series[Any], kind: Type) -> Vec:
    """A cleaned sheet column as a Vec of its declared type."""
    if kind.kind == "text":
        read = _encoded(values, kind)
        return read.one_spelling() if kind.name in _SHORT else read
    return (
        numbers(values.to_numpy(), kind) if kind.kind == "number" else moments(values.to_numpy("datetime64[us]"), kind)
    )


def _encoded(values: pd.Series[Any], kind: Type) -> Vec:
    """Text held by Arrow, encoded by Arrow: no Python object is made for a row."""
    held = pa.array(values)
    held = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    if len(held) < FEW:
        return Vec(kind, *coded_few(held.to_pylist()))
    if is_ascending(held):  # numbers given out in order: no two are the same, and nothing is to be looked up
        return Vec(kind, np.arange(len(held), dtype=np.int32), held.to_numpy(zero_copy_only=False))
    encoded = held.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return Vec(kind, codes, encoded.dictionary.to_numpy(zero_copy_only=False))


def empty(kind: Type, size: int) -> Vec:
    """A column without any value."""
    return _blank(kind, size) if size else _nothing(kind)


@cache
def _nothing(kind: Type) -> Vec:
    """A column without a row: a rule that finds nothing makes forty of them."""
    return _blank(kind, 0)


def _blank(kind: Type, size: int) -> Vec:
    if kind.kind == "text":
        return Vec(kind, np.full(size, -1, dtype=np.int32))
    return Vec(kind, np.full(size, NAT) if kind.kind == "moment" else np.full(size, np.nan))


def constant(value: Any, size: int, kind: Type) -> Vec:
    """The same value in each row."""
    if value is None or not size:
        return empty(kind, size)
    if kind.kind == "text":
        return Vec(kind, np.zeros(size, dtype=np.int32), np.array([str(value)], dtype=object))
    if kind.kind == "number":
        return Vec(kind, np.full(size, float(value)))
    return Vec(kind, np.full(size, np.datetime64(value, "us")))


def flags(mask: Mask) -> Vec:
    """是 where true, 否 elsewhere."""
    return Vec(YES_NO, np.where(mask, 0, 1).astype(np.int32), np.array(["是", "否"], dtype=object))


def choose(first: Mask, left: Vec, right: Vec) -> Vec:
    """The left value where `first`, else the right one (same physical kind)."""
    if left.kind != "text":
        return Vec(left.type, np.where(first, left.data, right.data))
    joined = concat([left, right])
    return joined.take(np.where(first, np.arange(len(left)), np.arange(len(left)) + len(left)))


def concat(parts: Sequence[Vec], kind: Type | None = None) -> Vec:
    """Columns one below the other; words are shared."""
    if not parts:
        return empty(kind or TEXT, 0)
    kind = kind or parts[0].type
    if len(parts) == 1:
        return parts[0].of(kind)
    parts = [part.of(kind) for part in parts]
    if kind.kind != "text":
        return Vec(kind, np.concatenate([part.data for part in parts]))
    parts = [part.compact() for part in parts]
    lists = {id(part.words): part.words for part in parts if len(part.words)}
    if len(lists) <= 1:  # pieces of one column: their codes mean the same already
        return Vec(
            kind, np.concatenate([part.data for part in parts]).astype(np.int32), next(iter(lists.values()), NO_WORDS)
        )
    distinct, codes = united(tuple(map(Words, lists.values())))
    own = dict(zip(lists, codes, strict=True))
    return Vec(
        kind,
        np.concatenate([own[id(part.words)][part.data] if len(part.words) else part.data for part in parts]),
        distinct,
    )


def places(words: Vec, sought: Vec) -> Positions:
    """For each sought row the code that its word has in `words`; −1 where there is none."""
    if not len(words.words) or not len(sought.words):
        return np.full(len(sought), -1, dtype=np.int64)
    sought = sought.compact()
    return np.asarray(across(Words(words.words), Words(sought.words))[sought.data])


def same_words(left: Vec, right: Vec) -> tuple[Array, Array]:
    """Codes of two text columns over one common list of words, for row-wise comparison and for joins."""
    left = left.one_spelling()
    found = places(left, right)
    fresh = (found < 0) & (right.data >= 0)
    return left.data.astype(np.int64), np.where(fresh, len(left.words) + right.data.astype(np.int64), found)


def said(value: Any) -> str | None:
    """A value as a person would read it: 3 not 3.0, 2026-03-09 not 2026-03-09T00:00."""
    if value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 10))
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            return None
        stamp = str(value.astype("datetime64[s]")).replace("T", " ")
        return stamp[:10] if stamp.endswith("00:00:00") else stamp[:16] if stamp.endswith(":00") else stamp
    return str(value)


def says(vec: Vec) -> Vec:
    """Any column as text, written for people."""
    return vec if vec.kind == "text" else vec.of(TEXT)
