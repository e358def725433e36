"""问题链: every problem that nobody has verified yet, the most urgent first; below them those just closed."""

from __future__ import annotations

import numpy as np

from workbook.papers.list.today import owner_names
from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.papers.scripts.day_results import Day
from workbook.rules.owed.chain_sheet import CLOSED, LATE, SHEET, WINDOW
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Positions, says
from workbook.words.tongue import declared, worded

CHAINS = SHEET
FAR = np.datetime64("9999-12-31", "us")
DONE = "了结"


def chain_pages(day: Day) -> tuple[Page, ...]:
    """The sheet, where a problem is followed or the sheet stands there already."""
    there = len(shown(day, day.sheet(CHAINS))) or CHAINS in day.world.tables.cells
    return (chain_page(day),) if there else ()


def chain_page(day: Day) -> Page:
    """问题链 as a page."""
    frame = day.sheet(CHAINS)
    rows = shown(day, frame)
    scope = Scope(day.world, View(frame, rows))
    states = scope.vec(("状态",)).objects()
    sheet = Sheetful(len(rows))
    for heading, most in (("链号", 16.0), ("状态", 8.0), ("天数", 8.0), ("工作日", 8.0)):
        sheet.vec(heading, scope.vec((heading,)), most=most)
    sheet.vec("客户编号", scope.vec(("客户编号",)), most=14)
    sheet.vec("客户名称", scope.vec(("客户名称",)), most=16)
    for heading in ("产品", "类别"):
        if not scope.vec((heading,)).missing().all():
            sheet.vec(heading, scope.vec((heading,)), most=14)
    sheet.vec("第几次", scope.vec(("第几次",)), wide=8)
    sheet.vec("步骤", scope.vec(("步骤",)), wide=44, wrap=True)
    sheet.vec("接下来", scope.vec(("接下来",)), most=14)
    sheet.vec("轮到", owner_names(scope, "轮到"), most=12)
    sheet.vec("最迟", scope.vec(("最迟",)))
    sheet.vec("说明", scope.vec(("说明",)), wide=30, wrap=True)
    sheet.vec("起于", scope.vec(("起于",)))
    sheet.vec("关于", scope.vec(("关于",)))
    sheet.vec("规则", scope.vec(("规则",)), most=12)
    sheet.add("因由", [day.because(frame, int(at)) or None for at in rows], wide=50)
    sheet.vec("成员", scope.vec(("成员",)), hidden=True)
    today = np.datetime64(day.world.today, "D")
    due = scope.vec(("最迟",)).data.astype("datetime64[D]")
    marks = [
        (at, LATE if state == LATE else "今日" if due[at] == today else DONE)
        for at, state in enumerate(states)
        if state in {LATE, CLOSED} or due[at] == today
    ]
    return sheet.page(CHAINS, key="链号", marks=marks, print_to="说明")


def shown(day: Day, frame: Frame) -> Positions:
    """Open chains by the last day of their next step, then those that would open again if somebody called."""
    window = np.timedelta64(int(float(day.world.book.value(WINDOW) or 30)), "D")
    closed = frame.typed["关于"].data
    over = ~np.isnat(closed)
    recent = over & (closed.astype("datetime64[D]") + window >= np.datetime64(day.world.today, "D"))
    due = np.where(np.isnat(frame.typed["最迟"].data), FAR, frame.typed["最迟"].data)
    began = frame.typed["起于"].data
    open_ = np.flatnonzero(~over)
    late = np.flatnonzero(recent)
    return np.concatenate([open_[np.lexsort((began[open_], due[open_]))], late[np.argsort(closed[late])[::-1]]])


def running(day: Day) -> list[tuple[str, str]]:
    """How many problems are followed and how old the oldest is; nothing where there is none."""
    frame = day.sheet(CHAINS)
    open_ = np.flatnonzero(says(frame.typed["状态"]).matching(lambda word: word != CLOSED))
    if not len(open_):
        return []
    late = int(says(frame.typed["状态"]).matching(lambda word: word == LATE).sum())
    oldest = int(frame.typed["天数"].data[open_].max())
    return [
        (
            declared("没关的问题链"),
            worded("逾期 {late} 条 · 最老 {oldest} 天 · {count} 条", late=late, oldest=oldest, count=len(open_)),
        )
    ]
