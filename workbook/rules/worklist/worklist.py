"""今日清单: who is to be contacted today, when, by whom; and why everybody else is not (rule-language §8 step 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.sorts.model import Carry, Report
from workbook.rules.facts.joins import sorted_by
from workbook.rules.owed.attempts import Tries, stopped, tries
from workbook.rules.worklist import caps, limits
from workbook.rules.worklist.dealing import dealt
from workbook.rules.worklist.limits import Sieve
from workbook.rules.worklist.shared_numbers import name_shared_numbers
from workbook.rules.worklist.stand_ins import stood_in
from workbook.rules.worklist.tasks import LIST, REMINDER, TASK, open_work, order, picked, tasks, unfit
from workbook.rules.worklist.time_slots import opened, planned
from workbook.rules.worklist.wrong_numbers import reminders as wrong_numbers
from workbook.rules.worklist.wrong_numbers import wait_for_number
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import whole
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, moments, numbers, text
from workbook.rules.world.vectors import choose as either
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")
SHOWN = 50
PLACE = "位"  # where a row of the list stands among all candidates


@dataclass(frozen=True, slots=True, eq=False)
class Worklist:
    """The outcome of a day's planning.

    Shapes:
        listed: the rows of 今日清单 in order. lines: rows of all 名单:… (column 出 names the list).
        reminders: open duties of staff. sieve: every candidate with the reason why it fell out.
    """

    listed: Frame
    lines: Frame
    reminders: list[tuple[Carry, Frame]]
    sieve: Sieve


def worklist(world: World) -> Worklist:
    """Today's list: overdue first, through all limits, with a minute and a person for each row."""
    work = open_work(world)
    frame = tasks(world, [*work.get(TASK, []), *work.get(LIST, [])])
    frame = picked(frame, order(frame))
    held = limits.sieve(frame)
    _unfit(world, held)
    _announced(world, held)
    found = tries(world, frame)
    _after_the_last_try(held, found)
    limits.stop(world, held)
    limits.divert(world, held)
    _wait_for_next_try(world, held, found)
    wait_for_number(world, held)
    limits.cool_off(world, held)
    limits.merge(world, held)
    caps.cap(world, held)
    name_shared_numbers(world, held)
    is_line = held.lines
    _plan(world, held, found, is_line)
    owners = dealt(world, held, ~is_line)
    listed = _finished(world, held, found, owners, ~is_line)
    lines = picked(frame, np.flatnonzero(held.inside & is_line))
    return Worklist(listed, lines, [*work.get(REMINDER, []), *wrong_numbers(world)], held)


def _unfit(world: World, held: Sieve) -> None:
    """停用, 勿扰 by an earlier answer, and files that a check holds back."""
    blocked, out_of_use = unfit(world, held.tasks)
    held.drop(out_of_use, "停用", worded("客户状态是停用"), "")
    customers = world.frame("客户").lookup(held.tasks.typed["客户编号"])
    held.drop(
        np.append(stopped(world, len(world.frame("客户"))), False)[customers], "勿扰", worded("客户说过不再联系"), ""
    )
    held.drop(blocked, "档案待审", worded("有检查没有通过，见【检查结果】"), "")


def _announced(world: World, held: Sieve) -> None:
    """Setting 显示预告: whether what only opens soon stands on the list already."""
    if world.book.value("显示预告") == "否":
        soon = held.tasks.typed["状态"].matching(lambda word: word == "预告")
        held.drop(soon, "未到期", worded("还没到日子，设置里不先列出"), "", held.tasks.typed["开放"].data)


def _wait_for_next_try(world: World, held: Sieve, found: Tries) -> None:
    """A call that was tried waits for its next try, or for the minute that was promised."""
    tomorrow = np.datetime64(world.today, "us") + DAY
    later = ~np.isnat(found.again) & (found.again >= tomorrow) & ~held.lines
    when = found.again.astype("datetime64[D]").astype("datetime64[us]")
    held.drop(later & found.promised, "未到期", _promises(found), "", when)
    held.drop(later, "未到期", worded("等下一次再打"), "", when)


def _promises(found: Tries) -> Array:
    """约好 03-09 14:00 of each task, '' where nothing was promised; a day without a minute is a day."""
    told, own = np.full(len(found.again), "", dtype=object), np.flatnonzero(found.promised)
    minutes = found.again[own].astype("datetime64[m]").astype(str).tolist()
    for position, at in zip(own.tolist(), minutes, strict=True):
        told[position] = worded("约好 {when}", when=at[5:].replace("T", " ").removesuffix(" 00:00"))
    return told


def _of_day(found: Tries) -> Mask:
    """Promised for a day, no minute said."""
    return np.asarray(found.promised & (found.again == found.again.astype("datetime64[D]")))


def _after_the_last_try(held: Sieve, found: Tries) -> None:
    """A task whose tries are used up is closed, goes another way, or goes to a person."""
    words = [str(action or "") for action in found.exhausted]
    ended = np.array([word.startswith("结") for word in words], dtype=bool)
    told = np.full(len(words), "", dtype=object)
    for at in np.flatnonzero(ended).tolist():
        word, count = words[at][1:].strip(), int(found.count[at])
        told[at] = (
            worded("打了 {count} 次没有接通，结为“{word}”", count=count, word=word)
            if word
            else worded("打满次数，已结")
        )
    held.drop(ended, "已覆盖", told, "")
    for position in np.flatnonzero([bool(word) and not word.startswith("结") for word in words]):
        held.notes[position].append(
            worded("已打 {count} 次没有接通，{then}", count=found.count[position], then=found.exhausted[position])
        )
        if words[position].startswith("换"):
            _other_channel(held.tasks, int(position), words[position].removeprefix("换").strip())


def _other_channel(frame: Frame, position: int, channel: str) -> None:
    for heading in ("联系方式", "方式"):
        words = frame.typed[heading].objects()
        words[position] = channel
        frame.typed[heading] = text(list(words), frame.typed[heading].type)


def _plan(world: World, held: Sieve, found: Tries, is_line: Mask) -> None:
    """Each kept task gets its minute; what has none left today waits, its next day is said.

    A promised minute of today wins over every window, whatever else was merged into the call; a promised day over one
    that forbids it wholly.
    """
    for lead, members in held.members.items():
        _promised_first(found, lead, members)
    now, tomorrow = (
        world.instant.astype("datetime64[m]").astype("datetime64[us]"),
        np.datetime64(world.today, "us") + DAY,
    )
    of_day, today = _of_day(found), np.datetime64(world.today, "us")
    promised = found.promised & ~of_day & (found.again >= today) & (found.again < tomorrow)
    wanted = np.full(len(held.tasks), now)
    wanted = np.where(np.isnat(found.again) | (found.again < now), wanted, found.again)
    opens = held.tasks.typed["开放"].data
    wanted = np.where(~np.isnat(opens) & (opens > wanted), opens, wanted)
    rows = np.flatnonzero(held.inside & ~is_line)
    result = planned(world, picked(held.tasks, rows), wanted[rows])
    at, moved = np.full(len(held.tasks), NAT), np.zeros(len(held.tasks), dtype=bool)
    at[rows], moved[rows] = result.at, result.moved
    outside = moved & promised & (found.again >= now)
    at[promised], moved[promised] = found.again[promised], False
    closed = _closed_days(world, held.tasks, np.flatnonzero(of_day & (found.again == today) & held.inside & ~is_line))
    at[closed], moved[closed], outside[closed] = np.maximum(opened(world, today), now), False, True
    held.tasks.typed["计划时间"] = moments(at)
    later = ~is_line & (np.isnat(at) | (at >= tomorrow))
    later &= ~held.tasks.typed["状态"].matching(lambda word: word == "预告")  # shown ahead, planned for its own day
    told = np.full(len(later), worded("今天没有可以联系的时间"), dtype=object)
    told[_closed_since(world, held.tasks, np.flatnonzero(later & held.inside))] = worded("今天可以联系的时间已经过了")
    held.drop(later, "时段外", told, "", at.astype("datetime64[D]").astype("datetime64[us]"))
    for row in np.flatnonzero(moved & held.inside & ~is_line).tolist():
        when = str(at[row].astype("datetime64[m]"))
        held.notes[row].append(worded("移到 {when}", when=when[11:] if at[row] < tomorrow else when.replace("T", " ")))
    words = _promises(found)
    for row in np.flatnonzero(found.promised & held.inside & ~is_line).tolist():
        gone = found.again[row] < (today if of_day[row] else now)
        past = worded("，已经过了") if gone else worded("（在时段外，照约定）") if outside[row] else ""
        held.notes[row].insert(0, f"{words[row]}{past}")


def _closed_days(world: World, tasks: Frame, rows: Positions) -> Positions:
    """Those of some tasks that have no allowed minute on the whole of today."""
    return rows[~_has_minute_today(world, tasks, rows)]


def _closed_since(world: World, tasks: Frame, rows: Positions) -> Positions:
    """Those of some tasks that have no allowed minute left today, but had one."""
    return rows[_has_minute_today(world, tasks, rows)]


def _has_minute_today(world: World, tasks: Frame, rows: Positions) -> Mask:
    today = np.datetime64(world.today, "us")
    free = planned(world, picked(tasks, rows), np.full(len(rows), today)).at
    return np.asarray(~np.isnat(free) & (free < today + DAY))


def _promised_first(found: Tries, lead: int, members: Sequence[int]) -> None:
    """A call that stands for several is made when the first of them was promised."""
    kept = [member for member in members if found.promised[member]]
    if kept:
        first = min(kept, key=lambda member: found.again[member])
        found.again[lead], found.promised[lead] = found.again[first], True


def _finished(world: World, held: Sieve, found: Tries, owners: Array, calls: Mask) -> Frame:
    """The kept rows with their numbers, persons and notes."""
    frame = held.tasks
    turn = np.ones(len(frame))
    for lead, members in held.members.items():
        owners[members] = owners[lead]  # whoever makes the one call speaks for each of its parts
        turn[members] = np.arange(1, len(members) + 1)
    frame.typed["第几段"] = numbers(turn, Type("整数"))
    assigned = world.frame("员工").key().take(owners)
    frame.typed["责任人"] = either(owners >= 0, assigned, frame.typed["责任人"])
    frame.typed["第几次"] = numbers(found.count + 1.0, Type("整数"))
    frame.typed["剩余"] = _days_left(world, frame)
    _set_aside(frame, held)
    apart = worded("；")
    frame.typed["说明"] = text([apart.join(notes) or None for notes in held.notes])
    frame.computed.clear()
    frame.typed[PLACE] = numbers(np.arange(len(frame), dtype=float), Type("整数"))
    listed = _arranged(world, picked(frame, np.flatnonzero(held.inside & calls)))
    listed.typed["序"] = numbers(np.arange(1, len(listed) + 1, dtype=float), Type("整数"))
    return listed


def _set_aside(frame: Frame, held: Sieve) -> None:
    """What was taken off a clock is said, with the due day as it would be without."""
    if "扣除" not in frame.typed or "原到期" not in frame.typed:
        return
    words, raw = frame.typed["扣除"], frame.typed["原到期"].data
    for row in np.flatnonzero(~words.missing() & held.inside & ~np.isnat(raw)).tolist():
        held.notes[row].append(
            worded("{words}，原到期 {day}", words=words.objects()[row], day=str(raw[row].astype("datetime64[D]"))[5:])
        )


def _arranged(world: World, listed: Frame) -> Frame:
    """The order that the office gives its list: 排序 of the report 今日清单, else as planned."""
    layout = next((report for report in world.book.all(Report) if report.id == listed.name and report.sort), None)
    if layout is None:
        return listed
    return picked(listed, world.attempt(layout, lambda: sorted_by(world, whole(listed), layout.sort), listed.all))


def _days_left(world: World, frame: Frame) -> Vec:
    """剩余: days to the due day; empty once it is past or where nothing is due. 逾期 is filled for quotas in days."""
    due = frame.typed["到期"].data.astype("datetime64[D]")
    left = np.where(np.isnat(due), np.nan, (due - np.datetime64(world.today, "D")).astype(float))
    late = frame.typed["逾期"].data
    frame.typed["逾期"] = numbers(np.where(np.isnan(late) & (left < 0), -left, late))
    return numbers(np.where(left < 0, np.nan, left))


def reminders(world: World, day: Worklist) -> Frame:
    """提醒: open duties of staff as one frame, most urgent first; 事项 says what is owed."""
    frame = tasks(world, stood_in(world, day.reminders))
    frame.typed["事项"] = frame.typed["主题"]
    return picked(frame, order(frame))
