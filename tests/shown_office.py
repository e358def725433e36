"""Demonstrations of the rulebooks as offices whose sheets can be changed, and what counts in their day."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from changing import Cells

from workbook.day import Day
from workbook.opening import read_by
from workbook.papers.list.problems import Problem, problems
from workbook.papers.pages.page import Page
from workbook.papers.reports.reports import Due, letters, prepare, result
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rulebook.sorts.model import Report
from workbook.rules.facts.prepared import BASE, Prepared, prepared, schema_of
from workbook.rules.world.vectors import says
from workbook.sheets import tables as tables_module
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid, grid
from workbook.sheets.part import Part, part
from workbook.sheets.schema import Schema
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import founded, together
from workbook.shells.runs.posting import templates
from workbook.words.issues import Issue

NOW = datetime(2026, 3, 9, 10)
BARE = {"基础", "sample-office", "sample-office-en"}
COUNTS = {
    "义务": ("任务编号", "状态", "到期", "责任人", "免责"),
    "定额结果": ("行键", "要求", "实际", "状态"),
    "处罚台账": ("行键", "员工编号", "金额", "处理"),
    "今日清单": ("任务编号", "客户编号", "责任人", "到期", "联系方式", "电话"),
    "提醒": ("任务编号", "责任人"),
    "指标结果": ("行键", "分子", "分母", "值"),
    "检查结果": ("行键", "通过"),
}
LETTERS = "信"
_CELL = re.compile(r"![A-Z]*\d+")
Marks = Mapping[str, frozenset[tuple[object, int]]]


@dataclass
class Office:
    """A demonstration: its sheets as cells, and for each the row of its headings, counted from 0."""

    system: str
    cells: dict[str, Cells]
    heads: dict[str, int]
    parts: dict[str, Part] = field(default_factory=dict)
    clean: dict[str, Part] = field(default_factory=dict)

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """Its sheets as they would be read."""
        return {name: grid(name, own) for name, own in self.cells.items()}

    @cached_property
    def rules(self) -> Prepared:
        """Its rules: no change of a sheet of facts reaches them."""
        return prepared([*self.grids.values()], shelf(), [self.system])

    @cached_property
    def whole(self) -> Day:
        """Its day as it is."""
        return self.day().finished()

    @cached_property
    def before(self) -> Marks:
        """What counts as it is."""
        return fingerprint(self.whole)

    @cached_property
    def known(self) -> set[Issue | Problem]:
        """What is said of it as it is."""
        return {*self.whole.issues, *problems(self.whole)}

    @cached_property
    def read(self) -> dict[str, set[str]]:
        """Sheet → the columns that its day and its letters look at, typed cells and all."""
        _ = self.before
        return {name: {*dict.__iter__(frame.typed)} for name, frame in self.whole.world.facts.items()}

    def part(self, sheet: str, cells: Cells | None = None) -> Part:
        """One sheet alone, as it is read."""
        if cells is not None:
            return part(grid(sheet, cells), self.rules.schema.sheet(sheet), self.rules.schema, self.rules.words)
        if sheet not in self.parts:
            self.parts[sheet] = self.part(sheet, self.cells[sheet])
        return self.parts[sheet]

    def once(self, found: Grid, sheet: Sheet, schema: Schema, words: Codes) -> Part:
        """A sheet that didn't change is read once; whoever gets it may mark its rows."""
        if found is not self.grids.get(found.name):
            return part(found, sheet, schema, words)
        if found.name not in self.clean:
            self.clean[found.name] = part(found, sheet, schema, words)
        held = self.clean[found.name]
        return replace(
            held,
            values=dict(held.values),
            keep=held.keep.copy(),
            issues=list(held.issues),
            members=dict(held.members),
        )

    def key(self, sheet: str) -> int:
        """Where the column of its keys stands; −1 where it has none."""
        key = self.rules.schema.sheet(sheet).key
        headings = self.cells[sheet][self.heads[sheet]]
        return headings.index(key.heading) if key is not None and key.heading in headings else -1

    def day(self, sheet: str = "", cells: Cells | None = None) -> Day:
        """The day, with one sheet changed."""
        there = self.grids if cells is None else {**self.grids, sheet: grid(sheet, cells)}
        tables_module.part = self.once
        try:
            return read_by(self.rules, [*there.values()], NOW).day(NOW)
        finally:
            tables_module.part = part


def office(system: str) -> Office:
    """A demonstration as `new --demo` would lay it out, with a mailbox for everybody."""
    books = stacked([BASE, system], shelf())
    schema = schema_of(rulebook(books))[0]
    rows = together([one.demo for one in books], schema)
    staff = [{"邮箱": f"{row.get('员工编号', '')}@example.com".lower(), **row} for row in rows.get("员工", ())]
    pages, _ = founded([system], "某单位", NOW, {**rows, "员工": tuple(staff)} if staff else rows)
    cells = {page.name: _cells(page) for page in pages if page.fields}
    names = {name for name, sheet in schema.sheets.items() if not (sheet.ours or sheet.virtual)} & cells.keys()
    heads = {page.name: 2 * bool(page.title) for page in pages if page.name in names and page.rows}
    return Office(system, cells, heads)


def _cells(page: Page) -> Cells:
    above: Cells = [[page.title], [page.note]] if page.title else []
    return [*above, [one.heading for one in page.fields], *(list(row) for row in page.rows)]


def fingerprint(found: Day) -> Marks:
    """What counts, sheet by sheet, and every letter: whether its day is today or not, each report is asked for."""
    prepare(found)
    marks = {}
    for name, headings in COUNTS.items():
        frame = found.sheet(name)
        columns = [says(found.world.column(frame, heading)).objects() for heading in headings]
        marks[name] = frozenset(Counter(zip(*columns, strict=True)).items())
    marks[LETTERS] = frozenset(Counter(_letters(found)).items())
    return marks


def _letters(found: Day) -> list[tuple[str, ...]]:
    """To whom, on what and with which words; cells that they point at may move."""
    world = found.world
    rules = [rule for rule in world.book.all(Report) if rule.carrier == "邮件"]
    made = [world.attempt(rule, lambda rule=rule: result(found, Due(rule, world.today)), None) for rule in rules]
    sent = letters(found, [one for one in made if one is not None and one.columns], templates())
    return [(one.recipient, one.subject, _CELL.sub("!", one.text), one.hold) for one in sent]
