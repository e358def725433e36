"""Columns that rules read and nobody has filled: no rule rests, and a word says that all of them go by empty cells.

A column that was emptied looks like one that nobody has filled yet; whoever reads the note knows which it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, columns_made
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.graph import Graph
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.mentions.resting import SPEAKING, called
from workbook.rulebook.mentions.spots import STAFF, stored_in
from workbook.rulebook.mentions.unsaid import ORIGIN
from workbook.rulebook.sorts.model import Assign, Check, Derive, Limit, Outcome, Question, Rule, Spawn, Trace
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place

HELPING = (*SPEAKING, Limit, Assign, Outcome)
"""Rules that take facts as they are: without the column they know of no wish and no person."""
CARRIED = ("责任", "谁", "联系方式", "类别", "主题", "附带", "问卷", "话术", "承担人")
"""Cells that a task takes along."""
LISTED = {("客户", "归属员工")}
"""Read by every list, whatever the rules: whoever keeps the customer calls."""
COUNTED = {*LISTED, (STAFF, "离职日")}
"""Read by every list and roster."""

SAYS_ITSELF = ("列", "须")
"""Cells of 检查清单: an item that lacks its value is a line of its own."""
ANSWERS = "答卷"


class Read(NamedTuple):
    """Columns by their readers.

    Shapes:
        hard: 表.列 that facts are found by. soft: those that only say who, how and in what words.
        searched: those by which somebody on the staff is looked for, or an opened row is known again.
        judged: 表.列 → the rules that go by an empty cell without a word.
    """

    hard: set[str]
    soft: set[str]
    searched: set[str]
    judged: dict[str, dict[str, None]]


def cause(key: Column) -> str:
    """A column as the graph names it."""
    return ".".join(key)


def readers(book: Rulebook, schema: Schema, watched: Collection[Column]) -> Read:
    """Who reads these columns."""
    here = atlas(book, schema)
    graph = Graph(here, watched=frozenset(watched))
    found = Read(set(), set(), set(), {})
    for rule in (one for rules in book.rules.values() for one in rules if not offered(one)):
        name = called(rule)
        for reading in read(rule, here):
            nodes = tuple(graph.of(reading))
            words = isinstance(rule, Derive) and rule.method == "模板"
            helping = words or isinstance(rule, HELPING) or reading.heading in CARRIED
            (found.soft if helping else found.hard).update(nodes)
            if helping:
                found.searched.update(node for node in nodes if node.startswith(f"{STAFF}."))
            if not isinstance(rule, SPEAKING) and not (isinstance(rule, Check) and reading.heading in SAYS_ITSELF):
                for node in nodes:
                    found.judged.setdefault(node, {})[name] = None
        unsaid = tuple(graph.unsaid(rule))
        found.soft.update(unsaid)
        if isinstance(rule, Spawn):
            found.searched.update(unsaid)
        for node in unsaid:
            found.judged.setdefault(node, {})[name] = None
    for sheet, heading in watched:
        declared = schema.sheets[sheet].column(heading) if sheet in schema.sheets else None
        number = declared is not None and declared.type.name == "电话"  # every list shows it
        if (sheet, heading) in LISTED or number:
            found.soft.add(cause((sheet, heading)))
        if (sheet, heading) in COUNTED or (number and sheet != STAFF):
            found.judged.setdefault(cause((sheet, heading)), {})["今日清单"] = None
    if ANSWERS in found.hard:  # whoever reads the answers reads every column they lie in
        stored = {cause(stored_in(question)) for question in book.all(Question)}
        found.hard.update(stored)
        for node in stored:
            found.judged.setdefault(node, {})[ANSWERS] = None
    return found


def offered(rule: Rule) -> bool:
    """可缺: where the office keeps no such column or word, the rule finds no such row, and nothing is said."""
    return isinstance(rule, Trace) and rule.optional


def hollow_columns(
    book: Rulebook, unfilled: Mapping[Column, Place], judged: Mapping[str, Mapping[str, None]]
) -> Iterable[Issue]:
    """One note for each sheet with columns that nobody filled and rules go by."""
    made = columns_made(book.rules)
    sheets: dict[str, list[Column]] = {}
    for key in unfilled:
        new = key[1] in ORIGIN and all((key[0], one) in unfilled for one in ORIGIN)  # nothing was opened there yet
        if cause(key) in judged and key not in made and not new:
            sheets.setdefault(key[0], []).append(key)
    for keys in sheets.values():
        rules = {name for key in keys for name in judged[cause(key)]}
        first = unfilled[keys[0]]
        place = first if len(keys) == 1 else Place(first.sheet, first.row)
        headings = "”“".join(heading for _, heading in keys)
        yield issue(Kind.COLUMN_UNFILLED, place, headings=headings, count=len(rules))
