"""A cell of a rule that is written wrong stops that rule alone: the day, its papers and its letters come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.forms.forms import forms
from workbook.papers.forms.slips import slips
from workbook.papers.list.every_sheet import pages
from workbook.papers.reports.reports import letters, report_pages, reports
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rulebook.load.rows import Cell, Row, Source, source
from workbook.rulebook.sorts.model import Duty
from workbook.rules.facts.prepared import BASE, schema_of
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import together
from workbook.shells.runs.posting import templates
from workbook.words.issues import Kind

WRONG = "没这列"
CELLS: Iterable[tuple[str, str, str, Cell]] = [
    ("abc-annual-grading", "计算", "类型", WRONG),
    ("abc-annual-grading", "判定", "表", WRONG),
    ("abc-annual-grading", "检查清单", "列", WRONG),
    ("abc-annual-grading", "报告", "列", WRONG),
    ("abc-annual-grading", "报告", "块", [WRONG]),
    ("abc-classification", "判定", "参数", WRONG),
    ("major-account-vip", "判定", "参数", f"{{{WRONG}}}"),
    ("aftersales-method", "检查清单", "责任", f"{{{WRONG}}}"),
    ("aftersales-method", "检查清单", "责任", WRONG),
    ("aftersales-method", "时限", "附带", f"事件编号={{{WRONG}}}"),
    ("aftersales-method", "联系限制", "若", {WRONG: "购后"}),
    ("aftersales-method", "联系限制", "合并键", WRONG),
    ("aftersales-method", "问卷", "存到", WRONG),
    ("callback-retention-plan", "流程", "表", WRONG),
    ("callback-retention-plan", "流程", "状态列", WRONG),
    ("callback-work-plan", "时限", "联系方式", f"{{{WRONG}}}"),
    ("dealer-outlet-visit", "计算", "默认", WRONG),
    ("dealership-cards", "计算", "方法", WRONG),
    ("duty-shoe-store", "分派", "容量", f"{{{WRONG}}}"),
    ("securities-callback", "联系限制", "若", {WRONG: "通知"}),
]


def misspelt(system: str, sheet: str, heading: str, cell: Cell) -> Source:
    """A rulebook with one heading of a rule sheet filled wrongly, wherever it is filled."""

    def row(one: Row) -> Row:
        return replace(one, cells={**one.cells, heading: cell}) if heading in one.cells else one

    source = shelf()[system]
    return replace(source, rows={**source.rows, sheet: tuple(map(row, source.rows[sheet]))})


def grids(system: str) -> list[Grid]:
    """The sheets of its demonstration."""
    books = stacked([BASE, system], shelf())
    rows = together([book.demo for book in books], schema_of(rulebook(books))[0])
    return [_grid(name, lines) for name, lines in rows.items()]


def _grid(name: str, lines: Iterable[Mapping[str, str]]) -> Grid:
    lines = list(lines)
    head = list(dict.fromkeys(heading for line in lines for heading in line))
    return grid(name, [head, *[[line.get(heading) for heading in head] for line in lines]])


def worked(day: Day) -> list[str]:
    """Everything that a day brings forth; the names of its sheets."""
    found = reports(day.finished())
    made = [*pages(day), *report_pages(found)]
    _ = letters(day, found, templates()), forms(day), slips(day)
    return [page.name for page in made]


@pytest.mark.parametrize(("system", "sheet", "heading", "cell"), CELLS)
def test_a_wrong_cell_of_a_rule_stops_nothing_else(system: str, sheet: str, heading: str, cell: Cell) -> None:
    """Everything is made all the same, and an issue names what is wrong."""
    wrong = misspelt(system, sheet, heading, cell)
    day = opened(grids(system), {**shelf(), system: wrong}, [system], datetime(2026, 3, 9, 9), whole=False)

    assert {"今日清单", "未入选说明", "问题"} <= set(worked(day))
    assert [] != [found for found in day.issues if WRONG in found.what + found.cure]


@pytest.mark.parametrize(
    ("duties", "doubts", "cells"),
    [
        (1, 0, "时长: 3天, 备注: 问过经理"),
        (0, 1, "时常: 3天"),
        (0, 1, "时长: 3天, 经办: 张三"),
    ],
)
def test_a_rule_with_a_column_nobody_knows_rests_and_a_note_does_not_matter(
    duties: int, doubts: int, cells: str
) -> None:
    """时长 misspelt would make the duty due at once, and somebody would be fined for it."""
    written = (
        f"时限: [{{编号: W, 名称: 访, 条款: 要访, 源表: 客户, 起点: 建档日, 方式: 内, {cells}, 完成表: 回访记录}}]"
    )
    book = rulebook(stacked([BASE, "试"], {**shelf(), "试": source(f"规则书: 试\n基于: 基础\n{written}", "试.yaml")}))

    assert duties == len([rule for rule in book.all(Duty) if rule.id == "W"])
    assert doubts == sum(found.kind is Kind.UNKNOWN_RULE_COLUMN for found in book.issues)


def test_a_setting_stands_whatever_is_written_beside_it() -> None:
    """Rules lean on it: a column of the office's own must not take it away."""
    written = "规则书: 试\n基于: 基础\n设置: [{名: 期限, 值: 3天, 类型: 时长, 经办: 张三}]"
    book = rulebook(stacked([BASE, "试"], {**shelf(), "试": source(written, "试.yaml")}))

    assert ("3天", 1) == (book.value("期限"), len(book.issues))
