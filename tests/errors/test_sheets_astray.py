"""The issues about whole sheets that aren't read, reached once each by the smallest office."""

from __future__ import annotations

from datetime import datetime

from workbook.opening import opened
from workbook.rulebook.load.rows import source
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Kind

RULES = """
规则书: 寻
基于: 基础
时限:
  - {编号: D, 名称: 处理, 条款: 一天内, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 1天, 完成列: 处理完成时间, 出: 无}
"""
CUSTOMERS = grid("客户", [["客户编号", "客户名称"], ["C1", "甲"]])
HEAD = ["事件编号", "客户编号", "事件类型", "发生时间", "处理完成时间"]
ROW = ["E1", "C1", "投诉", "2026-03-02 10:00", "2026-03-02 11:00"]


def said(kind: Kind, *sheets: Grid) -> list[tuple[str, str]]:
    """Where it is said, and in which words."""
    books = {**shelf(), "寻": source(RULES, "寻.yaml")}
    found = opened([CUSTOMERS, *sheets], books, ["寻"], datetime(2026, 3, 9, 9)).finished().issues
    return [(str(one.place), one.what) for one in found if one.kind is kind]


def test_sheet_astray() -> None:
    why = "工作簿里没有【事件】；【投诉台账】的表头和它一样，有 1 行没有读，这些规则先不算：D。"
    assert [("投诉台账", why)] == said(Kind.SHEET_ASTRAY, grid("投诉台账", [HEAD, ROW]))


def test_sheet_unread() -> None:
    why = "【事件】一行也没有读成，这些规则先不算：D。"
    assert [("事件", why)] == said(Kind.SHEET_UNREAD, grid("事件", [[*HEAD[:2], "事件种类", *HEAD[3:]], ROW]))


def test_rows_elsewhere() -> None:
    there, away = grid("事件", [HEAD, ROW]), grid("2月", [HEAD, ROW, ["E2", *ROW[1:]]])
    why = "【2月】的表头和【事件】一样，有 1 行【事件】里没有，没有读（例如“E2”）。"
    assert [("2月", why)] == said(Kind.ROWS_ELSEWHERE, there, away)


def test_a_small_sheet_under_a_name_that_holds_its_own() -> None:
    """One heading is enough there; under another name it may be anything."""
    rules = RULES + '登记表:\n  - {表: 降温日, 列: ["日期:日期#"]}\n'
    books = {**shelf(), "寻": source(rules, "寻.yaml")}
    for name, count in (("降温日 (2)", 1), ("旧的降温日", 1), ("日子", 0)):
        away = grid(name, [["日期"], ["2026-03-10"]])
        found = (
            opened([CUSTOMERS, grid("事件", [HEAD, ROW]), away], books, ["寻"], datetime(2026, 3, 9, 9))
            .finished()
            .issues
        )
        assert count == sum(one.kind is Kind.SHEET_ASTRAY and one.place.sheet == name for one in found)
