"""Who reads columns that a workbook lacks or that nobody filled: rules, lists and letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.graph import Graph
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.mentions.resting import SPEAKING, called
from workbook.rulebook.mentions.shown import shown
from workbook.rulebook.mentions.spots import STAFF, stored_in
from workbook.rulebook.mentions.unsaid import ENTERED, ENTRIES
from workbook.rulebook.sorts.model import (
    Assign,
    Check,
    Derive,
    Limit,
    Outcome,
    Question,
    Report,
    Rule,
    Sanction,
    Spawn,
    Trace,
)  # fmt: skip
from workbook.sheets.schema import Schema

HELPING = (*SPEAKING, Limit, Assign, Outcome)
"""Rules that take facts as they are: without the column they know of no wish and no person."""
CARRIED = ("责任", "谁", "联系方式", "类别", "主题", "附带", "问卷", "话术", "承担人")
"""Cells that a task takes along."""
LISTED = {("客户", "归属员工")}
"""Read by every list, whatever the rules: whoever keeps the customer calls."""
COUNTED = {*LISTED, (STAFF, "离职日")}
"""Read by every list and roster."""

BESIDE = {f"{ENTRIES}.{heading}" for heading in ENTERED}
"""What may be noted with an act and needn't: many an office has no such column."""

SAYS_ITSELF = ("列", "须")
"""Cells of 检查清单: an item that lacks its value is a line of its own."""
LIST, WITHIN = "今日清单", "清单 "
TOPIC = "主题"
"""Says what a task is called."""
ANSWERS = "答卷"


class Read(NamedTuple):
    """Columns by their readers.

    Shapes:
        hard: 表.列 that facts are found by. soft: those that only say who, how and in what words.
        searched: those by which somebody on the staff is looked for, an opened row is known again, a fine knows
            whose and about what it is, or a letter what it says.
        judged: 表.列 → the rules that go by an empty cell without a word.
    """

    hard: set[str]
    soft: set[str]
    searched: set[str]
    judged: dict[str, dict[str, None]]

    def judge(self, nodes: Iterable[str], name: str) -> None:
        """A rule goes by these."""
        for node in nodes:
            self.judged.setdefault(node, {})[name] = None


def cause(key: Column) -> str:
    """A column as the graph names it."""
    return ".".join(key)


def readers(book: Rulebook, schema: Schema, watched: Collection[Column]) -> Read:
    """Who reads these columns."""
    here = atlas(book, schema)
    graph = Graph(here, watched=frozenset(watched))
    found = Read(set(), set(), set(), {})
    mailed = _mailed(book)
    for rule in (one for rules in book.rules.values() for one in rules if not offered(one)):
        sent = isinstance(rule, Report) and rule.id in mailed
        for reading in read(rule, here):
            nodes = tuple(graph.of(reading))
            words = isinstance(rule, Derive) and rule.method == "模板"
            helping = words or isinstance(rule, HELPING) or reading.heading in CARRIED
            (found.soft if helping else found.hard).update(nodes)
            if helping:
                found.searched.update(node for node in nodes if node.startswith(f"{STAFF}."))
            if sent or reading.heading == TOPIC:
                found.searched.update(nodes)
            if (sent or not isinstance(rule, SPEAKING)) and not _says_itself(rule, reading.heading):
                found.judge(nodes, called(rule))
        unsaid = tuple(graph.unsaid(rule))
        found.soft.update(node for node in unsaid if node not in BESIDE)
        if isinstance(rule, (Spawn, Sanction)):
            found.searched.update(unsaid)
        found.judge(unsaid, called(rule))
    _by_all(found, here, watched)
    if ANSWERS in found.hard:  # whoever reads the answers reads every column they lie in
        stored = {cause(stored_in(question)) for question in book.all(Question)}
        found.hard.update(stored)
        found.judge(stored, ANSWERS)
    return found


def offered(rule: Rule) -> bool:
    """可缺: where the office keeps no such column or word, the rule finds no such row, and nothing is said."""
    return isinstance(rule, Trace) and rule.optional


def _by_all(found: Read, here: Atlas, watched: Collection[Column]) -> None:
    """What every list and roster reads, whatever the rules."""
    taken = shown(here) & {*watched}
    found.searched.update(map(cause, taken))
    found.judge(map(cause, taken), LIST)
    for sheet, heading in watched:
        declared = here.schema.sheets[sheet].column(heading) if sheet in here.schema.sheets else None
        number = declared is not None and declared.type.name == "电话"  # every list shows it
        if (sheet, heading) in LISTED or number:
            found.soft.add(cause((sheet, heading)))
        if (sheet, heading) in COUNTED or (number and sheet != STAFF):
            found.judge([cause((sheet, heading))], LIST)


def _mailed(book: Rulebook) -> set[str]:
    """The reports that leave by mail, by themselves or inside another."""
    rules = {rule.id: rule for rule in book.all(Report)}
    found = {name for name, rule in rules.items() if rule.carrier == "邮件"}
    ahead = [*found]
    while ahead:
        for block in rules[ahead.pop()].blocks:
            within = {one for one in split(block.removeprefix(WITHIN)) if block.startswith(WITHIN)}
            ahead += [one for one in within & rules.keys() if one not in found]
            found |= within & rules.keys()
    return found


def _says_itself(rule: Rule, heading: str) -> bool:
    """Whether an empty value is said by the rule: an item that wants any value at all."""
    return isinstance(rule, Check) and rule.must == "非空" and heading in SAYS_ITSELF
