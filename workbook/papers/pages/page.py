"""A sheet to be written, as a value: headings, rows and marks, no file format."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter

from workbook.words.sheet_names import sheet_name

KINDS = ("文本", "日期", "时点", "整数", "小数", "金额", "百分", "链接")

Value = str | int | float | Decimal | bool | date | datetime | None
"""What one cell may hold. Text is always text: a leading = never becomes a formula."""

Links = tuple[tuple[int, str, str], ...]
"""(index in `rows`, heading, place): a cell that leads somewhere else than its words say."""

OUTSIDE = "#"
"""In a place: what stands in front of it is another file, by its way from the book's folder; behind it, a sheet there."""

HELD = "保留"
"""The mark that the writer sets on a row whose key is gone, kept only because staff typed in it."""


def key_text(value: Value) -> str:
    """A key as the sheet gives it back: no control characters, no space at the ends.

    Examples:
        >>> key_text("W5b·E1 "), key_text(7), key_text(None)
        ('W5b·E1', '7', '')
    """
    if value is None:
        return ""
    words = str(value)
    return (words if words.isprintable() else re.sub(r"[\x00-\x1f\x7f]", "", words)).strip()


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a page.

    `centred`: short numbers that read best in the middle.
    `typed`: staff fill it (light yellow), and what they typed stays. `choices`: words of the drop-down; a single one
    that begins with = names a range instead (=员工!$A$2:$A$90). `width` counts characters, as Excel does.
    `about`: what a new workbook notes on the heading. `folded`: there, away behind a + above the columns; a typed
    column opens again on the day when it isn't. `told`: what a cell with a drop-down says when somebody stands in it.
    `meant`: its Chinese heading, where the workbook is in another language.
    """

    heading: str
    kind: str = "文本"
    width: float = 12
    typed: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()
    wrap: bool = False
    centred: bool = False
    about: str = ""
    folded: bool = False
    told: str = ""
    meant: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of field: {self.kind!r}")
        if not self.heading.strip():
            raise ValueError("a field needs a heading")

    @property
    def is_timed(self) -> bool:
        """Whether it shows our own days with their time, which a narrow column turns into ###."""
        return self.kind == "时点" and not (self.typed or self.hidden)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to be written.

    `key`: heading of the hidden column that tells rows apart from run to run; '' rewrites the sheet as a whole.
    `append`: a ledger; rows are added below what is there, and rows whose key is there already are not added again.
    `print_to`: heading of the last column that is printed; '' prints all that is shown.
    `paper`: what stands at the head of each sheet of paper, left, middle and right; () leaves what stands there.
    `passing`: headings of ours that have nothing today: a sheet that has the column is cleared, none is made.
    `breaks`: indices of rows below which a new sheet of paper begins; only for a page written as a whole.
    `group`: what the sheet is for, by which its tab is coloured. `hidden`: there, not shown. `room`: rows below the
    last that a new workbook makes ready for typing. `frozen`: columns that stay while the rest scrolls.
    `lists`: names that the workbook gives to columns of the page, each from its first row to its last filled one.
    `kept`: keys of rows that stay, though the page has them no more: staff changed cells there that the program had printed.
    `altered`: there are such cells in its own rows, with what staff typed in them.
    `marks`: (index in `rows`, mark) colours the row: 逾期 red, 今日 amber, 停 疑 注; other words stay uncoloured.
    `lit`: headings of the cells that red and amber colour; () is the row as a whole, as grey always is.
    """

    name: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    title: str = ""
    key: str = ""
    note: str = ""
    append: bool = False
    marks: tuple[tuple[int, str], ...] = ()
    landscape: bool = True
    print_to: str = ""
    passing: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    group: str = ""
    hidden: bool = False
    room: int = 0
    frozen: int = 0
    lists: tuple[tuple[str, str], ...] = ()
    links: Links = ()
    paper: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    altered: bool = False
    lit: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name != sheet_name(self.name):
            raise ValueError(f"not a sheet name: {self.name!r}")
        headings = self.headings
        if not headings or len(set(headings)) < len(headings):
            raise ValueError(f"headings of {self.name} are missing or repeated: {headings}")
        if self.key and self.key not in headings:
            raise ValueError(f"{self.name} has no column {self.key!r}")
        if set(map(len, self.rows)) - {len(headings)}:
            raise ValueError(f"a row of {self.name} doesn't have {len(headings)} values")
        if self.marks and not 0 <= min(self.marks)[0] <= max(self.marks)[0] < len(self.rows):
            raise ValueError(f"{self.name} has a mark on no row: {self.marks}")
        if self.key and ("" in (keys := set(self.keys)) or len(keys) < len(self.rows)):
            raise ValueError(f"{self.name} has an empty or repeated key")

    def over(self, there: Collection[str]) -> Page:
        """The page with the passing columns that a sheet has got, empty."""
        more = [heading for heading in self.passing if heading in there and heading not in self.headings]
        if not more:
            return self
        rows = tuple((*row, *(None for _ in more)) for row in self.rows)
        return replace(self, fields=(*self.fields, *map(Field, more)), rows=rows, passing=())

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, left to right."""
        return tuple(field.heading for field in self.fields)

    def heading_of(self, meant: str) -> str:
        """What the page calls a column of ours; '' when it has none of that name."""
        return next((field.heading for field in self.fields if meant in (field.meant, field.heading)), "")

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each row as text, in order; empty for a page without key."""
        if not self.key:
            return ()
        keys = list(map(itemgetter(self.headings.index(self.key)), self.rows))
        texts = [one for one in keys if isinstance(one, str)]
        if len(texts) == len(keys) and "".join(texts).isprintable():
            return tuple(map(str.strip, texts))
        return tuple(map(key_text, keys))
