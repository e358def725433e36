"""Columns that rules read and the workbook hasn't got: the rules rest, and each column is named with what it may be called.

A sheet with a renamed column looks like one that never had it. So a column is lacking when a rule that finds out facts
reads it. One that only says who, how and in what words is lacking when a heading that nobody knows may stand for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, Silent, columns_made
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.graph import Graph
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.mentions.resting import SPEAKING, rested
from workbook.rulebook.mentions.spots import stored_in
from workbook.rulebook.sorts.model import Assign, Derive, Limit, Outcome, Question, Spawn
from workbook.sheets.gaps import Gap
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind, issue

HELPING = (*SPEAKING, Limit, Assign, Outcome)
"""Rules that take facts as they are: without the column they know of no wish and no person."""
CARRIED = ("责任", "谁", "联系方式", "类别", "主题", "附带", "问卷", "话术", "承担人")
"""Cells that a task takes along."""

ANSWERS = "答卷"

Gaps = Mapping[Column, Gap]


def known_columns(book: Rulebook, schema: Schema) -> dict[str, set[str]]:
    """Sheet → headings that mean something there: declared, or made by rules, which staff may type too."""
    return {name: {*columns} for name, columns in atlas(book, schema).columns.items()}


def without_columns(book: Rulebook, schema: Schema, gaps: Gaps) -> Rulebook:
    """The rulebook without the rules that read a column the workbook lacks; each such column is an issue."""
    lacking = _lacking(book, schema, gaps)
    if not lacking:
        return book
    typed = {(name, one.heading) for name, sheet in schema.sheets.items() for one in sheet.columns} - gaps.keys()
    causes = {key: Silent(gap.column.type, (_cause(key),)) for key, gap in lacking.items()}
    left, told = rested(replace(book, silent={**book.silent, **causes}), schema, typed)
    rests = {key: [*told.get(_cause(key), ())] for key in lacking}
    silent = {key: found for key, found in left.silent.items() if key not in gaps or key in book.silent}
    return replace(left, silent=silent, issues=(*book.issues, *_issues(lacking, rests)))


def _cause(key: Column) -> str:
    return ".".join(key)


def _lacking(book: Rulebook, schema: Schema, gaps: Gaps) -> dict[Column, Gap]:
    """The gaps that matter."""
    here = atlas(book, schema)
    made = _made(book)
    graph = Graph(here, watched=frozenset(gaps))
    hard: set[str] = set()
    soft: set[str] = set()
    for rule in (one for rules in book.rules.values() for one in rules):
        for reading in read(rule, here):
            words = isinstance(rule, Derive) and rule.method == "模板"
            helping = words or isinstance(rule, HELPING) or reading.heading in CARRIED
            (soft if helping else hard).update(graph.of(reading))
        soft.update(graph.unsaid(rule))
    soft |= {_cause(key) for key, gap in gaps.items() if gap.column.type.name == "电话"}  # every list shows the number
    if ANSWERS in hard:  # whoever reads the answers reads every column they lie in
        hard |= {_cause(stored_in(question)) for question in book.all(Question)}
    found: dict[Column, Gap] = {}
    for key, gap in gaps.items():
        optional = key in made or bool(gap.column.default)
        if (_cause(key) in hard and (not optional or gap.maybe)) or (_cause(key) in soft and gap.guesses):
            found[key] = gap
    return {key: gap for key, gap in found.items() if not gap.column.required}


def _made(book: Rulebook) -> set[Column]:
    """Columns that fill themselves: by rules, by the answers of forms, by rows that 开单 adds."""
    owned = {(sheet, column) for rule in book.all(Assign) for sheet, dot, column in [rule.target.partition(".")] if dot}
    answers = {stored_in(question) for question in book.all(Question)}
    written = {(rule.target, heading) for rule in book.all(Spawn) for heading, _ in rule.write}
    return columns_made(book.rules) | owned | answers | written


def _issues(lacking: Gaps, rests: Mapping[Column, list[str]]) -> Iterable[Issue]:
    for key, gap in lacking.items():
        yield issue(
            Kind.COLUMN_MISSING,
            gap.place,
            heading=gap.column.heading,
            header=gap.place.row,
            rests=f"，这些规则先不算：{'、'.join(rests[key])}" if rests[key] else "",
            hint=f"“{'”“'.join(gap.maybe)}”没有人认得，是不是它？" if gap.maybe else "没有可填的就空着。",
        )
