"""Buttons over an open workbook: the same day as over the file, said in one box, everything else left as it was."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from bookshelf import DAY, cells, office, typed

from workbook.shells.commands import buttons
from workbook.shells.commands.cli import main
from workbook.shells.live import loaded, saved
from workbook.shells.live.locked import refuse_locked_structure
from workbook.shells.outside import clocks
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.safety import saving
from workbook.words.faults import BookFault

Opened = Callable[[Path], Any]
RESULT = {"结果代码": "完成", "回访时间": "2026-03-09 15:00", "已收到": "是", "完好": "是", "满意度": "满意"}
TASK = "W5a·E1"


@pytest.fixture(autouse=True)
def _nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Buttons take no date: the clock stands."""
    monkeypatch.setattr(clocks, "now", lambda said="": datetime.fromisoformat(f"{said or DAY} 09:00"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An office's workbook."""
    return office(tmp_path / "回访.xlsx")


@pytest.fixture
def book(path: Path, opened: Opened) -> Any:
    """The same, open."""
    return opened(path)


def stands(book: Any, folder: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Every cell of the open book."""
    copy = folder / "stands.xlsx"
    copy.unlink(missing_ok=True)
    book.api.SaveCopyAs(str(copy))
    return cells(copy)


def at(book: Any, heading: str, key: str = TASK, sheet: str = "今日清单", by: str = "任务编号") -> Any:
    """The cell of a row by its key and heading."""
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    row = next(number for number, row in enumerate(rows, 1) if row[rows[0].index(by)] == key)
    return book.sheets[sheet].range((row, rows[0].index(heading) + 1))


def column(book: Any, sheet: str, heading: str) -> list[Any]:
    """What stands below a heading of the first row."""
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    return [row[rows[0].index(heading)] for row in rows[1:]]


def staff_types(book: Any, found: Mapping[str, str], key: str = TASK) -> None:
    for heading, text in found.items():
        at(book, heading, key).value = text


def said(app: Any) -> str:
    """The last message box."""
    return str(app.impl.alerts[-1][0])


# -- the same run, over files and over an open book


def test_a_day_of_buttons_leaves_what_a_day_of_commands_leaves(
    app: Any, path: Path, opened: Opened, tmp_path: Path
) -> None:
    """List, typed results, registration, tallies, next day's list: cell for cell the same in the open book and the file."""
    (tmp_path / "file").mkdir()
    file = office(tmp_path / "file" / "回访.xlsx")
    book = opened(path)

    def both(name: str) -> None:
        getattr(buttons, name)()
        assert main([name, str(file)]) in {0, 1}
        assert cells(file) == stands(book, tmp_path), name

    both("today")
    staff_types(book, {**RESULT, "备注": "=不是公式"})
    typed(file, "今日清单", TASK, RESULT)
    cell = at(book, "备注").get_address(False, False)
    import openpyxl

    by_hand = openpyxl.load_workbook(file)
    by_hand["今日清单"][cell].value = "=不是公式"
    by_hand["今日清单"][cell].data_type = "s"
    by_hand.save(file)
    for name in ("record", "tally", "check", "today", "tally"):
        both(name)
    assert path.read_bytes() != file.read_bytes()
    assert "回访记录" in [one.name for one in book.sheets]


def test_the_outcome_is_one_sentence_and_progress_stands_in_the_status_bar(app: Any, book: Any) -> None:
    """做好了：…; the bar, in which the macro said that it starts, is given back afterwards."""
    app.status_bar = "回访：正在启动，几秒钟就好……"
    app.impl.log.clear()
    buttons.today()

    assert ("回访 · 今日清单", "ok", "info") == app.impl.alerts[-1][1:]
    assert said(app).startswith("做好了：今日清单 3 件（逾期 1 件）")
    bar = [value for name, value in app.impl.log if name == "status_bar"]
    assert ["回访：读“回访.xlsx”…", "回访：写“回访.xlsx”…", False] == [
        one for one in bar if not re.search("秒|时区", str(one))
    ]


def test_nothing_is_written_beside_the_message_box(
    app: Any, book: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a slow step says goes into the status bar: Excel for the Mac would show stderr as an error, in a box."""
    monkeypatch.setattr("time.perf_counter", itertools.count(0, 2).__next__)
    buttons.today()
    staff_types(book, RESULT)

    buttons.record()

    assert "登记了 1 条" in said(app)
    assert ("", "") == tuple(capfd.readouterr())
    assert {"回访：核对完：2.0 秒"} <= {str(value) for name, value in app.impl.log if name == "status_bar"}


def test_nothing_of_the_program_is_left_changed(app: Any, book: Any) -> None:
    """Screen, events, questions and calculation are off while it works and as before afterwards."""
    app.calculation, app.enable_events = "semiautomatic", False
    app.impl.log.clear()

    buttons.today()

    assert {("screen_updating", False), ("calculation", "manual"), ("display_alerts", False)} <= set(app.impl.log)
    assert (True, False, True, "semiautomatic", False) == (
        app.screen_updating, app.enable_events, app.display_alerts, app.calculation, app.status_bar,
    )  # fmt: skip
    app.calculation, app.enable_events = "automatic", True


def test_unsaved_edits_count_and_the_file_on_the_disk_is_left_alone(app: Any, book: Any, path: Path) -> None:
    """A customer is set to 勿扰 and not saved: the button sees it; saving stays with the person."""
    before = path.read_bytes()
    at(book, "勿扰", "C1", "客户", "客户编号").value = "是"

    buttons.today()

    listed = book.sheets["今日清单"].used_range.options(ndim=2).value
    assert "C1" not in [row[listed[0].index("客户编号")] for row in listed]
    assert before == path.read_bytes()


# -- manners


def test_selection_and_filters_stay(app: Any, book: Any) -> None:
    """A cell is selected and a filter hides rows: after two more runs both are as they were, and hidden rows are looked at."""
    buttons.today()
    sheet = book.sheets["今日清单"]
    sheet["C3"].select()
    where = sheet.impl.office("selection", book.impl.number)
    row = at(book, "客户编号").row
    sheet.range((row, 1)).rows.hidden = True
    at(book, "说明").value = "改掉的"

    buttons.today()
    buttons.tally()

    assert where == sheet.impl.office("selection", book.impl.number)
    assert sheet.range((row, 1)).rows.hidden
    assert "改掉的" == at(book, "说明").value
    assert any("改掉的" in text for text in column_of(book, "问题", "内容"))


def test_the_list_comes_to_the_front_and_other_buttons_leave_the_sheet(app: Any, book: Any) -> None:
    """今日清单 is shown after it was made; 考核 leaves people where they are."""
    book.sheets["客户"].activate()
    buttons.today()
    shown = book.sheets.active.name
    book.sheets["客户"].activate()
    buttons.tally()

    assert ("今日清单", "客户") == (shown, book.sheets.active.name)


def test_a_filtered_table_of_staff_gets_its_record(app: Any, book: Any, tmp_path: Path) -> None:
    """回访记录 with rows hidden by a filter: the new row goes below the last, hidden ones stay hidden."""
    book.sheets["回访记录"]["A2"].rows.hidden = True
    buttons.today()
    staff_types(book, RESULT)

    buttons.record()

    rows = book.sheets["回访记录"].used_range.options(ndim=2).value
    assert [TASK] == [row[rows[0].index("任务编号")] for row in rows[2:]]
    assert [True, False] == [book.sheets["回访记录"][f"A{row}"].rows.hidden for row in (2, 3)]
    assert "登记了 1 条回访记录。" in said(app)


def test_merged_cells_are_parted_on_our_sheet_and_named_on_theirs(app: Any, book: Any) -> None:
    """Merged cells would hide rows: on our sheet they go; on a sheet of staff it is said where they are."""
    buttons.today()
    merge = "sheets.getByName({!r}).getCellRangeByName({!r}).merge(True)"
    office_run = app.impl.office
    office_run("run", book.impl.number, merge.format("今日清单", "C2:D2"))
    office_run("run", book.impl.number, merge.format("回访记录", "A3:B3"))
    staff_types(book, RESULT)

    buttons.record()

    assert "【回访记录】第 3 行有合并的单元格，新的行写不进去。" in said(app)
    assert "critical" == app.impl.alerts[-1][3]
    buttons.today()
    office_run("run", book.impl.number, "out = sheets.getByName('今日清单').getCellRangeByName('C2:D2').IsMerged")
    assert said(app).startswith("做好了")


def test_a_protected_sheet_is_named_and_nothing_is_written(app: Any, book: Any, tmp_path: Path) -> None:
    """Protection is somebody's wish: it is said, with the cure, before the first cell changes."""
    buttons.today()
    at(book, "说明").value = "改掉的"
    app.impl.office("run", book.impl.number, "sheets.getByName('今日清单').protect('')")
    before = stands(book, tmp_path)

    buttons.today()

    assert "【今日清单】加了保护，写不进去。\n怎么改：在“审阅”里点“撤销工作表保护”，再点一次。没有改动任何格。" == said(
        app
    )
    assert before == stands(book, tmp_path)


def test_a_book_of_protected_structure_takes_no_new_sheet(path: Path) -> None:
    """(LibreOffice keeps that lock to itself when it saves: so this is asked of a file.)"""
    import openpyxl
    from openpyxl.workbook.protection import WorkbookProtection

    book = openpyxl.load_workbook(path)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(path)
    wiring = Wiring(Package(path))

    refuse_locked_structure(wiring, [])
    with pytest.raises(BookFault, match="加不了新表【今日清单】。\n怎么改：在“审阅”里点“保护工作簿”撤销保护"):
        refuse_locked_structure(wiring, ["今日清单"])


class Busy(Exception):
    """What Excel's own errors look like: code, words, inner facts."""


@pytest.mark.parametrize(
    "found", [Busy(-2147418111, "拒绝", None, None), Busy(-2147352567, "", (0, None, None, None, 0, -2146777998), None)]
)
def test_a_cell_in_edit_mode_is_said(
    app: Any, book: Any, tmp_path: Path, found: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel refuses while somebody types into a cell: one sentence with its cure, nothing changed."""
    from workbook.shells.live import busy

    monkeypatch.setattr(busy, "_PAUSE", 0)
    before = stands(book, tmp_path)
    app.impl.refuses["display_alerts"] = found

    buttons.today()

    assert (
        "Excel 正忙：有一格正在编辑，或有一个对话框开着。\n怎么改：按 Enter 或 Esc 结束编辑，关掉对话框，再点一次。"
        == said(app)
    )
    assert before == stands(book, tmp_path)


def test_a_book_that_was_never_saved_is_told_to_be_saved(app: Any, opened: Opened, path: Path) -> None:
    """Where should its copies lie?"""
    fresh = app.books.add()
    fresh.set_mock_caller()

    buttons.today()

    assert "还没有存过盘" in said(app)
    assert "Ctrl+S" in said(app)


def test_on_a_mac_a_press_of_two_steps_goes_through_and_the_next_asks_for_a_save(
    app: Any, book: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel there saves no copies: the second step goes on from what the first wrote; a new press needs it on the disk."""
    buttons.today()
    staff_types(book, RESULT)
    book.save()
    monkeypatch.setattr("sys.platform", "darwin")
    app.impl.refuses["interactive"] = NotImplementedError("not supported on macOS")

    buttons.record()
    registered = said(app)
    buttons.today()
    refused = said(app)
    book.save()
    buttons.today()

    assert "登记了 1 条回访记录。" in registered
    assert TASK not in column(book, "今日清单", "任务编号")
    assert "“回访.xlsx”有改动还没有存盘。\n怎么改：按 ⌘S 存一次，再点一次。没有改动任何格。" == refused
    assert said(app).startswith("做好了")


# -- when it goes wrong half way


def test_what_got_through_goes_back_when_writing_breaks_off(
    app: Any, book: Any, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fifth block fails: the cells are as before, the program is as before, a person gets a sentence, a log the rest."""
    buttons.today()
    at(book, "说明").value = "改掉的"
    at(book, "主题").value = "改掉的"
    before = stands(book, tmp_path)
    count, call = 0, type(app.impl.office).__call__

    def failing(one: Any, order: str, *more: Any) -> Any:
        nonlocal count
        count += order == "write"
        if order == "write" and count == 2:
            raise RuntimeError("the program fell over")
        return call(one, order, *more)

    monkeypatch.setattr(type(app.impl.office), "__call__", failing)
    buttons.today()

    assert "“今日清单”没有做完" in said(app)
    assert "Traceback" not in said(app)
    assert "the program fell over" in (saving.folder_of(path) / "出错记录.txt").read_text(encoding="utf-8")
    assert before == stands(book, tmp_path)
    assert (True, True, "automatic", False) == (app.screen_updating, app.enable_events, app.calculation, app.status_bar)


# -- a program that stays loaded


def test_a_loaded_program_works_without_a_console_and_knows_that_it_is_older(
    app: Any, book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in xlwings' server, where nobody hears: two presses, then the program on the disk is another."""
    monkeypatch.setitem(sys.modules, loaded.SERVER, sys)
    monkeypatch.setattr(loaded, "_began", [])
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    buttons.check()
    checked = said(app)
    buttons.today()
    listed, before = said(app), stands(book, tmp_path)

    monkeypatch.setattr(loaded, "stamp", lambda: "newer")
    buttons.record()

    assert "今日清单" in listed
    assert checked != listed
    assert "程序更新过了" in said(app)
    assert before == stands(book, tmp_path)


# -- undo


def test_undo_brings_every_cell_back_and_takes_new_sheets_away(app: Any, book: Any, tmp_path: Path) -> None:
    """List, registration in two steps, tallies: undone from the last to the first."""
    states = [stands(book, tmp_path)]
    for press in (buttons.today, lambda: staff_types(book, RESULT), buttons.record, buttons.tally):
        press()
        states.append(stands(book, tmp_path))
    names = [one.name for one in book.sheets]

    undone = []
    for before in (states[3], states[2]):
        buttons.undo()
        undone.append(before == stands(book, tmp_path))

    assert [True, True] == undone
    assert "处罚台账" in names
    assert "处罚台账" not in [one.name for one in book.sheets]
    assert "撤销了“2026-03-09-登记”" in said(app)


def test_undo_takes_back_one_press_and_not_what_was_typed_before_it(app: Any, book: Any, tmp_path: Path) -> None:
    """A result is registered, another typed and registered: undone, the second is typed in the list again."""
    buttons.today()
    other = next(key for key in column(book, "今日清单", "任务编号") if key and key != TASK)
    staff_types(book, RESULT)
    buttons.record()
    staff_types(book, {"结果代码": "无人接", "回访时间": "2026-03-09 16:00"}, other)
    before = stands(book, tmp_path)
    buttons.record()
    registered = column(book, "回访记录", "任务编号")

    buttons.undo()

    assert [TASK, other] == registered[-2:]
    assert before == stands(book, tmp_path)


def test_undo_stops_where_somebody_wrote_since(app: Any, book: Any, path: Path, tmp_path: Path) -> None:
    """Their word stays; the copy from before is named."""
    buttons.today()
    at(book, "备注").value = "下午再打"
    before = stands(book, tmp_path)

    buttons.undo()

    assert "以后又有人改过（今日清单!" in said(app)
    assert str(saving.folder_of(path) / "backups") in said(app)
    assert before == stands(book, tmp_path)


def test_undo_minds_only_the_cells_of_the_run(app: Any, book: Any, tmp_path: Path) -> None:
    """A new customer typed meanwhile stays."""
    buttons.today()
    book.sheets["客户"]["A9"].value = "C9"

    buttons.undo()

    assert "撤销了“2026-03-09-今日清单”" in said(app)
    assert "C9" == book.sheets["客户"]["A9"].value
    assert "今日清单" not in [one.name for one in book.sheets]


def test_a_run_that_was_saved_is_undone_in_the_closed_file(book: Any, path: Path) -> None:
    """The button, Ctrl+S, closed, then undo over the file: every cell as before."""
    book.save()
    before = cells(path)
    buttons.today()
    book.save()
    book.close()
    pressed = cells(path)

    assert "2026-03-09-今日清单" == saved.undo_file(path)
    assert before == cells(path)
    assert before != pressed


def test_what_was_typed_since_a_saved_run_stops_its_undoing_in_the_file(book: Any, path: Path) -> None:
    """A new customer: the cell is named, nothing is changed."""
    buttons.today()
    book.sheets["客户"]["A9"].value = "C9"
    book.save()
    book.close()
    left = path.read_bytes()

    with pytest.raises(BookFault, match="又有人改过（客户!A9）"):
        saved.undo_file(path)

    assert left == path.read_bytes()


def test_a_run_over_the_file_is_undone_in_the_open_book(path: Path, opened: Opened, tmp_path: Path) -> None:
    """The command wrote the file, then it was opened; the button takes back what the command wrote."""
    first = cells(path)
    main(["today", str(path), "--date", "2026-03-09"])
    book = opened(path)

    buttons.undo()

    book.save(str(tmp_path / "undone.xlsx"))
    assert first == cells(tmp_path / "undone.xlsx")


def test_undo_without_a_run_says_so(app: Any, book: Any) -> None:
    """Nothing to take back."""
    buttons.undo()

    assert "没有可以撤销的运行" in said(app)


# -- the selected row


def test_why_here_explains_the_customer_of_the_selected_row(app: Any, book: Any) -> None:
    """On 今日清单, on 客户, and where there is no row."""
    buttons.today()
    told = []
    for cell in (at(book, "主题"), at(book, "手机", "C3", "客户", "客户编号"), book.sheets["设置"]["A40"]):
        cell.sheet.activate()
        cell.select()
        buttons.why_here()
        told.append(said(app))

    assert told[0].startswith("C1 甲")
    assert "今天在清单上" in told[0]
    assert told[1].startswith("C3 丙")
    assert "勿扰" in told[1]
    assert "怎么改：先点" in told[2]


def test_from_the_front_page_the_row_selected_in_the_list_is_meant(app: Any, book: Any) -> None:
    """The buttons stand there; a press turns to the list and takes its row."""
    buttons.today()
    at(book, "主题").select()
    book.sheets.add("首页", before=book.sheets[0]).activate()

    buttons.why_here()

    assert said(app).startswith("C1 甲")
    assert "今日清单" == book.sheets.active.name


def test_the_front_page_of_an_open_book_tells_the_day(tmp_path: Path, opened: Opened) -> None:
    """A new workbook's page has no numbers until the list is made; a press writes them, big as they are drawn."""
    made = tmp_path / "新.xlsx"
    assert 0 == main(["new", str(made), "--rulebook", "wine-service", "--demo", "--date", DAY])
    book = opened(made)
    page = book.sheets["首页"]
    assert "—" == page["A6"].value

    buttons.today()

    listed = len(column_of(book, "今日清单", "任务编号"))
    assert listed == page["A6"].value
    assert 20 == page["A6"].font.size
    assert "各人今天（逾期连要办的事也算）" == page["A21"].value
    assert listed == sum(value for value in page["B23:B32"].value if value)


def column_of(book: Any, sheet: str, heading: str) -> list[Any]:
    """What is filled below a heading, wherever it stands near the top."""
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    top = next(at for at, row in enumerate(rows) if heading in row)
    return [row[rows[top].index(heading)] for row in rows[top + 1 :] if row[rows[top].index(heading)]]


def test_form_here_prints_the_selected_row_and_opens_it(app: Any, book: Any, path: Path) -> None:
    """One form, in its own workbook, in front."""
    buttons.today()
    at(book, "主题").select()

    buttons.form_here()

    assert ["记录表-2026-03-09-甲.xlsx"] == [one.name for one in path.parent.glob("记录表-*.xlsx")]
    assert "记录表-2026-03-09-甲.xlsx" == app.books.active.name
    assert "印好了 1 张记录表" in said(app)


# -- papers and letters


def test_forms_stand_beside_the_workbook(app: Any, book: Any, path: Path) -> None:
    """记录表 over the open book."""
    buttons.forms()

    assert ["记录表-2026-03-09.xlsx"] == [one.name for one in path.parent.glob("记录表-*.xlsx")]


def test_letters_leave_only_after_a_question(app: Any, book: Any, path: Path) -> None:
    """取消 does nothing at all; the preview asks nothing and writes files."""
    app.impl.answer = "cancel"
    buttons.mail()
    buttons.daily()
    asked = [alert[2] for alert in app.impl.alerts]
    buttons.mail_preview()

    assert ["ok_cancel", "ok_cancel"] == asked
    assert not (saving.folder_of(path) / "outbox.jsonl").exists()
    assert "没有发出去" in said(app)
    assert (path.parent / "发件预演").is_dir()
