"""Sheets that a book had when it was last counted and that somebody has deleted since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.reports.pages import PREFIX
from workbook.rulebook.load.rows import TABLES
from workbook.rules.facts.prepared import lists_named
from workbook.sheets.grid import Grid
from workbook.sheets.links import CUSTOMERS
from workbook.sheets.schema import is_list
from workbook.sheets.strays import strays
from workbook.shells.safety import sheets_kept
from workbook.shells.safety.sheets_kept import Standing
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

if TYPE_CHECKING:
    from workbook.day import Day

RUNS, KEY = "运行记录", "行键"


def note(day: Day, grids: Sequence[Grid], book: Path) -> None:
    """Says which sheets are gone, and leaves with the day what the next run is to compare with.

    Only a book that holds the line of the run that counted them is blamed: an earlier copy never had what came later.
    """
    run, before = sheets_kept.last(book)
    gone = _gone(day, grids, before) if run in _runs(day) else Standing()
    for one in _told(gone):
        day.world.note(one)
    day.standing = partial(_standing, day, frozenset(one.name for one in lists_named(grids)), gone)


def _standing(day: Day, own: frozenset[str], gone: Standing) -> Standing:
    """The book's own sheets in which rows stand, rows of rules that aren't as shipped; those that are gone stay known."""
    from workbook.papers.readback.changed import changes

    found = day.world.tables
    facts = {}
    for name, stands in found.names.items():
        sheet = day.world.schema.sheets.get(name)
        if sheet is not None and not sheet.ours and not is_list(name) and stands in own:
            facts[name] = len(found.frames[name])
    rules = Counter(change.sheet for change in changes(day.world.book))
    return Standing({**gone.facts, **{name: rows for name, rows in facts.items() if rows}}, {**gone.rules, **rules})


def _gone(day: Day, grids: Sequence[Grid], before: Standing) -> Standing:
    """Those of them that stand nowhere in the book; one that was renamed is told as such, one left empty is meant so."""
    found, held = day.world.tables, frozenset(one.name for one in lists_named(grids))
    facts = {
        name: rows
        for name, rows in before.facts.items()
        if name != CUSTOMERS and name in day.world.schema.sheets and found.names.get(name, name) not in held
    }
    if facts:
        passed = {one.name for one in grids if one.name in TABLES or one.name.startswith(PREFIX)}
        renamed = {one.sheet for one in strays(grids, found, day.world.schema, passed) if one.alone}
        facts = {name: rows for name, rows in facts.items() if name not in renamed}
    return Standing(facts, {name: rows for name, rows in before.rules.items() if name not in held})


def _told(gone: Standing) -> Iterator[Issue]:
    for name, rows in gone.facts.items():
        rests = worded("，上次运行时它有 {count} 行，现在一行也不算", count=rows)
        hint = worded("；删掉了的，从备份里复制回来；真不要了，就建一张空的同名表")
        yield issue(Kind.SHEET_MISSING, Place(name), sheet=name, rests=rests, hint=hint)
    for name, rows in gone.rules.items():
        yield issue(Kind.RULES_GONE, Place(name), sheet=name, count=rows)


def _runs(day: Day) -> frozenset[str]:
    """The runs that the book itself tells of."""
    found = day.world.tables
    return frozenset(found.frames[RUNS][KEY].dropna().astype(str)) if KEY in found.cells.get(RUNS, ()) else frozenset()
