"""关账 over a workbook: the ledger is written, the month's account is signed beside it, and the month stands still."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.papers.list.closing import closing_page
from workbook.papers.pages.on_paper import letterhead
from workbook.rules.penalties.closings import LEDGER, account, closed_months
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs.run import run_key, write
from workbook.words.faults import Fault
from workbook.words.money import exact, said, yuan
from workbook.words.tongue import worded

JOB = "关账"


def month_of(word: str, now: datetime) -> str:
    """The month meant: 2026-03, or 上月.

    Raises:
        Fault: it is no month, or not over yet.

    Examples:
        >>> month_of("上月", datetime(2026, 1, 9)), month_of("2025-3", datetime(2026, 1, 9))
        ('2025-12', '2025-03')
    """
    this = now.year * 12 + now.month - 1
    number = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?", word.strip())
    if word.strip() in {"上月", "上个月"}:
        meant = this - 1
    elif number and 1 <= int(number[2]) <= 12:
        meant = int(number[1]) * 12 + int(number[2]) - 1
    else:
        raise Fault(worded("“{word}”不是月份。", word=word), worded("写成 2026-03，或者写 上月。没有改动任何文件。"))
    if meant >= this:
        raise Fault(worded("{word} 还没有过完，不能关账。", word=word), worded("等这个月过完再关。没有改动任何文件。"))
    return f"{meant // 12}-{meant % 12 + 1:02d}"


def close(place: Path | Workbook, day: Day, month: str, by: str) -> str:
    """Signs a month off; what it comes to, in words. A month that is signed already stays as it is.

    Raises:
        BookFault: the workbook can't be written; nothing was changed.
    """
    known = closed_months(day.world)
    if month in known:
        return worded("{month} 已经关过账，没有改动。", month=month)
    if later := [one for one in known if one > month]:
        return worded("{max} 已经关账，{month} 跟着也不再变，没有改动。", max=max(later), month=month)
    write(place, day, JOB, only=lambda name: name in {LEDGER, "问题", "问题明细", "指标结果", "定额结果"})
    found = account(day.sheet(LEDGER), month)
    book = books.at(place).writer(letterhead(day.world))
    book.put(closing_page(day, month, found, by))
    book.save(run_key=run_key(day, JOB))
    gifts = worded("，奖励 {said}", said=said(yuan(exact(found.awards)))) if found.awards else ""
    waits = (
        worded("还有 {waiting} 笔在等裁决或复核，没有算进合计；以后才裁决的，【问题】里会说。", waiting=found.waiting)
        if found.waiting
        else ""
    )
    return worded(
        "{month} 关账了：{lines} 行，合计 {said}{gifts}。{waits}以后再来的事记在下个月。",
        month=month,
        lines=found.lines,
        said=said(yuan(exact(found.amount))),
        gifts=gifts,
        waits=waits,
    )
