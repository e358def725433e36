"""Where the lists of a sheet stand: their headings (in one row or two), their rows, and what is no row of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from workbook.papers.brought.headings import DAYS, Meaning, meant, surely
from workbook.papers.brought.seen import Leaf
from workbook.papers.brought.values import day as day_of
from workbook.papers.brought.values import is_not_called, is_tick, not_answered
from workbook.sheets.headers import plain
from workbook.words.tongue import declared

SEARCHED, LONG, MONTHS, CENTURY = 30, 12, 12, 2000
_TOTAL = re.compile(
    r"(?:本.)?(?:合|小|总|共|累)\s*计|总数|共\s*\d+\s*[户人位个家条笔名]|(?i:(?:grand |sub-?)?totals?\b)"
)
_SIGNED = re.compile(
    r"(?:制表|审核|填表|复核|主管|经办|说明|备注|注|页码|日期|单位)\w{0,3}\s*[:：]"
    r"|(?i:\b(?:(?:prepared|checked|approved|signed|made) by|signature|page|date|notes?)\s*:)"
)
_DAY = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/月]\s*\d{1,2}\s*日?")
_MONTH = re.compile(r"(?:(\d{4}|\d{2})\s*[-/.年]\s*)?(\d{1,2})\s*月(?:份)?")
_MARK = re.compile(r"[√✓✔☑×xX]|是|否")
_LINE, _END = " \t\n—–-_=*·~", "—–=*~"


@dataclass(frozen=True, slots=True)
class Block:
    """One list.

    Shapes:
        headings: column → its name: the heading, with the upper one where it says too little or stands twice.
        own: the heading as read (of two rows the lower, else the upper). days: column → the day that it is.
        months: those of them that are a month, known by the marks below; the day is its first.
        rows: rows that hold a customer. left: (row, what stands there, why it is none). above: upper headings.
    """

    leaf: Leaf
    head: int
    headings: Mapping[int, str]
    days: Mapping[int, datetime]
    rows: tuple[int, ...]
    left: tuple[tuple[int, str, str], ...] = ()
    above: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[int, str] = field(default_factory=dict)
    months: Collection[int] = ()


def blocks(leaf: Leaf, words: Mapping[str, Meaning], today: date) -> list[Block]:
    """The lists of a sheet, from the left; none where no row looks like headings."""
    top, low = _head(leaf, words)
    if not top:
        return []
    upper = _upper(leaf, top) if low > top else {}
    headings = {at: leaf.text(low, at) or leaf.text(top, at) for at in range(1, leaf.last_column + 1)}
    days = {at: day for at in headings if (day := _day(leaf, low, at, today)) is not None}
    if len(days) == 1 and not isinstance(leaf.cells[low, next(iter(days))].value, date):
        days = {}  # one heading in words may be anything
    months = _months(leaf, low, headings, today)
    days |= months
    found = []
    for columns in _beside({at: text for at, text in headings.items() if text}):
        rows, left = _rows(leaf, low, columns)
        left = (*_above(leaf, top, columns, headings), *left)
        own = {at: headings[at] for at in columns}
        above = {at: upper[at] for at in columns if upper.get(at) and leaf.text(low, at)}
        named = _named(own, above)
        mine = {at: days[at] for at in columns if at in days}
        found.append(Block(leaf, low, named, mine, rows, left, above, own, frozenset(months) & mine.keys()))
    return found


def _named(own: Mapping[int, str], above: Mapping[int, str]) -> dict[int, str]:
    """What to call each column: 日期 below 购买情况 is 购买情况·日期, and so is what stands twice."""
    times = Counter(plain(text) for text in own.values())
    unclear = {at for at, text in own.items() if plain(text) in DAYS or times[plain(text)] > 1}
    return {
        at: f"{above[at]}·{text}" if at in unclear and at in above and plain(above[at]) != plain(text) else text
        for at, text in own.items()
    }


def _head(leaf: Leaf, words: Mapping[str, Meaning]) -> tuple[int, int]:
    """The rows of headings, the upper and the lower: the one that knows most of them, with its fellow; (0, 0) for none."""
    scores = {}
    for row in range(1, min(leaf.last_row, SEARCHED) + 1):
        texts = {leaf.text(row, at) for at in range(1, leaf.last_column + 1)} - {""}
        sure = sum(surely(text, words) is not None for text in texts)
        scores[row] = sure if sure > 1 or (sure and len(texts) < 4) else 0
    best = max(scores.values(), default=0)
    if not best:
        return 0, 0
    top = next(row for row, score in scores.items() if score == best)
    if _covers(leaf, top - 1, words):
        return top - 1, top
    return top, _low(leaf, top, words)


def _covers(leaf: Leaf, row: int, words: Mapping[str, Meaning]) -> bool:
    """Whether a row holds the upper headings of the row below: merged over some of its columns, or as if it were."""
    there = {at: text for at in range(1, leaf.last_column + 1) if (text := leaf.text(row, at))}
    if row < 1 or len({*there.values()}) < 2 or any(_SIGNED.search(text) for text in there.values()):
        return False
    if _is_merged(leaf, row):
        return True
    below = {at for at in range(1, leaf.last_column + 1) if leaf.text(row + 1, at)}
    free = [there[at] for at in there if at not in below]
    if any(surely(text, words) is not None for text in free):
        return True
    groups = [at for at in there if at in below and at + 1 in below and at + 1 not in there]
    is_told = all(not _is_data(text) for text in there.values())
    return is_told and len(groups) > 1 and min(there) <= min(below) and len(there) < len(below) and _is_close(below)


def _is_close(columns: Collection[int]) -> bool:
    """Whether columns stand beside each other without a gap: lists side by side have titles, no upper headings."""
    return max(columns) - min(columns) + 1 == len(columns)


def _is_merged(leaf: Leaf, row: int) -> bool:
    return any(one == row for one, _, _ in leaf.across)


def _is_data(text: str) -> bool:
    """Whether a text is a number, a day or a mark rather than a heading."""
    return len(text) > LONG or sum(one.isdigit() for one in text) * 2 >= len(text) or bool(_MARK.fullmatch(text))


def _upper(leaf: Leaf, row: int) -> dict[int, str]:
    """The upper heading of each column; where nothing is merged it reaches to the next one."""
    found, last = {}, ""
    for at in range(1, leaf.last_column + 1):
        last = leaf.text(row, at) or ("" if _is_merged(leaf, row) else last)
        found[at] = last
    return found


def _low(leaf: Leaf, top: int, words: Mapping[str, Meaning]) -> int:
    """The second row of headings, below ones that are merged across (or stand there, where nothing is merged)."""
    under = {at: leaf.text(top + 1, at) for at in range(1, leaf.last_column + 1)}
    there = {at: text for at, text in under.items() if text}
    if not _is_merged(leaf, top):
        free = [at for at in there if not leaf.text(top, at)]
        known_ = [surely(text, words) is not None for text in there.values()]
        are_told = not any(_is_data(text) for text in there.values())
        return top + 1 if free and are_told and sum(known_) > 1 and sum(known_) * 2 >= len(there) else top
    wide = [(first, last) for row, first, last in leaf.across if row == top]
    below = [at for first, last in wide for at in range(first, last + 1) if leaf.text(top + 1, at)]
    sure = any(meant(leaf.text(top + 1, at), words) for at in below if leaf.text(top + 1, at) != leaf.text(top, at))
    return top + 1 if sure else top


def _day(leaf: Leaf, row: int, at: int, today: date) -> datetime | None:
    """The day that a heading is: a cell of the day, or written as one (2026-03-02, 3月2日)."""
    cell = leaf.cells.get((row, at))
    if cell is None or not (isinstance(cell.value, date) or _DAY.fullmatch(cell.text)):
        return None
    if isinstance(cell.value, datetime):
        return cell.value
    found = day_of(cell.value, today)
    return datetime.combine(found, time()) if found else None


def _months(leaf: Leaf, low: int, headings: Mapping[int, str], today: date) -> dict[int, datetime]:
    """The months that headings are (1月, 2026年3月) above nothing but marks: in each somebody called, or didn't."""
    found = {}
    for at, text in headings.items():
        said = _MONTH.fullmatch(text)
        marks = [mark for row in leaf.rows_below(low) if (mark := leaf.text(row, at))] if said else []
        if not said or not marks or not all(map(_is_mark, marks)):
            continue
        month = int(said[2])
        year = (
            today.year - (month > today.month) if not said[1] else int(said[1]) + CENTURY * (len(said[1]) == len("26"))
        )
        if 1 <= month <= MONTHS and (year, month) <= (today.year, today.month):
            found[at] = datetime(year, month, 1)
    return found


def _is_mark(text: str) -> bool:
    """Whether a cell says only whether somebody called, not what: √, ×, 无人接."""
    return is_tick(text) or is_not_called(text) or (bool(not_answered(text)) and len(text) <= LONG)


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


def _above(leaf: Leaf, top: int, columns: list[int], headings: Mapping[int, str]) -> tuple[tuple[int, str, str], ...]:
    """What stands above the headings: title, date, who made it; no upper row of theirs."""
    lines = ((row, [leaf.text(row, at) for at in columns if (row, at) not in leaf.filled]) for row in range(1, top))
    return tuple(
        (row, " ".join(filter(None, texts)), declared("表头上面"))
        for row, texts in lines
        if any(texts) and not {*texts} & {text for text in headings.values() if text}
    )


def _rows(leaf: Leaf, low: int, columns: list[int]) -> tuple[tuple[int, ...], tuple[tuple[int, str, str], ...]]:
    """The rows of customers, and the others with the reason why they are none."""
    rows: list[int] = []
    left: list[tuple[int, str, str]] = []
    for row in leaf.rows_below(low):
        own = [leaf.text(row, at) for at in columns if (row, at) not in leaf.filled]
        texts = [text for text in own if text]
        if not texts:
            continue
        first, words = texts[0], " ".join(texts)
        again = sum(plain(leaf.text(row, at)) == plain(leaf.text(low, at)) for at in columns if leaf.text(row, at))
        if again > 1 and again * 2 > len(texts):
            left.append((row, words, declared("又一行表头")))
        elif any(_TOTAL.match(text) for text in texts[:2]):
            left.append((row, words, declared("合计行")))
        elif len(texts) - first.isdigit() <= 2 and any(_SIGNED.search(text) for text in texts):
            left.append((row, words, declared("说明或签字")))
        elif len(texts) == 1 and len(columns) > 2 and (_is_rule(first) or not first.isdigit()):
            left.append((row, words, declared("分隔行") if _is_rule(first) else declared("只有一格有字")))
        elif len(texts) == 1 and first.isdigit() and len(columns) > 1:
            left.append((row, words, declared("只有序号")))
        else:
            rows.append(row)
    return tuple(rows), tuple(left)


def _is_rule(text: str) -> bool:
    """Whether a line is drawn there, before or behind its words: ====== 三月 ======."""
    return len(text) - len(text.lstrip(_LINE)) > 1 or len(text) - len(text.rstrip(_END)) > 1
