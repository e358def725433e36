"""huifang lint --fix: cells of the rule sheets mended, each shown before and after; one undo takes all of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from workbook.rulebook.lint.cures import Cure, Rows, cures
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rulebook.load.named import rulebooks_of
from workbook.rulebook.load.own import header_row, own_rows
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.resting import at_rest
from workbook.rulebook.sorts.model import headings
from workbook.rules.facts.prepared import BASE, codes_of, schema_of
from workbook.sheets.grid import Grid
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.outside import clocks
from workbook.shells.outside.calm import calm
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Issue, Kind

RUN = "改规则"


def found(grids: Sequence[Grid]) -> tuple[Cure, ...]:
    """What would mend the faults of a workbook's rule sheets, tried on its rules."""
    books_used = stacked([BASE, *rulebooks_of(grids)], shelf())

    def faults(rows: Rows) -> Sequence[Issue]:
        book = rulebook(books_used, rows)
        schema, _ = schema_of(book)
        return (*book.issues, *lint(at_rest(book, schema), schema, codes_of(book)))

    def known(fault: Issue) -> Iterable[str]:
        book = rulebook(books_used, own)
        schema, _ = schema_of(book)
        words = dict(fault.words)
        match fault.kind:
            case Kind.UNKNOWN_COLUMN:
                return atlas(book, schema).columns.get(words["sheet"], ())
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
        say("没有一格有十分像的改法，照上面的“怎么改”自己改。")
        return 0
    agreed = sure if sure and ask(f"照“→”右边的改好这 {len(sure)} 格吗？") else []
    agreed += [one for one in open_ if ask(f"{one.place} 改成 {one.after} 吗？")]
    if not agreed:
        say("没有改动任何格。" + ("要您定的，请在表里自己改。" if open_ else ""))
        return 0
    heads = {grid.name: header_row(grid) for grid in grids}
    writer = book.writer()
    for sheet in dict.fromkeys(one.place.sheet for one in agreed):
        cells = {
            (one.place.row or heads[sheet], one.place.column): one.after for one in agreed if one.place.sheet == sheet
        }
        writer.set_cells(sheet, cells)
    writer.save(run_key=f"{clocks.now():%Y-%m-%d}-{RUN}")
    say(f'改好了 {len(agreed)} 格；要退回，运行 huifang undo "{book.path.name}"。')
    return len(agreed)
