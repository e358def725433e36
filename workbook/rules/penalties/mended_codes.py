"""Lines of a code that 处罚标准 hasn't got, whose entry says another by now: they are reversed as any line without a cause."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.facts.operands import fold
from workbook.rules.penalties.lines import Held
from workbook.rules.world.vectors import Mask, says, text
from workbook.rules.world.world import World

ENTRIES = "违规登记"


def mended(world: World, found: Held, there: Mask) -> Mask:
    """Such lines: without a sum, ruling or payment, not reversed yet, and no entry asks for them any more.

    Shapes:
        there: lines that an entry of today still makes.
    """
    known = {fold(code) for code in world.book.by_id(Sanction)}
    codes = says(found.column("代码"))
    strange = ~codes.missing() & ~codes.matching(lambda code: fold(code) in known)
    rows = found.charge & strange & ~there & ~found.column("触发行").missing()
    if not rows.any() or (world.tables.cells and ENTRIES not in world.tables.cells):
        return np.zeros(len(rows), dtype=bool)
    for heading in ("金额", "下限", "裁决金额"):
        rows &= np.isnan(found.column(heading).data)
    for heading in ("裁决", "处理", "缴款日"):
        rows &= found.column(heading).missing()
    undone = set(found.column("冲销").objects().tolist())
    rows &= ~found.column("行键").matching(lambda key: key in undone)
    if any(one.kind.level == "停" and one.place.sheet == ENTRIES for one in world.tables.issues):
        entries = world.frame(ENTRIES)  # a row that can't be read may be the one
        triggers = says(found.column("触发行")).objects()
        rows &= entries.lookup(text([None if one is None else str(one) for one in triggers])) >= 0
    return np.asarray(rows)
