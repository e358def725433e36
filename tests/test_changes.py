"""Changes that supervisors ask for, each typed into a new workbook: lint, a right and a wrong case, cells counted."""

from __future__ import annotations

from pathlib import Path

from changes import Desk


def test_the_third_day_becomes_the_fifth(tmp_path: Path) -> None:
    """One cell: C07's goods left on 6 March."""
    desk = Desk(tmp_path, "wine-service", demo=True)
    asked = ("2026-03-09 09:00", "义务", "规则", "客户编号", "到期")
    before, doubts = desk.out(*asked), desk.lint()

    desk.change("时限", "W5a", 时长="5天")

    assert doubts == desk.lint()
    assert ("W5a", "C07", "2026-03-09") in before
    assert ("W5a", "C07", "2026-03-11") in desk.out(*asked)
    assert 1 == desk.cells
