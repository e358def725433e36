"""What follows of the rules alone is worked out once in a program that stays loaded, and never taken for other rules'."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbook.opening import opened, reading
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.sorts.model import Limit
from workbook.rules.facts.asked import charted
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.outside.tongues import tongue
from workbook.words.tongue import speaking

NOON = datetime(2026, 3, 9, 12)
CHECK = ["编号", "表", "列", "须"]


def sheets(*checks: list[str]) -> list[Grid]:
    """An office with customers and checks of its own."""
    customers = [["客户编号", "客户名称", "会员号"], ["C1", "甲", "M1"]]
    return [grid("客户", customers), grid("检查清单", [CHECK, *checks])]


def said(*checks: list[str]) -> list[str]:
    """What is wrong in its rules."""
    day = opened(sheets(*checks), shelf(), ["基础"], NOON)
    return [str(one) for one in day.issues if one.place.sheet == "检查清单"]


def test_the_same_rules_are_drawn_once() -> None:
    """Two runs over the same rules share the map of their columns; over others they don't."""
    first, second, other = (
        opened(sheets(["K1", "客户", "会员号", must]), shelf(), ["基础"], NOON).world for must in ("非空", "非空", "空")
    )

    assert charted(first) is charted(second)
    assert charted(first) is not charted(other)
    assert charted(first) is atlas(first.book, first.schema)


def test_days_with_the_same_rules_in_force_share_them() -> None:
    """A limit that ended long ago is in none of their rulebooks; on its last day it is in force."""
    limits = [["编号", "类型", "若", "失效日"], ["L1", "停止", "客户.客户名称: 甲", "2026-03-07"]]
    found = reading([*sheets(), grid("联系限制", limits)], shelf(), ["基础"], NOON)
    last, first, second = (found.rules((NOON + timedelta(step)).date()) for step in (-2, 0, 1))

    assert first is second
    assert (True, False) == tuple("L1" in {one.id for one in book.all(Limit)} for book in (last, first))


def test_a_mended_rule_is_looked_at_anew() -> None:
    """The fault of a cell is gone once the cell is right, and comes back with it."""
    wrong, right = ["K1", "客户", "会员等及", "非空"], ["K1", "客户", "会员号", "非空"]

    assert [True, False, True] == [bool(said(one)) for one in (wrong, right, wrong)]


def test_a_moved_rule_is_told_at_its_new_row() -> None:
    """A row above it moves the cell that the fault names."""
    wrong, right = ["K1", "客户", "会员等及", "非空"], ["K2", "客户", "会员号", "非空"]
    here, below = said(wrong), said(right, wrong)

    assert ("检查清单!C2" in here[0], "检查清单!C3" in below[0]) == (True, True)


def test_each_reader_is_spoken_to_in_their_language() -> None:
    """The same rules, asked about in two languages by one program."""
    wrong = ["K1", "客户", "会员等及", "非空"]
    chinese = said(wrong)
    with speaking(tongue("en")):
        english = said(wrong)

    assert (chinese, False) == (said(wrong), chinese == english)
