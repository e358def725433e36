"""A letter about something grave brings what the clerk wrote of it, with private numbers covered."""

from __future__ import annotations

import re
from pathlib import Path

from bookshelf import OFFICE, office

from workbook.shells.commands.cli import main


def test_a_letter_at_once_tells_the_clerks_own_words(tmp_path: Path) -> None:
    """The goods came broken: the event says that much, the note of the call what happened and what is wanted."""
    call = dict(OFFICE["回访记录"][0]) | {
        "记录编号": "R2", "客户编号": "C1", "事件编号": "E1", "回访时间": "2026-03-09 09:30", "规则": "W5a", "完好": "否",
        "备注": "箱角压坏两瓶，要主管回电 13812345678",
    }  # fmt: skip
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "回访记录": (call,)})

    main(["daily", str(book), "--date", "2026-03-09 17:00", "--dry-run"])

    [page] = (tmp_path / "发件预演").glob("*重大信息即报*.html")
    words = re.sub(r"<[^>]*>", " ", page.read_text("utf-8"))
    assert "到货回访：包装或酒不完好" in words
    assert "箱角压坏两瓶，要主管回电 138****5678" in words
    assert "13812345678" not in words
