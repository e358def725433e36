"""Buttons about the selected row of a rule sheet, over an open workbook: changed from tomorrow on, copied, stopped, mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from workbook.shells.commands import buttons
from workbook.shells.outside import clocks
from workbook.shells.runs.founding import found

HEADER = 3


@pytest.fixture(autouse=True)
def _nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda said="": datetime.fromisoformat(f"{said or '2026-03-09'} 09:00"))


@pytest.fixture
def book(tmp_path: Path, opened: Callable[[Path], Any]) -> Any:
    """A new workbook of a wine dealer, open."""
    found(tmp_path / "回访.xlsx", ["wine-service"], "示例单位", datetime(2026, 3, 1, 9), demo=True)
    return opened(tmp_path / "回访.xlsx")


def rows(book: Any, sheet: str = "时限") -> list[dict[str, Any]]:
    """The filled rows of a rule sheet, heading → value, with their row number."""
    values = book.sheets[sheet].used_range.options(ndim=2).value
    at = next(number for number, row in enumerate(values) if "编号" in row or "名" in row)
    named = [
        dict(zip(values[at], row, strict=True)) | {"行": number} for number, row in enumerate(values[at + 1 :], at + 2)
    ]
    return [row for row in named if any(value for name, value in row.items() if name not in {"行", None})]


def select(book: Any, name: str, sheet: str = "时限") -> int:
    """Some cell of a rule's row."""
    line = int(next(row["行"] for row in rows(book, sheet) if row["编号"] == name))
    book.sheets[sheet].activate()
    book.sheets[sheet].range((line, 4)).select()
    return line


def said(app: Any) -> str:
    """The last message box."""
    return str(app.impl.alerts[-1])


def test_a_change_is_laid_ready_below_and_selected(app: Any, book: Any) -> None:
    """From tomorrow on; what is written there takes the old row's place; one undo."""
    select(book, "W5a")
    before = rows(book)

    buttons.change_here()

    fresh = rows(book)[-1]
    assert ("W5a", datetime(2026, 3, 10)) == (fresh["接替"], fresh["生效日"])
    assert fresh["行"] == app.selection.row
    assert "备好了：从 2026-03-10 起" in said(app)
    buttons.undo()
    assert before == rows(book)


def test_a_rule_is_copied(app: Any, book: Any) -> None:
    """The same cells under another number."""
    line = select(book, "W3")

    buttons.copy_here()

    shown = {row["行"]: {one: row[one] for one in ("源表", "若", "时长", "起点")} for row in rows(book)}
    fresh = rows(book)[-1]
    assert "W3-2" == fresh["编号"]
    assert shown[line] == shown[fresh["行"]]
    assert "编号另起了一个" in said(app)


def test_a_rule_is_stopped_and_taken_up_again(app: Any, book: Any) -> None:
    """A question before; pressed again it is on."""
    line = select(book, "W10a")
    buttons.stop_here()
    assert "否" == next(row["启用"] for row in rows(book) if row["行"] == line)
    assert "停用了，这一条不再算" in said(app)

    buttons.stop_here()

    assert not next(row["启用"] for row in rows(book) if row["行"] == line)


def test_misspelt_cells_are_mended_after_a_question(app: Any, book: Any) -> None:
    """以内 for 内."""
    line = select(book, "W3")
    column = rows(book)[0]
    at = list(column).index("方式") + 1
    book.sheets["时限"].range((line, at)).value = "以内"
    app.impl.answer = "yes"

    buttons.mend_rules()

    assert "内" == book.sheets["时限"].range((line, at)).value
    assert "以内 → 内" in said(app)


def test_where_no_rule_is_selected_it_is_said(app: Any, book: Any) -> None:
    """On 客户; on the heading of a rule sheet."""
    book.sheets["客户"].activate()
    book.sheets["客户"]["A5"].select()
    buttons.change_here()
    assert "选中的不是一条规则" in said(app)
    book.sheets["时限"].activate()
    book.sheets["时限"].range((1, 1)).select()

    buttons.copy_here()

    assert "不是一条规则" in said(app)
