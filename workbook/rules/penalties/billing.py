"""Bills: every charge counted and priced, and the lines it makes in the ledger (rule-language §3.12)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.appeals import barred
from workbook.rules.penalties.booked import booked
from workbook.rules.penalties.chain import chains
from workbook.rules.penalties.charging import Lot, group, lots, struck, struck_out
from workbook.rules.penalties.ledger import held, picked
from workbook.rules.penalties.numbering import counted
from workbook.rules.penalties.one_sanction import NOBODY, belongs_to
from workbook.rules.penalties.pricing import Prices, prices
from workbook.rules.penalties.telling import nth as nth_of
from workbook.rules.penalties.telling import version
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.vectors import Array, Mask, Vec, concat, constant, flags, numbers, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.money import exact, said, yuan
from workbook.words.tongue import worded

TEXT, MONEY = Type("文本"), Type("金额")
PRICED = ("第几次", "倍数", "基额", "金额", "下限", "上限", "处理", "待决定")


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """A lot with its numbers and prices; `out` marks the charges struck out by 互斥组, which cost nothing.

    `under`: the 行键 of the charge of the same notice that keeps the sanction; empty where a charge keeps its own.
    `before`: the notices it comes after.
    """

    lot: Lot
    nth: Array
    prices: Prices
    out: Mask
    under: Array
    before: Array


def bills(world: World) -> list[Bill]:
    """Every charge of every code, counted and priced."""
    return world.remembered("计次", "", lambda: _bills(world))


def _bills(world: World) -> list[Bill]:
    found = [lot for code in world.book.by_id(Sanction) for lot in lots(world, code)]
    out = [struck_out(world, lot) for lot in found]
    withdrawn = barred(held(world))
    gone_keys = [lot.rungs.key.matching(lambda key: key in withdrawn) for lot in found]
    climbs = [
        replace(lot.rungs, counts=lot.rungs.counts & ~gone & ~over)
        for lot, gone, over in zip(found, out, gone_keys, strict=True)
    ]
    rungs = [*climbs, *booked(world, found)]
    steps = counted(world, rungs)
    before = chains(rungs, steps)
    parts = zip(found, steps, out, before, strict=False)
    made = [
        Bill(lot, nth, prices(lot.rule, nth, lot.quantity, lot.values), gone, np.full(len(nth), NOBODY, object), chain)
        for lot, nth, gone, chain in parts
    ]
    return _one_sanction(world, _by_weight(world, made))


def _one_sanction(world: World, made: list[Bill]) -> list[Bill]:
    """The sanction of a notice on one of its charges; the others keep their sums."""
    under = belongs_to(world, [bill.lot for bill in made], [bill.prices for bill in made], [bill.out for bill in made])
    return [
        replace(bill, under=own, prices=_without_sanction(bill.prices, np.asarray(own != NOBODY)))
        for bill, own in zip(made, under, strict=True)
    ]


def _without_sanction(one: Prices, rows: Mask) -> Prices:
    ranged = ~np.isnan(one.high)
    return replace(one, handling=one.handling.without(rows), open=one.open & (~rows | ranged)) if rows.any() else one


def _by_weight(world: World, made: list[Bill]) -> list[Bill]:
    """互斥组 with 留 最重 or 最轻: struck out by what they cost."""
    by_lot = {id(bill.lot): bill for bill in made}
    rules = (bill.lot.rule for bill in made)
    names = dict.fromkeys(rule.one_of for rule in rules if rule.one_of and rule.keep_which != "优先")
    masks: dict[int, Mask] = {}
    for name in names:
        members = group(world, name)
        turn = -1.0 if members[0].rule.keep_which == "最重" else 1.0
        masks.update(struck(members, [turn * _weight(by_lot[id(lot)].prices) for lot in members]))
    return [replace(bill, out=bill.out | masks.get(id(bill.lot), bill.out)) for bill in made]


def _weight(one: Prices) -> Array:
    """What a charge costs at most; a sanction without a sum weighs more than any sum."""
    heavy = np.where(one.open & np.isnan(one.amount), np.inf, 0.0)
    return np.nan_to_num(np.fmax(one.amount, one.high), nan=0.0) + heavy


def lines(bill: Bill) -> list[tuple[Frame, Vec]]:
    """The ledger lines of a bill, one frame per share of the sum, with the key of each line's charge."""
    lot = bill.lot
    key = lot.frame.typed["行键"]
    made: list[tuple[Frame, Vec]] = []
    for number, ((payer, _), columns) in enumerate(zip(lot.payers, _divided(bill), strict=True), 1):
        frame = picked(lot.frame, lot.frame.all)
        frame.typed.update(columns)
        if len(lot.payers) > 1:
            frame.typed["承担人"] = payer.of(TEXT)
            own = zip(key.objects(), says(payer).objects(), strict=True)
            frame.typed["行键"] = text([f"{name}·{who or number}" for name, who in own], TEXT)
        frame.because = lambda position: _because(bill, position)
        made.append((frame, key))
    return made


def _divided(bill: Bill) -> list[dict[str, Vec]]:
    """The priced columns of each share; where the shares make a whole, the last takes what rounding left over."""
    shares = [share for _, share in bill.lot.payers]
    whole = abs(sum(shares) - 1) < 1e-9
    left = sums = _sums(bill)
    made = []
    for number, share in enumerate(shares, 1):
        parts = left if whole and number == len(shares) else [_share(one, share) for one in sums]
        made.append(_columns(bill, parts))
        left = [np.round(one - part, 2) for one, part in zip(left, parts, strict=True)]
    return made


def _share(sums: Array, share: float) -> Array:
    part = exact(share)
    return np.array([np.nan if np.isnan(one) else float(yuan(exact(float(one)) * part)) for one in sums], dtype=float)


def _columns(bill: Bill, parts: list[Array]) -> dict[str, Vec]:
    base, amount, low, high = parts
    out = bill.out
    return {
        "第几次": numbers(np.where(out, np.nan, bill.nth), Type("整数")),
        "倍数": numbers(np.where(out, 0.0, bill.prices.times)),
        "基额": numbers(base, MONEY),
        "金额": numbers(np.where(out, 0.0, amount), MONEY),
        "下限": numbers(np.where(out, np.nan, low), MONEY),
        "上限": numbers(np.where(out, np.nan, high), MONEY),
        "处理": bill.prices.handling.without(out),
        "待决定": flags(bill.prices.open & ~out),
        "前几次": text([None if gone else word for gone, word in zip(out.tolist(), bill.before, strict=True)], TEXT),
        "版本": constant(version(bill.lot.rule), len(out), TEXT),
    }


def _because(bill: Bill, position: int) -> str:
    """The row and clause, and how the sum came about."""
    cells = said_because(bill.lot.frame, position)
    one, nth = bill.prices, bill.nth[position]
    if bill.out[position]:
        return cells + worded("；同一件事另有处罚，这一条不重复罚")
    count = "" if np.isnan(nth) else f"；{nth_of(bill.lot.rule.window, nth)}"
    if bill.under[position]:
        count += worded("；和 {key} 是同一张罚单，处理记在那一笔", key=bill.under[position])
    if np.isnan(one.amount[position]) or one.times[position] != 2:
        return f"{cells}{count}"
    return f"{cells}{count}，{said(exact(float(one.base[position])))}×2"


def priced(world: World, frame: Frame, heading: str) -> Vec | None:
    """第几次, 倍数, 金额 … of charges that were asked for before pricing, undivided; None for any other column."""
    if heading not in PRICED:
        return None
    whole = [(bill.lot.frame.typed["行键"], _columns(bill, _sums(bill))[heading]) for bill in bills(world)]
    declared = frame.sheet.column(heading)
    kind = declared.type if declared else TEXT
    own, values = concat([key for key, _ in whole], TEXT), concat([held for _, held in whole], kind)
    first = {key: at for at, key in reversed(list(enumerate(own.objects())))}
    return values.take(np.array([first.get(key, -1) for key in frame.typed["行键"].objects()], dtype=np.int64))


def _sums(bill: Bill) -> list[Array]:
    """基额, 金额, 下限, 上限."""
    return [bill.prices.base, bill.prices.amount, bill.prices.low, bill.prices.high]
