"""处罚标准 in three passes: 立项 raises charges, 计次 numbers the notices, 计价 prices them into the ledger (§3.12)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from workbook.rules.penalties import ledger
from workbook.rules.penalties.asked_again import asked_again
from workbook.rules.penalties.billing import Bill, bills, lines, priced
from workbook.rules.penalties.charging import charges
from workbook.rules.penalties.finding_acts import ENTRIES
from workbook.rules.penalties.for_decision import note_entries, note_gaps, strangers
from workbook.rules.penalties.ledger import LEDGER, picked
from workbook.rules.penalties.lines import Held, Lines
from workbook.rules.penalties.same_rows import note_same
from workbook.rules.penalties.standing_still import sum_stands_still
from workbook.rules.penalties.unread_rows import note_waiting, unread
from workbook.rules.penalties.whose_cell import person_in_cell
from workbook.rules.world.frames import Frame, stacked
from workbook.rules.world.vectors import Mask, concat
from workbook.rules.world.world import World
from workbook.sheets.types import Type

__all__ = ["charges", "priced", "sanctions", "worked_now"]

TEXT = Type("文本")


def sanctions(world: World) -> Frame:
    """The whole ledger 处罚台账: the lines found in the workbook as they are, then new ones, then reversals.

    A line that is new, or that reverses another, has row number 0.
    """
    return world.remembered("计价", "", lambda: _ledger(world))


def worked_now(world: World) -> Frame:
    """What the rules as they stand make of each charge, whatever was booked for it before: lines as in 处罚台账."""
    return _sorted(_lines(world, bills(world))).frame


def _ledger(world: World) -> Frame:
    note_entries(world)
    made = bills(world)
    whole = ledger.merged(world, _sorted(_lines(world, made)), partial(_may_go, world))
    note_gaps(world, made)
    note_same(world, [bill.lot for bill in made])
    return whole


def _lines(world: World, made: Sequence[Bill]) -> Lines:
    """The lines of today's bills."""
    some = [bill for bill in made if len(bill.nth)]
    parts = [*(part for bill in some for part in lines(bill)), strangers(world)]
    plain = [*(_is_plain(bill) for bill in some for _ in bill.lot.payers), False]
    still = [*(sum_stands_still(world, bill.lot) for bill in some for _ in bill.lot.payers), False]
    whose = [np.asarray(person_in_cell(world, bill.lot)) for bill in some for _ in bill.lot.payers]
    frame = stacked(world.schema.sheets[LEDGER], [part for part, _ in parts])
    return Lines(
        frame=frame,
        key=concat([key for _, key in parts], TEXT),
        alive=np.asarray(frame.typed["倍数"].data != 0),
        worth=_worth(frame),
        plain=np.repeat(plain, [len(part) for part, _ in parts]),
        still=np.repeat(still, [len(part) for part, _ in parts]),
        whose=np.concatenate([*whose, np.zeros(len(parts[-1][0]), dtype=bool)]),
    )


def _may_go(world: World, found: Held, gone: Mask) -> Mask:
    """Lines whose rule was asked again, over a sheet of which every row was read."""
    asked, waits = asked_again(world, found), unread(world, found)
    note_waiting(world, found, gone & asked & waits)
    return np.asarray(asked & ~waits)


def _worth(frame: Frame) -> Mask:
    """Lines with a sum, a 处理 or something to decide."""
    sums = ~np.isnan(frame.typed["金额"].data) | ~np.isnan(frame.typed["下限"].data)
    return np.asarray(sums | ~frame.typed["处理"].missing() | frame.typed["待决定"].matching(lambda word: word == "是"))


def _is_plain(bill: Bill) -> bool:
    """Charges whose person and quantity staff typed (登记), on one line each."""
    return bill.lot.acts.frame.name == ENTRIES and len(bill.lot.payers) == 1


def _sorted(now: Lines) -> Lines:
    """In order of day, then key; the shares of one charge stay together."""
    place = {word: rank for rank, word in enumerate(sorted(now.key.words.tolist()))}
    keys = np.array([place.get(word, -1) for word in now.key.objects()], dtype=np.int64)
    order = np.lexsort([keys, now.frame.typed["日期"].data])
    masks = (mask[order] for mask in (now.alive, now.worth, now.plain, now.still, now.whose))
    return Lines(picked(now.frame, order), now.key.take(order), *masks)
