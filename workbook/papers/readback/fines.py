"""A fine worked on a person of this workbook: the lines of the ledger that a row of 处罚标准 made, in their order."""

from __future__ import annotations

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.readback.cases import Case, cells, moment, person, word
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.mentions.spots import trigger
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.charging import lots
from workbook.rules.penalties.passes import worked_now
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask
from workbook.words.tongue import worded

MOST = 4
VERBS = {"罚": "罚", "赔": "赔", "费": "收", "奖": "奖"}
GROUP = ("员工编号", "阶梯组")


def fine(day: Day, rule: Sanction, of: Case | None) -> Case:
    """The person with the most charges, and what each of them costs."""
    mine = {key for lot in lots(day.world, rule.id) if lot.rule.place == rule.place for key in _keys(lot.frame)}
    if not mine:
        return Case(count=len(mine), none=_none(rule))
    ledger = worked_now(day.world)  # not the ledger itself: a line that is booked keeps the sum of its day
    counted = _alive(ledger)
    keys = ledger.typed["行键"].objects().tolist()
    rows = [row for row, key in enumerate(keys) if counted[row] and not mine.isdisjoint(_charge(str(key)))]
    if not rows:
        return Case(none=_none(rule))
    if of is not None:
        members = [row for row in rows if set(_charge(word(ledger, row, "行键"))) & set(_charge(of.key))]
        if not members:
            return Case(count=len(rows), none=_none(rule))
    else:
        people: dict[tuple[str, ...], list[int]] = {}
        for row in rows:
            people.setdefault(tuple(word(ledger, row, one) for one in GROUP), []).append(row)
        members = max(people.values(), key=len)
        members.sort(key=lambda row: (word(ledger, row, "日期"), word(ledger, row, "第几次")))
    who = person(day, word(ledger, members[0], "员工编号"))
    first, *others = (_line(day, ledger, row, rule) for row in members[:MOST])
    more = "；".join(f"{on} → {cost}" for on, cost in others)
    return Case(
        word(ledger, members[0], "行键"), worded("{who}，{first}", who=who, first=first[0]), first[1], more, len(rows)
    )


def _keys(frame: Frame) -> list[str]:
    return [str(key) for key in frame.typed["行键"].objects()]


def alive_keys(ledger: Frame) -> set[str]:
    """The charges that stand: neither struck out nor reversed."""
    counted = _alive(ledger)
    keys = ledger.typed["行键"].objects().tolist()
    return {name for row, key in enumerate(keys) if counted[row] for name in _charge(str(key))}


def _alive(ledger: Frame) -> Mask:
    """Lines that neither were struck out nor reverse another."""
    if not len(ledger):
        return np.zeros(0, dtype=bool)
    return np.asarray(ledger.typed["冲销"].missing() & (ledger.typed["倍数"].data != 0))


def _charge(key: str) -> tuple[str, str]:
    """The charge of a line: its key, or that without the payer behind it where the sum is divided."""
    return key, key.rpartition("·")[0]


def _line(day: Day, ledger: Frame, row: int, rule: Sanction) -> tuple[str, str]:
    """Which charge, and what it costs."""
    cell = cells(ledger, row)
    nth = word(ledger, row, "第几次") if len(rule.amount) > 1 or rule.double_from else ""
    on = moment(cell("日期"), day.world.today)
    low, high = cell("下限"), cell("上限")
    cost = worded("{said} 元", said=said(cell("金额"), "金额")) if cell("金额") is not None else ""
    cost = cost or (
        worded("{said}–{said2} 元", said=said(low, "金额"), said2=said(high, "金额")) if low is not None else ""
    )
    payer = word(ledger, row, "承担人")
    divided = any("%" in one for one in rule.payer)
    paid = (
        worded("（{person}出）", person=person(day, payer))
        if payer and (divided or payer != word(ledger, row, "员工编号"))
        else ""
    )
    open_ = worded("（由人裁决）") if word(ledger, row, "待决定") == "是" else ""
    handling = word(ledger, row, "处理")
    what = "并".join(part for part in (f"{VERBS[rule.side]} {cost}" if cost else "", handling) if part)
    return f"{on}{f'，第 {nth} 次' if nth else ''}", f"{what or '记下来'}{paid}{open_}"


def _none(rule: Sanction) -> str:
    kind, _ = trigger(rule)
    return worded("【违规登记】里现在没有一行写这个条款代码") if kind == "登记" else worded("现在没有一行符合")
