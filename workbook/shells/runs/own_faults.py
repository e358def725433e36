"""What lint says of rule rows over a workbook as it stands, for who changes rules and who mends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.named import rulebooks_of
from workbook.rulebook.load.rows import Row
from workbook.rulebook.mentions.resting import at_rest
from workbook.rules.facts.prepared import BASE, codes_of, lists_named, schema_of
from workbook.sheets.grid import Grid
from workbook.sheets.schema import Schema
from workbook.sheets.tables import headings_there
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Issue

Rows = Mapping[str, Sequence[Row]]


def rules_over(grids: Sequence[Grid]) -> Callable[[Rows], tuple[Rulebook, Schema]]:
    """The rules of a workbook's rulebooks with rows of its own laid over them, and the sheets that they make."""
    books_used = stacked([BASE, *rulebooks_of(grids)], shelf())

    def rules(own: Rows) -> tuple[Rulebook, Schema]:
        book = rulebook(books_used, own)
        return book, schema_of(book)[0]

    return rules


def faults_over(grids: Sequence[Grid]) -> Callable[[Rows], tuple[Issue, ...]]:
    """Everything that lint says of rule rows; a column that only the workbook's sheet has is known."""
    rules, named = rules_over(grids), lists_named(grids)

    def faults(own: Rows) -> tuple[Issue, ...]:
        book, schema = rules(own)
        there = headings_there(named, schema)
        return (*book.issues, *lint(at_rest(book, schema), schema, codes_of(book), there))

    return faults
