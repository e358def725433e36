"""What is wrong in the rules that an office wrote itself, known before anybody asks for what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.load import Rulebook
from workbook.sheets.codes import Codes
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue
from workbook.words.known_again import known_again

SETTINGS = "设置"


def own_rule_faults(
    book: Rulebook, schema: Schema, codes: Codes, cells: Mapping[str, Iterable[str]]
) -> tuple[Issue, ...]:
    """Faults of level 停 at cells of the workbook's own rule sheets, each at its cell.

    A report that is due next month, a column that nobody reads yet: without lint its fault would be said on the day it
    is wanted, or never.

    Shapes:
        cells: sheet → headings that stand there.
    """
    if not any(row.columns for sheet, rows in book.rows.items() if sheet != SETTINGS for row in rows):
        return ()
    return _faults(book, schema, codes, tuple((sheet, tuple(there)) for sheet, there in cells.items()))


@known_again
def _faults(
    book: Rulebook, schema: Schema, codes: Codes, cells: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Issue, ...]:
    found = lint(book, schema, codes, dict(cells))
    return tuple(one for one in found if one.kind.level == "停" and one.place.column)
