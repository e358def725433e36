"""【交接预览】: what one person would hand over, row by row, with yellow cells by which it is agreed to or given to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.papers.forms.handover import names, told_kind
from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.papers.scripts.day_results import Day
from workbook.rules.worklist.handover import Moved
from workbook.sheets.grid import Grid
from workbook.sheets.headers import find, plain
from workbook.words.place import letters
from workbook.words.tongue import HEADING, WORD, named, worded

SHEET, AGREED, TO, INSTEAD, KEY, LEAVER, KIND = "交接预览", "照办", "建议交给", "改交给", "行键", "交出", "类别"
YES, ALL = "是", "全部"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to: the key of a row, and the words for who is to get it ('' where nobody was named)."""

    key: str
    to: str


def row_key(one: Moved) -> str:
    """The row of a cell that would change, the same wherever its row is moved to."""
    return f"{one.old}·{one.place.sheet}·{one.key}·{letters(one.place.column)}"


def preview_page(day: Day, moved: Sequence[Moved], leaver: str) -> Page:
    """A row for each cell, above them one for all."""
    called = names(day)
    rows = sorted(moved, key=lambda one: (one.kind, one.new))
    sheet = Sheetful(len(rows) + bool(rows))
    first = [worded("全部 {count} 件", count=len(rows))] if rows else []
    none = [None] * len(first)
    sheet.add(AGREED, typed=True, choices=(YES,), wide=8, centred=True)
    sheet.add(KIND, [*first, *(told_kind(one.kind) for one in rows)], wide=18)
    sheet.add(TO, [*none, *(called.get(one.new) for one in rows)], wide=16)
    sheet.add(INSTEAD, typed=True, choices=tuple(key for key in called if key != leaver)[:40], wide=12)
    sheet.add("编号", [*none, *(one.key for one in rows)], wide=14)
    sheet.add("名称", [*none, *(one.name for one in rows)], wide=26)
    sheet.add("约好的时间", [*none, *(one.promised or None for one in rows)], wide=18)
    sheet.add("格", [*none, *(str(one.place) for one in rows)], "链接", wide=16)
    sheet.add(LEAVER, [leaver] * sheet.size, wide=8)
    sheet.add(KEY, [f"{leaver}·{ALL}", *map(row_key, rows)] if rows else [], hidden=True)
    title = worded(
        "交接预览\u3000{who}\u3000{today}：这些还没有交", who=called.get(leaver, leaver), today=day.world.today
    )
    note = worded(
        "同意的，在黄色的“{agreed}”里选“{yes}”（第一行管全部），要给别人的写在“{instead}”里；再按一次“交接”。",
        agreed=named(AGREED, HEADING),
        yes=named(YES, WORD),
        instead=named(INSTEAD, HEADING),
    )
    return sheet.page(SHEET, key=KEY, title=title, note=note)


def agreed(grid: Grid | None, leaver: str) -> list[Agreed]:
    """The rows of the preview that somebody agreed to."""
    words = {plain(one): one for one in (AGREED, TO, INSTEAD, KEY, LEAVER)}
    head = find(grid, words) if grid is not None else None
    if grid is None or head is None or len(head.columns) < len(words):
        return []
    cells = {heading: grid.columns[at].to_pylist()[head.row + 1 :] for heading, at in head.columns.items()}
    rows = [
        {heading: str(column[at] or "").strip() for heading, column in cells.items()} for at in range(len(cells[KEY]))
    ]
    mine = [row for row in rows if row[LEAVER] == leaver and row[KEY]]
    whole = next((row for row in mine if row[KEY] == f"{leaver}·{ALL}"), None)
    is_all = whole is not None and whole[AGREED] == YES
    return [
        Agreed(row[KEY], row[INSTEAD] or (whole[INSTEAD] if whole and is_all else "") or row[TO])
        for row in mine
        if row is not whole and (row[AGREED] == YES or (is_all and not row[AGREED]))
    ]
