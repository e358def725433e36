"""Where the lists of a sheet stand: their headings (in one row or two), their rows, and what is no row of theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbook.papers.brought.headings import Meaning, meant
from workbook.papers.brought.seen import Leaf
from workbook.sheets.headers import plain

SEARCHED = 30
_TOTAL = re.compile(r"(?:合|小|总|共|累)\s*计")
_SIGNED = re.compile(r"(?:制表|审核|填表|复核|主管|经办|说明|备注|注|页码|日期|单位)\w{0,3}\s*[:：]")
_RULE = re.compile(r"[\s—–\-_=*·~]{2,}.*|.*[—–=*~]{2,}\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """One list.

    Shapes:
        headings: column → its heading as read (of two rows the lower, else the upper). days: column → the day that it is.
        rows: rows that hold a customer. left: (row, what stands there, why it is none). above: upper headings.
    """

    leaf: Leaf
    head: int
    headings: Mapping[int, str]
    days: Mapping[int, datetime]
    rows: tuple[int, ...]
    left: tuple[tuple[int, str, str], ...] = ()
    above: Mapping[int, str] = field(default_factory=dict)


def blocks(leaf: Leaf, words: Mapping[str, Meaning]) -> list[Block]:
    """The lists of a sheet, from the left; none where no row looks like headings."""
    top = _head(leaf, words)
    if not top:
        return []
    low = _low(leaf, top, words)
    headings = {at: leaf.text(low, at) or leaf.text(top, at) for at in range(1, leaf.last_column + 1)}
    days = {at: day for at in headings if (day := _day(leaf, low, at)) is not None}
    found = []
    for columns in _beside({at: text for at, text in headings.items() if text}):
        rows, left = _rows(leaf, low, columns)
        own = {at: headings[at] for at in columns}
        above = {at: leaf.text(top, at) for at in columns} if low > top else {}
        found.append(Block(leaf, low, own, {at: days[at] for at in columns if at in days}, rows, left, above))
    return found


def _head(leaf: Leaf, words: Mapping[str, Meaning]) -> int:
    """The row whose cells are headings more than those of any other; 0 when none is."""
    scores = {}
    for row in range(1, min(leaf.last_row, SEARCHED) + 1):
        texts = {leaf.text(row, at) for at in range(1, leaf.last_column + 1)} - {""}
        sure = sum((found := meant(text, words)) is not None and found.how != "相像" for text in texts)
        scores[row] = sure if sure > 1 or (sure and len(texts) < 4) else 0
    best = max(scores.values(), default=0)
    return next((row for row, score in scores.items() if score == best), 0) if best else 0


def _low(leaf: Leaf, top: int, words: Mapping[str, Meaning]) -> int:
    """The second row of headings, below ones that are merged across; else the first."""
    wide = [(first, last) for row, first, last in leaf.across if row == top]
    below = [at for first, last in wide for at in range(first, last + 1) if leaf.text(top + 1, at)]
    sure = any(meant(leaf.text(top + 1, at), words) for at in below if leaf.text(top + 1, at) != leaf.text(top, at))
    return top + 1 if sure else top


def _day(leaf: Leaf, row: int, at: int) -> datetime | None:
    cell = leaf.cells.get((row, at))
    return cell.value if cell is not None and isinstance(cell.value, datetime) else None


def _beside(headings: Mapping[int, str]) -> list[list[int]]:
    """The columns of each list: one list where no heading comes again beyond an empty column, else those side by side."""
    runs: list[list[int]] = []
    for at in sorted(headings):
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    if len(runs) > 1:
        sets = [{plain(headings[at]) for at in run} for run in runs]
        if all(len(one & sets[0]) * 2 >= len(sets[0]) for one in sets):
            return runs
    return [sorted(headings)]


def _rows(leaf: Leaf, low: int, columns: list[int]) -> tuple[tuple[int, ...], tuple[tuple[int, str, str], ...]]:
    """The rows of customers, and the others with the reason why they are none."""
    rows: list[int] = []
    left: list[tuple[int, str, str]] = []
    for row in range(low + 1, leaf.last_row + 1):
        own = [leaf.text(row, at) for at in columns if (row, at) not in leaf.filled]
        texts = [text for text in own if text]
        if not texts:
            continue
        first, words = texts[0], " ".join(texts)
        if any(_TOTAL.match(text) for text in texts[:2]):
            left.append((row, words, "合计行"))
        elif len(texts) <= 2 and any(_SIGNED.search(text) for text in texts):
            left.append((row, words, "说明或签字"))
        elif len(texts) == 1 and len(columns) > 2 and (_RULE.fullmatch(first) or not first.isdigit()):
            left.append((row, words, "分隔行" if _RULE.fullmatch(first) else "只有一格有字"))
        elif len(texts) == 1 and first.isdigit() and len(columns) > 1:
            left.append((row, words, "只有序号"))
        else:
            rows.append(row)
    return tuple(rows), tuple(left)
