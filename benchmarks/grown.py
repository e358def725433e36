"""Every rulebook's day as its office grows: each demonstration ten and a hundred times larger, its rows all alike.

    python benchmarks/grown.py                       100 and 1,000 times each demonstration
    python benchmarks/grown.py wine-service --times 50 500
    python benchmarks/grown.py --write               the table in docs/performance.md

Customers and all that refers to them stand there N times under other numbers; staff, goods and rules stay as they are.
What is measured is the work between reading and writing, in this process: issues, rules, list, reports and pages. Growth
is CPU beside that of the smaller office, for each time there are more rows: 1 is linear. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))
import tables
from shown_office import BARE, Office, office

from workbook.papers.list.every_sheet import pages
from workbook.shells.outside.shelf import shelf

MARKS = ("<!-- table: python benchmarks/grown.py --write -->", "<!-- end of grown -->")
WORST = 8
CUSTOMERS = "客户"


@dataclass(frozen=True)
class Grown:
    """One office at its smaller and its larger size: rows of facts, and seconds of CPU."""

    rulebook: str
    rows: tuple[int, int]
    cpu: tuple[float, float]

    @property
    def growth(self) -> float:
        return self.cpu[1] / self.cpu[0] / (self.rows[1] / self.rows[0])


def growing(made: Office) -> set[str]:
    """客户 and every sheet that refers to one that grows."""
    schema, found = made.rules.schema, {CUSTOMERS}
    while more := {
        name
        for name in made.heads.keys() - found
        if any(column.type.target in found for column in schema.sheet(name).columns)
    }:
        found |= more
    return found & made.heads.keys()


def larger(made: Office, times: int) -> Office:
    """The office with its customers and what refers to them so many times, under numbers of their own."""
    names = growing(made)
    owned = {
        name: {row[made.key(name)] for row in made.cells[name]} - {None, ""} for name in names if made.key(name) >= 0
    }
    for name in names:
        head, sheet = made.heads[name], made.rules.schema.sheet(name)
        columns = {column.heading: column for column in sheet.columns}
        own = [columns.get(str(heading)) for heading in made.cells[name][head]]
        keys = [name if one and one == sheet.key else one.type.target if one else "" for one in own]
        rows = made.cells[name][head + 1 :]
        theirs = {value for one in ({*keys} - {name}) & owned.keys() for value in owned[one]}
        is_whose = name == CUSTOMERS or not theirs
        mine = [row for row in rows if is_whose or theirs.intersection(row)]  # a festival that is everybody's stays one
        for turn in range(1, times):
            for row in mine:
                again: list[Any] = list(row)
                for at, value in enumerate(row):
                    column = own[at]
                    if column is None or value in (None, ""):
                        continue
                    if value in owned.get(keys[at], ()) or (column.unique and isinstance(value, str)):
                        again[at] = f"{value}-{turn}"
                    elif column.type.name == "电话":
                        again[at] = str(13_000_000_000 + (sum(map(ord, str(value))) + turn * 104_729) % 900_000_000)
                made.cells[name].append(again)
    made.__dict__.pop("grids", None)  # the rules were read from the sheets as they were
    return made


def worked(rulebook: str, times: int) -> tuple[int, float]:
    """Rows of facts, and seconds of CPU that the day over them takes."""
    made = larger(office(rulebook), times)
    rows = sum(len(made.cells[name]) - made.heads[name] - 1 for name in made.heads)
    _ = made.grids
    began = time.process_time()
    pages(made.day().finished())
    return rows, time.process_time() - began


def measured(rulebooks: list[str], times: tuple[int, int]) -> Iterator[Grown]:
    for one in rulebooks:
        small, large = (worked(one, each) for each in times)
        found = Grown(one, (small[0], large[0]), (small[1], large[1]))
        print(f"{one:32} {found.rows[1]:>8} rows  {found.cpu[1]:6.2f} s  growth {found.growth:.2f}", flush=True)
        yield found


def told(found: list[Grown], times: tuple[int, int]) -> list[str]:
    """The offices that cost most for each row, and the one that grows worst."""
    dear = sorted(found, key=lambda one: -one.cpu[1] / one.rows[1])[:WORST]
    worst = max(found, key=lambda one: one.growth)
    said = (
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}. {len(found)} demonstrations,"
        f" {times[0]} and {times[1]} times. Growth above 1: {sum(one.growth > 1 for one in found)};"
        f" the worst {worst.growth:.2f} ({worst.rulebook}). The {len(dear)} dearest for each row:"
    )
    lines = [
        said,
        "",
        "| rulebook | rows | CPU | for 10,000 rows | growth |",
        "|---|---|---|---|---|",
    ]
    each = [(one, one.cpu[1] / one.rows[1] * 10_000) for one in dear]
    rows = [
        f"| {one.rulebook} | {one.rows[1]:,} | {one.cpu[1]:.2f} s | {ten:.2f} s | {one.growth:.2f} |"
        for one, ten in each
    ]
    return ["", *lines, *rows, ""]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rulebooks", nargs="*")
    asked.add_argument("--times", nargs=2, type=int, default=[100, 1000])
    asked.add_argument("--write", action="store_true")
    said = asked.parse_args()
    rulebooks = said.rulebooks or sorted({*shelf()} - BARE)
    times = (said.times[0], said.times[1])
    found = list(measured(rulebooks, times))
    if said.write:
        tables.write("performance.md", MARKS, told(found, times))


if __name__ == "__main__":
    main()
