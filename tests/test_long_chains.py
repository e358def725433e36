"""A customer that stands for many (散客) has more steps in one chain than a cell can hold: as many are told as fit."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bookshelf import OFFICE, office

from workbook.shells.runs import run


def test_a_chain_of_many_records_tells_so_many_and_how_many_more(tmp_path: Path) -> None:
    """Its steps end with the number of those that aren't told."""
    begins = datetime(2026, 3, 2, 10)
    records = [
        {"记录编号": f"R{at}", "客户编号": "C1", "方式": "电话", "员工编号": "S2", "结果代码": "完成", "问题": "出水慢",
         "回访时间": f"{begins + timedelta(minutes=at):%Y-%m-%d %H:%M}"}
        for at in range(700)
    ]  # fmt: skip
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "回访记录": records})
    frame = run.day_of(book, datetime(2026, 3, 9, 9), tell=lambda _: None).sheet("问题链")
    steps = frame.typed["步骤"].objects()[0].split("\n")

    assert 501 == len(steps)
    assert "……还有 200 处" == steps[-1]
