"""The rows that rulebooks bring for sheets of facts: they count as long as the workbook has no such sheet."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.rulebook.load.load import Rulebook
from workbook.sheets.grid import Grid, grid


def brought_by(book: Rulebook) -> set[str]:
    """The sheets that the rulebooks bring rows for."""
    return {sheet for sheet, rows in book.data.items() if rows}


def data_grids(book: Rulebook, there: Sequence[Grid]) -> list[Grid]:
    """The first rows of lookup sheets (资料) for sheets that the workbook hasn't got itself."""
    names = {found.name for found in there}
    made = []
    for sheet, rows in book.data.items():
        if sheet not in names and rows:
            head = list(dict.fromkeys(heading for row in rows for heading in row))
            made.append(grid(sheet, [head, *[[row.get(heading) for heading in head] for row in rows]]))
    return made
