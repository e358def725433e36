"""为什么 for a member of staff: there or not, today's load against capacity, what comes next, what it has cost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import rows_saying
from workbook.papers.why.customer import reader
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.facts.presence import gone, staff_now
from workbook.rules.world.frames import Frame
from workbook.words.money import yuan

TASKS, DUTIES, FINES = 8, 5, 6
FULL = "人手"


def of_person(day: Day, staff: Frame, at: int) -> Iterable[str]:
    """What is told about one person."""
    world = day.world
    key = str(staff.key().objects()[at])
    name = said(values(world.column(staff, "姓名"))[at])
    yield f"{key} {name}（{staff.place(at)}），{said(world.now)}"
    yield _there(day, staff, at, key)
    mine = rows_saying(day.listed, "责任人", key)
    cap = reader(staff, at)("日容量")
    yield f"今天清单上有他 {len(mine)} 件{f'，日容量 {cap}' if cap else '，没有写日容量'}。"
    for row in mine[:TASKS].tolist():
        cell = reader(day.listed, row)
        who = f"{cell('客户编号')} {cell('客户名称')}".strip()
        yield f"· 第 {cell('序')} 行 {cell('计划时间')} {who}：{cell('主题')}，{cell('状态')}。"
    if len(mine) > TASKS:
        yield f"· 另有 {len(mine) - TASKS} 件，见【今日清单】。"
    waits = [row for row in range(len(day.not_listed)) if FULL in reader(day.not_listed, row)("原因")]
    if waits:
        yield f"因为人手已满，今天全办公室有 {len(waits)} 位客户没有排，见【未入选说明】。"
    reminders = rows_saying(day.reminders, "责任人", key)
    if len(reminders):
        yield f"他自己要办的 {len(reminders)} 件（【提醒】）："
    for row in reminders[:DUTIES].tolist():
        cell = reader(day.reminders, row)
        yield f"· {cell('事项')}，到期 {cell('到期') or '没有期限'}（{cell('状态')}）：{day.because(day.reminders, row)}"
    yield from _fines(day, key)
    yield _next(day, mine, reminders)


def _there(day: Day, staff: Frame, at: int, key: str) -> str:
    if staff_now(day.world)[at]:
        return "今天在岗，可以给他派活。"
    cell = reader(staff, at)
    if gone(day.world)[at]:
        return f"{cell('离职日')} 离职（{staff.place(at, '离职日')}），不再给他派活；他名下没办完的，用 huifang handover 交接。"
    leave = day.world.frame("请假") if "请假" in day.world.tables.frames else None
    for row in rows_saying(leave, "员工编号", key)[::-1].tolist() if leave is not None else ():
        one = reader(leave, row) if leave is not None else cell
        if leave is not None and one("起")[:10] <= str(day.world.today) <= one("止")[:10]:
            return f"今天不在：请假 {one('起')} 到 {one('止')}（{leave.place(row)}），今天不派活。"
    return f"今天不派活：还没入职，或【员工】里状态是停用、休假（{staff.place(at)}）。"


def _fines(day: Day, key: str) -> Iterable[str]:
    """The last lines of the ledger about a person, and this month's sum."""
    if not day.world.book.all(Sanction):
        return
    ledger = day.sheet("处罚台账")
    rows = rows_saying(ledger, "员工编号", key)
    if not len(rows):
        yield "【处罚台账】里没有他的一笔。"
        return
    on = ledger.typed["日期"].data.astype("datetime64[M]")
    month = np.datetime64(day.world.today, "M")
    sums = np.nan_to_num(ledger.typed["金额"].data)
    total = yuan(float(sums[rows][on[rows] == month].sum()))
    yield f"【处罚台账】里有他 {len(rows)} 笔；本月 {total:,.2f} 元（冲销已减去）。最近的："
    for row in rows[-FINES:].tolist():
        cell = reader(ledger, row)
        turn = f"，第 {cell('第几次')} 次" if cell("第几次") else ""
        where = f"（{ledger.place(row)}）" if ledger.rows[row] else "（今天新算的，考核时写上）"
        undo = "，冲销" if cell("冲销") else ""
        yield f"· {cell('日期')} {cell('代码')} {cell('金额') or cell('处理')}{turn}{undo}{where}"


def _next(day: Day, mine: np.ndarray, reminders: np.ndarray) -> str:
    plans = [(reader(day.listed, row)("计划时间"), reader(day.listed, row)("主题")) for row in mine.tolist()]
    plans += [(reader(day.reminders, row)("到期"), reader(day.reminders, row)("事项")) for row in reminders.tolist()]
    now = said(day.world.now)
    coming = sorted(plan for plan in plans if plan[0] and plan[0] >= now[:10])
    if not coming:
        return "接下来：没有排着的事。"
    return f"接下来：{coming[0][0]} {coming[0][1]}。"
