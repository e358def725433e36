"""时限: who owes what for whom, from when, due when, done when (rule-language §3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.rulebook.cells.notations import Join
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.due_moments import Moments, after, nothing
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import customer_heading, matched
from workbook.rules.facts.people import people
from workbook.rules.owed.pauses import stood_still
from workbook.rules.owed.repeats import repeated
from workbook.rules.owed.set_aside import About, Aside, set_aside
from workbook.rules.owed.states import marked
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import CHAINED, Scope, View, whole
from workbook.rules.world.sources import asked
from workbook.rules.world.vectors import NAT, Array, Mask, Vec, constant, empty, flags, moments, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.spans import Span

KEY = Type("编号")
LONG_AGO = np.datetime64("1900-01-01", "us")


@dataclass(frozen=True, slots=True, eq=False)
class Owed:
    """What a rule asks of each source row (and object): its start, opening and due time."""

    source: View
    objects: View | None
    start: Array
    opens: Array
    due: Moments
    turn: Array
    aside: Aside | None = None

    def pick(self, rows: Array) -> Owed:
        """Some of them."""
        when = Moments(self.due.at[rows], self.due.by_day[rows], self.due.unit[rows])
        objects = None if self.objects is None else self.objects.pick(rows)
        aside = None if self.aside is None else self.aside.pick(rows)
        return Owed(self.source.pick(rows), objects, self.start[rows], self.opens[rows], when, self.turn[rows], aside)


def duty_results(world: World, rules: Sequence[Duty]) -> Frame:
    """The duties of one 编号 (its dated versions one below the other), as a frame of the sheet 义务."""
    sheet = world.schema.sheets["义务"]
    parts = [world.attempt(rule, partial(_duties, world, rule), result(sheet, {}, 0)) for rule in rules]
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def _duties(world: World, rule: Duty) -> Frame:
    frame = asked(world, rule.source, rule.when)
    rows = np.flatnonzero(holds(rule.when, Scope(world, whole(frame)), wanted=True))
    source, objects = _fanned_out(world, rule, View(frame, rows))
    owed = _in_force(world, rule, _owed(world, rule, source, objects))
    return marked(world, _drafted(world, rule, owed), rule, owed.source, owed.objects)


def _fanned_out(world: World, rule: Duty, source: View) -> tuple[View, View | None]:
    """对每: one duty for each object of each source row; all objects when nothing joins them."""
    if not rule.for_each:
        return source, None
    objects = whole(world.frame(rule.for_each))
    asks_back = any(path[0] == "本行" for path in rule.for_when.references())
    if not asks_back:
        objects = objects.pick(np.flatnonzero(holds(rule.for_when, Scope(world, objects))))
    pairs = matched(world, source, objects, rule.for_join or Join(everything=True))
    source, objects = source.pick(pairs.left), objects.pick(pairs.right)
    if asks_back:
        keep = np.flatnonzero(holds(rule.for_when, Scope(world, objects, asking=source)))
        source, objects = source.pick(keep), objects.pick(keep)
    return source, objects


def _owed(world: World, rule: Duty, source: View, objects: View | None) -> Owed:
    scope = Scope(world, source, object=objects)
    start = _start(world, rule, scope)
    waits = ~scope.vec(rule.waiting_since).missing() if rule.waiting_since else np.zeros(len(source), bool)
    open_ended = rule.mode in {"至", "挂"} or not rule.start
    keep = np.flatnonzero(~np.isnat(start) | waits | open_ended)
    source, start = source.pick(keep), start[keep]
    scope = scope.pick(keep)
    objects = scope.object
    if rule.mode == "每":
        rows, start, when, turn = repeated(world, rule, scope, start)
        source, objects = source.pick(rows), None if objects is None else objects.pick(rows)
        return Owed(source, objects, start, when.at, when, turn)
    opens, when = _window(world, rule, scope, start)
    about = About(
        source.frame.key().take(source.at), customers(world, source, objects), _owner(world, rule, source, objects)
    )
    aside = set_aside(world, rule, scope, about, start, when)
    if aside is not None:
        opens = np.where(opens == _day(when.at), _day(aside.due.at), opens) if rule.mode == "第" else opens
        when = aside.due
    return Owed(source, objects, start, opens, when, np.full(len(source), "", dtype=object), aside)


def _start(world: World, rule: Duty, scope: Scope) -> Array:
    """The first 起点 that is there; `R.完成` and the like come from another duty on the same row."""
    start = np.full(len(scope), NAT)
    for path in rule.start:
        found = _chained(world, scope, path) if len(path) == 2 and path[1] in CHAINED else _moment(scope, path)
        start = np.where(np.isnat(start), found, start)
    return start


def _moment(scope: Scope, path: Path) -> Array:
    return scope.vec(path).of(Type("时点")).data


def _chained(world: World, scope: Scope, path: Path) -> Array:
    """完成, 到期 or 违约 of the duty `path[0]` that stands on the same source row."""
    duties = world.frame("义务", (path[0],))
    column = {"完成": "完成时间", "到期": "到期", "违约": "违约时间"}[path[1]]
    values = world.column(duties, column).data
    by_row = np.full(len(scope.rows.frame) + 1, NAT)
    for link in duties.links.get("源行", []):
        if link.frame is scope.rows.frame:
            known = link.at >= 0
            by_row[link.at[known]] = values[known]
    by_row[-1] = NAT
    return by_row[scope.rows.at]


def _window(world: World, rule: Duty, scope: Scope, start: Array) -> tuple[Array, Moments]:
    """When a duty opens and when it is due, by its 方式."""
    how = {"calendar": rule.calendar, "count_from": rule.count_from, "roll": rule.roll}
    size = len(scope)
    length = rule.span
    when, opens = nothing(size), start
    if rule.mode == "至":
        when, opens = _fixed(scope, rule), np.where(np.isnat(start), LONG_AGO, start)
    elif rule.mode == "挂" or length is None:
        return opens, when
    elif rule.mode in {"内", "第"}:
        when = after(world, start, length, scope, **how)
        opens = start if rule.mode == "内" else _day(when.at)
    elif rule.mode == "后":
        opens = after(world, start, length, scope, **how).at
        when = after(world, start, rule.until_, scope, **how) if rule.until_ is not None else when
    elif rule.mode == "前":
        when = after(world, start, length, scope, back=True, **how)
        opens = np.where(np.isnat(when.at), NAT, LONG_AGO)
    if rule.pause_in:
        when = stood_still(world, rule, scope, start, when)
    if rule.lead is not None and rule.mode in {"内", "前", "至"}:
        early = after(world, when.at, rule.lead, scope, back=True, calendar=rule.calendar).at
        opens = np.fmax(opens, early) if rule.mode == "内" else early
    return opens, when


def _fixed(scope: Scope, rule: Duty) -> Moments:
    """至: due at the time a column holds; a day holds until midnight."""
    if rule.until_ is None or isinstance(rule.until_, Span):
        return nothing(len(scope))
    at = _moment(scope, rule.until_)
    return Moments(at, at == _day(at), np.full(len(scope), "天", dtype=object))


def _day(at: Array) -> Array:
    return at.astype("datetime64[D]").astype("datetime64[us]")


def _in_force(world: World, rule: Duty, owed: Owed) -> Owed:
    """A duty is judged by the rule in force on the day it starts, each turn of 每 on its own; none starts before 启用日."""
    from_day = owed.due.at if rule.mode == "每" else np.where(np.isnat(owed.start), owed.due.at, owed.start)
    keep = np.ones(len(owed.source), dtype=bool)
    begin = world.book.value("启用日")
    for first in (rule.since.isoformat() if rule.since else "", begin):
        if first:
            keep &= np.isnat(from_day) | (from_day >= np.datetime64(first, "us"))
    if rule.until:
        keep &= np.isnat(from_day) | (from_day < np.datetime64(rule.until, "us") + np.timedelta64(1, "D"))
    if rule.mode not in {"挂", "每"} and not rule.waiting_since:
        keep &= ~(np.isnat(owed.start) & np.isnat(owed.due.at))
    return owed if keep.all() else owed.pick(np.flatnonzero(keep))


def _drafted(world: World, rule: Duty, owed: Owed) -> Frame:
    """The duties with all but their done-marks and states."""
    size = len(owed.source)
    keys = owed.source.frame.key().take(owed.source.at)
    object_keys = owed.objects.frame.key().take(owed.objects.at) if owed.objects is not None else empty(KEY, size)
    columns = {
        "任务编号": task_ids(rule.id, keys, object_keys, owed.turn),
        "规则": constant(rule.id, size, Type("文本")),
        "源表": constant(owed.source.frame.name, size, Type("文本")),
        "源编号": keys,
        "对象编号": object_keys,
        "客户编号": customers(world, owed.source, owed.objects),
        "责任人": _owner(world, rule, owed.source, owed.objects),
        "起点": moments(owed.start),
        "开放": moments(np.where(owed.opens == LONG_AGO, NAT, owed.opens)),
        "到期": moments(owed.due.at),
        "按日": flags(owed.due.by_day),
        "序": text([str(turn) or None for turn in owed.turn]),
        "单位": text(list(owed.due.unit)),
        "计起": moments(_counted_from(world, rule, owed)),
        "暂估": flags(_provisional(world, rule, owed.due)),
    }
    if owed.aside is not None:
        columns |= {"原到期": moments(owed.aside.raw), "扣除": text(list(owed.aside.why))}
    links = {"源行": Link(owed.source.frame, owed.source.at)}
    if owed.objects is not None:
        links["对象"] = Link(owed.objects.frame, owed.objects.at)
    return result(world.schema.sheets["义务"], columns, size, links)


def _owner(world: World, rule: Duty, source: View, objects: View | None) -> Vec:
    """Who owes it, as far as the rule says."""
    if not rule.owner:
        return empty(Type("引用", "员工"), len(source))
    return people(world, rule.owner, Scope(world, source, object=objects, asking=source))


def _counted_from(world: World, rule: Duty, owed: Owed) -> Array:
    """From when a record may close the duty: 内 后 from the start, 第 每 from the due day less 容差, 前 至 from opening.

    Without any 起点 it is the source row's own time; empty where the start has not come.
    """
    if rule.mode in {"第", "每"}:
        return _day(owed.due.at) - np.timedelta64(rule.tolerance[0], "D")
    if rule.mode in {"前", "至"}:
        return owed.opens
    if rule.start:
        return owed.start
    own_time = owed.source.frame.sheet.time
    if own_time is None:
        return np.full(len(owed.source), LONG_AGO)
    at = world.column(owed.source.frame, own_time.heading).take(owed.source.at).data
    return np.where(np.isnat(at), LONG_AGO, at)


def _provisional(world: World, rule: Duty, when: Moments) -> Mask:
    """Due times counted in working days beyond the last published year."""
    if rule.roll == "不动" and not (when.unit == "工作日").any():
        return np.zeros(len(when.at), dtype=bool)
    known = ~np.isnat(when.at)
    days = np.where(known, when.at, world.instant).astype("datetime64[D]")
    found = np.asarray(world.calendar(rule.calendar).provisional(days) & known)
    for year in sorted({str(day)[:4] for day in days[found]}):
        world.note(issue(Kind.PROVISIONAL_CALENDAR, Place("节假日"), year=year))
    return found


def task_ids(rule: str, keys: Vec, objects: Vec, turn: Array) -> Vec:
    """规则·源编号·对象·序, empty parts left out."""
    parts = zip(says(keys).objects(), says(objects).objects(), turn, strict=True)
    return text(["·".join([part for part in (rule, key, tail, str(at)) if part]) for key, tail, at in parts], KEY)


def customers(world: World, source: View, objects: View | None) -> Vec:
    """The object's customer, else the source row's, else the customer of a row it refers to."""
    found = empty(Type("引用", "客户"), len(source))
    for view in (objects, source):
        if view is None:
            continue
        heading = customer_heading(view.frame)
        if heading:
            found = found.otherwise(world.column(view.frame, heading).take(view.at))
            continue
        for column in view.frame.sheet.columns:
            if column.type.name == "引用" and column.type.arg not in {"员工", view.frame.name}:
                parent = world.schema.sheets.get(column.type.arg)
                if parent and any(c.type == Type("引用", "客户") for c in parent.columns):
                    link = (column.heading, next(c.heading for c in parent.columns if c.type == Type("引用", "客户")))
                    found = found.otherwise(Scope(world, view).vec(link))
    return found
