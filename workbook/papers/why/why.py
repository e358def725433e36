"""为什么: everything about one customer, one task or one row today, in plain Chinese, with cells, dates and clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

import numpy as np

from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.why_not import not_owed
from workbook.rulebook.sorts.model import Duty, Quota, Rule, Sample
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Positions, Vec, says
from workbook.words.nearest import nearest

CLOSED = ("按时", "提前", "迟", "取消", "作废", "错过", "达标")
Cell: TypeAlias = Callable[[str], str]
SHOWN = 12
"""So many things that are over are told; of the rest only how many there are."""


def why(day: Day, who: str) -> str:
    """Why a customer is or isn't on today's list; the same for one task, or for any row that a rule starts from.

    Shapes:
        who: a customer's number or name, a 任务编号, or the key of a row (事件编号, 卡号 …).
    """
    asked = who.strip()
    customers = day.world.frame("客户")
    position = _customer(day, customers, asked)
    if position >= 0:
        return "\n".join(_of_customer(day, customers, position))
    tasks = _tasks(day, asked)
    if len(tasks):
        return "\n".join(_of_task(day, asked, tasks))
    rows = _rows(day, asked)
    if rows:
        return "\n".join(_of_row(day, asked, rows))
    return _unknown(day, customers, asked)


# -- who is meant


def _customer(day: Day, customers: Frame, asked: str) -> int:
    """The row of a customer by number, else by a name that only one has; −1 for nobody."""
    for column in (customers.key(), day.world.column(customers, "客户名称")):
        at = np.flatnonzero(column.matching(lambda word: fold(word) == fold(asked)))
        if len(at) == 1 or (len(at) and column is customers.key()):
            return int(at[0])
    return -1


def _tasks(day: Day, asked: str) -> Positions:
    """The candidates of today with this 任务编号, merged ones too."""
    tasks = day.worklist.sieve.tasks
    wanted = fold(asked)
    return np.flatnonzero(tasks.typed["任务编号"].matching(lambda word: wanted in map(fold, word.split("、"))))


def _rows(day: Day, asked: str) -> list[tuple[Frame, int]]:
    """Rows of sheets that rules start from, by their key."""
    found: list[tuple[Frame, int]] = []
    for sheet in dict.fromkeys(_source(rule) for _, rules in _rules(day) for rule in rules):
        frame = day.world.attempt(_first(day), partial(day.world.frame, sheet), None)
        if frame is not None:
            at = np.flatnonzero(says(frame.key()).matching(lambda word: fold(word) == fold(asked)))
            found += [(frame, int(row)) for row in at[:1]]
    return found


def _first(day: Day) -> Rule:
    return next((rules[0] for _, rules in _rules(day)), Rule())


def _unknown(day: Day, customers: Frame, asked: str) -> str:
    """Nobody of that name: the nearest customer, with a name to tell by."""
    keys, names = customers.key().objects(), day.world.column(customers, "客户名称").objects()
    known = {
        str(word): f"{key} {name or ''}".strip()
        for key, name in zip(keys, names, strict=True)
        for word in (key, name)
        if word
    }
    tasks = {str(task): str(task) for task in day.worklist.sieve.tasks.typed["任务编号"].objects() if task}
    guess = nearest(asked, {**known, **tasks})
    shown = {**tasks, **known}.get(guess, guess)
    return f"没有“{asked}”这位客户，也没有这个任务编号。\n怎么改：最像的是“{shown}”；从【客户】或【今日清单】里抄编号。"


# -- a customer


def _of_customer(day: Day, customers: Frame, position: int) -> Iterable[str]:
    key = str(customers.key().objects()[position])
    name = said(values(day.world.column(customers, "客户名称"))[position])
    yield f"{key} {name}（{customers.place(position)}），{said(day.world.now)}"
    tasks = day.worklist.sieve.tasks
    mine = np.flatnonzero(_is(tasks.typed["客户编号"], key))
    yield from _today(day, key, mine)
    yield from _fallen(day, mine)
    yield from _owed(day, key)
    yield from not_owed(day, customers, position)


def _is(column: Vec, key: str) -> np.ndarray:
    return column.matching(lambda word: word == key)


def _today(day: Day, key: str, mine: Positions) -> Iterable[str]:
    """On the list, on a list of texts, or why not."""
    listed = day.listed
    rows = np.flatnonzero(_is(listed.typed["客户编号"], key))
    for row in rows.tolist():
        cell = _reader(listed, row)
        yield _on_list(day, cell)
        yield f"    因为 {day.because(listed, row) or cell('规则')}"
        if cell("说明"):
            yield f"    {cell('说明')}"
    if len(rows):
        return
    out = day.not_listed
    for row in np.flatnonzero(_is(out.typed["客户编号"], key)).tolist():
        cell = _reader(out, row)
        rule = f"（{cell('规则')}）" if cell("规则") else ""
        yield f"今天不在清单上：{'，'.join(part for part in (cell('原因'), cell('说明')) if part)}{rule}。"
        if cell("下次日期"):
            yield f"    下次 {cell('下次日期')}。"
    if not len(mine):
        yield "    今天没有到他头上的任务。"


def _on_list(day: Day, cell: Cell) -> str:
    """Its place on today's list: what, when, how, by whom, until when."""
    planned = f"{cell('计划时间')} {cell('联系方式')}，{_owner(day, cell('责任人'))}"
    return f"今天在清单上：第 {cell('序')} 行，{cell('主题')}，{planned}，{_due(cell)}。"


def _due(cell: Cell) -> str:
    """Its last day and its state."""
    due = cell("到期")
    return f"{'到期 ' + due if due else '没有期限'}（{cell('状态')}）"


def _fallen(day: Day, mine: Positions) -> Iterable[str]:
    """What each candidate of today met on its way: limits, merging, what was noted."""
    sieve = day.worklist.sieve
    for row in mine.tolist():
        cell = _reader(sieve.tasks, row)
        name = f"{cell('主题')}（{cell('规则')}）"
        if sieve.merged_into[row] >= 0:
            other = _reader(sieve.tasks, int(sieve.merged_into[row]))
            yield f"· {name}：和“{other('主题')}”并成一次说。"
        elif not sieve.inside[row]:
            by = f"，按 {sieve.rule[row]}" if sieve.rule[row] else ""
            next_on = "" if np.isnat(sieve.next_on[row]) else f"，下次 {str(sieve.next_on[row])[:10]}"
            remark = f"（{sieve.remark[row]}）" if sieve.remark[row] else ""
            yield f"· {name}：没有排进来，{sieve.reason[row]}{remark}{by}{next_on}。"
        elif cell("出").startswith("名单"):
            yield f"· {name}：列进【{cell('出').replace(':', '：')}】。"
        if sieve.notes[row] and not sieve.inside[row]:
            yield f"    {'；'.join(sieve.notes[row])}"


def _owner(day: Day, staff: str) -> str:
    """A member of staff by number and name."""
    frame = day.world.frame("员工")
    at = np.flatnonzero(_is(frame.key(), staff))
    return f"{staff} {said(values(day.world.column(frame, '姓名'))[int(at[0])])}" if len(at) else staff or "没有责任人"


def _owed(day: Day, key: str) -> Iterable[str]:
    """Every duty and quota of the customer with its state, its dates and why; what is open first."""
    told = [_told(day, frame, row, rule) for frame, rows, rule in _results(day, key) for row in rows.tolist()]
    if not told:
        return
    yield "他的各件事："
    open_ = [one for one in told if not one[0]]
    over = [one for one in told if one[0]]
    for _, line, because in [*open_, *over[-SHOWN:]]:
        yield line
        yield f"    因为 {because}"
    if len(over) > SHOWN:
        yield f"· 另有 {len(over) - SHOWN} 件早已了结。"


def _results(day: Day, key: str) -> Iterable[tuple[Frame, Positions, Rule]]:
    for rule_id, rules in _rules(day):
        rule = rules[0]
        sheet, heading = ("定额结果", "键") if isinstance(rule, Quota) else ("义务", "客户编号")
        frame = day.world.frame(sheet, (rule_id,))
        rows = np.flatnonzero(_is(says(day.world.column(frame, heading)), key))
        if len(rows):
            yield frame, rows, rule


def _rules(day: Day) -> Iterable[tuple[str, list[Duty] | list[Sample] | list[Quota]]]:
    yield from day.world.book.by_id(Duty).items()
    yield from day.world.book.by_id(Sample).items()
    yield from day.world.book.by_id(Quota).items()


def _source(rule: Rule) -> str:
    if isinstance(rule, Duty):
        return rule.source
    return rule.population if isinstance(rule, Sample) else rule.counted if isinstance(rule, Quota) else ""


def _told(day: Day, frame: Frame, row: int, rule: Rule) -> tuple[bool, str, str]:
    """Whether it is over, what it is, and why."""
    cell = _reader(frame, row)
    name = f"{rule.name}（{rule.id}）" if rule.name else rule.id
    state = cell("状态")
    parts = [state]
    if isinstance(rule, Quota):
        parts += [f"{cell('期')}", f"{rule.bound} {cell('要求')}，有 {cell('实际')}"]
        parts += [f"上次 {cell('上次')}"] if cell("上次") else []
        parts += [f"到期 {cell('到期')}"] if cell("到期") else []
    else:
        parts += [f"从 {cell('起点')} 起"] if cell("起点") else []
        parts += [f"到期 {cell('到期')}{'（暂估）' if cell('暂估') == '是' else ''}"] if cell("到期") else ["没有期限"]
        parts += [f"{cell('完成时间')} 做完"] if cell("完成时间") else []
        parts += [f"迟 {cell('迟量')} {cell('单位')}"] if cell("迟量") and state in {"迟", "逾期"} else []
        parts += [f"免责：{cell('免责')}"] if cell("免责") else []
    return (
        state in CLOSED,
        f"· {name}：{'，'.join(part for part in parts if part)}。",
        day.because(frame, row) or rule.because,
    )


def _reader(frame: Frame, row: int) -> Cell:
    """Reads cells of one row as people read them; a column that isn't there is empty."""

    def cell(heading: str) -> str:
        vec = frame.typed.get(heading)
        return "" if vec is None else said(values(vec.take(np.array([row])))[0], vec.type.name)

    return cell


# -- a task, or a row


def _of_task(day: Day, asked: str, tasks: Positions) -> Iterable[str]:
    sieve = day.worklist.sieve
    row = int(tasks[0])
    cell = _reader(sieve.tasks, row)
    name, whose = f"{cell('主题')}（{cell('规则')}）", f"{cell('客户编号')} {cell('客户名称')}"
    yield f"任务 {asked}：{name}，客户 {whose.strip()}，{said(day.world.now)}"
    yield f"从 {cell('起点') or '没有起点'} 起，{_due(cell)}，优先 {cell('优先') or '没写'}。"
    yield f"    因为 {day.because(sieve.tasks, row) or cell('规则')}"
    wanted = fold(asked)
    listed = np.flatnonzero(day.listed.typed["任务编号"].matching(lambda word: wanted in map(fold, word.split("、"))))
    if len(listed):
        on = _reader(day.listed, int(listed[0]))
        yield _on_list(day, on)
        if on("说明"):
            yield f"    {on('说明')}"
    else:
        yield "今天不在清单上："
        yield from _fallen(day, tasks)


def _of_row(day: Day, asked: str, rows: list[tuple[Frame, int]]) -> Iterable[str]:
    for frame, row in rows:
        yield f"{asked}（{frame.place(row)}），{said(day.world.now)}"
        told, tasks = _from_row(day, frame, asked)
        yield from _listed_or_not(day, tasks)
        for _, line, because in sorted(told, key=lambda one: one[0]):
            yield line
            yield f"    因为 {because}"
        if not told:
            yield "没有一条规则从这一行起算。"
        yield from not_owed(day, frame, row)


def _from_row(day: Day, frame: Frame, key: str) -> tuple[list[tuple[bool, str, str]], set[str]]:
    """What is owed from a row, and from rows that refer to it; and the numbers of those tasks."""
    told: list[tuple[bool, str, str]] = []
    tasks: set[str] = set()
    for rule_id, rules in _rules(day):
        source = _source(rules[0])
        sheet = day.world.schema.sheets.get(source)
        links = [column.heading for column in sheet.columns if column.type.target == frame.name] if sheet else []
        if isinstance(rules[0], Quota) or not (links or source == frame.name):
            continue
        duties = day.world.frame("义务", (rule_id,))
        mine = _is(says(duties.typed["源编号"]), key) if source == frame.name else np.zeros(len(duties), dtype=bool)
        for heading in links:
            mine |= _is(says(Scope(day.world, whole(duties)).vec(("源行", heading))), key)
        rows = np.flatnonzero(mine)
        told += [_told(day, duties, int(at), rules[0]) for at in rows]
        tasks |= set(duties.typed["任务编号"].take(rows).objects().tolist())
    return told, tasks


def _listed_or_not(day: Day, tasks: set[str]) -> Iterable[str]:
    """Where the candidates among these tasks have gone today."""
    for row in range(len(day.listed)):
        cell = _reader(day.listed, row)
        if tasks & set(cell("任务编号").split("、")):
            yield _on_list(day, cell)
    numbers = day.worklist.sieve.tasks.typed["任务编号"]
    yield from _fallen(day, np.flatnonzero(numbers.matching(lambda word: bool(tasks & set(word.split("、"))))))
