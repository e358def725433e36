"""One sheet on its way from cells to a frame: its columns, the rows that stay, and what was found wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.sheets.as_shown import as_shown
from workbook.sheets.beside import beside
from workbook.sheets.clean import STORED, Cleaned, clean, shown
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.grid import UNCALCULATED, Grid
from workbook.sheets.halves import halves
from workbook.sheets.head_units import with_units
from workbook.sheets.headers import Header, accepted, find, plain
from workbook.sheets.lacking import unread, what_to_do
from workbook.sheets.merged import filled_down, names_merged
from workbook.sheets.schema import Schema
from workbook.sheets.texts import prose, tidy
from workbook.sheets.totals import declared, written
from workbook.sheets.twice import columns_twice
from workbook.sheets.unnumbered import numbered, running, told_by
from workbook.words.issues import Issue, Kind
from workbook.words.place import ARCHIVED, Place
from workbook.words.tongue import worded

Mask: TypeAlias = NDArray[np.bool_]

ALIKE = 0.5  # of the letters of two headings that may be one
COUNTERS = ("序号", "no", "no.", "#")  # numbered in advance: a row with nothing else is blank
_DAY = re.compile(r"(?:\d{4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?(?:\s*00:00(?::00)?)?")
_NUMBERED = ("编号", "引用", "电话", "文本")


@dataclass(slots=True, eq=False)
class Part:
    """One sheet being read.

    Shapes:
        values: heading → n values, in the order of the sheet's rows; declared columns first, then the others.
        keep: n marks: the row will stand in the frame.
        usable: it has a header and every column it needs.
        members: heading of a 多选(表) → the sheet whose keys it holds.
        last: its `end`, where that is known without looking.
    """

    sheet: Sheet
    grid: Grid
    header: Header = field(default_factory=lambda: Header(0))
    values: dict[str, pa.Array] = field(default_factory=dict)
    keep: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    issues: list[Issue] = field(default_factory=list)
    usable: bool = False
    members: dict[str, str] = field(default_factory=dict)
    last: int | None = None

    @property
    def cells(self) -> dict[str, int]:
        """Heading → number of the sheet's column."""
        found = {**self.header.columns, **self.header.extras}
        return {heading: self.grid.left + index for heading, index in found.items()}

    @property
    def first(self) -> int:
        """The sheet row below the header."""
        return self.grid.top + self.header.row + 1

    @property
    def end(self) -> int:
        """The last sheet row that holds anything under its headings, a table's own totals left out; new rows come below."""
        if self.last is not None:
            return self.last
        height = max(self.grid.height - self.header.row - 1, 0)
        totals = declared(self.grid, self.first, height)
        last = -1
        if self.grid.joined is not None:
            totals |= self.grid.numbers(self.header.row + 1) > ARCHIVED
        for index in {*self.header.columns.values(), *self.header.extras.values()}:
            rest = self.grid.columns[index].slice(self.header.row + 2 + last)
            if rest.null_count < len(rest):
                filled = last + 1 + np.flatnonzero(np.asarray(rest.is_valid()))
                last = int(max((at for at in filled[~totals[filled]].tolist()[-1:]), default=last))
        return self.grid.number(self.header.row + 1 + last) if last >= 0 else self.first - 1

    def at(self, row: int) -> int:
        """The position of a row of the sheet."""
        return self.grid.index(row) - self.header.row - 1

    def number(self, at: int) -> int:
        """The sheet's row at one position."""
        return self.grid.number(self.header.row + 1 + at)

    def place(self, at: int, heading: str) -> Place:
        """Where the value at one position stands."""
        index = self.header.columns.get(heading)
        return Place(self.grid.name, self.number(at), 0 if index is None else self.grid.left + index)

    def row(self, at: int) -> Place:
        """Where the row at one position stands."""
        return Place(self.grid.name, self.number(at))

    def note(self, kind: Kind, at: int, heading: str, *words: tuple[str, Any]) -> None:
        """Adds an issue about one cell; `heading` stands among its words already."""
        said = (("heading", heading), *((name, str(value)) for name, value in words))
        self.issues.append(Issue(kind, self.place(at, heading), said))

    def said(self, at: int, heading: str) -> str:
        """The value at one position, as quoted in an issue."""
        return shown(as_text(self.values[heading].slice(at, 1))[0].as_py() or "")


def part(grid: Grid, sheet: Sheet, schema: Schema, codes: Codes) -> Part:
    """The sheet with its columns cleaned, blank rows and rows without a needed value marked to go."""
    made = Part(sheet, grid)
    words = accepted(sheet.columns)
    header = find(grid, words)
    if header is None:
        if any(column.null_count < len(column) for column in grid.columns):
            example = "、".join(column.heading for column in sheet.columns[:3])
            place = Place(grid.name)
            made.issues.append(Issue(Kind.HEADER_MISSING, place, (("sheet", grid.name), ("example", example))))
        return made
    made.header = header
    made.grid = grid = filled_down(grid if sheet.ours else as_shown(grid), made.first)
    if not sheet.ours:
        made.grid, units = with_units(grid, sheet, header)
        grid = made.grid
        made.issues += units
    made.issues += [
        *columns_twice(grid, header, sheet, made.first),
        *_dates_across(made),
        *names_merged(grid, sheet, header, made.first),
    ]
    missing = [column.heading for column in sheet.columns if column.required and column.heading not in header.columns]
    number = running(sheet)
    if number and number.heading in missing and not get_close_matches(number.heading, header.extras, cutoff=ALIKE):
        missing.remove(number.heading)
        where = (("heading", number.heading), ("header", str(grid.top + header.row)))
        made.issues.append(Issue(Kind.NUMBERS_MISSING, Place(grid.name), where))
    for heading in missing:
        guess = get_close_matches(heading, header.extras, n=1, cutoff=ALIKE)
        hint = worded("“{guess}”没有人认得，是不是它？", guess=guess[0]) if guess else ""
        said = (("heading", heading), ("header", str(grid.top + header.row)), ("rests", ""), ("hint", hint))
        made.issues.append(Issue(Kind.COLUMN_MISSING, Place(grid.name), said))
    if not missing:
        _fill(made, schema, codes)
    return made


def _dates_across(made: Part) -> Iterable[Issue]:
    """A calendar beside the list, a column a day with marks in it: nobody reads the marks, so they are named."""
    days = {heading: at for heading, at in made.header.extras.items() if _DAY.fullmatch(heading.strip())}
    cells = sum(len(made.grid.columns[at].slice(made.header.row + 1).drop_null()) for at in days.values())
    if len(days) > 1 and cells:
        first = min(days, key=lambda heading: days[heading])
        place = Place(made.grid.name, made.grid.top + made.header.row, made.grid.left + days[first])
        said = (("count", str(len(days))), ("heading", first[:10]), ("cells", str(cells)))
        yield Issue(Kind.DATES_ACROSS, place, said)


def as_text(values: pa.Array) -> pa.Array:
    """Values of any type as text: 3.0 is 3, a moment at midnight is a day."""
    if pa.types.is_timestamp(values.type):
        written = prose(pc.strftime(values.cast(pa.timestamp("s")), format="%Y-%m-%d %H:%M:%S"))
        return pc.replace_substring_regex(written, pattern=r"( \d\d:\d\d):00$", replacement=r"\1")
    if pa.types.is_floating(values.type):
        return pc.replace_substring_regex(values.cast(pa.string()), pattern=r"\.0$", replacement="")
    return values


def _fill(made: Part, schema: Schema, codes: Codes) -> None:
    """Cleans every column; then defaults, then the rows that can't stay."""
    grid, header = made.grid, made.header
    height = grid.height - header.row - 1
    summed = written(grid, made.first)
    sums = {*(at for at, _ in summed), *np.flatnonzero(declared(grid, made.first, height)).tolist()}
    blank = np.ones(height, dtype=bool)
    cleaned: dict[str, Cleaned] = {}
    nothing = {kind: pa.nulls(height, stored) for kind, stored in STORED.items()}
    for column in made.sheet.columns:
        made.values[column.heading] = nothing[column.type.kind]
        if column.heading in header.columns and (target := schema.members(column.type)):
            made.members[column.heading] = target
    there = [column for column in made.sheet.columns if column.heading in header.columns]

    def cleaned_one(column: Column) -> Cleaned:
        body = grid.columns[header.columns[column.heading]].slice(header.row + 1)
        if column.type.name == "时点" and column in {made.sheet.start, made.sheet.end}:
            body = halves(body, end=column == made.sheet.end)
        return clean(body, column, codes, date1904=grid.date1904, free=column.heading in made.members)

    for column, found in zip(there, beside(cleaned_one, there, height), strict=True):
        cleaned[column.heading] = found
        made.values[column.heading] = found.values
        number = grid.left + header.columns[column.heading]
        made.issues += [
            Issue(kind, Place(grid.name, made.number(at), number), words)
            for at, kind, words in found.wrong
            if at not in sums
        ]
        blank &= np.asarray(found.blank)
    others = {heading: index for heading, index in header.extras.items() if heading != "行号"}
    plain_texts = beside(lambda index: prose(tidy(grid.columns[index].slice(header.row + 1))), others.values(), height)
    for heading, values in zip(others, plain_texts, strict=True):
        made.values[heading] = values
        if plain(heading) not in COUNTERS:
            blank &= np.asarray(values.is_null())
    blank[list(sums)] = True
    for at, word in summed:
        made.issues.append(Issue(Kind.TOTALS_ROW, made.row(at), (("value", word),)))
    made.keep, made.usable = ~blank, True
    _note_cells(made)
    _complete(made, cleaned, codes)


def _complete(made: Part, cleaned: dict[str, Cleaned], codes: Codes) -> None:
    """Defaults where nothing is written, then the rows that lack what they need."""
    for column in made.sheet.columns:
        if column.default:
            _default(made, column, cleaned.get(column.heading), codes)
    for column in sorted(made.sheet.columns, key=lambda column: column.plays("主键")):
        if column.required:
            if column == running(made.sheet):
                _number(made, column)
            if column.heading in cleaned:
                _require(made, column, cleaned[column.heading])


def _note_cells(made: Part) -> None:
    """Issues for cells that the reader of the file found odd: errors, and numbers too long for a spreadsheet."""
    headings = {made.grid.left + index: heading for heading, index in made.header.columns.items()}
    for row, number, text in made.grid.errors:
        if row >= made.first and number in headings:
            kind = Kind.NOT_CALCULATED if text == UNCALCULATED else Kind.ERROR_CELL
            made.note(kind, made.at(row), headings[number], ("value", text))
    for row, number, text in made.grid.damaged:
        column = made.sheet.column(headings.get(number, ""))
        if row >= made.first and column is not None and column.type.name in _NUMBERED:
            made.note(Kind.DAMAGED_NUMBER, made.at(row), column.heading, ("value", text))


def _default(made: Part, column: Column, found: Cleaned | None, codes: Codes) -> None:
    """Fills what was left empty, in the frame only."""
    values = made.values[column.heading]
    if column.default.startswith("{") and column.default.endswith("}"):
        other = made.values.get(column.default[1:-1])
        if other is None or other.type != values.type:
            return
    else:
        other = clean(pa.array([column.default]), column, codes).values[0]
    unfilled = found.blank if found is not None else pa.array(np.ones(len(values), dtype=bool))
    made.values[column.heading] = pc.if_else(unfilled, other, values)


def _number(made: Part, column: Column) -> None:
    """Rows that say all they must and only lack their number stay, known by what they say, each with an issue."""
    blank = made.keep & np.asarray(made.values[column.heading].is_null())
    if not blank.any():
        return
    for at in np.flatnonzero(blank).tolist() if column.heading in made.header.columns else ():
        made.note(Kind.NUMBER_MISSING, at, column.heading)
    said = [as_text(made.values[one.heading]).cast(pa.string()) for one in told_by(made.sheet)]
    made.values[column.heading] = numbered(made.values[column.heading], said, blank)


def _require(made: Part, column: Column, found: Cleaned) -> None:
    """Drops rows without a needed value, each with an issue that says so."""
    missing = made.keep & np.asarray(made.values[column.heading].is_null())
    if not missing.any():
        return
    told = np.zeros(len(missing), dtype=bool)
    told[[wrong.at for wrong in found.wrong if wrong.kind.level == "停"]] = True
    own = made.grid.left + made.header.columns[column.heading]
    odd = missing & ~told & ~np.asarray(found.blank)
    cells = {made.place(at, column.heading) for at in np.flatnonzero(odd).tolist()}
    made.issues = [unread(one) if one.place in cells else one for one in made.issues] if cells else made.issues
    told |= odd
    hollow = {made.at(row): text for row, number, text in made.grid.errors if number == own}
    for at in np.flatnonzero(missing & ~told).tolist():
        made.note(Kind.VALUE_MISSING, at, column.heading, ("hint", what_to_do(hollow.get(at))))
    made.keep &= ~missing
