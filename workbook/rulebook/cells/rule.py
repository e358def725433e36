"""What every row of every rule sheet has, and how one of its cells is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.place import Place


def day(cell: str) -> date:
    """A date such as 2026-03-01."""
    try:
        return date.fromisoformat(cell.strip().replace("/", "-"))
    except ValueError:
        raise NotUnderstood(f"“{cell}”不是日期", "写成 2026-03-01。") from None


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
    on: bool = cell("启用", notations.flag, default=True)
    note: str = cell("备注")
    place: Place = field(default=Place("规则"))
    book: str = ""
    header: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    further: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def at(self, heading: str, column: str = "", behind: int = 0) -> Place:
        """Where one of its cells stands.

        A group may be spread (若·列 for a tested `column`), and a further row may have added an alternative: `behind`
        counts the alternatives that come after the one meant.
        """
        rows = [row for name, row in self.further if name == heading]
        row = rows[-1 - behind] if behind < len(rows) else self.place.row
        return Place(self.place.sheet, row, self.header.get(f"{heading}·{column}") or self.header.get(heading, 0))

    @property
    def because(self) -> str:
        """The rule's name for people: its number, and the clause it stands on."""
        return f"{self.id}（{self.clause}）" if self.clause else self.id
