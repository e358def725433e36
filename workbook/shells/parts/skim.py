"""The bytes of a sheet at a glance: quick looks that need no parser. They find, they never decide what a cell says."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from workbook.words.place import letters, number

BLOCK = 1 << 18

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)")
_VALUE_IN_A = re.compile(rb"\br=[\"']A\d+[\"'][^>]*>(?:<f[^>]*>[^<]*</f>)?<(?:\w+:)?(?:v|is)\b")
_UNNUMBERED = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)\w+=[\"'][^\"']*[\"'])*\s*/?>")
_HOLLOW = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_ERRORS = (b't="e"', b"t='e'")
_TEXT = re.compile(rb'\bt="str"')
_WORD = re.compile(rb'\bt="(?!n")')
_COLUMN = re.compile(rb"[A-Z]+(?=\d)")
_LETTERS = 5
"""Of a name that is longer than any column's."""

_END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_LAST_TAG = re.compile(rb"</(?:\w+:)?\w+\s*>\s*(?:<!--.*-->\s*)?$", re.DOTALL)


def cells(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks of a sheet, cut between cells."""
    rest = b""
    for block in blocks:
        whole = rest + block
        cut = whole.rfind(b"<c ")
        if cut < len(whole) - BLOCK // 4:  # cells of another spelling, or one very long text
            cut = max(len(whole) - 64, 0)
        yield whole[:cut]
        rest = whole[cut:]
    yield rest


class Watch:
    """Looks at a part as it passes: whether every element that opens closes, and what stands behind the rows."""

    def __init__(self) -> None:
        self.open = 0
        self.behind = b""
        self._last = b""
        self._odd = self._is_behind = False

    def past(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks, one after the other."""
        for block in blocks:
            self._count(block)
            self._keep(block)
            self._last = (self._last + block)[-64:]
            yield block

    @property
    def is_whole(self) -> bool:
        """Whether the part ends with an end and all counts agree; no parser has looked at it."""
        return self.open == 0 and not self._odd and bool(_LAST_TAG.search(self._last))

    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged areas, each from its first row and column to its last."""
        found = (match.groups() for match in _MERGED.finditer(self.behind))
        return tuple(
            (int(top), number(left.decode()), int(end), number(right.decode())) for left, top, right, end in found
        )

    def _count(self, block: bytes) -> None:
        signs = np.frombuffer(self._last[-1:] + block, np.uint8)
        one, other, both = _room(len(signs))
        opens, slash = np.equal(signs, ord("<"), out=one), np.equal(signs, ord("/"), out=other)
        begins = int(np.count_nonzero(opens[:-1]))  # one at the very end comes with the next block
        ends = _pairs(opens, slash, both)
        told = sum(_pairs(opens, signs == ord(sign), both) for sign in "?!" if sign.encode() in block)
        empty = _pairs(slash, np.equal(signs, ord(">"), out=one), both)
        self.open += begins - told - 2 * ends - empty
        self._odd = self._odd or b"\0" in block

    def _keep(self, block: bytes) -> None:
        if self._is_behind:
            self.behind += block
        elif b"sheetData" in (seam := self._last + block) and (end := _END_OF_ROWS.search(seam)):
            self._is_behind, self.behind = True, seam[end.end() :]


_rooms = threading.local()


def _room(size: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Three rows of flags to write into: asking the system for such a row takes longer than filling it."""
    if getattr(_rooms, "size", -1) < size:
        _rooms.size, _rooms.rows = size, [np.empty(size, dtype=bool) for _ in range(3)]
    one, other, both = _rooms.rows
    return one[:size], other[:size], both[:size]


def _pairs(first: NDArray[np.bool_], second: NDArray[np.bool_], room: NDArray[np.bool_]) -> int:
    """How often a sign of one kind is followed by one of another."""
    return int(np.count_nonzero(np.logical_and(first[:-1], second[1:], out=room[:-1])))


def last_row(block: bytes) -> int:
    """The number of the last row that begins in a block; rows stand in order.

    Examples:
        >>> last_row(b'<row r="1"><c r="A1"/></row><x:row spans="1:2" r="7">')
        7
    """
    plain, at = block.rfind(b"<row "), len(block)
    while (at := block.rfind(b":row ", max(plain, 0), at)) >= 0:
        if match := _ROW.match(block, block.rfind(b"<", 0, at)):
            return int(match[1])
    match = _ROW.match(block, plain) if plain >= 0 else None
    return int(match[1]) if match else 0


def width(block: bytes) -> int:
    """The furthest column of two letters or more that a cell of the block names; 0 without one.

    Examples:
        >>> width(b'<c r="C1"/><c s="1" r="AB1"><v>1</v></c><x ref="XFD1"/>')
        28
        >>> width(b'<c r="ZZZZZZ1"><v>1</v></c>') > 16384
        True
    """
    signs = np.frombuffer(block, np.uint8)
    capital, low, both = _room(len(signs))
    np.less(np.subtract(signs, np.uint8(65), out=low.view(np.uint8)), 26, out=capital)
    pairs = np.logical_and(capital[1:], capital[:-1], out=both[1:])
    if not pairs.any():
        return 0
    at = np.flatnonzero(pairs)
    at = at[at >= 4]
    at = at[np.isin(signs[at - 1], (34, 39)) & (signs[at - 2] == 61) & (signs[at - 3] == 114)]  # r=" or r='
    numbers, is_name = np.zeros(len(at), dtype=np.int64), np.ones(len(at), dtype=bool)
    ends = np.zeros(len(at), dtype=bool)
    for step in range(_LETTERS + 1):  # all names at once, letter by letter; a name ends where its row begins
        sign = signs[np.minimum(at + step, len(signs) - 1)]
        ends |= is_name & ((sign - np.uint8(48)) < 10)
        is_name &= (sign - np.uint8(65)) < 26
        numbers[is_name] = numbers[is_name] * 26 + sign[is_name] - 64
    longer = (_COLUMN.match(block, one) for one in at[is_name].tolist())
    return max((number(name[0].decode()) for name in longer if name), default=int(numbers[ends].max(initial=0)))


def starts_in_a(block: bytes) -> bool:
    """Whether column A surely holds something."""
    return bool(_VALUE_IN_A.search(block))


def is_unnumbered(block: bytes) -> bool:
    """Whether cells don't say where they stand."""
    return bool(_UNNUMBERED.search(block))


def has_errors(block: bytes) -> bool:
    """Whether a cell holds an error. One letter is found ten times as fast as five, and many blocks hold no e."""
    return b"e" in block and any(mark in block for mark in _ERRORS)


def hollow(block: bytes) -> list[tuple[int, int]]:
    """(row, column) of formulas without a value; an empty text is a value.

    Examples:
        >>> hollow(b'<c r="A1"><f>B1</f></c><c r="A2"><f>B2</f><v>5</v></c><c r="A3" t="str"><f>B3</f><v></v></c>')
        [(1, 1)]
    """
    if b"f" not in block or b"<f" not in block:
        return []
    found = (match for match in _HOLLOW.finditer(block) if not _TEXT.search(match[0]))
    return [(int(match[2]), number(match[1].decode())) for match in found]


def numeric(blocks: Iterator[bytes], columns: set[int]) -> Iterator[tuple[int, int]]:
    """(row, column) of each cell of some columns that holds a number and not a text."""
    wanted = b"|".join(letters(column).encode() for column in sorted(columns))
    cell = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="(' + wanted + rb')(\d+)"([^>]*)>(?!</)')
    for block in cells(blocks):
        for match in cell.finditer(block):
            if not _WORD.search(match[0]):
                yield int(match[2]), number(match[1].decode())


def counted(blocks: Iterator[bytes]) -> tuple[int, int]:
    """Rows, and cells of the widest row, of a sheet whose cells don't say where they stand."""
    rows, widest, rest = 0, 0, b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"<row")
        rows += len(whole)
        widest = max(widest, *(row.count(b"<c") for row in whole), 0)
    return rows + 1, max(widest, rest.count(b"<c"))
