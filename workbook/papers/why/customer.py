"""为什么 for a customer: on today's list or fallen out of it, and what is owed by every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np

from workbook.papers.list.today import shown_turns
from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import has_key
from workbook.papers.why.why_not import not_owed
from workbook.rulebook.load.translated import sheet_out
from workbook.rulebook.sorts.model import Duty, Quota, Rule, Sample
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, says
from workbook.words.sheet_names import sheet_name
from workbook.words.tongue import WORD, heard, named, worded

CLOSED = ("按时", "提前", "迟", "取消", "作废", "错过", "达标")


Cell: TypeAlias = Callable[[str], str]


SHOWN = 12
"""So many things that are over are told; of the rest only how many there are."""


def of_customer(day: Day, customers: Frame, position: int) -> Iterable[str]:
    """What is told about one customer."""
    key = str(customers.key().objects()[position])
    name = said(values(day.world.column(customers, "客户名称"))[position])
    yield worded(
        "{key} {name}（{place}），{said}", key=key, name=name, place=customers.place(position), said=said(day.world.now)
    )
    tasks = day.worklist.sieve.tasks
    mine = np.flatnonzero(has_key(tasks.typed["客户编号"], key))
    yield from _today(day, key, mine)
    yield from fallen(day, mine)
    yield from _owed(day, key)
    yield from not_owed(day, customers, position)


def _today(day: Day, key: str, mine: Positions) -> Iterable[str]:
    """On the list, on a list of texts, or why not."""
    listed = day.listed
    rows = np.flatnonzero(has_key(listed.typed["客户编号"], key))
    for row in rows.tolist():
        cell = reader(listed, row)
        yield on_list(day, cell)
        yield worded("    因为 {because}", because=day.because(listed, row) or cell("规则"))
        if cell("说明"):
            yield f"    {cell('说明')}"
    if len(rows):
        return
    out = day.not_listed
    for row in np.flatnonzero(has_key(out.typed["客户编号"], key)).tolist():
        cell = reader(out, row)
        rule = worded("（{cell}）", cell=cell("规则")) if cell("规则") else ""
        yield worded(
            "今天不在清单上：{names}{rule}。",
            names=worded("，").join(part for part in (named(cell("原因"), WORD), cell("说明")) if part),
            rule=rule,
        )
        if cell("下次日期"):
            yield worded("    下次 {cell}。", cell=cell("下次日期"))
    if not len(mine):
        yield worded("    今天没有到他头上的任务。")


def on_list(day: Day, cell: Cell) -> str:
    """Its place on today's list: what, when, how, by whom, until when."""
    planned = worded(
        "{cell} {cell2}，{owner}", cell=cell("计划时间"), cell2=cell("联系方式"), owner=_owner(day, cell("责任人"))
    )
    return worded(
        "今天在清单上：第 {cell} 行，{cell2}，{planned}，{due}。",
        cell=shown_turns(day).get(cell("任务编号"), ""),
        cell2=cell("主题"),
        planned=planned,
        due=due(cell),
    )


def due(cell: Cell) -> str:
    """Its last day and its state."""
    due = cell("到期")
    state = cell("状态")
    if due:
        return worded("到期 {due}（{state}）", due=due, state=state)
    return worded("没有期限（{state}）", state=state)


def fallen(day: Day, mine: Positions) -> Iterable[str]:
    """What each candidate of today met on its way: limits, merging, what was noted."""
    sieve = day.worklist.sieve
    for row in mine.tolist():
        cell = reader(sieve.tasks, row)
        name = worded("{topic}（{rule}）", topic=cell("主题"), rule=cell("规则"))
        if sieve.merged_into[row] >= 0:
            other = reader(sieve.tasks, int(sieve.merged_into[row]))
            yield worded("· {name}：和“{other}”并成一次说。", name=name, other=other("主题"))
        elif not sieve.inside[row]:
            by = worded("，按 {rule}", rule=sieve.rule[row]) if sieve.rule[row] else ""
            next_on = (
                "" if np.isnat(sieve.next_on[row]) else worded("，下次 {next_on}", next_on=str(sieve.next_on[row])[:10])
            )
            remark = worded("（{remark}）", remark=sieve.remark[row]) if sieve.remark[row] else ""
            yield worded(
                "· {name}：没有排进来，{reason}{remark}{by}{next_on}。",
                name=name,
                reason=sieve.reason[row],
                remark=remark,
                by=by,
                next_on=next_on,
            )
        elif cell("出").startswith("名单"):
            yield worded("· {name}：列进【{replace}】。", name=name, replace=_sheet(cell("出").replace(":", "：")))
        if sieve.notes[row] and not sieve.inside[row]:
            yield "    " + worded("；").join(sieve.notes[row])


def _sheet(name: str) -> str:
    """A list as its tab is called in the language that is spoken."""
    tongue = heard()
    return name if tongue is None else sheet_name(sheet_out(name, tongue))


def _owner(day: Day, staff: str) -> str:
    """A member of staff by number and name."""
    frame = day.world.frame("员工")
    at = np.flatnonzero(has_key(frame.key(), staff))
    return f"{staff} {said(values(day.world.column(frame, '姓名'))[int(at[0])])}" if len(at) else staff or "没有责任人"


def _owed(day: Day, key: str) -> Iterable[str]:
    """Every duty and quota of the customer with its state, its dates and why; what is open first."""
    told = [told_row(day, frame, row, rule) for frame, rows, rule in _results(day, key) for row in rows.tolist()]
    if not told:
        return
    yield worded("他的各件事：")
    open_ = [one for one in told if not one[0]]
    over = [one for one in told if one[0]]
    for _, line, because in [*open_, *over[-SHOWN:]]:
        yield line
        yield worded("    因为 {because}", because=because)
    if len(over) > SHOWN:
        yield worded("· 另有 {count} 件早已了结。", count=len(over) - SHOWN)


def coming(day: Day, key: str) -> str:
    """What comes next for a customer, and when: the open duty that is due or opens first."""
    found = []
    for frame, rows, rule in _results(day, key):
        for row in rows.tolist():
            cell = reader(frame, row)
            when = cell("开放") if cell("开放") > said(day.world.now) else cell("到期")
            if cell("状态") not in CLOSED and when:
                found.append(
                    (when, worded("{name}（{id}，{cell}）", name=rule.name or rule.id, id=rule.id, cell=cell("状态")))
                )
    return (
        worded("接下来：{min} {min2}。", min=min(found)[0], min2=min(found)[1])
        if found
        else worded("接下来：没有定下日子的事。")
    )


def _results(day: Day, key: str) -> Iterable[tuple[Frame, Positions, Rule]]:
    for rule_id, rules in every_rule(day):
        rule = rules[0]
        sheet, heading = ("定额结果", "键") if isinstance(rule, Quota) else ("义务", "客户编号")
        frame = day.world.frame(sheet, (rule_id,))
        rows = np.flatnonzero(has_key(says(day.world.column(frame, heading)), key))
        if len(rows):
            yield frame, rows, rule


def every_rule(day: Day) -> Iterable[tuple[str, list[Duty] | list[Sample] | list[Quota]]]:
    """The rules that owe something, by 编号."""
    yield from day.world.book.by_id(Duty).items()
    yield from day.world.book.by_id(Sample).items()
    yield from day.world.book.by_id(Quota).items()


def source_sheet(rule: Rule) -> str:
    """The sheet whose rows set off a rule."""
    if isinstance(rule, Duty):
        return rule.source
    return rule.population if isinstance(rule, Sample) else rule.counted if isinstance(rule, Quota) else ""


def told_row(day: Day, frame: Frame, row: int, rule: Rule) -> tuple[bool, str, str]:
    """Whether it is over, what it is, and why."""
    cell = reader(frame, row)
    name = worded("{name}（{id}）", name=rule.name, id=rule.id) if rule.name else rule.id
    state = cell("状态")
    parts = [named(state, WORD)]
    if isinstance(rule, Quota):
        parts += [
            f"{cell('期')}",
            worded("{bound} {cell}，有 {cell2}", bound=rule.bound, cell=cell("要求"), cell2=cell("实际")),
        ]
        parts += [worded("上次 {cell}", cell=cell("上次"))] if cell("上次") else []
        parts += [worded("到期 {cell}", cell=cell("到期"))] if cell("到期") else []
    else:
        parts += [worded("从 {cell} 起", cell=cell("起点"))] if cell("起点") else []
        parts += (
            [worded("到期 {cell}{rest}", cell=cell("到期"), rest=worded("（暂估）") if cell("暂估") == "是" else "")]
            if cell("到期")
            else ["没有期限"]
        )
        parts += [worded("{cell} 做完", cell=cell("完成时间"))] if cell("完成时间") else []
        parts += (
            [worded("迟 {cell} {cell2}", cell=cell("迟量"), cell2=cell("单位"))]
            if cell("迟量") and state in {"迟", "逾期"}
            else []
        )
        parts += [worded("免责：{cell}", cell=cell("免责"))] if cell("免责") else []
    return (
        state in CLOSED,
        worded("· {name}：{parts}。", name=name, parts=worded("，").join(part for part in parts if part)),
        day.because(frame, row) or rule.because,
    )


def reader(frame: Frame, row: int) -> Cell:
    """Reads cells of one row as people read them; a column that isn't there is empty."""

    def cell(heading: str) -> str:
        vec = frame.typed.get(heading)
        return "" if vec is None else said(values(vec.take(np.array([row])))[0], vec.type.name)

    return cell
