"""为什么 for a task or a row: what it comes from and what decided about it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.pages.shown import said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import has_key
from workbook.papers.why.customer import due, every_rule, fallen, on_list, reader, source_sheet, told_row
from workbook.papers.why.why_not import not_owed
from workbook.rulebook.sorts.model import Quota
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Positions, says
from workbook.words.tongue import worded


def of_task(day: Day, asked: str, tasks: Positions) -> Iterable[str]:
    """What is told about tasks."""
    sieve = day.worklist.sieve
    row = int(tasks[0])
    cell = reader(sieve.tasks, row)
    name, whose = (
        worded("{cell}（{cell2}）", cell=cell("主题"), cell2=cell("规则")),
        f"{cell('客户编号')} {cell('客户名称')}",
    )
    yield worded(
        "任务 {asked}：{name}，客户 {strip}，{said}",
        asked=asked,
        name=name,
        strip=whose.strip(),
        said=said(day.world.now),
    )
    yield worded(
        "从 {cell} 起，{due}，优先 {cell2}。",
        cell=cell("起点") or worded("没有起点"),
        due=due(cell),
        cell2=cell("优先") or worded("没写"),
    )
    yield worded("    因为 {because}", because=day.because(sieve.tasks, row) or cell("规则"))
    wanted = fold(asked)
    listed = np.flatnonzero(day.listed.typed["任务编号"].matching(lambda word: wanted in map(fold, word.split("、"))))
    if len(listed):
        on = reader(day.listed, int(listed[0]))
        yield on_list(day, on)
        if on("说明"):
            yield f"    {on('说明')}"
    else:
        yield worded("今天不在清单上：")
        yield from fallen(day, tasks)


def of_row(day: Day, asked: str, rows: list[tuple[Frame, int]]) -> Iterable[str]:
    """What is told about rows of any sheet."""
    for frame, row in rows:
        yield worded("{asked}（{place}），{said}", asked=asked, place=frame.place(row), said=said(day.world.now))
        told, tasks = _from_row(day, frame, asked)
        yield from _listed_or_not(day, tasks)
        for _, line, because in sorted(told, key=lambda one: one[0]):
            yield line
            yield worded("    因为 {because}", because=because)
        if not told:
            yield worded("没有一条规则从这一行起算。")
        yield from not_owed(day, frame, row)


def _from_row(day: Day, frame: Frame, key: str) -> tuple[list[tuple[bool, str, str]], set[str]]:
    """What is owed from a row, and from rows that refer to it; and the numbers of those tasks."""
    told: list[tuple[bool, str, str]] = []
    tasks: set[str] = set()
    for rule_id, rules in every_rule(day):
        source = source_sheet(rules[0])
        sheet = day.world.schema.sheets.get(source)
        links = [column.heading for column in sheet.columns if column.type.target == frame.name] if sheet else []
        if isinstance(rules[0], Quota) or not (links or source == frame.name):
            continue
        duties = day.world.frame("义务", (rule_id,))
        mine = has_key(says(duties.typed["源编号"]), key) if source == frame.name else np.zeros(len(duties), dtype=bool)
        for heading in links:
            mine |= has_key(says(Scope(day.world, whole(duties)).vec(("源行", heading))), key)
        rows = np.flatnonzero(mine)
        told += [told_row(day, duties, int(at), rules[0]) for at in rows]
        tasks |= set(duties.typed["任务编号"].take(rows).objects().tolist())
    return told, tasks


def _listed_or_not(day: Day, tasks: set[str]) -> Iterable[str]:
    """Where the candidates among these tasks have gone today."""
    for row in range(len(day.listed)):
        cell = reader(day.listed, row)
        if tasks & set(cell("任务编号").split("、")):
            yield on_list(day, cell)
    numbers = day.worklist.sieve.tasks.typed["任务编号"]
    yield from fallen(day, np.flatnonzero(numbers.matching(lambda word: bool(tasks & set(word.split("、"))))))
