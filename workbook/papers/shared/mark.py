"""The mark that a clerk's book carries on a hidden sheet: by it the book is known, whatever the file is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from workbook.papers.pages.page import Field, Page
from workbook.sheets.grid import Grid
from workbook.words.tongue import worded

SHEET = "分发标记"
ROW = "行标"
"""The hidden column by which a row is known wherever it is sorted or moved to."""
NEW = "新·"
"""How the mark of a row begins that was made ready for something new."""
_WORDS = {"id": "本号", "clerk": "员工编号", "name": "姓名", "day": "日期", "main": "工作簿"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Which book it is: its number, whose, of which day, from which workbook."""

    id: str
    clerk: str
    name: str
    day: str
    main: str

    @property
    def on(self) -> date:
        """The day of its list."""
        return date.fromisoformat(self.day)


def mark_page(mark: Mark) -> Page:
    """The hidden sheet."""
    rows = tuple((_WORDS[name], str(held)) for name, held in asdict(mark).items())
    return Page(
        SHEET,
        (Field("名", width=12), Field("值", width=40)),
        rows,
        hidden=True,
        note=worded("程序由它认出这一本，不要改。"),
    )


def mark_of(grids: Sequence[Grid]) -> Mark | None:
    """The mark of a book; None where it carries none."""
    grid = next((one for one in grids if one.name.strip() == SHEET), None)
    if grid is None or len(grid.columns) < len(("名", "值")):
        return None
    said: Mapping[str, str] = {
        str(name).strip(): str(held).strip()
        for name, held in zip(grid.columns[0].to_pylist(), grid.columns[1].to_pylist(), strict=True)
        if name and held
    }
    if any(word not in said for word in _WORDS.values()):
        return None
    try:
        made = Mark(**{name: said[word] for name, word in _WORDS.items()})
        _ = made.on
    except ValueError:
        return None
    return made
