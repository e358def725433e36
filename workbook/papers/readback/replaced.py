"""What a changed row makes of a case, and what stood in its cells before."""

from __future__ import annotations

from workbook.papers.readback.cases import Case
from workbook.papers.readback.changed import UNTOLD, Change, Line
from workbook.papers.words.phrases import beside
from workbook.words.tongue import HEADING, named, worded

LONGEST = 40
DATES = ("生效日", "失效日")


def compared(found: Case | None, old: Case | None) -> str:
    """The case, and what the shipped row said of it."""
    if found is None:
        return ""
    if not found.about:
        rows = worded("（原来有 {count} 行）", count=old.count) if old is not None and old.count else ""
        return worded("{none}{rows}。", none=found.none or worded("现在没有一行符合"), rows=rows)
    was = ""
    if old is not None and found.result:
        same = old.result == found.result
        was = (
            worded("（和原来一样）")
            if same
            else beside(worded("（原来"), old.result) + worded("）")
            if old.result
            else worded("（原来不管这一行）")
        )
    more = worded("；共 {count} 行", count=found.count) if found.count > 1 else ""
    tail = (worded("；") if "→" in found.tail else worded("，")) + found.tail if found.tail else ""
    return worded(
        "例：{about} → {result}{was}{tail}{more}。",
        about=found.about,
        result=found.result,
        was=was,
        tail=tail,
        more=more,
    )


def replaced(change: Change, old: Line | None) -> str:
    """Cell by cell what stood there; of a row that changes another, what it changes."""
    if change.instead:
        own = (one for one in change.cells if one not in {"接替", "编号", *UNTOLD, *DATES})
        cells = [
            worded(
                "{one}：{cell} → {cell2}",
                one=named(one, HEADING),
                cell=_cell(old or {}, one),
                cell2=_cell(change.cells, one),
            )
            for one in own
        ]
        return worded(
            "接替 {instead}{value}。",
            instead=change.instead,
            value=worded("，") + worded("；").join(cells) if cells else "",
        )
    if change.before is None:
        return worded("是本单位新加的一行。")
    cells = [
        worded(
            "{one}：{cell} → {cell2}",
            one=named(one, HEADING),
            cell=_cell(change.before, one),
            cell2=_cell(change.cells, one),
        )
        for one in change.differs
    ]
    return worded("代替规则书里的{several}。", several=worded("；").join(cells)) if cells else ""


def _cell(line: Line, heading: str) -> str:
    text = " ".join(line.get(heading, "").split())
    return (text[:LONGEST] + "…" if len(text) > LONGEST else text) or worded("空")
