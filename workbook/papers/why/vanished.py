"""为什么 for a task that is no candidate today: done, not yet open, its row gone, its rule at rest; and a line of a draw."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import is_key, rows_saying
from workbook.papers.why.customer import every_rule, reader, source_sheet, told_row
from workbook.papers.why.why_not import not_owed
from workbook.rulebook.sorts.model import Rule
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.words.tongue import declared, named, worded

SHOWN = 3
LIST = "今日清单"
NEXT = {
    "按时": declared("做完了，不再上清单"),
    "提前": declared("做完了，不再上清单"),
    "迟": declared("做完了（迟），不再上清单"),
    "取消": declared("已取消"),
    "作废": declared("已作废"),
    "错过": declared("过了时候，不再做"),
    "暂缓": declared("暂缓着，原因去掉以后再来"),
    "待起": declared("前一件做完才起算"),
    "未到": declared("还没到时候"),
    "预告": declared("到了开放那天上清单"),
}
OTHERWISE = declared("照它的状态，今天不联系，原因见【未入选说明】")


def was_listed(day: Day, task: str) -> str:
    """Where the list as it was found has a task; empty where it hasn't."""
    if LIST not in day.world.tables.frames:
        return ""
    old = day.world.found(LIST)
    for row, names in enumerate(old.typed["任务编号"].objects().tolist()):
        if fold(task) in map(fold, str(names or "").split("、")):
            return str(old.place(row))
    return ""


def of_vanished(day: Day, asked: str) -> list[str]:
    """What is told about a task that isn't among today's; nothing where no rule, list or record knows of it."""
    lines: list[str] = []
    where = was_listed(day, asked)
    for rule, frame, row in _duties(day, asked):
        _, line, because = told_row(day, frame, row, rule)
        lines += [line, worded("    因为 {because}", because=because), *_done_by(frame, row)]
        state = reader(frame, row)("状态")
        lines.append(worded("接下来：{next}。", next=worded(NEXT.get(state, OTHERWISE))))
    if not lines:
        lines = list(_without_duty(day, asked, where))
    if not lines:
        return []
    head = worded("任务 {asked}：今天没有它，{said}。", asked=asked, said=said(day.world.now))
    return [head, *([worded("上次的清单上有它（{where}）。", where=where)] if where else []), *lines]


def _duties(day: Day, asked: str) -> Iterable[tuple[Rule, Frame, int]]:
    """The duties with this 任务编号, over or not yet open."""
    wanted = asked.partition("·")[0]
    for rule_id, rules in every_rule(day):
        if fold(rule_id) != fold(wanted):
            continue
        frame = day.world.frame("义务", (rule_id,))
        for row in np.flatnonzero(is_key(says(frame.typed["任务编号"]), asked)).tolist():
            yield rules[0], frame, row


def _done_by(frame: Frame, row: int) -> Iterable[str]:
    for link in frame.links.get("完成行", []):
        at = int(link.at[row])
        if at >= 0:
            yield worded("    做完它的是 {place}。", place=link.frame.place(at))


def _without_duty(day: Day, asked: str, where: str) -> Iterable[str]:
    """No duty of that name: the rule, or the row it came from, is another or gone."""
    rule_id, *rest = asked.split("·")
    rules = {fold(name): one[0] for name, one in every_rule(day)}
    rule = rules.get(fold(rule_id))
    if rule is None:
        if where:
            yield worded(
                "规则 {rule_id} 今天不算：停用了、过了失效日、缺设置，或从规则表里删了（见【问题】）。", rule_id=rule_id
            )
        return
    source = source_sheet(rule)
    frame = day.world.attempt(rule, lambda: day.world.frame(source), None) if source and rest else None
    if frame is None:
        return
    at = np.flatnonzero(is_key(says(frame.key()), rest[0]))
    if len(at):
        yield worded(
            "它从【{source}】{rest}（{place}）来；这一行现在不合规则 {because}：",
            source=named(source),
            rest=rest[0],
            place=frame.place(int(at[0])),
            because=rule.because,
        )
        of_rule = re.compile(rf"(?:[（(]|· ){re.escape(rule.id)}[）)：:]")
        mine = [line for line in not_owed(day, frame, int(at[0])) if of_rule.search(line)]
        yield from mine or [worded("· 条件合，只是起点、对象或期改过，任务编号换了：查这一行的客户。")]
        yield worded("接下来：改回那一格，再出清单，它就回来。")
    elif where and (stopped := _stopped(day, source)):
        yield worded(
            "它从【{source}】{rest} 来，那一行今天没有算进来：删了、编号改过，或正是下面这样有“停”的行：",
            source=named(source),
            rest=rest[0],
        )
        yield from stopped
        yield worded("接下来：先改好写着“停”的格；都不是这一行的，补回那一行，再出清单。")
    elif where:
        yield worded(
            "它从【{source}】{rest} 来，那一行现在没有了：删了，或编号改过。", source=named(source), rest=rest[0]
        )
        yield worded("接下来：补回那一行，再出清单；要看从前的样子，备份在 .huifang 文件夹里。")


def _stopped(day: Day, sheet: str) -> list[str]:
    """What keeps rows of a sheet from being read, the first few."""
    found = [one for one in day.issues if one.kind.level == "停" and one.place.sheet == sheet and one.place.row]
    more = [worded("· 另有 {count} 处，见【问题】。", count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return [f"· {one.place} {one.what}" for one in found[:SHOWN]] + more


def since_yesterday(day: Day, key: str) -> Iterable[str]:
    """Tasks of a customer that the list as it was found has and today's hasn't."""
    if LIST not in day.world.tables.frames:
        return
    old = day.world.found(LIST)
    now = {one for names in day.listed.typed["任务编号"].objects() for one in str(names or "").split("、")}
    for row in rows_saying(old, "客户编号", key).tolist():
        for task in str(old.typed["任务编号"].objects()[row] or "").split("、"):
            if task and task not in now:
                state = next((reader(frame, at)("状态") for _, frame, at in _duties(day, task)), "")
                why = (
                    worded(NEXT[state])
                    if state in NEXT
                    else worded("现在是“{state}”", state=state)
                    if state
                    else worded("今天没有这件了")
                )
                yield worded(
                    "上次清单上的 {task}（{place}）今天不在：{why}。细问就查这个任务编号。",
                    task=task,
                    place=old.place(row),
                    why=why,
                )


def of_draw(day: Day, ledger: Frame, row: int) -> Iterable[str]:
    """What is told about one line of 抽样台账: its lot, its place, how many seats there were."""
    cell = reader(ledger, row)
    yield worded(
        "抽样 {cell} {cell2} {cell3}（{place}），{said}",
        cell=cell("规则"),
        cell2=cell("期"),
        cell3=cell("单位"),
        place=ledger.place(row),
        said=said(day.world.now),
    )
    outcome = worded("，").join(part for part in (cell("抽中") or "没有抽", cell("原因")) if part)
    yield worded("{cell}：{outcome}。", cell=cell("源编号") or worded("（总体没有一行）"), outcome=outcome)
    yield worded(
        "总体 {cell} 件该抽 {cell2} 件，用种子“{cell3}”排次第，它排第 {cell4}。",
        cell=cell("总体数"),
        cell2=cell("应抽"),
        cell3=cell("种子"),
        cell4=cell("次第") or "—",
    )
    yield worded("    因为 {because}", because=day.because(ledger, row) or cell("因由"))
    yield worded(
        "接下来：{rest}。",
        rest=worded("已经做完，") + cell("完成时间") if cell("完成时间") else worded("抽中的要回访，备选的不用"),
    )
    yield worded("要重抽给人看：huifang sample 工作簿 --verify。")
