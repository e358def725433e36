"""What the program printed, after a spreadsheet program has saved the book: nothing is said unless somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bookshelf import table

from workbook.shells.commands.cli import main

DAY = "2026-03-16"


@pytest.mark.parametrize("words", [("--rulebook", "wine-service"), (), ("--lang", "en")], ids=["wine", "sample", "en"])
def test_a_book_that_was_only_saved_says_nothing(
    tmp_path: Path, opened: Callable[[Path], Any], words: tuple[str, ...]
) -> None:
    """Texts, days, shares, sums, long reasons and line ends of all our sheets, through a real round trip; then one typed cell."""
    book = tmp_path / "回访.xlsx"
    assert 0 == main(["new", str(book), "--demo", *words, "--date", DAY])
    assert main(["daily", str(book), "--dry-run", "--date", DAY]) in {0, 1}
    listed, problems = ("今日清单", "问题") if "en" not in words else ("Today", "Problems")
    before = [row[-1] for row in rows(book, listed)]
    live = opened(book)
    live.save()
    live.close()
    assert main(["today", str(book), "--date", DAY]) in {0, 1}

    assert before == [row[-1] for row in rows(book, listed)]
    assert [] == typed_over(book, problems)

    live = opened(book)
    live.sheets[listed].range("C2").value = "'13900000009"
    live.save()
    live.close()
    assert main(["today", str(book), "--date", DAY]) in {0, 1}
    ((what,),) = [typed_over(book, problems)]
    assert "13900000009" in what


def rows(book: Path, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in table(book, sheet)]


def typed_over(book: Path, sheet: str) -> list[str]:
    """The sentences about printed cells that hold something else."""
    said = ("写在程序的格里", "整列动过", "Typed over a printed cell", "A whole column was moved")
    return [str(row[5]) for row in rows(book, sheet) if row[1] in said]
