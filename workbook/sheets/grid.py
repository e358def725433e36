"""The cells of one sheet as found: columns of text, and where they stood."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Cell = tuple[int, int, str]
Area = tuple[int, int, int, int]

UNCALCULATED = "="
DECIMALS = 9  # the reader of files rounds numbers to so many places
EXACT_DIGITS = 15  # a spreadsheet keeps so many digits of a number; of a longer one the rest is gone


class Origin(Protocol):
    """Where a sheet comes from, and where lies what was made of it before."""

    def cells(self) -> Grid:
        """The sheet, read."""

    def find(self, key: str) -> pa.RecordBatch | None:
        """What was made of it under a key, if that is kept and whole."""

    def grown(self, key: str) -> tuple[pa.RecordBatch, int] | None:
        """What was made under a key of its first so many rows, before rows were added below them."""

    def keep(self, key: str, made: pa.RecordBatch) -> None:
        """Keeps it, where anything can be kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """How rows of the archive and rows of the sheet follow each other in a grid.

    Shapes:
        rows: the number of each row of the grid; those of the archive lie above ARCHIVED.
        own: where each row of the sheet stands in the grid, from `top` on.
        alone: the sheet without the archive, as it was read.
    """

    rows: NDArray[np.int64]
    own: NDArray[np.int64]
    alone: Grid


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One sheet.

    Shapes:
        columns: equally long arrays of pa.string(); the j-th is sheet column left + j, its i-th value is sheet row
            top + i; null is an empty cell.
        errors: (row, column, text) of each cell that holds an error such as #N/A, or UNCALCULATED for a formula whose
            value nobody has calculated yet; in `columns` it is null.
        damaged: (row, column, text) of each number with more digits than a spreadsheet keeps.
        merged: (top, left, bottom, right) of each area of merged cells; only its first cell holds anything.
        totals: rows that a table on the sheet declares as its totals.
        shown: (row, column, sign) of each number that the sheet shows with % or 万 behind it.
        seal: a hash of the bytes of the file that it was read from; '' where it wasn't read from one.
        joined: how it hangs together where rows of an archive stand in it; else the i-th row is sheet row top + i.
        origin: what it was read from, as long as it is what was read: a grid made of it by `replace` has none.
        called: how the workbook calls it, where that is a name in another language.
    Units:
        top, left: 1-based, as Excel counts. date1904: days are counted from 1904-01-01, not from 1899-12-30.
    """

    name: str
    columns: tuple[pa.Array, ...]
    top: int = 1
    left: int = 1
    date1904: bool = False
    errors: tuple[Cell, ...] = ()
    damaged: tuple[Cell, ...] = ()
    merged: tuple[Area, ...] = ()
    totals: tuple[int, ...] = ()
    shown: tuple[Cell, ...] = ()
    seal: str = ""
    joined: Joined | None = None
    called: str = ""
    origin: Origin | None = field(default=None, init=False)

    def __getattr__(self, name: str) -> Any:
        """Whatever a waiting sheet doesn't know yet: it is read then."""
        if name not in self.__slots__ or name == "origin" or self.origin is None:
            raise AttributeError(name)
        read = self.origin.cells()
        for one in fields(self):
            if one.name not in _KNOWN:
                object.__setattr__(self, one.name, getattr(read, one.name))
        return getattr(self, name)

    def number(self, index: int) -> int:
        """The sheet's row of a row of the grid (counted from 0)."""
        return self.top + index if self.joined is None else int(self.joined.rows[index])

    def numbers(self, first: int = 0) -> NDArray[np.int64]:
        """The sheet's row of each row of the grid, from its `first` on."""
        if self.joined is not None:
            return self.joined.rows[first:]
        return np.arange(self.top + first, self.top + max(self.height, first), dtype=np.int64)

    def index(self, row: int) -> int:
        """Where a row of the sheet stands in the grid; beyond its end for rows below it."""
        at = row - self.top
        if self.joined is None:
            return at
        own = self.joined.own
        return int(own[at]) if 0 <= at < len(own) else at + self.height - len(own)

    @property
    def height(self) -> int:
        """How many rows it holds."""
        return len(self.columns[0]) if self.columns else 0


_KNOWN = ("name", "seal", "joined", "called", "origin")


def waiting(name: str, seal: str, origin: Origin, called: str = "") -> Grid:
    """A sheet that is read when somebody asks for its cells."""
    made = object.__new__(Grid)
    for field_name, value in zip(_KNOWN, (name, seal, None, called, origin), strict=True):
        object.__setattr__(made, field_name, value)
    return made


def from_origin(made: Grid, origin: Origin) -> Grid:
    """A sheet just read, which knows from where."""
    object.__setattr__(made, "origin", origin)
    return made


def grid(name: str, rows: Sequence[Sequence[object]]) -> Grid:
    """A grid out of Python values, the first of them in A1.

    Examples:
        >>> made = grid("客户", [["客户编号", "手机"], ["C1", 13800138000.0]])
        >>> [column.to_pylist() for column in made.columns]
        [['客户编号', 'C1'], ['手机', '13800138000']]
    """
    columns = [_column([found_text(value) for value in column]) for column in zip_longest(*rows)]
    damaged = tuple(
        (row, column, found_text(value) or "")
        for row, cells in enumerate(rows, 1)
        for column, value in enumerate(cells, 1)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 10**EXACT_DIGITS <= abs(value) < math.inf
    )
    return Grid(name, tuple(columns), damaged=damaged)


def _column(texts: list[str | None]) -> pa.Array:
    """A column; half a letter, which an open program may hand over and no file holds, is the mark of a lost one."""
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        whole = [text and text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
        return pa.array(whole, pa.string())


def rounded(digits: str) -> str:
    """A long whole number as a spreadsheet keeps it: zeros behind the fifteenth digit.

    Examples:
        >>> rounded("330106199003070016")
        '330106199003070000'
    """
    return str(int(Decimal(format(Decimal(digits), f".{EXACT_DIGITS}g"))))


def _places(value: Decimal) -> str:
    """A number that is exact, with the places that a reader leaves; it rounds the nearest number that a computer holds.

    Examples:
        >>> _places(Decimal("5.50")), _places(Decimal("0.9677419355"))
        ('5.50', '0.967741935')
    """
    written = format(value, "f")
    return (
        written
        if len(written.partition(".")[2]) <= DECIMALS
        else f"{float(value):.{DECIMALS}f}".rstrip("0").rstrip(".")
    )


def found_text(value: object) -> str | None:
    """The cell as a reader of files would give it."""
    if value is None or value == "" or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)) and 10**EXACT_DIGITS <= abs(value) < math.inf:
        return rounded(str(int(value)))
    if isinstance(value, float):
        near = round(value, DECIMALS)
        return str(int(near)) if near.is_integer() else repr(near)
    if isinstance(value, Decimal):
        return _places(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(value, dt.date):
        return f"{value.isoformat()} 00:00:00"
    return str(value)
