"""关账 as a sheet: one line for each month that was signed."""

from __future__ import annotations

from workbook.papers.pages.page import Field, Page
from workbook.papers.scripts.day_results import Day
from workbook.rules.penalties.closings import SHEET, Account
from workbook.words.money import exact, yuan
from workbook.words.tongue import worded

FIELDS = (
    Field("行键", hidden=True), Field("月", width=10), Field("关账时间", "时点", 17), Field("签字人", width=10),
    Field("笔数", "整数", 8), Field("金额", "金额", 12), Field("奖励", "金额", 12), Field("没办完", "整数", 8),
    Field("指纹", width=15), Field("因由", width=50),
)  # fmt: skip


def closing_page(day: Day, month: str, found: Account, by: str) -> Page:
    """The line of one month."""
    why = worded("账期 {month} 的每一行和它的金额；改了一行，指纹就对不上", month=month)
    row = (
        month, month, day.world.now, by or None, found.lines, yuan(exact(found.amount)), yuan(exact(found.awards)),
        found.waiting, found.print, why,
    )  # fmt: skip
    return Page(SHEET, FIELDS, (row,), key="行键", append=True)
