"""No change of a column is silently wrong: a fixed selection of what `python tests/silent.py --all` tries."""

from __future__ import annotations

import pytest
import silent

CHOSEN = ("complaint-7day", "dealership-fines", "property-reception", "wine-service")
SORTS = tuple(change for change in silent.CHANGES if change != "清空")


@pytest.mark.parametrize("system", CHOSEN)
def test_a_changed_column_alters_nothing_or_is_named(system: str) -> None:
    """Renamed, retyped, doubled: fines, calls and rates stay as they are, or an issue stands at the sheet."""
    counts, found = silent.run([system], 37, SORTS, lambda _: None)

    assert [] == [str(one) for one in found]
    assert counts.total() > 8


def test_an_emptied_column_is_a_fact_and_no_fault() -> None:
    """Nobody has handled anything: what then is late is late; a needed column is named all the same."""
    made = silent.office("wine-service")
    at = made.cells["事件"][made.heads["事件"]].index("发生时间")

    assert [("清空", None)] == list(silent.tried(made, [("事件", at, "清空")]))
