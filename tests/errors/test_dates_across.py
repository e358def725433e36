"""A calendar of marks beside a list: the marks are nobody's facts, and that is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from workbook.sheets.codes import Codes
from workbook.sheets.grid import grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables
from workbook.words.issues import Issue, Kind


def said(*heads: object, marks: str | None = "√") -> list[Issue]:
    rows = [["客户编号", "客户名称", "手机", *heads], ["C1", "甲", "13800000001", *(marks for _ in heads)]]
    return [one for one in tables([grid("客户", rows)], STANDARD, Codes()).issues if one.kind is Kind.DATES_ACROSS]


@pytest.mark.parametrize(
    "heads", [(datetime(2026, 3, 2), datetime(2026, 3, 3)), ("3月2日", "3月3日"), ("2026/3/2", "2026/3/3")]
)
def test_marks_under_days_are_named_at_the_first_day(heads: tuple[object, ...]) -> None:
    [found] = said(*heads)

    assert "客户!D1" == str(found.place)
    assert "2 个表头是日期" in found.what
    assert "下面 2 格的字没有读" in found.what


def test_an_empty_calendar_or_a_single_day_loses_nothing() -> None:
    assert [] == said("3月2日", "3月3日", marks=None)
    assert [] == said("3月2日")
    assert [] == said("备用", "传真")
