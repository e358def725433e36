"""Where a cell stood: 客户!C7. The only module that knows A1 notation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from workbook.words.tongue import CHINESE, declared, named, spoken, worded


def letters(column: int) -> str:
    """The letters of a column.

    Units:
        column: 1-based, as Excel counts.

    Examples:
        >>> letters(1), letters(27), letters(16384)
        ('A', 'AA', 'XFD')
    """
    if column < 1:
        raise ValueError(f"columns count from 1, not {column}")
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1 << 14)
def number(column_letters: str) -> int:
    """The 1-based number of a column's letters; the inverse of `letters`.

    Examples:
        >>> number("A"), number("XFD")
        (1, 16384)
    """
    total = 0
    for letter in column_letters.upper():
        total = total * 26 + ord(letter) - 64
    return total


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


def split(address: str) -> tuple[int, int]:
    """Row and column (both 1-based) of an address such as C7.

    Raises:
        ValueError: not an address. A fault in our code: users never type one.

    Examples:
        >>> split("C7")
        (7, 3)
    """
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(f"not an A1 address: {address!r}")
    return int(match[2]), number(match[1])


ARCHIVED = 10_000_000
"""Rows above it stand in the archive: the rest is their number there. A sheet has 1,048,576 rows."""


def row_words(row: int) -> str:
    """A row's number as people say it, between 第 and 行.

    Examples:
        >>> row_words(7), row_words(ARCHIVED + 7)
        ('7', '归档 7')
    """
    return f"归档 {row - ARCHIVED}" if row > ARCHIVED else str(row)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell, one row (column 0), or one whole sheet (row and column 0); rows and columns count from 1.

    Examples:
        >>> print(Place("客户", 7, 3), Place("事件", ARCHIVED + 7), Place("事件", ARCHIVED + 7, 3))
        客户!C7 事件!归档第7行 事件!归档第7行C列
    """

    sheet: str
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.row > ARCHIVED:
            return f"{self.sheet}!归档第{self.row - ARCHIVED}行{f'{letters(self.column)}列' if self.column else ''}"
        if self.row and self.column:
            return f"{self.sheet}!{letters(self.column)}{self.row}"
        if self.row:
            return f"{self.sheet}!第{self.row}行"
        return f"{self.sheet}!{letters(self.column)}列" if self.column else self.sheet

    @property
    def told(self) -> str:
        """The same as it is said to people, by the sheet's name there."""
        if spoken() == CHINESE:
            return str(self)
        sheet, column = named(self.sheet), letters(self.column) if self.column else ""
        if self.row > ARCHIVED:
            row = self.row - ARCHIVED
            text = declared("{sheet}!归档第{row}行{column}列") if column else declared("{sheet}!归档第{row}行")
            return worded(text, sheet=sheet, row=row, column=column)
        if self.row and column:
            return f"{sheet}!{column}{self.row}"
        if self.row:
            return worded("{sheet}!第{row}行", sheet=sheet, row=self.row)
        return worded("{sheet}!{column}列", sheet=sheet, column=column) if column else sheet
