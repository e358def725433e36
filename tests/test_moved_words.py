"""问题 speaks of rows of the list that moved: of two sentences that are one now, one is told."""

from __future__ import annotations

import pytest
from offices import office

from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.prints import PRINT, printed
from workbook.shells.runs.moved_rows import GONE, told_anew

FIELDS = (
    Field("问题", "文本", 20),
    Field("格", "文本", 12),
    Field("处数", "整数", 6),
    Field("行键", "文本", 12, hidden=True),
)


@pytest.mark.parametrize(
    ("moved", "cells"),
    [
        ({6: 3, 26: 26}, ["今日清单!P3", "今日清单!P26"]),
        ({6: 3, 26: 3}, ["今日清单!P3"]),
        ({6: GONE, 26: GONE}, []),
        ({6: GONE, 26: 4}, ["今日清单!P4"]),
        ({6: 6, 26: 26}, ["今日清单!P6", "今日清单!P26"]),
    ],
    ids=["one moved", "both are one row now", "both are gone", "one is gone", "none moved"],
)
def test_each_row_is_told_once_where_it_stands(moved: dict[int, int], cells: list[str]) -> None:
    rows = tuple(("答了不该问的题", f"今日清单!P{row}", None, f"题·今日清单!P{row}") for row in (6, 26))
    page = printed(Page("问题", FIELDS, rows, key="行键"))

    found = told_anew(page, moved, office(""))

    assert cells == [row[1] for row in found.rows]
    assert PRINT in found.headings
