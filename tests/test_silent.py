"""No change of a column is silently wrong: a selection of what `python tests/silent.py --all` tries."""

from __future__ import annotations

import pytest
import shown_office
import silent

CHOSEN = ("complaint-7day", "dealership-fines", "property-reception", "wine-service")


@pytest.mark.parametrize("system", CHOSEN)
def test_a_changed_column_alters_nothing_or_is_named(system: str) -> None:
    """Columns and rows: fines, calls, rates and letters stay as they are, or an issue stands at the place."""
    found = silent.run([system], 29, silent.ALL, lambda _: None)

    assert [] == [str(one) for one in found.silent]
    assert found.tried.total() > 5


def test_a_change_of_a_column_that_nobody_looks_at_alters_nothing() -> None:
    """What the run passes over as idle is tried in full: the same day comes out."""
    made = shown_office.office("complaint-7day")
    idle = [
        (spot, cells)
        for spot in [*silent.changes(made)][::13]
        if (cells := silent.changed(made, spot)) is not None and silent.is_idle(made, spot, made.part(spot[0], cells))
    ]

    assert len(idle) > 5
    assert [] == [spot for spot, cells in idle if silent.silence(made, spot, cells, brief=False)]
