"""Writing a sheet of ours into a book: fresh, merged by key with what staff did, as a whole, or as a ledger.

A row that staff typed in, noted, or wrote a formula beside never moves: it keeps its place until its key is gone. All
others stand in the page's order around those, whole rows with their colours, so that the most urgent is on top however
often the list was made. A place that nobody takes is emptied and hidden, or dropped at the end of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from workbook.papers.pages.page import HELD, Field, Page, Value, key_text
from workbook.shells.parts.cell_bytes import Cell, Row, cell, written_rows
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.look import HEADER_HEIGHT, MARK_FIELD, NOTE, TITLE, TITLE_HEIGHT, Style, body, header, height
from workbook.shells.parts.refs import unshared
from workbook.words.faults import BookFault

HEADER_WITHIN = 30


@dataclass(slots=True)
class Put:
    """What became of a page: the row of each key; which keys came, stayed, went, or stayed for what staff typed."""

    sheet: str
    header: int
    last: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    lost_formula: bool = False


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
        return self.cell(shown.heading, self.style(header(shown)))


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


def find_layout(page: Page, top: list[Row], shared: Mapping[int, str]) -> Layout | None:
    """Where the page stands already: the row near the top that holds its key's heading and most others."""
    wanted = {*page.headings, *page.passing, MARK_FIELD.heading}
    best: Layout | None = None
    for row in top[:HEADER_WITHIN]:
        columns: dict[str, int] = {}
        for column in sorted(row.cells):
            heading = row.cells[column].text(shared).strip()
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


def complete(page: Page, layout: Layout, top: Row) -> tuple[Layout, dict[int, Field]]:
    """The layout with headings that were missing put at the right of all others; the new columns."""
    columns, fresh = dict(layout.columns), {}
    right = max((*top.cells, *columns.values(), 0))
    for shown in fields(page, layout):
        if shown.heading not in columns:
            right += 1
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
        top = rows.setdefault(layout.header, Row(layout.header, _height(HEADER_HEIGHT)))
        top.cells |= {place: pen.heading(one) for place, one in fresh.items()}
        top.drop(b"spans")


def _height(points: float) -> bytes:
    return b' ht="%g" customHeight="1"' % points


def as_whole(page: Page, layout: Layout, rows: dict[int, Row], pen: Pen) -> Put:
    """Replace every row under the header."""
    done = Put(page.name, layout.header, layout.header)
    for number in [number for number in rows if number > layout.header]:
        done.lost_formula |= any(one.formula for one in rows.pop(number).cells.values())
    shown = fields(page, layout)
    looks = [(layout.columns[one.heading], pen.style(body(one))) for one in shown]
    fresh = dict(enumerate(values(page, len(shown)), layout.header + 1))
    rows |= new_rows(looks, fresh, shown, pen)
    done.last = max(fresh, default=done.last)
    for number, key in enumerate(page.keys, layout.header + 1):
        done.rows[key] = number
    done.added = page.keys
    return done


class Merge:
    """One keyed page meeting the rows of its sheet."""

    def __init__(self, page: Page, layout: Layout, rows: dict[int, Row], pen: Pen, shared: Mapping[int, str]) -> None:
        self.page, self.layout, self.rows, self.pen, self.shared = page, layout, rows, pen, shared
        self.fields = fields(page, layout)
        self.looks = [(layout.columns[one.heading], pen.style(body(one)), one) for one in self.fields]
        self.plain_looks = [(column, style) for column, style, _ in self.looks]
        self.keys = page.keys
        self.wraps = any(one.wrap for one in self.fields)
        self.ours = set(layout.columns.values())
        self.done = Put(page.name, layout.header)

    def run(self, noted: Collection[int], release: Collection[str]) -> Put:
        """Merge; `noted` are rows that carry a note, `release` keys that may go in spite of what was typed."""
        below = {number: row for number, row in self.rows.items() if number > self.layout.header}
        if any(one.inner and b"shared" in one.inner for row in below.values() for one in row.cells.values()):
            unshared([below[number] for number in sorted(below)])
        free = self._sort_out(below, set(noted), set(release))
        places = self._take_in(free, set(noted))
        self._tidy({*free, *places}, set(noted))
        self.done.last = max(self.rows)
        return self.done

    def _sort_out(self, below: Mapping[int, Row], noted: set[int], release: set[str]) -> list[int]:
        """Find each row's key and free the rows that may go; returns their numbers, from the top."""
        free, removed, held = [], [], []
        wanted, key_column = set(self.keys), self.layout.columns[self.page.key]
        for number in sorted(below):
            row = below[number]
            key = key_text(row.cells[key_column].text(self.shared)) if key_column in row.cells else ""
            if key in wanted and key not in self.done.rows:
                self.done.rows[key] = number
            elif not key and (number in noted or self._is_filled(row)):
                continue
            elif key and key not in release and (number in noted or self._was_typed_in(row)):
                self._hold(row)
                held.append(key)
            else:
                removed += [key] if key else []
                self._empty(row)
                free.append(number)
        self.done.kept, self.done.held, self.done.removed = tuple(self.done.rows), tuple(held), tuple(removed)
        return free

    def _take_in(self, free: list[int], noted: set[int]) -> list[int]:
        """Refresh the rows that stay and give each new key a row, in the page's order; returns the places there were."""
        bound = {key for key, number in self.done.rows.items() if number in noted or self._is_bound(self.rows[number])}
        moving = {key: self.rows.pop(number) for key, number in self.done.rows.items() if key not in bound}
        open_ = sorted([*(row.number for row in moving.values()), *(number for number in free if number not in noted)])
        places = chain(open_, count(max([*self.rows, *open_, self.layout.header]) + 1))
        fresh: dict[int, tuple[Value, ...]] = {}
        for key, new in zip(self.keys, values(self.page, len(self.fields)), strict=True):
            if key in bound:
                self._refresh(self.rows[self.done.rows[key]], new)
                continue
            number = self.done.rows[key] = next(places)
            if key in moving:
                self._move(moving[key], number)
                self._refresh(self.rows[number], new)
            elif number in self.rows:
                self._fill(number, new)
            else:
                fresh[number] = new
        self.rows |= new_rows(self.plain_looks, fresh, self.fields, self.pen)
        self.done.added = tuple(key for key in self.keys if key not in bound and key not in moving)
        return open_

    def _move(self, row: Row, number: int) -> None:
        """A row to another place; a formula that waits there for a new row stays."""
        waiting = self.rows[number].cells if number in self.rows else {}
        row.cells = {column: one.unanswered() for column, one in waiting.items()} | row.cells
        row.number, self.rows[number] = number, row

    def _tidy(self, freed: set[int], noted: set[int]) -> None:
        """Hide freed rows that nobody took; drop them at the end of the list."""
        taken = set(self.done.rows.values())
        for number in (freed - taken) & self.rows.keys():
            self.rows[number].attributes = b' hidden="1"'
        for number in sorted(self.rows, reverse=True):
            row = self.rows[number]
            gone = number in freed - taken or (b'hidden="1"' in row.attributes and not self._is_filled(row))
            if number <= self.layout.header or number in taken | noted or not gone:
                break
            self.done.lost_formula |= any(one.formula for one in row.cells.values())
            del self.rows[number]

    # -- one row

    def _is_bound(self, row: Row) -> bool:
        """Whether staff typed in it, or wrote a formula beside it."""
        leans = any(one.formula for column, one in row.cells.items() if column not in self.ours)
        return leans or self._was_typed_in(row)

    def _is_filled(self, row: Row) -> bool:
        """Whether anything but formulas stands in it."""
        return any(not one.formula and one.text(self.shared).strip() for one in row.cells.values())

    def _was_typed_in(self, row: Row) -> bool:
        """Whether staff filled a typed column, or a column of their own."""
        typed = [row.cells.get(column) for column, _, one in self.looks if one.typed]
        if any(one is not None and self._stands(one) for one in typed):
            return True
        theirs = [one for column, one in row.cells.items() if column not in self.ours]
        return any(not one.formula and one.text(self.shared).strip() for one in theirs)

    def _stands(self, one: Cell) -> bool:
        """Whether a typed cell holds something."""
        return bool(one.formula or one.text(self.shared).strip())

    def _hold(self, row: Row) -> None:
        """Mark a row whose key is gone."""
        column = self.layout.columns.get(MARK_FIELD.heading)
        if column is not None and MARK_FIELD.heading not in self.page.headings:
            old = row.cells.get(column)
            row.cells[column] = self.pen.cell(HELD, old.style if old else self.pen.style(body(MARK_FIELD)))

    def _empty(self, row: Row) -> None:
        """Forget what stood in a row, and its colours; formulas in columns of the staff's own stay."""
        staying = {column: one for column, one in row.cells.items() if column not in self.ours and one.formula}
        self.done.lost_formula |= any(one.formula for column, one in row.cells.items() if column not in staying)
        row.cells, row.rest = staying, b""

    def _refresh(self, row: Row, new: tuple[Value, ...]) -> None:
        """Program columns take the new value, typed ones keep theirs; every cell keeps its format."""
        before = dict(row.cells)
        for (column, style, shown), value in zip(self.looks, new, strict=True):
            old = row.cells.get(column)
            if shown.typed and old is not None and (value is None or self._stands(old)):
                continue
            row.cells[column] = self.pen.cell(value, old.style if old else style)
            self.done.lost_formula |= bool(old and old.formula)
        leaning = [column for column, one in row.cells.items() if column not in self.ours and one.formula]
        if leaning and any(before.get(c, Cell()).text(self.shared) != row.cells[c].text({}) for c, _, _ in self.looks):
            row.cells |= {column: row.cells[column].unanswered() for column in leaning}
        row.drop(b"spans")
        if b"customHeight" not in row.attributes:
            row.drop(b"ht")
            texts = [row.cells[c].text(self.shared) if one.wrap and c in row.cells else "" for c, _, one in self.looks]
            row.attributes += _tall(self.fields, texts)

    def _fill(self, number: int, new: tuple[Value, ...]) -> None:
        """A new key's row, in our formats."""
        cells = _cells(self.plain_looks, new, self.pen)
        old = self.rows.get(number)
        if old:
            cells = {column: one.unanswered() for column, one in old.cells.items()} | cells
        self.rows[number] = Row(number, _tall(self.fields, new) if self.wraps else b"", cells)


def new_rows(
    looks: Sequence[tuple[int, int]], fresh: Mapping[int, tuple[Value, ...]], shown: Sequence[Field], pen: Pen
) -> dict[int, Row]:
    """Rows where nothing stood, by number, in our formats."""
    wraps = any(one.wrap for one in shown)
    cells = written_rows(looks, list(fresh.values()), fresh, pen.prefix, is_1904=pen.is_1904)
    return {
        number: Row(number, _tall(shown, row) if wraps else b"", written=written)
        for (number, row), written in zip(fresh.items(), cells, strict=True)
    }


def _cells(looks: Sequence[tuple[int, int]], row: Sequence[Value], pen: Pen) -> dict[int, Cell]:
    """A row's values, each in its column's format."""
    return {column: pen.cell(value, style) for (column, style), value in zip(looks, row, strict=True)}


def _tall(shown: Sequence[Field], row: Sequence[Value]) -> bytes:
    """The height a row's wrapped texts need, as an attribute; b'' for an ordinary row."""
    points = height(shown, wrapped(shown, row))
    return b' ht="%g"' % points if points else b""


def wrapped(shown: Sequence[Field], row: Sequence[Value]) -> list[str]:
    """A row's texts where they wrap, '' elsewhere."""
    return [str(value) if one.wrap and value is not None else "" for one, value in zip(shown, row, strict=True)]


def ledger_rows(page: Page, layout: Layout, known: Collection[str], start: int, pen: Pen) -> dict[int, Row]:
    """The rows to add below a ledger: those whose key isn't there yet, from row `start` on."""
    shown = fields(page, layout)
    looks = [(layout.columns[one.heading], pen.style(body(one))) for one in shown]
    keys = page.keys or ("",) * len(page.rows)
    fresh = [row for key, row in zip(keys, values(page, len(shown)), strict=True) if not key or key not in known]
    return {number: Row(number, _tall(shown, row), _cells(looks, row, pen)) for number, row in enumerate(fresh, start)}


def no_header(page: Page) -> BookFault:
    """The sheet has content but no header of ours."""
    wanted = page.key or page.headings[0]
    return BookFault(
        f"【{page.name}】里找不到“{wanted}”这一列的表头，没有写这张表。",
        f"把表头“{wanted}”改回原样；不要这张表了，就给它改个名字，程序会另建一张。",
    )
