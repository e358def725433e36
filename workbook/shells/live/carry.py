"""Changes carried into the open book: cells in blocks, looks from their neighbours, nothing selected, nothing scrolled."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from workbook.papers.pages.page import Page
from workbook.shells.files import new_book
from workbook.shells.files.our_sheet import fields, new_layout
from workbook.shells.live.cells import At, Formula, Held
from workbook.shells.live.changes import Box, SheetChange
from workbook.shells.parts.look import BLUE, FONT, MARK_COLOURS, MARK_HEADING, SIZE
from workbook.words.place import letters
from workbook.words.titles import heading_of

T = TypeVar("T", bound=Hashable)
LONGEST_IN_BLOCK = 8000
"""Longer texts are given to their cells one by one: a block that holds them is refused."""

MOST_LINKS = 500
MOST_RULES = 30
"""Colour rules on one sheet; each block of new rows brings a set of its own, so they are gathered now and then."""

NOT_PLAIN = tuple("=+-@'#$¥￥%(（. \t")


def carry(book: Any, changes: Sequence[SheetChange], pages: Mapping[str, Page], fresh: Sequence[str]) -> None:
    """The open book holds what the changes say, and the new sheets.

    Shapes:
        pages: the pages behind sheets of ours, by sheet. fresh: names of the sheets to be added, in order.
    """
    bare = [one.name for one in changes if one.name in pages and pages[one.name].rows and _bare(one)]
    with _still(book.app), _patterns(book, [pages[name] for name in (*fresh, *bare)]) as patterns:
        for name in fresh:
            made = patterns[name].copy(after=book.sheets[len(book.sheets) - 1])
            if made.name != name:
                made.name = name
        for one in changes:
            _carry(book, one, pages.get(one.name), patterns.get(one.name) if one.name in bare else None)


def _bare(one: SheetChange) -> list[At]:
    """Cells that need a look which their sheet can't give."""
    return [at for at, giver in one.fresh.items() if not giver]


@contextmanager
def _still(app: Any) -> Iterator[None]:
    """Nothing is calculated until all is written; then as before."""
    before = app.calculation
    try:
        app.calculation = "manual"
        yield
    finally:
        app.calculation = before


@contextmanager
def _patterns(book: Any, pages: Sequence[Page]) -> Iterator[dict[str, Any]]:
    """The pages as sheets of another open book, which goes again; the book that is worked on stays in front."""
    if not pages:
        yield {}
        return
    front = book.sheets.active.name
    with TemporaryDirectory(prefix="huifang-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "huifang-pages.xlsx"
        shown = {page.name: replace(page, hidden=False) for page in pages}
        new_book.write(path, list(shown.values()), head=None, created=datetime.now())
        other = book.app.books.open(str(path))
        try:
            yield {page.name: other.sheets[page.name] for page in pages}
        finally:
            other.close()
            book.activate()
            book.sheets[front].activate()


def _carry(book: Any, one: SheetChange, page: Page | None, pattern: Any) -> None:
    """One sheet: first looks, then what goes, then values, then the rest."""
    sheet = book.sheets[one.name]
    for area in one.parted:
        _range(sheet, area).unmerge()
    totals = [sheet.tables[name] for name in one.tables if sheet.tables[name].show_totals]
    for table in totals:
        table.show_totals = False
    _take_looks(sheet, one)
    if pattern is not None and page is not None:
        _dress(book, sheet, one, page, pattern)
    for block, code in _alike(one.formats if pattern is None else {}):
        _range(sheet, block).number_format = code
    for block in blocks(one.gone):
        _range(sheet, block).clear()
    _give(sheet, one)
    for name, area in one.tables.items():
        sheet.tables[name].resize(_range(sheet, area))
    for table in totals:
        table.show_totals = True
    for block, is_hidden in _alike({(row, 1): state for row, state in one.hidden.items()}):
        _range(sheet, block).rows.hidden = is_hidden
    for column, (width, is_hidden) in one.widths.items():
        sheet.range((1, column)).column_width = width
        sheet.range((1, column)).columns.hidden = is_hidden
    last = max((row for row, _ in one.now), default=one.header + 1)
    for column, words in one.lists.items():
        _range(sheet, (one.header + 1, column, max(last, one.header + 1), column)).data_validation.set_list(
            words.split(",")
        )
    if one.printed:
        with suppress(Exception):  # Excel needs a printer for this one; what is printed can be chosen by hand too
            sheet.page_setup.print_area = one.printed
    _gather_colours(sheet, one, last)
    _link(sheet, one)


def _range(sheet: Any, area: Box) -> Any:
    return sheet.range((area[0], area[1]), (area[2], area[3]))


def blocks(cells: Collection[At]) -> list[Box]:
    """Cells as the few rectangles that hold them and nothing else.

    Examples:
        >>> blocks({(2, 1), (2, 2), (3, 1), (3, 2), (3, 4)})
        [(2, 1, 3, 2), (3, 4, 3, 4)]
    """
    return [block for block, _ in _alike(dict.fromkeys(cells, True))]


def _alike(cells: Mapping[At, T]) -> list[tuple[Box, T]]:
    """Rectangles of cells with the same fact, and that fact."""
    found: list[tuple[Box, T]] = []
    grows: dict[tuple[int, int, T], int] = {}
    for row, left, right, fact in _runs(cells):
        at = grows.get((left, right, fact), -1)
        if at >= 0 and found[at][0][2] == row - 1:
            found[at] = ((found[at][0][0], left, row, right), fact)
        else:
            grows[left, right, fact] = len(found)
            found.append(((row, left, row, right), fact))
    return found


def _runs(cells: Mapping[At, T]) -> Iterator[tuple[int, int, int, T]]:
    """Row, first and last column, fact of neighbours that belong together."""
    begin: At | None = None
    last: At = (0, 0)
    for at in sorted(cells):
        if begin is not None and (at != (last[0], last[1] + 1) or cells[at] != cells[begin]):
            yield begin[0], begin[1], last[1], cells[begin]
            begin = None
        begin, last = begin or at, at
    if begin is not None:
        yield begin[0], begin[1], last[1], cells[begin]


def _take_looks(sheet: Any, one: SheetChange) -> None:
    """Looks from other rows; those that change themselves lend a copy of how they were."""
    lending = sorted({giver for (_, column), giver in one.fresh.items() if (giver, column) in one.fresh})
    aside: dict[int, int] = {}
    if lending:
        used, columns = sheet.used_range, [column for _, column in one.fresh]
        first = used.row + used.shape[0] + 1
        aside = {giver: place for place, giver in enumerate(lending, first)}
        for giver, place in aside.items():
            edges = min(columns), max(columns)
            _range(sheet, (giver, edges[0], giver, edges[1])).copy(_range(sheet, (place, edges[0], place, edges[1])))
    for block, giver in _alike({at: aside.get(giver, giver) for at, giver in one.fresh.items() if giver}):
        _range(sheet, (giver, block[1], giver, block[3])).copy(_range(sheet, block))
    if aside:
        _range(sheet, (min(aside.values()), min(columns), max(aside.values()), max(columns))).clear()


def _dress(book: Any, sheet: Any, one: SheetChange, page: Page, pattern: Any) -> None:
    """Looks for cells whose sheet has none to give: from the page itself, put beside it for a moment."""
    front = book.sheets.active.name
    aside = pattern.copy(after=book.sheets[len(book.sheets) - 1])
    try:
        layout = new_layout(page)
        columns = {shown.heading: place for place, shown in enumerate(fields(page), 1)}
        for top, left, bottom, right in blocks(_bare(one)):
            for column in range(left, right + 1):
                place = columns.get(heading_of(one.headings.get(column, "")))
                heads = [row for row in range(top, bottom + 1) if row <= one.header]
                for row in heads if place else ():
                    _range(aside, (layout.header, place or 1) * 2).copy(_range(sheet, (row, column, row, column)))
                if place and bottom > one.header:
                    giver = _range(aside, (layout.header + 1, place) * 2)
                    giver.copy(_range(sheet, (max(top, one.header + 1), column, bottom, column)))
    finally:
        aside.delete()
        book.sheets[front].activate()


def _give(sheet: Any, one: SheetChange) -> None:
    """Values in blocks; formulas and very long texts one by one."""
    plain = {at: value for at, value in one.now.items() if not isinstance(value, Formula)}
    alone = {at: str(value) for at, value in plain.items() if isinstance(value, str) and len(value) > LONGEST_IN_BLOCK}
    for top, left, bottom, right in blocks(plain):
        columns = range(left, right + 1)
        rows = [
            [None if (row, column) in alone else sent(plain[row, column], is_text=(row, column) in one.texts)
             for column in columns]
            for row in range(top, bottom + 1)
        ]  # fmt: skip
        _range(sheet, (top, left, bottom, right)).value = rows
    for at, text in alone.items():
        sheet.range(at).value = sent(text, is_text=at in one.texts)
    for at, formula in one.now.items():
        if isinstance(formula, Formula) and len(formula) > 1:
            sheet.range(at).formula = str(formula)


def sent(value: Held, *, is_text: bool) -> Held:
    """What a cell is given so that it holds this value: a text stays text, whatever it looks like.

    Examples:
        >>> sent("=1+1", is_text=False), sent("00123", is_text=False), sent("甲", is_text=False), sent("=1+1", is_text=True)
        ("'=1+1", "'00123", '甲', '=1+1')
    """
    if not isinstance(value, str):
        return value
    if is_text:
        return "'" + value if value.startswith("'") else value
    converts = value.startswith(NOT_PLAIN) or value.upper() in {"TRUE", "FALSE"} or any(map(str.isdigit, value))
    return "'" + value if converts else value


def _gather_colours(sheet: Any, one: SheetChange, last: int) -> None:
    """One set of rules that colour rows by their mark, over all rows, once there are many."""
    column = next((place for place, heading in one.headings.items() if heading == MARK_HEADING), 0)
    if not column or not one.fresh:
        return
    body = _range(sheet, (one.header + 1, 1, max(last, one.header + 1), max(one.headings)))
    if len(body.conditional_formats) <= MOST_RULES:
        return
    for rule in reversed(list(body.conditional_formats)):
        formula = str(rule.formula or "") if rule.type == "custom" else ""
        if f"${letters(column)}" in formula and any(f'"{mark}"' in formula for mark in MARK_COLOURS):
            rule.delete()
    for mark, colour in MARK_COLOURS.items():
        # no address that leans on the selected cell: Excel would read it from there
        formula = f'=INDEX(${letters(column)}:${letters(column)},ROW())="{mark}"'
        body.conditional_formats.add_custom(formula, font_color=f"#{colour[2:]}")


def _link(sheet: Any, one: SheetChange) -> None:
    """Cells that lead to a place; Excel gives links a look of their own, so ours is set again."""
    linked = dict(list(one.links.items())[:MOST_LINKS])
    for at, place in linked.items():
        sheet.range(at).add_hyperlink(place, str(one.now.get(at) or sheet.range(at).value or ""))
    for block in blocks(linked):
        with suppress(Exception):  # a look, not a value
            font = _range(sheet, block).font
            font.name, font.size, font.color = FONT, SIZE, f"#{BLUE[2:]}"
