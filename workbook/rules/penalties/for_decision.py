"""What a person must look at: entries that no code takes, charges without a person or a number (§3.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.facts.operands import fold
from workbook.rules.penalties import ledger
from workbook.rules.penalties.acts import STAFF, midnight
from workbook.rules.penalties.billing import Bill
from workbook.rules.penalties.charging import Lot
from workbook.rules.penalties.finding_acts import ENTRIES
from workbook.rules.penalties.unused_counts import note_unused
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.vectors import Mask, Positions, Vec, empty, flags, moments, numbers, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.nearest import nearest
from workbook.words.place import Place

TEXT = Type("文本")


def strangers(world: World) -> tuple[Frame, Vec]:
    """Entries with a code that 处罚标准 hasn't got, as lines without a sum: kept in sight, with the key of each."""
    frame, at = world.frame(ENTRIES), _without_a_rule(world)
    code, who, what, quantity, time = (
        world.column(frame, heading).take(at) for heading in ("条款代码", "员工编号", "对象编号", "数量", "时间")
    )
    code, size, trigger = code.of(TEXT), len(at), says(frame.key().take(at))
    none = np.full(size, np.nan)
    columns = {
        "行键": ledger.keys(code, trigger, what, empty(TEXT, size), none),
        "日期": moments(midnight(time.data), Type("日期")),
        "代码": code,
        "规则": code,
        "员工编号": who,
        "承担人": who.of(TEXT),
        "触发行": trigger,
        "对象编号": what,
        "数量": quantity,
        "倍数": numbers(np.ones(size)),
        "待决定": flags(np.zeros(size, dtype=bool)),
    }
    columns |= ledger.typed(world, columns["行键"], columns)
    links = {"源行": Link(frame, at), STAFF: Link(world.frame(STAFF), world.frame(STAFF).lookup(who))}
    made = result(world.schema.sheets[ledger.LEDGER], columns, size, links)
    made.because = lambda position: str(frame.place(int(at[position]), "条款代码"))
    return made, columns["行键"]


def _without_a_rule(world: World) -> Positions:
    frame = world.frame(ENTRIES)
    known = {fold(code) for code in world.book.by_id(Sanction)} | _resting(world)
    codes = world.column(frame, "条款代码")
    rows = _stand(world, frame) & ~codes.missing() & ~codes.matching(lambda word: fold(word) in known)
    return np.flatnonzero(rows & (world.column(frame, "时间").data <= world.instant))


def _stand(world: World, frame: Frame) -> Mask:
    """Entries that weren't withdrawn."""
    return ~world.column(frame, "状态").matching(lambda word: word == "撤销")


def _resting(world: World) -> set[str]:
    """Codes that rest because a setting is empty; the setting has its own issue."""
    told = [dict(found.words).get("rules", "") for found in world.book.issues if found.kind is Kind.SETTING_EMPTY]
    return {fold(one) for rules in told for one in rules.split("、")}


def note_entries(world: World) -> None:
    """Entries that name no code, or one that needs no entry."""
    frame, rules = world.frame(ENTRIES), world.book.by_id(Sanction)
    codes = world.column(frame, "条款代码")
    said = codes.objects()
    for row in _without_a_rule(world).tolist():
        place = frame.place(row, "条款代码")
        world.note(issue(Kind.UNKNOWN_FINE_CODE, place, code=said[row], nearest=_like(str(said[row]), rules)))
    own = {fold(code): versions[0] for code, versions in rules.items() if not any(_by_entry(rule) for rule in versions)}
    for row in np.flatnonzero(_stand(world, frame) & codes.matching(lambda word: fold(word) in own)).tolist():
        rule = own[fold(str(said[row]))]
        world.note(issue(Kind.FINE_AUTOMATIC, frame.place(row, "条款代码"), code=rule.id, trigger=rule.trigger))


def _like(said: str, rules: Mapping[str, Sequence[Sanction]]) -> str:
    """The code that is most like what was written, or whose name is."""
    known = {code: code for code in rules}
    for code, versions in rules.items():
        for one in versions:
            known.setdefault(one.name or code, code)
    like = nearest(said, known)
    return known.get(like, like)


def _by_entry(rule: Sanction) -> bool:
    return rule.trigger.strip().startswith("登记")


def note_gaps(world: World, made: Sequence[Bill]) -> None:
    """Charges without a person, a quantity or a base; a line that stands in the ledger asks nothing."""
    found = ledger.held(world)
    settled = set(found.key.objects()[found.stands])
    for bill in made:
        lot = bill.lot
        open_ = np.array([key not in settled for key in lot.frame.typed["行键"].objects()], dtype=bool) & ~bill.out
        nobody = np.logical_and.reduce([payer.missing() for payer, _ in lot.payers])
        for row in np.flatnonzero(open_ & nobody & lot.frame.typed["员工编号"].missing()).tolist():
            world.note(issue(Kind.FINE_NOBODY, _place(lot, row), code=lot.rule.id))
        for row in np.flatnonzero(open_ & bill.prices.lacking).tolist():
            _note_lacking(world, lot, row)
        if _by_entry(lot.rule) and not isinstance(lot.rule.quantity, tuple):
            note_unused(world, lot, ~bill.out)
        if isinstance(lot.rule.quantity, tuple) and lot.rule.amount and _by_entry(lot.rule):
            for row in np.flatnonzero(open_ & (np.asarray(lot.quantity) == 0)).tolist():
                world.note(issue(Kind.WORD_EMPTY, _place(lot, row), heading="数量", value="0", rows=""))


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
