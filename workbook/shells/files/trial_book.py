"""A trial as a workbook of its own: the front page to print on one sheet of A4, with two charts, and the pages behind it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from workbook.papers.pages.on_paper import Letterhead
from workbook.papers.trial.lines import heads
from workbook.papers.trial.paper import Paper, Table
from workbook.shells.files.new_book import AUTHOR, Drawer
from workbook.shells.parts.cell_bytes import clean
from workbook.shells.parts.look import AS_TEXT, BAND, BLUE, FONT, GREY, INK, LINE, RED, SIZE, STRONG_LINE
from workbook.shells.parts.paper import paper_head
from workbook.shells.safety import saving
from workbook.words.tongue import HEADING, named, worded

FRONT, NUMBERS = "试算", "画图用"
COLUMNS, HALF = 10, 6
"""Columns of the page, and where its right part begins."""
WIDTHS = (11.5, 9, 9, 9, 9, 8.5, 9, 9, 11, 11)
AFTER, BEFORE = "#1F5FA8", "#B8C4D0"
CHART_ROWS = 8
LINE_POINTS = 15.0


def write(path: Path, made: Paper, head: Letterhead, created: datetime) -> None:
    """Writes the paper, whole or not at all.

    Raises:
        BookFault: it can't be written there, for example because the last trial stands open.
    """
    saving.replace(path, partial(_build, made=made, head=head, created=created))


def _build(path: Path, *, made: Paper, head: Letterhead, created: datetime) -> None:
    plain = {"font_name": FONT, "font_size": SIZE}
    book = xlsxwriter.Workbook(str(path), {"default_format_properties": plain, "default_row_height": 22, **AS_TEXT})
    book.set_properties({"author": AUTHOR, "title": made.title, "created": created.replace(microsecond=0)})
    front = book.add_worksheet(named(FRONT))
    drawer = Drawer(book, [named(FRONT), *(page.name for page in made.pages)])
    for page in made.pages:
        drawer.sheet(head.on(page), "")
    _Front(book, front).draw(made)
    front.set_header(paper_head((head.office, "", f"{head.today or ''}")), {"margin": 0.25})
    book.close()


class _Front:
    """The front page, drawn from the top down."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet, self._row = book, sheet, 0
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def draw(self, made: Paper) -> None:
        """All of it."""
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)
        self._across(made.title, {"bold": True, "font_size": 15}, 28)
        for line in made.lines:
            self._across(line, {"font_color": _hex(GREY), "font_size": 9, "text_wrap": True}, 15 * _lines(line, 92))
        self._table(made.edits, (0, 1, 4, 5, 7))
        self._table(made.top, (0, 4, 6, 8), strong=True)
        self._charts(made)
        self._table(made.totals, (0, 3, 5, 7))
        self._table(made.people, tuple(range(10)))
        if made.rates.rows:
            self._table(made.rates, (0, 2, 3, 5, 7, 9))
        self._title(worded("这里看不出来的"))
        for line in made.unknown:
            self._across(f"· {line}", {"font_size": 9, "text_wrap": True}, 13.5 * _lines(line, 100))
        self._print_set_up()

    def _format(self, **facts: object) -> Any:
        key = tuple(sorted(facts.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", "font_color": _hex(INK)}
            self._formats[key] = self._book.add_format(base | facts)
        return self._formats[key]

    def _across(self, words: str, facts: dict[str, object], tall: float) -> None:
        self._sheet.merge_range(self._row, 0, self._row, COLUMNS - 1, clean(words), self._format(**facts))
        self._sheet.set_row(self._row, tall)
        self._row += 1

    def _title(self, words: str, beside: str = "") -> None:
        self._sheet.set_row(self._row, 5)
        self._row += 1
        look = self._format(bold=True, font_size=11, font_color=_hex(BLUE))
        if beside:
            self._sheet.merge_range(self._row, HALF, self._row, COLUMNS - 1, beside, look)
        self._sheet.merge_range(self._row, 0, self._row, HALF - 1 if beside else COLUMNS - 1, clean(words), look)
        self._sheet.set_row(self._row, 18)
        self._row += 1

    def _table(self, table: Table, starts: tuple[int, ...], *, strong: bool = False) -> None:
        """A table; `starts` are the columns of the page in which its columns begin."""
        if not table.rows:
            return
        self._title(table.title)
        ends = (*(start - 1 for start in starts[1:]), COLUMNS - 1)
        spans = list(zip(starts, ends, strict=True))[: len(table.head)]
        spans[-1] = (spans[-1][0], COLUMNS - 1)
        band = {"bg_color": _hex(BAND), "bottom": 1, "bottom_color": _hex(STRONG_LINE)}
        tall = 26 if any(" " in word for word in table.head) else 17
        self._line(table.head, spans, table.words, {**band, "bold": True, "font_size": 9, "text_wrap": True}, tall)
        for row in table.rows:
            look: dict[str, object] = {
                "bottom": 1,
                "bottom_color": _hex(LINE),
                "font_size": 9.5 if strong else 9,
                "text_wrap": True,
            }
            most = max(_lines(word, sum(WIDTHS[a : b + 1])) for word, (a, b) in zip(row, spans, strict=True))
            self._line(row, spans, table.words, look, LINE_POINTS + 12 * (most - 1), is_strong=strong)
        if table.more:
            self._across(table.more, {"font_color": _hex(GREY), "font_size": 9}, 15)

    def _line(
        self,
        cells: tuple[str, ...],
        spans: list[tuple[int, int]],
        words: int,
        look: dict[str, object],
        tall: float,
        *,
        is_strong: bool = False,
    ) -> None:
        self._sheet.set_row(self._row, tall)
        for place, (cell, (first, last)) in enumerate(zip(cells, spans, strict=True)):
            facts = {**look, "align": "left" if place < words else "right"}
            if is_strong and place == len(cells) - 1:
                facts |= {"bold": True, "font_color": _hex(RED) if cell.startswith("+") else _hex(INK)}
            if first == last:
                self._sheet.write_string(self._row, first, clean(cell), self._format(**facts))
            else:
                self._sheet.merge_range(self._row, first, self._row, last, clean(cell), self._format(**facts))
        self._row += 1

    def _charts(self, made: Paper) -> None:
        """New calls by day, and fines by person; their numbers stand on a sheet of their own."""
        numbers = self._book.add_worksheet(named(NUMBERS))
        numbers.hide()
        numbers.write_row(0, 0, [*heads("日期", "以前", "以后", "", "谁", "以前", "以后")])
        for row, (day, before, after) in enumerate(made.daily, 1):
            numbers.write_string(
                row, 0, str(day.day) if len({one.month for one, *_ in made.daily}) == 1 else f"{day.month}-{day.day}"
            )
            numbers.write_row(row, 1, [before, after])
        for row, (name, before_, after_) in enumerate(made.fined, 1):
            numbers.write_string(row, 4, clean(name))
            numbers.write_row(row, 5, [before_, after_])
        self._title(worded("每天新到的电话（件）"), *([worded("每人罚款（元）")] if made.fined else []))
        for _ in range(CHART_ROWS):
            self._sheet.set_row(self._row, 17)
            self._row += 1
        top = self._row - CHART_ROWS
        wide = 700 if not made.fined else 430
        self._chart("column", 0, len(made.daily), (top, 0), wide)
        if made.fined:
            self._chart("column", 4, len(made.fined), (top, HALF), 285)

    def _chart(self, sort: str, left: int, size: int, at: tuple[int, int], wide: int) -> None:
        chart, sheet = self._book.add_chart({"type": sort}), named(NUMBERS)
        font = {"name": FONT, "size": 8, "color": _hex(GREY)}
        for column, name, colour in (
            (left + 1, named("以前", HEADING), BEFORE),
            (left + 2, named("以后", HEADING), AFTER),
        ):
            chart.add_series({
                "name": name, "categories": [sheet, 1, left, size, left], "values": [sheet, 1, column, size, column],
                "fill": {"color": colour}, "gap": 60, "overlap": 0,
            })  # fmt: skip
        chart.set_legend({"position": "top", "font": font})
        chart.set_x_axis({"num_font": font, "line": {"color": _hex(STRONG_LINE)}, "interval_unit": max(1, size // 10)})
        grid = {"visible": True, "line": {"color": _hex(LINE)}}
        chart.set_y_axis({"num_font": font, "major_gridlines": grid, "line": {"none": True}})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": wide, "height": round(CHART_ROWS * 17 * 96 / 72)})
        chart.show_hidden_data()
        self._sheet.insert_chart(*at, chart, {"object_position": 1})

    def _print_set_up(self) -> None:
        """One sheet of A4, upright."""
        self._sheet.hide_gridlines(2)
        self._sheet.set_portrait()
        self._sheet.set_paper(9)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
        self._sheet.center_horizontally()
        self._sheet.fit_to_pages(1, 1)
        self._sheet.print_area(0, 0, self._row - 1, COLUMNS - 1)
        footer = worded("回访 · 试算，什么也没有写进工作簿")
        self._sheet.set_footer(f"&L&8{footer}&R&8&D", {"margin": 0.25})
        self._sheet.activate()


def _lines(words: str, width: float) -> int:
    """Lines that a text takes at a width in characters."""
    return max(1, -(-len(words.encode("gbk", "replace")) // max(1, int(width * 1.2))))


def _hex(argb: str) -> str:
    return "#" + argb[2:]
