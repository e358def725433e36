"""校验 writes beside changed rules: in a column of its own, over nobody's words, again only where they differ."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from changes import Desk
from openpyxl import load_workbook

from workbook.rulebook.load.own import READ_BACK
from workbook.shells.commands.cli import main

DAY = ("--date", "2026-03-09")
SAMPLE = Path(__file__).parents[1] / "sample.xlsx"


def check(desk: Desk) -> None:
    """校验 of the workbook as it is."""
    main(["check", str(desk._saved()), *DAY])


def beside(path: Path, sheet: str = "时限") -> dict[int, str]:
    """What stands in the program's column, by line."""
    page = load_workbook(path)[sheet]
    for row in page.iter_rows(1, 8):
        for cell in row:
            if cell.value == READ_BACK:
                return {
                    one[0].row: str(one[0].value)
                    for one in page.iter_rows(cell.row + 1, page.max_row, cell.column, cell.column)
                    if one[0].value
                }
    return {}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office whose rule W5a was changed."""
    made = Desk(tmp_path, "wine-service")
    made.change("时限", "W5a", 时长="5天")
    return made


def test_the_words_stand_at_the_right_in_grey(desk: Desk) -> None:
    """One changed row, one cell, at the right of every heading."""
    check(desk)
    page = load_workbook(desk.path)["时限"]
    heading = next(cell for row in page.iter_rows(1, 8) for cell in row if cell.value == READ_BACK)

    assert {10} == set(beside(desk.path))
    assert beside(desk.path)[10].startswith("▸ 【事件】里事件类型为“发货”的，发生时间后 5 天那天，")
    assert max(cell.column for cell in page[heading.row] if cell.value) == heading.column
    assert "FF6B7280" == page.cell(10, heading.column).font.color.rgb


def test_a_second_run_changes_no_byte(desk: Desk) -> None:
    """The words are the same: the file is the same."""
    check(desk)
    before = desk.path.read_bytes()
    check(desk)

    assert before == desk.path.read_bytes()


def test_the_column_is_no_part_of_any_rule(desk: Desk) -> None:
    """Lint and the day read past it."""
    before = desk.lint()
    check(desk)

    assert before == desk.lint()


def test_a_row_that_is_as_shipped_again_says_nothing(desk: Desk) -> None:
    """The cell is changed back: the words go."""
    check(desk)
    desk.change("时限", "W5a", 时长="3天")
    check(desk)

    assert {} == beside(desk.path)


def test_a_rule_that_moved_takes_new_words(desk: Desk) -> None:
    """A copied row carries the words of the other; they are written anew."""
    check(desk)
    desk.copy("时限", "W5a", 编号="W5z", 时长="6天")
    check(desk)

    assert ["5 天", "6 天"] == [
        next(n for n in ("5 天", "6 天") if n in text) for _, text in sorted(beside(desk.path).items())
    ]


def test_what_somebody_wrote_there_stays(desk: Desk) -> None:
    """A column of this name with words of an office's own keeps them."""
    page = desk._page("时限")
    page.cell(3, page.max_column + 1).value = READ_BACK
    page.cell(10, page.max_column).value = "问过王主管，四月起改"
    check(desk)

    assert {10: "问过王主管，四月起改"} == beside(desk.path)


def test_one_undo_takes_them_away(desk: Desk) -> None:
    """They are written with the run, and go with it."""
    desk.lint()
    before = desk.path.read_bytes()
    check(desk)
    main(["undo", str(desk.path)])

    assert before == desk.path.read_bytes()


def test_a_locked_sheet_is_left_alone(desk: Desk) -> None:
    """The rest of the run is done."""
    desk._page("时限").protection.sheet = True
    check(desk)

    assert {} == beside(desk.path)


def test_cells_right_of_the_headings_are_not_written_over(desk: Desk) -> None:
    """Somebody's remark beside the table: the column comes after it."""
    page = desk._page("时限")
    free = page.max_column + 1
    page.cell(12, free).value = "这里请李四核对"
    check(desk)

    assert "这里请李四核对" == load_workbook(desk.path)["时限"].cell(12, free).value
    assert {10} == set(beside(desk.path))


def test_a_fine_is_told_at_its_new_price_though_the_old_one_is_booked(tmp_path: Path) -> None:
    """The ledger keeps the sums of its days; the words beside the row say what the row does now: twice 100 from the second."""
    path = Path(shutil.copy(SAMPLE, tmp_path / "回访.xlsx"))
    main(["tally", str(path), "--date", "2026-03-16"])
    book = load_workbook(path)
    page = book["处罚标准"]
    head = next(row for row in page.iter_rows(1, 8) if any(cell.value == "金额" for cell in row))
    at = next(cell.column for cell in head if cell.value == "金额")
    line = next(row[0].row for row in page.iter_rows() if row[0].value == "Z1")
    page.cell(line, at).value = "1:77; 2+:100"
    book.save(path)
    main(["check", str(path), "--date", "2026-03-16"])
    said = beside(path, "处罚标准")[line]

    assert "第 1 次 → 罚 77.00 元（原来罚 50.00 元）" in said
    assert "第 2 次 → 罚 200.00 元" in said
