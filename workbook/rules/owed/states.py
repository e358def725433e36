"""The state of a duty now: first that fits of 取消 · done · 暂缓 · 待起 · 作废 · 未到 · 预告 · 待办 · 今日到期 · 逾期."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Duty, Sample
from workbook.rules.facts.due_moments import Moments, after, late_by
from workbook.rules.facts.holds import holds
from workbook.rules.facts.operands import told
from workbook.rules.owed.asked_off import asked_off
from workbook.rules.owed.done_marks import Done, done
from workbook.rules.owed.marked_off import marked_off
from workbook.rules.world.frames import Frame, Link
from workbook.rules.world.row_words import row_words
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, Vec, empty, moments, numbers, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.spans import span
from workbook.words.tongue import worded

STATES = ("取消", "按时", "提前", "迟", "暂缓", "待起", "作废", "错过", "未到", "预告", "待办", "今日到期", "逾期")
OPEN = ("预告", "待办", "今日到期", "逾期")
LATE = ("迟", "逾期")
DAY = np.timedelta64(1, "D")
COUNTED_IN = {
    "小时": "分钟",
    "班时": "小时",
    "周": "天",
    "月": "天",
    "季": "天",
    "半年": "天",
    "年": "天",
}  # 迟量 of a span


def stated(world: World, duties: Frame, rule: Duty | Sample, source: View, objects: View | None, done: Done) -> Frame:
    """The duties with 完成时间, 状态, 迟量, 偏差, 违约时间 and 免责."""
    size = len(duties)
    scope = Scope(world, source, object=objects, asking=source)
    when = Moments(duties.typed["到期"].data, duties.typed["按日"].data == 0, duties.typed["单位"].objects())
    early, late = rule.tolerance if isinstance(rule, Duty) else (0, 0)
    when = _by_day_where_unclear(world, duties, when, done)
    breach = when.breach() + np.timedelta64(late, "D")
    is_done = ~np.isnat(done.at)
    off = _days_off(when, done.at)
    passed = np.where(is_done, done.at, world.instant) >= breach
    ended = asked_off(world, duties, rule, done, breach)
    states = np.full(size, 10)
    for name, rows in reversed(_tests(world, duties, rule, scope, when, done, breach, passed, early, off)):
        states[rows] = STATES.index(name)
    off_list = marked_off(world, duties, rule, done, breach)
    states[ended.rows | off_list.rows] = STATES.index("取消")
    excuse = told(says(scope.vec(rule.excuse))) if isinstance(rule, Duty) and rule.excuse else empty(Type("文本"), size)
    breached = np.isin(states, [STATES.index(name) for name in LATE])
    words = np.array(STATES, dtype=object)
    calendar = rule.calendar
    lateness = late_by(world, when, np.where(is_done, done.at, world.instant), calendar)
    columns = {
        "完成时间": moments(done.at),
        "状态": Vec(Type("文本"), states.astype(np.int32), words),
        "迟量": numbers(np.where(breached, lateness, np.nan)),
        "单位": duties.typed["单位"].mapped(lambda unit: COUNTED_IN.get(unit, unit)),
        "偏差": numbers(np.where(is_done, off, np.nan), Type("整数")),
        "违约时间": moments(np.where(breached, breach, NAT)),
        "免责": excuse.without(~breached),
    }
    raw = duties.typed["原到期"].data
    if not np.isnat(raw).all():  # pauses were set aside: what it would be without them stands beside
        bare_due = Moments(np.where(np.isnat(raw), when.at, raw), when.by_day, when.unit)
        finished = np.where(is_done, done.at, world.instant)
        late_raw = ~np.isnat(raw) & (finished >= bare_due.breach() + np.timedelta64(late, "D"))
        raw_lateness = late_by(world, bare_due, finished, calendar)
        columns["原迟量"] = numbers(np.where(late_raw, raw_lateness, columns["迟量"].data))
    duties.typed.update(columns)
    if done.by is not None:
        duties.links["完成行"] = [done.by]
    duties.because = lambda position: (
        _because(duties, rule, source, done, position) + (ended.said(position) or off_list.said(position))
    )
    return duties


def _tests(
    world: World, duties: Frame, rule: Duty | Sample, scope: Scope, when: Moments, done: Done,
    breach: Array, passed: Mask, early: int, off: Array,
) -> list[tuple[str, Mask]]:  # fmt: skip
    """The states in the order in which they win."""
    size = len(duties)
    now, start, opens = world.instant, duties.typed["起点"].data, duties.typed["开放"].data
    is_done = ~np.isnat(done.at)
    none = np.zeros(size, dtype=bool)
    cancelled = hold = waiting = none
    mode = "内"
    if isinstance(rule, Duty):
        mode = rule.mode
        cancelled = _cancelled(rule, scope, breach)
        hold = holds(rule.hold_when, scope) if rule.hold_when is not None else none
        waiting = np.isnat(start) if rule.waiting_since else none
    ahead = (
        is_done & (off < -early)
        if mode in {"第", "每"}
        else is_done & ~np.isnat(opens) & (done.at < opens)
        if mode == "后"
        else none
    )
    gone, missed = _expired(world, rule, scope, duties, when) if isinstance(rule, Duty) else (none, none)
    closed = ~np.isnat(opens) & (now < opens)
    announced = closed & _announced(world, rule, scope, opens) if isinstance(rule, Duty) else none
    due_day = when.at.astype("datetime64[D]")
    return [
        ("取消", cancelled),
        ("提前", ahead),
        ("迟", is_done & passed & (mode != "挂") & ~np.isnat(when.at)),
        ("按时", is_done),
        ("暂缓", hold),
        ("待起", waiting),
        ("作废", gone),
        ("错过", missed),
        ("预告", announced),
        ("未到", closed),
        ("逾期", passed & ~np.isnat(when.at)),
        ("今日到期", due_day == np.datetime64(world.today, "D")),
        ("待办", np.ones(size, dtype=bool)),
    ]


def _cancelled(rule: Duty, scope: Scope, breach: Array) -> Mask:
    """Cancelled for good, or by a date that fell before the breach; after the breach it stands."""
    rows = holds(rule.cancel_when, scope) if rule.cancel_when is not None else np.zeros(len(scope), dtype=bool)
    at = np.full(len(scope), NAT)
    for path in rule.cancel_at:
        at = np.fmin(at, scope.vec(path).of(Type("时点")).data)
    return rows | (~np.isnat(at) & (np.isnat(breach) | (at < breach)))


def _expired(world: World, rule: Duty, scope: Scope, duties: Frame, when: Moments) -> tuple[Mask, Mask]:
    """作废 when the time that 过期 leaves is over; 错过 when the next turn of a series has opened."""
    none = np.zeros(len(duties), dtype=bool)
    gone = missed = none
    if rule.expire == "作废":
        gone = world.instant >= when.breach()
    elif rule.expire not in {"保留", ""}:
        length = span(rule.expire, world.at_once)
        if length is not None:
            gone = world.instant >= after(world, when.at, length, scope, calendar=rule.calendar).breach()
    if rule.mode == "每" and rule.span is not None:
        following = after(world, when.at, rule.span, scope, calendar=rule.calendar).at
        missed = ~np.isnat(following) & (following <= world.instant) & ~gone
    return gone & ~np.isnat(when.at), missed


def _announced(world: World, rule: Duty, scope: Scope, opens: Array) -> Mask:
    """预告: inside the lead before opening (第 后 每)."""
    if rule.lead is None or rule.mode not in {"第", "后", "每"}:
        return np.zeros(len(opens), dtype=bool)
    begins = after(world, opens, rule.lead, scope, back=True, calendar=rule.calendar).at
    return np.asarray(world.instant >= begins)


def _days_off(when: Moments, done: Array) -> Array:
    """偏差: days between the due day and the day it was done."""
    known = ~np.isnat(when.at) & ~np.isnat(done)
    days = np.full(len(when.at), np.nan)
    days[known] = (done[known].astype("datetime64[D]") - when.at[known].astype("datetime64[D]")).astype(np.int64)
    return days


def _by_day_where_unclear(world: World, duties: Frame, when: Moments, done: Done) -> Moments:
    """A start or done time without its hour can't break an hour limit on that day: the row is judged by day, and asked about."""
    bare_start = _bare(duties.typed["起点"].data)
    bare_done = _bare(done.at) & (done.at.astype("datetime64[D]") == when.at.astype("datetime64[D]"))
    unclear = ~when.by_day & (bare_start | bare_done)
    hourly = unclear & np.isin(when.unit, ["分钟", "小时", "班时"])
    if not hourly.any():
        return when
    same_day = hourly & (
        np.where(np.isnat(done.at), world.instant, done.at).astype("datetime64[D]") == when.at.astype("datetime64[D]")
    )
    limits = duties.typed["规则"].objects() if same_day.any() else ()
    for position in np.flatnonzero(same_day).tolist():
        link: Link = duties.links["源行"][0]
        place, limit = link.frame.place(int(link.at[position])), str(limits[position]).strip()
        world.note(issue(Kind.HOUR_UNKNOWN, place, heading="起点" if bare_start[position] else "完成", limit=limit))
    day = when.at.astype("datetime64[D]").astype("datetime64[us]")
    return Moments(np.where(hourly, day, when.at), when.by_day | hourly, when.unit)


def _bare(at: Array) -> Mask:
    """No time of day."""
    return np.asarray(~np.isnat(at) & (at == at.astype("datetime64[D]").astype("datetime64[us]")))


def _because(duties: Frame, rule: Duty | Sample, source: View, done: Done, position: int) -> str:
    """Rule, clause, the cell the duty starts from, and the row that closed it."""
    frame, at = source.frame, int(source.at[position])
    heading = (
        rule.start[0][0]
        if isinstance(rule, Duty) and rule.start
        else frame.sheet.time.heading
        if frame.sheet.time
        else ""
    )
    cells = [str(frame.place(at, heading))] if frame.number(at) else [row_words(frame, at)]
    if done.by is not None and done.by.at[position] >= 0:
        record = int(done.by.at[position])
        cells.append(worded("完成于 {place}", place=done.by.frame.place(record)))
    return f"{rule.because}：{'、'.join(cells)}{_set_aside(duties, position)}"


def _set_aside(duties: Frame, position: int) -> str:
    """What was taken off the clock, and what would hold without it."""
    raw = duties.typed["原到期"].data[position]
    if np.isnat(raw):
        return ""
    late, unit = duties.typed["原迟量"].data[position], duties.typed["单位"].objects()[position]
    over = "" if np.isnan(late) else worded("，原迟 {late} {unit}", late=f"{late:g}", unit=unit or "天")
    told_due = str(raw.astype("datetime64[m]")).replace("T", " ").removesuffix(" 00:00")
    aside = duties.typed["扣除"].objects()[position]
    return worded("；{aside}，原到期 {due}{over}", aside=aside, due=told_due, over=over)


def marked(world: World, duties: Frame, rule: Duty | Sample, source: View, objects: View | None) -> Frame:
    """The duties with 完成时间 and 状态 filled in."""
    return stated(world, duties, rule, source, objects, done(world, duties, rule, source, objects))
