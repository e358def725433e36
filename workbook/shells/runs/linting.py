"""huifang lint: the rules of a workbook, or of one rulebook, gone through cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from workbook.opening import opened
from workbook.papers.readback.side_effects import side_effects
from workbook.papers.reports.recipients import unreached
from workbook.papers.scripts.wording import doubts
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.named import rulebooks_of
from workbook.rulebook.mentions.resting import at_rest
from workbook.rules.facts.prepared import BASE, codes_of, schema_of
from workbook.sheets.schema import Schema
from workbook.shells.files import reading
from workbook.shells.outside import clocks
from workbook.shells.outside.calm import calm
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.run import shown_day
from workbook.words.issues import Issue


def linted(target: str) -> tuple[Issue, ...]:
    """Every fault of the rules that `target` (a workbook or a rulebook's id) uses.

    Raises:
        BookFault: the workbook can't be read. RuleFault: no such rulebook.
    """
    path = Path(target)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        grids = reading.read(path)
        with calm():
            now = shown_day(grids, clocks.now(), lambda _: None)
            day = opened(grids, shelf(), rulebooks_of(grids), now)
            world = day.world
            found = (*_found(world.book, world.schema, world.tables.cells), *unreached(world))
            return (*found, *side_effects(day))
    book = rulebook(stacked([BASE, target], shelf()))
    schema, _ = schema_of(book)
    return _found(at_rest(book, schema), schema)


def _found(book: Rulebook, schema: Schema, cells: Mapping[str, Iterable[str]] | None = None) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys((*book.issues, *lint(book, schema, codes_of(book), cells), *doubts(book))))
