"""抽样: the ledger of draws, and what is owed for each drawn row (rule-language §3.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.clock.periods import bounds
from workbook.rulebook.sorts.model import Sample
from workbook.rules.facts.due_moments import after, nothing
from workbook.rules.facts.people import people
from workbook.rules.owed.done_marks import Done
from workbook.rules.owed.draw import DRAWN, SUBSTITUTE
from workbook.rules.owed.draw_periods import WHOLE, Blocked, Line, Past, new_lines
from workbook.rules.owed.duties import customers, task_ids
from workbook.rules.owed.rosters import ALL, in_force
from workbook.rules.owed.states import marked, stated
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import Array, Positions, Vec, constant, empty, flags, moments, numbers, some, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import named, worded

LEDGER = "抽样台账"
DRAWN_ON = "抽取日"
COUNT, DATE, KEY, TEXT = Type("整数"), Type("日期"), Type("编号"), Type("文本")


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The ledger of one 编号, and the duties of its drawn rows."""

    ledger: Frame
    duties: Frame


def draws(
    world: World, rules: Sequence[Sample], blocked: Blocked | None = None, again: Mapping[str, str] | None = None
) -> Frame:
    """抽样台账 of one 编号: the lines of the workbook as they are, then those this run adds.

    Each closed period is drawn apart; what was drawn stays. A row that comes late gets its own place, and is drawn only
    when the larger total asks for one more.

    Shapes:
        blocked: which rows of the population belong to customers who may not be contacted now (跳过 联系限制).
        again: period → typed reason of a 重抽; the old lines stay beside the new.
    """
    return _of(world, rules, blocked, again).ledger


def sample_duties(world: World, rules: Sequence[Sample], blocked: Blocked | None = None) -> Frame:
    """The drawn rows of one 编号 as duties: 内 时长 from the day of the draw."""
    return _of(world, rules, blocked, None).duties


def _of(world: World, rules: Sequence[Sample], blocked: Blocked | None, again: Mapping[str, str] | None) -> Drawn:
    if not rules:
        return Drawn(result(world.schema.sheets[LEDGER], {}, 0), result(world.schema.sheets["义务"], {}, 0))
    return world.remembered("抽样", rules[0].id, lambda: _drawn(world, rules, blocked, again or {}))


def _drawn(world: World, rules: Sequence[Sample], blocked: Blocked | None, again: Mapping[str, str]) -> Drawn:
    ledger = _ledger(world, rules, blocked, again)
    sheet = world.schema.sheets["义务"]
    none = result(sheet, {}, 0), np.empty(0, np.int64)
    made = [
        world.attempt(rule, partial(_duties, world, rule, ledger, at), none)
        for rule, at in _owing(world, ledger, rules)
    ]
    duties = stacked(sheet, [part for part, _ in made])
    done = ledger.typed["完成时间"].data.copy()
    done[np.concatenate([at for _, at in made])] = duties.typed["完成时间"].data
    ledger.typed["完成时间"] = moments(done)
    return Drawn(ledger, duties)


# -- the ledger


def _ledger(world: World, rules: Sequence[Sample], blocked: Blocked | None, again: Mapping[str, str]) -> Frame:
    old = _found(world, rules[0])
    past = _past(old, again)
    taken: set[tuple[str, str, str]] = set()
    parts = [old] if len(old) else []
    for rule in rules:
        nothing_: list[Line] = []
        lines = world.attempt(rule, partial(new_lines, world, rule, past, blocked, taken), nothing_)
        if lines:
            parts.append(_written(world, rule, lines))
    return stacked(world.schema.sheets[LEDGER], parts or [old])


def _found(world: World, rule: Sample) -> Frame:
    """The lines of a rule that stand in the workbook, with links to the rows they speak of."""
    found = world.found(LEDGER)
    at = np.flatnonzero(found.typed["规则"].matching(lambda word: word == rule.id))
    typed = {name: values.take(at) for name, values in found.typed.items()}
    typed.setdefault(DRAWN_ON, empty(DATE, len(at)))
    typed[DRAWN_ON] = typed[DRAWN_ON].of(DATE)
    typed["重抽号"] = numbers(np.nan_to_num(typed["重抽号"].data), COUNT)
    typed["行键"] = typed["行键"].otherwise(_row_keys(typed))
    made = Frame(found.sheet, found.rows[at], typed, found.cells)
    world.attempt(rule, lambda: _link_found(world, rule, made), None)
    reasons = typed["因由"].objects()
    made.because = lambda position: str(reasons[position] or rule.because)
    return made


def _link_found(world: World, rule: Sample, made: Frame) -> None:
    rows = asked(world, rule.population, rule.when)
    _link(made, "源行", Link(rows, rows.lookup(made.typed["源编号"])))
    if rule.for_each:
        objects = world.frame(rule.for_each)
        _link(made, "对象", Link(objects, objects.lookup(made.typed["对象编号"])))


def _past(old: Frame, again: Mapping[str, str]) -> Past:
    """The lines of the draws that count: of each period the one with the highest 重抽号."""
    columns = (old.typed[name].objects() for name in ("期", "对象编号", "源编号", "抽中"))
    rows = list(zip(*columns, old.typed["重抽号"].data.astype(np.int64).tolist(), strict=True))
    numbers_: dict[str, int] = {}
    groups: dict[tuple[str, str, str], list[str]] = {}
    for period, *_, number in rows:
        numbers_[str(period)] = max(number, numbers_.get(str(period), 0))
    lines = {
        (str(period), str(person or ""), str(key or "")): str(drawn or "")
        for period, person, key, drawn, number in rows
        if number == numbers_[str(period)]
    }
    for (period, *one, _, number), unit in zip(rows, old.typed["单位"].objects(), strict=True):
        if one[1] and number == numbers_[str(period)]:
            groups.setdefault((str(period), str(one[0] or ""), str(unit or "")), []).append(str(one[1]))
    return Past(lines, numbers_, again, frozenset((period, person) for period, person, _ in lines), groups)


def _written(world: World, rule: Sample, lines: Sequence[Line]) -> Frame:
    """New lines as a frame; they stand on no sheet yet."""
    size = len(lines)
    columns = {
        "规则": constant(rule.id, size, TEXT),
        "期": text([line.period for line in lines], Type("期")),
        "单位": some(line.unit for line in lines),
        "对象编号": some(line.person for line in lines).of(KEY),
        "源编号": some(line.key for line in lines).of(KEY),
        "重抽号": numbers([line.redraw for line in lines], COUNT),
        "层": some(line.stratum for line in lines),
        "总体数": numbers([line.total for line in lines], COUNT),
        "应抽": numbers([line.wanted for line in lines], COUNT),
        "种子": constant(world.book.value("种子") or None, size, TEXT),
        "总体指纹": some(line.frame for line in lines),
        "已不在": some(line.gone for line in lines),
        "次第": numbers([line.turn or np.nan for line in lines], COUNT),
        "抽中": some(line.drawn for line in lines),
        "原因": some(line.reason for line in lines),
        DRAWN_ON: moments(np.full(size, np.datetime64(world.today, "us")), DATE),
    }
    columns["行键"] = _row_keys(columns)
    made = result(world.schema.sheets[LEDGER], columns, size)
    population = asked(world, rule.population, rule.when)
    _link(made, "源行", Link(population, np.array([line.at for line in lines], dtype=np.int64)))
    if rule.for_each:
        _link(
            made, "对象", Link(world.frame(rule.for_each), np.array([line.person_at for line in lines], dtype=np.int64))
        )

    def because(position: int) -> str:
        line = lines[position]
        nowhere = worded("【{sheet}】没有一行", sheet=named(rule.population))
        where = str(population.place(line.at)) if line.at >= 0 else nowhere
        turn = worded("，次第 {turn}", turn=line.turn) if line.turn else ""
        drawn = worded("总体 {total} 抽 {wanted}", total=line.total, wanted=line.wanted)
        return f"{rule.because}：{where}，{drawn}{turn}"

    made.because = because
    return made


def _row_keys(columns: Mapping[str, Vec]) -> Vec:
    """规则·期·单位·对象·源编号·重抽号, empty parts kept so that no two lines can meet."""
    names = ("规则", "期", "单位", "对象编号", "源编号")
    parts = zip(*(columns[name].objects() for name in names), columns["重抽号"].data.tolist(), strict=True)
    return text(["·".join([*(str(part or "") for part in row), str(int(number))]) for *row, number in parts])


def _link(made: Frame, name: str, link: Link) -> None:
    made.links[name] = [link]
    if name == "源行":
        made.links.setdefault(link.frame.name, [link])


# -- the duties


def _owing(world: World, ledger: Frame, rules: Sequence[Sample]) -> list[tuple[Sample, Positions]]:
    """The drawn lines that each row of 抽样 answers for: those of the draw that counts, by the rule of their day."""
    period, number = ledger.typed["期"], ledger.typed["重抽号"].data
    newest = np.full(len(period.words) + 1, -1.0)
    np.maximum.at(newest, period.data, number)
    left = ledger.typed["抽中"].matching(lambda word: word in {DRAWN, SUBSTITUTE}) & (number == newest[period.data])
    first, _ = _days_of(ledger)
    first = np.where(np.isnat(first), np.datetime64(world.today, "D"), first)
    found = []
    for rule in rules:
        mine = left & in_force(rule, first)
        found.append((rule, np.flatnonzero(mine)))
        left &= ~mine
    return found


def _days_of(ledger: Frame) -> tuple[Array, Array]:
    """First and last day of each line's period; NaT where it has no days."""
    period = ledger.typed["期"]
    ends = [_ends(str(label)) for label in period.words]
    first = np.array([*(one[0] for one in ends), "NaT"], dtype="datetime64[D]")
    last = np.array([*(one[1] for one in ends), "NaT"], dtype="datetime64[D]")
    return first[period.data], last[period.data]


def _ends(label: str) -> tuple[str, str]:
    try:
        first, last = bounds(label)
    except ValueError:
        return "NaT", "NaT"
    return (str(first), str(last)) if label != ALL else ("NaT", "NaT")


def _duties(world: World, rule: Sample, ledger: Frame, at: Positions) -> tuple[Frame, Positions]:
    """The duties of some lines, less those whose row is gone, with their done-marks and states."""
    source = _behind(ledger, "源行", asked(world, rule.population, rule.when), at)
    at, source = at[source.at >= 0], source.pick(np.flatnonzero(source.at >= 0))
    objects = _behind(ledger, "对象", world.frame(rule.for_each), at) if rule.for_each else None
    duties = _drafted(world, rule, View(ledger, at), source, objects)
    if rule.done_sheet or rule.done_column or not rule.done_when.always or rule.emits.startswith("名单"):
        return marked(world, duties, rule, source, objects), at
    typed = ledger.typed["完成时间"].take(at).data  # no done-mark of its own: the ledger's column is one
    return stated(world, duties, rule, source, objects, Done(typed, None)), at


def _behind(ledger: Frame, name: str, frame: Frame, at: Positions) -> View:
    for link in ledger.links.get(name, []):
        if link.frame is frame:
            return View(frame, link.at[at])
    return View(frame, np.full(len(at), -1, dtype=np.int64))


def _drafted(world: World, rule: Sample, lines: View, source: View, objects: View | None) -> Frame:
    """The duties with all but their done-marks and states."""
    ledger, at = lines.frame, lines.at
    size, scope = len(at), Scope(world, source, object=objects, asking=source)
    begin, drawn_on = _begun(world, rule, ledger, at)
    when = after(world, drawn_on, rule.span, scope, calendar=rule.calendar) if rule.span is not None else nothing(size)
    keys, people_keys = (ledger.typed[name].take(at) for name in ("源编号", "对象编号"))
    periods, number = ledger.typed["期"].take(at).objects(), ledger.typed["重抽号"].data[at].astype(np.int64)
    turns = np.array(
        [f"{name}·{n}" if n else name for name, n in zip(periods, number, strict=True)] + [None], dtype=object
    )
    working = (when.unit == "工作日") & ~np.isnat(when.at)
    columns = {
        "任务编号": task_ids(rule.id, keys, people_keys, turns[:-1]),
        "规则": constant(rule.id, size, TEXT),
        "源表": constant(source.frame.name, size, TEXT),
        "源编号": keys,
        "对象编号": people_keys,
        "客户编号": customers(world, source, objects),
        "责任人": people(world, rule.owner, scope) if rule.owner else empty(Type("引用", "员工"), size),
        "起点": moments(drawn_on),
        "开放": moments(drawn_on),
        "到期": moments(when.at),
        "按日": flags(when.by_day),
        "序": text(list(turns[:-1])),
        "单位": text(list(when.unit)),
        "计起": moments(begin),
        "暂估": flags(working & world.calendar(rule.calendar).provisional(when.at.astype("datetime64[D]"))),
    }
    links = {"源行": Link(source.frame, source.at), "台账行": Link(ledger, at)}
    if objects is not None:
        links["对象"] = Link(objects.frame, objects.at)
    return result(world.schema.sheets["义务"], columns, size, links)


def _begun(world: World, rule: Sample, ledger: Frame, at: Positions) -> tuple[Array, Array]:
    """From when a record closes the duty, and the day of the draw.

    A record made before the draw but after the period serves too: the customer need not be called twice. A line that
    doesn't say when it was drawn was drawn on the next working day.
    """
    first, last = (day[at] for day in _days_of(ledger))
    begin = first if rule.time == WHOLE else last + 1
    usual = np.minimum(world.calendar(rule.calendar).on_or_after(begin), np.datetime64(world.today, "D"))
    said = ledger.typed[DRAWN_ON].take(at).data.astype("datetime64[D]")
    drawn_on = np.where(np.isnat(said), usual, said)
    return begin.astype("datetime64[us]"), drawn_on.astype("datetime64[us]")
