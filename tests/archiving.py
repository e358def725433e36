"""Do archived rows still count? Each demonstration is worked before and after its past left the book, and compared.

    python tests/archiving.py --all             every demonstration
    python tests/archiving.py wine-service …    of some

A new book with the demonstration, lists and tallies written; then every row from before its day is archived. Every sheet
of results, every issue, letter and page is the same cell for cell, where an address counts as the row that it names. Then
the rows come back: the sheets hold the cells they held.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime
from functools import cache
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shown_office import BARE, fingerprint

from workbook.day import Day
from workbook.papers.list.every_sheet import pages
from workbook.papers.pages.page import Page
from workbook.papers.pages.prints import PRINT
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid
from workbook.shells.commands.cli import main
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.archiving import archive, back
from workbook.shells.runs.run import grids_of, opened_day
from workbook.words.faults import Fault
from workbook.words.place import ARCHIVED

NOW = datetime(2026, 3, 9, 10)
SHEETS = (
    "今日清单",
    "未入选说明",
    "提醒",
    "义务",
    "定额结果",
    "抽样台账",
    "处罚台账",
    "指标结果",
    "检查结果",
    "历史",
    "问题链",
)
_ADDRESS = re.compile(r"([^\s!！；，、（）()【】“”：:]+)!(?:归档第(\d+)行(?:([A-Z]+)列)?|第(\d+)行|([A-Z]{1,3})(\d+))")
Answers = Mapping[str, object]


def answers(grids: Sequence[Grid], now: datetime = NOW) -> Answers:
    """Everything a day says, each address as the row that it names."""
    day = opened_day(grids, now, lambda _: None).finished()
    by_name = {grid.name: grid for grid in grids}

    def plain(text: object) -> object:
        return _ADDRESS.sub(lambda found: _named(found, by_name), text) if isinstance(text, str) else text

    found: dict[str, object] = {name: _rows(day, name, plain) for name in SHEETS}
    found["问题"] = sorted(str(plain(str(one))) for one in day.issues)
    found["信"] = sorted(map(repr, fingerprint(day).items()))
    found["页"] = {
        page.name: [[plain(cell) for cell in row] for row in _unprinted(page)] for page in pages(day, lambda _: True)
    }
    return found


def _unprinted(page: Page) -> list[list[object]]:
    """A page's rows without their prints, which are of the addresses as they are written."""
    kept = [at for at, heading in enumerate(page.headings) if heading != PRINT]
    return [[row[at] for at in kept] for row in page.rows]


def _named(found: re.Match[str], grids: Mapping[str, Grid]) -> str:
    sheet, old, old_column, whole, column, row = found.groups()
    grid = next((grids[name] for name in sorted(grids, key=len, reverse=True) if sheet.endswith(name)), None)
    if grid is None:
        return found[0]
    number = int(old) + ARCHIVED if old else int(whole or row)
    at = number if number <= ARCHIVED and grid.joined is None else _places(grid).get(number, number)
    return f"{sheet}!{old_column or column or ''}<{at}>"


@cache
def _places(grid: Grid) -> Mapping[int, int]:
    """The number that each row would have if none had left."""
    return {number: at for at, number in enumerate(grid.numbers().tolist(), grid.top)}


def _rows(day: Day, name: str, plain: object) -> list[list[object]]:
    frame = day.sheet(name)
    columns = [says(frame.typed[heading]).objects().tolist() for heading in frame.typed]
    columns.append([day.because(frame, at) for at in range(len(frame))])
    return [[plain(cell) for cell in row] for row in zip(*columns, strict=True)]  # type: ignore[operator]


def cells(grids: Sequence[Grid]) -> dict[str, list[list[str | None]]]:
    """What stands in each sheet, each address as the row that it names."""
    by_name = {grid.name: grid for grid in grids}

    def plain(text: str | None) -> str | None:
        return _ADDRESS.sub(lambda found: _named(found, by_name), text) if text and "!" in text else text

    return {
        grid.name: [[plain(text) for text in column.to_pylist()] for column in grid.columns]
        for grid in grids
        if grid.name != "归档"
    }


def tried(system: str, folder: Path) -> tuple[int, list[str]]:
    """How many rows left, and what wasn't the same."""
    book = folder / "示范.xlsx"
    paper = StringIO()
    with redirect_stdout(paper), redirect_stderr(paper):
        main(["new", "--rulebook", system, "--demo", str(book), "--date", f"{NOW:%Y-%m-%d}"])
        for command in ("today", "tally"):
            main([command, str(book), "--date", f"{NOW:%Y-%m-%d}"])
        before = grids_of(book)
        said, held = answers(before), cells(before)
        try:
            count = archive(book, date(2026, 3, 9), NOW, lambda _: None, dry=False)
        except Fault as fault:
            return 0, [str(fault)]
        after = grids_of(book)
        now = answers(after)
        wrong = [f"归档后{name}不同" for name in said if said[name] != now[name]]
        wrong += [f"归档后【{name}】的格不同" for name, own in cells(after).items() if own != held.get(name)]
        back(book, NOW, lambda _: None)
        returned = cells(grids_of(book))
        wrong += [f"退回后【{name}】的格不同" for name, own in returned.items() if own != held.get(name)]
    return count, wrong


def run(systems: Sequence[str]) -> int:
    """Every demonstration on its line; 1 when something was not the same."""
    total = bad = 0
    for system in systems:
        with tempfile.TemporaryDirectory() as folder:
            count, wrong = tried(system, Path(folder))
        total, bad = total + count, bad + bool(wrong)
        print(f"{system}: {count} 行归档 {'；'.join(wrong) or '一样'}", flush=True)
    print(f"{len(systems)} 本，{total} 行归档，{bad} 本不一样。")
    return bool(bad)


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("systems", nargs="*")
    words.add_argument("--all", action="store_true")
    given = words.parse_args()
    sys.exit(run(sorted(set(shelf()) - BARE) if given.all else given.systems))
