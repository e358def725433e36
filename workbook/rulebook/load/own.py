"""The rule sheets that stand in the workbook itself, as raw rows with their cells' places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbook.rulebook.cells.plain import as_typed
from workbook.rulebook.load.rows import TABLES, Row
from workbook.rulebook.load.spread import spread_rows
from workbook.rulebook.sorts.model import headings
from workbook.sheets.as_shown import as_shown
from workbook.sheets.grid import Grid

READ_BACK = "读回（程序写）"
"""The program's own column on a rule sheet: what a changed row now does, in words. It is no cell of any rule."""


def own_rows(grids: Sequence[Grid]) -> dict[str, tuple[Row, ...]]:
    """Rows of every rule sheet of the workbook; the header is the first row that holds two of its headings."""
    found: dict[str, tuple[Row, ...]] = {}
    for grid in grids:
        if grid.name in TABLES:
            rows = _rows(grid)
            if rows is not None:
                found[grid.name] = rows
    return found


def _rows(grid: Grid) -> tuple[Row, ...] | None:
    table = list(_lines(as_shown(grid)))
    index = _header(grid.name, table)
    if index is None:
        return None
    header = {text: column for column, text in table[index][1].items()}
    return spread_rows(grid.name, header, _under(header, table[index + 1 :]))


def header_row(grid: Grid) -> int:
    """The Excel row of a rule sheet's headings; 0 when it has none."""
    if grid.name not in TABLES:
        return 0
    table = list(_lines(grid))
    index = _header(grid.name, table)
    return 0 if index is None else table[index][0]


def _header(sheet: str, table: Sequence[tuple[int, dict[int, str]]]) -> int | None:
    """Which line holds the headings: the first with two of them."""
    known = {*headings(sheet), *_spread(headings(sheet))}
    for index, (_, cells) in enumerate(table):
        matches = [text for text in cells.values() if text in known or text.partition("·")[0] in known]
        if len(matches) >= min(2, len(cells)) and matches:
            return index
    return None


def _spread(names: Iterable[str]) -> set[str]:
    """Group columns may be spread: 若·客户类别."""
    return {name for name in names if name.endswith("若")}


def _lines(grid: Grid) -> Iterable[tuple[int, dict[int, str]]]:
    """Excel row number and its filled cells by Excel column number."""
    columns = [column.to_pylist() for column in grid.columns]
    for offset in range(grid.height):
        cells = {
            grid.left + index: as_typed(str(values[offset]).strip())
            for index, values in enumerate(columns)
            if values[offset] not in (None, "")
        }
        if cells:
            yield grid.top + offset, cells


def _under(
    header: Mapping[str, int], lines: Iterable[tuple[int, dict[int, str]]]
) -> Iterable[tuple[int, dict[str, str]]]:
    for number, cells in lines:
        yield number, {heading: cells.get(column, "") for heading, column in header.items() if heading != READ_BACK}
