"""为什么 for a line of 处罚台账: the row and clause it stands on, how its sum was made, what came before, what comes next."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import rows_saying
from workbook.papers.why.customer import Cell, reader
from workbook.papers.words.penalties import price
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.costs import RULED
from workbook.rules.penalties.telling import judged_by
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.words.tongue import worded

EARLIER = 6
SAME = ("员工编号", "阶梯组")


def of_fine(day: Day, ledger: Frame, row: int) -> Iterable[str]:
    """What is told about one line."""
    cell = reader(ledger, row)
    where = str(ledger.place(row)) if ledger.rows[row] else worded("还没写进表，考核时写上")
    who = _person(day, cell("员工编号"))
    yield worded("处罚台账 {cell}（{where}），{said}", cell=cell("行键"), where=where, said=said(day.world.now))
    yield worded(
        "{cell} {who}，{cell2} {cell3}：{sum}",
        cell=cell("日期"),
        who=who,
        cell2=cell("代码"),
        cell3=cell("名称"),
        sum=_sum(cell(RULED) or cell("金额"), cell("处理")),
    )
    rule = judged_by(day.world.book.by_id(Sanction).get(cell("代码"), []), cell("版本"), cell("日期"))
    if rule is not None:
        yield worded("规则 {because}（{place}）：{price}。", because=rule.because, place=rule.place, price=price(rule))
    else:
        yield worded("规则 {cell} 现在的规则表里没有，这一笔照记下的算。", cell=cell("代码"))
    yield worded("    因为 {because}", because=day.because(ledger, row) or cell("因由") or worded("没有写因由"))
    yield from _evidence(ledger, row, cell("触发行"))
    yield _computed(cell)
    yield from _before(ledger, row)
    yield from _reversed(ledger, row)
    yield _next(cell)


def _sum(amount: str, handling: str) -> str:
    return (
        worded("，").join(part for part in (worded("{amount} 元", amount=amount) if amount else "", handling) if part)
        or "没有金额"
    )


def _person(day: Day, key: str) -> str:
    staff = day.world.frame("员工")
    at = rows_saying(staff, "员工编号", key)
    return f"{key} {reader(staff, int(at[0]))('姓名')}" if len(at) else key or "没有写员工"


def _evidence(ledger: Frame, row: int, trigger: str) -> Iterable[str]:
    """The rows that set it off, by their addresses."""
    places = [
        str(link.frame.place(int(link.at[row])))
        for name, several in ledger.links.items()
        for link in several
        if name != "员工" and row < len(link.at) and link.at[row] >= 0 and link.frame.rows[int(link.at[row])]
    ]
    told = worded("、").join(dict.fromkeys(places))
    yield worded(
        "起因：{trigger}{rest}。",
        trigger=trigger or worded("没有写触发行"),
        rest=worded("，在 {told}", told=told) if told else "",
    )


def _computed(say: Cell) -> str:
    """How the sum came about."""
    parts = [worded("基额 {say}", say=say("基额"))] if say("基额") else []
    for heading, words in (
        ("数量", "数量 {}"),
        ("第几次", "是第 {} 次"),
        ("倍数", "倍数 {}"),
        ("下限", "下限 {}"),
        ("上限", "上限 {}"),
    ):
        if say(heading):
            parts.append(words.format(say(heading)))
    return worded("怎么算的：{parts}。", parts=worded("，").join(parts) or worded("没有基额"))


def _before(ledger: Frame, row: int) -> Iterable[str]:
    """Earlier lines of the same person and the same ladder: the chain that makes it the n-th."""
    own = reader(ledger, row)
    group, day = own("阶梯组") or own("代码"), own("日期")
    earlier = []
    for at in rows_saying(ledger, "员工编号", own("员工编号")).tolist():
        cell = reader(ledger, at)
        if at != row and (cell("阶梯组") or cell("代码")) == group and cell("日期") <= day and not cell("冲销"):
            earlier.append(
                (
                    cell("日期"),
                    at,
                    worded("{cell} {cell2}（{place}）", cell=cell("代码"), cell2=cell("金额"), place=ledger.place(at)),
                )
            )
    if not earlier:
        yield worded("以前没有同类的一笔。")
        return
    shown = worded("；").join(f"{when} {words}" for when, _, words in sorted(earlier)[-EARLIER:])
    yield worded("以前同类的 {count} 笔：{shown}。", count=len(earlier), shown=shown)


def _reversed(ledger: Frame, row: int) -> Iterable[str]:
    own = reader(ledger, row)
    if own("冲销"):
        yield worded("这一笔是冲销，冲的是 {own}。", own=own("冲销"))
    for at in rows_saying(ledger, "冲销", own("行键")).tolist():
        yield worded(
            "已经冲销：{place}，{value}。",
            place=ledger.place(at),
            value=reader(ledger, at)("因由") or worded("起因已改或已删"),
        )


def _next(say: Cell) -> str:
    if say("缴款日"):
        return worded("接下来：{say} 已缴，这一笔了了。", say=say("缴款日"))
    if say("待决定") == "是":
        return worded("接下来：等人裁决，在“裁决”“裁决金额”“裁决人”里填。")
    until = say("申诉截止")
    appeal = worded("不服的，{until} 以前申诉；", until=until) if until else ""
    return worded("接下来：{appeal}起因记错了就改原来那一格，下次考核自动冲销；认了就在“缴款日”填日期。", appeal=appeal)


def line_of(ledger: Frame, key: str) -> int:
    """The line of a 行键; −1 where there is none."""
    at = np.flatnonzero(says(ledger.typed["行键"]).matching(lambda word: word == key))
    return int(at[0]) if len(at) else -1
