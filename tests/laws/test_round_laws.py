"""问题链 by rounds comes to the very same chains as one row after the other, whoever is named by whom."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.rules.owed.chain_links import Nodes
from workbook.rules.owed.chain_rounds import walked
from workbook.rules.owed.chain_rows import Happened
from workbook.rules.owed.chain_walk import Walk, walk_of
from workbook.rules.owed.chaining import chains, several_of
from workbook.rules.world.vectors import TEXT, Vec, text

NODES, PEOPLE, WINDOW = 9, 4, 30
KINDS = (None, "漏水", "噪音", "漏水、噪音", "Ｘ", "x、漏水", "、")
PRODUCTS = (None, "Ａ型", "a型", "乙")
ROWS = st.lists(
    st.tuples(
        st.integers(0, 25), st.integers(0, NODES - 1), st.integers(-1, PEOPLE - 1), st.integers(-1, PEOPLE - 1),
        st.sampled_from(PRODUCTS), st.sampled_from(KINDS), st.integers(1, 31), st.booleans(),
        st.lists(st.integers(0, NODES + 2), max_size=3, unique=True),
    ),
    min_size=1, max_size=30,
)  # fmt: skip
"""Days since the row before, node, person, customer, product, kinds, the steps it may be, whether it names a row, which ones."""

Rows = list[tuple[int, int, int, int, str | None, str | None, int, bool, list[int]]]


def happened(rows: Rows) -> Happened:
    """These rows, each some days after the one before."""
    days, node, person, customer, product, kind, steps, names, links = zip(*rows, strict=True)
    nodes, size, words = Nodes(()), len(rows), np.array([f"C{n}" for n in range(PEOPLE)], dtype=object)
    nodes.size = NODES + 3
    return Happened(
        (), nodes,
        group=np.zeros(size, np.int64), at=np.arange(size),
        time=np.datetime64("2026-03-01T09:00", "us") + np.cumsum(days).astype("m8[D]"),
        steps=np.array(steps, np.int8), node=np.array(node, np.int64), names=np.array(names, dtype=bool),
        key=text([str(one) for one in node]),
        customer=Vec(TEXT, np.array(customer, np.int32), words), person=Vec(TEXT, np.array(person, np.int32), words),
        product=text(product), kind=text(kind),
        links={at: tuple(named) for at, named in enumerate(links) if named},
    )  # fmt: skip


def told(walk: Walk) -> list[tuple[object, ...]]:
    """All that is known of the chains, and their steps."""
    steps = np.stack([walk.row, walk.said, walk.role], axis=1).tolist()
    each = zip(walk.held, walk.start.tolist(), walk.start[1:].tolist(), strict=False)
    return [
        (one.product, one.kind, one.customer, one.times, one.closed, one.next, one.since, one.open, list(one.remarks),
         steps[begin:end])
        for one, begin, end in each
    ]  # fmt: skip


def plainly(rows: Happened) -> Walk:
    """One row after the other."""
    kinds, _ = several_of(rows.kind)
    return walk_of(chains(rows, WINDOW), kinds, np.arange(len(rows)))


@settings(max_examples=150)
@given(ROWS)
def test_rounds_come_to_the_same_as_row_by_row(rows: Rows) -> None:
    one = happened(rows)
    assert told(plainly(one)) == told(walked(one, WINDOW, few=1))


@settings(max_examples=150)
@given(ROWS)
def test_sets_of_rows_that_are_long_go_row_by_row_beside_the_others(rows: Rows) -> None:
    one = happened(rows)
    assert told(plainly(one)) == told(walked(one, WINDOW, few=3)) == told(walked(one, WINDOW))
