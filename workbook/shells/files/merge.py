"""A sheet of ours merged by key with what staff did in it: typed cells, notes and rows of their own stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count, islice

from workbook.papers.pages.page import HELD, Page, Value, key_text
from workbook.papers.pages.prints import PRINT
from workbook.shells.files.our_sheet import Pen, Put, fields, new_block, new_rows, page_cells, tall, values
from workbook.shells.files.untouched import Untouched
from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.look import MARK_FIELD, body
from workbook.shells.parts.refs import unshared
from workbook.shells.parts.row_bytes import Row
from workbook.words.tongue import declared, worded

TURN, REMARK, PARTS = "序", "说明", "、"
NOBODY = Untouched()
HELD_SAYS = declared("今天不再列了，黄格里的字还没有登记：要的话点【登记】，不要就清空黄格")


class Merge:
    """One keyed page meeting the rows of its sheet."""

    def __init__(
        self,
        page: Page,
        layout: Layout,
        rows: dict[int, Row],
        pen: Pen,
        shared: Mapping[int, str],
        calm: Untouched = NOBODY,
    ) -> None:
        self.page, self.layout, self.rows, self.pen, self.shared, self.calm = page, layout, rows, pen, shared, calm
        self.as_before: set[str] = set()
        self.fields = fields(page, layout)
        self.looks = [(layout.columns[one.heading], pen.style(body(one)), one) for one in self.fields]
        self.plain_looks = [(column, style) for column, style, _ in self.looks]
        self.keys = page.keys
        self.wraps = any(one.wrap for one in self.fields)
        self.ours = set(layout.columns.values())
        self.done = Put(page.name, layout.header)
        self.held: list[int] = []
        self.own: list[int] = []  # lines that staff added and filled, which wait to be told

    def run(self, noted: Collection[int], release: Collection[str]) -> Put:
        """Merge; `noted` are rows that carry a note, `release` keys that may go in spite of what was typed."""
        below = {number: row for number, row in self.rows.items() if number > self.layout.header}
        if any(one.inner and b"shared" in one.inner for row in below.values() for one in row.cells.values()):
            unshared([below[number] for number in sorted(below)])
        free = self._sort_out(below, set(noted), set(release))
        places = self._take_in(free, set(noted))
        self._tidy({*free, *places}, set(noted))
        self.done.last = max([*self.rows, *(self.done.block.numbers[-1:] if self.done.block else ())])
        column = self.layout.columns[self.page.key]
        self.done.below = {self._key(self.rows[at], column): at for at in self.held if at in self.rows}
        return self.done

    def _sort_out(self, below: Mapping[int, Row], noted: set[int], release: set[str]) -> list[int]:
        """Find each row's key and free the rows that may go; returns their numbers, from the top."""
        free, removed, held = list(self.calm.keys), [], []
        wanted, key_column = set(self.keys), self.layout.columns[self.page.key]
        found = {number: self._key(below[number], key_column) for number in sorted(below)}
        parts = self._parts({*found.values(), *self.calm.keys.values()})
        for number, key in found.items():
            row = below[number]
            if (
                key and key not in wanted and self._was_typed_in(row)
            ):  # merged otherwise by now: typing goes with its task
                key = next((parts[part] for part in key.split(PARTS) if part in parts), key)
            if key in wanted and key not in self.done.rows:
                self.done.rows[key] = number
            elif not key and (number in noted or self._is_filled(row)):
                if number not in noted and self._waits(row):
                    self.own.append(number)
            elif key and (
                key in self.page.kept or (key not in release and (number in noted or self._was_typed_in(row)))
            ):
                self._hold(row, told=key not in self.page.kept)
                held.append(key)
                self.held.append(number)
            else:
                removed += [key] if key else []
                self._empty(row)
                free.append(number)
        calm = dict.fromkeys(self.calm.keys.values())
        self.as_before = {key for key in calm if key in wanted and key not in self.done.rows}
        removed += [key for key in calm if key and key not in wanted]
        places = {**self.done.rows, **{key: number for number, key in self.calm.keys.items() if key in self.as_before}}
        self.done.kept = tuple(sorted(places, key=places.__getitem__))
        self.done.held, self.done.removed = tuple(held), tuple(removed)
        return free

    def _take_in(self, free: list[int], noted: set[int]) -> list[int]:
        """Refresh the rows that stay and give each new key a row, in the page's order; returns the places there were."""
        bound = {key for key, number in self.done.rows.items() if number in noted or self._leans(self.rows[number])}
        moving = {key: self.rows.pop(number) for key, number in self.done.rows.items() if key not in bound}
        last = [self.rows.pop(n) for n in self.held if n not in noted and not self._leans(self.rows[n])]
        own = {number: self.rows.pop(number) for number in self.own}
        gone = (*moving.values(), *last, *own.values())
        open_ = sorted([*(r.number for r in gone), *(n for n in free if n not in noted)])
        taken = {*self.rows, *noted} - set(open_)
        places = (number for number in count(self.layout.header + 1) if number not in taken)
        looks = [(column, self.calm.styles.get(column, style)) for column, style in self.plain_looks]
        if not (bound or gone) and self._is_alone(looks):
            numbers = list(islice(places, len(self.keys)))
            self.done.rows = dict(zip(self.keys, numbers, strict=True))
            self.done.block = new_block(looks, self.page, numbers, self.fields, self.pen)
            self.done.added = tuple(key for key in self.keys if key not in self.as_before)
            return open_
        fresh: dict[int, tuple[Value, ...]] = {}
        again: dict[int, tuple[Value, ...]] = {}
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
                (again if key in self.as_before else fresh)[number] = new
        for row in last:  # what isn't asked for any more stands below the list
            self._move(row, next(places))
        self.held = [*(n for n in self.held if n in self.rows and n not in open_), *(row.number for row in last)]
        for number, row in own.items():
            self._move(row, next(places))
            self.done.own[number] = row.number
        self.rows |= new_rows(self.plain_looks, fresh, self.fields, self.pen)
        self.rows |= new_rows(looks, again, self.fields, self.pen)
        if bound:
            self._number()
        there = {*bound, *moving, *self.as_before}
        self.done.added = tuple(key for key in self.keys if key not in there)
        return open_

    def _is_alone(self, looks: list[tuple[int, int]]) -> bool:
        """Whether the page finds nothing below its header but what it writes anew, all of it in one look."""
        is_free = bool(self.keys) and all(number <= self.layout.header for number in self.rows)
        return is_free and (looks == self.plain_looks or not self.as_before)

    def _move(self, row: Row, number: int) -> None:
        """A row to another place; a formula that waits there for a new row stays."""
        waiting = self.rows[number].cells if number in self.rows else {}
        row.cells = {column: one.unanswered() for column, one in waiting.items()} | row.cells
        row.number, self.rows[number] = number, row

    def _tidy(self, freed: set[int], noted: set[int]) -> None:
        """Hide freed rows that nobody took; drop them at the end of the list."""
        taken = {*self.done.rows.values(), *self.held, *self.done.own.values()}
        left, staying = freed - taken, taken | noted
        for number in left:
            self.rows.setdefault(number, Row(number, b"", {})).attributes = b' hidden="1"'
        for number in sorted(self.rows, reverse=True):
            row = self.rows[number]
            gone = number in left or (b'hidden="1"' in row.attributes and not self._is_filled(row))
            if number <= self.layout.header or number in staying or not gone:
                break
            self.done.lost_formula |= any(one.formula for one in row.cells.values())
            del self.rows[number]

    # -- one row

    def _key(self, row: Row, column: int) -> str:
        return key_text(row.cells[column].text(self.shared)) if column in row.cells else ""

    def _parts(self, there: set[str]) -> dict[str, str]:
        """Each part of a merged key that has no row yet, and the key."""
        return {part: key for key in reversed(self.keys) if key not in there for part in key.split(PARTS)}

    def _number(self) -> None:
        """序 as the rows stand, where some of them can't move."""
        column = self.layout.columns.get(self.page.heading_of(TURN))
        if column is None:
            return
        for turn, number in enumerate(sorted(self.done.rows.values()), 1):
            old = self.rows[number].cells.get(column)
            self.rows[number].cells[column] = self.pen.cell(turn, old.style if old else 0)

    def _leans(self, row: Row) -> bool:
        """Whether staff wrote a formula beside it: such a row stays where the formula was written for."""
        return any(one.formula for column, one in row.cells.items() if column not in self.ours)

    def _is_filled(self, row: Row) -> bool:
        """Whether anything but formulas stands in it."""
        return any(not one.formula and one.text(self.shared).strip() for one in row.cells.values())

    def _waits(self, row: Row) -> bool:
        """Whether it is a line of the staff's own, filled as the list is; one with a formula stays in its place."""
        typed = {column for column, _, one in self.looks if one.typed}
        said = any(column in typed and one.text(self.shared).strip() for column, one in row.cells.items())
        return said and not any(one.formula for one in row.cells.values())

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

    def _hold(self, row: Row, *, told: bool) -> None:
        """Mark a row whose key is gone, and say what has become of it.

        Where `told`, its print goes: what stands in it now is no more what was printed. Else 问题 says it, and what stands stays.
        """
        for heading, word in ((TURN, None), *(((REMARK, worded(HELD_SAYS)), (PRINT, None)) if told else ())):
            place = self.layout.columns.get(self.page.heading_of(heading))
            if place is not None and place in row.cells:
                row.cells[place] = self.pen.cell(word, row.cells[place].style)
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
            row.attributes += tall(self.fields, texts)

    def _fill(self, number: int, new: tuple[Value, ...]) -> None:
        """A new key's row, in our formats."""
        cells = page_cells(self.plain_looks, new, self.pen)
        old = self.rows.get(number)
        if old:
            cells = {column: one.unanswered() for column, one in old.cells.items()} | cells
        self.rows[number] = Row(number, tall(self.fields, new) if self.wraps else b"", cells)
