"""huifang new: a workbook of an office's own, with its rules as sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from workbook.opening import opened
from workbook.papers.pages.on_paper import Letterhead
from workbook.papers.pages.page import Page
from workbook.papers.pages.translated import pages_out, tables_out
from workbook.papers.starter.blank import blank_pages
from workbook.papers.starter.starter import Demo, starter, tables_of
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rules.facts.prepared import BASE, schema_of
from workbook.sheets.schema import Schema
from workbook.shells.files import new_book
from workbook.shells.macros import macro_book
from workbook.shells.macros.sources import Flavour
from workbook.shells.outside.shelf import notes, shelf
from workbook.shells.outside.tongues import tongue
from workbook.shells.runs import front_page
from workbook.shells.safety import saving
from workbook.words.faults import RuleFault
from workbook.words.tongue import spoken, worded

SHOWN = "2026-03-09"
"""The day that the demonstrations of the rulebooks are about."""


def found(
    path: Path, wanted: Sequence[str], office: str, now: datetime, *, demo: bool, buttons: Flavour | None = None
) -> None:
    """Writes a new workbook that uses the rulebooks `wanted`; with `buttons` it calls macros of that flavour.

    Raises:
        RuleFault: a rulebook that isn't there. BookFault: it can't be written there.
    """
    books = stacked([BASE, *wanted], shelf())
    rows = together([source.demo for source in books], schema_of(rulebook(books))[0]) if demo else None
    if rows is not None and not rows:
        raise RuleFault(
            worded("规则书“{wanted}”没有示范数据。", wanted=worded("、").join(wanted)),
            worded("不写 --demo 建一本空的；或者只写 --demo，不写 --rulebook，就是样例。"),
        )
    if rows is not None:
        rows = {**rows, "设置": (*rows.get("设置", ()), {"名": "演示日", "值": SHOWN})}
    made, tables = translated(*founded(wanted, office, now, rows))
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        new_book.write(plain, made, head=Letterhead(office, None), tables=tables, created=now)
        front_page.begin(plain, books, office, now)
        if buttons is not None:
            macro_book.equip(plain, path, buttons)
            return
        saving.replace(path, partial(copyfile, plain))


def translated(pages: Sequence[Page], tables: Mapping[str, str]) -> tuple[Sequence[Page], Mapping[str, str]]:
    """A new workbook's pages, and its tables' names, in the language that is spoken."""
    own = tongue(spoken())
    return (pages, tables) if own is None else (pages_out(pages, own), tables_out(tables, own))


def practice(path: Path, sample: Path, buttons: Flavour | None) -> None:
    """A copy of the sample, to be worked in; with `buttons` it calls macros of that flavour.

    Raises:
        BookFault: it can't be written there.
    """
    if buttons is not None:
        macro_book.equip(sample, path, buttons)
    else:
        saving.replace(path, partial(copyfile, sample))


def together(demos: Sequence[Demo], schema: Schema) -> Demo:
    """The rows of several demonstrations, sheet by sheet; a row with the key of an earlier one adds what that lacks."""
    rows: dict[str, dict[object, Mapping[str, str]]] = {}
    for demo in demos:
        for sheet, lines in demo.items():
            there = rows.setdefault(sheet, {})
            key = schema.sheets[sheet].key if sheet in schema.sheets else None
            for line in lines:
                name = line.get(key.heading) if key else None
                there[name or len(there)] = {**line, **there.get(name, {})}
    return {sheet: tuple(lines.values()) for sheet, lines in rows.items()}


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
    made = starter(book, schema, demo=demo, office=office, today=now.date(), results=results, notes=notes())
    return made, tables_of(made, schema)
