"""A ledger in a book: new rows below the last one, headings of a newer program to the right; no line is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbook.papers.pages.page import Page, key_text
from workbook.shells.files.our_sheet import Pen, Put, complete, ledger_rows
from workbook.shells.parts import furniture
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.look import body
from workbook.shells.parts.package import Buffer
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml


def grow(
    page: Page, sheet: SheetXml, layout: Layout, pen: Pen, texts: Callable[[set[int]], Mapping[int, str]]
) -> tuple[Put, Layout, Sequence[Buffer]]:
    """What became of the page, the layout with all headings, and the rows as bytes; none when nothing is new.

    A long ledger isn't parsed, but once when a newer program brings a column: each line gets its empty cell then.
    """
    filled = (row.number for row in sheet.last_rows() if any(one.inner is not None for one in row.cells.values()))
    done = Put(page.name, layout.header, max(next(filled, 0), layout.header))
    if page.key:
        cells = dict(sheet.column(layout.columns[page.key]))
        shared = texts({one.shared for one in cells.values() if one.shared is not None})
        known = {key_text(one.text(shared)): row for row, one in cells.items() if row > layout.header}
        done.rows = {key: known[key] for key in page.keys if key in known}
    layout, fresh = complete(page, layout, sheet.rows)
    rows = ledger_rows(page, layout, done.rows, done.last + 1, pen)
    done.kept = tuple(done.rows)
    done.added = tuple(key for key in page.keys if key not in done.rows)
    done.rows |= dict(zip(done.added, rows, strict=False))
    if not rows and not fresh:
        return done, layout, ()
    before, done.last = done.last, max(rows, default=done.last)
    looks = {place: pen.style(body(one)) for place, one in fresh.items()}

    def change(row: Row) -> None:
        row.drop(b"spans")
        if row.number in rows:
            row.cells |= rows[row.number].cells
            row.drop(b"hidden")
            row.attributes = row.attributes or rows[row.number].attributes
        elif row.number == layout.header:
            row.cells |= {place: pen.heading(one) for place, one in fresh.items()}
        else:
            row.cells |= {place: pen.cell(None, look) for place, look in looks.items()}

    furniture.widen(sheet.frame, fresh)
    older = range(layout.header, before + 1) if fresh else ()
    data = sheet.rewritten([*older, *rows], change)
    sheet.stretch(done.last, max(layout.last, *fresh, 0))
    return done, layout, data
