"""A column that rules go by and nobody has filled: one note a sheet, at its heading; no rule rests."""

from __future__ import annotations

from test_absent import DONE, SOLVED, day, fined

from workbook.day import Day
from workbook.words.issues import Kind


def notes(found: Day) -> list[str]:
    """What is said of columns that hold nothing, but for those of 员工."""
    told = [one for one in found.issues if one.kind is Kind.COLUMN_UNFILLED and one.place.sheet != "员工"]
    return [f"{one.place}：{one.what}" for one in told]


def test_an_emptied_column_is_named_at_its_heading() -> None:
    """The complaint counts as open and is fined; beside that stands a word."""
    found = day(事件=[{**SOLVED, "处理完成时间": None}])

    assert 1 == fined(found)
    assert ["事件!F1：“处理完成时间”整列是空的，1 条规则看它，都按空的算。"] == [
        one for one in notes(found) if "处理完成时间" in one
    ]


def test_one_filled_cell_is_enough() -> None:
    """Half a column is what an office looks like."""
    found = day(事件=[{**SOLVED, "处理完成时间": DONE}, {**SOLVED, "事件编号": "E2", "处理完成时间": None}])

    assert [] == [one for one in notes(found) if "处理完成时间" in one]


def test_a_column_that_no_rule_reads_may_stay_empty() -> None:
    """Nobody misses it."""
    found = day(事件=[{**SOLVED, "处理完成时间": DONE, "金额": None}])

    assert [] == [one for one in notes(found) if "金额" in one]
