"""Is anything silently wrong? Every column of every demonstration is renamed, emptied, retyped and doubled.

    python tests/silent.py --all                every change of every column of every demonstration
    python tests/silent.py wine-service …       of some
    python tests/silent.py --every 40           every fortieth change, over all

Each change either leaves what counts as it was (duties, quotas, fines, the list, metrics, failed checks), or leaves an
issue at its sheet. What does neither is silent. The last line counts what was tried and what was silent.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from workbook.day import BASE, Day, opened, schema_of
from workbook.papers.pages.page import Page
from workbook.rulebook.load.load import rulebook, stacked
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import founded, together

NOW = datetime(2026, 3, 9, 10)
BARE = {"基础", "sample-office"}
EPOCH = datetime(1899, 12, 30)
COUNTS = {
    "义务": ("任务编号", "状态", "到期", "责任人", "免责"),
    "定额结果": ("行键", "要求", "实际", "状态"),
    "处罚台账": ("行键", "员工编号", "金额", "处理"),
    "今日清单": ("任务编号", "客户编号", "责任人", "到期", "联系方式", "电话"),
    "提醒": ("任务编号", "责任人"),
    "指标结果": ("行键", "分子", "分母", "值"),
    "检查结果": ("行键", "通过"),
}
Cells = list[list[object]]
Change = Callable[[Cells, int, int], None]


@dataclass(frozen=True)
class Office:
    """A demonstration: its sheets as cells, and for each the row of its headings, counted from 0."""

    system: str
    cells: dict[str, Cells]
    heads: dict[str, int]


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


def day(made: Office, sheet: str = "", cells: Cells | None = None) -> Day:
    """The day over a demonstration, with one sheet changed."""
    grids: list[Grid] = [grid(name, cells if cells and name == sheet else own) for name, own in made.cells.items()]
    return opened(grids, shelf(), [made.system], NOW)


def fingerprint(found: Day) -> dict[str, frozenset[tuple[object, ...]]]:
    """What counts, sheet by sheet."""
    found.finished()
    marks = {}
    for name, headings in COUNTS.items():
        frame = found.sheet(name)
        columns = [says(found.world.column(frame, heading)).objects() for heading in headings]
        marks[name] = frozenset(zip(*columns, strict=True))
    return marks


# -- changes


def renamed(cells: Cells, head: int, at: int) -> None:
    """The heading is one that nobody knows."""
    cells[head][at] = "另一个名字"


def emptied(cells: Cells, head: int, at: int) -> None:
    """No cell holds anything."""
    for row in cells[head + 1 :]:
        row[at] = None


def doubled(cells: Cells, head: int, at: int) -> None:
    """A second column of the same name stands to the right, with other cells."""
    width = len(cells[head])
    for row in cells[head + 1 :]:
        row += [None] * (width - len(row))
        row.append("另一格" if row[at] is not None else None)
    cells[head].append(cells[head][at])


def as_dates(cells: Cells, head: int, at: int) -> None:
    """Numbers, and texts of digits, become days."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, str) and value.isdigit() and len(value) < 7:
            value = float(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            row[at] = EPOCH + timedelta(days=min(float(value), 2_000_000))


def as_numbers(cells: Cells, head: int, at: int) -> None:
    """Days become serial numbers, texts of digits become numbers."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, datetime):
            row[at] = (value - EPOCH) / timedelta(days=1)
        elif isinstance(value, str) and value.isdigit():
            row[at] = float(value)


def as_texts(cells: Cells, head: int, at: int) -> None:
    """Days and numbers become what a cell of text keeps of them."""
    for row in cells[head + 1 :]:
        value = row[at]
        if isinstance(value, datetime):
            row[at] = f"{value.year}/{value.month}/{value.day}" + (f" {value:%H:%M}" if value.time() else "")
        elif isinstance(value, (int, float)):
            row[at] = f"{value:g}"


CHANGES: dict[str, Change] = {
    "改名": renamed, "清空": emptied, "成日期": as_dates, "成数字": as_numbers, "成文字": as_texts, "重复": doubled,
}  # fmt: skip


def changes(made: Office) -> Iterator[tuple[str, int, str]]:
    """Every sheet that holds rows, every column, every change."""
    for sheet, head in made.heads.items():
        for at in range(len(made.cells[sheet][head])):
            yield from ((sheet, at, change) for change in CHANGES)


def tried(made: Office, chosen: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, Silent | None]]:
    """Each chosen change, and what is silent about it."""
    whole = day(made)
    before, known = fingerprint(whole), set(whole.issues)
    for sheet, at, change in chosen:
        cells = [list(row) for row in made.cells[sheet]]
        head = made.heads[sheet]
        heading = str(cells[head][at])
        CHANGES[change](cells, head, at)
        if cells == made.cells[sheet]:
            yield change, None
            continue
        found = day(made, sheet, cells)
        after = fingerprint(found)
        altered = tuple(name for name in COUNTS if before[name] != after[name])
        named = any(one.place.sheet == sheet for one in found.issues if one not in known)
        yield change, Silent(made.system, sheet, heading, change, altered) if altered and not named else None


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
    counts, silent = run(systems, words.every, words.only or tuple(CHANGES), lambda one: print(one, flush=True))
    by_change = Counter(one.change for one in silent)
    print(*(f"{name}: tried {counts[name]}, silent {by_change[name]}" for name in CHANGES), sep="\n")
    print(f"tried {counts.total()}, silent {len(silent)}")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
