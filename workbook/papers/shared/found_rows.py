"""The rows of one sheet as texts by heading: the same reading for what was sent, what came back and what is ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.papers.pages.fields import value
from workbook.papers.pages.page import Value
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import EXACT_DIGITS, Grid
from workbook.sheets.headers import accepted, find
from workbook.sheets.texts import tidy
from workbook.sheets.types import Type

Cells = Mapping[str, str]
CUSTOMER, NAME, PHONE = "客户编号", "客户名称", "电话"
WHO = (CUSTOMER, NAME, PHONE)
"""Headings that say whom a line without a number is about."""

_FIRST_YEAR = 1901  # a time of day alone comes as the first day of a spreadsheet's calendar


@dataclass(frozen=True, slots=True)
class Found:
    """One row: its number in the sheet, and what its filled cells hold."""

    row: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of one sheet.

    Shapes:
        header: the row of the headings, from 1. columns: heading → column, from 1. rows: those that hold anything.
    """

    name: str
    header: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[Found, ...] = ()

    def by(self, heading: str) -> dict[str, Found]:
        """The first row of each word under a heading."""
        made: dict[str, Found] = {}
        for one in self.rows:
            if word := one.cells.get(heading):
                made.setdefault(word, one)
        return made


def leaf(
    grids: Sequence[Grid],
    name: str,
    sheet: Sheet | None = None,
    mark: str = "",
    *,
    only: tuple[str, Collection[str]] | None = None,
    numbers: Collection[int] | None = None,
) -> Leaf:
    """The rows of a sheet by its name, under the row of headings that names `mark`, or most columns of `sheet`.

    `only`: rows with one of these words under a heading; `numbers`: rows of these numbers; of a large sheet nothing else
    is looked at.
    """
    grid = next((one for one in grids if one.name.strip() == name), None)
    words = accepted(sheet.columns) if sheet is not None else {}
    words = {**words, **({mark: mark} if mark else {})}
    header = find(grid, words) if grid is not None else None
    if grid is None or header is None:
        return Leaf(name)
    at = {**header.extras, **header.columns}
    places = grid.numbers(header.row + 1)  # rows of an archive stand among them
    body = {heading: grid.columns[index].slice(header.row + 1) for heading, index in at.items()}
    wanted = np.arange(grid.height - header.row - 1)
    if only is not None and only[0] in body:
        there = pc.is_in(tidy(body[only[0]]), value_set=pa.array(sorted(only[1]), pa.string()))
        wanted = wanted[np.asarray(there.fill_null(fill_value=False))]
    if numbers is not None:
        wanted = wanted[np.isin(places[wanted], list(numbers))]
    place = pa.array(wanted)
    texts = {heading: tidy(column.take(place)).to_pylist() for heading, column in body.items()}
    rows = []
    for n, number in enumerate(wanted.tolist()):
        cells = {heading: column[n] for heading, column in texts.items() if column[n]}
        if cells:
            rows.append(Found(int(places[number]), cells))
    return Leaf(grid.name, grid.number(header.row), {h: grid.left + i for h, i in at.items()}, tuple(rows))


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """A cell as it is compared: the same moment or number, however a program wrote it, is the same.

    Examples:
        >>> plain("2026-03-09 14:00:00") == plain("2026-03-09 14:00"), plain("5.0"), plain("013"), plain(" 完成 ")
        (True, '5', '013', '完成')
    """
    words = text.replace("\r\n", "\n").strip()
    if len(words) >= len("2026-03-09") and words[4:5] == "-":
        try:
            return datetime.fromisoformat(words).isoformat(sep=" ", timespec="seconds")
        except ValueError:
            return words
    digits = words.lstrip("-")
    if digits[:1].isdigit() and len(digits) <= EXACT_DIGITS and (digits[:1] != "0" or digits[:2] in {"0", "0."}):
        try:
            return format(Decimal(words).normalize(), "f")
        except InvalidOperation:
            return words
    return words


def same(one: Cells, other: Cells, heading: str) -> bool:
    """Whether two rows hold the same under a heading; nothing is the same as nothing."""
    return plain(one.get(heading, "")) == plain(other.get(heading, ""))


def nearest(rows: Mapping[int, Cells], wanted: Cells) -> list[int]:
    """The rows that say most of what is wanted, at least half of it, and of the same customer; several where they tie.

    Examples:
        >>> rows = {7: {"客户编号": "C1", "结果代码": "完成"}, 8: {"客户编号": "C2", "结果代码": "完成"}}
        >>> nearest(rows, {"客户编号": "C2", "结果代码": "无人接"}), nearest(rows, {"结果代码": "完成"}), nearest(rows, {})
        ([8], [7, 8], [])
    """
    who = [heading for heading in WHO if wanted.get(heading)]
    like = {
        number: sum(same(held, wanted, heading) for heading in wanted)
        for number, held in rows.items()
        if not who or any(same(held, wanted, heading) for heading in who)
    }
    best = max(like.values(), default=0)
    return [number for number, count in like.items() if count == best and wanted and count * 2 >= len(wanted)]


def as_value(text: str, kind: str) -> Value:
    """What a cell of a kind holds for a text that a reader found; what doesn't fit stays as it was typed.

    Examples:
        >>> as_value("2026-03-09 14:00:00", "时点"), as_value("1899-12-31 14:00:00", "时点"), as_value("013", "文本")
        (datetime.datetime(2026, 3, 9, 14, 0), '1899-12-31 14:00:00', '013')
    """
    made = value(Type(kind), text)
    if isinstance(made, datetime) and made.year < _FIRST_YEAR:
        return text
    if kind == "日期" and isinstance(made, str) and text.endswith(" 00:00:00"):
        return value(Type(kind), text.removesuffix(" 00:00:00"))
    return made
