"""Which rulebooks a workbook uses: one row of its sheet 设置."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.load.own import own_rows
from workbook.sheets.grid import Grid

NAME = "规则书"


def rulebooks_of(grids: Sequence[Grid]) -> tuple[str, ...]:
    """The ids that the workbook's 设置 names in its row 规则书, several divided by 、; none when there is no such row.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> rulebooks_of([grid("设置", [["名", "值"], ["规则书", "甲、乙"], ["启用日", None]])])
        ('甲', '乙')
        >>> rulebooks_of([])
        ()
    """
    return tuple(dict.fromkeys(split(setting(grids, NAME))))


def setting(grids: Sequence[Grid], name: str) -> str:
    """What the workbook's own 设置 says, before any rule is read; empty when it says nothing."""
    rows = own_rows([found for found in grids if found.name == "设置"]).get("设置", ())
    return next((str(row.cells.get("值", "")) for row in rows if row.id == name), "")
