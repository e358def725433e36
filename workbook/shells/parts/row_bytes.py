"""One row as bytes of a sheet part: read cell by cell where needed, and many rows written column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from workbook.papers.pages.page import Value
from workbook.shells.parts.cell_bytes import Cell, Tags, cell
from workbook.words.place import letters, number


@lru_cache
def column_cells(prefix: bytes, column: int) -> re.Pattern[bytes]:
    """The pattern of one column's cells: row, attributes, inside."""
    p = re.escape(prefix)
    return re.compile(rb'<%sc r="%s(\d+)"([^>]*?)(?:/>|>(.*?)</%sc>)' % (p, _letters(column), p), re.DOTALL)


@dataclass(slots=True)
class Row:
    """One sheet row: its attributes after r="…", its cells by column, and whatever else stood in it.

    `written`: the cells of a new row, already as bytes; `cells` is empty then.
    """

    number: int
    attributes: bytes = b""
    cells: dict[int, Cell] = field(default_factory=dict)
    rest: bytes = b""
    written: bytes = b""

    def xml(self, prefix: bytes) -> bytes:
        """The row element."""
        at, closing = b'%d"' % self.number, b"</%sc>" % prefix
        parts = [b'<%srow r="%d"%s>' % (prefix, self.number, self.attributes)]
        for column in sorted(self.cells):  # joined once at the end: a long sheet has a million of these pieces
            attributes, inner = self.cells[column]
            if inner is None:
                parts += (_opening(column, prefix), at, attributes, b"/>")
            else:
                parts += (_opening(column, prefix), at, attributes, b">", inner, closing)
        if len(parts) == 1 and not (self.rest or self.written):
            return parts[0][:-1] + b"/>"
        return b"".join((*parts, self.written, self.rest, b"</%srow>" % prefix))

    def drop(self, *names: bytes) -> None:
        """Forget attributes, e.g. spans or hidden."""
        for name in names:
            self.attributes = re.sub(rb"\s%s=(?:\"[^\"]*\"|'[^']*')" % name, b"", self.attributes)


@lru_cache(20_000)
def _letters(column: int) -> bytes:
    return letters(column).encode()


@lru_cache(20_000)
def _opening(column: int, prefix: bytes) -> bytes:
    return b'<%sc r="%s' % (prefix, _letters(column))


@lru_cache(20_000)
def _number(column: bytes) -> int:
    return number(column.decode())


def parse_row(match: re.Match[bytes], inner: bytes, using: Tags) -> Row:
    """The row of a start tag and what stands between it and its end tag."""
    cells = {_number(found[1]): Cell(found[2], found[3]) for found in using.cell.finditer(inner)}
    rest = using.cell.sub(b"", inner) if b"extLst" in inner else b""
    return Row(int(match[1]), match[2].rstrip(), cells, rest)


def written_rows(
    looks: Sequence[tuple[int, int]],
    rows: Sequence[Sequence[Value]],
    numbers: Iterable[int],
    prefix: bytes,
    *,
    is_1904: bool,
) -> Iterator[bytes]:
    """The cells of many new rows as bytes, column by column.

    What stands between two row numbers of a row - the end of one cell and the beginning of the next - depends on the
    value only, and a row is these pieces joined by its number.

    Shapes:
        looks: (column, format) of each place in a row.
    """
    if not looks:
        return (b"" for _ in numbers)
    order = sorted(range(len(looks)), key=lambda place: looks[place][0])
    openings = [_opening(looks[place][0], prefix) for place in order]
    columns = list(zip(*rows, strict=True)) or [()] * len(looks)
    pieces = [
        _pieces(columns[place], looks[place][1], prefix, following, is_1904=is_1904)
        for place, following in zip(order, [*openings[1:], b""], strict=True)
    ]
    return (
        (b'%d"' % number).join((openings[0], *row))
        for number, row in zip(numbers, zip(*pieces, strict=True), strict=True)
    )


def _pieces(values: Sequence[Value], style: int, prefix: bytes, following: bytes, *, is_1904: bool) -> list[bytes]:
    """One column's cells, each followed by the same; made once for each value."""
    distinct: Iterable[Value] = values if bool in set(map(type, values)) else dict.fromkeys(values)
    made = [_end(cell(value, style, prefix, is_1904=is_1904), prefix) + following for value in distinct]
    if distinct is values:  # 1 and True are one key, but not one cell
        return made
    return list(map(dict(zip(distinct, made, strict=True)).__getitem__, values))


def _end(one: Cell, prefix: bytes) -> bytes:
    """A cell behind its address."""
    return one.attributes + (b"/>" if one.inner is None else b">%s</%sc>" % (one.inner, prefix))
