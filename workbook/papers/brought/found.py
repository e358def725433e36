"""What comes of a foreign list, as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from workbook.papers.brought.seen import Content

Row = dict[str, Content]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about a cell of the list."""

    sheet: str
    row: int
    column: int
    words: str


@dataclass(slots=True)
class Brought:
    """What comes of a list: new rows for 【客户】, 【回访记录】 and 【预约】; who is there already; what is refused, and why."""

    customers: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    promised: list[Row] = field(default_factory=list)
    there: list[Said] = field(default_factory=list)
    refused: list[Said] = field(default_factory=list)
    doubts: list[Said] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
