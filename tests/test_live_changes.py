"""What changed between two files of one workbook, as an open book is told; and that nothing of xlwings PRO is used."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from workbook.papers.pages.page import Field, Page
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book
from workbook.shells.live import cells as livecells
from workbook.shells.live.carry import blocks, sent
from workbook.shells.live.changes import SheetChange, changed, returned
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package

SHELLS = Path(__file__).parents[1] / "workbook" / "shells"
ROWS = 3000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A long list that staff keep."""
    rows = tuple((f"R{n}", f"客户{n}", n) for n in range(ROWS))
    page = Page("回访记录", (Field("记录编号"), Field("客户"), Field("分", "整数")), rows)
    new_book.write(tmp_path / "x.xlsx", [page], head=None, created=datetime(2026, 3, 9))
    return tmp_path / "x.xlsx"


def change(path: Path, *, cells: dict[tuple[int, int], str] | None = None, more: int = 0) -> SheetChange:
    """What one writing changes."""
    book = Book(path)
    if cells:
        book.set_cells("回访记录", cells)  # type: ignore[arg-type]
    book.append("回访记录", 1, {"记录编号": 1, "分": 3}, [{"记录编号": f"N{n}", "分": n} for n in range(more)])
    later = path.with_name("later.xlsx")
    parts = set(book.touched)
    book.save(later)
    [found] = changed(Wiring(Package(path)), Wiring(Package(later)), parts, {"回访记录": 1}, ())
    return found


@pytest.mark.parametrize("whole", [True, False])
def test_of_a_long_sheet_only_what_differs_is_looked_at(
    path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same orders, whether the whole sheet was read or only the rows around the change."""
    monkeypatch.setattr(livecells, "WHOLE", 1 << 30 if whole else 0)

    one = change(path, cells={(1500, 2): "改"}, more=2)

    last = ROWS + 1
    assert {
        (1500, 2): "改", (last + 1, 1): "N0", (last + 1, 3): 0.0, (last + 2, 1): "N1", (last + 2, 3): 1.0,
    } == {at: value for at, value in one.now.items() if value is not None}  # fmt: skip
    assert {last} == set(one.fresh.values())
    assert {(last + 1, 1), (last + 2, 1)} <= one.texts


@pytest.mark.parametrize("at", [2, ROWS + 1, 40])
def test_a_change_at_the_edge_of_a_long_sheet_is_seen(path: Path, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """First row, last row, one near the top."""
    monkeypatch.setattr(livecells, "WHOLE", 0)

    assert {(at, 2): "改"} == change(path, cells={(at, 2): "改"}).now


def test_a_new_heading_and_a_new_row_of_a_long_sheet_are_seen_with_little_between(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first registration adds both; the rows between them aren't looked at."""
    monkeypatch.setattr(livecells, "WHOLE", 0)
    book = Book(path)
    book.set_cells("回访记录", {(1, 4): "任务编号", (ROWS + 2, 1): "N"})
    book.save(later := path.with_name("later.xlsx"))
    old, new = Wiring(Package(path)), Wiring(Package(later))
    part = old.sheets["回访记录"]

    versions = livecells.both(old.package.read(part), new.package.read(part), old, new, part)

    assert {(1, 4), (ROWS + 2, 1)} == {at for at in versions[1].cells if at not in versions[0].cells}
    assert 200 > len(versions[1].rows)


@pytest.mark.parametrize(("typed", "areas"), [((), {"T": (1, 1, 2, 2)}), (("S9", "丙"), {})])
def test_undo_leaves_a_table_as_wide_as_the_rows_of_staff_need(
    tmp_path: Path, typed: tuple[str, ...], areas: dict[str, object]
) -> None:
    """A row was registered; then somebody typed one below it into the same table."""
    for name, rows in (("before", [("R1", "甲")]), ("now", [("R1", "甲"), ("R2", "乙"), typed])):
        book = xlsxwriter.Workbook(str(tmp_path / f"{name}.xlsx"))
        sheet = book.add_worksheet("回访记录")
        kept = [row for row in rows if row]
        columns = [{"header": "记录编号"}, {"header": "客户"}]
        sheet.add_table(0, 0, len(kept), 1, {"name": "T", "columns": columns, "data": kept})
        book.close()
    now, before = (Wiring(Package(tmp_path / f"{name}.xlsx")) for name in ("now", "before"))

    [one] = returned(now, before, {"回访记录": [(3, 1), (3, 2)]}, {"回访记录": 1})

    assert ({(3, 1), (3, 2)}, areas) == (one.gone, one.tables)


def test_cells_are_given_in_few_rectangles() -> None:
    """A list of many rows is one call, not one for each cell."""
    cells = {(row, column) for row in range(2, 500) for column in range(1, 20)} - {(7, 3)}

    assert 4 >= len(blocks(cells))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("甲", "甲"), ("=1", "'=1"), ("+1", "'+1"), ("00123", "'00123"), ("3月9日", "'3月9日"), ("true", "'true"),
        ("#N/A", "'#N/A"), ("'甲", "''甲"), ("", ""),
    ],
)  # fmt: skip
def test_what_a_program_would_take_for_something_else_is_marked_as_text(text: str, given: str) -> None:
    """A leading apostrophe is Excel's own mark for that; it doesn't show."""
    assert given == sent(text, is_text=False)


def test_nothing_of_xlwings_pro_is_used() -> None:
    """Reader, remote engine, reports, server, embedded code and release need a licence key."""
    paid = re.compile(
        r"xlwings\.(pro|reports|server|rest|ext)|mode=[\"']r[\"']|render_template|create_report|_xlremote|_xlcalamine"
        r"|embedded_code|engine=[\"'](remote|calamine)|xw\.(reports|server)"
    )
    found = {path.name: paid.findall(path.read_text(encoding="utf-8")) for path in SHELLS.rglob("*.py")}

    assert {} == {name: words for name, words in found.items() if words}
