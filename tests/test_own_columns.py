"""A column that only the book's sheet knows is known to lint, to rule changes and to cures, as it is to the runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import OFFICE, office

from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.runs.linting import linted
from workbook.shells.runs.mending import found

USUAL = {"编号": "XB", "名称": "金卡不打", "条款": "第一条"}
CUSTOMERS = [{**row, "会员等级": "金"} for row in OFFICE["客户"]]


def booked(folder: Path, when: str) -> Path:
    """An office whose customers have 会员等级, and one limit."""
    rules = {"联系限制": [{**USUAL, "类型": "停止", "若": when}]}
    return office(folder / "回访.xlsx", {**OFFICE, "客户": CUSTOMERS, **rules})


def test_lint_knows_the_column(tmp_path: Path) -> None:
    """Nothing is said of the rule that reads it."""
    book = booked(tmp_path, "客户.会员等级: 金")

    assert [] == [str(one) for one in linted(str(book)) if "会员等级" in str(one)]


def test_a_rule_may_be_changed_to_read_it(tmp_path: Path) -> None:
    """It isn't refused as unusable; a column that nobody has is."""
    book = booked(tmp_path, "客户.客户类别: 普通")

    assert 0 == main(["rule", "change", str(book), "XB", "若=客户.会员等级: 金", "--date", "2026-03-09"])
    assert 3 == main(["rule", "change", str(book), "XB", "若=客户.会员星级: 金", "--date", "2026-03-09"])


@pytest.mark.parametrize(
    ("when", "cures"),
    [("客户.会员等级: 金", []), ("客户.会员等极: 金", ["客户.会员等级: 金"])],
    ids=["right", "misspelt"],
)
def test_a_cure_knows_it(when: str, cures: list[str], tmp_path: Path) -> None:
    """What is right isn't mended, and a slip is led to it."""
    book = booked(tmp_path, when)

    assert cures == [one.after for one in found(reading.read(book))]
