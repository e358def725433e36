"""处罚标准 in three passes: 立项 raises charges, 计次 numbers the notices, 计价 prices them into the ledger (§3.12)."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Check, Duty, Metric, Quota, Rule, Sanction
from workbook.rules.penalties import ledger
from workbook.rules.penalties.billing import Bill, bills, lines, priced
from workbook.rules.penalties.charging import charges, is_sound
from workbook.rules.penalties.finding_acts import ENTRIES, RESULTS, in_force, trigger
from workbook.rules.penalties.for_decision import note_entries, note_gaps, strangers
from workbook.rules.penalties.ledger import LEDGER, Held, Lines, picked
from workbook.rules.world.frames import Frame, stacked
from workbook.rules.world.vectors import Array, Mask, concat, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type

__all__ = ["charges", "priced", "sanctions"]

TEXT = Type("文本")
NAMED: dict[str, type[Duty | Quota | Check | Metric]] = {
    "义务": Duty, "定额": Quota, "达标": Quota, "检查": Check, "指标": Metric,
}  # fmt: skip


def sanctions(world: World) -> Frame:
    """The whole ledger 处罚台账: the lines found in the workbook as they are, then new ones, then reversals.

    A line that is new, or that reverses another, has row number 0.
    """
    return world.remembered("计价", "", lambda: _ledger(world))


def _ledger(world: World) -> Frame:
    note_entries(world)
    made = bills(world)
    parts = [*(part for bill in made for part in lines(bill)), strangers(world)]
    plain = [*(_is_plain(bill) for bill in made for _ in bill.lot.payers), False]
    frame = stacked(world.schema.sheets[LEDGER], [part for part, _ in parts])
    now = Lines(
        frame=frame,
        key=concat([key for _, key in parts], TEXT),
        alive=np.asarray(frame.typed["倍数"].data != 0),
        worth=_worth(frame),
        plain=np.repeat(plain, [len(part) for part, _ in parts]),
    )
    whole = ledger.merged(world, _sorted(now), lambda found: _asked_again(world, found))
    note_gaps(world, made)
    return whole


def _worth(frame: Frame) -> Mask:
    """Lines with a sum or something to decide."""
    sums = ~np.isnan(frame.typed["金额"].data) | ~np.isnan(frame.typed["下限"].data)
    return np.asarray(sums | frame.typed["待决定"].matching(lambda word: word == "是"))


def _is_plain(bill: Bill) -> bool:
    """Charges whose person and quantity staff typed (登记), on one line each."""
    return bill.lot.acts.frame.name == ENTRIES and len(bill.lot.payers) == 1


def _sorted(now: Lines) -> Lines:
    """In order of day, then key; the shares of one charge stay together."""
    place = {word: rank for rank, word in enumerate(sorted(now.key.words.tolist()))}
    keys = np.array([place.get(word, -1) for word in now.key.objects()], dtype=np.int64)
    order = np.lexsort([keys, now.frame.typed["日期"].data])
    return Lines(picked(now.frame, order), now.key.take(order), now.alive[order], now.worth[order], now.plain[order])


def _asked_again(world: World, found: Held) -> Mask:
    """Lines whose rule was asked again today: its code is in force on that day, computed, and stands on rules that run.

    A gap in a checklist that is filled later was still a gap, and closed periods that nobody computes any more stand.
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
    return answer


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
