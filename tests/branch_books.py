"""Books of branches, made as offices make them: the sample's rules, other customers and times in each, run on some day."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workbook.papers.pages.on_paper import Letterhead
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book
from workbook.shells.files.reading import read
from workbook.shells.runs import run
from workbook.shells.runs.founding import founded

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 16, 9)
RAN = datetime(2026, 3, 16, 8, 30)
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(:\d\d)?")
Row = Mapping[str, str]


@cache
def facts() -> dict[str, Any]:
    """What the sample's office has written down."""
    return dict(yaml.load((ROOT / "docs" / "sample.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def rows(turn: int, share: float = 0.6) -> dict[str, Iterable[Row]]:
    """The sheets of one branch: some of the customers with all that happened to them, some minutes later or earlier."""
    said = facts()
    dice = random.Random(turn)
    own = {row["客户编号"] for row in said["客户"] if dice.random() < share}
    shift = timedelta(minutes=turn % 53)
    made: dict[str, Iterable[Row]] = {}
    for sheet, lines in said.items():
        if not isinstance(lines, list):
            continue
        kept = [row for row in lines if "客户编号" not in row or row["客户编号"] in own]
        kept = [row for row in kept if row.get("名") != "演示日"]  # a branch is no demonstration
        if sheet in {"事件", "工单", "回访记录"}:
            kept = [{heading: _later(cell, shift) for heading, cell in row.items()} for row in kept]
        made[sheet] = kept
    return made


def _later(cell: str, shift: timedelta) -> str:
    found = MOMENT.fullmatch(cell)
    return f"{datetime.fromisoformat(found[1]) + shift:%Y-%m-%d %H:%M}" if found else cell


def branch(path: Path, name: str, turn: int, *, ran: datetime | None = RAN, share: float = 0.6) -> Path:
    """A branch's book, run at a moment (or never)."""
    made, tables = founded(["sample-office"], name, datetime(2026, 3, 2, 8, 30), rows(turn, share))
    path.parent.mkdir(parents=True, exist_ok=True)
    new_book.write(path, made, head=Letterhead(name, None), tables=tables, created=datetime(2026, 3, 2, 8, 30))
    if ran is not None:
        again(path, ran)
    return path


def again(path: Path, now: datetime) -> None:
    """The branch's own whole day."""
    run.write(path, run.day_of(path, now, lambda _: None), "每日")


def cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """A sheet as found: (row, column) → text."""
    (grid,) = read(path, only={sheet})
    return {
        (row + grid.top, column + grid.left): text
        for column, one in enumerate(grid.columns)
        for row, text in enumerate(one.to_pylist())
        if text is not None
    }


def change(path: Path, sheet: str, row_of: str, heading: str, value: object) -> None:
    """Staff type into one cell: in the row that holds `row_of`, under a heading."""
    found = cells(path, sheet)
    row = next(at[0] for at, text in found.items() if text == row_of)
    column = next(at[1] for at, text in found.items() if text == heading and at[0] < row)
    book = Book(path)
    book.set_cells(sheet, {(row, column): value})  # type: ignore[dict-item]
    book.save()


def table(path: Path, sheet: str, key: str) -> list[dict[str, str]]:
    """A sheet's rows under the heading row that holds `key`, as text."""
    found = cells(path, sheet)
    head = next(at[0] for at, text in found.items() if text == key)
    headings = {column: text for (row, column), text in found.items() if row == head}
    last = max(row for row, _ in found)
    return [
        {heading: found.get((row, column), "") for column, heading in headings.items()}
        for row in range(head + 1, last + 1)
        if any((row, column) in found for column in headings)
    ]
