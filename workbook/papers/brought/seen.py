"""A sheet as people see it: values with what their looks say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

LONGEST = 4_000
"""Letters of a cell that are looked at; what is longer nobody typed."""
QUOTED = 60
Content = str | int | float | Decimal | bool | date | datetime | None
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell: `fill` behind it and `ink` of its letters as RRGGBB, struck through, the text of its note."""

    value: Content
    fill: str = ""
    is_struck: bool = False
    note: str = ""
    ink: str = ""

    @property
    def text(self) -> str:
        """What one reads: numbers without .0, days as 2026-03-09, blanks at the ends gone."""
        return said(self.value)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet. Rows and columns count from 1; a merged area holds its first value in each of its cells.

    Shapes:
        across: (row, first column, last column) of areas merged over several columns. hidden: rows that aren't shown.
        merges: whether the file tells what is merged.
        long: cells that hold more than anybody types, whole; among the cells stands how each begins.
    """

    name: str
    cells: Mapping[At, Seen]
    across: tuple[tuple[int, int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    filled: frozenset[At] = field(default_factory=frozenset)
    merges: bool = True
    long: Mapping[At, Seen] = field(default_factory=dict)
    is_shown: bool = True

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column that holds anything."""
        return max((column for _, column in self.cells), default=0)

    def rows_below(self, row: int) -> list[int]:
        """The rows below one that hold anything."""
        return sorted({at for at, _ in self.cells if at > row})

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; '' when nothing does."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""


def said(value: Content) -> str:
    """A value as people read it.

    Examples:
        >>> said(13900000101.0), said(datetime(2026, 3, 9)), said(None), said("  甲 ")
        ('13900000101', '2026-03-09', '', '甲')
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def brief(words: str) -> str:
    """Words that a sentence quotes, not the whole of a long cell.

    Examples:
        >>> brief("下周再打"), len(brief("长" * 4000))
        ('下周再打', 61)
    """
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
