"""The contract of writing, over a workbook that is open in a spreadsheet program: the tests for files, run once more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import test_inplace as contract
from test_inplace import path, today

from workbook.papers.pages.page import Field, Page, Value
from workbook.shells.files import new_book
from workbook.shells.live.write import LiveBook

__all__ = ["path"]

Opened = Callable[[Path], Any]
OURS = (
    contract.test_program_columns_are_refreshed_and_keep_their_colour,
    contract.test_a_typed_column_takes_the_page_only_where_staff_left_it_empty,
    contract.test_rows_that_nobody_touched_stand_in_the_order_of_the_page,
    contract.test_a_row_that_staff_typed_in_goes_by_urgency_like_the_others,
    contract.test_a_hidden_gap_is_shown_again_when_a_new_key_takes_it,
    contract.test_a_key_that_went_is_held_when_staff_typed_in_its_row,
    contract.test_a_row_with_a_note_is_held,
    contract.test_a_row_that_staff_added_without_key_stays,
    contract.test_columns_that_staff_moved_are_found_by_their_heading,
    contract.test_rows_are_coloured_by_their_mark_and_a_second_run_adds_no_rule,
    contract.test_a_list_that_staff_turned_into_a_table_grows_as_one,
    contract.test_a_sheet_with_other_content_is_not_overwritten,
    contract.test_merged_cells_in_our_rows_are_parted,
    contract.test_single_cells_keep_their_format,
)
STAFFS = (
    contract.test_a_totals_row_that_another_formula_points_at_stays,
    contract.test_content_below_a_table_is_never_covered,
    contract.test_blank_rows_at_a_tables_end_are_filled_first,
    contract.test_a_plain_list_continues_its_formulas,
    contract.test_rows_that_staff_formatted_ahead_keep_their_format,
    contract.test_new_rows_never_go_below_a_line_of_sums,
    contract.test_new_rows_never_go_into_merged_cells,
    contract.test_a_cell_hidden_inside_a_merged_one_is_refused,
    contract.test_part_of_an_array_formula_is_refused,
)


class Twin:
    """A file that is opened in the program, written there, and saved by it over itself."""

    program: Any

    def __init__(self, place: Path) -> None:
        self._path, self._book = place, self.program.books.open(str(place))
        self._live = LiveBook(self._book, place)

    def put(self, page: Page, release: Collection[str] = ()) -> Any:
        return self._live.put(page, release)

    def append(self, sheet: str, header: int, columns: dict[str, int], rows: list[dict[str, Value]]) -> range:
        return self._live.append(sheet, header, columns, rows)

    def set_cells(self, sheet: str, cells: dict[tuple[int, int], Value]) -> None:
        self._live.set_cells(sheet, cells)

    def save(self) -> bool:
        done = self._live.save()
        self._book.api.SaveCopyAs(str(self._path))
        self._book.close()
        return done


@pytest.fixture(autouse=True)
def live(app: Any, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract's books are open ones; empty rows that LibreOffice puts at a sheet's end don't count."""

    def trimmed(place: Path, number: int, sheet: str = "今日清单") -> list[object]:
        rows = list(contract.opened(place, sheet).iter_rows(min_row=2, values_only=True))
        while rows and not any(rows[-1]):
            rows.pop()
        return [row[number - 1] for row in rows]

    monkeypatch.setattr(Twin, "program", app, raising=False)
    monkeypatch.setattr(contract, "Book", Twin)
    monkeypatch.setattr(contract, "column", trimmed)


@pytest.mark.parametrize("shared", OURS, ids=lambda one: one.__name__)
def test_our_sheets_meet_what_staff_did(path: Path, shared: Callable[[Path], None]) -> None:
    """One way of merging: what holds for files holds for an open book."""
    shared(path)


@pytest.mark.parametrize("shared", STAFFS, ids=lambda one: one.__name__)
def test_staff_sheets_get_rows(tmp_path: Path, shared: Callable[[Path], None]) -> None:
    """So do the rules for appending, and what stands in the way is said in the same words."""
    shared(tmp_path)


def test_putting_the_same_page_again_writes_nothing(path: Path, opened: Opened) -> None:
    """Running twice is harmless: the second time not one cell is touched."""
    book = opened(path)
    done = []
    for _ in range(2):
        writer = LiveBook(book, path)
        writer.put(today("A", "B"))
        done.append(writer.save())

    assert [True, False] == done


def test_a_freed_row_in_the_middle_is_hidden_and_at_the_end_wiped(path: Path, opened: Opened) -> None:
    """No gap is seen above a row that can't move; below the last row no colour stays behind."""
    book = opened(path)
    for keys in ("ABCD", "AC"):
        writer = LiveBook(book, path)
        writer.put(today(*keys))
        writer.save()
        sheet = book.sheets["今日清单"]
        sheet["D4"].value, sheet["H4"].formula = "完成", "=LEN(B4)"

    assert ["A", None, "C", None] == sheet["A2:A5"].value
    assert [False, True, False, False] == [sheet[f"A{row}"].rows.hidden for row in range(2, 6)]
    assert ((255, 249, 229), None) == (sheet["D4"].color, sheet["D5"].color)


def test_a_ledger_grows_and_never_repeats_a_key(path: Path, opened: Opened) -> None:
    """Rows only below; one that is there already is not added again."""
    book = opened(path)
    fields, saved = (Field("键"), Field("额", "金额"), Field("免", typed=True)), []
    for keys in (("P1", "P2"), ("P2", "P3"), ("P1", "P3")):
        writer = LiveBook(book, path)
        rows = tuple((key, 50, None) for key in keys)
        writer.put(Page("处罚台账", fields, rows, key="键", append=True))
        saved.append(writer.save())

    assert [True, True, False] == saved
    assert ["P1", "P2", "P3", None] == book.sheets["处罚台账"]["A2:A5"].value


def test_a_list_that_was_empty_gets_rows_with_their_look_and_choices(path: Path, opened: Opened) -> None:
    """No row was there to take the look from: it comes from the page itself, and nothing of that stays behind."""
    book = opened(path)
    for page in (today(), today("A", "B")):
        writer = LiveBook(book, path)
        writer.put(page)
        writer.save()
    sheet = book.sheets["今日清单"]

    assert ["客户", "今日清单"] == [one.name for one in book.sheets]
    assert [["A", datetime(2026, 10, 9)], ["B", datetime(2026, 10, 9)]] == [
        [row[0], row[2]] for row in sheet["A2:F3"].value
    ]
    typed = sheet["D3"]
    assert ((255, 249, 229), '"完成";"未接通"') == (typed.color, typed.impl._do("choices"))
    assert "YYYY-MM-DD" == sheet["C3"].number_format
    assert sheet["A1"].columns.hidden


def test_new_rows_take_a_plain_look_where_staff_coloured_some(path: Path, opened: Opened) -> None:
    """Green is that row's alone."""
    book = opened(path)
    writer = LiveBook(book, path)
    writer.put(today("A", "B", "C"))
    writer.save()
    sheet = book.sheets["今日清单"]
    sheet["A4:E4"].color = (0, 255, 0)

    writer = LiveBook(book, path)
    writer.put(today("A", "B", "C", "D"))
    writer.save()

    assert ((0, 255, 0), None, (255, 249, 229)) == (sheet["B4"].color, sheet["B5"].color, sheet["D5"].color)


PAYLOADS = ("=1+1", "+1", "-2", "@A1", "00123", "1E5", "'=1", "2026-10-09", "TRUE", "#N/A", "50%", "甲", " 空 ")


@pytest.mark.parametrize("column", ["文本", "整数"])
def test_text_stays_text(path: Path, opened: Opened, column: str) -> None:
    """Whatever it looks like, and whatever the format of its column: in a new sheet, a new row, a changed cell."""
    book = opened(path)
    fields = (Field("键"), Field("值", column))

    def page(*words: str) -> Page:
        return Page("表", fields, tuple((f"K{n}", word) for n, word in enumerate(words)), key="键")

    for words in (PAYLOADS[:4], PAYLOADS, PAYLOADS[::-1]):
        writer = LiveBook(book, path)
        writer.put(page(*words))
        writer.save()
        found = book.sheets["表"].range((2, 2), (1 + len(words), 2)).value

        assert list(words) == found


def test_days_reach_a_1904_book_as_the_same_days(tmp_path: Path, opened: Opened) -> None:
    """In a new sheet and in one that is there."""
    import xlsxwriter

    place = tmp_path / "x.xlsx"
    source = xlsxwriter.Workbook(str(place), {"date_1904": True})
    source.add_worksheet("客户").write_row(0, 0, ["客户编号"])
    source.close()
    book = opened(place)
    fields = (Field("键"), Field("日", "日期"), Field("时", "时点"))
    for day in (9, 10):
        writer = LiveBook(book, place)
        writer.put(Page("表", fields, (("K", date(2026, 10, day), datetime(2026, 10, day, 12)),), key="键"))
        writer.save()

        assert [datetime(2026, 10, day), datetime(2026, 10, day, 12)] == book.sheets["表"]["B2:C2"].value


def test_links_lead_to_places_in_the_book(path: Path, opened: Opened, tmp_path: Path) -> None:
    """On a new sheet and on new rows."""
    book = opened(path)
    for count in (1, 3):
        writer = LiveBook(book, path)
        rows = tuple((f"K{n}", "客户!B2") for n in range(count))
        writer.put(Page("问题", (Field("键"), Field("格", "链接")), rows, key="键"))
        writer.save()
    copy = tmp_path / "copy.xlsx"
    book.api.SaveCopyAs(str(copy))
    sheet = contract.opened(copy, "问题")

    assert ["客户!B2"] * 3 == [sheet.cell(row, 2).value for row in (2, 3, 4)]
    assert ["客户"] * 3 == [(sheet.cell(row, 2).hyperlink.location or "").strip("#'")[:2] for row in (2, 3, 4)]


def test_colour_rules_are_gathered_when_there_are_many(
    path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One set over all rows, which leans on no selected cell."""
    from workbook.shells.live import carry

    monkeypatch.setattr(carry, "MOST_RULES", 5)
    book = opened(path)
    for keys in ("AB", "ABC"):
        writer = LiveBook(book, path)
        writer.put(today(*keys))
        writer.save()
    rules = book.sheets["今日清单"]["A2:F4"].conditional_formats

    assert 7 == len(rules)
    assert all("ROW()" in rule.formula for rule in rules)


def test_new_words_to_choose_from_reach_every_row(path: Path, opened: Opened) -> None:
    """The office's rules got another outcome: the drop-down offers it, in old rows and new ones."""
    book = opened(path)
    fields = today().fields
    more = (*fields[:3], Field("结果", typed=True, choices=("完成", "未接通", "约时")), fields[4])
    for page in (today("A"), Page("今日清单", more, today("A", "B").rows, key="任务编号")):
        writer = LiveBook(book, path)
        writer.put(page)
        writer.save()

    sheet = book.sheets["今日清单"]
    assert ['"完成";"未接通";"约时"'] * 2 == [sheet[cell].impl._do("choices") for cell in ("D2", "D3")]


def test_a_new_sheet_looks_as_in_a_new_book(path: Path, opened: Opened, tmp_path: Path) -> None:
    """It is the same sheet: widths, hidden columns, colours."""
    new_book.write(tmp_path / "new.xlsx", [today("A")], head=None, created=datetime(2026, 10, 9))
    other = opened(tmp_path / "new.xlsx").sheets["今日清单"]
    book = opened(path)
    writer = LiveBook(book, path)
    writer.put(today("A"))
    writer.save()
    sheet = book.sheets["今日清单"]

    for cell in ("A1", "B1", "D2", "F1"):
        assert (other[cell].color, other[cell].column_width, other[cell].columns.hidden) == (
            sheet[cell].color, sheet[cell].column_width, sheet[cell].columns.hidden,
        )  # fmt: skip
