"""The rulebooks that come with the program, as written in workbook/rulebooks/*.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workbook.rulebook.rows import Source, source

FOLDER = Path(__file__).parent.parent / "rulebooks"


@cache
def shelf(folder: Path = FOLDER) -> dict[str, Source]:
    """Every rulebook by id.

    Raises:
        RuleFault: a file that isn't a rulebook.
    """
    found = [source(path.read_text(encoding="utf-8"), path.name) for path in sorted(folder.glob("*.yaml"))]
    return {book.id: book for book in found}
