"""Small offices for tests of forms and registration: a rulebook on the shipped base, sheets as rows, a now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import dedent

import yaml

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.rows import Source, source
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf

Rows = Sequence[Mapping[str, object]]

STAFF: Rows = (
    {"员工编号": "S1", "姓名": "甲一", "岗位": "客服"},
    {"员工编号": "S2", "姓名": "乙二", "岗位": "客服"},
)
CUSTOMERS: Rows = (
    {"客户编号": "C1", "客户名称": "张三", "手机": "13800000001", "归属员工": "S1"},
    {"客户编号": "C2", "客户名称": "李四", "手机": "13800000002", "归属员工": "S1"},
    {"客户编号": "C3", "客户名称": "王五", "手机": "13800000003", "归属员工": "S2"},
)
TIMES = {"受理时间": "2026-03-06 09:00", "完成时间": "2026-03-06 11:00"}
JOBS: Rows = tuple({"工单编号": f"J{n}", "客户编号": f"C{n}", "工单类型": "维修", **TIMES} for n in (1, 2, 3))
NOW = "2026-03-09 10:00"

RULES = """
规则书: 试
基于: 基础
代码:
  - {组: 回访类别, 行: [{代码: 维修}]}
  - {组: 工单类型, 行: [{代码: 维修}]}
  - {组: 岗位, 行: [{代码: 客服}]}
时限:
  - {编号: T1, 名称: 维修回访, 条款: 修好后三日内回访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天,
     完成表: 回访记录, 完成关联: 工单编号, 类别: 维修, 问卷: Q, 话术: S}
话术:
  - {编号: S, 版本: "2", 正文: "{客户.客户名称}您好，我是{员工.姓名}。"}
  - {编号: B1, 用途: 分支, 若: {满意度: 不满意}, 正文: 对不起。}
问卷:
  - 问卷: Q
    行:
      - {题号: 满意度, 类型: 单选(满意度), 题面: "{客户.客户名称}，修得满意吗？"}
      - {题号: 改进点, 题面: 哪里要改进？, 若: {满意度: "一般,不满意"}}
      - {题号: 建议, 题面: 还有什么建议？, 必答: 否}
"""


def office(rules: str = "", now: str = NOW, **sheets: Rows) -> Day:
    """The day of an office with the rules above and some more (YAML of rule sheets), three customers and three jobs."""
    return opened(grids(**sheets), {**shelf(), "试": book(rules)}, ["试"], datetime.fromisoformat(now), whole=False)


def book(rules: str = "") -> Source:
    """The rulebook above with further rows under its heads."""
    whole = yaml.load(RULES, Loader=yaml.BaseLoader)
    for head, rows in (yaml.load(dedent(rules), Loader=yaml.BaseLoader) or {}).items():
        whole[head] = [*whole.get(head, []), *rows]
    return source(yaml.dump(whole, allow_unicode=True, sort_keys=False), "试")


def grids(**sheets: Rows) -> list[Grid]:
    """The office's sheets; those given replace the usual ones."""
    usual: dict[str, Rows] = {"员工": STAFF, "客户": CUSTOMERS, "工单": JOBS}
    return [table(name, rows) for name, rows in {**usual, **sheets}.items() if rows]


def table(name: str, rows: Rows) -> Grid:
    """A sheet out of rows."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return grid(name, [headings, *([row.get(heading) for heading in headings] for row in rows)])


def shipped(book: str, now: str, more: Mapping[str, Rows] | None = None) -> Day:
    """The day of a shipped rulebook over its own demonstration data, with further rows."""
    rows = {name: list(of) for name, of in shelf()[book].demo.items()}
    for name, extra in (more or {}).items():
        rows.setdefault(name, []).extend(extra)  # type: ignore[arg-type]
    grids = [table(name, of) for name, of in rows.items()]
    return opened(grids, shelf(), [book], datetime.fromisoformat(now), whole=False)


def kinds(issues: Sequence[object]) -> list[str]:
    """The names of issues, once each, in order."""
    return list(dict.fromkeys(found.kind.name for found in issues))  # type: ignore[attr-defined]
