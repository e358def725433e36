"""huifang lint --fix: cells of the rule sheets mended, each shown before and after; one undo takes all of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from workbook.rulebook.lint.cures import Cure, cures
from workbook.rulebook.load.own import header_row, own_rows
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.sorts.model import headings
from workbook.rules.facts.prepared import lists_named
from workbook.sheets.grid import Grid
from workbook.sheets.tables import headings_there
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.outside import clocks
from workbook.shells.outside.calm import calm
from workbook.shells.runs.own_faults import faults_over, rules_over
from workbook.words.issues import Issue, Kind
from workbook.words.tongue import declared, worded

RUN = "改规则"


def found(grids: Sequence[Grid]) -> tuple[Cure, ...]:
    """What would mend the faults of a workbook's rule sheets, tried on its rules."""
    faults, rules, named = faults_over(grids), rules_over(grids), lists_named(grids)

    def known(fault: Issue) -> Iterable[str]:
        book, schema = rules(own)
        words = dict(fault.words)
        match fault.kind:
            case Kind.UNKNOWN_COLUMN:
                return atlas(book, schema, headings_there(named, schema)).columns.get(words["sheet"], ())
            case Kind.UNKNOWN_SHEET:
                return schema.sheets
            case Kind.UNKNOWN_SETTING:
                return book.settings
            case Kind.UNKNOWN_RULE:
                return [row.id for rows in book.rows.values() for row in rows if row.id]
            case Kind.UNKNOWN_RULE_COLUMN:
                return headings(words["sheet"])
        return ()

    own = own_rows(grids)
    with calm():
        return cures(own, faults, known, clocks.now().year)


SURE = declared("照“→”右边的改好这 {count} 格吗？")


def is_sure(question: str) -> bool:
    """Whether it asks about cures that nobody has to decide."""
    return question.startswith(worded(SURE).partition("{")[0])


def mend(place: Path | Workbook, ask: Callable[[str], bool], say: Callable[[str], None]) -> int:
    """Shows every cure, asks, and writes those that are agreed to; how many cells were written.

    Shapes:
        ask: whether to write, once for all that are sure and once for each that somebody must decide.

    Raises:
        BookFault: the workbook can't be read or written; nothing was changed.
    """
    book = books.at(place)
    grids = book.grids(lambda: None)
    offered = found(grids)
    sure, open_ = [one for one in offered if one.sure], [one for one in offered if not one.sure]
    for one in offered:
        say(f"  {one}")
    if not offered:
        say(worded("没有一格有十分像的改法，照上面的“怎么改”自己改。"))
        return 0
    agreed = sure if sure and ask(worded(SURE, count=len(sure))) else []
    agreed += [one for one in open_ if ask(worded("{place} 改成 {after} 吗？", place=one.place, after=one.after))]
    if not agreed:
        say(worded("没有改动任何格。") + (worded("要您定的，请在表里自己改。") if open_ else ""))
        return 0
    heads, rows = {grid.name: header_row(grid) for grid in grids}, own_rows(grids)
    writer = book.writer(None)
    for sheet in dict.fromkeys(one.place.sheet for one in agreed):
        mine = [one for one in agreed if one.place.sheet == sheet]
        headings = {(one.place.row or heads[sheet], one.place.column): one.after for one in mine}
        cells = {at: headings.pop(at) for at in [*headings] if at[0] != heads[sheet]}
        columns = next((row.columns for row in rows.get(sheet, ()) if row.columns), {})
        writer.set_cells(sheet, headings, are_headings=True)
        writer.set_cells(sheet, cells, {column: heading for heading, column in columns.items()})
    writer.save(run_key=f"{clocks.now():%Y-%m-%d}-{RUN}")
    say(worded('改好了 {count} 格；要退回，运行 huifang undo "{name}"。', count=len(agreed), name=book.path.name))
    return len(agreed)
