"""One run over one workbook: read it, work its day, write our sheets back; every command is made of these.

What works the day is imported in the functions that use it: it loads while readers take the sheets.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from datetime import time as time_of_day
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.fields import field
from workbook.papers.pages.on_paper import UNDATED, letterhead
from workbook.papers.pages.page import Field, Page
from workbook.sheets.grid import Grid
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.files.foreign import foreign, is_known
from workbook.shells.files.kept_in import hinted, tongue_of_grids
from workbook.shells.files.writer import Writer
from workbook.shells.outside import clocks, hands
from workbook.shells.outside.calm import calm
from workbook.shells.outside.tongues import speak_as_book
from workbook.shells.runs import amending
from workbook.shells.safety import forms_kept, rules_kept
from workbook.words.faults import Fault
from workbook.words.tongue import declared, speaking, worded

if TYPE_CHECKING:
    from workbook.day import Day
    from workbook.papers.readback.told import Beside

Say = Callable[[str], None]
MORNING = time_of_day(9)
"""When a demonstration's day is looked at: at whatever hour somebody tries it, there are calls to make."""

REPORTED, LEDGER = "报告·", "处罚台账"
TODAYS = ("今日清单", "未入选说明", "提醒", "问题链", "待定日期", "问题", "问题明细", "历史", "抽样台账")
IN_FORCE = ("今日清单", "考核", "每日")
"""Jobs that put the rules into force: what they worked by is kept, so that a trial can tell before from after."""
COUNTS = (*IN_FORCE, "登记")  # jobs that count facts: what is changed in them later stands in 修改记录


def say(line: str) -> None:
    """A line of progress, beside the output."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def timed(what: str, tell: Say) -> Iterator[None]:
    """Tells how long a step took when it took over a second."""
    began = time.perf_counter()
    yield
    spent = time.perf_counter() - began
    if spent > 1:
        tell(worded("{what}：{spent:.1f} 秒", what=what, spent=spent))


def grids_of(
    place: Path | Workbook,
    tell: Say | None = None,
    meanwhile: Callable[[], None] = lambda: None,
    known: Sequence[Grid] = (),
) -> tuple[Grid, ...]:
    """A workbook's sheets as found; `meanwhile` is done while readers are at work, `known` are sheets as found before.

    Raises:
        BookFault: it can't be read.
    """
    workbook = books.at(place)
    tell = tell or workbook.tell
    if isinstance(workbook, books.ClosedBook):
        speak_as_book(hinted(workbook.path))
    tell(worded("读“{name}”…", name=workbook.path.name))
    with timed(worded("读完"), tell):
        grids = workbook.grids(meanwhile, known)
    if not any(is_known(grid.name) for grid in grids):
        raise foreign(workbook.path, grids)
    speak_as_book(tongue_of_grids(grids))
    return grids


def opened_day(grids: Sequence[Grid], now: datetime, tell: Say = say, book: Path | None = None) -> Day:
    """The day of `now` over a workbook's sheets, by the rulebooks that 设置 names; in a whole `book` sheets that went are missed.

    Raises:
        RuleFault: it names a rulebook that isn't there.
    """
    from workbook.opening import opened
    from workbook.rulebook.load.named import rulebooks_of
    from workbook.shells.outside.shelf import shelf
    from workbook.shells.runs import vanished

    if zone := clocks.other_zone():
        text = declared("这台电脑的时区是 {zone}，回访按北京时间算：现在是 {now:%Y-%m-%d %H:%M}。")
        tell(worded(text, zone=zone, now=clocks.now()))
    now = shown_day(grids, now, tell)
    with timed(worded("核对完"), tell), calm():
        day = opened(grids, shelf(), rulebooks_of(grids), now)
    day.rule_sheets = rules_kept.rule_sheets(grids)
    day.tongue = tongue_of_grids(grids)
    if book is not None:
        vanished.note(day, grids, book)
    return day


def shown_day(grids: Sequence[Grid], now: datetime, tell: Say) -> datetime:
    """The day that a demonstration is about (设置 演示日), unless another day than today was asked for."""
    from workbook.rulebook.load.named import setting

    said = setting(grids, "演示日")[:10]
    if not said or now.date() != clocks.now().date():
        return now
    try:
        shown = datetime.combine(datetime.fromisoformat(said), MORNING)
    except ValueError:
        return now
    tell(worded("这本是演示，当作 {said} 来算；自己用以前，删去【设置】里“演示日”的值。", said=said))
    return shown


def day_of(place: Path | Workbook, now: datetime, tell: Say | None = None, known: Sequence[Grid] = ()) -> Day:
    """The day of `now` over a workbook; the rules and the holidays are loaded while readers take the sheets."""
    grids = grids_of(place, tell, partial(load, now.year), known)
    return opened_day(grids, now, tell or books.at(place).tell, books.at(place).path)


def load(year: int) -> None:
    """What works the day and writes it, and the holidays around a year, into memory."""
    from workbook.clock.published import published

    for module in (
        "workbook.opening",
        "workbook.papers.list.every_sheet",
        "workbook.papers.reports.reports",
        "workbook.shells.files.in_place",
    ):
        import_module(module)
    published(year - 3, year + 3)


def is_todays(name: str) -> bool:
    """The sheets that a new list touches."""
    return name in TODAYS or name.startswith("名单")


def write(
    place: Path | Workbook,
    day: Day,
    job: str,
    *,
    only: Callable[[str], bool] = lambda _: True,
    beside: Sequence[Beside] = (),
) -> Mapping[str, int]:
    """Writes the pages of a job into the workbook, with a backup; tells how many rows each new sheet holds.

    Shapes:
        beside: what is said beside the rows of rule sheets.

    Raises:
        BookFault: the workbook is open elsewhere or can't be written; nothing was changed.
    """
    from workbook.papers.list.every_sheet import pages, spawned_rows
    from workbook.papers.list.standing_lines import refreshed
    from workbook.papers.reports.reports import report_pages, reports
    from workbook.rulebook.sorts.model import Sanction
    from workbook.shells.runs import front_page, moved_rows, typed_earlier

    refuse_frozen(day)
    workbook = books.at(place)
    tell = workbook.tell
    day.forms_made = forms_kept.places(workbook.path, day.world.today)
    with timed(worded("算完"), tell), calm(), speaking(day.tongue):
        told = report_pages(reports(day, carriers=("表", "台账", "名单"))) if only(REPORTED) else ()
        made = [*pages(day, only), *(page for page in told if only(page.name))]
        fresh = spawned_rows(day)
        counting = amending.Counting(day, workbook.path, run_key(day, job)) if job in COUNTS else None
    tell(worded("写“{name}”…", name=workbook.path.name))
    with timed(worded("写完"), tell), calm(), speaking(day.tongue):
        book = workbook.writer(letterhead(day.world))
        for sheet, rows in fresh.items():
            append(book, day, sheet, rows)
        put_taken(book, day)
        typed_earlier.put(book, day, made, print)  # of the result, not of how far it is
        if only(LEDGER) and day.world.book.all(Sanction):
            book.set_cells(LEDGER, refreshed(day))
        put = moved_rows.put(book, day, (*made, *(counting.pages if counting else ())))
        for words in beside:
            book.beside(words)
        cells = sum(len(page.rows) * len(page.fields) for page in made) + sum(
            len(row) for rows in fresh.values() for row in rows
        )
        book.put(run_page(day, job, fresh, cells))
        front_page.put(book, day, made, {name: done.rows for name, done in put.items()}, only)
        book.save(run_key=run_key(day, job), before=counting.keep if counting else lambda: None)
        if job in IN_FORCE:
            with suppress(Fault, OSError):  # a trial then compares with the rules of an earlier run
                rules_kept.keep(workbook.path, day.rule_sheets, day.world.now, job)
    return {page.name: len(page.rows) for page in made}


def refuse_frozen(day: Day) -> None:
    """Nothing is written as of a day whose month was signed off.

    Raises:
        Fault: it is such a day.
    """
    from workbook.rules.penalties.closings import is_frozen

    if is_frozen(day.world, day.world.today):
        raise Fault(
            worded("{today:%Y-%m} 已经关账，不能再当作 {today} 来算着写。", today=day.world.today),
            worded("不写 --date，就按今天算；更正会记在没有关账的月。没有改动任何文件。"),
        )


def put_taken(book: Writer, day: Day) -> None:
    """What staff typed into reports, in the cells it belongs to."""
    from workbook.papers.pages.shown import values

    for one in day.taken:
        frame = day.world.found(one.sheet)
        at = (frame.rows == one.row).nonzero()[0]
        known = len(at) and frame.sheet.column(one.heading) is not None and one.heading in frame.typed
        value = values(frame.typed[one.heading].take(at))[0] if known else one.value
        if value is not None:
            book.set_cells(one.sheet, {(one.row, one.column): value}, {one.column: one.heading})


def append(book: Writer, day: Day, sheet: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Rows below those of a staff sheet, by its own header; columns it lacks are added at the right, a missing sheet is made."""
    cells, header = day.world.tables.cells.get(sheet), day.world.tables.header.get(sheet)
    from workbook.rules.facts.spawn import added_columns

    rows = list(rows)
    if not rows:
        return
    if not cells or not header:
        columns = day.world.schema.sheets[sheet].columns
        table = tuple(tuple(row.get(column.heading) for column in columns) for row in rows)
        fields = tuple(field(column, cells) for column, cells in zip(columns, zip(*table, strict=True), strict=True))
        book.put(Page(day.world.tables.named(sheet), fields, table, paper=UNDATED))  # type: ignore[arg-type]
        return
    added = added_columns(
        day.world, sheet, {heading for row in rows for heading, value in row.items() if value is not None}
    )
    sheet = day.world.tables.named(sheet)
    book.set_cells(sheet, {(header, column): heading for heading, column in added.items()}, are_headings=True)
    book.append(sheet, header, {**cells, **added}, rows)  # type: ignore[arg-type]


def kind_of(type_name: str) -> str:
    """The kind of a page's field for a column type."""
    return {"日期": "日期", "时点": "时点", "整数": "整数", "小数": "小数", "金额": "金额", "百分": "百分"}.get(
        type_name, "文本"
    )


def run_key(day: Day, job: str) -> str:
    """What names a run: its day and job."""
    return f"{day.world.today.isoformat()}-{job}"


def run_page(day: Day, job: str, fresh: Mapping[str, object], cells: int = 0) -> Page:
    """运行记录: one line for each day and job, however often it ran."""
    book = day.world.book
    fields = (
        Field("行键", hidden=True), Field("日期", "日期", 12), Field("网点", width=12), Field("作业", width=12),
        Field("始", "时点", 17), Field("规则书版本", width=28),
        Field("行数", "整数", 10), Field("新增数", "整数", 10), Field("结果", width=30),
        Field("经手", width=12), Field("程序版本", width=10), Field("格数", "整数", 10),
    )  # fmt: skip
    added = sum(len(list(rows)) for rows in fresh.values() if isinstance(rows, (list, tuple)))
    from workbook.papers.list.problems import stops

    wrong = stops(day)
    outcome = worded("有 {wrong} 处要改，见【问题】", wrong=wrong) if wrong else "顺利"
    office = day.world.branch or None
    row = (
        run_key(day, job),
        day.world.today,
        office,
        job,
        day.world.now,
        "、".join(book.ids),
        len(day.listed),
        added,
        outcome,
        hands.who() or None,
        hands.program() or None,
        cells,
    )
    return Page("运行记录", fields, (row,), key="行键", append=True)
