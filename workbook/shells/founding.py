"""huifang new: a workbook of an office's own, with its rules as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from workbook.day import BASE, codes_of, schema_of
from workbook.papers.starter import starter
from workbook.rulebook.load import rulebook, stacked
from workbook.shells import newbook
from workbook.shells.shelf import shelf


def found(path: Path, wanted: Sequence[str], office: str, now: datetime, *, demo: bool) -> None:
    """Writes a new workbook that uses the rulebooks `wanted`.

    Raises:
        RuleFault: a rulebook that isn't there.
    """
    books = stacked([BASE, *wanted], shelf())
    book = rulebook(books)
    rows = {sheet: list(lines) for source in books for sheet, lines in source.demo.items()} if demo else None
    schema, _ = schema_of(book)
    newbook.write(path, starter(book, schema, codes_of(book), demo=rows, office=office, today=now.date()), created=now)
