"""How fresh a branch's book is: not run yet today, of another year, a demonstration, open on somebody's screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from workbook.papers.branches.branch import Branch, Note
from workbook.words.tongue import worded

STALE = timedelta(60)
RUN = "请那家点一次【今日清单】，再汇总一次。"


def states(branches: Iterable[Branch], today: date) -> Iterable[Note]:
    """What is to be said of books that count but don't stand as of today."""
    for branch in branches:
        for state, what, cure in _told(branch, today):
            yield Note(branch.name, branch.file, "疑" if state else "注", True, what, cure, state=state)


def _told(branch: Branch, today: date) -> Iterable[tuple[str, str, str]]:
    one = branch.account
    if one.shown:
        yield (
            "演示本",
            worded("这是演示本（【设置】里有“演示日”），数字也算进来了。"),
            worded("真要用，就删去“演示日”的值；不用就移走这一本。"),
        )
    ran = one.last_run[:10]
    if not ran:
        yield "没有运行过", worded("还没有运行过，数字照现在的样子算。"), RUN
    elif ran > str(today):
        yield (
            "日期不对",
            worded("上次运行是 {last_run}，比今天还晚。", last_run=one.last_run),
            worded("核对那台电脑的钟，也看看是不是拿错了文件。"),
        )
    elif ran < one.expected:
        yield (
            "迟了",
            worded("迟了：上次运行是 {last_run}，今天的还没有做；数字照现在的样子算。", last_run=one.last_run),
            RUN,
        )
    if one.newest and date.fromisoformat(one.newest) < today - STALE:
        yield (
            "以前的本子",
            worded("像是以前的本子：最近一条记录是 {newest}。", newest=one.newest),
            worded("换成今年在用的那一本；确实很久没有事，就不用改。"),
        )
    if one.withheld:
        yield (
            "",
            worded("台账有 {withheld} 行是密件，没有列进【处罚台账汇总】。", withheld=one.withheld),
            worded("金额算进了【分店一览】；要看，到那家看。"),
        )
