"""A quick look at the bytes of a sheet finds what a slow one finds, wherever the blocks are cut."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from workbook.shells.parts import skim
from workbook.words.place import number

BITS = (
    b"<", b">", b"/", b"?", b"!", b"</", b"/>", b"<?", b"<!", b"<c ", b"</c>", b"<x/>", b"A", b"AB", b":row ", b"<row ",
    b'<row r="7">', b"<x:row spans='1:2' r='12'>", b'<c r="AB1"/>', b"<c r='XFD1'>", b'r="ZZ', b'r="AAAAAA', b"9", b"\0", b'"',
    "甲".encode(), b"x" * 30,
)  # fmt: skip
blocks = st.lists(st.lists(st.sampled_from(BITS), max_size=25).map(b"".join), min_size=1, max_size=4)
NAME = re.compile(rb"r=[\"']([A-Z]{2,})\d")
NUMBERED = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)")
ROW = re.compile(rb"<(?:\w+:)?row ")


@given(blocks)
def test_open_elements_are_counted_as_in_the_whole(parts: list[bytes]) -> None:
    watch = skim.Watch()
    assert parts == list(watch.past(iter(parts)))
    whole = b"".join(parts)
    opened = len(re.findall(rb"<(?=[\s\S])", whole))
    told = len(re.findall(rb"<(?=[?!])", whole))
    assert opened - told - 2 * whole.count(b"</") - len(re.findall(rb"/(?=>)", whole)) == watch.open


@given(blocks)
def test_the_widest_name_is_found(parts: list[bytes]) -> None:
    block = b"    ".join((b"", *parts))
    assert max((number(one[1].decode()) for one in NAME.finditer(block)), default=0) == skim.width(block)


@given(blocks)
def test_the_last_row_is_found(parts: list[bytes]) -> None:
    block = b"".join(parts)
    assert _last_row(block) == skim.last_row(block)


def _last_row(block: bytes) -> int:
    """Of the rows that begin in a block the last that says its number, no further up than the last without a prefix."""
    for begun in reversed(list(ROW.finditer(block))):
        found = NUMBERED.match(block, begun.start())
        if found or begun[0] == b"<row ":
            return int(found[1]) if found else 0
    return 0
