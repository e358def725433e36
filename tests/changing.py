"""What can happen to a column of a sheet: six changes, each made in place."""

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
