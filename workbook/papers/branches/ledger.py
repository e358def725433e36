"""处罚台账汇总: every line of every branch's own 处罚台账, known from run to run; what became of lines that stand already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from workbook.papers.branches.account import LINE
from workbook.papers.branches.branch import Branch, Note
from workbook.papers.branches.whole import KEY, LEDGER, Whole, day, finished
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.words.money import exact
from workbook.words.tongue import worded

KINDS = {"日期": "日期", "金额": "金额", "裁决金额": "金额", "复核金额": "金额", "缴款日": "日期", "第几次": "整数"}
CHANGING = ("状态", "账期", "裁决", "裁决金额", "裁决人", "缴款日", "复核结论", "复核金额")
"""What may be said otherwise of a line that stands already."""
SEPARATOR = "｜"
Rows = Mapping[str, tuple[int, Mapping[str, str]]]
"""行键 of a line that stands in the book → its row there, and its cells as text."""


def ledger(whole: Whole) -> Page:
    """处罚台账汇总: every line of every branch's 处罚台账, each once, reversals too; lines are only ever added."""
    own = [(branch, line) for branch in whole.branches for line in branch.account.lines]
    sheet = Sheetful(len(own))
    sheet.add("分店", [branch.name for branch, _ in own], wide=20)
    for at, heading in enumerate(LINE[:-1]):
        kind = KINDS.get(heading, "文本")
        sheet.add(heading, [cell(line[at], kind) for _, line in own], kind, wide=40.0 if heading == "因由" else 0.0)
    sheet.add("总部意见", typed=True, wide=24)
    sheet.add(KEY, [key(branch, line) for branch, line in own], hidden=True)
    return finished(
        sheet, whole, LEDGER, worded("照各家的【处罚台账】，一行一次；改判和冲销也照记。"), key=KEY, append=True
    )


def key(branch: Branch, line: Sequence[str | None]) -> str:
    """What a line is known by from run to run."""
    return f"{branch.id}{SEPARATOR}{line[-1]}"


def cell(text: str | None, kind: str) -> Value:
    """A cell of a line, as what it is."""
    if text is None:
        return None
    if kind == "日期":
        return day(text)
    if kind == "整数":
        return int(float(text))
    return Decimal(text) if kind == "金额" else text


def refreshed(whole: Whole, there: Rows, columns: Mapping[str, int]) -> dict[tuple[int, int], Value]:
    """Cells of lines that stand in 处罚台账汇总 already and that the branch's own ledger says otherwise by now."""
    made: dict[tuple[int, int], Value] = {}
    for branch in whole.branches:
        for line in branch.account.lines:
            row, before = there.get(key(branch, line), (0, {}))
            for heading in CHANGING if row else ():
                now = cell(line[LINE.index(heading)], KINDS.get(heading, "文本"))
                if heading in columns and not _same(now, before.get(heading, "")):
                    made[row, columns[heading]] = now
    return made


def _same(now: Value, before: str) -> bool:
    if now is None or not before:
        return now is None and not before
    if isinstance(now, Decimal):
        return exact(before) == now
    return before[:10] == str(now) if isinstance(now, date) else before == str(now)


def vanished(whole: Whole, there: Rows) -> list[Note]:
    """Lines that stood in a branch's ledger at an earlier run and don't any more: they stay in the head office's book."""
    found = []
    for branch in whole.branches:
        own = {key(branch, line) for line in branch.account.lines}
        front = f"{branch.id}{SEPARATOR}"
        gone = [name for name in there if name.startswith(front) and name not in own]
        if gone:
            what = worded(
                "【处罚台账】少了 {count} 行，上次还在（例如 {removeprefix}）。",
                count=len(gone),
                removeprefix=gone[0].removeprefix(front),
            )
            cure = worded("问那家为什么删：台账只添不删，要改走复核；总部的汇总里仍留着。")
            found.append(Note(branch.name, branch.file, "疑", True, what, cure, state="台账少了行"))
    return found
