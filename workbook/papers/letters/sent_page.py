"""发件记录: which letters left, and which are still owed; it travels inside the workbook, whatever the file is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workbook.papers.pages.page import Field, Page

SHEET = "发件记录"
WORDS = {"sending": "在发", "sent": "已发", "refused": "没发出", "again": "要再发"}
STATES = {word: state for state, word in WORDS.items()}
FIELDS = (
    Field("行键", hidden=True),
    Field("时间", "时点", 17),
    Field("报告", width=16),
    Field("期", width=22),
    Field("收件人", width=16),
    Field("结果", width=10),
    Field("说明", width=40, wrap=True),
    Field("信号", width=36),
    Field("本", hidden=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one letter, and when."""

    key: str
    state: str
    at: datetime
    why: str = ""


def sent_page(lines: Iterable[Line], book: str) -> Page:
    """The sheet, a row for each letter, the oldest first; `book` is the workbook's own name, on every row."""
    rows = []
    for line in sorted(lines, key=lambda line: (line.at, line.key)):
        report, period, who = (*(part.replace("%7C", "|") for part in line.key.split("|")), "", "")[:3]
        told = WORDS.get(line.state, line.state)
        rows.append((line.key, line.at, report, period, who, told, line.why or None, line.key, book))
    return Page(SHEET, FIELDS, tuple(rows), key="行键")
