"""What was collected on its way into the workbook: cells, added rows, decisions that wait, lines that tell of it."""

from __future__ import annotations

from collections.abc import Collection as Headings
from collections.abc import Mapping, Sequence
from typing import Protocol

from workbook.day import Day
from workbook.papers.list.today import LIST
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import kind_of
from workbook.papers.shared.coming_back import STAFF, Ours
from workbook.papers.shared.decisions import CLASHES, Clash, Line, clash_page, ledger_page
from workbook.papers.shared.found_rows import as_value
from workbook.papers.shared.mark import NEW, ROW
from workbook.shells.files.writer import Writer
from workbook.shells.runs import run

JOB = "收回"


class Gathered(Protocol):
    """What a collecting has found: cells by sheet, row and heading; our rows with those added; lines and clashes."""

    day: Day
    put: dict[str, dict[tuple[int, str], str]]
    ours: dict[str, Ours]
    clashes: dict[str, Clash]
    decided: list[str]
    lines: list[Line]


def write(book: Writer, made: Gathered) -> None:
    """Everything, in one writing."""
    for name, ours in made.ours.items():
        cells = made.put.get(name, {})
        wanted = {heading for _, heading in cells}
        if name == LIST and any(STAFF in row for row in ours.added):
            wanted.add(STAFF)
        columns = _columns(book, ours, wanted)
        kinds = _kinds(made.day, name)
        values = {(row, h): as_value(text, kinds.get(h, "文本")) for (row, h), text in cells.items() if h in columns}
        book.set_cells(
            ours.leaf.name,
            {(row, columns[h]): value for (row, h), value in values.items()},
            {at: h for h, at in columns.items()},
        )
        rows = [_values(row, kinds) for row in ours.added]
        if rows and name != LIST:
            run.append(book, made.day, name, rows)
        elif rows:
            known = [{heading: value for heading, value in row.items() if heading in columns} for row in rows]
            book.append(ours.leaf.name, ours.leaf.header, columns, known)
    if made.clashes or made.decided:
        book.put(clash_page(made.clashes.values()), release=made.decided)
        book.show([CLASHES])
    book.put(ledger_page(made.lines))
    book.put(run.run_page(made.day, JOB, {}, sum(len(cells) for cells in made.put.values())))


def _columns(book: Writer, ours: Ours, wanted: Headings[str]) -> dict[str, int]:
    """The columns of our list, with a new one at the right for each heading that it lacks."""
    columns = dict(ours.leaf.columns)
    for heading in sorted(set(wanted) - columns.keys()):
        columns[heading] = max(columns.values()) + 1
        book.set_cells(ours.leaf.name, {(ours.leaf.header, columns[heading]): heading}, are_headings=True)
    return columns


def _values(row: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, Value]:
    """A row to be added, without the marks that only a clerk's book knows."""
    held = {heading: text for heading, text in row.items() if heading != ROW and not text.startswith(NEW)}
    return {heading: as_value(text, kinds.get(heading, "文本")) for heading, text in held.items()}


def _kinds(day: Day, name: str) -> dict[str, str]:
    """What each column of a sheet holds."""
    sheets = day.world.schema.sheets
    known: Sequence[str] = ("回访记录", LIST) if name == LIST else (name,)
    return {column.heading: kind_of(column.type) for one in known for column in sheets[one].columns}
