"""为什么 for a chain: each step with its row and rule, why it is one chain, what comes next, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import is_key
from workbook.papers.why.customer import reader
from workbook.rules.owed.chain_about import about
from workbook.rules.owed.chain_sheet import CLOSED, SHEET, WINDOW, found
from workbook.rules.owed.chain_steps import Step
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.tongue import declared, worded

HOW = {
    "再访": declared("再打一次，问清楚；登记进【回访记录】"),
    "投诉": declared("再打过还是有问题：在【事件】里添一行投诉，写上负责人"),
    "解决": declared("填投诉那一行的“处理完成时间”，或在一次回访里写“处理意见”"),
    "验证": declared("解决以后再问一次，客户说好了才关；登记进【回访记录】，写上满意度"),
}


def chain_of(day: Day, asked: str) -> int:
    """The row of a chain by its number; −1 where there is none."""
    at = np.flatnonzero(is_key(says(day.sheet(SHEET).typed["链号"]), asked))
    return int(at[0]) if len(at) else -1


def of_chain(day: Day, at: int) -> Iterable[str]:
    """What is told about one chain."""
    frame, one = day.sheet(SHEET), found(day.world).held[at]
    cell = reader(frame, at)
    about = worded("，").join(part for part in (cell("客户编号"), cell("客户名称"), cell("产品"), cell("类别")) if part)
    age = worded("{cell} 天（{cell2} 个工作日）", cell=cell("天数"), cell2=cell("工作日"))
    over = cell("状态") == CLOSED
    state = (
        worded("{cell} 验证过，关了，从头到尾 {age}", cell=cell("关于"), age=age)
        if over
        else worded("{cell}，到今天 {age}", cell=cell("状态"), age=age)
    )
    yield worded(
        "问题链 {cell}（{about}）：{state}，{said}",
        cell=cell("链号"),
        about=about,
        state=state,
        said=said(day.world.now),
    )
    for step in found(day.world).steps(at):
        yield worded(
            "· {said_time} {said}：{place} {key}",
            said_time=said_time(step),
            said=step.said,
            place=step.place,
            key=step.key,
        )
        yield worded("    因为 {because}", because=step.rule.because)
    days = day.world.book.value(WINDOW) or "30"
    yield worded(
        "同一客户、同样的产品和类别（两边都写了才比）、离上一步 {days} 天以内，或写明是哪一件的，都在这条链里。",
        days=days,
    )
    if cell("说明"):
        yield worded("注意：{cell}。", cell=cell("说明"))
    if over:
        yield worded("接下来：没有了；{days} 天里再有人说，这条链重新打开。", days=days)
        return
    by = worded("，最迟 {cell}", cell=cell("最迟")) if cell("最迟") else worded("，没有期限")
    who = f"{cell('轮到')} {_name(day.world, cell('轮到'))}".strip()
    yield worded(
        "接下来：{cell}，轮到 {who}{by}（{cell2}）。{how}。",
        cell=cell("接下来"),
        who=who or worded("没有人"),
        by=by,
        cell2=cell("规则"),
        how=worded(HOW[one.next]),
    )


def chains_of_customer(day: Day, key: str) -> Iterable[str]:
    """The open chains of a customer, one line each."""
    _, frame = about(day.world, key)
    yield from _lines(frame, np.flatnonzero(is_key(says(frame.typed["客户编号"]), key)).tolist(), closed=False)


def chains_of_row(day: Day, rows: Iterable[tuple[Frame, int]]) -> Iterable[str]:
    """The chains that these rows are steps of, one line each."""
    nodes = {(frame.name, str(says(frame.key()).objects()[at] or "")) for frame, at in rows}
    chains, sheet = about(day.world, rows=nodes)
    yield from _lines(sheet, chains.about(nodes), closed=True)


def _lines(frame: Frame, rows: Iterable[int], *, closed: bool) -> Iterable[str]:
    for at in rows:
        cell = reader(frame, at)
        if closed or cell("状态") != CLOSED:
            following = (
                worded("，接下来 {cell}，最迟 {cell2}", cell=cell("接下来"), cell2=cell("最迟") or worded("没有期限"))
                if cell("接下来")
                else ""
            )
            yield worded(
                "问题链 {cell}：{cell2}，{cell3} 天{following}。细问就查这个链号。",
                cell=cell("链号"),
                cell2=cell("状态"),
                cell3=cell("天数"),
                following=following,
            )


def said_time(step: Step) -> str:
    """When a step was made, as people read it."""
    return said(step.time.astype("datetime64[us]").item())


def _name(world: World, staff: str) -> str:
    people = world.frame("员工")
    at = np.flatnonzero(is_key(people.key(), staff))
    return said(world.column(people, "姓名").objects()[int(at[0])]) if len(at) else ""
