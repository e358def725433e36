"""One LibreOffice for all live tests, and books that are opened in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from engine import activated

HERE = Path(__file__).parent
for folder in (HERE.parent, HERE.parent / "contract"):
    sys.path.insert(0, str(folder))


@pytest.fixture(scope="session")
def app() -> Iterator[Any]:
    """The program, without a window."""
    activated()
    one = xlwings.App(add_book=False, visible=False)
    yield one
    one.quit()


@pytest.fixture
def opened(app: Any) -> Iterator[Callable[[Path], Any]]:
    """Opens a file in the program; what is still open afterwards is closed."""
    app.impl.alerts.clear()
    app.impl.log.clear()
    app.impl.answer = "ok"
    app.impl.picks.clear()

    def one(path: Path) -> Any:
        book = app.books.open(str(path))
        book.set_mock_caller()
        return book

    yield one
    app.impl.refuses.clear()
    for book in list(app.books):
        book.close()
