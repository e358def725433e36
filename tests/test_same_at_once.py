"""The first run of a day says what the second says, of rows that 开单 opened in it too: where they stand, and why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from days import as_grid
from runs import Office

from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.again import left_by, written

NOW = "2026-03-09 10:00"
OPENING = (
    "gas-sampling", "securities-callback", "property-yayuan", "mining-customer-file", "customer-filing",
    "major-account-halfmonth", "property-complaint-loop",
)  # fmt: skip
"""Demonstrations whose run opens rows of its own."""


def told(book: Office) -> dict[str, list[tuple[object, ...]]]:
    """The sheets that a run makes anew, and 问题."""
    pages, _ = written(book.looked_at(NOW))
    return {page.name: list(page.rows) for page in pages if not page.append and page.name != "运行记录"}


@pytest.mark.parametrize("system", OPENING)
def test_the_second_run_tells_nothing_else(system: str) -> None:
    demo = shelf()[system].demo or {}
    book = Office("", [as_grid(sheet, rows) for sheet, rows in demo.items() if rows])
    book.wanted = [system]
    first = told(book)
    assert book.last is not None
    book.grids = left_by(book.last, book.grids)

    assert first == told(book)


def test_the_address_is_where_the_row_stands_in_the_file(tmp_path: Path) -> None:
    """提醒 of the first run leads to the cell of the row that the run itself wrote."""
    path = tmp_path / "本.xlsx"
    main(["new", "--rulebook", "gas-sampling", "--demo", str(path)])
    seen = []
    for _ in range(2):
        main(["today", str(path), "--date", f"{datetime.fromisoformat(NOW):%Y-%m-%d}"])
        (sheet,) = reading.read(path, only=["提醒"])
        seen.append([column.to_pylist() for column in sheet.columns])

    assert seen[0] == seen[1]
    assert any("问题单!" in str(cell) for column in seen[0] for cell in column)
