"""处罚标准, the acts: which rows set off a fine, on which day, by whom, about what (rule-language §3.12 触发)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from workbook.clock.periods import ALL, bounds, named
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Assign, Duty, Metric, Quota, Sanction
from workbook.rules.facts.holds import holds
from workbook.rules.facts.operands import fold
from workbook.rules.owed.counting import counted
from workbook.rules.owed.odd_days import say_ahead
from workbook.rules.penalties.acts import STAFF, Acts, ActScope, midnight
from workbook.rules.penalties.charging_again import anew
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, empty, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.spans import Span
from workbook.words.tongue import worded

ENTRIES = "违规登记"
TASKS = "任务"
RESULTS = {"义务": "义务", "定额": "定额结果", "达标": "定额结果", "检查": "检查结果", "指标": "指标结果"}
TEXT, STAFF_ID, PERIOD = Type("文本"), Type("引用", STAFF), Type("期")
DAY = np.timedelta64(1, "D")
_TRIGGER = re.compile(r"^(登记|义务|定额|达标|检查|指标|表)\s*[:：]?\s*(.*)$", re.DOTALL)


def trigger(rule: Sanction) -> tuple[str, tuple[str, ...]]:
    """What sets a fine off, and the rules or the sheet it names.

    Raises:
        NotUnderstood: none of the seven words.

    Examples:
        >>> trigger(Sanction(id="CD-08a", trigger="义务 CD1,CD1t"))
        ('义务', ('CD1', 'CD1t'))
    """
    match = _TRIGGER.match(rule.trigger.strip())
    if not match:
        raise NotUnderstood(
            worded("“{trigger}”不是触发", trigger=rule.trigger),
            worded("写成 登记、义务 R、定额 Q、达标 Q、检查 K、指标 M 或 表 X。"),
        )
    names = tuple(part for part in re.split(r"[,，、\s]+", match[2]) if part)
    if bool(names) == (match[1] == "登记"):
        raise NotUnderstood(
            worded("“{trigger}”写得不全", trigger=rule.trigger),
            worded("登记后面不写什么，其余写明编号或表名，例如 义务 W3。"),
        )
    return match[1], names


def acts(world: World, rule: Sanction) -> Acts:
    """The acts a row of 处罚标准 fines: those it describes, on days when it was in force, up to now."""
    kind, names = trigger(rule)
    found = _FINDERS[kind](world, rule, names)
    hit = holds(rule.when, ActScope(world, View(found.frame, found.at), who=found.who))
    found = found.pick(np.flatnonzero(hit))
    if rule.per_lateness is not None:
        if kind != "义务" or not isinstance(rule.per_lateness, Span):
            raise NotUnderstood(
                worded("重计只能和 触发 义务 一起用，要写明时长"), worded("写成 重计: 1天 或 1工作日。")
            )
        found = anew(world, found, rule.per_lateness)
    time = found.frame.sheet.time
    heading = rule.time[-1] if rule.time and kind == "表" else time.heading if time else ""
    if kind in {"登记", "表"} and heading:
        say_ahead(world, View(found.frame, found.at), found.day, heading)
    return found.pick(np.flatnonzero(in_force(world, rule, found.day)))


def in_force(world: World, rule: Sanction, day: Array) -> Mask:
    """Days that have come, not before 启用日, inside 生效日..失效日."""
    good = ~np.isnat(day) & (day <= world.instant)
    began = named(world.book.value("启用日")[:10], world.today)
    for first in (rule.since, began[0] if began else None):
        if first:
            good &= day >= np.datetime64(first, "us")
    return np.asarray(good & (day <= np.datetime64(rule.until, "us")) if rule.until else good)


def _registered(world: World, rule: Sanction, _: tuple[str, ...]) -> Acts:
    frame = world.frame(ENTRIES)
    code = fold(rule.id)
    rows = world.column(frame, "条款代码").matching(lambda word: fold(word) == code)
    rows &= ~world.column(frame, "状态").matching(lambda word: word == "撤销")
    return _of_rows(world, frame, np.flatnonzero(rows), world.column(frame, "对象编号"))


def _of_sheet(world: World, rule: Sanction, names: tuple[str, ...]) -> Acts:
    frame = world.frame(names[0])
    hit = holds(rule.when, ActScope(world, whole(frame)))
    found = _of_rows(world, frame, np.flatnonzero(hit), None)
    if not rule.time:
        return found
    own = midnight(ActScope(world, View(frame, found.at)).vec(rule.time).data)
    return replace(found, day=np.where(np.isnat(own), found.day, own))


def _of_rows(world: World, frame: Frame, at: Positions, what: Vec | None) -> Acts:
    """Rows of a sheet that staff keep: on the row's own time, by its 员工."""
    staff = frame.sheet.column("员工编号") or frame.sheet.playing(STAFF)
    who = world.column(frame, staff.heading).take(at) if staff else empty(STAFF_ID, len(at))
    key = row_keys(frame, at)
    meant = key if what is None else says(what.take(at))
    return Acts(frame, at, _times(world, frame, at), says(who), meant, empty(PERIOD, len(at)), key, _none(at))


def _times(world: World, frame: Frame, at: Positions) -> Array:
    """The day of each row; a sheet without a time has its rows today."""
    time = frame.sheet.time
    if time is None:
        return np.where(at < 0, NAT, np.datetime64(world.today, "us"))
    return midnight(world.column(frame, time.heading).take(at).data)


def _breaches(world: World, _: Sanction, names: tuple[str, ...]) -> Acts:
    """义务: late or overdue, without an excuse, on the day of the breach."""
    frame = _results(world, "义务", names)
    excused = world.column(frame, "免责").matching(lambda word: word != "否")
    at = np.flatnonzero(_is(world, frame, "状态", "迟", "逾期") & ~excused)
    what = world.column(frame, "对象编号").otherwise(says(world.column(frame, "源编号")))
    who = _usual(world, frame).take(at)
    day = midnight(world.column(frame, "违约时间").take(at).data)
    return Acts(frame, at, day, who, what.take(at), empty(PERIOD, len(at)), frame.key().take(at), _none(at))


def _usual(world: World, frame: Frame) -> Vec:
    """责任人; of a call that no 责任 and no 分派 gives to anybody the customer's keeper, who stands on the list for it."""
    named = world.column(frame, "责任人")
    open_ = {rule.id for rule in world.book.all(Duty) if rule.makes_tasks and not rule.owner}
    if not open_ or any(assign.target == TASKS for assign in world.book.all(Assign)):
        return named
    asked = world.column(frame, "规则").matching(lambda word: word in open_) & named.missing()
    if not asked.any():
        return named
    keepers = Scope(world, whole(frame)).vec(("客户", "归属员工"))
    return named.otherwise(keepers.without(~asked))


def _short_or_over(world: World, _: Sanction, names: tuple[str, ...]) -> Acts:
    """定额: 缺 when the period is over, 超 at once."""
    frame = _results(world, "定额结果", names)
    at = np.flatnonzero(_is(world, frame, "状态", "缺", "超"))
    end = _date(world, frame, "期末", at)
    end = np.where(np.isnat(end), _date(world, frame, "到期", at), end)
    over = np.flatnonzero(_is(world, frame, "状态", "超")[at])
    end[over] = np.fmin(_exceeded(world, frame, at[over]), end[over])
    return _of_key(world, frame, at, end, "键")


def _exceeded(world: World, frame: Frame, at: Positions) -> Array:
    """The day of the row that went over; where rows aren't what is counted, the day of the newest."""
    day = _date(world, frame, "上次", at)
    if not len(at) or "条" not in frame.typed:
        return day
    ids, keys = world.column(frame, "规则").take(at).objects(), says(world.column(frame, "键").take(at)).objects()
    turns, needed = frame.typed["条"].data[at], world.column(frame, "要求").take(at).data
    first, last = _date(world, frame, "期始", at), _date(world, frame, "期末", at)
    for rule_id, versions in world.book.by_id(Quota).items():
        for turn, rule in enumerate(versions):
            rows = np.flatnonzero((ids == rule_id) & (turns == turn))
            if not len(rows) or rule.measure != "行数":
                continue
            found = counted(world, rule)
            place = {name: key for key, name in enumerate(says(found.keys.names).objects())}
            times = midnight(found.at)
            for row in rows.tolist():
                inside = (found.key == place.get(keys[row], -1)) & (times >= first[row]) & (times <= last[row])
                in_turn = np.sort(times[inside])
                if len(in_turn) > needed[row]:
                    day[row] = in_turn[int(needed[row])]
    return day


def _met(world: World, _: Sanction, names: tuple[str, ...]) -> Acts:
    """达标: 至少 as soon as it is reached, the other bounds when the period is over."""
    frame = _results(world, "定额结果", names)
    least = {rule.id for rule in world.book.all(Quota) if rule.bound == "至少"}
    closed = _is(world, frame, "已结束", "是")
    soon = world.column(frame, "规则").matching(lambda word: word in least)
    at = np.flatnonzero(_is(world, frame, "状态", "达标") & (soon | closed))
    last, end = _date(world, frame, "上次", at), _date(world, frame, "期末", at)
    running = np.where(np.isnat(last), np.datetime64(world.today, "us"), last)
    return _of_key(world, frame, at, np.where(closed[at], end, running), "键")


def _failed(world: World, _: Sanction, names: tuple[str, ...]) -> Acts:
    """检查: items that don't hold, on the day of the row they are about."""
    frame = _results(world, "检查结果", names)
    at = np.flatnonzero(_is(world, frame, "通过", "否"))
    day = np.full(len(at), NAT)
    for link in frame.links.get("源行", []):
        day = np.where(np.isnat(day), _times(world, link.frame, link.at[at]), day)
    day = np.where(np.isnat(day), np.datetime64(world.today, "us"), day)
    who, what = world.column(frame, "责任人").take(at), world.column(frame, "主键").take(at)
    key = _joined(world, frame, at, "编号", "项", "主键")
    return Acts(frame, at, day, who, what, empty(PERIOD, len(at)), key, _none(at))


def _measured(world: World, _: Sanction, names: tuple[str, ...]) -> Acts:
    """指标: rows of closed periods; the total row only where nothing is grouped."""
    frame = _results(world, "指标结果", names)
    grouped = {rule.id for rule in world.book.all(Metric) if rule.by}
    total = _is(world, frame, "分组", "合计") & world.column(frame, "编号").matching(lambda word: word in grouped)
    ends = _ends(world.column(frame, "期"), world)
    at = np.flatnonzero(~total & (ends < np.datetime64(world.today, "us")))
    return _of_key(world, frame, at, ends[at], "分组")


def _of_key(world: World, frame: Frame, at: Positions, day: Array, heading: str) -> Acts:
    """Rows of a result per key and period: the key is the person where it is one, else the thing meant."""
    held = says(world.column(frame, heading).take(at))
    person = world.frame(STAFF).lookup(held) >= 0
    rule = "规则" if heading == "键" else "编号"
    key = _joined(world, frame, at, rule, heading, "期")
    what = held.without(person | held.matching(lambda word: word in {"全部", "合计"}))
    return Acts(frame, at, day, held.without(~person), what, world.column(frame, "期").take(at), key, _none(at))


_FINDERS: dict[str, Callable[[World, Sanction, tuple[str, ...]], Acts]] = {
    "登记": _registered, "表": _of_sheet, "义务": _breaches, "定额": _short_or_over, "达标": _met,
    "检查": _failed, "指标": _measured,
}  # fmt: skip


def _results(world: World, sheet: str, names: Iterable[str]) -> Frame:
    return world.frame(sheet, tuple(sorted(set(names))))


def _is(world: World, frame: Frame, heading: str, *words: str) -> Mask:
    return world.column(frame, heading).matching(lambda word: word in words)


def _date(world: World, frame: Frame, heading: str, at: Positions) -> Array:
    return midnight(world.column(frame, heading).take(at).data)


def _none(at: Positions) -> Array:
    return np.full(len(at), np.nan)


def _ends(keys: Vec, world: World) -> Array:
    """The last day of each period; 全部 is taken as over yesterday."""
    yesterday = np.datetime64(world.today, "us") - DAY
    last = [yesterday if word == ALL else _last(str(word)) for word in keys.words]
    return np.array([*last, NAT], dtype="datetime64[us]")[keys.data]


def _last(key: str) -> np.datetime64:
    try:
        return np.datetime64(bounds(key)[1], "us")
    except ValueError:
        return NAT


def _joined(world: World, frame: Frame, at: Positions, *headings: str) -> Vec:
    columns = [says(world.column(frame, heading).take(at)).objects() for heading in headings]
    return text(["·".join(part or "" for part in parts) for parts in zip(*columns, strict=True)], Type("文本"))


def row_keys(frame: Frame, at: Positions) -> Vec:
    """What names rows for good."""
    return says(frame.key().take(at))
