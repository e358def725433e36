"""Words as codes into the distinct ones: what every column of words is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[Any]
NO_WORDS: Array = np.empty(0, dtype=object)
FEW = 64
"""Rows up to which a loop is quicker than the libraries' preparations."""


def coded(values: Array) -> tuple[Array, Array]:
    """The code of each value (−1 where it is missing), and the distinct values as they come first."""
    if not len(values):
        return np.empty(0, dtype=np.int32), NO_WORDS
    if len(values) < FEW:
        return coded_few(values.tolist())
    codes, words = pd.factorize(values)
    return codes.astype(np.int32), np.asarray(words, dtype=object)


def coded_few(values: Sequence[Any]) -> tuple[Array, Array]:
    """The same for so few values that setting pandas to work takes longer than the work."""
    known: dict[Any, int] = {}
    codes = [
        -1 if value is None or value != value else known.setdefault(value, len(known))  # noqa: PLR0124 - NaN isn't itself
        for value in values
    ]
    words = np.empty(len(known), dtype=object)
    words[:] = list(known)
    return np.array(codes, dtype=np.int32), words


def ended(words: Array, last: object) -> Array:
    """A list of words, or what is known of each, with one entry more: what −1, an empty cell, stands for."""
    made = np.empty(len(words) + 1, dtype=object if last is None else words.dtype)
    made[:-1], made[-1] = words, last
    return made
