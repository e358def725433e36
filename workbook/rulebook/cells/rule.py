"""What every row of every rule sheet has, and how one of its cells is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.sheets.moments import moments
from workbook.words.place import Place
from workbook.words.tongue import WORD, named, worded


def day(cell: str) -> date:
    """A date, in any spelling that a cell of dates may have: 2026-03-01, 2026/3/1, 2026年3月1日, 46082."""
    values, _ = moments(pa.array([cell.strip()]), day=True)
    if values[0].as_py() is None:
        raise NotUnderstood(worded("“{cell}”不是日期", cell=cell), worded("写成 2026-03-01。"))
    found: date = values[0].as_py().date()
    return found


def cell(
    heading: str, read: Callable[[Any], Any] = notations.text, default: Any = "", *, required: bool = False
) -> Any:
    """One column of a rule sheet: its heading, the function that reads its cell, and what an empty cell means."""
    return field(default=default, metadata={"heading": heading, "read": read, "required": required})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule row has (§1.5)."""

    id: str = cell("编号")
    name: str = cell("名称")
    clause: str = cell("条款")
    order: int | None = cell("优先", notations.integer, None)
    since: date | None = cell("生效日", day, None)
    until: date | None = cell("失效日", day, None)
    instead: str = cell("接替")
    pause: str = cell("停用期")
    on: bool = cell("启用", notations.flag, default=True)
    note: str = cell("备注")
    place: Place = field(default=Place("规则"))
    book: str = ""
    header: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    spared: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False, repr=False)
    further: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def at(self, heading: str, column: str = "", behind: int = 0) -> Place:
        """Where one of its cells stands.

        A group may be spread (若·列 for a tested `column`), and a further row may have added an alternative: `behind`
        counts the alternatives that come after the one meant.
        """
        rows = [row for name, row in self.further if name == heading]
        row = rows[-1 - behind] if behind < len(rows) else self.place.row
        return Place(self.place.sheet, row, self.header.get(f"{heading}·{column}") or self.header.get(heading, 0))

    def is_in_force(self, day: date) -> bool:
        """Whether 生效日 and 失效日, both inclusive, let it count on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def because(self) -> str:
        """The rule's name for people: its number, and the clause it stands on."""
        called = named(self.id, WORD)  # one that every book has, in the book's language
        return f"{called}（{self.clause}）" if self.clause else called
