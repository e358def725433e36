"""为什么 for a member of staff: there or not, today's load against capacity, what comes next, what it has cost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.list.today import shown_turns
from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import rows_saying
from workbook.papers.why.customer import reader
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.facts.presence import gone, staff_now
from workbook.rules.penalties.costs import costing
from workbook.rules.world.frames import Frame
from workbook.words.money import yuan
from workbook.words.tongue import worded

TASKS, DUTIES, FINES = 8, 5, 6
FULL = "人手"


def of_person(day: Day, staff: Frame, at: int) -> Iterable[str]:
    """What is told about one person."""
    world = day.world
    key = str(staff.key().objects()[at])
    name = said(values(world.column(staff, "姓名"))[at])
    yield worded("{key} {name}（{place}），{said}", key=key, name=name, place=staff.place(at), said=said(world.now))
    yield _there(day, staff, at, key)
    mine = rows_saying(day.listed, "责任人", key)
    cap = reader(staff, at)("日容量")
    yield worded(
        "今天清单上有他 {count} 件{rest}。",
        count=len(mine),
        rest=worded("，日容量 {cap}", cap=cap) if cap else worded("，没有写日容量"),
    )
    for row in mine[:TASKS].tolist():
        cell = reader(day.listed, row)
        who = f"{cell('客户编号')} {cell('客户名称')}".strip()
        yield worded(
            "· 第 {cell} 行 {cell2} {who}：{cell3}，{cell4}。",
            cell=shown_turns(day).get(cell("任务编号"), ""),
            cell2=cell("计划时间"),
            who=who,
            cell3=cell("主题"),
            cell4=cell("状态"),
        )
    if len(mine) > TASKS:
        yield worded("· 另有 {count} 件，见【今日清单】。", count=len(mine) - TASKS)
    waits = [row for row in range(len(day.not_listed)) if FULL in reader(day.not_listed, row)("原因")]
    if waits:
        yield worded("因为人手已满，今天全办公室有 {count} 位客户没有排，见【未入选说明】。", count=len(waits))
    reminders = rows_saying(day.reminders, "责任人", key)
    if len(reminders):
        yield worded("他自己要办的 {count} 件（【提醒】）：", count=len(reminders))
    for row in reminders[:DUTIES].tolist():
        cell = reader(day.reminders, row)
        yield worded(
            "· {cell}，到期 {cell2}（{cell3}）：{because}",
            cell=cell("事项"),
            cell2=cell("到期") or worded("没有期限"),
            cell3=cell("状态"),
            because=day.because(day.reminders, row),
        )
    yield from _fines(day, key)
    yield _next(day, mine, reminders)


def _there(day: Day, staff: Frame, at: int, key: str) -> str:
    if staff_now(day.world)[at]:
        return worded("今天在岗，可以给他派活。")
    cell = reader(staff, at)
    if gone(day.world)[at]:
        return worded(
            "{cell} 离职（{place}），不再给他派活；他名下没办完的，用 huifang handover 交接。",
            cell=cell("离职日"),
            place=staff.place(at, "离职日"),
        )
    leave = day.world.frame("请假") if "请假" in day.world.tables.frames else None
    for row in rows_saying(leave, "员工编号", key)[::-1].tolist() if leave is not None else ():
        one = reader(leave, row) if leave is not None else cell
        if leave is not None and one("起")[:10] <= str(day.world.today) <= one("止")[:10]:
            return worded(
                "今天不在：请假 {one} 到 {one2}（{place}），今天不派活。",
                one=one("起"),
                one2=one("止"),
                place=leave.place(row),
            )
    return worded("今天不派活：还没入职，或【员工】里状态是停用、休假（{place}）。", place=staff.place(at))


def _fines(day: Day, key: str) -> Iterable[str]:
    """The last lines of the ledger about a person, and this month's sum."""
    if not day.world.book.all(Sanction):
        return
    ledger = costing(day.sheet("处罚台账"))
    rows = rows_saying(ledger, "员工编号", key)
    if not len(rows):
        yield worded("【处罚台账】里没有他的一笔。")
        return
    on = ledger.typed["日期"].data.astype("datetime64[M]")
    month = np.datetime64(day.world.today, "M")
    sums = np.nan_to_num(ledger.typed["金额"].data)
    total = yuan(float(sums[rows][on[rows] == month].sum()))
    yield worded(
        "【处罚台账】里有他 {count} 笔；本月 {total:,.2f} 元（冲销已减去）。最近的：", count=len(rows), total=total
    )
    for row in rows[-FINES:].tolist():
        cell = reader(ledger, row)
        turn = worded("，第 {cell} 次", cell=cell("第几次")) if cell("第几次") else ""
        where = f"（{ledger.place(row)}）" if ledger.rows[row] else worded("（今天新算的，考核时写上）")
        undo = worded("，冲销") if cell("冲销") else ""
        yield f"· {cell('日期')} {cell('代码')} {cell('金额') or cell('处理')}{turn}{undo}{where}"


def _next(day: Day, mine: np.ndarray, reminders: np.ndarray) -> str:
    plans = [(reader(day.listed, row)("计划时间"), reader(day.listed, row)("主题")) for row in mine.tolist()]
    plans += [(reader(day.reminders, row)("到期"), reader(day.reminders, row)("事项")) for row in reminders.tolist()]
    now = said(day.world.now)
    coming = sorted(plan for plan in plans if plan[0] and plan[0] >= now[:10])
    if not coming:
        return worded("接下来：没有排着的事。")
    return worded("接下来：{coming} {coming2}。", coming=coming[0][0], coming2=coming[0][1])
