"""huifang rule: a rule changed, copied, stopped or taken up again in the workbook; looked through first, told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from workbook.papers.pages.page import Value
from workbook.rulebook.cells.rule import day as day_in
from workbook.rulebook.load.edits import Edit, Rows
from workbook.rulebook.load.own import header_row, own_rows
from workbook.rulebook.load.rows import Row
from workbook.sheets.grid import Grid
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.outside.calm import calm
from workbook.shells.runs import run
from workbook.shells.runs.own_faults import faults_over
from workbook.words.faults import Fault
from workbook.words.issues import Issue
from workbook.words.place import Place
from workbook.words.tongue import named, worded

RUN = "改规则"
DAYS = ("生效日", "失效日")


def rule(place: Path | Workbook, plan: Callable[[Rows], Edit], now: datetime, say: Callable[[str], None]) -> range:
    """Writes what was planned, and says what the rule now does; the rows that were added.

    Raises:
        Fault: no such rule; or the rule as written couldn't be used: nothing was changed.
    """
    book = books.at(place)
    grids = book.grids(lambda: None)
    rows = own_rows(grids)
    edit = plan(rows)
    with calm():
        _refuse_unusable(grids, rows, edit)
    columns = dict(next((row.columns for row in rows[edit.sheet] if row.columns), {}))
    fresh = [*dict.fromkeys(h for one in edit.added for h in one if h not in columns)]
    fresh += [*dict.fromkeys(h for _, h in edit.cells if h not in columns and h not in fresh)]
    columns |= dict(zip(fresh, range(max(columns.values()) + 1, max(columns.values()) + 1 + len(fresh)), strict=True))
    head = next(header_row(grid) for grid in grids if grid.name == edit.sheet)
    writer = book.writer(None)
    writer.set_cells(edit.sheet, {(head, columns[heading]): heading for heading in fresh}, are_headings=True)
    cells = {(row, columns[heading]): _value(heading, text) for (row, heading), text in edit.cells.items()}
    writer.set_cells(edit.sheet, cells, {column: heading for heading, column in columns.items()})
    made = [{heading: _value(heading, text) for heading, text in one.items()} for one in edit.added]
    added = writer.append(edit.sheet, head, columns, made)
    writer.save(run_key=f"{now:%Y-%m-%d}-{RUN}")
    where = worded("、").join(
        dict.fromkeys(worded("第 {row} 行", row=row) for row in (*added, *(row for row, _ in edit.cells)))
    )
    say(worded("写好了：【{sheet}】{where}。要退回，用“撤销”（huifang undo）。", sheet=named(edit.sheet), where=where))
    for text in _told(place, now, edit, added):
        say(text)
    return added


def _value(heading: str, text: str) -> Value:
    """A day as a day, nothing as nothing, all else as it is written."""
    return day_in(text) if heading in DAYS and text else text or None


def _refuse_unusable(grids: Sequence[Grid], rows: Rows, edit: Edit) -> None:
    """What would stop a rule of this sheet stops the change instead."""
    faults = faults_over(grids)

    def stops(own: Rows) -> list[Issue]:
        return [one for one in faults(own) if one.kind.level == "停"]

    known = {one.what for one in stops(rows)}
    found = [one for one in stops(_with(rows, edit)) if one.what not in known]
    if found:
        raise Fault(
            worded("这样改，规则就不能用了：{what}", what=found[0].what),
            worded("{cure}没有改动任何文件。", cure=found[0].cure),
        )


def _with(rows: Rows, edit: Edit) -> Rows:
    """The rows as they would stand."""
    own = [
        replace(row, cells={**row.cells, **{h: text for (at, h), text in edit.cells.items() if at == row.place.row}})
        for row in rows[edit.sheet]
    ]
    below = max((row.place.row for row in own), default=1)
    columns = next((row.columns for row in own), {})
    own += [Row(edit.sheet, one, Place(edit.sheet, below + turn), columns) for turn, one in enumerate(edit.added, 1)]
    return {**rows, edit.sheet: tuple(own)}


def _told(place: Path | Workbook, now: datetime, edit: Edit, added: range) -> Sequence[str]:
    """What the rows that were written now do."""
    from workbook.papers.readback.told import explanations

    written = {*added, *(row for row, _ in edit.cells)}
    day = run.day_of(place, now, lambda _: None).finished()
    with calm():
        return [
            worded("第 {row} 行：{words}", row=one.row.place.row, words=text)
            for one, text in explanations(day)
            if one.sheet == edit.sheet and one.row.place.row in written
        ]
