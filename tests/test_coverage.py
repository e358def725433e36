"""Everything that the regulations of docs/catalogue.yaml want is carried by rules and proved by scenarios."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from tests.beside import script


def covering() -> ModuleType:
    """docs/covering.py."""
    return script("docs", "covering")


SYSTEMS = covering().systems()
EACH = pytest.mark.parametrize("system", SYSTEMS, ids=[one.id for one in SYSTEMS])


def test_the_catalogue_is_whole() -> None:
    """67 regulations want 393 things and show 209 worked examples."""
    found = len(SYSTEMS), sum(len(one.wants) for one in SYSTEMS), sum(len(one.examples) for one in SYSTEMS)

    assert (67, 393, 209) == found


@EACH
def test_what_a_regulation_wants_is_carried(system: Any) -> None:
    """Its rulebook says of each feature what carries it, and of nothing else."""
    assert system.book is not None
    assert set(system.wants) == set(system.book.covers)
    assert [] == [feature for feature in system.wants if not system.carriers(feature)]


@EACH
def test_what_carries_a_feature_is_there(system: Any) -> None:
    """覆盖 names rules, columns and sheets of the rulebook, or facilities of the program."""
    known = covering().named_in(system.book)

    assert [] == [name for feature in system.wants for name in system.carriers(feature) if name not in known]


@EACH
def test_each_feature_is_proved(system: Any) -> None:
    """A scenario names it under 覆盖; none names a feature that isn't wanted."""
    proved = {feature for scenario in system.scenarios for feature in scenario.proves}

    assert set(system.wants) == proved


@EACH
def test_each_worked_example_is_a_scenario(system: Any) -> None:
    """Its id is the 来源 of one at least."""
    assert set(system.examples) == system.shown()


@EACH
def test_each_feature_is_tried_in_other_words(system: Any) -> None:
    """At least three kinds of variation, each in a scenario; only known kinds, only for features it proves."""
    known = covering()
    few = {feature: list(system.variations(feature)) for feature in system.wants}
    strange = [
        (one.name, kind, feature)
        for one in system.scenarios
        for kind, features in one.varied.items()
        for feature in features
        if kind not in known.VARIED or feature not in one.proves
    ]

    assert [] == strange
    assert {} == {feature: kinds for feature, kinds in few.items() if len(kinds) < known.LEAST}


@EACH
def test_each_rulebook_was_held_against_its_regulation(system: Any) -> None:
    """What was checked stands in docs/catalogue.yaml."""
    assert [] != list(system.checked)


def test_a_feature_without_a_scenario_is_not_carried() -> None:
    """Rules alone don't count."""
    one = SYSTEMS[0]
    bare = type(one)(one.id, one.wants, one.examples, one.book, ())

    assert ((), set()) == (bare.carried(), bare.shown())
