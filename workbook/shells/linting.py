"""huifang lint: the rules of a workbook, or of one rulebook, gone through cell by cell."""

from __future__ import annotations

from pathlib import Path

from workbook.day import BASE, codes_of, schema_of
from workbook.papers.wording import doubts
from workbook.rulebook.lint import lint
from workbook.rulebook.load import rulebook, stacked
from workbook.rulebook.named import rulebooks_of
from workbook.rulebook.own import own_rows
from workbook.rulebook.resting import at_rest
from workbook.shells import files
from workbook.shells.shelf import shelf
from workbook.words.issues import Issue


def linted(target: str) -> tuple[Issue, ...]:
    """Every fault of the rules that `target` (a workbook or a rulebook's id) uses.

    Raises:
        BookFault: the workbook can't be read. RuleFault: no such rulebook.
    """
    path = Path(target)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        grids = files.read(path)
        book = rulebook(stacked([BASE, *rulebooks_of(grids)], shelf()), own_rows(grids))
    else:
        book = rulebook(stacked([BASE, target], shelf()))
    schema, _ = schema_of(book)
    book = at_rest(book, schema)
    return (*book.issues, *lint(book, schema, codes_of(book)), *doubts(book))
