"""One row as bytes of a sheet part: read cell by cell where needed, written cell by cell or found written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from workbook.shells.parts.cell_bytes import Cell, Tags
from workbook.words.place import letters, number


@lru_cache
def column_cells(prefix: bytes, column: int) -> re.Pattern[bytes]:
    """The pattern of one column's cells: row, attributes, inside."""
    p = re.escape(prefix)
    return re.compile(rb'<%sc r="%s(\d+)"([^>]*?)(?:/>|>(.*?)</%sc>)' % (p, _letters(column), p), re.DOTALL)


@dataclass(slots=True)
class Row:
    """One sheet row: its attributes after r="…", its cells by column, and whatever else stood in it.

    `written`: the whole element of a new row, already as bytes; `cells` is empty then.
    """

    number: int
    attributes: bytes = b""
    cells: dict[int, Cell] = field(default_factory=dict)
    rest: bytes = b""
    written: bytes = b""

    def xml(self, prefix: bytes) -> bytes:
        """The row element."""
        if self.written:
            return self.written
        at, closing = b'%d"' % self.number, b"</%sc>" % prefix
        parts = [b'<%srow r="%d"%s>' % (prefix, self.number, self.attributes)]
        for column in sorted(self.cells):  # joined once at the end: a long sheet has a million of these pieces
            attributes, inner = self.cells[column]
            if inner is None:
                parts += (opening(column, prefix), at, attributes, b"/>")
            else:
                parts += (opening(column, prefix), at, attributes, b">", inner, closing)
        if len(parts) == 1 and not self.rest:
            return parts[0][:-1] + b"/>"
        return b"".join((*parts, self.rest, b"</%srow>" % prefix))

    def drop(self, *names: bytes) -> None:
        """Forget attributes, e.g. spans or hidden."""
        for name in names:
            self.attributes = re.sub(rb"\s%s=(?:\"[^\"]*\"|'[^']*')" % name, b"", self.attributes)


@lru_cache(20_000)
def _letters(column: int) -> bytes:
    return letters(column).encode()


@lru_cache(20_000)
def opening(column: int, prefix: bytes) -> bytes:
    """A cell up to its row number."""
    return b'<%sc r="%s' % (prefix, _letters(column))


@lru_cache(20_000)
def _number(column: bytes) -> int:
    return number(column.decode())


def parse_row(match: re.Match[bytes], inner: bytes, using: Tags) -> Row:
    """The row of a start tag and what stands between it and its end tag."""
    cells = {_number(found[1]): Cell(found[2], found[3]) for found in using.cell.finditer(inner)}
    rest = using.cell.sub(b"", inner) if b"extLst" in inner else b""
    return Row(int(match[1]), match[2].rstrip(), cells, rest)
