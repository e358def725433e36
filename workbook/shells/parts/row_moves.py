"""Rows that leave a sheet or come into it, and all that counts rows: areas, formulas, notes, drawings, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.shells.parts.refs import area, box
from workbook.words.place import letters

Ints = NDArray[np.int64]
LAST = 1_048_576
_REF = re.compile(
    r"""
    "(?:[^"]|"")*"                                                        # a text
    | (?P<of>'(?:[^']|'')+'!|[^\W\d][\w.:]*!)?
      (?:(?<![\w.$])
        (?P<left>\$?[A-Za-z]{1,3})(?P<top>\$?\d{1,7})(?::(?P<right>\$?[A-Za-z]{1,3})(?P<bottom>\$?\d{1,7}))?(?![\w(.!])
      | (?<![\w.$:])(?P<from>\$?\d{1,7}):(?P<to>\$?\d{1,7})(?![\w(.])
      | (?<![\w.$:])(?P<first>\$?[A-Za-z]{1,3}):(?P<last>\$?[A-Za-z]{1,3})(?![\w(.!])
      )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Where each row of one sheet stands afterwards.

    Shapes:
        header: the last row that stays where it is. gone: rows that leave, in order. put: for each row that comes in
            how many rows below the header stay above it, in order; one of both is empty.
    """

    sheet: str
    header: int
    gone: Ints
    put: Ints

    def row(self, row: int) -> int:
        """The number afterwards of a row that stays."""
        if row <= self.header or row >= LAST:
            return row
        return (
            row - int(np.searchsorted(self.gone, row)) + int(np.searchsorted(self.put, row - self.header, side="left"))
        )

    def touches(self, top: int, bottom: int) -> bool:
        """Whether a row of these leaves."""
        return bool(np.searchsorted(self.gone, bottom, side="right") > np.searchsorted(self.gone, top))

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """The rows of an area afterwards; None where all of them leave. One below the header stays below it."""
        first = self.header + 1
        if bottom <= self.header:
            return top, bottom
        start, end = top, min(bottom, LAST)
        while bool(len(self.gone)) and start <= end and self._leaves(start):
            start = self._next(start)
        while bool(len(self.gone)) and end >= start and self._leaves(end):
            end = self._previous(end)
        if start > end:
            return (first, first) if top <= first else None
        return (top if top <= first else self.row(start)), self.row(end)

    def _leaves(self, row: int) -> bool:
        at = int(np.searchsorted(self.gone, row))
        return at < len(self.gone) and int(self.gone[at]) == row

    def _next(self, row: int) -> int:
        """The first row from here on that stays."""
        at = int(np.searchsorted(self.gone, row))
        run = self.gone[at:] - np.arange(len(self.gone) - at)
        return row + int(np.searchsorted(run, row, side="right"))

    def _previous(self, row: int) -> int:
        """The last row up to here that stays."""
        at = int(np.searchsorted(self.gone, row, side="right"))
        run = (self.gone[:at] + np.arange(at, 0, -1) - 1)[::-1]
        return row - int(np.searchsorted(-run, -row, side="right"))

    def areas(self, written: str) -> str:
        """Space-separated areas afterwards; those that leave are left out."""
        made = []
        for one in written.split():
            top, left, bottom, right = box(one)
            span = self.span(top, bottom)
            if one.replace("$", "").isalpha() or (":" in one and one.replace("$", "").replace(":", "").isalpha()):
                made.append(one)
            elif span is not None:
                made.append(area(span[0], left, span[1], right))
        return " ".join(made)


def hangs(formula: str, moves: Moves, *, own: bool, tables: Collection[str] = (), laid: bool = False) -> bool:
    """Whether a formula looks at a row that leaves, or over rows of which some leave.

    `own`: it stands on that sheet. `tables`: names of the tables that lie there. `laid`: it is laid over an area, so
    that only places fixed with $ count.
    """
    for found, mine in _refs(formula, moves.sheet, own=own):
        if found[0].startswith('"'):
            if f"{moves.sheet}!" in found[0] or f"{moves.sheet}'!" in found[0]:  # INDIRECT("事件!A2")
                return True
            continue
        loose = laid and not (found["first"] or (found["top"] or found["from"]).startswith("$"))
        if mine and not loose and moves.touches(*_rows(found)):
            return True
    return any(re.search(rf"(?<!\w){re.escape(name)}\[(?!#This Row|\[#This Row|@)", formula) for name in tables)


def moved(formula: str, moves: Moves, *, own: bool, by: int | None = None) -> str:
    """The formula afterwards; it looks at no row that leaves. `by`: so far goes the area over which it is laid."""

    def number(text: str) -> str:
        if text.startswith("$"):
            return f"${moves.row(int(text[1:]))}"
        return str(moves.row(int(text)) if by is None else int(text) + by)

    def one(found: re.Match[str]) -> str:
        if found[0].startswith('"') or not _is_of(found["of"], moves.sheet, own=own) or found["first"]:
            return found[0]
        of = found["of"] or ""
        if found["from"]:
            return f"{of}{number(found['from'])}:{number(found['to'])}"
        rest = f":{found['right']}{number(found['bottom'])}" if found["right"] else ""
        return f"{of}{found['left']}{number(found['top'])}{rest}"

    return _REF.sub(one, formula)


def is_own(formula: str, row: int, sheet: str) -> bool:
    """Whether a formula looks at nothing but its own row, whole columns and places fixed with $: it may go with its row."""
    for found, mine in _refs(formula, sheet, own=True):
        if found[0].startswith('"') or found["first"]:
            continue
        ends = [one for one in (found["top"], found["bottom"], found["from"], found["to"]) if one]
        if any(not one.startswith("$") and not (mine and int(one) == row) for one in ends):
            return False
    return True


def _refs(formula: str, sheet: str, *, own: bool) -> Iterator[tuple[re.Match[str], bool]]:
    for found in _REF.finditer(formula):
        yield found, not found[0].startswith('"') and _is_of(found["of"], sheet, own=own)


def _is_of(of: str | None, sheet: str, *, own: bool) -> bool:
    if not of:
        return own
    name = of[:-1].strip("'").replace("''", "'")
    return name.casefold() == sheet.casefold() or (":" in name and "]" not in name)


def _rows(found: re.Match[str]) -> tuple[int, int]:
    if found["first"]:
        return 1, LAST
    top = int((found["top"] or found["from"]).lstrip("$"))
    bottom = int((found["bottom"] or found["to"] or found["top"]).lstrip("$"))
    return min(top, bottom), max(top, bottom)


def renumbered(xml: bytes, number: int, prefix: bytes) -> bytes:
    """A row's element with another number."""
    row, cell = b'<%srow r="' % prefix, _cells(prefix)
    head, _, rest = xml.partition(row)
    rest = rest[rest.index(b'"') :]
    return head + row + b"%d" % number + cell.sub(lambda found: b"%s%d" % (found[1], number), rest)


def relettered(xml: bytes, columns: Callable[[bytes], bytes], prefix: bytes) -> bytes:
    """A row's element with its cells in other columns."""
    opening = re.compile(rb'(<%sc r=")([A-Z]+)(\d+")' % re.escape(prefix))
    return opening.sub(lambda found: found[1] + columns(found[2]) + found[3], xml)


def _cells(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb'(<%sc r="[A-Z]+)\d+(?=")' % re.escape(prefix))


def letters_of(column: int) -> bytes:
    """A column's letters as they stand in a file."""
    return letters(column).encode()
