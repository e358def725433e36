"""How one sheet travels to a clerk and back: by what its rows are known, and what in them is the clerk's to fill."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from workbook.papers.shared.found_rows import Cells
from workbook.papers.shared.mark import NEW

TURN = "序"


@dataclass(frozen=True, slots=True)
class Shape:
    """One sheet as it travels.

    Shapes:
        mark: the heading by which a row is known in the clerk's book. key: the one by which it is known in ours; '' where
        rows are known by what they hold. typed: headings that are the clerk's to fill; every: those of a row of their own.
        whole: a row is one answer: cells of two people are never mixed in it.
    """

    sheet: str
    mark: str
    key: str
    typed: AbstractSet[str]
    every: AbstractSet[str]
    whole: bool

    def fills(self, mark: str) -> AbstractSet[str]:
        """The headings that count in a row."""
        return self.every if mark.startswith(NEW) else self.typed

    def state(self, mark: str, cells: Cells) -> dict[str, str]:
        """What counts of a row's cells."""
        fills = self.fills(mark)
        return {heading: text for heading, text in cells.items() if heading in fills}
