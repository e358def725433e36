"""huifang archive: closed years leave the book for Parquet files beside it and still count; --back returns them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from workbook.papers.pages.groups import group_of
from workbook.papers.pages.on_paper import letterhead
from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.translated import page_out
from workbook.sheets.grid import Grid
from workbook.shells.archive import joined as join
from workbook.shells.archive import store
from workbook.shells.archive.leaving_rows import table_of
from workbook.shells.files.kept_in import tongue_of_grids
from workbook.shells.files.readdressed import in_text, saying
from workbook.shells.files.row_book import RowBook
from workbook.shells.outside.calm import calm
from workbook.shells.parts.row_moves import Moves
from workbook.shells.runs import run
from workbook.shells.safety import saving, written
from workbook.words.faults import Fault
from workbook.words.place import ARCHIVED
from workbook.words.tongue import Tongue, named, speaking, worded

if TYPE_CHECKING:
    from workbook.day import Day
    from workbook.papers.list.leaving import Old

JOB, BACK = "归档", "归档退回"
SHOWN = 6
NONE = np.empty(0, dtype=np.int64)
FIELDS = (
    Field(store.FILE, width=24), Field(store.OF, width=14), Field("年", "整数", 8), Field(store.COUNT, "整数", 10),
    Field("最早", "日期", 12), Field("最晚", "日期", 12), Field("归档时间", "时点", 17),
    Field(store.PRINT, width=24, hidden=True),
)  # fmt: skip
Line = tuple[str, str, int, int, date | None, date | None, datetime, str]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What leaves one sheet: its rows of each year, and where the rest moves."""

    old: Old
    grid: Grid
    moves: Moves
    first: int

    def now(self, row: int) -> int:
        """Where a row of the sheet stands afterwards."""
        at = int(np.searchsorted(self.old.rows, row))
        if at < len(self.old.rows) and self.old.rows[at] == row:
            return ARCHIVED + self.first + at
        return row if row > ARCHIVED else self.moves.row(row)


def archive(book: Path, before: date, now: datetime, say: Say, *, dry: bool) -> int:
    """Rows from before a day leave; how many. With `dry` it is only said which would, and why others stay.

    Raises:
        Fault: the day is still to come; formulas look at rows that would leave; the book can't be written.
    """
    if before > now.date():
        raise Fault(
            worded("{before} 还没有到，不能把那天以前的都归档。", before=before),
            worded("写今天或更早的一天，例如 --before 2025-01-01。"),
        )
    grids = run.grids_of(book)
    day = run.opened_day(grids, now).finished()
    target = RowBook(book, letterhead(day.world))
    with calm():
        plans = list(_plans(day, grids, target, before))
    _told(plans, before, say)
    leaving = [one for one in plans if len(one.old.rows)]
    count = sum(len(one.old.rows) for one in leaving)
    if not count:
        say(worded("{before} 以前没有可以归档的行，什么都没动。", before=before))
        return 0
    hanging = list(dict.fromkeys(where for one in leaving for where in target.hanging(one.moves)))
    if hanging:
        more = worded(" 等 {count} 处", count=len(hanging)) if len(hanging) > SHOWN else ""
        raise Fault(
            worded(
                "有公式用到要归档的行：{hanging}{more}。行一走，它们的数就变了，所以没有归档。",
                hanging=worded("、").join(hanging[:SHOWN]),
                more=more,
            ),
            worded(
                "删去这些公式，或改成只用留下来的行（程序自己的指标和台账不受影响），再运行一次。没有改动任何文件。"
            ),
        )
    if dry:
        say(worded("只是预演，什么都没动；去掉 --dry-run 就归档。"))
        return count
    saving.check_writable(book)
    named = list(store.entries(grids))
    whole = {grid.name: partial(join.whole, grid) for grid in grids if grid.joined is not None}
    with calm():
        lines = [line for one in leaving for line in _leave(one, target, book, day, now, saying(whole, day.tongue))]
        target.readdress({one.grid.name: one.now for one in leaving})
    fresh = [store.Entry(line[0], line[1], line[3], line[-1]) for line in lines]
    target.forget_texts()
    _finish(target, book, [*named, *fresh], lines, f"{now:%Y-%m-%d}-{JOB}", day.tongue)
    return count


def back(book: Path, now: datetime, say: Say) -> int:
    """All archived rows return to their places in the book; how many.

    Raises:
        BookFault: the archive isn't whole, or the book can't be written.
    """
    grids = run.grids_of(book)
    named = store.entries(grids)
    if not named:
        say(worded("没有归档的行，什么都没动。"))
        return 0
    saving.check_writable(book)
    target = RowBook(book)
    with calm():
        target.readdress({grid.name: partial(join.whole, grid) for grid in grids if grid.joined is not None})
        for grid in grids:
            if grid.joined is not None:
                _return(grid, [one for one in named if one.sheet == grid.name], target, book)
    _finish(target, book, [], [], f"{now:%Y-%m-%d}-{BACK}", tongue_of_grids(grids))
    return sum(one.rows for one in named)


def _finish(
    target: RowBook,
    book: Path,
    named: Sequence[store.Entry],
    lines: Sequence[Any],
    run_key: str,
    own: Tongue | None,
) -> None:
    """The book says what its archive is; it is saved, and the files come to where they belong."""
    page = Page(store.SHEET, FIELDS, tuple(lines), key=store.FILE, append=bool(lines), group=group_of(store.SHEET))
    with speaking(own):
        target.put(page if own is None else page_out(page, own))
    target.hold(store.mark(named))
    target.settle()
    written.save(book, [])  # cells that earlier runs wrote stand in other rows now
    target.save(run_key=run_key)
    store.settle(book, named)


# -- what leaves


def _plans(day: Day, grids: Sequence[Grid], target: RowBook, before: date) -> Iterator[Plan]:
    """For every sheet whose rows can leave: those that do."""
    from workbook.papers.list.leaving import old_rows

    by_name = {grid.name: grid for grid in grids}
    for old in old_rows(day, before):
        grid = by_name[day.world.tables.named(old.sheet)]
        if len(old.rows):
            why, reasons = target.stays(_called(grid), old.header)
            odd = {row for row, _, _ in (*grid.errors, *grid.damaged)}
            reasons |= dict.fromkeys(odd, worded("有错误值或丢了数字的格"))
            reasons |= dict.fromkeys(grid.totals, worded("是汇总行"))
            why = why or _two_lines(grid, day, old)
            old.hold(dict.fromkeys(old.rows.tolist(), why) if why else reasons)
        first = 1 if grid.joined is None else int(max(grid.joined.rows.max() - ARCHIVED, 0)) + 1
        yield Plan(old, grid, Moves(_called(grid), old.header, old.rows, NONE), first)


def _called(grid: Grid) -> str:
    """What the workbook calls a sheet: formulas look at it by that name."""
    return grid.called or grid.name


def _two_lines(grid: Grid, day: Day, old: Old) -> str:
    """Why rows under a header of several lines stay: their columns have no words of their own on its last line."""
    row = _header_of(grid, old.header)
    own = [column for column in day.world.tables.cells[old.sheet].values() if not row[column - grid.left]]
    return worded("表头占了几行") if own else ""


def _header_of(grid: Grid, header: int) -> list[str]:
    at = grid.index(header)
    return [str(column[at].as_py() or "") for column in grid.columns]


def _told(plans: Sequence[Plan], before: date, say: Say) -> None:
    for one in plans:
        old = one.old
        stays = worded("、").join(
            worded("{why} {count} 行", why=worded(why), count=count) for why, count in old.stays.most_common() if count
        )
        if len(old.rows) or stays:
            say(
                worded(
                    "【{name}】{before} 以前的：归档 {count} 行",
                    name=named(one.grid.name),
                    before=before,
                    count=len(old.rows),
                )
                + (worded("；留下的：{stays}", stays=stays) if stays else "")
            )


def _leave(
    plan: Plan, target: RowBook, book: Path, day: Day, now: datetime, whole: Callable[[str], str]
) -> Iterator[Line]:
    """The rows of one sheet go into files, one a year; `whole`: sentences naming rows as if none had left."""
    from workbook.papers.list.leaving import dated_by

    old, grid = plan.old, plan.grid
    cut = target.cut(plan.moves)
    sheet = day.world.schema.sheets[old.sheet]
    header = grid.index(old.header)
    index = np.array([grid.index(row) for row in old.rows.tolist()], dtype=np.int64)
    numbers = plan.first + np.arange(len(index), dtype=np.int64)
    when = day.world.tables.frames[old.sheet]
    dated = dict(zip(when["行号"].tolist(), when[dated_by(sheet)].tolist(), strict=True))
    for year in np.unique(old.years).tolist():
        mine = np.flatnonzero(old.years == year)
        table, said = table_of(grid, old.header, sheet, day.world.tables.cells[old.sheet], index[mine], whole)
        rows = old.rows[mine].tolist()
        table[store.ORDER] = pa.array(index[mine] - header)
        table[store.NUMBER] = pa.array(numbers[mine])
        raw = [cut.rows[row] for row in rows]
        table[store.RAW] = pa.array([in_text(row, whole) if sheet.ours else row for row in raw], pa.binary())
        entry = store.write(book, f"{_called(grid)}-{year}", pa.table(table), said | {"looks": dict(cut.looks)})
        days = [dated[row] for row in rows]
        yield (
            entry.file, entry.sheet, year, entry.rows, min(days).date(), max(days).date(),
            now.replace(microsecond=0), entry.print,
        )  # fmt: skip


# -- what comes back


def _return(grid: Grid, named: Sequence[store.Entry], target: RowBook, book: Path) -> None:
    """All rows of one sheet, each at the number that it would have if none had left."""
    assert grid.joined is not None
    rows = join.archived(book, named)
    header, columns = join.places(grid.joined.alone, rows)
    height = grid.joined.alone.height - header - 1
    first = grid.top + header
    moves = Moves(_called(grid), first, NONE, join.between(rows.order, height))
    elements: dict[int, bytes] = {}
    for one in named:
        data = store.data_of(book, one)
        table, said = store.opened(data, (store.NUMBER, store.RAW))
        now = target.restyled(said["looks"])
        letters = {column: columns[heading, nth, column] for heading, nth, column in columns}
        found = zip(table[store.NUMBER].to_pylist(), table[store.RAW].to_pylist(), strict=True)
        elements |= {number: target.dressed(row, now, letters) for number, row in found}
    places = moves.put + np.arange(len(rows.order)) + first + 1
    target.put_back(moves, zip(places.tolist(), [elements[one] for one in rows.number.tolist()], strict=True))
