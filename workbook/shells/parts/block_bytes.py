"""Very many new rows as bytes: each column one Arrow array, all of them joined at once, no row an object of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.papers.pages.page import Value
from workbook.shells.parts.cell_bytes import LONGEST_TEXT, LOOKS_ESCAPED, MICROSECONDS_A_DAY, cell, empty_cell
from workbook.shells.parts.column_bytes import ends
from workbook.shells.parts.row_bytes import opening

AT_ONCE = 16_384
"""Rows joined in one piece: an array holds two gigabytes."""
_SAMPLE = "\u241f"
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")
SAFE_YEAR = 1904
"""Up to it the two calendars of spreadsheets differ from ours."""
_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))

Pieces = list[pa.Array | pa.Scalar]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows one below the other, written: their numbers, and their bytes."""

    numbers: Sequence[int]
    chunks: tuple[memoryview, ...]


def block(
    looks: Sequence[tuple[int, int]],
    columns: Sequence[Sequence[Value]],
    numbers: Sequence[int],
    attributes: Sequence[bytes],
    prefix: bytes,
    *,
    is_1904: bool,
) -> Block:
    """New rows, each a whole element.

    Shapes:
        looks: (column, format) of each place in a row. columns: the values of each place. attributes: of each row.
    """
    order = sorted(range(len(looks)), key=lambda place: looks[place][0])
    openings = [opening(looks[place][0], prefix) for place in order]
    signs = pc.binary_join_element_wise(pa.array(numbers, pa.int64()).cast(pa.string()), '"', "")
    heads = _array(attributes) if any(attributes) else _scalar(b"")
    pieces: Pieces = [_scalar(b'<%srow r="' % prefix), signs, heads, _scalar(b">" + openings[0])]
    for place, following in zip(order, [*openings[1:], b"</%srow>" % prefix], strict=True):
        pieces += [signs, *_cells(columns[place], looks[place][1], prefix, following, is_1904=is_1904)]
    return Block(numbers, tuple(_joined(pieces, start) for start in range(0, len(numbers), AT_ONCE)))


def _joined(pieces: Pieces, start: int) -> memoryview:
    """The bytes of so many rows."""
    some = (one.slice(start, AT_ONCE) if isinstance(one, pa.Array) else one for one in pieces)
    made = pc.binary_join_element_wise(*some, "")
    _, ends_, data = made.buffers()
    return memoryview(data)[: int(np.frombuffer(ends_, np.int32)[len(made)])]


def _scalar(words: bytes) -> pa.Scalar:
    return pa.scalar(words.decode(), pa.string())


def _cells(values: Sequence[Value], style: int, prefix: bytes, following: bytes, *, is_1904: bool) -> Pieces:
    """One column's cells behind their addresses, as what stands side by side in each."""
    nothing = _scalar(empty_cell(style).attributes + b"/>" + following)
    types = set(map(type, values)) - {type(None)}
    has_air: pa.Array | None = None
    if types == {datetime} and (moments := _moments(values, is_1904=is_1904)) is not None:
        texts = moments
        before, after = (_scalar(one) for one in _held(empty_cell(style).attributes, prefix, following))
    elif types <= {str} and (found := _texts(values)) is not None:
        texts, has_air = found
        before, after = _around(_SAMPLE, style, prefix, following)
    else:
        return [_array(ends(values, style, prefix, following, is_1904=is_1904))]
    if texts.null_count == len(texts):
        return [nothing]
    if has_air is not None:
        before = pc.if_else(has_air, _around(f" {_SAMPLE}", style, prefix, following)[0], before)
    if texts.null_count:
        there = texts.is_valid()
        before, after = pc.if_else(there, before, nothing), pc.if_else(there, after, "")
        texts = texts.fill_null("")
    return [before, _escaped(texts), after]


def _array(made: Sequence[bytes]) -> pa.Array:
    return pa.array(made, pa.binary()).cast(pa.string())


def _held(attributes: bytes, prefix: bytes, following: bytes) -> tuple[bytes, bytes]:
    """What stands before and behind the number of a cell."""
    return b"%s><%sv>" % (attributes, prefix), b"</%sv></%sc>%s" % (prefix, prefix, following)


def _moments(values: Sequence[Value], *, is_1904: bool) -> pa.Array | None:
    """Moments as the numbers that Excel keeps; None where one isn't safe in its calendar."""
    there = [one for one in values if isinstance(one, datetime)]
    if any(one.tzinfo is not None for one in there) or min(there).year <= SAFE_YEAR:
        return None
    found = pa.array(values, pa.timestamp("us")).to_numpy(zero_copy_only=False)
    days = found.astype("datetime64[D]")
    passed = (found - days).astype(np.int64)
    whole = (days - np.datetime64("1904-01-01" if is_1904 else "1899-12-30", "D")).astype(np.int64)
    missing = np.isnat(found)
    exact = pa.array(whole + passed / MICROSECONDS_A_DAY, pa.float64(), mask=missing).cast(pa.string())
    return pc.if_else(pa.array(passed == 0), pa.array(whole, mask=missing).cast(pa.string()), exact)


def _texts(values: Sequence[Value]) -> tuple[pa.Array, pa.Array | None] | None:
    """Texts, nothing as null, and which of them have air; None where a cell may hold something else than they say."""
    try:
        made = pa.array(values, pa.string())
        buffer = made.buffers()[2]
        whole = str(memoryview(buffer), "utf-8") if buffer is not None else ""
    except (UnicodeError, pa.ArrowCapacityError):  # half a letter
        return None
    if not (whole.isprintable() or whole.replace("\n", "").isprintable()):
        return None
    if len(whole) * 2 > LONGEST_TEXT and (pc.max(pc.binary_length(made)).as_py() or 0) * 2 > LONGEST_TEXT:
        return None
    if "_x" in whole and _ESCAPED.search(whole):
        looks_so = pc.fill_null(pc.match_substring_regex(made, _ESCAPED.pattern), False)
        shown = [LOOKS_ESCAPED.sub("_x005F_", one) for one in made.filter(looks_so).to_pylist()]
        made = pc.replace_with_mask(made, looks_so, pa.array(shown, pa.string()))
    empty = pc.equal(made, "")
    if pc.any(empty).as_py():
        made = pc.if_else(empty, pa.scalar(None, pa.string()), made)
    if " " not in whole and "\n" not in whole:
        return made, None
    air = pc.fill_null(pc.match_substring_regex(made, r"^ | $|\n"), False)
    return made, air if pc.any(air).as_py() else None


def _around(sample: str, style: int, prefix: bytes, following: bytes) -> tuple[pa.Scalar, pa.Scalar]:
    """What stands before and behind the text of a cell like that of a sample."""
    one = cell(sample, style, prefix, is_1904=False)
    whole = b"%s>%s</%sc>%s" % (one.attributes, one.inner, prefix, following)
    before, _, after = whole.partition(sample.encode())
    return _scalar(before), _scalar(after)


def _escaped(texts: pa.Array) -> pa.Array:
    """Texts without the signs that XML keeps for itself."""
    whole = memoryview(texts.buffers()[2] or b"").tobytes()
    for sign, said in _SIGNS:
        if sign.encode() in whole:
            texts = pc.replace_substring(texts, sign, said)
    return texts
