"""What staff typed into a report's yellow cells is taken into the row it speaks of, where that sheet has such a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from workbook.papers.reports.pages import KEY, PREFIX, called
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Report
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import SEARCHED
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.sheet_names import sheet_name
from workbook.words.titles import heading_of

GROWING = {"处罚台账", "抽样台账"}
"""Sheets of ours whose rows stay where they are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One typed cell: the report's row it stood in, and the cell it belongs to (Excel's row and column)."""

    report: str
    key: str
    sheet: str
    heading: str
    row: int
    column: int
    value: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headings of a sheet stand: the index of their row, and of each heading's column."""

    row: int
    columns: Mapping[str, int]


def taken_in(
    grids: Sequence[Grid], book: Rulebook, schema: Schema
) -> tuple[list[Grid], tuple[Taken, ...], tuple[Issue, ...]]:
    """The grids with what was typed into reports at its place; what was taken; cells that say otherwise than their row."""
    found = {grid.name: grid for grid in grids}
    taken: list[Taken] = []
    issues: list[Issue] = []
    names = called(book.all(Report))
    for rule in book.all(Report):
        name, sheet = sheet_name(f"{PREFIX}{names.get(rule.id, '')}"), schema.sheets.get(rule.source)
        if rule.fill_in and sheet is not None and sheet.key is not None and name in found and sheet.name in found:
            wanted = [one for one in rule.fill_in if _may_fill(sheet, one)]
            _take(found, name, sheet, wanted, taken, issues)
    return [found[grid.name] for grid in grids], tuple(taken), tuple(issues)


def _may_fill(sheet: Sheet, heading: str) -> bool:
    """Columns of staff's own sheets; in sheets of ours those that staff fill."""
    if not sheet.ours:
        return not sheet.virtual
    column = sheet.column(heading)
    return sheet.name in GROWING and column is not None and column.typed


def _take(
    found: dict[str, Grid], name: str, sheet: Sheet, wanted: Sequence[str], taken: list[Taken], issues: list[Issue]
) -> None:
    """The cells of one report."""
    report, source = found[name], found[sheet.name]
    assert sheet.key is not None
    there, here = _head(report, KEY), _head(source, sheet.key.heading)
    if there is None or here is None:
        return
    rows = {key: at for at, key in enumerate(source.columns[here.columns[sheet.key.heading]].to_pylist()) if key}
    keys = report.columns[there.columns[KEY]].to_pylist()
    columns = list(source.columns)
    for heading in wanted:
        if heading not in there.columns or heading not in here.columns:
            continue
        at = here.columns[heading]
        cells, changed = columns[at].to_pylist(), False
        typed = report.columns[there.columns[heading]].to_pylist()
        for row in range(there.row + 1, report.height):
            value, own = typed[row], rows.get(keys[row] or "", -1)
            if value is None or own < 0 or cells[own] == value:
                continue
            if cells[own] is not None:
                place = Place(name, report.top + row, report.left + there.columns[heading])
                other = Place(sheet.name, source.number(own), source.left + at)
                issues.append(issue(Kind.TYPED_TWICE, place, value=value, held=cells[own], other=str(other)))
                continue
            cells[own], changed = value, True
            taken.append(Taken(name, str(keys[row]), sheet.name, heading, source.number(own), source.left + at, value))
        if changed:
            columns[at] = pa.array(cells, pa.string())
    found[sheet.name] = replace(source, columns=tuple(columns))


def _head(grid: Grid, key: str) -> Head | None:
    """The row that holds the key's heading, with the columns it names."""
    for row in range(min(SEARCHED, grid.height)):
        named = {
            heading_of((column[row].as_py() or "").strip()): at
            for at, column in reversed(list(enumerate(grid.columns)))
        }
        if key in named:
            return Head(row, named)
    return None
