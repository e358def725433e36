"""交回冲突: what two people typed into one cell, both kept, for a person to decide; 收回记录: what came from where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workbook.papers.pages.page import Field, Page
from workbook.papers.shared.found_rows import CUSTOMER, Cells, leaf, nearest
from workbook.papers.shared.mark import NEW
from workbook.papers.shared.mark import SHEET as MARK_SHEET
from workbook.rules.recording.typed_cells import LIST, OUTCOME, Filled
from workbook.sheets.grid import Grid
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import named, worded

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
    """One cell on which two people differ.

    `whole`: all that is known of the row: where it has to be added; of a row without a number as it stands with us.
    """

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
    def known(self) -> dict[str, str]:
        """`whole` as cells; nothing where nothing is kept."""
        return dict(json.loads(self.whole)) if self.whole else {}

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
        since: (book, sheet, mark) → when the row came first.
    """

    states: dict[tuple[str, str, str], list[Cells]]
    saved: dict[str, str]
    files: set[tuple[str, str]]
    by: dict[tuple[str, str, str, str], str]
    since: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def rows(self, book: str, sheet: str) -> Mapping[str, Sequence[Cells]]:
        """What came of one sheet of one book."""
        return {mark: held for (one, name, mark), held in self.states.items() if (one, name) == (book, sheet)}

    def add(self, book: str, sheet: str, mark: str, state: str, who: str, saved: str, at: str = "") -> None:
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
        self.since.setdefault((book, sheet, mark), at)
        for heading, text in cells.items():
            self.by[sheet, mark, heading, text] = f"{who} {saved[:16]}".strip()


def past(grids: Sequence[Grid]) -> Past:
    """What 收回记录 says; nothing where there is none."""
    made = Past({}, {}, set(), {})
    for one in leaf(grids, LEDGER, mark=KEY).rows:
        said = one.cells
        made.add(
            said.get("本号", ""), said.get("哪张表", ""), said.get("行标", ""), said.get("格", ""), said.get("谁交回", ""),
            said.get("存盘时间", ""), said.get("收回时间", ""),
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


def undecided(grids: Sequence[Grid], typed: Sequence[Filled]) -> list[tuple[Filled, Issue]]:
    """What was typed of tasks on which two people differ: it waits until a person has chosen and it was collected again."""
    open_ = [one for one in clashes_of(grids) if one.sheet == LIST]
    own = _own_lines([one for one in open_ if one.mark.startswith(NEW) and one.place], typed)
    found = []
    for at, row in enumerate(typed if open_ else ()):
        mine = [one for one in open_ if row.task_id and same_task(one.mark, row.task_id)] or own.get(at, [])
        if mine:
            one = next((one for one in mine if one.heading == OUTCOME), mine[0])
            words = {"heading": named(one.heading), "value": one.theirs, "by": one.by}
            found.append((row, issue(Kind.CLASH_OPEN, row.at(one.heading), **words)))
    return found


def _own_lines(open_: Sequence[Clash], typed: Sequence[Filled]) -> dict[int, list[Clash]]:
    """The typed lines without a task that conflicts are about, by what they say: rows are sorted and moved meanwhile.

    Shapes:
        returns: position in `typed` → the conflicts of that line. Lines that say the same wait together.
    """
    lines = {at: {**row.cells, CUSTOMER: row.customer} for at, row in enumerate(typed) if not row.task_id}
    found: dict[int, list[Clash]] = {}
    for one in open_:
        whole = one.known or {one.heading: one.ours}
        for at in nearest({at: cells for at, cells in lines.items() if cells}, _comparable(whole, typed)):
            found.setdefault(at, []).append(one)
    return found


def _comparable(whole: Cells, typed: Sequence[Filled]) -> Cells:
    """Of what is known of a line the cells that people type."""
    headings = {CUSTOMER, *(heading for row in typed for heading in row.places)}
    return {heading: text for heading, text in whole.items() if heading in headings}


def same_task(one: str, other: str) -> bool:
    """Whether two keys of the list share a task; merged tasks are named together.

    Examples:
        >>> same_task("W1·K1、W2·K1", "W2·K1"), same_task("W1·K1", "W1·K12"), same_task("", "")
        (True, False, False)
    """
    return bool((set(one.split("、")) & set(other.split("、"))) - {""})


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
    note = worded(
        "两边都写了，哪个都没有丢。在黄格“{take}”里选“{ours}”或“{theirs}”，再点一次“收回”。"
        "登记过又改的，选“{theirs}”改的是那一条【回访记录】；是又打了一次，请本人写上回访时间再交。",
        take=TAKE,
        ours=OURS,
        theirs=THEIRS,
    )
    marks = tuple((at, "疑") for at in range(len(rows)))
    title = worded("{clashes}　{count} 格要定", clashes=named(CLASHES), count=len(rows))
    return Page(CLASHES, CLASH_FIELDS, tuple(rows.values()), key=KEY, title=title, note=note, group="今天",
                marks=marks)  # fmt: skip


SHEETS = (LEDGER, CLASHES, MARK_SHEET)
