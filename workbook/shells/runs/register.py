"""登记 over a workbook: typed results move into 回访记录, their cells are cleared, and the list is made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.papers.list.problems import PROBLEMS, stops, stops_told
from workbook.papers.list.whose_row import CUSTOMER, shows_another
from workbook.papers.list.whose_row import called as customer_called
from workbook.papers.pages.on_paper import letterhead
from workbook.papers.shared.decisions import undecided
from workbook.rulebook.load.rows import TABLES
from workbook.rules.recording.astray import astray
from workbook.rules.recording.register import recorded
from workbook.rules.recording.typed_cells import LIST, Filled, may_be_typed, typed_rows
from workbook.rules.world.vectors import says, text
from workbook.sheets.grid import Grid
from workbook.shells.files import books, form_book
from workbook.shells.files.books import ClosedBook, Workbook
from workbook.shells.files.kept_in import tongue_of_grids
from workbook.shells.outside.tongues import speak_as_book
from workbook.shells.runs import run
from workbook.shells.runs.moved_rows import told_issue
from workbook.shells.safety import half_done
from workbook.words.issues import Issue, Kind
from workbook.words.tongue import worded

RECORDS, JOB = "回访记录", "登记"
OF_LINES = ("客户编号", "客户名称", "电话", "主题", "联系方式")
"""What a line of their own says beside what is typed of a task."""
ASKED = (*TABLES, LIST, "设置", "关账", PROBLEMS)
"""The rules, the list, the months that were signed off, and what was wrong at the last run."""


@dataclass(frozen=True, slots=True)
class Done:
    """What 登记 did: how many rows 回访记录 gained (None: nothing new was typed), and what kept others out (停).

    `day`: the day as it stands where nothing was written; else `grids`, the sheets as they were found. `wrong`: what is
    to be mended in the workbook (停); where nothing was typed, as 【问题】 says it. `issues` and `opened`: what is wrong
    with what was typed, and what comes of it, where the list is still to be made anew. `landed`: of issues whose row was
    recorded all the same the 记录编号: what they speak of stands there now.
    """

    rows: int | None = None
    refused: int = 0
    grids: Sequence[Grid] = ()
    day: Day | None = None
    wrong: int = 0
    issues: tuple[Issue, ...] = ()
    opened: tuple[str, ...] = ()
    landed: Mapping[Issue, str] = field(default_factory=dict)


def register(
    place: Path | Workbook, now: datetime, forms: Sequence[Path], *, say: Callable[[str], None], relist: bool = True
) -> Done:
    """What 登记 did; why rows didn't make it is said and stands in 【问题】.

    With `relist` today's list is made anew afterwards, as a second step of the same run; else whoever calls does it
    (`listed`). The second step of a run that was cut short after its first is done here, too.

    Raises:
        BookFault: a file can't be read or written; nothing was changed.
    """
    path = books.at(place).path
    asked = () if forms or not relist or half_done.is_left(path) else _of_list(place)
    if asked:
        told = _opened(asked, now)
        lists = [grid for grid in asked if grid.name.strip() == LIST]
        if not (any(may_be_typed(told.world, grid) for grid in lists) or astray(told.world, lists)):
            return Done(wrong=stops_told(told.world) or 0)
    grids = run.grids_of(place, known=asked)
    day = run.opened_day(grids, now, books.at(place).tell, books.at(place).path)
    run.refuse_frozen(day)
    typed = [*typed_rows(day.world, grids), *(one for form in forms for one in form_book.read(form))]
    lost = astray(day.world, grids)
    if not (typed or lost or half_done.is_open(path)):
        return Done(day=day, wrong=_wrong(day) if relist else 0)
    waiting = (*undecided(grids, typed), *shows_another(day, typed))
    typed = [row for row in typed if not any(row is held for held, _ in waiting)]
    made = recorded(day, typed, records=next((grid for grid in grids if grid.name == RECORDS), None))
    issues = (*lost, *(why for _, why in waiting), *made.issues)
    book = books.at(place).writer(letterhead(day.world))
    run.append(book, day, RECORDS, made.rows)
    book.set_cells(LIST, dict.fromkeys(_typed_cells(made.finished, day.world.tables.cells.get(LIST, {}))))
    if made.rows:
        half_done.begin(path)
    book.save(run_key=run.run_key(day, JOB))
    del day, book  # a second day of a large workbook needn't stand beside the first in memory
    refused = sum(found.kind.level == "停" for found in issues)
    rows = len(made.rows) if made.rows or issues else None
    done = Done(rows, refused, grids, issues=issues, opened=made.opened, landed=made.landed)
    if not relist:
        return done
    try:
        after = run.day_of(place, now, known=grids)
    except BaseException:
        _tell(done, {}, say)
        raise
    listed(place, after, JOB, done, only=run.is_todays, say=say)
    return replace(done, wrong=stops(after), issues=(), opened=())


def listed(
    place: Path | Workbook, day: Day, job: str, done: Done, *, only: Callable[[str], bool], say: Callable[[str], None]
) -> None:
    """The second step: the list anew, 【问题】 with what was wrong with what was typed; each is said where it stands now.

    Raises:
        BookFault: the workbook can't be written; what the first step did stays.
    """
    done, called = at_records(day, done)
    try:
        for found in done.issues:
            if found.kind is not Kind.TIME_OF_LIST:  # such records are named as long as the day lasts: `late_entries`
                day.world.note(found)
        run.write(place, day, job, only=only)
        half_done.end(books.at(place).path)
    finally:
        _tell(done, day.moved, say, called)


def at_records(day: Day, done: Done) -> tuple[Done, Mapping[Issue, str]]:
    """What was said of cells of the list that went into records, at the records' cells; and whose they are."""
    if not done.landed:
        return done, {}
    records = day.world.found(RECORDS)
    rows = {str(key): at for at, key in enumerate(records.key().objects())}
    whose = says(records.typed[CUSTOMER]).objects()
    headings = {column: heading for heading, column in day.world.tables.cells.get(LIST, {}).items()}
    issues, called = [], {}
    for found in done.issues:
        at = rows.get(done.landed.get(found, ""), -1)
        if at >= 0 and found.place.sheet == LIST:
            found = replace(found, place=records.place(at, headings.get(found.place.column, "")))
            row = int(day.world.frame("客户").lookup(text([whose[at]]))[0])
            called[found] = customer_called(day, row) if row >= 0 else ""
        issues.append(found)
    return replace(done, issues=tuple(issues)), called


def _tell(
    done: Done, moved: Mapping[int, int], say: Callable[[str], None], called: Mapping[Issue, str] | None = None
) -> None:
    for found in done.issues:
        say(str(told_issue(found, moved)))
        if who := (called or {}).get(found, ""):
            say(worded("    说的是 {who} 的这一条。", who=who))
    for line in done.opened:
        say(line)


def _of_list(place: Path | Workbook) -> Sequence[Grid]:
    """The sheets that tell whether anything was typed, where the others needn't be read for it; none where they must be."""
    book = books.at(place)
    found = book.grids(lambda: None, only=ASKED) if isinstance(book, ClosedBook) else ()
    if not {LIST, PROBLEMS} <= {grid.name.strip() for grid in found}:
        return ()
    speak_as_book(tongue_of_grids(found))
    return found


def _opened(grids: Sequence[Grid], now: datetime) -> Day:
    """The day over some sheets.

    Raises:
        Fault: its month was signed off.
    """
    day = run.opened_day(grids, now, lambda _: None)
    run.refuse_frozen(day)
    return day


def _wrong(day: Day) -> int:
    """What is wrong as 【问题】 says it; in a workbook without that sheet, as today's look finds it."""
    told = stops_told(day.world)
    return stops(day) if told is None else told


def _typed_cells(finished: Sequence[Filled], columns: Mapping[str, int]) -> list[tuple[int, int]]:
    """The cells of 今日清单 whose words stand in 回访记录 now; of a line that staff added, also whom it named."""
    places = [place for row in finished for place in row.places.values() if place.sheet == LIST and place.column]
    added = [row.where.row for row in finished if not row.task_id and row.where.sheet == LIST]
    named = [(row, columns[heading]) for row in added for heading in OF_LINES if heading in columns]
    return list(dict.fromkeys([*((place.row, place.column) for place in places), *named]))
