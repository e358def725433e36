"""收名单 over an open workbook: shown first, questions answered in its page, taken in by a second press, typing left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bookshelf import DAY, office

from workbook.shells.commands import buttons
from workbook.shells.outside import clocks

Opened = Callable[[Path], Any]
ROWS = (
    ("客户号", "姓名", "联系电话", "客户类型", "合同号", "上次回访", "下次回访"),
    ("N1", "柳一帆", "13900000101", "大客户", "H1", "2026.3.2", None),
    ("N2", "沈二桐", "13900000102", "普通", "H2", None, "2026.3.12"),
    ("N1", "季三石", "13900000103", "普通", "H3", None, None),
)


@pytest.fixture(autouse=True)
def _nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda said="": datetime.fromisoformat(f"{said or DAY} 09:00"))


@pytest.fixture
def book(tmp_path: Path, opened: Opened) -> Any:
    return opened(office(tmp_path / "回访.xlsx"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "名单.xlsx")
    return tmp_path / "名单.xlsx"


def lines(book: Any, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by its headings."""
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    head = next(at for at, row in enumerate(rows) if {"结果", "您定"} <= set(row) or "客户编号" in row or "改成" in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if any(row)]


def decide(book: Any, result: str, word: str, said: str) -> None:
    """Somebody's answer in the yellow cell of the line of 导入预览 that says so."""
    rows = book.sheets["导入预览"].used_range.options(ndim=2).value
    head = next(row for row in rows if row and "您定" in row)
    at = next(
        number
        for number, row in enumerate(rows, 1)
        if row[head.index("结果")] == result and word in str(row[head.index("内容")])
    )
    book.sheets["导入预览"].range((at, head.index("您定") + 1)).value = said


def said(app: Any) -> str:
    return str(app.impl.alerts[-1][0])


def test_a_list_is_shown_then_taken_in_as_its_page_says(app: Any, book: Any, source: Path) -> None:
    """Chooser, preview in front, an answer and 是, second press; what was typed and never saved is still there."""
    before = source.parent.joinpath("回访.xlsx").read_bytes()
    book.sheets["客户"].range("AZ1").value = "我正写着"
    app.impl.picks[:] = [str(source)]
    customers = len(lines(book, "客户"))

    buttons.bring()

    assert "导入预览" == book.sheets.active.name
    assert "还没有收" in said(app)
    assert customers == len(lines(book, "客户"))
    shown = lines(book, "导入预览")
    assert ["收下吗", "请定", "请定", "没有收"] == [one["结果"] for one in shown[:4]]
    assert {"合同号", "大客户"} == {word for one in shown[1:3] for word in ("合同号", "大客户") if word in one["内容"]}

    decide(book, "请定", "大客户", "经销商")
    decide(book, "收下吗", "", "是")
    buttons.bring()

    assert said(app).startswith("新客户 2 户")
    assert "“名单-退回.xlsx”" in said(app)
    fresh = {one["客户编号"]: one for one in lines(book, "客户")}
    assert ("柳一帆", "经销商", "H1") == tuple(fresh["N1"][one] for one in ("客户名称", "客户类别", "合同号"))
    assert "沈二桐" == fresh["N2"]["客户名称"]
    assert "收好了" == lines(book, "导入预览")[0]["结果"]
    assert "我正写着" == book.sheets["客户"].range("AZ1").value
    assert before == source.parent.joinpath("回访.xlsx").read_bytes()  # never saved


def test_what_was_answered_counts_for_the_next_list(app: Any, book: Any, source: Path) -> None:
    """The answer moves from the preview into 导入对应, and isn't asked again."""
    app.impl.picks[:] = [str(source), str(source)]
    buttons.bring()
    decide(book, "请定", "大客户", "经销商")
    decide(book, "请定", "合同号", "（不要）")
    decide(book, "收下吗", "", "换一份")
    buttons.bring()

    assert "请定" not in {one["结果"] for one in lines(book, "导入预览")}
    kept = {one["名单里写的"]: one["改成"] for one in lines(book, "导入对应")}
    assert ("经销商", "（不要）") == (kept["大客户"], kept["合同号"])


def test_a_press_with_nothing_said_shows_the_same_list_anew(app: Any, book: Any, source: Path) -> None:
    """No second chooser; what was mended in the list meanwhile counts."""
    app.impl.picks[:] = [str(source)]
    buttons.bring()
    mended = openpyxl.load_workbook(source)
    mended.active["A4"].value = "N3"
    mended.save(source)

    buttons.bring()

    assert "没有收 0 行" in said(app)
    assert [] == app.impl.picks
    assert "收下吗" == lines(book, "导入预览")[0]["结果"]


def test_nobody_picks_and_a_list_that_is_gone(app: Any, book: Any, source: Path) -> None:
    """Nothing is done; where the shown list was moved away, another is asked for."""
    buttons.bring()
    assert "没有选名单，什么也没有做。" == said(app)
    assert "导入预览" not in [one.name for one in book.sheets]

    app.impl.picks[:] = [str(source)]
    buttons.bring()
    source.rename(source.with_name("挪走了.xlsx"))
    buttons.bring()
    assert said(app).startswith("“名单.xlsx”不在原来的地方了，另选一份。")


def test_a_word_that_is_none_is_said_and_nothing_changes(app: Any, book: Any, source: Path) -> None:
    """经销 isn't one of the office's words."""
    app.impl.picks[:] = [str(source)]
    buttons.bring()
    decide(book, "请定", "大客户", "经消伤")
    decide(book, "收下吗", "", "是")
    buttons.bring()

    assert "“大客户”写的“经消伤”不是“客户类别”里的词" in said(app)
    assert "N1" not in {one["客户编号"] for one in lines(book, "客户")}


def test_it_is_undone_like_any_press(app: Any, book: Any, source: Path) -> None:
    """撤销 takes the customers out again."""
    app.impl.picks[:] = [str(source)]
    buttons.bring()
    decide(book, "收下吗", "", "是")
    buttons.bring()
    assert "N1" in {one["客户编号"] for one in lines(book, "客户")}

    buttons.undo()

    assert "N1" not in {one["客户编号"] for one in lines(book, "客户")}
