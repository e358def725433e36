"""What can happen to a column of a sheet, and to a row of it; each made in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

Cells = list[list[object]]
Change = Callable[[Cells, int, int], None]

EPOCH = datetime(1899, 12, 30)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


def renamed(cells: Cells, head: int, at: int) -> None:
    """The heading is one that nobody knows."""
    cells[head][at] = "另一个名字"


def emptied(cells: Cells, head: int, at: int) -> None:
    """No cell holds anything."""
    for row in cells[head + 1 :]:
        row[at] = None


def doubled(cells: Cells, head: int, at: int) -> None:
    """A second column of the same name stands to the right, with other cells."""
    width = len(cells[head])
    for row in cells[head + 1 :]:
        row += [None] * (width - len(row))
        row.append("另一格" if row[at] is not None else None)
    cells[head].append(cells[head][at])


def as_dates(cells: Cells, head: int, at: int) -> None:
    """Numbers, texts of digits and texts of days become days."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, str) and value.isdigit() and len(value) < 7:
            value = float(value)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            row[at] = EPOCH + timedelta(days=min(float(value), 2_000_000))
        elif isinstance(value, str) and (day := _DAY.fullmatch(value)):
            row[at] = datetime(int(day[1]), int(day[2]), int(day[3]))


def as_numbers(cells: Cells, head: int, at: int) -> None:
    """Days become serial numbers, texts of digits become numbers."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, date):
            whole = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            row[at] = (whole - EPOCH) / timedelta(days=1)
        elif isinstance(value, str) and value.isdigit():
            row[at] = float(value)


def as_texts(cells: Cells, head: int, at: int) -> None:
    """Days and numbers become what a cell of text keeps of them."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, date):
            hour = f" {value:%H:%M}" if isinstance(value, datetime) and value.time() != datetime.min.time() else ""
            row[at] = f"{value.year}/{value.month}/{value.day}{hour}"
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            row[at] = f"{value:g}" if isinstance(value, float) else str(value)


CHANGES: dict[str, Change] = {
    "改名": renamed, "清空": emptied, "成日期": as_dates, "成数字": as_numbers, "成文字": as_texts, "重复": doubled,
}  # fmt: skip


# -- rows


RowChange = Callable[[Cells, int, int, int], None]
"""Cells, the row of the headings, the row that changes, the column of the keys (−1: none)."""

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def pasted_again(cells: Cells, head: int, at: int, key: int) -> None:
    """The same row once more at the end."""
    cells.append(list(cells[at]))


def without_key(cells: Cells, head: int, at: int, key: int) -> None:
    """Its number is missing."""
    if key >= 0:
        cells[at][key] = None


def key_among_blanks(cells: Cells, head: int, at: int, key: int) -> None:
    """Blanks of the web stand around its number."""
    if key >= 0 and isinstance(cells[at][key], str):
        cells[at][key] = f"\u00a0{cells[at][key]}\u3000"


def key_in_wide_letters(cells: Cells, head: int, at: int, key: int) -> None:
    """Its number is written in full-width letters."""
    if key >= 0 and isinstance(cells[at][key], str):
        cells[at][key] = str(cells[at][key]).translate(_WIDE)


def below_an_empty_row(cells: Cells, head: int, at: int, key: int) -> None:
    """It stands at the end, below a row that holds nothing."""
    row = cells.pop(at)
    cells += [[None] * len(row), row]


def summed_up(cells: Cells, head: int, at: int, key: int) -> None:
    """A row of totals ends the list."""
    width = len(cells[head])
    columns = [[row[place] for row in cells[head + 1 :] if place < len(row)] for place in range(width)]
    cells.append(["合计", *(_sum(column) for column in columns[1:])])


def _sum(column: list[object]) -> object:
    numbers = [one for one in column if isinstance(one, (int, float, Decimal)) and not isinstance(one, bool)]
    return sum(float(one) for one in numbers) if numbers else None


ROW_CHANGES: dict[str, RowChange] = {
    "重贴一行": pasted_again, "编号空着": without_key, "编号带空格": key_among_blanks, "编号写全角": key_in_wide_letters,
    "隔一空行": below_an_empty_row, "末行合计": summed_up,
}  # fmt: skip
ONLY_LAST = {"隔一空行", "末行合计"}
