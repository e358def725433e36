"""Laws of 修改记录: played over what was counted first, its lines give what stands there now."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.sheets.amended import WHOLE, amended, counted
from workbook.sheets.codes import Codes
from workbook.sheets.grid import grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables

HEADINGS = ("客户编号", "客户名称", "地址", "建档日")
State = dict[str, tuple[str, str, str]]

WORDS = st.sampled_from(["甲", "乙", "城东路 1 号"])
EMPTY_OR = st.sampled_from(["", "甲路", "乙路"])
DAYS = st.sampled_from(["", "2026-03-01", "2026-03-02"])
STATES = st.dictionaries(st.sampled_from(["C1", "C2", "C3", "C4"]), st.tuples(WORDS, EMPTY_OR, DAYS), min_size=1)


def held(state: State) -> dict[str, object]:
    """The sheet 客户 with these rows, as a run counts it."""
    rows = [(key, *(cell or None for cell in cells)) for key, cells in state.items()]
    return counted(tables([grid("客户", [HEADINGS, *rows])], STANDARD, Codes()), STANDARD)


@pytest.mark.hypothesis
@given(st.lists(STATES, min_size=2, max_size=6))
def test_the_lines_replay_to_the_present(states: list[State]) -> None:
    """Runs over any states, rows sorted, added, deleted, back again: first counted + lines = now, and each line fits."""
    known: State = dict(states[0])
    for before, now in pairwise(states):
        for one in amended(held(before), held(now), STANDARD):
            if one.heading == WHOLE:
                del known[one.key]
                continue
            at = HEADINGS.index(one.heading) - 1
            assert one.old == known[one.key][at]
            known[one.key] = (*known[one.key][:at], one.new, *known[one.key][at + 1 :])
        known |= {key: cells for key, cells in now.items() if key not in before}
        assert now == known


@pytest.mark.hypothesis
@given(STATES)
def test_what_stands_as_it_was_makes_no_line(state: State) -> None:
    """Whatever the order of its rows."""
    assert [] == list(amended(held(state), held(dict(reversed(state.items()))), STANDARD))
