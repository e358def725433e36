"""Rules that lint stops rest in every run, with the same words; so does whoever reads what they would have made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbook.rulebook.lint.formulas import formula_issues
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, Silent, column_type
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.resting import rested
from workbook.rulebook.mentions.spots import stored_in
from workbook.rulebook.sorts.model import Derive, Question
from workbook.sheets.schema import Schema
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded


def without_unsound(book: Rulebook, schema: Schema) -> Rulebook:
    """The rulebook without formulas that can't be computed and questions whose answers have no place."""
    return _without_formulas(_without_questions(book, schema), schema)


def _without_questions(book: Rulebook, schema: Schema) -> Rulebook:
    """The rulebook without questions that name no column: 题号 or 存到 isn't one."""
    lost = [one for one in book.all(Question) if not _has_place(one, schema)]
    if not lost:
        return book
    left = tuple(one for one in book.all(Question) if one not in lost)
    found = [
        issue(
            Kind.BAD_RULE_VALUE, one.at(heading), rule=f"{one.form}.{one.question}", heading=heading,
            value=one.store or one.question, hint=worded("写成一个列名，别用 : . { } 这些符号，表要是【登记表】里有的。"),
        )
        for one in lost
        for heading in ["存到" if one.store else "题号"]
    ]  # fmt: skip
    return replace(book, rules={**book.rules, Question: left}, issues=(*book.issues, *found))


def _has_place(one: Question, schema: Schema) -> bool:
    sheet, heading = stored_in(one)
    return sheet in schema.sheets and schema.sheets[sheet].column(heading) is not None


def _without_formulas(book: Rulebook, schema: Schema) -> Rulebook:
    """The rulebook without columns one of whose formulas can't be computed, and without the rules that read them.

    The other ways of such a column rest too: they would fill the rows that the broken one was for. What staff type
    into the column counts on.
    """
    here = atlas(book, schema)
    wrong: dict[Column, list[Issue]] = {}
    for rule in book.all(Derive):
        for found in formula_issues(rule, here):
            wrong.setdefault((rule.sheet, rule.column), []).append(found)
    if not wrong:
        return book
    typed = {(name, column.heading) for name, sheet in schema.sheets.items() for column in sheet.columns}
    causes = {key: Silent(_type(book, key), (".".join(key),)) for key in wrong}
    left = tuple(rule for rule in book.all(Derive) if (rule.sheet, rule.column) not in wrong)
    book = replace(book, rules={**book.rules, Derive: left}, silent={**book.silent, **causes})
    book, told = rested(book, schema, typed)
    return replace(book, issues=(*book.issues, *_named(wrong, told)))


def _type(book: Rulebook, key: Column) -> Type:
    """The type that the column was to have."""
    written = (rule.type for rule in book.all(Derive) if (rule.sheet, rule.column) == key)
    return column_type(next(filter(None, written), ""), "小数")


def _named(wrong: Mapping[Column, list[Issue]], told: Mapping[str, Mapping[str, None]]) -> Iterable[Issue]:
    """The issues, each with the rules that rest because of it."""
    for key, found in wrong.items():
        readers = "、".join(told.get(".".join(key), ()))
        for one in found:
            if readers and one.kind is Kind.BAD_FORMULA:
                words = dict(one.words)
                yield issue(
                    one.kind,
                    one.place,
                    **{
                        **words,
                        "why": worded("{words}；读它的也先不算：{readers}", words=words["why"], readers=readers),
                    },
                )
            else:
                yield one
