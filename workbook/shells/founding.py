"""huifang new: a workbook of an office's own, with its rules as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.day import BASE, opened, schema_of
from workbook.papers.blank import blank_pages
from workbook.papers.pages import Page
from workbook.papers.starter import Demo, starter, tables_of
from workbook.rulebook.load import rulebook, stacked
from workbook.shells import macrobook, newbook
from workbook.shells.macros import Flavour
from workbook.shells.shelf import shelf


def found(
    path: Path, wanted: Sequence[str], office: str, now: datetime, *, demo: bool, buttons: Flavour | None = None
) -> None:
    """Writes a new workbook that uses the rulebooks `wanted`; with `buttons` it calls macros of that flavour.

    Raises:
        RuleFault: a rulebook that isn't there. BookFault: it can't be written there.
    """
    books = stacked([BASE, *wanted], shelf())
    rows = {sheet: lines for source in books for sheet, lines in source.demo.items()} if demo else None
    made, tables = founded(wanted, office, now, rows)
    if buttons is None:
        newbook.write(path, made, tables=tables, created=now)
        return
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        newbook.write(plain, made, tables=tables, created=now)
        macrobook.equip(plain, path, buttons)


def founded(
    wanted: Sequence[str], office: str, now: datetime, demo: Demo | None = None
) -> tuple[tuple[Page, ...], dict[str, str]]:
    """The pages of a new workbook, and the names of the Excel tables over the sheets that staff fill.

    Raises:
        RuleFault: a rulebook that isn't there.
    """
    book = rulebook(stacked([BASE, *wanted], shelf()))
    schema, _ = schema_of(book)
    results = blank_pages(opened([], shelf(), wanted, now))
    made = starter(book, schema, demo=demo, office=office, today=now.date(), results=results)
    return made, tables_of(made, schema)
