"""A column written as one is, byte for byte, what its cells are one by one, whatever stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.papers.pages.page import Value
from workbook.papers.pages.plain_words import plain, plain_bytes
from workbook.shells.parts.block_bytes import AT_ONCE, block
from workbook.shells.parts.cell_bytes import cell
from workbook.shells.parts.column_bytes import APART, ends, written_rows
from workbook.shells.parts.row_bytes import Row

TEXTS = st.text(st.sampled_from([*"ab甲乙<&>_x0041_ \n\r\t\u3000\x07\ud800\ue000", APART]), max_size=7)
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))
VALUES = st.one_of(
    st.none(), TEXTS, st.booleans(), st.integers(-(10**17), 10**17), st.floats(), st.dates(), MOMENTS,
    st.datetimes(datetime(1899, 1, 1), datetime(1906, 1, 1)), st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from([1, True, 1.0, Decimal("1.00"), date(2026, 3, 9), datetime(2026, 3, 9), "长" * 40_000, "长" * 17_000]),
)  # fmt: skip
COLUMNS = st.one_of(
    st.lists(VALUES, max_size=8), st.lists(st.none() | TEXTS, max_size=8), st.lists(st.none() | MOMENTS, max_size=8)
)
PREFIXES = st.sampled_from([b"", b"x:"])


@pytest.mark.hypothesis
@given(COLUMNS, st.integers(0, 3), PREFIXES, st.booleans())
def test_a_column_is_its_cells(values: list[Value], style: int, prefix: bytes, is_1904: bool) -> None:
    def behind(value: Value) -> bytes:
        row = Row(7, b"", {2: cell(value, style, prefix, is_1904=is_1904)}).xml(prefix)
        return row.partition(b'B7"')[2].removesuffix(b"</%srow>" % prefix)

    assert [behind(value) + b"|" for value in values] == ends(values, style, prefix, b"|", is_1904=is_1904)


@pytest.mark.hypothesis
@given(st.lists(st.tuples(VALUES, TEXTS, st.none() | MOMENTS), max_size=5), PREFIXES)
def test_rows_written_by_column_are_rows_written_cell_by_cell(rows: Sequence[tuple[Value, ...]], prefix: bytes) -> None:
    looks = [(3, 2), (1, 0), (28, 5)]
    numbers = list(range(9, 9 + len(rows)))
    heights = [b' ht="33"' if number % 2 else b"" for number in numbers]
    one_by_one = [
        Row(
            number,
            height,
            {
                column: cell(value, style, prefix, is_1904=False)
                for (column, style), value in zip(looks, row, strict=True)
            },
        ).xml(prefix)
        for number, height, row in zip(numbers, heights, rows, strict=True)
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(looks)
    assert one_by_one == list(written_rows(looks, rows, numbers, heights, prefix, is_1904=False))
    assert b"".join(one_by_one) == b"".join(block(looks, columns, numbers, heights, prefix, is_1904=False).chunks)


@pytest.mark.hypothesis
@given(st.lists(st.none() | TEXTS, min_size=1, max_size=8), PREFIXES)
def test_a_long_column_of_texts_is_its_cells(values: list[Value], prefix: bytes) -> None:
    """Whatever stands in it, and also where it is written in several pieces."""
    many = AT_ONCE + len(values)
    held = [values[at % len(values)] for at in range(many)]
    rows = [Row(at, b"", {2: cell(value, 3, prefix, is_1904=False)}) for at, value in enumerate(held, 5)]
    made = block([(2, 3)], [held], range(5, 5 + many), [b""] * many, prefix, is_1904=False)
    assert b"".join(row.xml(prefix) for row in rows) == b"".join(made.chunks)


@given(st.lists(st.text(st.sampled_from([*"19-.: T甲a_\n\u3000\ud800", APART, "\u2420"]), max_size=9)))
def test_many_cells_are_compared_as_one_is(words: list[str]) -> None:
    assert [plain(one).encode("utf-8", "replace") for one in words] == plain_bytes(words)


@pytest.mark.parametrize(
    "words",
    [
        "2026-03-09 08:30",
        "2026-13-09 08:30",
        "2026-02-29 08:30:00",
        "2026-03-09 24:00:00",
        "0000-03-09 08:30:00",
        "2026-03-09 08:30:00",
        "2026-03-09 08:30:59.6",
        "2026-03-09 00:00:00",
        "1.50",
        "-0.0",
        "²1.5",
    ],
)
def test_moments_and_numbers_are_compared_as_one_is(words: str) -> None:
    assert [plain(words).encode()] * 2 == plain_bytes([words, words])
