"""处罚标准 in three passes: 立项 raises charges, 计次 numbers the notices, 计价 prices them into the ledger (§3.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from workbook.rulebook.conditions import Path
from workbook.rulebook.model import Check, Duty, Metric, Quota, Sanction
from workbook.rulebook.nearest import nearest
from workbook.rules import ledger
from workbook.rules.charges import Lot, charges, group, is_sound, lots, needs, struck, struck_out
from workbook.rules.frames import Frame, Link, result, said_because, stacked
from workbook.rules.ladders import counted
from workbook.rules.ledger import LEDGER, Held, Lines, picked
from workbook.rules.operands import fold
from workbook.rules.pricing import Prices, prices
from workbook.rules.triggers import ENTRIES, RESULTS, STAFF, in_force, trigger
from workbook.rules.vectors import Array, Mask, Positions, Vec, concat, constant, empty, flags, numbers, says, text
from workbook.rules.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.money import exact, said, yuan
from workbook.words.place import Place

TEXT, MONEY = Type("文本"), Type("金额")
PRICED = ("第几次", "倍数", "基额", "金额", "下限", "上限", "处理", "待决定")
NAMED: dict[str, type[Duty | Quota | Check | Metric]] = {"义务": Duty, "定额": Quota, "达标": Quota, "检查": Check, "指标": Metric}


def sanctions(world: World) -> Frame:
    """The whole ledger 处罚台账: the lines found in the workbook as they are, then new ones, then reversals.

    A line that is new, or that reverses another, has row number 0.
    """
    return world.remembered("计价", "", lambda: _ledger(world))


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """A lot with its numbers and prices; `out` marks the charges struck out by 互斥组, which cost nothing."""

    lot: Lot
    nth: Array
    prices: Prices
    out: Mask


def _ledger(world: World) -> Frame:
    _note_entries(world)
    made = bills(world)
    sheet = world.schema.sheets[LEDGER]
    parts = [part for bill in made for part in _lines(bill)] + [_unknown(world)]
    frame = stacked(sheet, [part for part, _ in parts])
    lines = Lines(
        frame=frame,
        key=concat([key for _, key in parts], TEXT),
        alive=np.asarray(frame.typed["倍数"].data != 0),
        worth=_worth(frame),
        plain=np.concatenate([np.full(len(part), _is_plain(part)) for part, _ in parts]),
    )
    lines = _sorted(lines)
    whole = ledger.merged(world, lines, lambda found: _asked_again(world, found))
    _note_gaps(world, made)
    return whole


def bills(world: World) -> list[Bill]:
    """Every charge of every code, counted and priced."""
    found = [lot for code in world.book.by_id(Sanction) for lot in lots(world, code)]
    out = [struck_out(world, lot) for lot in found]
    rungs = []
    for lot, gone in zip(found, out, strict=True):
        climbs = lot.rungs.counts & ~gone
        one = lot.rungs
        rungs.append(type(one)(one.window, one.ladder, one.person, one.notice, one.key, one.day, one.steps, climbs))
    numbered = counted(world, rungs)
    made = [
        Bill(lot, nth, prices(lot.rule, nth, lot.quantity, lot.values), gone)
        for lot, nth, gone in zip(found, numbered, out, strict=True)
    ]
    return _by_weight(world, made)


def _by_weight(world: World, made: list[Bill]) -> list[Bill]:
    """互斥组 with 留 最重 or 最轻: struck out by what they cost."""
    by_lot = {id(bill.lot): bill for bill in made}
    names = dict.fromkeys(bill.lot.rule.one_of for bill in made if bill.lot.rule.one_of and bill.lot.rule.keep_which != "优先")
    masks: dict[int, Mask] = {}
    for name in names:
        members = group(world, name)
        turn = -1.0 if members[0].rule.keep_which == "最重" else 1.0
        masks.update(struck(members, [turn * _weight(by_lot[id(lot)].prices) for lot in members]))
    return [Bill(b.lot, b.nth, b.prices, b.out | masks.get(id(b.lot), b.out)) for b in made]


def _weight(one: Prices) -> Array:
    """What a charge costs at most; a sanction without a sum weighs more than any sum."""
    heavy = np.where(one.open & np.isnan(one.amount), np.inf, 0.0)
    return np.nan_to_num(np.fmax(one.amount, one.high), nan=0.0) + heavy


def _lines(bill: Bill) -> list[tuple[Frame, Vec]]:
    """The lines of a bill, one frame per share of the sum, with the key of each line's charge."""
    lot, size = bill.lot, len(bill.out)
    key = lot.frame.typed["行键"]
    paid_before = {heading: np.zeros(size) for heading in ledger.SUMS}
    made: list[tuple[Frame, Vec]] = []
    for index, (payer, share) in enumerate(lot.payers):
        last = index == len(lot.payers) - 1 and abs(sum(part for _, part in lot.payers) - 1) < 1e-9
        frame = picked(lot.frame, lot.frame.all)
        frame.typed.update(_money(bill, share, paid_before, last=last))
        if len(lot.payers) > 1:
            frame.typed["承担人"] = payer.of(TEXT)
            own = zip(key.objects(), says(payer).objects(), strict=True)
            frame.typed["行键"] = text([f"{name}·{who or index + 1}" for name, who in own], TEXT)
        frame.because = lambda position: _because(bill, position)
        made.append((frame, key))
    return made


def _money(bill: Bill, share: float, before: dict[str, Array], *, last: bool) -> dict[str, Vec]:
    """The priced columns of one share; the last share takes what rounding left over."""
    one, out = bill.prices, bill.out
    columns: dict[str, Vec] = {}
    for heading, sums in (("基额", one.base), ("金额", one.amount), ("下限", one.low), ("上限", one.high)):
        part = sums - before[heading] if last else _shared(sums, share)
        before[heading] = before[heading] + np.nan_to_num(part)
        part = np.round(part, 2)
        if heading != "基额":
            part = np.where(out, 0.0 if heading == "金额" else np.nan, part)
        columns[heading] = numbers(part, MONEY)
    return {
        **columns,
        "第几次": numbers(np.where(out, np.nan, bill.nth), Type("整数")),
        "倍数": numbers(np.where(out, 0.0, one.times)),
        "处理": one.handling.without(out),
        "待决定": flags(one.open & ~out),
    }


def _shared(sums: Array, share: float) -> Array:
    if share == 1.0:
        return sums
    part = exact(share)
    return np.array([np.nan if np.isnan(one) else float(yuan(exact(float(one)) * part)) for one in sums], dtype=float)


def _because(bill: Bill, position: int) -> str:
    """The row and clause, and how the sum came about."""
    cells = said_because(bill.lot.frame, position)
    one, nth = bill.prices, bill.nth[position]
    if bill.out[position]:
        return f"{cells}；同一件事另有处罚，这一条不重复罚"
    count = "" if np.isnan(nth) else f"；{_window(bill.lot)}第 {int(nth)} 次"
    if np.isnan(one.amount[position]) or one.times[position] == 1:
        return f"{cells}{count}"
    return f"{cells}{count}，{said(Decimal(repr(float(one.base[position]))))}×{one.times[position]:g}"


def _window(lot: Lot) -> str:
    window = lot.rule.window
    return f"{window.rolling}内" if window.rolling is not None else f"本{window.name}" if window.name != "全部" else ""


def _worth(frame: Frame) -> Mask:
    """Lines with a sum or something to decide."""
    sums = ~np.isnan(frame.typed["金额"].data) | ~np.isnan(frame.typed["下限"].data)
    return np.asarray(sums | frame.typed["待决定"].matching(lambda word: word == "是"))


def _is_plain(frame: Frame) -> bool:
    """Charges whose person and quantity staff typed: 登记."""
    return any(link.frame.name == ENTRIES for link in frame.links.get("源行", []))


def _sorted(lines: Lines) -> Lines:
    """In order of day, then key."""
    own = lines.frame.typed["行键"]
    place = {word: rank for rank, word in enumerate(sorted(own.words.tolist()))}
    order = np.lexsort([[place.get(word, -1) for word in own.objects()], lines.frame.typed["日期"].data])
    return Lines(picked(lines.frame, order), lines.key.take(order), lines.alive[order], lines.worth[order], lines.plain[order])


# -- rows of 违规登记 that no code takes


def _unknown(world: World) -> tuple[Frame, Vec]:
    """Entries with a code that 处罚标准 hasn't got: kept in sight, without a sum."""
    frame, at = world.frame(ENTRIES), _strangers(world)
    size = len(at)
    sheet = world.schema.sheets[LEDGER]
    code, who = world.column(frame, "条款代码").take(at), world.column(frame, "员工编号").take(at)
    what = world.column(frame, "对象编号").take(at)
    day = world.column(frame, "时间").take(at)
    trigger_key = says(frame.key().take(at))
    rows = zip(says(code).objects(), trigger_key.objects(), says(what).objects(), strict=True)
    key = text(["·".join(part or "" for part in row).rstrip("·") for row in rows], TEXT)
    columns = {
        "行键": key, "日期": Vec(Type("日期"), day.data.astype("datetime64[D]").astype("datetime64[us]")), "代码": code.of(TEXT), "规则": code.of(TEXT),
        "员工编号": who, "承担人": who.of(TEXT), "触发行": trigger_key, "对象编号": what, "数量": world.column(frame, "数量").take(at),
        "倍数": numbers(np.ones(size)), "待决定": flags(np.zeros(size, dtype=bool)), **ledger.typed(world, key),
    }  # fmt: skip
    links = {"源行": Link(frame, at), STAFF: Link(world.frame(STAFF), world.frame(STAFF).lookup(who))}
    made = result(sheet, columns, size, links)
    made.because = lambda position: str(frame.place(int(at[position]), "条款代码"))
    return made, key


def _strangers(world: World) -> Positions:
    frame = world.frame(ENTRIES)
    known = {fold(code) for code in world.book.by_id(Sanction)} | _resting(world)
    rows = ~world.column(frame, "条款代码").matching(lambda word: fold(word) in known)
    rows &= ~world.column(frame, "状态").matching(lambda word: word == "撤销")
    rows &= world.column(frame, "时间").data <= world.instant
    return np.flatnonzero(rows & ~world.column(frame, "条款代码").missing())


def _resting(world: World) -> set[str]:
    """Codes that rest because a setting is empty; the setting has its own issue."""
    told = [dict(found.words).get("rules", "") for found in world.book.issues if found.kind is Kind.SETTING_EMPTY]
    return {fold(one) for rules in told for one in rules.split("、")}


def _note_entries(world: World) -> None:
    """Entries that name no code, or one that needs no entry."""
    frame = world.frame(ENTRIES)
    codes = world.column(frame, "条款代码").objects()
    rules = world.book.by_id(Sanction)
    for row in _strangers(world).tolist():
        place = frame.place(row, "条款代码")
        world.note(issue(Kind.UNKNOWN_FINE_CODE, place, code=codes[row], nearest=nearest(str(codes[row]), rules)))
    own = {fold(code): (code, versions[0].trigger) for code, versions in rules.items() if all(needs_none(rule) for rule in versions)}
    rows = world.column(frame, "条款代码").matching(lambda word: fold(word) in own)
    rows &= ~world.column(frame, "状态").matching(lambda word: word == "撤销")
    for row in np.flatnonzero(rows).tolist():
        code, by = own[fold(str(codes[row]))]
        world.note(issue(Kind.FINE_AUTOMATIC, frame.place(row, "条款代码"), code=code, trigger=by))


def needs_none(rule: Sanction) -> bool:
    """The code is set off by something else than an entry."""
    return not rule.trigger.strip().startswith("登记")


# -- what a price lacks


def _note_gaps(world: World, made: Sequence[Bill]) -> None:
    """Charges without a person, a quantity or a base; those already ruled on ask nothing."""
    settled = set(ledger.held(world).key.objects()[ledger.held(world).stands])
    for bill in made:
        keys = bill.lot.frame.typed["行键"].objects()
        asks = ~bill.out & ~np.array([key in settled for key in keys], dtype=bool)
        nobody = np.logical_and.reduce([payer.missing() for payer, _ in bill.lot.payers]) & bill.lot.frame.typed["员工编号"].missing()
        for row in np.flatnonzero(asks & nobody).tolist():
            world.note(issue(Kind.FINE_NOBODY, _place(bill.lot, row), code=bill.lot.rule.id))
        for row in np.flatnonzero(asks & bill.prices.lacking).tolist():
            _note_lacking(world, bill.lot, row)


def _note_lacking(world: World, lot: Lot, row: int) -> None:
    place, code = _place(lot, row), lot.rule.id
    if isinstance(lot.rule.quantity, tuple) and not lot.quantity[row] >= 0:
        world.note(issue(Kind.FINE_NEEDS_NUMBER, place, code=code, path=".".join(lot.rule.quantity)))
    for path, values in lot.values.items():
        if np.isnan(values[row]):
            _note_base(world, lot, row, path, place)


def _note_base(world: World, lot: Lot, row: int, path: Path, place: Place) -> None:
    if path[0] == STAFF and len(path) > 1:
        who = lot.frame.typed["员工编号"].objects()[row] or "没有人"
        world.note(issue(Kind.FINE_BASE_MISSING, place, code=lot.rule.id, who=who, path=".".join(path[1:])))
    else:
        world.note(issue(Kind.FINE_NEEDS_NUMBER, place, code=lot.rule.id, path=".".join(path)))


def _place(lot: Lot, row: int) -> Place:
    """The sheet row behind a charge, through as many results as there are."""
    frame, at = lot.acts.frame, int(lot.acts.at[row])
    for _ in range(4):
        if frame.rows[at]:
            return frame.place(at)
        behind = [link for name in ("源行", "键行") for link in frame.links.get(name, []) if link.at[at] >= 0]
        if not behind:
            break
        frame, at = behind[0].frame, int(behind[0].at[at])
    return frame.place(at)


# -- which lines may be reversed


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
            if needs(lots(world, code)[0]) == "检查":
                continue
            rows = np.flatnonzero((codes.data == number) & in_force(world, rule, days))
            answer[rows] |= [_runs(world, rule, triggers[row] or "", spans[row]) for row in rows]
    return answer


def _runs(world: World, rule: Sanction, key: str, period: str | None) -> bool:
    """Whether the rule or sheet behind one line was computed, for that line's period too."""
    kind, names = trigger(rule)
    if kind in {"登记", "表"}:
        sheet = ENTRIES if kind == "登记" else names[0]
        return not world.tables.cells or sheet in world.tables.cells
    named = key.split("·", 1)[0]
    behind = world.book.by_id(NAMED[kind]).get(named, ()) if named in names else ()
    if not behind or any(isinstance(other, Quota) and other.period.name == "滚动" for other in behind):
        return False
    return kind == "义务" or period in set(world.column(world.frame(RESULTS[kind], tuple(sorted(set(names)))), "期").words)


# -- the ledger's sums for those who read charges


def priced(world: World, frame: Frame, heading: str) -> Vec | None:
    """第几次, 倍数, 金额 … of charges that were asked for before pricing; None for any other column."""
    if heading not in PRICED:
        return None
    made = bills(world)
    sums: Mapping[str, Vec] = {
        "行键": concat([bill.lot.frame.typed["行键"] for bill in made], TEXT),
        heading: concat([_money(bill, 1.0, {name: np.zeros(len(bill.out)) for name in ledger.SUMS}, last=True)[heading] for bill in made]),
    }
    own = sums["行键"].objects()
    first = {key: at for at, key in reversed(list(enumerate(own)))}
    at = np.array([first.get(key, -1) for key in frame.typed["行键"].objects()], dtype=np.int64)
    return sums[heading].take(at) if len(own) else empty(frame.sheet.column(heading).type if frame.sheet.column(heading) else TEXT, len(frame))  # type: ignore[union-attr]


__all__ = ["Bill", "bills", "charges", "constant", "priced", "sanctions"]
