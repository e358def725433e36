"""Every cell of every rule sheet as Excel makes it and as people type it: it is read as its plain spelling is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from workbook.papers.starter.usual import about, examples
from workbook.rulebook.cells import amounts, notations
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.rule import day
from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.load.load import rulebook
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.sorts.model import REGISTER, REGISTER_COLUMNS, SHEETS, Sanction, headings
from workbook.sheets.grid import Grid, grid
from workbook.shells.files import reading
from workbook.shells.outside.shelf import notes

Field = dataclasses.Field[Any]
FIELDS: dict[str, dict[str, Field]] = {
    sheet: {one.metadata["heading"]: one for one in dataclasses.fields(sort) if "heading" in one.metadata}
    for sheet, sort in SHEETS.items()
}
COLUMNS = [
    (sheet, heading)
    for sheet in SHEETS for heading in headings(sheet)
    if heading in FIELDS[sheet] and heading not in {"接替", "停用期"}
]  # fmt: skip
SETTING_ONLY = {("设置", "编号"), ("设置", "名称")}


def reader(sheet: str, heading: str) -> Callable[..., Any]:
    read: Callable[..., Any] = FIELDS[sheet][heading].metadata["read"]
    return read


def words(sheet: str, heading: str) -> list[str]:
    read = reader(sheet, heading)
    return ["是", "否"] if read is notations.flag else list(getattr(read, "words", ()))


def typed(sheet: str, heading: str) -> tuple[str, str]:
    found = examples(sheet, heading, notes(), words(sheet, heading))
    assert found, f"{sheet}.{heading}: 规则列例里还没有例子"
    return found


def around(sheet: str, heading: str) -> dict[str, object]:
    """The other cells that a row of the sheet can't do without."""
    needed = [name for name, field in FIELDS[sheet].items() if field.metadata["required"] and name != heading]
    row: dict[str, object] = {name: typed(sheet, name)[0] for name in needed}
    if "编号" in headings(sheet) and sheet != "设置":
        row.setdefault("编号", "R1")
    if sheet == "设置":
        row.setdefault("名", "某个设置")
    return row


def sheet_with(sheet: str, heading: str, value: object) -> Grid:
    row = {**around(sheet, heading), heading: value}
    return grid(sheet, [list(row), list(row.values())])


def read(found: Grid, sheet: str, heading: str) -> object:
    """What a rule holds for the cell; the rule must be there and nothing be wrong with it."""
    book = rulebook([], own_rows([found]))
    assert [] == [str(one) for one in book.issues]
    rules = book.all(SHEETS[sheet])
    if heading == "启用":
        return bool(rules)
    [rule] = rules
    held = getattr(rule, FIELDS[sheet][heading].name)
    if isinstance(held, Condition):  # a test remembers how it was written
        return [
            [(clause.path, clause.test.items, clause.test.denied) for clause in group] for group in held.alternatives
        ]
    return held


def wide(text: str) -> str:
    """Full-width letters, digits and signs."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "　" if one == " " else one for one in text)


def spellings(sheet: str, heading: str, text: str) -> list[str]:
    """How else the same may be typed."""
    how = reader(sheet, heading)
    found = [f"  {text} ", f"{text}\n"]
    if how is notations.text:
        return found
    if "/" not in text:  # ／ is no bar of a date
        found.append(wide(text))
    found.append(text.replace(",", "，").replace(":", "：").replace("；", "\n"))
    if "," in text:
        found.append(text.replace(",", ",\n" if how is condition else "\n"))
    return found


@pytest.mark.parametrize(("sheet", "heading"), [one for one in COLUMNS if one not in SETTING_ONLY])
def test_a_cell_of_a_rule_is_read_however_it_is_typed(sheet: str, heading: str) -> None:
    """Spaces, line breaks, full-width signs and digits, Chinese commas and colons; both examples of every column."""
    for text in typed(sheet, heading):
        expected = read(sheet_with(sheet, heading, text), sheet, heading)
        for spelling in spellings(sheet, heading, text):
            assert expected == read(sheet_with(sheet, heading, spelling), sheet, heading), repr(spelling)


NATIVE: dict[Callable[..., Any], list[tuple[object, str, str]]] = {
    day: [(date(2026, 4, 1), "yyyy-mm-dd", "2026-04-01"), (datetime(2026, 4, 1), "yyyy/m/d", "2026-04-01")],
    notations.flag: [(True, "General", "是"), (False, "General", "否"), ("√", "@", "是"), ("×", "@", "否")],
    notations.integer: [(3, "General", "3"), (3.0, "0.00", "3"), ("3", "@", "3"), ("３次", "@", "3")],
    notations.number: [(2.5, "General", "2.5"), (5, "0", "5"), ("１，０００", "@", "1000")],
    notations.number_or_column: [(0.05, "0%", "5%"), (5, "General", "5"), ("５％", "@", "5%"), ("≥3"[1:], "@", "3")],
    amounts.amount: [(50, "0.00", "50"), (50.5, "General", "50.5"), ("￥５０", "@", "50"), ("50元", "@", "50")],
}  # fmt: skip


@pytest.fixture(scope="module")
def natively(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Grid]:
    """One file that a spreadsheet program might have saved: every column with such a type, a sheet for each cell."""
    path, book, asked = tmp_path_factory.mktemp("native") / "cells.xlsx", Workbook(), []
    for sheet, heading in COLUMNS:
        for value, form, _ in NATIVE.get(reader(sheet, heading), ()):
            page = book.create_sheet(f"{len(asked)}")
            row = {**around(sheet, heading), heading: value}
            page.append(list(row))
            page.append(list(row.values()))
            page.cell(2, list(row).index(heading) + 1).number_format = form
            asked.append((sheet, heading, repr(value)))
    book.save(path)
    grids = {found.name: found for found in reading.read(path)}
    return {one: dataclasses.replace(grids[str(at)], name=one[0]) for at, one in enumerate(asked)}


@pytest.mark.parametrize(("sheet", "heading"), [one for one in COLUMNS if reader(*one) in NATIVE])
def test_a_cell_of_a_rule_is_read_as_excel_keeps_it(
    natively: dict[tuple[str, str, str], Grid], sheet: str, heading: str
) -> None:
    """Days, numbers, percents and truth values are what their text would be."""
    for value, _, text in NATIVE[reader(sheet, heading)]:
        expected = read(sheet_with(sheet, heading, text), sheet, heading)
        assert expected == read(natively[sheet, heading, repr(value)], sheet, heading), repr(value)


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "text"),
    [
        ("时限", "若", "发生时间：＞＝2026-03-01", "发生时间: >=2026-03-01"),
        ("时限", "时长", "３ 工作日", "3工作日"),
        ("时限", "时长", "一周\n", "1周"),
        ("定额", "期", "滚动　１月", "滚动 1月"),
        ("处罚标准", "触发", "义务　Ｔ1", "义务 T1"),
        ("指标", "目标", "≥９５％", ">=95%"),
        ("联系限制", "日别", "周六\n周日", "周六,周日"),
    ],
)
def test_some_cells_that_offices_wrote(sheet: str, heading: str, value: str, text: str) -> None:
    """As they stood in reports."""
    one, other = (read(sheet_with(sheet, heading, said), sheet, heading) for said in (text, value))

    assert getattr(one, "items", one) == getattr(other, "items", other)


@pytest.mark.parametrize("value", [date(2026, 1, 3), -50, True, "五十元", "罚50元"])
def test_a_sum_that_is_none_is_no_word_for_a_penalty(value: object, tmp_path: Path) -> None:
    """What Excel makes of 1-3, a minus, a tick, a sum in words: the rule rests with a reason, nobody is to be “五十元”."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "处罚标准"
    for row in (("编号", "名称", "触发", "金额"), ("F9", "迟到", "登记", value), ("F8", "迟到", "登记", "劝退")):
        page.append(row)
    book.save(tmp_path / "book.xlsx")

    found = rulebook([], own_rows(reading.read(tmp_path / "book.xlsx")))

    assert ["F8"] == [rule.id for rule in found.all(Sanction)]
    assert ["处罚标准!D2"] == [str(one.place) for one in found.issues]


def test_a_clock_time_and_a_day_in_a_setting(tmp_path: Path) -> None:
    """设置 takes what Excel makes of 9:00 and of 2026-3-1."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "设置"
    for row in (("名", "值", "类型"), ("早", time(9), "时刻"), ("起", date(2026, 3, 1), "日期"), ("率", 0.2, "百分")):
        page.append(row)
    book.save(tmp_path / "book.xlsx")

    settings = rulebook([], own_rows(reading.read(tmp_path / "book.xlsx"))).settings

    assert {"早": "09:00", "起": "2026-03-01", "率": "0.2"} == {name: one.value for name, one in settings.items()}


@pytest.mark.parametrize("sheet", [REGISTER, *SHEETS])
def test_every_heading_has_its_meaning_and_two_examples(sheet: str) -> None:
    """What is noted on the headings of a new workbook."""
    for heading in REGISTER_COLUMNS if sheet == REGISTER else headings(sheet):
        listed = words(sheet, heading) if heading in FIELDS.get(sheet, {}) else []
        said = about(sheet, heading, notes(), listed).split("\n")
        assert len(said) >= 3, f"{sheet}.{heading}: {said}"
        assert said[1].startswith("例如：")
        assert said[2].startswith("或者：")
