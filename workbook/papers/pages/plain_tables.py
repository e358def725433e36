"""Tables in plain text, aligned by the width East Asian characters take."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from workbook.words.tongue import worded

PAGE_WIDTH = 96


def width(text: str) -> int:
    """Columns the text takes on a fixed-pitch screen: East Asian wide characters take two.

    Examples:
        >>> width("客户A"), width("")
        (5, 0)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _at_least(text: str, most: int) -> int:
    """The width; of a text with more than `most` letters only that it is too wide, which costs nothing however long it is."""
    return len(text) if len(text) > most else width(text)


@lru_cache(maxsize=8192)
def _columns(mark: str) -> int:
    return 0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def padded(text: str, size: int, *, right: bool = False) -> str:
    """The text with blanks up to `size` columns, before it when `right`.

    Examples:
        >>> padded("客户", 6), padded("3", 4, right=True)
        ('客户  ', '   3')
    """
    blanks = " " * (size - width(text))
    return blanks + text if right else text + blanks


def aligned(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: AbstractSet[int] = frozenset(),
    most: int = PAGE_WIDTH,
) -> str:
    """The rows under their headings; a table wider than `most` columns is told one row a paragraph instead.

    Examples:
        >>> print(aligned(("客户", "次数"), (("甲公司", "3"),), {1}))
        客户    次数
        ------  ----
        甲公司     3
        >>> print(aligned(("客户", "备注", "次数"), (("甲公司", "", "3"),), {2}, most=8))
        1. 客户：甲公司；次数：3
    """
    widths = [max(_at_least(row[at], most) for row in (headings, *rows)) for at in range(len(headings))]
    if sum(widths) + 2 * (len(widths) - 1) > most:
        return "\n".join(_told(number, headings, row) for number, row in enumerate(rows, 1))
    lines = [headings, ["-" * size for size in widths], *rows]
    return "\n".join(
        "  ".join(padded(cell, widths[at], right=at in numeric) for at, cell in enumerate(line)).rstrip()
        for line in lines
    )


def _told(number: int, headings: Sequence[str], row: Sequence[str]) -> str:
    """One wide row as `列名：值` pairs; empty cells are left out."""
    pairs = worded("；").join(
        f"{heading}{worded('：')}{cell}" for heading, cell in zip(headings, row, strict=True) if cell
    )
    return f"{number}. {pairs}"
