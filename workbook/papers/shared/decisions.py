"""交回冲突: what two people typed into one cell, both kept, for a person to decide; 收回记录: what came from where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbook.papers.pages.page import Field, Page
from workbook.papers.shared.found_rows import Cells, leaf
from workbook.papers.shared.mark import SHEET as MARK_SHEET
from workbook.sheets.grid import Grid

LEDGER, CLASHES = "收回记录", "交回冲突"
TAKE, OURS, THEIRS = "取哪个", "主簿的", "交回的"
KEY = "行键"
_BETWEEN = "|"

CLASH_FIELDS = (
    Field(TAKE, width=10, typed=True, choices=(OURS, THEIRS), centred=True),
    Field("哪张表", width=12), Field("哪一行", width=26, wrap=True), Field("哪一列", width=12),
    Field("主簿里", width=22, wrap=True), Field("主簿里谁写的", width=20, wrap=True),
    Field("交回来", width=22, wrap=True), Field("谁交回", width=10), Field("存盘时间", "时点", 17.5),
    Field("为什么要定", width=22, wrap=True), Field("在哪一格", "链接", 16), Field("整行", width=8, hidden=True),
    Field(KEY, width=8, hidden=True),
)  # fmt: skip
LEDGER_FIELDS = (
    Field("收回时间", "时点", 17.5), Field("谁交回", width=10), Field("文件", width=30), Field("存盘时间", "时点", 17.5),
    Field("哪张表", width=12), Field("哪一行", width=26, wrap=True), Field("交回的格", width=50, wrap=True),
    Field("结果", width=40, wrap=True), Field("格", width=8, hidden=True), Field("本号", width=8, hidden=True),
    Field("行标", width=8, hidden=True), Field(KEY, width=8, hidden=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """One cell on which two people differ. `whole`: all that is known of the row, where it has to be added."""

    book: str
    sheet: str
    mark: str
    heading: str
    ours: str
    ours_by: str
    theirs: str
    by: str
    saved: datetime | None
    why: str
    row: str
    place: str = ""
    whole: str = ""
    take: str = ""

    @property
    def key(self) -> str:
        """Which cell of which book it is."""
        return _BETWEEN.join((self.book, self.sheet, self.mark, self.heading))


@dataclass(frozen=True, slots=True)
class Line:
    """One row that came back, or (with sheet '') one file. `state`: all of the clerk's cells in it."""

    at: datetime
    by: str
    file: str
    saved: datetime | None
    sheet: str
    row: str
    cells: str
    outcome: str
    state: str
    book: str
    mark: str

    @property
    def key(self) -> str:
        """One state of one row once, however often its file comes."""
        saved = f"{self.saved:%Y-%m-%d %H:%M:%S}" if self.saved else ""
        said = hashlib.blake2b(self.state.encode(), digest_size=8).hexdigest()
        return _BETWEEN.join((self.book, self.sheet, self.mark, saved, said))


@dataclass(slots=True)
class Past:
    """What came back before, as 收回记录 of the workbook says it.

    Shapes:
        states: (book, sheet, mark) → the row's cells each time, oldest first. saved: book → the newest saving seen.
        files: fingerprints of files that came, by book. by: (sheet, mark, heading, text) → who brought it, and when.
    """

    states: dict[tuple[str, str, str], list[Cells]]
    saved: dict[str, str]
    files: set[tuple[str, str]]
    by: dict[tuple[str, str, str, str], str]

    def rows(self, book: str, sheet: str) -> Mapping[str, Sequence[Cells]]:
        """What came of one sheet of one book."""
        return {mark: held for (one, name, mark), held in self.states.items() if (one, name) == (book, sheet)}

    def add(self, book: str, sheet: str, mark: str, state: str, who: str, saved: str) -> None:
        """One more line."""
        if saved:
            self.saved[book] = max(self.saved.get(book, ""), saved)
        if not sheet:
            self.files.add((book, state))
            return
        try:
            cells = json.loads(state)
        except ValueError:
            return
        self.states.setdefault((book, sheet, mark), []).append(cells)
        for heading, text in cells.items():
            self.by[sheet, mark, heading, text] = f"{who} {saved[:16]}".strip()


def past(grids: Sequence[Grid]) -> Past:
    """What 收回记录 says; nothing where there is none."""
    made = Past({}, {}, set(), {})
    for one in leaf(grids, LEDGER, mark=KEY).rows:
        said = one.cells
        made.add(
            said.get("本号", ""), said.get("哪张表", ""), said.get("行标", ""), said.get("格", ""), said.get("谁交回", ""),
            said.get("存盘时间", ""),
        )  # fmt: skip
    return made


def ledger_page(lines: Iterable[Line]) -> Page:
    """收回记录; lines are added, never changed."""
    rows = {
        one.key: (one.at, one.by, one.file, one.saved, one.sheet or None, one.row or None, one.cells or None,
                  one.outcome or None, one.state, one.book, one.mark or None, one.key)
        for one in lines
    }  # fmt: skip
    return Page(LEDGER, LEDGER_FIELDS, tuple(rows.values()), key=KEY, append=True, group="幕后")


def clashes_of(grids: Sequence[Grid]) -> list[Clash]:
    """交回冲突 as it stands in the workbook, with what was chosen."""
    found = []
    for one in leaf(grids, CLASHES, mark=KEY).rows:
        said = one.cells
        rest, _, heading = said.get(KEY, "").rpartition(_BETWEEN)
        book, _, rest = rest.partition(_BETWEEN)
        sheet, _, mark = rest.partition(_BETWEEN)
        saved = said.get("存盘时间", "")
        found.append(Clash(
            book, sheet, mark, heading, said.get("主簿里", ""), said.get("主簿里谁写的", ""), said.get("交回来", ""),
            said.get("谁交回", ""), _moment(saved), said.get("为什么要定", ""), said.get("哪一行", ""),
            said.get("在哪一格", ""), said.get("整行", ""), said.get(TAKE, ""),
        ))  # fmt: skip
    return found


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def clash_page(clashes: Iterable[Clash]) -> Page:
    """交回冲突: a row for each cell that waits for a decision."""
    rows = {
        one.key: (None, one.sheet, one.row or None, one.heading, one.ours or None, one.ours_by or None, one.theirs or None,
                  one.by, one.saved, one.why, one.place or None, one.whole or None, one.key)
        for one in clashes
    }  # fmt: skip
    note = f"两边都写了，哪个都没有丢。在黄格“{TAKE}”里选“{OURS}”或“{THEIRS}”，再点一次“收回”。"
    marks = tuple((at, "疑") for at in range(len(rows)))
    return Page(CLASHES, CLASH_FIELDS, tuple(rows.values()), key=KEY, title=f"{CLASHES}　{len(rows)} 格要定", note=note,
                group="今天", marks=marks)  # fmt: skip


SHEETS = (LEDGER, CLASHES, MARK_SHEET)
