"""为什么 for a chain: each step with its row and rule, why it is one chain, what comes next, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import is_key
from workbook.papers.why.customer import reader
from workbook.rules.owed.chain_sheet import CLOSED, SHEET, WINDOW, found
from workbook.rules.owed.chain_steps import Step
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World

HOW = {
    "再访": "再打一次，问清楚；登记进【回访记录】",
    "投诉": "再打过还是有问题：在【事件】里添一行投诉，写上负责人",
    "解决": "填投诉那一行的“处理完成时间”，或在一次回访里写“处理意见”",
    "验证": "解决以后再问一次，客户说好了才关；登记进【回访记录】，写上满意度",
}


def chain_of(day: Day, asked: str) -> int:
    """The row of a chain by its number; −1 where there is none."""
    at = np.flatnonzero(is_key(says(day.sheet(SHEET).typed["链号"]), asked))
    return int(at[0]) if len(at) else -1


def of_chain(day: Day, at: int) -> Iterable[str]:
    """What is told about one chain."""
    frame, one = day.sheet(SHEET), found(day.world).held[at]
    cell = reader(frame, at)
    about = "，".join(part for part in (cell("客户编号"), cell("客户名称"), cell("产品"), cell("类别")) if part)
    age = f"{cell('天数')} 天（{cell('工作日')} 个工作日）"
    over = cell("状态") == CLOSED
    state = f"{cell('关于')} 验证过，关了，从头到尾 {age}" if over else f"{cell('状态')}，到今天 {age}"
    yield f"问题链 {cell('链号')}（{about}）：{state}，{said(day.world.now)}"
    for step in found(day.world).steps(at):
        yield f"· {said_time(step)} {step.said}：{step.place} {step.key}"
        yield f"    因为 {step.rule.because}"
    days = day.world.book.value(WINDOW) or "30"
    yield f"同一客户、同样的产品和类别（两边都写了才比）、离上一步 {days} 天以内，或写明是哪一件的，都在这条链里。"
    if cell("说明"):
        yield f"注意：{cell('说明')}。"
    if over:
        yield f"接下来：没有了；{days} 天里再有人说，这条链重新打开。"
        return
    by = f"，最迟 {cell('最迟')}" if cell("最迟") else "，没有期限"
    who = f"{cell('轮到')} {_name(day.world, cell('轮到'))}".strip()
    yield f"接下来：{cell('接下来')}，轮到 {who or '没有人'}{by}（{cell('规则')}）。{HOW[one.next]}。"


def chains_of_customer(day: Day, key: str) -> Iterable[str]:
    """The open chains of a customer, one line each."""
    frame = day.sheet(SHEET)
    yield from _lines(frame, np.flatnonzero(is_key(says(frame.typed["客户编号"]), key)).tolist(), closed=False)


def chains_of_row(day: Day, rows: Iterable[tuple[Frame, int]]) -> Iterable[str]:
    """The chains that these rows are steps of, one line each."""
    nodes = {(frame.name, str(says(frame.key()).objects()[at] or "")) for frame, at in rows}
    yield from _lines(day.sheet(SHEET), found(day.world).about(nodes), closed=True)


def _lines(frame: Frame, rows: Iterable[int], *, closed: bool) -> Iterable[str]:
    for at in rows:
        cell = reader(frame, at)
        if closed or cell("状态") != CLOSED:
            following = f"，接下来 {cell('接下来')}，最迟 {cell('最迟') or '没有期限'}" if cell("接下来") else ""
            yield f"问题链 {cell('链号')}：{cell('状态')}，{cell('天数')} 天{following}。细问就查这个链号。"


def said_time(step: Step) -> str:
    """When a step was made, as people read it."""
    return said(step.time.astype("datetime64[us]").item())


def _name(world: World, staff: str) -> str:
    people = world.frame("员工")
    at = np.flatnonzero(is_key(people.key(), staff))
    return said(world.column(people, "姓名").objects()[int(at[0])]) if len(at) else ""
