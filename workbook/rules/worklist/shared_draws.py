"""共享自: rows drawn by several units whose calls were merged; the one call serves all, the other ledgers say whose it is."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Sample
from workbook.rules.worklist.worklist import Worklist
from workbook.rules.world.vectors import text
from workbook.rules.world.world import World


def share_draws(world: World, day: Worklist) -> None:
    """Writes into 抽样台账, beside each drawn row whose task was merged away, the rule whose call it shares."""
    tasks, into = day.sieve.tasks, day.sieve.merged_into
    merged = np.flatnonzero(into >= 0)
    if not len(merged):
        return
    rules, keys = tasks.typed["规则"].objects(), tasks.typed["源编号"].objects()
    leads = {(rules[at], keys[at]): str(rules[into[at]]).partition("、")[0] for at in merged.tolist()}
    for rule_id in {rule.id for rule in world.book.all(Sample)}:
        ledger = world.frame("抽样台账", (rule_id,))
        drawn = ledger.typed["抽中"].matching(lambda word: word in {"抽中", "替补"})
        source = ledger.typed["源编号"].objects()
        shared = ledger.typed["共享自"].objects()
        for row in np.flatnonzero(drawn).tolist():
            shared[row] = leads.get((rule_id, source[row]), shared[row])
        ledger.typed["共享自"] = text(list(shared), ledger.typed["共享自"].type)
        ledger.computed.pop("共享自", None)
    for name in [key for key in world.sheets if key[0] == "抽样台账" and (key[1] is None or len(key[1]) > 1)]:
        del world.sheets[name]
