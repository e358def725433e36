"""Columns that rules read and nobody has filled: no rule rests, and a word says that all of them go by empty cells.

A column that was emptied looks like one that nobody has filled yet; whoever reads the note knows which it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import Column, columns_made
from workbook.rulebook.mentions.asked_for import cause
from workbook.rulebook.mentions.unsaid import ORIGIN
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place


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
