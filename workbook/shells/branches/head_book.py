"""The head office's own book: what stands in it, made new or written in place, with nothing lost that somebody typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.branches.branch import Known
from workbook.papers.branches.ledger import Rows
from workbook.papers.branches.overview import ALL, ID
from workbook.papers.branches.whole import KEY, LEDGER, OVERVIEW, Unread
from workbook.papers.pages.on_paper import UNDATED, Letterhead, letterhead
from workbook.papers.pages.page import Field, Page, Value
from workbook.rulebook.load.named import rulebooks_of
from workbook.sheets.grid import Grid
from workbook.shells.files import new_book, reading
from workbook.shells.files.in_place import Book
from workbook.shells.files.kept_in import writing
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import translated
from workbook.shells.runs.run import run_key, run_page
from workbook.shells.safety import saving
from workbook.words.faults import BookFault
from workbook.words.tongue import declared, named, worded

JOB, OFFICE = "汇总", declared("总部客服部")
OWN = ("员工", "设置", "发件记录", "运行记录")
"""Sheets of the head office itself: who reads its letters, and what it remembers of them."""
HEAD_WITHIN, ROOM = 30, 30
NEVER = "?"
"""How the key of a book ends that was never read: whose it is, isn't known yet."""


@dataclass(frozen=True, slots=True)
class There:
    """What the head office's book holds from earlier runs.

    Shapes:
        known: the branches, with the moment up to which each was worked last. lines: those of 处罚台账汇总; columns: heading
        → number of its column there.
    """

    known: Sequence[Unread] = ()
    lines: Rows = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)


def there(path: Path) -> There:
    """What stands in the book; nothing before there is one.

    Raises:
        BookFault: it can't be read, or is some other workbook.
    """
    if not path.exists():
        return There()
    grids = {one.name: one for one in reading.read(path, only=(OVERVIEW, LEDGER))}
    if OVERVIEW not in grids:
        cure = worded("用 --to 换一个名字；是汇总的本子而改了表名，就把表名改回来。没有改动任何文件。")
        raise BookFault(
            worded("“{name}”不是汇总的工作簿：里面没有【{overview}】。", name=path.name, overview=named(OVERVIEW)), cure
        )
    lines, columns = _rows(grids[LEDGER], KEY) if LEDGER in grids else ({}, {})
    before, _ = _rows(grids[OVERVIEW], ID)
    known = [
        Unread(Known(own, row.get("分店") or own, row.get("文件", "")), row.get("算到") or row.get("上次读成", ""))
        for own, (_, row) in before.items()
        if own != ALL and not own.endswith(NEVER)
    ]
    return There(known, lines, columns)


def _rows(grid: Grid, key: str) -> tuple[dict[str, tuple[int, dict[str, str]]], dict[str, int]]:
    """The rows under the headings by their key, each with its number; and where each heading stands."""
    columns = [column.to_pylist() for column in grid.columns]
    size = max(map(len, columns), default=0)
    head = next((row for row in range(min(HEAD_WITHIN, size)) if any(one[row] == key for one in columns)), None)
    if head is None:
        return {}, {}
    named = {str(one[head]): at for at, one in enumerate(columns) if one[head]}
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for row in range(head + 1, size):
        own = columns[named[key]][row]
        if own:
            cells = {heading: str(columns[at][row] or "") for heading, at in named.items()}
            found[str(own)] = (row + grid.top, cells)
    return found, {heading: at + grid.left for heading, at in named.items()}


def begin(path: Path, pages: Sequence[Page], now: datetime) -> None:
    """A new book: the sheets, and those that the head office fills itself.

    Raises:
        BookFault: it can't be written there.
    """
    saving.make_folder(path.parent)
    made, _ = translated([*pages, _staff(), _settings()], {})
    new_book.write(path, made, head=Letterhead(worded(OFFICE), now.date()), created=now)


def _staff() -> Page:
    fields = tuple(
        Field(one, width=wide, typed=True) for one, wide in (("员工编号", 12), ("姓名", 14), ("岗位", 16), ("邮箱", 30))
    )
    return Page(
        "员工",
        fields,
        title=worded("总部的人"),
        note=worded("岗位里有“主管”“经理”“主任”“负责人”“总监”一类的词的，收汇总的信。"),
        room=ROOM,
        paper=UNDATED,
    )


def _settings() -> Page:
    fields = (Field("名", width=16), Field("值", width=30, typed=True), Field("说明", width=50))
    rows = (
        ("单位名称", worded(OFFICE), worded("写在信的标题里")),
        ("日报收件", None, worded("另外指定谁收汇总的信：员工编号或岗位，用、隔开；空着就是各位主管")),
    )
    return Page("设置", fields, rows, room=ROOM, paper=UNDATED)


def own_day(path: Path, now: datetime) -> Day:
    """The head office's own day: its people and what became of its letters.

    Raises:
        BookFault: the book can't be read.
    """
    grids = reading.read(path, only=OWN)
    return opened(grids, shelf(), rulebooks_of(grids), now, whole=False)


def write(path: Path, pages: Sequence[Page], cells: Mapping[tuple[int, int], Value], day: Day) -> None:
    """The sheets over those of the last run, with a copy kept; `cells` of lines that stand in the ledger already.

    Raises:
        BookFault: the book is open elsewhere or can't be written; nothing was changed.
    """
    book = writing(Book(path, letterhead(day.world)))
    if cells:
        book.set_cells(LEDGER, cells)
    for page in pages:
        book.put(page)
    book.put(run_page(day, JOB, {}))
    book.save(run_key=run_key(day, JOB))
