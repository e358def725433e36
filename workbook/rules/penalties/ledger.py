"""处罚台账 as it stands in the workbook, and what is appended to it: it only grows (rule-language §3.12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.accounts import BOOKED, DAY, MONTH, PERIOD, booked, period_now, period_of
from workbook.rules.penalties.appeals import (
    OTHERWISE,
    UNTIL,
    barred,
    by_oneself,
    judged_by,
    judged_otherwise,
    no_appeal,
    note_appeals,
    overturned,
    states,
    until,
    verdict,
)
from workbook.rules.penalties.appeals import causes as verdicts
from workbook.rules.penalties.closings import is_frozen, note_closings
from workbook.rules.penalties.doubts import note_by_hand, note_changed, note_paid
from workbook.rules.penalties.lines import Held, Lines
from workbook.rules.penalties.mended_codes import mended
from workbook.rules.penalties.numbered_since import numbered_since
from workbook.rules.penalties.other_step import cause, moved, note_frozen, steps
from workbook.rules.penalties.same_fact import FACT, OBJECT, facts, relinked
from workbook.rules.world.frames import Frame, Link, said_because, stacked
from workbook.rules.world.vectors import (
    Array,
    Mask,
    Positions,
    Vec,
    choose,
    concat,
    constant,
    empty,
    flags,
    numbers,
    says,
    text,
)
from workbook.rules.world.world import World
from workbook.sheets.types import Type

LEDGER = "处罚台账"
BY_STAFF = (
    "责令时间", "改正时间", "裁决", "裁决金额", "裁决人", "缴款日",
    "确认人", "申诉日", "申诉理由", "复核结论", "复核金额", "复核人",
)  # fmt: skip
PLAIN = ("代码", "员工编号", "对象编号", "日期")
SUMS = ("基额", "金额", "下限", "上限")
TEXT = Type("文本")


def keys(code: Vec, trigger: Vec, what: Vec, period: Vec, turn: Array) -> Vec:
    """代码·触发行·对象·期·重计号, empty parts at the end left out."""
    columns = (says(column).objects() for column in (code, trigger, what, period))
    turns = ["" if np.isnan(one) else str(int(one)) for one in turn]
    return text(["·".join(part or "" for part in row).rstrip("·") for row in zip(*columns, turns, strict=True)], TEXT)


def held(world: World) -> Held:
    """The ledger of the workbook."""
    return world.remembered("台账", "", lambda: _held(world))


def _held(world: World) -> Held:
    frame = numbered_since(world, world.found(LEDGER))
    all_lines = np.ones(len(frame), dtype=bool)
    plain = Held(frame, empty(TEXT, len(frame)), all_lines, all_lines, ~all_lines)
    code, trigger, what, period = (plain.column(heading) for heading in ("代码", "触发行", "对象编号", "期"))
    key = keys(code, trigger, what, period, plain.column("重计号").of(Type("小数")).data)
    reverses = plain.column("冲销")
    charge = reverses.missing()
    undone = set(reverses.objects()[~charge])
    reversed_ = np.array([name in undone for name in names(plain, key).objects()], dtype=bool)
    amount, low = plain.column("金额").data, plain.column("下限").data
    open_ = plain.column("待决定").matching(lambda word: word == "是") | ~plain.column("裁决").missing()
    open_ |= ~plain.column("处理").missing() | ~np.isnan(amount) | ~np.isnan(low)
    stands = np.asarray(charge & ~reversed_ & (plain.column("倍数").data != 0) & open_)
    return Held(frame, key, charge, stands, stands & by_oneself(world, plain))


def names(found: Held, key: Vec) -> Vec:
    """行键 of each line, or what it is about where the hidden column is gone."""
    return found.column("行键").otherwise(key)


def plainly(columns: Mapping[str, Vec], size: int) -> Array:
    """代码·员工·对象·日期: how a line that a person typed into the sheet, without its hidden key, is known."""
    told = [says(columns[heading]).objects() if heading in columns else np.full(size, None) for heading in PLAIN]
    return np.array(
        ["·".join(str(part or "")[:10] for part in row) for row in zip(*told, strict=True)] + [""], dtype=object
    )[:-1]


def adopted(found: Held, columns: Mapping[str, Vec], key: Vec) -> Vec:
    """The keys of the lines found; lines typed without one take the key of today's line that says the same.

    A line whose fact got another number takes the key that its fact has now.
    """
    bare = found.column("行键").missing() & found.column("触发行").missing()
    linked = found.key
    if len(found.key) and "触发行" in columns:
        known = {heading: found.column(heading) for heading in (*FACT, OBJECT) if heading in columns}
        theirs = facts(columns, columns["触发行"], len(key))
        mine = facts(known, found.column("触发行"), len(linked))
        linked = relinked(linked, mine, found.charge & ~bare, key, theirs)
    if not bare.any():
        return linked
    today = dict(zip(plainly(columns, len(key)), key.objects(), strict=True))
    own = plainly({heading: found.column(heading) for heading in PLAIN}, len(bare))
    return text([today.get(own[at], name) if bare[at] else name for at, name in enumerate(linked.objects())], TEXT)


def typed(world: World, key: Vec, columns: Mapping[str, Vec]) -> dict[str, Vec]:
    """What staff typed beside the lines of each key, the last entry where there are several."""
    found = held(world)
    if not len(key):  # most rules on most days
        kinds = {**{heading: found.column(heading).type for heading in BY_STAFF}, BOOKED: DAY, PERIOD: MONTH}
        return {heading: empty(kind, 0) for heading, kind in kinds.items()}
    own, made = adopted(found, columns, key).objects(), dict[str, Vec]()
    for heading in BY_STAFF:
        values = found.column(heading)
        last = {own[at]: at for at in np.flatnonzero(~values.missing() & found.charge).tolist()}
        made[heading] = values.take(_places(key, last))
    first = {own[at]: at for at in np.flatnonzero(found.charge)[::-1].tolist()}
    rows = _places(key, first)
    made[BOOKED] = booked(world, found).take(rows).otherwise(constant(world.today, len(key), DAY))
    made[PERIOD] = period_of(world, found).take(rows).otherwise(period_now(world, columns["日期"].data))
    return made


def _places(key: Vec, at: Mapping[str, int]) -> Positions:
    return np.array([at.get(one, -1) for one in key.words] + [-1], dtype=np.int64)[key.data]


def merged(world: World, lines: Lines, may_go: Callable[[Held, Mask], Mask]) -> Frame:
    """The ledger as it stands, what is new, and a reversal for each unpaid line whose cause is gone.

    Shapes:
        may_go: for the lines found (and which have no cause today), whether their rule was asked again over whole rows.
    """
    found = held(world)
    found = replace(found, key=adopted(found, lines.frame.typed, lines.key))
    both, size = _numbered(found.key, lines.key)
    mine, theirs = both[: len(found.key)], both[len(found.key) :]
    standing, before, alive = (np.zeros(size, dtype=np.int64) for _ in range(3))
    np.add.at(standing, mine[found.stands], 1)
    np.add.at(before, mine[found.charge], 1)
    np.add.at(alive, theirs[lines.alive], 1)
    fresh = (before[theirs] == 0) | ((standing[theirs] == 0) & lines.alive & lines.worth)
    out = barred(found)
    gone = found.stands & (alive[mine] == 0)
    gone &= may_go(found, gone)
    paid = ~found.column("缴款日").missing()
    other = moved(world, found, lines, mine, theirs, size)
    anew = found.stands & other.anew[mine] & ~overturned(found)
    again = np.zeros(size, dtype=bool)
    again[mine[anew]] = True
    fresh |= again[theirs] & lines.alive & lines.worth
    note_paid(world, found, names(found, found.key), np.flatnonzero(gone & paid))
    note_frozen(world, found, lines, names(found, found.key), other)
    note_changed(world, replace(found, stands=found.stands & ~anew), lines, names(found, found.key), (mine, theirs))
    note_by_hand(world, found, lines, names(found, found.key), (mine, theirs))
    over = overturned(found)
    undo = (gone & ~paid) | anew | over | mended(world, found, alive[mine] > 0)
    fresh &= ~lines.key.matching(lambda key: key in out)
    kept = _kept(world, found, lines, _first_of(mine, theirs), undo)
    if is_frozen(world, world.today):
        return _with_states(kept, found)
    taken = set(names(found, held(world).key).objects().tolist())
    new = _appended(world, lines, np.flatnonzero(fresh), before[theirs], taken)
    told = steps(found, lines, other)
    undone = _reversals(world, found, kept, np.flatnonzero(undo), [told.get(int(key), "") for key in mine[undo]])
    other_sum = np.flatnonzero(over & verdict(found, OTHERWISE)[judged_by(found)])
    judged = _booked_now(world, judged_otherwise(found, kept, other_sum, picked(kept, other_sum)))
    note_appeals(world, found)
    note_closings(world, kept)
    return _with_states(stacked(world.schema.sheets[LEDGER], [kept, new, undone, judged]), found)


def _with_states(whole: Frame, found: Held) -> Frame:
    """The lines, each with where it stands in its life."""
    whole.typed["状态"] = states(whole, set(names(found, found.key).objects()[found.own].tolist()))
    return whole


def _numbered(left: Vec, right: Vec) -> tuple[Positions, int]:
    """One number for each distinct key of both."""
    joined = concat([left.of(TEXT), right.of(TEXT)], TEXT)
    return joined.data.astype(np.int64), len(joined.words) + 1


def _first_of(mine: Positions, theirs: Positions) -> Positions:
    """For each line found the first of today's lines with its key; −1 where there is none."""
    first = np.full(max(mine.max(initial=-1), theirs.max(initial=-1)) + 2, -1, dtype=np.int64)
    first[theirs[::-1]] = np.arange(len(theirs))[::-1]
    return first[mine]


def _kept(world: World, found: Held, lines: Lines, at: Positions, undone: Mask) -> Frame:
    """The lines found, as they are; only what was ruled or reversed waits for nobody any more."""
    frame = found.frame
    settled = ~found.column("裁决").missing() | undone | (found.charge & ~found.stands)
    waits = found.column("待决定")
    columns = {
        **{column.heading: found.column(column.heading) for column in frame.sheet.columns},
        **_told_by_rule(world, found.column("代码")),
        **frame.typed,
        BOOKED: booked(world, found),
        PERIOD: period_of(world, found),
        "行键": names(found, found.key),
        "规则": found.column("代码"),
        "待决定": choose(settled & ~waits.missing(), flags(np.zeros(len(frame), dtype=bool)), waits),
    }
    links = {
        name: [Link(link.frame, _follow(link, at)) for link in several] for name, several in lines.frame.links.items()
    }
    kept = Frame(frame.sheet, frame.rows, columns, frame.cells, links)
    reasons = found.column("因由").objects()
    kept.because = lambda position: reasons[position] or ""
    return kept


def _told_by_rule(world: World, codes: Vec) -> dict[str, Vec]:
    """What a code says of its lines though the sheet doesn't keep it."""
    rules = world.book.by_id(Sanction)
    told = {code: (versions[0].name, versions[0].side, versions[0].unit) for code, versions in rules.items()}
    nothing = ("", "", "")
    return {
        "名称": codes.mapped(lambda code: told.get(code, nothing)[0] or None, TEXT),
        "方向": codes.mapped(lambda code: told.get(code, nothing)[1] or None, TEXT),
        "计量": codes.mapped(lambda code: told.get(code, nothing)[2] or None, TEXT),
    }


def _follow(link: Link, at: Positions) -> Positions:
    """Where a link of today's lines leads from the lines found."""
    return np.where(at < 0, -1, link.at[at]) if len(link.at) else np.full(len(at), -1, dtype=np.int64)


def picked(frame: Frame, rows: Positions) -> Frame:
    """Some rows of a frame of results, with their links and reasons."""
    columns = {heading: vec.take(rows) for heading, vec in frame.typed.items()}
    links = {name: [Link(link.frame, link.at[rows]) for link in several] for name, several in frame.links.items()}
    made = Frame(frame.sheet, frame.rows[rows], columns, frame.cells, links)
    made.because = lambda position: said_because(frame, int(rows[position]))
    return made


def _appended(world: World, lines: Lines, rows: Positions, before: Positions, taken: set[object]) -> Frame:
    """New lines; one that follows lines of its key that no longer stand, or whose name is another's, is numbered."""
    made = picked(lines.frame, rows)
    own = made.typed["行键"].objects()
    counts = before[rows].tolist()
    numbered = []
    for name, count in zip(own, counts, strict=True):
        called = f"{name}·第{count + 1}笔" if count else name
        while called in taken:
            count += 1
            called = f"{name}·第{count + 1}笔"
        numbered.append(called)
    made.typed["行键"] = text(numbered, TEXT)
    return _booked_now(world, made)


def _booked_now(world: World, made: Frame) -> Frame:
    """The lines as this run books them: with its day, in their own month if that is open still, else in this one."""
    made.typed[BOOKED] = constant(world.today, len(made), Type("日期"))
    made.typed[PERIOD] = period_now(world, made.typed["日期"].data)
    made.typed[UNTIL] = no_appeal(made, until(world, made.typed[BOOKED]))
    return made


def _reversals(world: World, found: Held, kept: Frame, rows: Positions, why: Sequence[str]) -> Frame:
    """A line that undoes each of these: same day, the sums turned round."""
    made = picked(kept, rows)
    size = len(rows)
    own = made.typed["行键"].objects()
    for heading in SUMS:
        made.typed[heading] = numbers(-found.column(heading).data[rows] + 0.0, Type("金额"))
    for heading in (*BY_STAFF, "处理", "因由"):
        made.typed[heading] = empty(found.column(heading).type, size)
    made.typed["待决定"] = flags(np.zeros(size, dtype=bool))
    made.typed["冲销"] = text(own, TEXT)
    made.typed["行键"] = text([f"{name}·冲销" for name in own], TEXT)
    made.rows = np.zeros(size, dtype=np.int64)
    codes = found.column("代码").objects()
    places = [str(found.frame.place(int(row))) for row in rows]
    causes = [judged or cause(step) for judged, step in zip(verdicts(found, rows), why, strict=True)]
    made.because = lambda position: f"{codes[rows[position]]}：{places[position]} {causes[position]}（{world.today}）"
    return _booked_now(world, made)
