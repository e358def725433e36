"""Rules that rest because they read a column that rests: an empty setting reaches as far as anybody reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, Silent, column_type, columns_made
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.graph import Graph
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.sorts.model import Decide, Derive, Question, Report, Rule, Trace
from workbook.sheets.schema import Schema
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue

SPEAKING = (Question, Report)
"""They show such a column as it is: empty."""

Rules = Mapping[type[Rule], tuple[Rule, ...]]
Told = Mapping[str, Mapping[str, None]]


def at_rest(book: Rulebook, schema: Schema) -> Rulebook:
    """The rulebook without the rules that read a resting column; the empty setting names them all.

    A column that staff type too isn't empty: its readers go on.
    """
    typed = {(name, column.heading) for name, sheet in schema.sheets.items() for column in sheet.columns}
    book, told = rested(book, schema, typed)
    return replace(book, issues=tuple(_named(book.issues, told)))


def rested(book: Rulebook, schema: Schema, typed: Collection[Column]) -> tuple[Rulebook, Told]:
    """The rulebook without the rules that read a silent column that isn't `typed`, and their names by what silences them."""
    told: dict[str, dict[str, None]] = {}
    book = replace(book, silent=_empty(book.silent, typed))
    while book.silent and (resting := _readers(book, schema)):
        for rule, causes in resting:
            for name in causes:
                told.setdefault(name, {})[called(rule)] = None
        rules, silent = _without(book.rules, resting, book.silent)
        done = book.silent.keys() == (left := _empty(silent, typed)).keys()
        book = replace(book, rules=rules, silent=left)
        if done:  # nothing rests that another rule would make: its readers are all gone
            break
    return book, told


def _empty(silent: Mapping[Column, Silent], typed: Collection[Column]) -> dict[Column, Silent]:
    """Those that nobody types either."""
    return {key: found for key, found in silent.items() if key not in typed}


def _readers(book: Rulebook, schema: Schema) -> list[tuple[Rule, tuple[str, ...]]]:
    """The rules that read a silent column, each with what silences it."""
    graph = Graph(atlas(book, schema), watched=frozenset(book.silent))
    silent = {f"{sheet}.{column}": found.settings for (sheet, column), found in book.silent.items()}
    found: list[tuple[Rule, tuple[str, ...]]] = []
    for sort, rules in book.rules.items():
        for rule in rules if sort not in SPEAKING else ():
            if isinstance(rule, Trace) and rule.optional:
                continue  # it finds no such row, and says nothing
            nodes = (node for reading in read(rule, graph.here) for node in graph.of(reading))
            settings = tuple(dict.fromkeys(name for node in nodes for name in silent.get(node, ())))
            found += [(rule, settings)] if settings else []
    return found


def _without(
    rules: Rules, resting: list[tuple[Rule, tuple[str, ...]]], silent: Mapping[Column, Silent]
) -> tuple[Rules, dict[Column, Silent]]:
    """The rules that are left (a decision rests as a whole), and the columns that nobody makes any more."""
    gone = {id(rule) for rule, _ in resting}
    decided = {rule.id for rule, _ in resting if isinstance(rule, Decide)}
    left = {
        sort: tuple(rule for rule in mine if id(rule) not in gone and not (sort is Decide and rule.id in decided))
        for sort, mine in rules.items()
    }
    made = columns_made(left)
    more = dict(silent)
    for rule, settings in resting:
        if isinstance(rule, (Derive, Decide)) and (rule.sheet, rule.column) not in made:
            column = (rule.sheet, rule.column)
            more[column] = more.get(column, Silent(_type(rule))).because_of(*settings)
    return left, more


def _type(rule: Derive | Decide) -> Type:
    """The type of the column that a rule would make."""
    if isinstance(rule, Derive):
        return column_type(rule.type, "小数")
    return Type("多选" if rule.hit == "全部" else "文本")


def called(rule: Rule) -> str:
    """What a rule is called when it is named among others."""
    return rule.id or (f"{rule.sheet}.{rule.column}" if isinstance(rule, Derive) else rule.place.sheet)


def _named(issues: Iterable[Issue], told: Told) -> Iterable[Issue]:
    """The issues, with the readers named beside the rules that name the setting."""
    for one in issues:
        words = dict(one.words)
        if one.kind is Kind.SETTING_EMPTY and words["setting"] in told:
            words["rules"] = "、".join(dict.fromkeys((*words["rules"].split("、"), *told[words["setting"]])))
            yield issue(one.kind, one.place, **words)
        else:
            yield one
