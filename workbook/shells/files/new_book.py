"""A brand-new workbook out of pages, in the same look; two builds of the same pages are the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from workbook.papers.pages.on_paper import pages_across
from workbook.papers.pages.page import Page
from workbook.shells.files import filled_in
from workbook.shells.files.our_sheet import fields, new_layout
from workbook.shells.parts.cell_bytes import clean
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.links import location, quoted_name
from workbook.shells.parts.look import (
    AS_TEXT,
    FONT,
    MARK_COLOURS,
    MARK_FIELD,
    NOTE,
    SIZE,
    TABS,
    TITLE,
    TITLE_HEIGHT,
    WHOLE,
    Style,
    body,
    choice_list,
    header,
    header_height,
)  # fmt: skip
from workbook.shells.parts.paper import FOOT, FOOTER, MARGINS, TITLES, paper_head
from workbook.shells.safety import saving
from workbook.words.place import letters
from workbook.words.titles import title_of

if TYPE_CHECKING:
    from workbook.papers.pages.on_paper import Letterhead
from workbook.words.tongue import worded

SPARE_ROWS = 500
"""How far drop-downs and formats of an empty table reach (rows), so that a first row typed by hand finds them."""

FAR = 1_040_001
AUTHOR = "回访"
NOTE_WIDE = 42


def write(
    path: Path, pages: Sequence[Page], *, head: Letterhead | None, tables: Mapping[str, str] | None = None,
    created: datetime,
) -> None:  # fmt: skip
    """Write a new workbook, whole or not at all; `head` stands on the paper of every page.

    `tables`: sheet name → name of the Excel table to lay over it, for sheets that staff will fill row by row.

    Raises:
        BookFault: it can't be written there; an older file of that name is untouched.
    """
    saving.replace(path, partial(_build, pages=_headed(pages, head), tables=tables or {}, created=created))


def packed(pages: Sequence[Page], *, head: Letterhead | None, created: datetime) -> bytes:
    """A new workbook that never stood on a disk, such as one that travels with a letter."""
    made, pages = io.BytesIO(), _headed(pages, head)
    filled_in.write(made, _drawn_once(pages, created), pages)
    return made.getvalue()


def _headed(pages: Sequence[Page], head: Letterhead | None) -> Sequence[Page]:
    return pages if head is None else [head.on(page) for page in pages]


def _build(path: Path, *, pages: Sequence[Page], tables: Mapping[str, str], created: datetime) -> None:
    """Heads and everything around the rows are drawn by the library, with a row of samples; then the rows go in."""
    filled_in.write(path, _drawn(pages, [_last(page) for page in pages], tables, created), pages)


def _drawn(
    pages: Sequence[Page], lasts: Sequence[int], tables: Mapping[str, str], created: datetime
) -> filled_in.Drawn:
    plain = {"font_name": FONT, "font_size": SIZE}
    drawn = io.BytesIO()
    options = {"default_format_properties": plain, "default_row_height": 22, "in_memory": True, **AS_TEXT}
    book = xlsxwriter.Workbook(drawn, options)
    book.set_properties({"author": AUTHOR, "created": created.replace(microsecond=0)})
    drawer = Drawer(book, [page.name for page in pages])
    for page, last in zip(pages, lasts, strict=True):
        drawer.sheet(page, tables.get(page.name, ""), last)
    book.close()
    return filled_in.unpacked(drawn)


def _last(page: Page) -> int:
    """The last row of a page."""
    return new_layout(page).header + max(len(page.rows), 1)


# -- many workbooks that differ in their rows only


def _drawn_once(pages: Sequence[Page], created: datetime) -> filled_in.Drawn:
    """What stands around the rows, drawn once for all workbooks of the same heads; only the last rows differ."""
    if any(map(_is_odd, pages)):
        return _drawn(pages, [_last(page) for page in pages], {}, created)
    heads = tuple(replace(page, rows=page.rows[:1], marks=page.marks and ((0, page.marks[0][1]),)) for page in pages)
    heads = tuple(replace(page, rows=tuple((None,) * len(page.fields) for _ in page.rows), key="") for page in heads)
    found = []
    for info, data in _pattern(heads, created):
        for far, page in zip(range(FAR, FAR + len(pages)), pages, strict=True):
            if info.filename in {f"xl/worksheets/sheet{far - FAR + 1}.xml", "xl/workbook.xml"}:
                data = re.sub(rb"(?<=[A-Z$])%d\b" % far, b"%d" % _last(page), data)
        found.append((info, data))
    return found


def _is_odd(page: Page) -> bool:
    """Whether what stands around its rows depends on more than how many they are, or its name could be taken for a row."""
    told = any(one.choices or one.kind == "链接" for one in page.fields)
    return bool(told or page.lists or page.breaks or str(FAR)[:4] in page.name)


@lru_cache(64)
def _pattern(heads: Sequence[Page], created: datetime) -> filled_in.Drawn:
    """Sheets that all end at a row of their own, so far down that its number stands nowhere else."""
    return _drawn(heads, range(FAR, FAR + len(heads)), {}, created)


class Drawer:
    """One new workbook being drawn; formats are made once."""

    def __init__(self, book: Any, names: Sequence[str]) -> None:
        self._book, self._names = book, names
        self._formats: dict[Style, Any] = {}

    def _format(self, style: Style) -> Any:
        if style not in self._formats:
            self._formats[style] = self._book.add_format(_facts(style))
        return self._formats[style]

    def sheet(self, page: Page, table: str, last: int = 0) -> None:
        """One page on its own sheet, which ends at a row: the last of the page unless said."""
        sheet = self._book.add_worksheet(page.name)
        layout, shown = new_layout(page), fields(page)
        top = layout.header - 1
        visible = next((place for place, one in enumerate(shown) if not one.hidden), 0)
        for row, (text, look) in enumerate([(t, s) for t, s in ((page.title, TITLE), (page.note, NOTE)) if t]):
            sheet.write_string(row, visible, clean(text), self._format(look))
            if look is TITLE:
                sheet.set_row(row, TITLE_HEIGHT)
        sheet.set_row(top, header_height(shown))
        before = False
        for column, one in enumerate(shown):
            empty = self._format(body(one)._replace(line="", fill="")) if table or page.room else None
            fold = {"level": 1, "hidden": True} if one.folded else {"hidden": one.hidden, "collapsed": before}
            before = one.folded
            sheet.set_column(column, column, one.width, empty, fold)
            sheet.write_string(top, column, clean(title_of(one.heading)), self._format(header(one)))
            if one.about:
                sheet.write_comment(top, column, one.about, _note(one.about))
        if page.hidden:
            sheet.hide()
        if page.group:
            sheet.set_tab_color(f"#{TABS[page.group][2:]}")
        self._samples(sheet, page, layout)
        for name, heading in page.lists:
            column = page.headings.index(heading)
            filled = sum(row[column] is not None for row in page.rows)
            at, first, end = letters(column + 1), layout.header + 1, layout.header + max(filled, 1)
            self._book.define_name(name, f"={_in_formula(page.name)}!${at}${first}:${at}${end}")
        self._furnish(sheet, page, layout, (last or _last(page)) - 1, table)

    def _samples(self, sheet: Any, page: Page, layout: Layout) -> None:
        """One empty row in the formats of the columns, and the links; the rows themselves are put in afterwards."""
        for column, one in enumerate(fields(page) if page.rows else ()):
            look = self._format(body(one))
            sheet.write_blank(layout.header, column, None, look)
            own = [(at, str(line[column] or "")) for at, line in enumerate(page.rows if one.kind == "链接" else ())]
            for at, place in (*own, *((at, place) for at, heading, place in page.links if heading == one.heading)):
                if target := location(clean(place), self._names):
                    text = clean(str(page.rows[at][column] or ""))
                    sheet.write_url(layout.header + at, column, f"internal:{target}", look, text)

    def _furnish(self, sheet: Any, page: Page, layout: Layout, last: int, table: str) -> None:
        """Filter or table, frozen header, drop-downs, colours by mark, print set-up; rows here count from 0."""
        shown = fields(page)
        top, right = layout.header - 1, len(shown) - 1
        sheet.freeze_panes(layout.header, page.frozen)
        sheet.hide_gridlines(2)
        if table:
            columns = [
                {"header": clean(title_of(one.heading)), "header_format": self._format(header(one))} for one in shown
            ]
            sheet.add_table(top, 0, last, right, {"name": table, "columns": columns, "style": None})
        else:
            sheet.autofilter(top, 0, last, right)
        reach = max(last, layout.header + SPARE_ROWS) if table else last + page.room
        for column, one in enumerate(shown):
            source = choice_list(one)
            if source:
                listed = list(one.choices) if source.startswith('"') else "=" + source
                rule = {"validate": "list", "source": listed, "show_error": False, "show_input": False}
                sheet.data_validation(layout.header, column, reach, column, rule)
        if MARK_FIELD.heading not in page.headings and len(shown) > len(page.fields):
            lit = [at for at, one in enumerate(shown) if one.heading in page.lit]
            self._colour_marks(sheet, layout.header, last, right, lit)
        _print_set_up(sheet, top, page)
        if page.paper:
            sheet.set_header(paper_head(page.paper), {"margin": float(MARGINS["header"])})
        if page.breaks:
            sheet.set_h_pagebreaks([layout.header + 1 + row for row in page.breaks])
        if page.print_to:
            sheet.print_area(0, 0, last, page.headings.index(page.print_to))

    def _colour_marks(self, sheet: Any, first: int, last: int, right: int, lit: Sequence[int]) -> None:
        for mark, colour in MARK_COLOURS.items():
            rule = {
                "type": "formula", "criteria": f'=${letters(right + 1)}{first + 1}="{mark}"',
                "format": self._book.add_format({"font_color": "#" + colour[2:]}),
            }  # fmt: skip
            for left, end in [(at, at) for at in lit] if lit and mark not in WHOLE else [(0, right)]:
                sheet.conditional_format(first, left, last, end, rule)


def _in_formula(sheet: str) -> str:
    """A sheet's name as a formula takes it; most need no quotes."""
    return sheet if sheet.isidentifier() else quoted_name(sheet)


def _note(text: str) -> dict[str, Any]:
    """How large a note on a heading must be to be read whole."""
    lines = [-(-len(line.encode("gbk", "replace")) // NOTE_WIDE) or 1 for line in text.split("\n")]
    size = {"width": 300, "height": 14 + 17 * sum(lines), "font_name": FONT, "font_size": 9}
    return {**size, "author": AUTHOR, "color": "#FFFFE1"}


def _print_set_up(sheet: Any, top: int, page: Page) -> None:
    """A4, as many pages wide as can be read, the header on each, and whose the rows are."""
    (sheet.set_landscape if page.landscape else sheet.set_portrait)()
    sheet.set_paper(9)
    across = pages_across(page)
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(top)
    if across > 1:
        shown = [at for at, one in enumerate(page.fields) if not one.hidden][:TITLES]
        sheet.repeat_columns(min(shown), max(shown))
    sheet.center_horizontally()
    inches = {side: float(text) for side, text in MARGINS.items()}
    sheet.set_margins(*(inches[side] for side in ("left", "right", "top", "bottom")))
    sheet.set_footer(worded(FOOT if page.paper and page.paper[2] else FOOTER), {"margin": inches["footer"]})


def _facts(style: Style) -> dict[str, Any]:
    """A style in xlsxwriter's words."""
    facts: dict[str, Any] = {
        "font_name": FONT, "font_size": style.size, "bold": style.bold, "font_color": "#" + style.colour[2:],
        "font_family": 2, "font_charset": 134, "num_format": style.number, "text_wrap": style.wrap, "valign": "vcenter",
        "indent": style.indent,
    }  # fmt: skip
    optional = {
        "underline": style.underline and 1, "align": style.across, "bg_color": style.fill and "#" + style.fill[2:],
        "bottom": style.line and 1, "bottom_color": style.line and "#" + style.line[2:],
    }  # fmt: skip
    return facts | {name: value for name, value in optional.items() if value}
