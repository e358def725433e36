"""A sheet of ours below whose header stands nothing but what a run wrote: kept, so that the next run neither reads nor parses it.

What is kept lies under the seal of the bytes that were written; any change by anybody gives other bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from workbook.papers.pages.kept_prints import PRINTS
from workbook.papers.pages.kept_prints import batch as changes_batch
from workbook.papers.pages.page import Page
from workbook.papers.pages.prints import PRINT
from workbook.sheets.grid import Grid
from workbook.shells.files import our_sheet
from workbook.shells.files.as_read import filled_down_to, signed, texts
from workbook.shells.files.grown_sheet import Texts, added, longer, reset, told
from workbook.shells.files.kept_grids import FRAME, Kept, batch, packed
from workbook.shells.files.kept_grids import grid_of as grid_from
from workbook.shells.files.our_sheet import Put
from workbook.shells.files.reading import seals_of
from workbook.shells.files.staff_sheet import Staff
from workbook.shells.files.untouched import Untouched
from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.guard import Guard
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import Node, local
from workbook.words.faults import Fault

_SAID, _XML = b"whole", b"xml"
_GROWN = 4  # pieces of a part that grew: before its rows, those that stay, new ones, behind


@dataclass(frozen=True, slots=True)
class Whole:
    """A sheet as it was written.

    Shapes:
        frame: the part without the rows below its header, which stands in row `header`.
        keys: of the rows below it, one after the other. styles: the format of each column there.
        filled: headings of columns that hold anything.
    """

    frame: bytes
    header: int
    keys: tuple[str, ...]
    styles: Mapping[int, int]
    columns: Mapping[str, int]
    filled: frozenset[str]

    def fits(self, page: Page, layout: Layout | None) -> bool:
        """Whether a page meets its own columns here, none of them one in which staff might have typed what stands there."""
        if layout is None or layout.header != self.header or set(layout.columns.values()) != self.styles.keys():
            return False
        typed = {one.heading for one in page.fields if one.typed}
        same_key = not page.key or self.columns.get(page.key) == layout.columns.get(page.key)
        return same_key and bool(self.keys) == bool(page.key) and not typed & self.filled

    @property
    def untouched(self) -> Untouched:
        """Its rows."""
        return Untouched(dict(enumerate(self.keys, self.header + 1)), self.styles)

    def batch(self) -> pa.RecordBatch:
        """As it is kept."""
        said = {
            "header": self.header,
            "styles": list(self.styles.items()),
            "columns": dict(self.columns),
            "filled": sorted(self.filled),
        }
        schema = pa.schema([("keys", pa.string())], {_SAID: json.dumps(said), _XML: self.frame})
        return pa.record_batch([pa.array(self.keys, pa.string())], schema=schema)


def whole_of(found: pa.RecordBatch) -> Whole:
    """What was kept."""
    said = json.loads(found.schema.metadata[_SAID])
    keys = tuple(found.column(0).to_pylist())
    styles = {int(column): int(style) for column, style in said["styles"]}
    return Whole(
        found.schema.metadata[_XML], said["header"], keys, styles, dict(said["columns"]), frozenset(said["filled"])
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What will be kept of a sheet, packed, and which writing of its part it tells of.

    Shapes:
        is_printed: every printed cell holds what was printed there.
    """

    sheet: str
    writing: int
    grid: pa.Buffer
    whole: pa.Buffer
    is_printed: bool


@dataclass(frozen=True, slots=True)
class _Longer:
    """A sheet whose rows stay as they are known under a seal but for single cells; those from row `first` on are `tail`."""

    sheet: str
    writing: int
    seal: str
    texts: Texts
    first: int = 0
    tail: Grid | None = None

    def over(self, before: Grid) -> Grid | None:
        """The sheet as it is now."""
        same = reset(before, self.texts) if self.texts else before
        return longer(same, self.tail, self.first) if same is not None and self.tail is not None else same


class Keeping:
    """What is known of the sheets of one file, and what becomes known while it is written."""

    def __init__(self, kept: Kept | None, package: Package) -> None:
        self._kept, self._package = kept, package
        self._made: dict[str, _Made] = {}
        self._longer: dict[str, _Longer] = {}

    @cached_property
    def _guard(self) -> Guard:
        return Guard(self._package.path.read_bytes(), self._package.path.name)

    def _seal(self, sheet: str) -> str:
        """Of a sheet as the file has it that is written into."""
        return seals_of(self._guard, [sheet]).get(sheet, "") if sheet in self._guard.outline.sheets else ""

    def whole(self, sheet: str, part: str) -> Whole | None:
        """A sheet of which nobody changed anything since a run wrote it, and that this one hasn't written yet."""
        if self._kept is None or not self._kept.has(FRAME) or self._package.writings(part):
            return None
        seal = self._seal(sheet)
        found = self._kept.find(f"{seal}.{FRAME}") if seal else None
        return whole_of(found) if found is not None else None

    def note(
        self, page: Page, sheet: SheetXml, layout: Layout, rows: dict[int, Row], done: Put, styles: Mapping[int, int],
        shared: Mapping[int, str], *, is_1904: bool,
    ) -> None:  # fmt: skip
        """A sheet just written, where nothing else stands in it."""
        if self._kept is None or not is_ours(page, layout, rows, done) or _reaching(sheet.frame):
            return
        head = {number: row for number, row in rows.items() if number <= layout.header}
        rows.clear()  # they are written; a long sheet's wait in memory no longer
        found = grid_of(done.sheet, page, layout, head, shared, is_1904=is_1904)
        if found is not None:
            grid, filled = found
            frame = b"".join(sheet.chunks(*(head[number].xml(sheet.prefix) for number in sorted(head))))
            whole = Whole(frame, layout.header, page.keys, styles, layout.columns, filled)
            writing, is_printed = self._package.writings(sheet.part), PRINT in page.headings and not page.altered
            self._made[sheet.part] = _Made(done.sheet, writing, packed(batch(grid)), packed(whole.batch()), is_printed)

    def note_added(self, name: str, sheet: SheetXml, first: int, wiring: Wiring) -> None:
        """Rows that were added to a sheet from row `first` on, where all that stands above is known."""
        part, chunks = sheet.part, self._package.written(sheet.part)
        before = self._longer.pop(part, None)
        seal = self._seal_before(name, sheet, before)
        if seal and (before is None or before.tail is None) and len(chunks) >= _GROWN:
            tail = added(chunks, first, self._package.read(wiring.styles), is_1904=wiring.is_1904)
            texts = before.texts if before is not None else {}
            if tail is not None:
                self._longer[part] = _Longer(name, self._package.writings(part), seal, texts, first, tail)

    def note_set(self, staff: Staff, wiring: Wiring) -> None:
        """Single cells that were set in a sheet of which all others are known."""
        part, chunks, cells = staff.part, self._package.written(staff.part), staff.written
        before = self._longer.pop(part, None)
        seal = self._seal_before(staff.name, staff.sheet, before)
        if seal and cells and chunks and (before is None or before.tail is None):
            styles, known = self._package.read(wiring.styles), before.texts if before is not None else {}
            texts = told(chunks, staff.sheet.prefix, cells, styles, is_1904=wiring.is_1904)
            if texts is not None:
                self._longer[part] = _Longer(staff.name, self._package.writings(part), seal, {**known, **texts})

    def _seal_before(self, name: str, sheet: SheetXml, before: _Longer | None) -> str:
        """Of a sheet that is known, where the writing just done is the first or follows one that was noted; else ''."""
        follows = self._package.writings(sheet.part) == (before.writing if before is not None else 0) + 1
        if self._kept is None or not follows or _reaching(sheet.frame):
            return ""
        return seal if (seal := self._seal(name)) and seal in self._kept else ""

    def keep(self) -> None:
        """Puts beside the book what it was told, now that the file is in its place."""
        if self._kept is None or not (self._made or self._longer):
            return
        with suppress(Fault, OSError):
            self._keep(self._kept)

    def _keep(self, kept: Kept) -> None:
        def is_last(part: str, writing: int) -> bool:
            return self._package.writings(part) == writing

        made = [one for part, one in self._made.items() if is_last(part, one.writing)]
        longer_ones = [one for part, one in self._longer.items() if is_last(part, one.writing)]
        self.__dict__.pop("_guard", None)  # the file as it was needn't be in memory beside the new one
        guard = Guard(self._package.path.read_bytes(), self._package.path.name)
        seals = seals_of(guard, [*(one.sheet for one in made), *(one.sheet for one in longer_ones)])
        for one in made:
            if one.sheet in seals:
                kept.put(seals[one.sheet], one.grid)
                kept.put(f"{seals[one.sheet]}.{FRAME}", one.whole)
                if one.is_printed:
                    kept.keep(f"{seals[one.sheet]}.{PRINTS}", changes_batch(()))
        for more in longer_ones:
            found = kept.find(more.seal) if more.sheet in seals else None
            before = grid_from(found, more.sheet, "") if found is not None else None
            grid = more.over(before) if before is not None else None
            if before is not None and grid is not None:
                kept.keep(seals[more.sheet], batch(grid))
                if not more.texts:
                    kept.carry(more.seal, seals[more.sheet], before.height)


def _reaching(frame: Node) -> list[Node]:
    """What of a sheet's frame makes a reader see more than its cells."""
    return [one for one in frame if local(one) in {"mergeCells", "tableParts"}]


def styles_of(looks: Sequence[tuple[int, int]], before: Untouched) -> Mapping[int, int] | None:
    """The format of each column; None where rows that were there have another than new ones."""
    styles = dict(looks)
    return styles if all(before.styles.get(column, style) == style for column, style in looks) else None


def is_ours(page: Page, layout: Layout, rows: Mapping[int, Row], done: Put) -> bool:
    """Whether below the header stand the page's rows in their order, all of them just written, and nothing else."""
    numbers = range(layout.header + 1, layout.header + 1 + len(page.rows))
    below = sum(number > layout.header for number in rows)
    if done.block is not None:
        return not below and list(done.block.numbers) == list(numbers)
    return (
        below == len(numbers)
        and all(number in rows and rows[number].written for number in numbers)
        and all(done.rows[key] == number for key, number in zip(page.keys, numbers, strict=bool(page.key)))
    )


def grid_of(
    name: str, page: Page, layout: Layout, head: Mapping[int, Row], shared: Mapping[int, str], *, is_1904: bool
) -> tuple[Grid, frozenset[str]] | None:
    """The sheet as a reader would find it, and the headings that hold anything; None where only a reader can tell.

    Shapes:
        head: the rows down to the header.
    """
    shown = our_sheet.fields(page, layout)
    if layout.first != 1 or len({*layout.columns.values()}) != len(layout.columns):
        return None
    if any(
        one.formula or one.kind not in {b"inlineStr", b"s", b"n"} for row in head.values() for one in row.cells.values()
    ):
        return None
    if any(one.kind == b"n" and one.inner for row in head.values() for one in row.cells.values()):
        return None
    many, made, signs = len(page.rows), dict[int, pa.Array](), list[tuple[int, int, str]]()
    for field, column in zip(shown, our_sheet.columns(page, len(shown)), strict=True):
        found, at = texts(column, field.kind), layout.columns[field.heading]
        if found is None:
            return None
        made[at] = found
        signs += [(layout.header + 1 + row, at, sign) for row, sign in signed(column, field.kind)]
    width = max(*(column for row in head.values() for column in row.cells), *made)
    height = filled_down_to(list(made.values()), many)
    nothing = pa.nulls(many, pa.string())
    top = range(1, layout.header + 1)
    columns = [
        pa.concat_arrays([pa.array([_said(head, row, at, shared) for row in top], pa.string()), made.get(at, nothing)])
        for at in range(1, width + 1)
    ]
    while columns and columns[-1].null_count == len(columns[-1]):
        columns.pop()
    filled = frozenset(one.heading for one in shown if made[layout.columns[one.heading]].null_count < many)
    cells = tuple(one.slice(0, layout.header + height) for one in columns)
    return Grid(name, cells, date1904=is_1904, shown=tuple(sorted(signs))), filled


def _said(head: Mapping[int, Row], row: int, column: int, shared: Mapping[int, str]) -> str | None:
    there = head[row].cells.get(column, Cell()) if row in head else Cell()
    return there.text(shared) or None
