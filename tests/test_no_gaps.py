"""今日清单 stands without gaps from its first row on, however often it grew and shrank; a clerk's own lines stand right below."""

from __future__ import annotations

import re

import openpyxl
from clerks import LIN, Office, rows, typed


def shown(office: Office) -> list[tuple[object, object, object]]:
    """序, 客户名称 and 结果代码 of every visible row below the headings, blank ones too."""
    page = openpyxl.load_workbook(office.book)["今日清单"]
    top = next(row for row in page if sum(cell.value is not None for cell in row) > 1)
    at = [next(cell.column for cell in top if cell.value == head) for head in ("序", "客户名称", "结果代码")]
    rows = [row for row in range(top[0].row + 1, page.max_row + 1) if not page.row_dimensions[row].hidden]
    return [(page.cell(row, at[0]).value, page.cell(row, at[1]).value, page.cell(row, at[2]).value) for row in rows]


def test_own_lines_stand_below_a_list_that_shrinks_and_grows(office: Office) -> None:
    lines = {
        f"新·{n}": {"客户名称": who, "结果代码": "完成", "备注": "来电"} for n, who in enumerate(("某人", "另一位"), 1)
    }
    typed(office.of(LIN), lines)
    office.collect()
    keys = list(office.list())
    typed(office.book, {key: {"结果代码": "无人接"} for key in keys[:4] if key})
    for command, at in (("record", "2026-03-16 17:10"), ("daily", "2026-03-17 09:00"), ("today", "2026-03-19 09:00")):
        office.run(command, *(["--dry-run"] if command == "daily" else []), at=at)
        found = shown(office)
        many = len(found) - 2

        assert list(range(1, many + 1)) == [turn for turn, _, _ in found[:many]], command
        assert [(None, "某人", "完成"), (None, "另一位", "完成")] == found[many:], command


def test_what_is_told_of_an_own_line_leads_to_where_it_stands_now(office: Office) -> None:
    typed(office.of(LIN), {"新·1": {"客户名称": "某人", "结果代码": "完成", "备注": "来电"}})
    office.collect()
    typed(office.book, {key: {"结果代码": "无人接"} for key in list(office.list())[:4]})
    office.run("record", at="2026-03-16 17:10")
    page = openpyxl.load_workbook(office.book)["今日清单"]
    [stands] = [cell.row for row in page for cell in row if cell.value == "某人"]
    told = [" ".join(row.values()) for row in rows(office.book, "问题") if "看不出是哪位客户" in row.values()]

    assert [{str(stands)}] == [set(re.findall(r"今日清单!第?[A-Z]*(\d+)", one)) for one in told]
