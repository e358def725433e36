"""The sheet a rule reads, cut down to the rules its condition names: reading 义务 for W3 must not wait for all duties."""

from __future__ import annotations

from workbook.rulebook.cells.rules_asked import named_rules
from workbook.rulebook.cells.tree import Condition
from workbook.rules.world.frames import Frame
from workbook.rules.world.world import World


def asked(world: World, sheet: str, when: Condition) -> Frame:
    """The sheet, with only the rules that `when` names where it is a sheet of results."""
    return world.frame(sheet, named_rules(sheet, when))
