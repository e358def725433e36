"""Where the header of a sheet stands, and which of its columns is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from workbook.sheets.columns import Column
from workbook.sheets.grid import Grid

SEARCHED = 30  # rows; a header further down is no header
_NOTE = re.compile(r"[(（\[【].*[)）\]】]$")
_SIGNS = "*＊:：•"


@dataclass(frozen=True, slots=True)
class Header:
    """The header row and what it names.

    Shapes:
        row: index of the header row in the grid's columns, from 0; the last of them where there are several.
        columns: declared heading → index of the grid's column.
        extras: other heading → index, in sheet order.
        twice: (heading, index) of columns left unread, because another to the left has that heading.
    """

    row: int
    columns: Mapping[str, int] = field(default_factory=dict)
    extras: Mapping[str, int] = field(default_factory=dict)
    twice: tuple[tuple[str, int], ...] = ()


def accepted(columns: Iterable[Column]) -> dict[str, str]:
    """Every word that stands for a heading → that heading; headings before aliases."""
    columns = tuple(columns)
    words = {plain(column.heading): column.heading for column in columns}
    for column in columns:
        for alias in column.aliases:
            words.setdefault(plain(alias), column.heading)
    return words


def find(grid: Grid, words: Mapping[str, str]) -> Header | None:
    """The row that names most of the `words`; None when no row names any.

    Shapes:
        words: as `accepted` gives them: plain word → heading.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> words = {"手机": "手机", "电话": "手机", "姓名": "姓名"}
        >>> found = find(grid("客户", [["客户一览"], [None, "电话"], ["手机*", "姓名"]]), words)
        >>> found.row, dict(found.columns)
        (2, {'手机': 0, '姓名': 1})
    """
    rows = list(zip(*(column.slice(0, SEARCHED).to_pylist() for column in grid.columns)))
    there = {text: _heading(text, words) for text in {text for row in rows for text in row if text}}
    if not any(there.values()):
        return None
    scores = [len({there[text] for text in row if text} - {None}) for row in rows]
    best = max(scores, default=0)
    first = scores.index(best)
    last = _last(grid, first, rows, words)
    lowest = list(rows[first])
    for row in rows[first + 1 : last + 1]:
        lowest = [below or above for below, above in zip(row, lowest, strict=True)]
    for top, left, bottom, _ in grid.merged:  # a heading that begins in a row above and reaches down to this one
        at, own = left - grid.left, grid.top + first
        if grid.top <= top < own <= bottom and 0 <= at < len(lowest):
            lowest[at] = lowest[at] or rows[top - grid.top][at]
    return _header(last, tuple(lowest), words)


def spellings(grid: Grid) -> frozenset[str]:
    """Every word among the first rows that might be looked for as a heading, as `accepted` spells them."""
    texts = {text for column in grid.columns for text in column.slice(0, SEARCHED).to_pylist() if text}
    return frozenset(word for text in texts for word in _spellings(text))


def _last(grid: Grid, first: int, rows: list[tuple[str | None, ...]], words: Mapping[str, str]) -> int:
    """The last row of a header of several: its cells are merged down to there, or stand below one merged across."""
    own = grid.top + first
    ends = [bottom - grid.top for top, _, bottom, _ in grid.merged if top <= own < bottom]
    across = {
        left - grid.left + step
        for top, left, bottom, right in grid.merged
        if top <= own <= bottom and right > left
        for step in range(right - left + 1)
    }
    below = rows[first + 1] if first + 1 < len(rows) else ()
    under = [at for at, text in enumerate(below) if text and plain(text)]
    if across and under and set(under) <= across and any(_heading(below[at], words) for at in under):
        ends.append(first + 1)
    return min(max(ends, default=first), len(rows) - 1)


@lru_cache(maxsize=1 << 14)  # every sheet is compared with every sheet that there may be
def plain(text: str) -> str:
    """A heading as compared: without blanks, line breaks, stars and colons, full-width folded, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(_SIGNS).casefold()


def _header(at: int, row: Iterable[str | None], words: Mapping[str, str]) -> Header:
    """Which column is which: the very heading wins over an alias, the left over the right."""
    found = [(index, text) for index, text in enumerate(row) if text and plain(text)]
    columns: dict[str, int] = {}
    extras: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    exact = {index for index, text in found if words.get(plain(text)) and plain(words[plain(text)]) == plain(text)}
    for index, text in sorted(found, key=lambda one: (one[0] not in exact, one[0])):
        heading = _heading(text, words)
        own = "".join(text.split())
        if heading and heading not in columns:
            columns[heading] = index
        elif own in columns or own in extras:
            twice.append((own, index))
        else:
            extras[own] = index
            if heading and index > columns[heading] and columns[heading] not in exact:
                twice.append((heading, index))
    return Header(at, columns, dict(sorted(extras.items(), key=lambda one: one[1])), tuple(twice))


def _heading(text: str | None, words: Mapping[str, str]) -> str | None:
    """The declared heading a header cell stands for; a note in brackets at its end may be left off."""
    if not text:
        return None
    word, bare = _spellings(text)
    return words.get(word) or words.get(bare)


@lru_cache(maxsize=1 << 14)
def _spellings(text: str) -> tuple[str, str]:
    """A heading as compared, with the note at its end and without."""
    word = plain(text)
    return word, plain(_NOTE.sub("", word))
