"""Lists of distinct words beside each other: one list of several, where each stands in another, which are the same folded."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.sheets.texts import fold_all

Array = NDArray[Any]
Positions = NDArray[np.int64]


class Words:
    """A list of words that is equal to itself only: the same list meets others again and again in one run."""

    __slots__ = ("words",)

    def __init__(self, words: Array) -> None:
        self.words = words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.words is other.words

    def __hash__(self) -> int:
        return id(self.words)


@lru_cache(maxsize=64)
def classes(held: Words) -> Positions | None:
    """For each word the number of those it is equal to when folded, and −1 for empty; None when no two are."""
    if not isinstance(held.words[0], str):
        return None  # the calendar's numbers, which are text by their declaration only
    words = pa.array(held.words, pa.string())
    classes = fold_all(words).dictionary_encode()
    if len(classes.dictionary) == len(words):
        return None
    return np.append(classes.indices.to_numpy(), -1).astype(np.int64)


@lru_cache(maxsize=32)
def united(lists: tuple[Words, ...]) -> tuple[Array, list[Array]]:
    """Several lists of words as one, and for each the codes of its words in it (the last stands for −1, empty)."""
    codes, distinct = pd.factorize(np.concatenate([each.words for each in lists]))
    parts = np.split(codes.astype(np.int32), np.cumsum([len(each.words) for each in lists])[:-1])
    return np.asarray(distinct, dtype=object), [np.append(part, np.int32(-1)) for part in parts]


@lru_cache(maxsize=32)
def across(left: Words, right: Words) -> Positions:
    """For each right word its place among the left ones, −1 where it isn't; one more entry −1 for empty.

    A word that isn't there as it is written is looked for folded.
    """
    known, sought = (pa.array(words.words, pa.string()) for words in (left, right))
    found = pc.index_in(sought, value_set=known)
    if found.null_count:
        found = pc.coalesce(found, pc.index_in(fold_all(sought), value_set=fold_all(known)))
    return np.append(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), -1).astype(np.int64)
