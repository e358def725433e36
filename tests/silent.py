"""Is anything silently wrong? Every column of every demonstration is renamed, emptied, retyped and doubled.

    python tests/silent.py --all                every change of every column of every demonstration
    python tests/silent.py wine-service …       of some
    python tests/silent.py --every 40           every fortieth change, over all

Each change either leaves what counts as it was (duties, quotas, fines, the list, reminders, metrics, failed checks), or
leaves an issue at its column: at the heading, at a cell of it, or one that says its name. What does neither is silent. The
last line counts what was tried and what was silent. Changes that no cell of the demonstration can show aren't counted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from changing import CHANGES, Cells

from workbook.day import Day, read_by
from workbook.papers.list.problems import Problem, problems
from workbook.papers.pages.page import Page
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rules.facts.prepared import BASE, Prepared, prepared, schema_of
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid, grid
from workbook.sheets.part import Part, part
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import founded, together
from workbook.words.issues import Issue

NOW = datetime(2026, 3, 9, 10)
BARE = {"基础", "sample-office"}
COUNTS = {
    "义务": ("任务编号", "状态", "到期", "责任人", "免责"),
    "定额结果": ("行键", "要求", "实际", "状态"),
    "处罚台账": ("行键", "员工编号", "金额", "处理"),
    "今日清单": ("任务编号", "客户编号", "责任人", "到期", "联系方式", "电话"),
    "提醒": ("任务编号", "责任人"),
    "指标结果": ("行键", "分子", "分母", "值"),
    "检查结果": ("行键", "通过"),
}
Spot = tuple[str, int, str]


@dataclass(frozen=True)
class Silent:
    """A change that altered what counts and left no issue at its place."""

    system: str
    sheet: str
    heading: str
    change: str
    altered: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.system}: {self.sheet}.{self.heading} {self.change}: {'、'.join(self.altered)}"


@dataclass
class Office:
    """A demonstration: its sheets as cells, and for each the row of its headings, counted from 0."""

    system: str
    cells: dict[str, Cells]
    heads: dict[str, int]
    parts: dict[str, Part] = field(default_factory=dict)

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
    def before(self) -> dict[str, frozenset[tuple[object, ...]]]:
        """What counts as it is."""
        return fingerprint(self.whole)

    @cached_property
    def known(self) -> set[Issue | Problem]:
        """What is said of it as it is."""
        return {*self.whole.issues, *problems(self.whole)}

    @cached_property
    def read(self) -> dict[str, set[str]]:
        """Sheet → the columns that its day looks at, typed cells and all."""
        _ = self.before
        return {name: {*dict.__iter__(frame.typed)} for name, frame in self.whole.world.facts.items()}

    def part(self, sheet: str, cells: Cells | None = None) -> Part:
        """One sheet alone, as it is read."""
        if cells is not None:
            return part(grid(sheet, cells), self.rules.schema.sheet(sheet), self.rules.schema, self.rules.words)
        if sheet not in self.parts:
            self.parts[sheet] = self.part(sheet, self.cells[sheet])
        return self.parts[sheet]

    def day(self, sheet: str = "", cells: Cells | None = None) -> Day:
        """The day, with one sheet changed."""
        there = self.grids if cells is None else {**self.grids, sheet: grid(sheet, cells)}
        return read_by(self.rules, [*there.values()], NOW).day(NOW)


def office(system: str) -> Office:
    """A demonstration as `new --demo` would lay it out."""
    books = stacked([BASE, system], shelf())
    schema = schema_of(rulebook(books))[0]
    rows = together([one.demo for one in books], schema)
    pages, _ = founded([system], "某单位", NOW, rows)
    cells = {page.name: _cells(page) for page in pages if page.fields}
    names = {name for name, sheet in schema.sheets.items() if not (sheet.ours or sheet.virtual)} & cells.keys()
    heads = {page.name: 2 * bool(page.title) for page in pages if page.name in names and page.rows}
    return Office(system, cells, heads)


def _cells(page: Page) -> Cells:
    above: Cells = [[page.title], [page.note]] if page.title else []
    return [*above, [one.heading for one in page.fields], *(list(row) for row in page.rows)]


def fingerprint(found: Day) -> dict[str, frozenset[tuple[object, ...]]]:
    """What counts, sheet by sheet."""
    marks = {}
    for name, headings in COUNTS.items():
        frame = found.sheet(name)
        columns = [says(found.world.column(frame, heading)).objects() for heading in headings]
        marks[name] = frozenset(zip(*columns, strict=True))
    return marks


def changes(made: Office) -> Iterator[Spot]:
    """Every sheet that holds rows, every column, every change."""
    for sheet, head in made.heads.items():
        for at in range(len(made.cells[sheet][head])):
            yield from ((sheet, at, change) for change in CHANGES)


def changed(made: Office, spot: Spot) -> Cells | None:
    """The sheet after a change; None where no cell shows it."""
    sheet, at, change = spot
    cells = [list(row) for row in made.cells[sheet]]
    CHANGES[change](cells, made.heads[sheet], at)
    return None if cells == made.cells[sheet] else cells


def named(made: Office, spot: Spot, issues: Iterable[Issue | Problem]) -> bool:
    """Whether a new issue stands at the changed column, or says its name."""
    sheet, at, _ = spot
    heading, width = str(made.cells[sheet][made.heads[sheet]][at]), len(made.cells[sheet][made.heads[sheet]])
    for one in issues:
        here = one.place.sheet == sheet
        if here and one.place.column in {at + 1, width + 1}:  # a doubled column stands to the right of all others
            return True
        if here and heading in f"{one.what}{one.cure}":
            return True
        if heading in one.what and sheet in one.what:
            return True
    return False


def is_idle(made: Office, spot: Spot, new: Part) -> bool:
    """Whether a change reaches nothing that the day looks at: as read, only a column that nobody looks at differs."""
    sheet, at, _ = spot
    old, heading = made.part(sheet), str(made.cells[sheet][made.heads[sheet]][at])
    if old.keep.tolist() != new.keep.tolist() or old.usable != new.usable or not old.usable or sheet == "节假日":
        return False
    strange = {*old.values} ^ {*new.values}
    differ = {one for one in old.values if one in new.values and not old.values[one].equals(new.values[one])} | strange
    for one in differ:
        column = old.sheet.column(one)
        if one in made.read.get(sheet, ()) or (one != heading and one not in strange):
            return False
        if column is not None and (column.type.target or column.type.name in {"明细", "多选"} or column.plays("主键")):
            return False
    return True


def silence(made: Office, spot: Spot, cells: Cells, *, brief: bool = True) -> tuple[str, ...]:
    """The sheets of results that a change altered without a word; `brief` asks for the day only where it may matter."""
    sheet = spot[0]
    if brief:
        alone = made.part(sheet, cells)
        if named(made, spot, [one for one in alone.issues if one not in made.known]) or is_idle(made, spot, alone):
            return ()
    found = made.day(sheet, cells)
    if brief and named(made, spot, [one for one in found.issues if one not in made.known]):
        return ()
    after = fingerprint(found)
    altered = tuple(name for name in COUNTS if made.before[name] != after[name])
    if not altered or named(made, spot, [one for one in problems(found.finished()) if one not in made.known]):
        return ()
    return altered


def tried(made: Office, chosen: Iterable[Spot]) -> Iterator[tuple[str, Silent | None]]:
    """Each chosen change that a cell can show, and what is silent about it."""
    for spot in chosen:
        cells = changed(made, spot)
        if cells is None:
            continue
        sheet, at, change = spot
        altered = silence(made, spot, cells)
        heading = str(made.cells[sheet][made.heads[sheet]][at])
        yield change, Silent(made.system, sheet, heading, change, altered) if altered else None


def run(
    systems: Sequence[str],
    every: int = 1,
    sorts: Sequence[str] = tuple(CHANGES),
    tell: Callable[[object], None] = print,
) -> tuple[Counter[str], list[Silent]]:
    """Every n-th change of these demonstrations: how many were tried of each sort, and what was silent."""
    counts: Counter[str] = Counter()
    silent: list[Silent] = []
    passed = 0
    for system in systems:
        made = office(system)
        wanted = [one for one in changes(made) if one[2] in sorts]
        for change, one in tried(made, wanted[-passed % every :: every]):
            counts[change] += 1
            if one:
                silent.append(one)
                tell(one)
        passed += len(wanted)
    return counts, silent


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("systems", nargs="*")
    said.add_argument("--all", action="store_true")
    said.add_argument("--every", type=int, default=1)
    said.add_argument("--only", choices=CHANGES, action="append")
    words = said.parse_args()
    systems = words.systems or sorted(set(shelf()) - BARE)
    began = time.monotonic()
    counts, silent = run(systems, words.every, words.only or tuple(CHANGES), lambda one: print(one, flush=True))
    by_change = Counter(one.change for one in silent)
    print(*(f"{name}: tried {counts[name]}, silent {by_change[name]}" for name in CHANGES), sep="\n")
    print(f"{len(systems)} demonstrations, {time.monotonic() - began:.0f} seconds")
    print(f"tried {counts.total()}, silent {len(silent)}")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
