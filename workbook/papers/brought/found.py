"""What comes of a foreign list, as values."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbook.papers.brought.seen import Content, said
from workbook.words.tongue import worded

Row = dict[str, Content]
TIME, WHEN = "回访时间", "约定时间"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about a cell of the list."""

    sheet: str
    row: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a row that the workbook holds already, as the list has it now."""

    sheet: str
    row: int
    heading: str
    value: Content


@dataclass(frozen=True, slots=True)
class Held:
    """One row of the workbook: its number there, and the words of its filled cells by heading."""

    row: int
    cells: Mapping[str, str]

    @property
    def when(self) -> datetime | None:
        """The moment of a call or of a promise."""
        for heading in (TIME, WHEN):
            try:
                return datetime.fromisoformat(self.cells[heading])
            except (KeyError, ValueError):
                continue
        return None


@dataclass(frozen=True, slots=True)
class Begin:
    """One row for a sheet that rules begin at, and where the list tells of it."""

    where: Said
    row: Row


@dataclass(slots=True)
class Brought:
    """What comes of a list: new rows for 【客户】, 【事件】, 【回访记录】, 【预约】; who is there; what is refused, and why.

    Shapes:
        met: rows of customers who are in the workbook: where, their number, what the row says of them.
        changes: cells of the workbook that the list says anew; changed: the same in words.
        begun: rows for the other sheets that rules begin at, by sheet.
    """

    customers: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    promised: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    begun: dict[str, list[Begin]] = field(default_factory=dict)
    there: list[Said] = field(default_factory=list)
    met: list[tuple[Said, str, Row]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    changed: list[Said] = field(default_factory=list)
    refused: list[Said] = field(default_factory=list)
    doubts: list[Said] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)
    counted: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """How many 回访, 约好 and 事件 came of each column of each sheet."""
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    unsaid: dict[Content, str] = field(default_factory=dict)
    """The sheet of each call, by its number, of which nothing says how it was made."""

    def unsaid_ways(self) -> list[Said]:
        """For each sheet, once: how many of its new calls count as made by telephone because nothing says how."""
        sheets = Counter(self.unsaid[one["记录编号"]] for one in self.records if one["记录编号"] in self.unsaid)
        return [
            Said(
                sheet,
                0,
                0,
                worded(
                    "{count} 条做过的回访没写怎么联系的，按电话记；不是电话的，名单里加一列“回访方式”再导入",
                    count=count,
                ),
            )
            for sheet, count in sheets.items()
        ]

    @property
    def begun_rows(self) -> dict[str, int]:
        """How many rows each of the other sheets that rules begin at gets."""
        return {name: len(rows) for name, rows in self.begun.items() if rows}

    @property
    def is_new(self) -> bool:
        """Whether anything comes into the workbook."""
        rows = (self.customers, self.records, self.promised, self.events, self.changes, *self.begun.values())
        return any(rows)


def returned(words: str) -> str:
    """The note on a row that is given back, with the reason."""
    return worded("没有收：{words}", words=words)


def told_number(key: str, when: Content, told: str) -> str:
    """The number of a call that a list tells of: the same whenever the list is imported."""
    return f"导{hashlib.sha256(f'{key}|{said(when)}|{told}'.encode()).hexdigest()[:8]}"
