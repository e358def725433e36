"""Rows that a run adds below a long sheet are looked at alone: what is made of the whole is what a fresh reading makes."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from test_unread_laws import HEADS, NAMES, cells, facts, office

from workbook.papers.pages.page import Field, Page, Value
from workbook.sheets.codes import codes
from workbook.sheets.schema import STANDARD
from workbook.shells.files import kept_grids, reading
from workbook.shells.files.in_place import Book
from workbook.shells.files.kept_grids import Kept

WORDS = codes([{"组": "联系方式", "代码": "拜访", "别名": "上门,到店"}], [{"编号": "完成", "别名": "谈成"}])
VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        ("C7", "C1、C2", "E3", "上门", "谈成", "完成", "乱写", "3月5日", "2026年3月5日 下午2点", "合计", "#N/A", "=1+1", "１２",
         "改天", "2026-03-05 上午", "", " 甲 ", "长" * 60, "长" * 61, "0012", "１３８0013 8000", "二十", "客户编号", "20260309")
    ),
    st.integers(-5, 10**17),
    st.floats(-1e6, 1e6),
    st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
)  # fmt: skip
ROWS = st.lists(st.lists(VALUES, min_size=5, max_size=5), min_size=1, max_size=4)


def add(path: Path, kept: Path, sheet: str, rows: list[list[Value]]) -> None:
    """As 登记 does; the second kind of sheet is the program's own ledger."""
    book = Book(path, None, Kept(kept, path))
    columns = {heading: at for at, heading in enumerate(HEADS[sheet], 1)}
    book.append(sheet, 1, columns, [dict(zip(columns, row, strict=False)) for row in rows])
    book.save()


def noticed(path: Path) -> None:
    """Somebody types in another program between two runs."""
    book = openpyxl.load_workbook(path)
    book[NAMES[0]].cell(5, 2).value = "上门"
    book.save(path)


@given(st.lists(st.tuples(st.sampled_from(NAMES), ROWS), min_size=1, max_size=3), st.booleans())
@settings(max_examples=15, deadline=None)
def test_what_is_added_counts_as_if_the_whole_was_read(
    added: list[tuple[str, list[list[Value]]]], between: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder) / "回访.xlsx", Path(folder) / kept_grids.FOLDER
        office(path)
        facts(reading.read(path, kept=kept), STANDARD, WORDS)
        for turn, (sheet, rows) in enumerate(added):
            add(path, kept, sheet, rows)
            if between and turn == 1:
                noticed(path)
            cold = reading.read(path)
            assert facts(cold, STANDARD, WORDS) == facts(reading.read(path, kept=kept), STANDARD, WORDS)
            assert cells(cold) == cells(reading.read(path, kept=kept))
            assert facts(cold, STANDARD, WORDS) == facts(reading.read(path, kept=kept), STANDARD, WORDS)


def test_only_the_new_rows_of_a_sheet_are_looked_at(tmp_path: Path) -> None:
    """The columns of the others go with the longer sheet until the next run has added the new rows' to them."""
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    facts(reading.read(path, kept=kept))
    add(path, kept, "回访记录", [["R1", "完成", datetime(2026, 3, 5), "照旧", "电话"]])
    assert 1 == sum(one.name.count(".") == 3 for one in kept.iterdir())
    facts(reading.read(path, kept=kept))
    assert 0 == sum(one.name.count(".") == 3 for one in kept.iterdir())


def test_a_ledger_that_grew_is_known(tmp_path: Path) -> None:
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    fields = (Field("时间", "时点"), Field("列"), Field("旧值"), Field("新值"), Field("序号", "整数", hidden=True))
    for last in (900, 901, 930):
        rows = tuple((datetime(2026, 3, 5, 9), f"列{at % 7}", None, f"值{at}", at) for at in range(1, last))
        book = Book(path, None, Kept(kept, path))
        book.put(Page("历史", fields, rows, title="历史", key="序号", append=True))
        book.save()
        cold = reading.read(path)
        assert cells(cold) == cells(reading.read(path, kept=kept))
        assert facts(cold) == facts(reading.read(path, kept=kept))
    assert len(NAMES) + 1 == sum("." not in one.name.partition("-")[0] for one in kept.iterdir())
