"""A cell means what its sheet shows: 260%, 2.6万, 5% — not the number that lies behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from workbook.rulebook.load.own import own_rows
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.grid import grid
from workbook.sheets.part import part
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables
from workbook.sheets.types import Type
from workbook.shells.files.reading import read

HEAD = ["事件编号", "客户编号", "事件类型", "发生时间", "金额"]


def book(folder: Path, value: float, shape: str) -> Path:
    """A workbook with one sale whose sum, and one setting whose value, have a number format."""
    made = Workbook()
    sales = made.active
    sales.title = "事件"
    settings = made.create_sheet("设置")
    for sheet, rows in (
        (sales, [HEAD, ["E1", "C1", "成交", "2026-03-02", value]]),
        (settings, [["名", "值"], ["率", value]]),
    ):
        for row in rows:
            sheet.append(row)
        sheet.cell(2, len(rows[0])).number_format = shape
    made.save(folder / "book.xlsx")
    return folder / "book.xlsx"


@pytest.mark.parametrize(
    ("value", "shape", "read_as", "said"),
    [
        (260, "¥#,##0.00", 260, []),
        (26000, '0!.0,"万"', 26000, []),
        (2.6, '0.0"万"', 26000, []),
        (2.6, "0%", None, ["金额“260%”不是数。"]),
        (0.05, "0.00%", None, ["金额“5%”不是数。"]),
    ],
)
def test_a_sum_is_what_is_seen(
    tmp_path: Path, value: float, shape: str, read_as: float | None, said: list[str]
) -> None:
    found = tables(read(book(tmp_path, value, shape)), STANDARD, Codes(), wanted=["事件"])
    sums = [None if one != one else one for one in found.frames["事件"]["金额"].tolist()]

    assert ([read_as], said) == (sums, [one.what for one in found.issues if one.place.column == len(HEAD)])


@pytest.mark.parametrize(("value", "shape", "text"), [(1, "0%", "100%"), (0.005, "0.0%", "0.5%"), (1, "General", "1")])
def test_a_setting_is_what_is_seen(tmp_path: Path, value: float, shape: str, text: str) -> None:
    rows = own_rows(read(book(tmp_path, value, shape)))["设置"]

    assert [text] == [row.cells["值"] for row in rows]


SALES = [["E1", "C1", "成交", "2026-03-02", 2.6], ["E2", "C1", "成交", "2026-03-03", "3万"]]


@pytest.mark.parametrize(
    ("heads", "sums", "said"),
    [
        ([[*HEAD[:4], "金额（万元）"]], [26000, 30000], ["UNIT_READ 事件!E1"]),
        ([[*HEAD[:4], "金额(单位：万元)*"]], [26000, 30000], ["UNIT_READ 事件!E1"]),
        ([[None, None, None, "单位：万元", None], HEAD], [26000, 30000], ["UNIT_READ 事件!D1"]),
        ([[None, None, None, "单位：元", None], HEAD], [2.6, 30000], []),
        ([[*HEAD[:4], "金额（元）"]], [2.6, 30000], []),
        ([[*HEAD[:4], "金额（千元）"]], [None, 30000], ["UNIT_READ 事件!E1", "BAD_NUMBER 事件!E2"]),
    ],
)
def test_a_unit_in_a_heading_or_above_it_counts(heads: list[list[object]], sums: list[object], said: list[str]) -> None:
    found = tables([grid("事件", [*heads, *SALES])], STANDARD, Codes(), wanted=["事件"])
    mine = [f"{one.kind.name} {one.place}" for one in found.issues if one.place.column in {4, 5}]

    assert sums == [None if one != one else one for one in found.frames["事件"]["金额"].tolist()]
    assert said == mine


def test_another_unit_of_time_in_a_heading_is_asked_about() -> None:
    calls = Sheet(
        "私人电话", "calls", (Column("编号", "id", Type("编号"), role="主键"), Column("分钟", "minutes", Type("整数")))
    )
    made = part(grid("私人电话", [["编号", "分钟(秒)"], ["P1", 240]]), calls, STANDARD, Codes())

    assert (["UNIT_ODD"], [240.0]) == ([one.kind.name for one in made.issues], made.values["分钟"].to_pylist())
