"""待定日期: open duties whose due day is estimated, for its year's days off aren't published; entered, each shows old → new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.papers.scripts.day_results import Day
from workbook.rules.owed.states import OPEN
from workbook.rules.penalties.by_estimate import ESTIMATED
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import NAT, Array, Mask, moments, numbers, text
from workbook.sheets.types import Type
from workbook.words.tongue import worded

OPEN_DATES = "待定日期"
STILL_OPEN = (*OPEN, "未到", "暂缓")


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Open duties that hang, or hung, on unpublished days.

    Shapes:
        at: their positions in `duties` (义务). before: the due time as it was estimated. waits: still estimated.
    """

    duties: Frame
    at: Array
    before: Array
    waits: Mask

    def __len__(self) -> int:
        return len(self.at)

    @property
    def due(self) -> Array:
        """The due time now."""
        return self.duties.typed["到期"].data[self.at]

    @property
    def moved(self) -> Array:
        """By how many days each is due later (earlier: negative)."""
        gap = self.due.astype("datetime64[D]") - self.before.astype("datetime64[D]")
        return np.where(np.isnat(gap), 0, gap.astype(np.int64))


def dates(day: Day) -> Dates:
    """Open duties that are estimated, or that moved when 节假日 was filled in."""
    world = day.world
    duties = world.frame("义务")
    waits = duties.typed["暂估"].matching(lambda word: word == "是")
    undone = duties.typed["状态"].matching(lambda word: word in STILL_OPEN)
    due = duties.typed["到期"].data
    before = due
    if world.calendars.told_beyond:
        before = _estimated(day, duties)
    rows = np.flatnonzero(undone & (waits | (before != due)) & ~np.isnat(due))
    rows = rows[np.argsort(due[rows], kind="stable")]
    return Dates(duties, rows, before[rows], waits[rows])


def _estimated(day: Day, duties: Frame) -> Array:
    """The due time of each duty as it stood before the notice was entered."""
    world = day.world
    other = world.under(world.calendars.estimated()).frame("义务")
    at = other.lookup(duties.typed["任务编号"])
    found = np.append(other.typed["到期"].data, NAT)[at]
    return np.where(np.isnat(found), duties.typed["到期"].data, found)


def open_dates_pages(day: Day) -> tuple[Page, ...]:
    """The sheet, where there is anything to show or it stands there already."""
    found = dates(day)
    if not len(found) and OPEN_DATES not in day.world.tables.cells:
        return ()
    scope = Scope(day.world, View(found.duties, found.at))
    sheet = Sheetful(len(found))
    sheet.vec("客户编号", scope.vec(("客户编号",)), most=14)
    sheet.vec("客户名称", scope.vec(("客户", "客户名称")), most=16)
    sheet.vec("规则", scope.vec(("规则",)), most=12)
    sheet.vec("责任人", scope.vec(("责任人",)), most=12)
    sheet.vec("原来暂估", moments(found.before))
    sheet.vec("现在到期", moments(found.due))
    sheet.vec("差几天", numbers(np.where(found.moved == 0, np.nan, found.moved), Type("整数")))
    sheet.vec("说明", text(list(_remarks(found))), most=40)
    sheet.add("因由", [day.because(found.duties, int(at)) or None for at in found.at], wide=50)
    sheet.vec("任务编号", scope.vec(("任务编号",)), hidden=True)
    return (sheet.page(OPEN_DATES, key="任务编号"),)


def _remarks(found: Dates) -> Iterable[str]:
    years = found.due.astype("datetime64[Y]").astype(str)
    for year, waits, moved in zip(years, found.waits, found.moved, strict=True):
        moved_words = (
            worded("照【节假日】改{rest}了", rest=worded("晚") if moved > 0 else worded("早")) if moved else ""
        )
        waits_words = (
            worded("{year} 年的放假安排还没填全，先这样估", year=year)
            if moved
            else worded("{year} 年放假安排没公布，先这样估", year=year)
        )
        yield "；".join(word for word in (moved_words, waits_words if waits else "") if word)


def told(day: Day, found: Dates) -> Iterable[str]:
    """What the command says: each date that moved, and how many still wait."""
    tasks = found.duties.typed["任务编号"].objects()[found.at]
    names = Scope(day.world, View(found.duties, found.at)).vec(("客户", "客户名称")).objects()
    changed = np.flatnonzero(found.moved != 0)
    for place in changed.tolist():
        old, new = (str(one.astype("datetime64[D]")) for one in (found.before[place], found.due[place]))
        yield worded("{tasks} {names}：{old} → {new}", tasks=tasks[place], names=names[place] or "", old=old, new=new)
    day.sheet("处罚台账")
    kept: list[str] = day.world.memory.get((ESTIMATED, ""), [])
    for key in kept:
        yield worded(
            "处罚台账 {key}：罚的时候照暂估的日子算是晚了，照公布的安排不晚。罚过的不动；要退，在那一行填裁决。",
            key=key,
        )
    waiting = int(found.waits.sum())
    if len(changed):
        yield worded("照【节假日】改了 {count} 件没做完的事；做完的和罚过的不动。", count=len(changed))
    if waiting:
        years = "、".join(sorted(set(found.due[found.waits].astype("datetime64[Y]").astype(str).tolist())))
        yield worded(
            "还有 {waiting} 件的到期是暂估的：{years} 年的放假安排没有公布。公布了，填进【节假日】，再运行一次。",
            waiting=waiting,
            years=years,
        )
    if not len(found):
        yield worded("没有暂估的日子。")
