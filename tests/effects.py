"""What a cell of 报告 does on each carrier: the whole day's papers with the cell and without it, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.forms.forms import forms
from workbook.papers.forms.slips import slips
from workbook.papers.list.every_sheet import pages
from workbook.papers.reports.reports import letters, report_page, report_pages, reports
from workbook.sheets.grid import grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.posting import templates

NOW = datetime(2026, 3, 9, 9)
CARRIERS = ("表", "台账", "邮件", "文件", "名单", "记录表", "单据", "今日清单", "未入选说明")
"""载体; 记录表 over 今日清单, 单据 (记录表 over another sheet), and the two sheets of ours that 报告 lays out."""
CELLS: Mapping[str, str] = {
    "若": "客户编号: C1", "列": "客户编号,客户.客户名称", "块": "指标 M1",
    "填写列": "意见", "分组": "客户.客户类别",
    "排序": "客户编号 降", "拆分": "客户.客户类别", "收件": "岗位:客服主管", "时机若": "日: 10", "何时": "10日 8:00",
    "即时": "是",
    "剔除若": "客户编号: C2", "对外": "对外", "须": "K1", "话术": "H1", "标记若": "客户编号: C1", "标记": "急",
}  # fmt: skip
"""A value for each cell that ought to change something."""
INSTEAD = {("记录表", "块"): "签字 经手人"}
"""Where another value shows better what the cell does."""
BESIDE: Mapping[str, Mapping[str, str]] = {"标记": {"标记若": "客户编号: C1"}, "对外": {"列": "客户编号,客户.备考"}}
"""Cells that say nothing alone."""
MAIL = {"收件": "岗位:经理"}


def base(carrier: str) -> dict[str, str]:
    """A plain report on a carrier."""
    if carrier in {"今日清单", "未入选说明"}:
        return {"编号": carrier, "名称": carrier, "来源": carrier}
    source = "今日清单" if carrier == "记录表" else "事件"
    named = "记录表" if carrier == "单据" else carrier
    return {"编号": "R1", "名称": "样", "载体": named, "来源": source} | (MAIL if carrier == "邮件" else {})


def day(report: Mapping[str, str]) -> Day:
    """A small office with one report."""
    customers = [
        ("C1", "乙", "VIP"), ("C2", "甲", "普通"), ("C3", "丙", "VIP"),
        ("C4", "丁", "VIP"), ("C5", "戊", "普通"), ("C6", "己", "VIP"),
    ]  # fmt: skip
    sheets: dict[str, Sequence[Mapping[str, Any]]] = {
        "员工": [
            {"员工编号": "S1", "姓名": "赵敏", "岗位": "客服专员", "邮箱": "a@example.com"},
            {"员工编号": "S2", "姓名": "钱理", "岗位": "经理", "邮箱": "b@example.com"},
            {"员工编号": "S3", "姓名": "孙主", "岗位": "客服主管", "邮箱": "c@example.com"},
        ],
        "客户": [
            {
                "客户编号": key,
                "客户名称": name,
                "客户类别": sort,
                "手机": f"1380000000{at}",
                "归属员工": "S1",
                "备考": "老",
            }
            for at, (key, name, sort) in enumerate(customers)
        ],
        "事件": [
            {"事件编号": f"E{key}", "客户编号": key, "事件类型": "咨询", "发生时间": "2026-03-02 10:00", "内容": text}
            for key, text in (("C1", "一"), ("C2", "二"), ("C3", ""))
        ],
        "时限": [
            {
                "编号": "Y1",
                "源表": "事件",
                "起点": "发生时间",
                "方式": "第",
                "时长": "7天",
                "责任": "{客户.归属员工}",
                "主题": "回访",
            }
        ],
        "检查清单": [{"编号": "K1", "表": "事件", "列": "内容", "提示": "写上内容", "级别": "注"}],
        "指标": [{"编号": "M1", "名称": "件数", "表": "事件", "方法": "计数", "期": "全部"}],
        "话术": [{"编号": "H1", "名称": "一段话", "正文": "请过目。"}],
        "登记表": [{"表": "客户", "列": "备考:文本", "密级": "内部"}],
        "报告": [report],
    }
    grids = []
    for name, rows in sheets.items():
        head = list(dict.fromkeys(heading for row in rows for heading in row))
        grids.append(grid(name, [head, *[[row.get(heading) for heading in head] for row in rows]]))
    return opened(grids, shelf(), ("基础",), NOW, whole=False)


def papers(found: Day) -> list[Any]:
    """All that leaves a day: sheets, forms, slips, kept files, letters."""
    own = [page for page in pages(found) if page.name not in {"问题", "运行记录", "报告"}]
    kept = [
        report_page(one, part)
        for one in reports(found, carriers=("文件",))
        for part in (one.by_part if one.parts else (None,))
    ]
    mails = letters(found, reports(found, carriers=("邮件",)), templates(), attach=lambda sheets: repr(sheets).encode())
    return [own, forms(found), slips(found), kept, mails, report_pages(reports(found, carriers=("表", "台账", "名单")))]


def does(carrier: str, heading: str) -> bool:
    """Whether a cell changes anything that leaves the day."""
    beside = base(carrier) | BESIDE.get(heading, {})
    cell = INSTEAD.get((carrier, heading), CELLS[heading])
    return repr(papers(day(beside))) != repr(papers(day(beside | {heading: cell})))
