"""立项: the charges that breaches and deeds raise, before they are counted and priced (rule-language §3.12)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from workbook.rulebook.cells.conditions import path, split
from workbook.rulebook.cells.notations import number
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.facts.derive import filled
from workbook.rules.facts.operands import fold
from workbook.rules.facts.people import people
from workbook.rules.penalties import ledger
from workbook.rules.penalties.acts import STAFF, Acts, ActScope
from workbook.rules.penalties.appeals import barred
from workbook.rules.penalties.finding_acts import ENTRIES, acts
from workbook.rules.penalties.ledger import LEDGER, picked
from workbook.rules.penalties.numbering import Rungs
from workbook.rules.penalties.pricing import BY_UNIT, prices, units
from workbook.rules.penalties.two_things import note_two
from workbook.rules.world.frames import Frame, Link, result, said_because, stacked
from workbook.rules.world.row_words import row_words
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, constant, empty, moments, numbers, says, text
from workbook.rules.world.world import Cycle, World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue

TEXT, PERSON, MONEY = Type("文本"), Type("引用", STAFF), Type("金额")
_SHARE = re.compile(r"^(.*?)\s*[:：]\s*(\d+(?:\.\d+)?%)$", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """The charges that one row of 处罚标准 raises.

    Shapes:
        frame: rows of 处罚台账; all else has one value for each of them.
        only: 互斥键; rungs: what the ladder needs; quantity: NaN where it is missing.
        values: for each column that a price names, its value.
        payers: who pays which share of each charge (one share of the whole, unless the rule divides it).
    """

    rule: Sanction
    frame: Frame
    acts: Acts
    only: Vec
    rungs: Rungs
    quantity: Array
    values: Mapping[Path, Array]
    payers: tuple[tuple[Vec, float], ...]


def charges(world: World, rules: Sequence[Sanction]) -> Frame:
    """The charges of some codes as rows of 处罚台账, less those that 互斥组 strikes out; not yet counted nor priced.

    A charge that 复核 withdrew is no act any more: a cap on acts doesn't count it, an order about it is owed no longer.
    Links: 源行 opens the row that set a charge off, 员工 the person it falls on.
    """
    parts: list[Frame] = []
    out = barred(ledger.held(world))
    for code in dict.fromkeys(rule.id for rule in rules):
        found = lots(world, code)
        for lot in found:
            struck = struck_out(world, lot) | lot.frame.typed["行键"].matching(lambda key: key in out)
            parts.append(lot.frame if not struck.any() else picked(lot.frame, np.flatnonzero(~struck)))
    sheet = world.schema.sheets[LEDGER]
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def lots(world: World, code: str) -> tuple[Lot, ...]:
    """The charges of one code, a lot for each of its rows (its dated versions); one act is charged once."""
    return world.remembered("立项", code, lambda: _lots(world, code))


def is_sound(world: World, code: str) -> bool:
    """Every row of the code could be computed."""
    return len(lots(world, code)) == len(world.book.by_id(Sanction).get(code, ()))


def _lots(world: World, code: str) -> tuple[Lot, ...]:
    made: list[Lot] = []
    seen: set[str] = set()
    for rule in world.book.by_id(Sanction)[code]:
        try:
            lot = world.attempt(rule, partial(_lot, world, rule), None)
        except Cycle as error:
            if f"立项（{code}）" not in error.path:
                raise
            world.note(issue(Kind.RULE_CYCLE, rule.place, path=" → ".join(error.path)))
            continue
        if lot is None:
            continue
        keys = lot.frame.typed["行键"].objects().tolist()
        if seen:
            lot = _some(lot, np.flatnonzero([key not in seen for key in keys]))
        seen.update(keys)
        made.append(lot)
    return tuple(made)


def _lot(world: World, rule: Sanction) -> Lot:
    found = acts(world, rule)
    scope = ActScope(world, View(found.frame, found.at), who=found.who)
    size = len(scope)
    who = people(world, rule.offender, scope, first=False, on=found.day) if rule.offender else found.who
    scope = replace(scope, who=who.of(PERSON))
    note_two(rule, scope, found)
    what = _object(rule, scope) if rule.object else found.what
    quantity, values = _quantity(rule, scope), _values(rule, scope)
    day, code = moments(found.day, Type("日期")), constant(rule.id, size, TEXT)
    known = {"员工编号": who, "对象编号": what, "日期": says(day), "期": found.period, "触发行": found.key}
    key = ledger.keys(code, found.key, what, found.period, found.turn)
    notice = key if BY_UNIT in rule.notice else _together(rule.notice, known, scope)
    ladder = filled(rule.ladder, scope) if "{" in rule.ladder else constant(rule.ladder or rule.id, size, TEXT)
    payers = _payers(world, rule, scope, found.day)
    turn, many = numbers(found.turn, Type("整数")), numbers(quantity)
    about = {**known, "代码": code, "日期": day, "重计号": turn, "数量": many}
    columns = {
        "行键": key,
        "日期": day,
        "代码": code,
        "规则": code,
        "名称": constant(rule.name or None, size, TEXT),
        "方向": constant(rule.side, size, TEXT),
        "员工编号": who.of(PERSON),
        "承担人": _all_of([payer for payer, _ in payers]),
        "触发行": found.key,
        "对象编号": what.of(Type("编号")),
        "期": found.period,
        "重计号": turn,
        "数量": many,
        "计量": constant(rule.unit or None, size, TEXT),
        "基额": numbers(prices(rule, _same(1, size), quantity, values).base, MONEY),
        "阶梯组": ladder,
        "通知键": notice,
        **_typed(world, found, key, about),
    }
    links = {"源行": Link(found.frame, found.at), STAFF: Link(world.frame(STAFF), scope.offender())}
    frame = result(world.schema.sheets[LEDGER], columns, size, links)
    frame.because = lambda position: f"{rule.because}：{_cells(rule, found, position)}"
    steps = np.array([units(one) for one in quantity], float) if BY_UNIT in rule.notice else _same(1, size)
    rungs = Rungs(rule.window, ladder, who, notice, key, found.day, steps, np.full(size, rule.counts))
    only = _together(rule.one_key, known, scope) if rule.one_key else notice
    return Lot(rule, frame, found, only, rungs, quantity, values, payers)


def _quantity(rule: Sanction, scope: ActScope) -> Array:
    if isinstance(rule.quantity, tuple):
        return scope.vec(rule.quantity).of(Type("小数")).data
    return _same(float(rule.quantity), len(scope))


def _values(rule: Sanction, scope: ActScope) -> dict[Path, Array]:
    """The columns that the prices are shares or multiples of."""
    prices_ = (step.price for step in rule.amount if step.price is not None)
    paths = dict.fromkeys(price.base for price in prices_ if price.base is not None)
    return {path: scope.vec(path).of(Type("小数")).data for path in paths}


def _same(value: float, size: int) -> Array:
    return np.full(size, value, dtype=float)


def _object(rule: Sanction, scope: ActScope) -> Vec:
    return filled(rule.object, scope) if "{" in rule.object else says(scope.vec(path(rule.object)))


def _together(names: Sequence[str], known: Mapping[str, Vec], scope: ActScope) -> Vec:
    """Several columns as one text; a name is the charge's own column, else one of the row that set it off."""
    columns = []
    for name in names:
        bare = name.strip("{}")
        values = known[bare] if bare in known else scope.vec(path(bare))
        columns.append(says(values).objects())
    if not columns:
        return empty(TEXT, len(scope))
    return text(["·".join(part or "" for part in parts) for parts in zip(*columns, strict=True)], TEXT)


def _payers(world: World, rule: Sanction, scope: ActScope, day: Array) -> tuple[tuple[Vec, float], ...]:
    """承担人: the offender unless the rule says otherwise; `甲:50%,乙:50%` divides the sum."""
    for choice in rule.payer:
        shares = [_SHARE.match(part) for part in split(choice)]
        if all(shares):
            notations = [(share[1], float(number(share[2]))) for share in shares if share]
            return tuple((people(world, (one,), scope, first=False, on=day), part) for one, part in notations)
    if rule.payer:
        return ((people(world, rule.payer, scope, first=False, on=day), 1.0),)
    return ((says(scope.who) if scope.who else empty(TEXT, len(scope)), 1.0),)


def _all_of(payers: Sequence[Vec]) -> Vec:
    if len(payers) == 1:
        return payers[0].of(TEXT)
    rows = zip(*(says(payer).objects() for payer in payers), strict=True)
    return text(["、".join(dict.fromkeys(one for one in row if one)) or None for row in rows], TEXT)


def _typed(world: World, found: Acts, key: Vec, columns: dict[str, Vec]) -> dict[str, Vec]:
    """What staff typed beside the line in 处罚台账; an order noted in 违规登记 serves as long as the line has none."""
    typed = ledger.typed(world, key, columns)
    if found.frame.name == ENTRIES:
        for heading in ("责令时间", "改正时间"):
            typed[heading] = typed[heading].otherwise(world.column(found.frame, heading).take(found.at))
    return typed


def _cells(rule: Sanction, found: Acts, position: int) -> str:
    """The cells a charge stands on."""
    frame, at = found.frame, int(found.at[position])
    if not frame.rows[at]:
        return said_because(frame, at) or row_words(frame, at)
    tested = [clause.path[0] for clause in rule.when.clauses() if clause.path[0] in frame.cells]
    time = frame.sheet.time.heading if frame.sheet.time else ""
    headings = [heading for heading in dict.fromkeys((time, *tested)) if heading in frame.cells]
    return "、".join(str(frame.place(at, heading)) for heading in headings) or str(frame.place(at))


def _some(lot: Lot, rows: Positions) -> Lot:
    if len(rows) == len(lot.frame):
        return lot
    return replace(
        lot,
        frame=picked(lot.frame, rows),
        acts=lot.acts.pick(rows),
        only=lot.only.take(rows),
        rungs=lot.rungs.pick(rows),
        quantity=lot.quantity[rows],
        values={path: held[rows] for path, held in lot.values.items()},
        payers=tuple((who.take(rows), share) for who, share in lot.payers),
    )


def struck_out(world: World, lot: Lot) -> Mask:
    """Charges that another code of their 互斥组 replaces, as far as that is known before pricing (留 优先)."""
    if not lot.rule.one_of or lot.rule.keep_which != "优先":
        return np.zeros(len(lot.frame), dtype=bool)
    masks = world.remembered("互斥", lot.rule.one_of, lambda: _masks(world, lot.rule.one_of))
    return masks[id(lot)]


def group(world: World, name: str) -> list[Lot]:
    """The lots of one 互斥组, in the order of the rules."""
    codes = dict.fromkeys(rule.id for rule in world.book.all(Sanction) if rule.one_of == name)
    return [lot for code in codes for lot in lots(world, code) if lot.rule.one_of == name]


def _masks(world: World, name: str) -> dict[int, Mask]:
    members = group(world, name)
    return struck(members, [_rank(world, lot.rule) for lot in members])


def _rank(world: World, rule: Sanction) -> Array:
    """优先, else the place of the row in the sheet."""
    place = next(index for index, other in enumerate(world.book.all(Sanction)) if other is rule)
    return np.array([rule.order if rule.order is not None else place + 1], dtype=float)


def struck(members: Sequence[Lot], ranks: Sequence[Array]) -> dict[int, Mask]:
    """Per lot, all but the first of each 互斥键: by rank, then day, then key."""
    rows = []
    for index, (lot, rank) in enumerate(zip(members, ranks, strict=True)):
        only, keys = says(lot.only).mapped(fold).objects(), lot.frame.typed["行键"].objects()
        held = np.broadcast_to(rank, len(keys)).tolist()
        rows += [(held[at], lot.acts.day[at], keys[at], index, at, only[at]) for at in range(len(keys)) if only[at]]
    masks = {id(lot): np.zeros(len(lot.frame), dtype=bool) for lot in members}
    taken: set[str] = set()
    for _, _, _, index, at, only in sorted(rows, key=lambda row: row[:3]):
        if only.strip("·"):
            masks[id(members[index])][at] = only in taken
            taken.add(only)
    return masks
