"""One notice, one sanction: of the charges that make one notice the first keeps 处理, the others belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbook.clock.periods import ALL, keys
from workbook.rules.facts.operands import fold
from workbook.rules.penalties.charging import Lot
from workbook.rules.penalties.ledger import held
from workbook.rules.penalties.pricing import BY_UNIT, Prices
from workbook.rules.world.vectors import Array, Mask, says
from workbook.rules.world.world import World

NOBODY = ""


def belongs_to(world: World, lots: Sequence[Lot], prices: Sequence[Prices], out: Sequence[Mask]) -> list[Array]:
    """For each charge the 行键 of the charge of its notice that keeps the sanction; empty where it keeps its own.

    A step of the ladder is one sanction for the whole notice; what 处理 says of each thing (废卡) is one for each 对象.
    A line that stands in the ledger with its sanction keeps it, and is then the first.
    """
    result = [np.full(len(lot.frame), NOBODY, dtype=object) for lot in lots]
    if not any(one.open.any() for one in prices):
        return result
    open_ = [index for index, one in enumerate(prices) if one.open.any()]
    rows = pd.concat([_listed(lots[index], prices[index], out[index], index) for index in open_])
    if not rows.duplicated(["notice", "handling", "what"]).any():
        return result
    found = held(world)
    kept = set(found.key.objects()[found.stands & ~found.column("处理").missing()])
    rows["held"] = [key in kept for key in rows["key"]]
    rows = rows.sort_values(["held", "day", "key"], ascending=[False, True, True], kind="stable")
    first = rows.groupby(["notice", "handling", "what"], sort=False)["key"].transform("first")
    astray = (rows["key"] != first) & ~rows["held"]
    for part, at, key in zip(rows["part"][astray], rows["at"][astray], first[astray], strict=True):
        result[part][at] = key
    return result


def _listed(lot: Lot, price: Prices, out: Mask, index: int) -> pd.DataFrame:
    """The charges of one lot that wait for a decision about a sanction."""
    rule, rungs = lot.rule, lot.rungs
    at = np.flatnonzero(price.open & ~price.handling.missing() & ~out & (BY_UNIT not in rule.notice))
    columns = (rungs.ladder.mapped(fold), says(rungs.person), says(rungs.notice).mapped(fold))
    name = rungs.window.name
    window = [name] * len(at) if name in {"滚动", ALL} else keys(rungs.day[at], name).tolist()
    parts = [*(one.objects()[at].tolist() for one in columns), window]
    none = [NOBODY] * len(at)
    return pd.DataFrame(
        {
            "part": index,
            "at": at,
            "notice": ["·".join(str(part or "") for part in row) for row in zip(*parts, strict=True)],
            "handling": price.handling.objects()[at],
            "what": [str(one or "") for one in lot.frame.typed["对象编号"].objects()[at]] if rule.sanction else none,
            "key": lot.frame.typed["行键"].objects()[at],
            "day": rungs.day[at],
        }
    )
