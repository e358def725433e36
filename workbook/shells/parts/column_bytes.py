"""Many new rows as bytes, column by column: each value rendered once, the texts of a column escaped as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import numpy as np

from workbook.papers.pages.page import Value
from workbook.shells.parts.cell_bytes import EXACT, LONGEST_TEXT, MICROSECONDS_A_DAY, Cell, cell, empty_cell
from workbook.shells.parts.row_bytes import opening

APART = "\u241f"
"""Stands between the texts of a column while they are one: a sign that is printed, that nobody types."""


def written_rows(
    looks: Sequence[tuple[int, int]],
    rows: Sequence[Sequence[Value]],
    numbers: Sequence[int],
    attributes: Iterable[bytes],
    prefix: bytes,
    *,
    is_1904: bool,
) -> Iterator[bytes]:
    """New rows as bytes, each a whole element.

    What stands between two row numbers of a row - the end of one cell and the beginning of the next - depends on the
    value only, and a row is these pieces joined by its number.

    Shapes:
        looks: (column, format) of each place in a row. attributes: of each row, behind its number.
    """
    if not looks:
        return (b'<%srow r="%d"%s/>' % (prefix, number, more) for number, more in zip(numbers, attributes, strict=True))
    order = sorted(range(len(looks)), key=lambda place: looks[place][0])
    openings = [opening(looks[place][0], prefix) for place in order]
    columns = list(zip(*rows, strict=True)) or [()] * len(looks)
    pieces = [
        ends(columns[place], looks[place][1], prefix, following, is_1904=is_1904)
        for place, following in zip(order, [*openings[1:], b"</%srow>" % prefix], strict=True)
    ]
    start, first = b'<%srow r="' % prefix, b">" + openings[0]
    known: dict[bytes, bytes] = {}
    heads = [known.get(more) or known.setdefault(more, more + first) for more in attributes]
    signs = [b'%d"' % number for number in numbers]
    return (sign.join((start, *row)) for sign, row in zip(signs, zip(heads, *pieces, strict=True), strict=True))


def ends(values: Sequence[Value], style: int, prefix: bytes, following: bytes, *, is_1904: bool) -> list[bytes]:
    """One column's cells behind their addresses, each followed by the same; made once for each value.

    Examples:
        >>> ends(["甲", None, 7, "甲"], 3, b"", b"|", is_1904=False)[1:3]
        [b' s="3"/>|', b' s="3"><v>7</v></c>|']
    """
    kinds = set(map(type, values))
    if bool in kinds:  # 1 and True are one key, but not one cell
        return [_end(cell(value, style, prefix, is_1904=is_1904), prefix) + following for value in values]
    distinct = list(dict.fromkeys(values))
    made = dict(zip(distinct, _made(distinct, kinds, style, prefix, following, is_1904=is_1904), strict=True))
    return list(made.values()) if len(distinct) == len(values) else list(map(made.__getitem__, values))


def _made(
    values: list[Value], kinds: set[type], style: int, prefix: bytes, following: bytes, *, is_1904: bool
) -> list[bytes]:
    if kinds <= {str, type(None)}:
        return _texts(values, style, prefix, following)
    known = _serials(values, is_1904=is_1904) if kinds <= {datetime, type(None)} else {}
    before, after = empty_cell(style).attributes + b"><%sv>" % prefix, b"</%sv></%sc>" % (prefix, prefix) + following
    made: list[bytes] = []
    for value in values:
        if type(value) is int and -EXACT < value < EXACT:
            made.append(b"%s%d%s" % (before, value, after))
        elif value in known:
            made.append(b"%s%s%s" % (before, known[value], after))
        else:
            made.append(_end(cell(value, style, prefix, is_1904=is_1904), prefix) + following)
    return made


def _serials(values: Sequence[Value], *, is_1904: bool) -> dict[Value, bytes]:
    """Moments as the numbers that Excel keeps, all at once; those before its calendar is safe are left out."""
    there = [value for value in values if isinstance(value, datetime) and value.year > 1904 and value.tzinfo is None]
    moments = np.array(there, dtype="datetime64[us]")
    days = moments.astype("datetime64[D]")
    passed = (moments - days).astype(np.int64)
    whole = (days - np.datetime64("1904-01-01" if is_1904 else "1899-12-30", "D")).astype(np.int64)
    shown = zip(whole.tolist(), (whole + passed / MICROSECONDS_A_DAY).tolist(), passed.tolist(), strict=True)
    return dict(zip(there, [repr(exact if part else day).encode() for day, exact, part in shown], strict=True))


def _texts(values: list[Value], style: int, prefix: bytes, following: bytes) -> list[bytes]:
    """Texts and nothing; those with no sign in them that a cell holds otherwise are escaped as one."""
    plain = [value for value in values if isinstance(value, str) and value]
    whole = APART.join(plain)
    if not _is_plain(whole, len(plain)):
        plain = [value for value in plain if _is_plain(value, 1)]
        whole = APART.join(plain)
    if not _has_air(whole):
        written = _written(whole, APART, style, prefix, following)
        if len(written) == len(values):
            return written
        known: dict[Value, bytes] = dict(zip(plain, written, strict=True))
    else:
        known = {}
        for sample, has_air in ((APART, False), (f" {APART} ", True)):
            some = [value for value in plain if _has_air(value) == has_air]
            known |= zip(some, _written(APART.join(some), sample, style, prefix, following), strict=True)
    return [known.get(value) or _end(cell(value, style, prefix, is_1904=False), prefix) + following for value in values]


def _written(whole: str, sample: str, style: int, prefix: bytes, following: bytes) -> list[bytes]:
    """Texts that are one, as cells like that of a sample."""
    if not whole:
        return []
    sign = APART.encode()
    before, after = _end(cell(sample, style, prefix, is_1904=False), prefix).split(sample.encode())
    escaped = whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    between = b"%s%s\0%s" % (after, following, before)
    return (before + escaped.replace(sign, between) + after + following).split(b"\0")


def _is_plain(whole: str, count: int) -> bool:
    """Whether texts, joined, hold no sign that a cell keeps in another way, none of ours, and none is too long."""
    return (
        (whole.isprintable() or whole.replace("\n", "").isprintable())
        and "_x" not in whole
        and whole.count(APART) == max(count - 1, 0)
        and (len(whole) * 2 <= LONGEST_TEXT or max(map(len, whole.split(APART))) * 2 <= LONGEST_TEXT)
    )


def _has_air(whole: str) -> bool:
    """Whether a text has a line feed in it or a blank at an end: these are kept only where the cell says so."""
    return "\n" in whole or whole[:1] == " " or whole[-1:] == " " or f" {APART}" in whole or f"{APART} " in whole


def _end(one: Cell, prefix: bytes) -> bytes:
    """A cell behind its address."""
    return one.attributes + (b"/>" if one.inner is None else b">%s</%sc>" % (one.inner, prefix))
