"""A compound file (the OLE container in which Office keeps VBA) out of named streams; the same streams, the same bytes.

Source:
    [MS-CFB] version 3: sectors of 512 bytes, streams below 4096 bytes gathered in a mini stream of 64-byte pieces.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"

SECTOR, PIECE, SMALL = 512, 64, 4096
FREE, END, TABLE, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_TABLES_IN_HEADER = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII")


@dataclass(slots=True)
class _Entry:
    """One line of the directory; left, right and child are numbers of lines."""

    name: str
    kind: int
    data: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    is_black: bool = True
    start: int = 0

    def packed(self) -> bytes:
        """The 128 bytes of the line; no times, so that nothing depends on a clock."""
        name = self.name.encode("utf-16-le")
        return _ENTRY.pack(
            name, len(name) + 2, self.kind, self.is_black, self.left, self.right, self.child,
            bytes(16), 0, 0, 0, self.start, len(self.data),
        )  # fmt: skip


def compound(root: Storage) -> bytes:
    """The file that holds these streams and storages.

    Raises:
        ValueError: a name too long for the format, or more than seven megabytes.
    """
    lines = [_Entry("Root Entry", _ROOT)]
    lines[0].child = _directory(root, lines)
    small = [line for line in lines if line.kind == _STREAM and len(line.data) < SMALL]
    large = [line for line in lines if line.kind == _STREAM and len(line.data) >= SMALL]
    pieces, chain = bytearray(), list[int]()
    for line in small:
        line.start = _chained(chain, _count(line.data, PIECE)) if line.data else END
        pieces += _padded(line.data, PIECE)
    lines[0].data = bytes(pieces)
    table = list[int]()
    body = bytearray()
    for line in (*large, lines[0]):
        line.start = _chained(table, _count(line.data, SECTOR)) if line.data else END
        body += _padded(line.data, SECTOR)
    mini = _padded(_numbers(chain), SECTOR, b"\xff")
    mini_start = _chained(table, len(mini) // SECTOR) if mini else END
    spare = _Entry("", 0).packed()[:64] + bytes(4) + struct.pack("<III", NONE, NONE, NONE) + bytes(48)
    listing = b"".join(line.packed() for line in lines) + spare * (-len(lines) % 4)
    listing_start = _chained(table, len(listing) // SECTOR)
    tables, where = _tables(table)
    head = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, len(where),
        listing_start, 0, SMALL, mini_start, len(mini) // SECTOR, END, 0,
    )  # fmt: skip
    first = _numbers([*where, *[FREE] * (_TABLES_IN_HEADER - len(where))])
    return head + first + bytes(body) + mini + listing + tables


def _directory(storage: Storage, lines: list[_Entry]) -> int:
    """Lines for what a storage holds, storages within it included; the number of the line on top of its tree."""
    own: list[int] = []
    for name in sorted(storage, key=_order):
        if len(name) > 31:
            raise ValueError(f"{name!r} is too long for a compound file")
        held = storage[name]
        own.append(len(lines))
        if isinstance(held, bytes):
            lines.append(_Entry(name, _STREAM, held))
        else:
            lines.append(_Entry(name, _STORAGE))
            lines[own[-1]].child = _directory(held, lines)
    depth = len(own).bit_length()
    return _tree(own, lines, depth, is_full=len(own) + 1 == 1 << depth)


def _order(name: str) -> tuple[int, str]:
    """How names stand in a directory: shorter before longer, then by capital letters."""
    return len(name), name.upper()


def _tree(own: Sequence[int], lines: list[_Entry], depth: int, *, is_full: bool) -> int:
    """A balanced tree over sorted lines; the deepest row is red unless it is full, as the format asks."""
    if not own:
        return NONE
    middle = len(own) // 2
    top = lines[own[middle]]
    top.left = _tree(own[:middle], lines, depth - 1, is_full=is_full)
    top.right = _tree(own[middle + 1 :], lines, depth - 1, is_full=is_full)
    top.is_black = is_full or depth > 1
    return own[middle]


def _chained(table: list[int], count: int) -> int:
    """So many sectors (or pieces) more, one pointing to the next; the first of them."""
    first = len(table)
    table += [*range(first + 1, first + count), END] if count else []
    return first


def _tables(table: list[int]) -> tuple[bytes, list[int]]:
    """The table of sectors with room for itself, and which sectors it takes."""
    used = len(table)
    count = 0
    while (used + count) * 4 > count * SECTOR:
        count += 1
    if count > _TABLES_IN_HEADER:
        raise ValueError("too much for one compound file")
    return _padded(_numbers([*table, *[TABLE] * count]), SECTOR, b"\xff"), list(range(used, used + count))


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _count(data: bytes, size: int) -> int:
    return -(-len(data) // size)


def _padded(data: bytes, size: int, by: bytes = b"\0") -> bytes:
    return data + by * (-len(data) % size)
