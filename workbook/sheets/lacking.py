"""What is said of a cell that must hold something and doesn't, or holds what nobody knows."""

from __future__ import annotations

from workbook.sheets.grid import UNCALCULATED
from workbook.words.issues import Issue, Kind
from workbook.words.tongue import worded


def unread(one: Issue) -> Issue:
    """What is said of a needed cell that holds something nobody knows: it isn't empty, but its row isn't there."""
    words = dict(one.words)
    said = (("heading", words["heading"]), ("value", words["value"]), ("cure", one.cure))
    return Issue(Kind.VALUE_UNREAD, one.place, said)


def what_to_do(error: str | None) -> str:
    """Beside filling it: a cell with a formula isn't empty, and its row isn't to go."""
    if error is None:
        return worded("；不需要这一行就整行删去")
    if error == UNCALCULATED:
        return worded("；这一格是公式，用 Excel 打开这个文件存一次，值就有了")
    return worded("，或改好这一格的公式")
