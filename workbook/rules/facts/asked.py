"""What the rules of a run ask of which columns."""

from __future__ import annotations

from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.compared import Compared, compared
from workbook.rules.world.world import World


def charted(world: World) -> Atlas:
    """The columns that the rules of this run know."""
    return atlas(world.book, world.schema)


def asked(world: World) -> Compared:
    """What they compare."""
    return compared(charted(world))
