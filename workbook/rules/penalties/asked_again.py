"""Whether a line's cause was looked for again today: only then does its absence mean a corrected fact."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Check, Duty, Metric, Quota, Rule, Sanction
from workbook.rules.penalties.by_estimate import by_estimate
from workbook.rules.penalties.charging import is_sound
from workbook.rules.penalties.finding_acts import ENTRIES, RESULTS, in_force, trigger
from workbook.rules.penalties.lines import Held
from workbook.rules.world.vectors import Array, Mask, says
from workbook.rules.world.world import World

NAMED: dict[str, type[Duty | Quota | Check | Metric]] = {
    "义务": Duty, "定额": Quota, "达标": Quota, "检查": Check, "指标": Metric,
}  # fmt: skip


def asked_again(world: World, found: Held) -> Mask:
    """Lines whose rule was asked again today: its code is in force on that day, computed, and stands on rules that run.

    Past fines don't move when days off are published. A gap in a checklist that is filled later was still a gap, and
    closed periods that nobody computes any more stand.
    """
    codes, days = says(found.column("代码")), found.column("日期").data
    triggers, spans = says(found.column("触发行")).objects(), says(found.column("期")).objects()
    answer = np.zeros(len(codes), dtype=bool)
    for number, code in enumerate(codes.words.tolist()):
        versions = world.book.by_id(Sanction).get(code, [])
        if not versions or not is_sound(world, code):
            continue
        for rule in versions:
            rows = np.flatnonzero((codes.data == number) & in_force(world, rule, days))
            answer[rows] |= _ran(world, rule, triggers[rows], spans[rows]) if len(rows) else False
    return answer & ~by_estimate(world, found)


def _ran(world: World, rule: Sanction, keys: Array, spans: Array) -> Mask:
    """Whether the rule or the sheet behind each line was computed, for the line's period too."""
    kind, names = trigger(rule)
    if kind == "检查":
        return np.zeros(len(keys), dtype=bool)
    if kind in {"登记", "表"}:
        sheet = ENTRIES if kind == "登记" else names[0]
        return np.full(len(keys), not world.tables.cells or sheet in world.tables.cells)
    running = {other.id for other in world.book.all(NAMED[kind]) if other.id in names and not _rolls(other)}
    ran = np.array([(key or "").split("·", 1)[0] in running for key in keys], dtype=bool)
    if kind == "义务":
        return ran
    computed = world.column(world.frame(RESULTS[kind], tuple(sorted(set(names)))), "期")
    known = set(computed.words.tolist())
    return np.asarray(ran & [period in known for period in spans])


def _rolls(rule: Rule) -> bool:
    """A rolling gap leaves no trace once it is closed, so its absence proves nothing."""
    return isinstance(rule, Quota) and rule.period.name == "滚动"
