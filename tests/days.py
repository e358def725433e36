"""Small days for tests of papers: a rulebook in a few lines, sheets as rows, a now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import dedent

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.pages.page import Page
from workbook.rulebook.load.rows import source
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf

NOON = "2026-03-09 12:00"
Rows = Sequence[Mapping[str, object]]
STAFF: Rows = (
    {"员工编号": "S1", "姓名": "赵敏", "岗位": "客服主管", "邮箱": "zhao@example.com"},
    {"员工编号": "S2", "姓名": "林悦", "岗位": "客服专员", "组长": "S1", "邮箱": "lin@example.com"},
    {"员工编号": "S3", "姓名": "陈晨", "岗位": "客服专员", "组长": "S1"},
)
CUSTOMERS: Rows = (
    {
        "客户编号": "C1",
        "客户名称": "甲酒行",
        "称谓": "女士",
        "手机": "13800138001",
        "归属员工": "S2",
        "客户类别": "VIP",
    },
    {"客户编号": "C2", "客户名称": "乙商贸", "座机": "0571-88886666", "归属员工": "S3"},
    {"客户编号": "C3", "客户名称": "丙", "手机": "13800138003", "归属员工": "S2", "状态": "停用"},
)
EVENTS: Rows = (
    {
        "事件编号": "E1",
        "客户编号": "C1",
        "事件类型": "发货",
        "发生时间": "2026-03-02 10:00",
        "员工编号": "S2",
        "金额": 1200,
    },
    {
        "事件编号": "E2",
        "客户编号": "C2",
        "事件类型": "发货",
        "发生时间": "2026-03-06 10:00",
        "员工编号": "S3",
        "金额": 300.5,
    },
)
CALLS = """
时限:
  - {编号: W1, 名称: 到货回访, 条款: 发货后三日内回访, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内,
     时长: 3天, 完成表: 回访记录, 附带: "事件编号={事件编号}", 问卷: Q, 话术: T}
问卷:
  - {问卷: Q, 题号: 已收到, 类型: 是否, 题面: 货收到了吗？}
  - {问卷: Q, 题号: 打分, 类型: 评分(5), 题面: 打几分？}
话术:
  - {编号: T, 名称: 到货话术, 版本: v2, 正文: "{客户.客户名称}您好，我是{员工.姓名}。"}
"""


def day(rules: str = CALLS, now: str = NOON, takes: str = "", **sheets: Rows) -> Day:
    """The day of an office with these rules on top of the base, and these rows beside STAFF, CUSTOMERS and EVENTS."""
    written = source(f"规则书: 试\n基于: 基础\n{takes}\n" + dedent(rules), "试")
    rows = {"员工": STAFF, "客户": CUSTOMERS, "事件": EVENTS, **sheets}
    books = {"基础": shelf()["基础"], "试": written}
    return opened(
        [as_grid(name, found) for name, found in rows.items() if found],
        books,
        ["试"],
        datetime.fromisoformat(now),
        whole=False,
    )


def again(one: Day, pages: Sequence[Page], rules: str = CALLS, now: str = NOON, **sheets: Rows) -> Day:
    """The same office after the pages were written, as the next run reads it."""
    return day(rules, now, **{page.name: table(page) for page in pages}, **sheets)


def as_grid(name: str, rows: Rows) -> Grid:
    """Rows as a sheet."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return grid(name, [headings, *([row.get(heading) for heading in headings] for row in rows)])


def page(pages: Sequence[Page], name: str) -> Page:
    """One page by its name."""
    return next(found for found in pages if found.name == name)


def table(found: Page) -> list[dict[str, object]]:
    """The rows of a page by heading."""
    return [dict(zip(found.headings, row, strict=True)) for row in found.rows]


def column(found: Page, heading: str) -> list[object]:
    """One column of a page."""
    return [row[heading] for row in table(found)]
