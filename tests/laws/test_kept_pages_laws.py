"""A sheet that a run wrote and nobody changed is neither read nor parsed: what is known of it is what a fresh look gives."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from test_unread_laws import cells, facts, office

from workbook.papers.pages.kept_prints import changes, kept_changes
from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.pages.prints import changed, printed
from workbook.shells.files import kept_grids, reading
from workbook.shells.files.in_place import Book
from workbook.shells.files.kept_grids import FRAME, Kept

LIST, REPORT = "未入选说明", "报告·试试"
FIELDS = (
    Field("客户编号"), Field("说明", wrap=True), Field("次数", "小数"), Field("下次日期", "时点"), Field("到期", "日期"),
    Field("率", "百分"), Field("钱", "金额"), Field("备注", typed=True),
)  # fmt: skip
WORDS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ("", " 甲 ", "=1+1", "a\nb", "_x0041_", "_x000D_", "\t", "a\r\nb", "13800138000", "\x07甲", "<&>", "0012")
    ),
)
NUMBERS = st.one_of(
    st.none(), st.integers(-(10**16), 10**16), st.floats(allow_nan=False), st.decimals(-(10**9), 10**9, places=3)
)
MOMENTS = st.one_of(
    st.none(), st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda one: one.replace(microsecond=0)),
)  # fmt: skip
DAYS = st.one_of(st.none(), st.dates(date(1890, 1, 1), date(2100, 1, 1)))
ROW = st.tuples(WORDS, NUMBERS, MOMENTS, DAYS, NUMBERS, NUMBERS)


def pages(rows: list[tuple[Value, ...]], note: str, typed: Value = None) -> tuple[Page, Page]:
    """One merged by key and one written as a whole."""
    whole = tuple((f"C{at}", *row, typed) for at, row in enumerate(rows))
    keyed = Page(
        LIST, FIELDS, whole, key="客户编号", title="没有列上的", note=note, marks=((0, "今日"),) if rows else ()
    )
    return keyed, Page(REPORT, FIELDS, whole, title="报告", note=note)


def put(path: Path, kept: Path | None, made: tuple[Page, ...]) -> None:
    book = Book(path, None, Kept(kept, path) if kept else None)
    for page in made:
        book.put(page)
    book.save()


def typed_into(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[LIST].cell(5, 8).value = "打过了"
    book.save(path)


def noted(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[LIST].cell(4, 2).comment = openpyxl.comments.Comment("问过", "甲")
    book.save(path)


def moved(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[REPORT].insert_cols(1)
    book.save(path)


def ours(path: Path) -> None:
    book = Book(path)
    book.set_cells(LIST, {(4, 8): "登记了"})
    book.save()


def nothing(path: Path) -> None:
    path.touch()


EDITS: tuple[Callable[[Path], None], ...] = (nothing, typed_into, noted, moved, ours)


@given(
    st.lists(ROW, max_size=6),
    st.lists(ROW, min_size=1, max_size=6),
    st.sampled_from(EDITS),
    st.sampled_from((None, "照旧")),
)
@settings(max_examples=12, deadline=None)
def test_what_a_run_wrote_is_known_as_a_fresh_look_finds_it(
    first: list[tuple[Value, ...]], then: list[tuple[Value, ...]], edit: Callable[[Path], None], typed: Value
) -> None:
    """Read and written over, whoever changed it in between: the same cells, and the very same file."""
    with tempfile.TemporaryDirectory() as folder:
        path, plain, kept = Path(folder) / "回访.xlsx", Path(folder) / "另一本.xlsx", Path(folder) / kept_grids.FOLDER
        office(path)
        put(path, kept, pages(first, "第一天", typed))
        for day, rows in enumerate((then, first, then)):
            shutil.copy(path, plain)
            cold = reading.read(path)
            assert cells(cold) == cells(reading.read(path, kept=kept))
            assert facts(cold) == facts(reading.read(path, kept=kept))
            put(path, kept, pages(rows, f"第{day}天"))
            put(plain, None, pages(rows, f"第{day}天"))
            assert plain.read_bytes() == path.read_bytes()
            edit(path)


def test_what_a_run_wrote_is_not_read_again(tmp_path: Path) -> None:
    """Both sheets are kept with what stands around their rows; one in which somebody typed is looked at."""
    path, kept = tmp_path / "回访.xlsx", tmp_path / kept_grids.FOLDER
    office(path)
    row = ("甲", Decimal("1.5"), datetime(2026, 3, 4, 5, 6), date(2026, 3, 4), 0.25, 7)
    put(path, kept, pages([row], "第一天"))
    there = {one.name.partition("-")[0] for one in kept.iterdir()}
    assert 2 == sum(name.endswith(f".{FRAME}") for name in there)
    before = [one.stat().st_mtime_ns for one in sorted(kept.iterdir())]
    reading.read(path, only={LIST, REPORT}, kept=kept)
    assert before == [one.stat().st_mtime_ns for one in sorted(kept.iterdir())]
    typed_into(path)
    reading.read(path, kept=kept)
    assert 0 == sum(FRAME in one.name for one in kept.iterdir())


USUAL = st.tuples(
    st.one_of(st.none(), st.sampled_from(("甲", "138 0013 8000", "0012", "a\nb", " 乙 "))),
    st.one_of(st.none(), st.integers(0, 10**6), st.decimals(0, 10**4, places=10)),
    st.one_of(st.none(), st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda one: one.replace(microsecond=0))),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1))),
    st.one_of(st.none(), st.decimals(0, 1, places=10)),
    st.one_of(st.none(), st.decimals(0, 10**6, places=2)),
)  # fmt: skip


def over(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[LIST].cell(4, 2).value = "改过"
    book.save(path)


@given(st.lists(USUAL, min_size=2, max_size=6), st.sampled_from((nothing, typed_into, over)), st.booleans())
@settings(max_examples=25, deadline=None)
def test_printed_cells_are_compared_once(
    rows: list[tuple[Value, ...]], edit: Callable[[Path], None], is_altered: bool
) -> None:
    """What is kept of a comparison is what a fresh one finds: after a run, after an edit, and when it is asked again."""
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder) / "回访.xlsx", Path(folder) / kept_grids.FOLDER
        office(path)
        page, _ = pages(rows, "第一天")
        shown = pages([("改过", *rows[0][1:]), *rows[1:]], "第一天")[0] if is_altered else None
        put(path, kept, (printed(page, (), shown),))
        edit(path)
        (cold,) = reading.read(path, only={LIST})
        (warm,) = reading.read(path, only={LIST}, kept=kept)
        fresh = tuple(changed(cold))
        assert kept_changes(warm) in (None, fresh)
        assert fresh == changes(warm) == kept_changes(reading.read(path, only={LIST}, kept=kept)[0])
        if edit is nothing and not is_altered:
            assert () == fresh == kept_changes(warm)
