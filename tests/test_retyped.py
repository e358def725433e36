"""A cell typed as people type it is read as it was meant or named: a selection of what `python tests/retyped.py` tries."""

from __future__ import annotations

import pytest
import retyped
import shown_office

CHOSEN = ("company-generic-rules", "dealership-cards", "complaint-7day")


@pytest.mark.parametrize("system", CHOSEN)
def test_a_cell_typed_otherwise_alters_nothing_or_is_named(system: str) -> None:
    """Days, numbers, words and blanks of the sheets of facts, every 37th of them."""
    made = shown_office.office(system)
    tried = [*retyped.spots(made)][::37]

    assert [] == [retyped.told(made, spot, altered) for spot in tried if (altered := retyped.silence(made, spot))]
    assert len(tried) > 10
