"""A workbook kept in English, open in the program: what buttons do about the row that is selected."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbook.shells.commands import buttons
from workbook.shells.commands.cli import main
from workbook.words.tongue import speak

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))

import make_sample  # type: ignore[import-not-found]


@pytest.fixture
def book(tmp_path: Path, opened: Callable[[Path], Any]) -> Iterator[Any]:
    path = tmp_path / "calls.xlsx"
    make_sample.main(path, language="en")
    assert main(["today", str(path), "--date", "2026-03-16"]) in {0, 1}
    speak(None)
    yield opened(path)
    speak(None)


def select(book: Any, sheet: str, heading: str, below: int = 1) -> list[Any]:
    """Selects a cell of a row below the heading; the row."""
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    top = next(at for at, row in enumerate(rows) if heading in row)
    first = book.sheets[sheet].used_range.row
    book.sheets[sheet].activate()
    book.sheets[sheet].range((first + top + below, rows[top].index(heading) + 1)).select()
    return list(rows[top + below])


def said(app: Any) -> str:
    return str(app.impl.alerts[-1])


def test_the_selected_row_is_known_by_english_names(app: Any, book: Any, tmp_path: Path) -> None:
    """Why, its form, from the front page too; what is no row of a list is refused in English."""
    row = select(book, "Today", "Customer")
    number = next(cell for cell in row if isinstance(cell, str) and cell.startswith("C0"))

    buttons.why_here()
    assert number in said(app)
    assert "On the list today" in said(app)

    book.sheets[0].activate()
    buttons.why_here()
    assert "Today" == book.sheets.active.name
    assert number in said(app)

    buttons.form_here()
    assert 1 == len([one for one in tmp_path.glob("*.xlsx") if one.name != "calls.xlsx"])


def test_a_selected_rule_is_known_by_english_names(app: Any, book: Any) -> None:
    """Copied below the last one, and what is no rule is refused in English."""
    select(book, "Customers", "Customer")
    buttons.copy_here()
    assert "is not a rule" in said(app)

    row = select(book, "Deadlines", "No.")
    before = book.sheets["Deadlines"].used_range.rows.count
    buttons.copy_here()
    assert "under a new number" in said(app)
    assert before < book.sheets["Deadlines"].used_range.rows.count
    assert row
