"""Columns that rules read and the workbook hasn't got: the rules rest, and each column is named with what it may be called.

A sheet with a renamed column looks like one that never had it. So a column is lacking when a rule that finds out facts
reads it. One that only says who, how and in what words is lacking when a heading that nobody knows may stand for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, Silent, columns_made
from workbook.rulebook.mentions.asked_for import Read, cause, readers
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.hollow import hollow_columns
from workbook.rulebook.mentions.resting import rested
from workbook.rulebook.mentions.spots import stored_in
from workbook.rulebook.sorts.model import Assign, Question, Spawn
from workbook.sheets.gaps import Gap
from workbook.sheets.schema import Schema
from workbook.sheets.strays import Stray
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.known_again import known_again
from workbook.words.place import Place
from workbook.words.tongue import worded

Gaps = Mapping[Column, Gap]
NAMED = 4


def known_columns(book: Rulebook, schema: Schema) -> dict[str, set[str]]:
    """Sheet → headings that mean something there: declared, or made by rules, which staff may type too."""
    return {name: {*columns} for name, columns in atlas(book, schema).columns.items()}


def without_columns(
    book: Rulebook,
    schema: Schema,
    gaps: Gaps,
    unfilled: Mapping[Column, Place] | None = None,
    lost: Mapping[str, Place | Stray] | None = None,
) -> Rulebook:
    """The rulebook without the rules that read a column the workbook lacks; each such column is an issue.

    Shapes:
        unfilled: columns that are there and hold nothing, and where their headings stand; told of, no rule rests.
        lost: sheets of which nothing could be read: they stand there, or under another name.
    """
    return _without(book, schema, tuple(gaps.items()), tuple((unfilled or {}).items()), tuple((lost or {}).items()))


@known_again
def _without(
    book: Rulebook,
    schema: Schema,
    missing: tuple[tuple[Column, Gap], ...],
    hollow: tuple[tuple[Column, Place], ...],
    astray: tuple[tuple[str, Place | Stray], ...],
) -> Rulebook:
    gaps, unfilled, lost = dict(missing), dict(hollow), dict(astray)
    found = readers(book, schema, frozenset((*gaps, *unfilled)))
    notes = tuple(hollow_columns(book, unfilled, found.judged))
    lacking = _lacking(book, gaps, found)
    notes += tuple(_perhaps(gaps, lacking, found))
    if not lacking and not lost:
        return replace(book, issues=(*book.issues, *notes)) if notes else book
    typed = {(name, one.heading) for name, sheet in schema.sheets.items() for one in sheet.columns} - gaps.keys()
    causes = {key: Silent(gap.column.type, (cause(key),)) for key, gap in lacking.items()}
    causes |= {(sheet, ""): Silent(Type("文本"), (cause((sheet, "")),)) for sheet in lost}
    left, told = rested(replace(book, silent={**book.silent, **causes}), schema, typed)
    rests = {key: [*told.get(cause(key), ())] for key in causes}
    silent = {key: found for key, found in left.silent.items() if key[1] and (key not in gaps or key in book.silent)}
    whole = tuple(_of_sheets(lost, rests))
    return replace(left, silent=silent, issues=(*book.issues, *whole, *_issues(lacking, rests), *notes))


def _of_sheets(lost: Mapping[str, Place | Stray], rests: Mapping[Column, list[str]]) -> Iterable[Issue]:
    for sheet, where in lost.items():
        rules = "、".join(rests[sheet, ""])
        if isinstance(where, Stray):
            words = {"sheet": sheet, "called": where.place.sheet, "count": where.rows}
            yield issue(
                Kind.SHEET_ASTRAY,
                where.place,
                **words,
                rests=worded("，这些规则先不算：{rules}", rules=rules) if rules else "",
            )
        elif rules:
            yield issue(Kind.SHEET_UNREAD, where, sheet=sheet, rules=rules)


def _lacking(book: Rulebook, gaps: Gaps, asked: Read) -> dict[Column, Gap]:
    """The gaps that matter."""
    made = _made(book)
    found: dict[Column, Gap] = {}
    for key, gap in gaps.items():
        optional = key in made or bool(gap.column.default)
        node, maybe = cause(key), bool(gap.maybe)
        needed = node in asked.hard and (not optional or maybe)
        if needed or (node in asked.soft and gap.guesses):
            found[key] = gap
    return {key: gap for key, gap in found.items() if not gap.column.required}


def _perhaps(gaps: Gaps, lacking: Gaps, asked: Read) -> Iterable[Issue]:
    """Columns by which somebody is looked for, where a heading that nobody knows may be them: asked, no rule rests.

    Those of one sheet that the same headings may be are asked about at once: a foreign list lacks many.
    """
    alike: dict[tuple[Place, tuple[str, ...]], list[str]] = {}
    for key, gap in gaps.items():
        if key not in lacking and cause(key) in asked.searched and gap.maybe and not gap.column.required:
            alike.setdefault((gap.place, gap.maybe), []).append(gap.column.heading)
    for (place, maybe), headings in alike.items():
        words = {
            "heading": "”“".join(headings),
            "these": "这一列" if len(headings) == 1 else worded("这 {count} 列", count=len(headings)),
        }
        one = worded("”或“").join(headings)
        yield issue(Kind.COLUMN_PERHAPS, place, **words, one=one, header=place.row, guess=_named(maybe))


def _named(guesses: tuple[str, ...]) -> str:
    """The likeliest headings; a list with a day over each column has a month of them."""
    return "”“".join(guesses[:NAMED]) + ("……" if len(guesses) > NAMED else "")


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
            rests=worded("，这些规则先不算：{rests}", rests=worded("、").join(rests[key])) if rests[key] else "",
            hint=worded("“{named}”没有人认得，是不是它？", named=_named(gap.maybe))
            if gap.maybe
            else worded("没有可填的就空着。"),
        )
