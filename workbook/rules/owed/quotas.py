"""定额: per key and period at least, at most or exactly so many; what is still to be done becomes work (§3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Quota
from workbook.rules.facts.due_moments import Moments
from workbook.rules.facts.people import people
from workbook.rules.owed.calendar_periods import Grid, as_kept, calendar_rows, gridded
from workbook.rules.owed.closed_periods import RESULTS, Kept, kept, with_links
from workbook.rules.owed.counting import Counted, Groups
from workbook.rules.owed.duties import customers, task_ids
from workbook.rules.owed.quota_rows import MET, NEVER, ROLLING, SHORT, TEXT, Rows, because, written
from workbook.rules.owed.rolling import rolled, states
from workbook.rules.owed.rosters import one_of_groups
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, constant, empty, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

__all__ = ["one_of_groups", "open_quotas", "quota_results"]

STAFF = Type("引用", "员工")


def quota_results(world: World, rules: Sequence[Quota]) -> Frame:
    """定额结果 of one 编号: a row for each key and period that is or was owed; for 滚动 one row for each key."""
    sheet = world.schema.sheets[RESULTS]
    if not rules:
        return result(sheet, {}, 0)
    old = kept(world, rules[0].id)
    grids: list[Grid] = []
    rolling: list[tuple[Frame, Counted]] = []
    for turn, rule in enumerate(rules):
        if rule.period.name == ROLLING:
            made = world.attempt(rule, partial(_rolling, world, rule, turn), None)
            rolling += [made] if made else []
        else:
            one = world.attempt(rule, partial(gridded, world, rule, turn), None)
            grids += [one] if one else []
    left = ~as_kept(grids, old)
    for live, found in rolling:
        left &= _still_a_gap(old, live, found)
    parts = [calendar_rows(world, one) for one in grids] + [live for live, _ in rolling]
    if left.any():
        roster = world.attempt(rules[0], lambda: world.frame(rules[0].roster) if rules[0].roster else None, None)
        parts.append(with_links(old.rows(left), old.column("键").take(np.flatnonzero(left)), roster))
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def _rolling(world: World, rule: Quota, turn: int) -> tuple[Frame, Counted]:
    found = rolled(world, rule)
    standing = states(world, found.when)
    actual = (standing == MET).astype(float)
    ones = np.ones(len(found.key))
    days = found.when.at.astype("datetime64[D]")
    provisional = (found.when.unit == "工作日") & world.calendar().provisional(days)

    of_key = Groups(found.found.key)

    def why(position: int) -> str:
        key = int(found.key[position])
        rows = of_key.of(key)
        return because(rule, found.found, key, found.found.cells(rows[found.found.at[rows] == found.last[position]]))

    rows = Rows(
        found.key, found.labels(), found.start, found.when.at, ones, actual, found.last, found.when.at, standing,
        standing == SHORT, found.opens, found.when.by_day, provisional, why,
    )  # fmt: skip
    return written(world, rule, turn, found.found, rows), found.found


def _still_a_gap(old: Kept, live: Frame, found: Counted) -> Mask:
    """Kept gaps of earlier turns stay, unless the turn is the running one or a row counted lies inside after all."""
    if not len(old):
        return np.zeros(0, dtype=bool)
    running = set(live.typed["行键"].objects().tolist())
    key, _ = old.place(found.keys.names, ())
    first, last = (old.column(name).data.astype("datetime64[D]") for name in ("期始", "期末"))
    day = found.at.astype("datetime64[D]")
    stays = np.array([name not in running for name in old.column("行键").objects()], dtype=bool)
    for row in np.flatnonzero(stays & (key >= 0)):
        stays[row] = not ((found.key == key[row]) & (day > first[row]) & (day <= last[row])).any()
    return stays


# -- what is still to be done


def open_quotas(world: World, rules: Sequence[Quota]) -> Frame:
    """What one 编号 still asks for now, as rows of 义务: running periods not yet full, rolling keys that are open."""
    sheet = world.schema.sheets["义务"]
    if not rules:
        return result(sheet, {}, 0)
    found = world.frame(RESULTS, (rules[0].id,))
    if "条" not in found.typed:
        return result(sheet, {}, 0)
    turn = found.typed["条"].data
    lacking, opened = found.typed["缺额"].data > 0, found.typed["开放"].data <= world.instant
    running = found.typed["已结束"].matching(lambda word: word != "是")
    parts = []
    for index, rule in enumerate(rules):
        if (rule.emits or _usual(rule)) == "无" or rule.bound == "至多":
            continue
        wanted = lacking | opened if rule.period.name == ROLLING else lacking & running
        rows = np.flatnonzero((turn == index) & wanted)
        nothing = result(sheet, {}, 0)
        parts.append(world.attempt(rule, partial(_open, world, rule, found, rows), nothing))
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def _usual(rule: Quota) -> str:
    """出 where it isn't said: a task for what customers are owed, else nothing."""
    return "任务" if rule.bound == "至少" and rule.roster == "客户" else "无"


def _open(world: World, rule: Quota, found: Frame, rows: Positions) -> Frame:
    size = len(rows)
    columns = {name: found.typed[name].take(rows) for name in ("规则", "起点", "开放", "到期", "按日", "暂估")}
    at = found.links["键行"][0].at[rows] if "键行" in found.links else rows
    view = View(found.links["键行"][0].frame if "键行" in found.links else found, at)
    turns = _turns(rule, found, rows)
    keys = found.typed["键"].take(rows)
    columns |= {
        "任务编号": task_ids(rule.id, keys, empty(TEXT, size), turns),
        "源表": constant(view.frame.name if view.frame is not found else rule.counted, size, TEXT),
        "源编号": keys,
        "客户编号": customers(world, view, None) if view.frame is not found else empty(Type("引用", "客户"), size),
        "责任人": people(world, rule.owner, Scope(world, view, asking=view)) if rule.owner else empty(STAFF, size),
        "序": text(list(turns)),
        "状态": _open_states(world, columns["开放"].data, columns["到期"].data, columns["按日"].data == 0),
        "说明": text([NEVER if turn == NEVER else None for turn in turns]),
    }
    links = {name: Link(found.links[name][0].frame, at) for name in found.links}
    if view.frame is not found:
        links["源行"] = Link(view.frame, at)
    made = result(world.schema.sheets["义务"], columns, size, links)
    made.because = lambda position: found.because(int(rows[position])) if found.because else ""
    return made


def _turns(rule: Quota, found: Frame, rows: Positions) -> Array:
    """The period of each task; where several are wanted in one period, also which of them this is."""
    periods_ = found.typed["期"].take(rows).otherwise(constant(NEVER, len(rows), TEXT)).objects()
    if rule.measure.startswith("合计"):
        return periods_
    needed, done = found.typed["要求"].data[rows], found.typed["实际"].data[rows]
    each = zip(periods_, done, needed, strict=True)
    nth = [f"{name}·{int(count) + 1}" if many > 1 else name for name, count, many in each]
    return np.array([*nth, None], dtype=object)[:-1]


def _open_states(world: World, opens: Array, due: Array, by_day: Mask) -> Vec:
    """未到 before it opens, then 待办, on its due day 今日到期, after it 逾期."""
    today = due.astype("datetime64[D]") == np.datetime64(world.today, "D")
    late = world.instant >= Moments(due, by_day, np.full(len(due), "天", dtype=object)).breach()
    state_ = np.where(late, "逾期", np.where(today, "今日到期", "待办"))
    return text(np.where(opens > world.instant, "未到", state_).tolist())
