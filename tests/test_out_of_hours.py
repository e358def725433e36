"""A list made in the evening is short, and says why: today's calling hours are over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bookshelf import table

from workbook.shells.commands.cli import main

HOME = Path(__file__).resolve().parent.parent


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(HOME / "sample.xlsx", tmp_path / "回访.xlsx"))


def test_in_the_evening_the_calls_that_wait_are_counted(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As many as the list got shorter by; the first hour of tomorrow is named."""
    main(["today", str(book), "--date", "2026-03-16 15:00"])
    before, listed = capsys.readouterr().out, len(table(book, "今日清单"))
    main(["today", str(book), "--date", "2026-03-16 19:00"])
    said, left = capsys.readouterr().out, len(table(book, "今日清单"))

    assert (
        f"有 {listed - left} 件没有列：今天没有可以联系的时间，或者已经过了，最早 03-17 14:00 再列，"
        "见【未入选说明】的“时段外”。" in said
    )
    assert (22, 1) == (listed, left)
    assert "时段外" not in before


def test_a_customer_whose_hours_are_over_is_told_so(book: Path) -> None:
    """Also one whose two calls were made one: they wait together, and the customer wasn't put off to itself."""
    main(["today", str(book), "--date", "2026-03-16 19:00"])

    why = {row["客户编号"]: (row["原因"], row["说明"]) for row in table(book, "未入选说明")}
    assert ("时段外", "今天可以联系的时间已经过了") == why["C013"]
    assert not [one for one, (_, words) in why.items() if words == f"并到 {one}"]
