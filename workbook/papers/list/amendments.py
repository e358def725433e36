"""修改记录: what a counted record said before somebody changed it, who and when; one line a cell, never taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workbook.papers.pages.page import Field, Page
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.vectors import says
from workbook.sheets.amended import WHOLE, Amended
from workbook.words.place import Place
from workbook.words.tongue import worded

AMENDMENTS = "修改记录"
FIELDS = (
    Field("行键", hidden=True), Field("时间", "时点", 17), Field("表", width=12), Field("主键", width=16), Field("列", width=14),
    Field("旧值", width=30, wrap=True), Field("新值", width=30, wrap=True), Field("经手", width=12),
    Field("存盘时间", "时点", 17), Field("因由", width=36),
)  # fmt: skip


def amendment_pages(day: Day, found: Sequence[Amended], by: str, saved_at: datetime | None) -> tuple[Page, ...]:
    """The lines of this run; no sheet is made where nothing was changed."""
    if not found:
        return ()
    now, first = day.world.now, 1 + lines(day)
    rows = tuple(
        (
            f"{first + n}", now, one.sheet, one.key or None, one.heading or None, one.old or None, one.new or None,
            by or None, saved_at, _why(day, one),
        )
        for n, one in enumerate(found)
    )  # fmt: skip
    return (Page(AMENDMENTS, FIELDS, rows, key="行键", append=True),)


def lines(day: Day) -> int:
    """The number of the last line of 修改记录 as it was found."""
    past = [str(word) for word in says(day.world.found(AMENDMENTS).typed["行键"]).objects() if word]
    return max((int(word) for word in past if word.isdigit()), default=0)


def _why(day: Day, one: Amended) -> str:
    if not one.row:
        is_gone = one.heading == WHOLE
        return worded("上次运行时算过，现在没有这一行了（删了，或不能用了）") if is_gone else worded("上次运行时算过")
    place = Place(day.world.tables.named(one.sheet), one.row, day.world.tables.cells[one.sheet].get(one.heading, 0))
    return worded("上次运行时算过，后来改了：{place}", place=place)
