"""撤销 of one run in the middle, a planned hand-over and 修改记录 over an open workbook: as over the file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from bookshelf import DAY, OFFICE, office
from openpyxl import load_workbook

from workbook.shells.commands import buttons, commands
from workbook.shells.commands.arguments import parser
from workbook.shells.live.open_book import press
from workbook.shells.outside import clocks

PLAN = {"交接编号": "JJ1", "交出": "S2", "交给": "S3", "从哪天": "2026-03-09"}
Opened = Callable[[Path], Any]


@pytest.fixture(autouse=True)
def _nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda said="": datetime.fromisoformat(f"{said or DAY} 09:00"))


def pressed(*words: str) -> None:
    """A command over the open book, as a button says it."""

    def does(book: Any) -> int:
        said: Namespace = parser().parse_args([words[0], "工作簿.xlsx", *words[1:]])
        said.book = book
        return commands.run(said)

    press(words[0], does)


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    """The filled rows below the headings."""
    head, *below = book.sheets[sheet].used_range.options(ndim=2).value
    return [dict(zip(head, row, strict=True)) for row in below if any(value is not None for value in row)]


def keepers(book: Any) -> list[Any]:
    """Who keeps each customer."""
    return [row["归属员工"] for row in rows(book, "客户")]


def typed(book: Any, sheet: str, line: int, heading: str, value: object) -> None:
    """Somebody types; nobody saves."""
    head = book.sheets[sheet].used_range.options(ndim=2).value[0]
    book.sheets[sheet].range((line, head.index(heading) + 1)).value = value


def said(app: Any) -> str:
    """The last message box."""
    return str(app.impl.alerts[-1][0])


def test_a_run_in_the_middle_goes_back_and_later_work_stays(app: Any, tmp_path: Path, opened: Opened) -> None:
    """Handed over, listed, typed: the hand-over alone goes back, cell for cell; the undoing is undone like any press."""
    book = opened(office(tmp_path / "回访.xlsx"))
    pressed("handover", "S2", "--to", "S3", "--apply")
    assert ["S3"] * 3 == keepers(book)
    buttons.today()
    listed = rows(book, "今日清单")
    typed(book, "客户", 2, "地址", "新地址")

    pressed("undo", "--run", f"{DAY}-交接")

    assert "写进各表的 2 格" in said(app)
    assert ["S2", "S3", "S2"] == keepers(book)
    assert "新地址" == rows(book, "客户")[0]["地址"]
    assert listed == rows(book, "今日清单")
    pressed("undo", "--run", f"{DAY}-交接")
    assert "没有记着" in said(app)
    buttons.undo()
    assert ["S3"] * 3 == keepers(book)
    typed(book, "客户", 4, "归属员工", "S1")
    pressed("undo", "--run", f"{DAY}-交接")
    assert "有人改过" in said(app)
    assert ["S3", "S3", "S1"] == keepers(book)
    pressed("undo", "--run", f"{DAY}-交接", "--rest")
    assert ["S2", "S3", "S1"] == keepers(book)


def test_a_planned_hand_over_is_carried_out_in_the_open_book(app: Any, tmp_path: Path, opened: Opened) -> None:
    """Its day has come: the cells change, the row says when; undone, all is as it was; a plan for later is noted."""
    book = opened(office(tmp_path / "回访.xlsx", {**OFFICE, "交接安排": (PLAN,)}))
    before = rows(book, "客户"), rows(book, "交接安排")

    buttons.today()

    assert said(app).startswith("做好了")
    assert ["S3"] * 3 == keepers(book)
    assert datetime(2026, 3, 9, 9) == datetime.fromisoformat(str(rows(book, "交接安排")[0]["做了"]))
    buttons.undo()
    assert before == (rows(book, "客户"), rows(book, "交接安排"))

    pressed("handover", "S3", "--to", "S1", "--since", "2026-04-01", "--apply")
    noted = rows(book, "交接安排")[-1]
    assert ("JJ2", "S3", "S1", None) == (noted["交接编号"], noted["交出"], noted["交给"], noted["做了"])
    assert date(2026, 4, 1) == datetime.fromisoformat(str(noted["从哪天"])).date()


def test_what_was_changed_in_the_open_book_stands_in_the_log(app: Any, tmp_path: Path, opened: Opened) -> None:
    """A counted record is typed over, unsaved: old and new value after the next press, once; undone with the press."""
    book = opened(office(tmp_path / "回访.xlsx"))
    buttons.today()
    typed(book, "回访记录", 2, "满意度", "不满意")

    buttons.today()
    buttons.today()

    told = [tuple(row[one] for one in ("表", "哪一条", "列", "旧值", "新值")) for row in rows(book, "修改记录")]
    assert [("回访记录", "R1", "满意度", "满意", "不满意")] == told
    assert all(row["经手"] for row in rows(book, "修改记录"))
    buttons.undo()
    buttons.undo()
    assert "修改记录" not in [one.name for one in book.sheets]
    assert "不满意" == rows(book, "回访记录")[0]["满意度"]
    buttons.today()
    assert told == [tuple(row[one] for one in ("表", "哪一条", "列", "旧值", "新值")) for row in rows(book, "修改记录")]


def test_why_stands_on_a_sheet_whose_cells_lead_there(app: Any, tmp_path: Path, opened: Opened) -> None:
    """The box says it, 【为什么】 too; every cell that it names is a link; asked of another row the sheet tells of that one."""
    book = opened(office(tmp_path / "回访.xlsx"))
    found: dict[str, list[tuple[str, str]]] = {}
    told: dict[str, list[str]] = {}
    for line, key in ((3, "C2"), (2, "C1")):
        book.sheets["客户"].activate()
        book.sheets["客户"].range((line, 3)).select()
        buttons.why_here()
        assert "【为什么】" in said(app)
        assert "客户" == book.sheets.active.name
        copy = tmp_path / f"{key}.xlsx"
        book.api.SaveCopyAs(str(copy))
        sheet = load_workbook(copy)["为什么"]
        found[key] = [(cell.value, cell.hyperlink.location) for cell in sheet["B"] if cell.hyperlink]
        told[key] = [str(cell.value)[:2] for cell in sheet["A"] if str(cell.value)[:3] in {"C1 ", "C2 "}]
    assert {"C1": ["C1"], "C2": ["C2"]} == told
    assert ("客户!第3行", "客户!A3") in [(words, place.replace("'", "")) for words, place in found["C2"]]
    assert ("客户!第2行", "客户!A2") in [(words, place.replace("'", "")) for words, place in found["C1"]]
    assert len(found["C1"]) > 2


def test_the_hand_over_button_lays_out_and_then_carries_out(app: Any, tmp_path: Path, opened: Opened) -> None:
    """Somebody of 员工 selected: the sheet comes to the front; 是 in its first yellow cell and pressed again: done; undone."""
    book = opened(office(tmp_path / "回访.xlsx"))
    book.sheets["客户"].activate()
    book.sheets["客户"].range((2, 2)).select()
    buttons.handover_here()
    assert "没有选中交出的人" in said(app)
    book.sheets["员工"].activate()
    book.sheets["员工"].range((3, 2)).select()

    buttons.handover_here()

    assert "写在【交接预览】" in said(app)
    assert "交接预览" == book.sheets.active.name
    assert ["S2", "S3", "S2"] == keepers(book)
    sheet = book.sheets["交接预览"]
    values = sheet.used_range.options(ndim=2).value
    line = next(number for number, row in enumerate(values, 1) if "照办" in row) + 1
    sheet.range((line, values[line - 2].index("照办") + 1)).value = "是"
    sheet.range((line, 2)).select()
    buttons.handover_here()
    assert "交接了 2 件" in said(app)
    assert ["S3"] * 3 == keepers(book)
    buttons.undo()
    assert ["S2", "S3", "S2"] == keepers(book)
