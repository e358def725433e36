"""Values as the reader of files gives them back from cells that the program wrote: a column that is known isn't read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

import pyarrow as pa
import pyarrow.compute as pc

from workbook.papers.pages.page import Value
from workbook.sheets.grid import DECIMALS
from workbook.shells.parts.cell_bytes import EXACT, clean
from workbook.shells.parts.look import FORMATS
from workbook.shells.parts.number_shapes import shape

_FIRST_YEAR = 1905
"""Before it the two calendars of spreadsheets differ from ours."""


def texts(values: Sequence[Value], kind: str) -> pa.Array | None:
    """A column of one kind of field as it is read; None where only a reader can tell.

    Examples:
        >>> texts([7, None, 0.1 + 0.2], "小数").to_pylist(), texts([date(2026, 3, 4)], "日期").to_pylist()
        (['7', None, '0.3'], ['2026-03-04 00:00:00'])
        >>> texts([date(2026, 3, 4)], "文本") is None
        True
    """
    types = set(map(type, values)) - {type(None)}
    if types <= {str}:
        return _words(values)
    dated = any(letter in FORMATS[kind] for letter in "yh")
    read: Callable[[Value], str | None] | None = None
    if types <= {int, float, Decimal} and not dated:
        read = _number
    elif types <= {date, datetime} and dated:
        read = _moment
    if read is None:
        return None
    if types == {datetime} and (moments := _moments(values)) is not None:
        return moments
    known = {value: read(value) for value in dict.fromkeys(values)}
    if "" in known.values():
        return None
    return pa.array(list(map(known.__getitem__, values)), pa.string())


def signed(values: Sequence[Value], kind: str) -> Iterator[tuple[int, str]]:
    """The numbers of such a column that are shown with a sign behind them, as a reader finds them.

    Examples:
        >>> list(signed([0.5, None, 1], "百分")), list(signed(["无"], "百分")), list(signed([0.5], "小数"))
        ([(0, '%'), (2, '%')], [], [])
    """
    sign = shape(FORMATS[kind])
    for at, value in enumerate(values) if sign else ():
        if value is not None and not isinstance(value, str):
            yield at, sign


def filled_down_to(columns: Sequence[pa.Array], count: int) -> int:
    """Down to the last row that holds anything."""
    while count and all(not one[count - 1].is_valid for one in columns):
        count -= 1
    return count


def _words(values: Sequence[Value]) -> pa.Array:
    """Texts; no text is nothing."""
    try:
        made = pa.array(values, pa.string())
        whole = str(memoryview(made.buffers()[2] or b""), "utf-8")
        longest = pc.max(pc.binary_length(made)).as_py() or 0
    except UnicodeEncodeError:  # half a letter
        whole, longest = "\0", 0
    if not (whole.isprintable() or whole.replace("\n", "").isprintable()) or longest > EXACT_BYTES:
        made = pa.array([clean(value) if isinstance(value, str) else None for value in values], pa.string())
    nothing = pc.equal(made, "")
    return pc.if_else(nothing, pa.scalar(None, pa.string()), made) if pc.any(nothing).as_py() else made


EXACT_BYTES = 16_000
"""A text of so many bytes is never cut."""


def _number(value: Value) -> str | None:
    """A number with the places that the reader leaves; '' where it may be anything else."""
    if value is None:
        return None
    if isinstance(value, int):
        return str(value) if -EXACT < value < EXACT else ""
    exact = float(value) if isinstance(value, float | Decimal) else float("nan")
    if not isfinite(exact) or abs(exact) >= EXACT:
        return ""
    written = f"{exact:.{DECIMALS}f}".rstrip("0").rstrip(".")
    if written == "-0":
        return "" if exact else "0"  # a reader leaves the sign of what it rounds away
    return written


def _moments(values: Sequence[Value]) -> pa.Array | None:
    """Moments to the second; None where one is another."""
    there = [value for value in values if isinstance(value, datetime)]
    if any(value.microsecond or value.tzinfo is not None for value in there) or min(there).year < _FIRST_YEAR:
        return None
    return pa.array(values, pa.timestamp("us")).cast(pa.timestamp("s")).cast(pa.string())


def _moment(value: Value) -> str | None:
    """A day or a moment; '' where parts of a second or an old year may be told otherwise."""
    if value is None:
        return None
    if not isinstance(value, date) or value.year < _FIRST_YEAR:
        return ""
    if not isinstance(value, datetime):
        return f"{value.isoformat()} 00:00:00"
    return "" if value.microsecond or value.tzinfo is not None else value.isoformat(sep=" ")
