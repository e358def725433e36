"""Words on a form: names of columns, words to choose from, and how wide they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbook.words.tongue import CHINESE, HEADING, WORD, named, spoken, worded

HALF = 4 / 3 / 2
"""Pixels of half a letter, by its size in points."""
NAMES = {"责任人": "责任人姓名"}
"""A form says the name of a person where a sheet keeps the number."""


def heading_of(heading: str) -> str:
    """The name of a column, or a word of ours, in the language that is spoken."""
    if spoken() == CHINESE:
        return heading
    name = named(NAMES.get(heading, heading), HEADING)
    return worded(heading) if name == heading else name


def choices_of(codes: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Words of the program as they are printed, and what each of those stands for that is another word."""
    words = tuple(named(code, WORD) for code in codes)
    return words, tuple((word, code) for word, code in zip(words, codes, strict=True) if word != code)


def units(text: str) -> int:
    """How wide a text is, in half letters: Chinese letters, quotes and boxes are as wide as they are high.

    Examples:
        >>> units("满意 ok"), units("“是”")
        (7, 6)
    """
    return sum(1 + (not letter.isascii()) for letter in text)


def lines_of(text: str, across: float, size: float) -> int:
    """How many lines a text takes in so many pixels, a little more rather than less."""
    most = int(across / (size * HALF)) - 1
    return sum(max(1, math.ceil(units(part) / most)) for part in text.split("\n")) if text else 0
