"""Writing a sheet of ours into a book: fresh, merged by key with what staff did, as a whole, or as a ledger.

All rows stand in the page's order, whole rows with their colours and with what staff typed in them, so that the most
urgent is on top however often the list was made; below them what isn't asked for any more and holds typed words, then
lines of the staff's own that are filled like the list's. Only a row with a note, or with a formula written beside it,
never moves: it keeps its place until its key is gone. A place that nobody takes is emptied and hidden, or dropped at the
end of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook.papers.pages.on_paper import pages_across
from workbook.papers.pages.page import Field, Page, Value
from workbook.shells.parts.block_bytes import Block, block
from workbook.shells.parts.cell_bytes import Cell, cell
from workbook.shells.parts.column_bytes import written_rows
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.links import quoted_name
from workbook.shells.parts.look import (
    MARK_FIELD,
    NOTE,
    TITLE,
    TITLE_HEIGHT,
    Style,
    body,
    header,
    header_height,
    height,
    lines,
)
from workbook.shells.parts.paper import TITLES
from workbook.shells.parts.refs import fixed
from workbook.shells.parts.row_bytes import Row
from workbook.words.faults import BookFault
from workbook.words.place import letters
from workbook.words.titles import heading_of, title_of
from workbook.words.tongue import named, worded

HEADER_WITHIN = 30


@dataclass(slots=True)
class Put:
    """What became of a page: the row of each key; which keys came, stayed, went, or stayed for what staff typed.

    `block`: the page's rows, where they are all that stands below the header.
    `below`: the rows of those that stayed for what staff typed. `own`: where lines without a key, filled by staff,
    stood and stand.
    """

    sheet: str
    header: int
    last: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    below: dict[str, int] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    lost_formula: bool = False
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """How this book writes a value: its formats, prefix and calendar."""

    style: Callable[[Style], int]
    prefix: bytes
    is_1904: bool

    def cell(self, value: Value, style: int) -> Cell:
        """A value in a format of the book."""
        return cell(value, style, self.prefix, is_1904=self.is_1904)

    def heading(self, shown: Field) -> Cell:
        """A heading in its band."""
        return self.cell(title_of(shown.heading), self.style(header(shown)))


def fields(page: Page, layout: Layout | None = None) -> tuple[Field, ...]:
    """The page's fields, with the hidden one for marks where the page or the sheet has them."""
    has_typed = bool(page.key) and not page.append and any(shown.typed for shown in page.fields)
    wanted = bool(page.marks) or has_typed or (layout is not None and MARK_FIELD.heading in layout.columns)
    return (*page.fields, MARK_FIELD) if wanted and MARK_FIELD.heading not in page.headings else page.fields


def values(page: Page, count: int) -> Iterator[tuple[Value, ...]]:
    """The page's rows, with their mark when there is a field for it."""
    if count == len(page.fields):
        yield from page.rows
        return
    marks = dict(reversed(page.marks))
    for index, row in enumerate(page.rows):
        yield (*row, marks.get(index))


def columns(page: Page, count: int) -> list[Sequence[Value]]:
    """The same, column by column."""
    made: list[Sequence[Value]] = list(zip(*page.rows, strict=True)) or [()] * len(page.fields)
    if count > len(made):
        marks = dict(reversed(page.marks))
        made.append([marks.get(index) for index in range(len(page.rows))])
    return made


def find_layout(page: Page, top: list[Row], shared: Mapping[int, str]) -> Layout | None:
    """Where the page stands already: the row near the top that holds its key's heading and most others."""
    wanted = {*page.headings, *page.passing, MARK_FIELD.heading}
    best: Layout | None = None
    for row in top[:HEADER_WITHIN]:
        columns: dict[str, int] = {}
        for column in sorted(row.cells):
            heading = heading_of(row.cells[column].text(shared).strip())
            if heading in wanted:
                columns.setdefault(heading, column)
        enough = page.key in columns if page.key else len(columns) * 2 > len(page.fields)
        if enough and (best is None or len(columns) > len(best.columns)):
            best = Layout(row.number, columns)
    return best


def new_layout(page: Page) -> Layout:
    """Title, note, header, rows, from the top left."""
    start = 1 + bool(page.title) + bool(page.note)
    return Layout(start, {shown.heading: place for place, shown in enumerate(fields(page), 1)}, is_new=True)


def complete(page: Page, layout: Layout, rows: Callable[[], Iterable[Row]]) -> tuple[Layout, dict[int, Field]]:
    """The layout with headings that were missing put at the right of all that stands there; the new columns."""
    columns, fresh = dict(layout.columns), {}
    missing = [shown for shown in fields(page, layout) if shown.heading not in columns]
    filled = [column for row in rows() for column in row.cells] if missing else []
    for right, shown in enumerate(missing, max((*filled, *columns.values(), 0)) + 1):
        columns[shown.heading] = right
        fresh[right] = shown
    return Layout(layout.header, columns, layout.is_new), fresh


def write_head(page: Page, layout: Layout, fresh: Mapping[int, Field], rows: dict[int, Row], pen: Pen) -> None:
    """Title, note and the headings that are new."""
    shown = next((one for one in page.fields if not one.hidden), page.fields[0])
    column = layout.columns[shown.heading]
    lines = [(text, look) for text, look in ((page.title, TITLE), (page.note, NOTE)) if text]
    for number, (text, look) in enumerate(lines[: layout.header - 1], 1):
        row = rows.setdefault(number, Row(number, _height(TITLE_HEIGHT) if look is TITLE else b""))
        old = row.cells.get(column)
        row.cells[column] = pen.cell(text, old.style if old else pen.style(look))
        row.drop(b"spans")
    if fresh:
        top = rows.setdefault(layout.header, Row(layout.header, _height(header_height(page.fields))))
        top.cells |= {place: pen.heading(one) for place, one in fresh.items()}
        top.drop(b"spans")


def _height(points: float) -> bytes:
    return b' ht="%g" customHeight="1"' % points


def looks(page: Page, layout: Layout, pen: Pen) -> list[tuple[int, int]]:
    """The column and the format of each of the page's fields."""
    return [(layout.columns[one.heading], pen.style(body(one))) for one in fields(page, layout)]


def as_whole(page: Page, layout: Layout, rows: dict[int, Row], pen: Pen) -> Put:
    """Replace every row under the header."""
    done = Put(page.name, layout.header, layout.header)
    for number in [number for number in rows if number > layout.header]:
        del rows[number]
    shown = fields(page, layout)
    numbers = range(layout.header + 1, layout.header + 1 + len(page.rows))
    done.block = new_block(looks(page, layout, pen), page, numbers, shown, pen)
    done.last = max(numbers, default=done.last)
    done.rows = dict(zip(page.keys, numbers, strict=bool(page.key)))
    done.added = page.keys
    return done


def defined(page: Page, layout: Layout, called: str, filtered: str, last: int) -> dict[str, str]:
    """The names that belong to a page's sheet: its filter's area, the rows and the area that are printed."""
    quoted, bottom = quoted_name(called), max(last, layout.header + 1)
    names = {"_xlnm._FilterDatabase": f"{quoted}!{fixed(filtered)}"} if filtered else {}
    if layout.is_new:
        names["_xlnm.Print_Titles"] = f"{_beside(page, layout, quoted)}{quoted}!${layout.header}:${layout.header}"
    if page.print_to:
        names["_xlnm.Print_Area"] = f"{quoted}!$A$1:${letters(layout.columns[page.print_to])}${bottom}"
    return names


def _beside(page: Page, layout: Layout, quoted: str) -> str:
    """The columns that say whose a row is, on each sheet of paper where a page is several wide."""
    shown = [layout.columns[one.heading] for one in page.fields if not one.hidden][:TITLES]
    return f"{quoted}!${letters(min(shown))}:${letters(max(shown))}," if pages_across(page) > 1 else ""


def new_rows(
    looks: Sequence[tuple[int, int]], fresh: Mapping[int, tuple[Value, ...]], shown: Sequence[Field], pen: Pen
) -> dict[int, Row]:
    """Rows where nothing stood, by number, in our formats."""
    numbers, lines = list(fresh), list(fresh.values())
    heights = talls(shown, list(zip(*lines, strict=True)), len(lines))
    written = written_rows(looks, lines, numbers, heights, pen.prefix, is_1904=pen.is_1904)
    return {number: Row(number, written=row) for number, row in zip(numbers, written, strict=True)}


def new_block(
    looks: Sequence[tuple[int, int]], page: Page, numbers: Sequence[int], shown: Sequence[Field], pen: Pen
) -> Block:
    """All rows of a page where nothing else stands."""
    cells = columns(page, len(shown))
    return block(looks, cells, numbers, talls(shown, cells, len(numbers)), pen.prefix, is_1904=pen.is_1904)


def page_cells(looks: Sequence[tuple[int, int]], row: Sequence[Value], pen: Pen) -> dict[int, Cell]:
    """A row's values, each in its column's format."""
    return {column: pen.cell(value, style) for (column, style), value in zip(looks, row, strict=True)}


def tall(shown: Sequence[Field], row: Sequence[Value]) -> bytes:
    """The height a row's wrapped texts need, as an attribute; b'' for an ordinary row."""
    return talls(shown, [[value] for value in row], 1)[0]


def talls(shown: Sequence[Field], columns: Sequence[Sequence[Value]], count: int) -> list[bytes]:
    """The height of each row, column by column."""
    needed: list[Sequence[int]] = []
    for one, texts in zip(shown, columns, strict=False):
        if one.wrap:
            distinct = list(dict.fromkeys(texts))
            known = dict(zip(distinct, lines(one, distinct), strict=True))
            needed.append([known[text] for text in texts])
    if not needed:
        return [b""] * count
    most = needed[0] if len(needed) == 1 else list(map(max, *needed))
    heights = {count: _tall(count) for count in set(most)}
    return [heights[count] for count in most]


def _tall(count: int) -> bytes:
    points = height(count)
    return b' ht="%g"' % points if points else b""


def ledger_rows(page: Page, layout: Layout, known: Collection[str], start: int, pen: Pen) -> dict[int, Row]:
    """The rows to add below a ledger: those whose key isn't there yet, from row `start` on."""
    shown, own = fields(page, layout), looks(page, layout, pen)
    keys = page.keys or ("",) * len(page.rows)
    fresh = [row for key, row in zip(keys, values(page, len(shown)), strict=True) if not key or key not in known]
    return {number: Row(number, tall(shown, row), page_cells(own, row, pen)) for number, row in enumerate(fresh, start)}


def no_header(page: Page) -> BookFault:
    """The sheet has content but no header of ours."""
    wanted = page.key or page.headings[0]
    return BookFault(
        worded("【{name}】里找不到“{wanted}”这一列的表头，没有写这张表。", name=named(page.name), wanted=wanted),
        worded("把表头“{wanted}”改回原样；", wanted=wanted)
        + (
            worded("这一列平时藏着，删掉了就点【撤销】，或从昨天的副本里拷回来。台账里有裁决和缴款，不要另建一张。")
            if page.append
            else worded("不要这张表了，就给它改个名字，程序会另建一张。")
        ),
    )
