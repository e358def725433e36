"""A workbook's grids and rulebooks, read: what stands in the sheets by the rules in force, and the day of any moment on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np

from workbook.clock.days import Calendars, DayRow, calendars
from workbook.day import Day
from workbook.papers.list.overtyped import LIST, Overtyped
from workbook.papers.reports.pages import PREFIX
from workbook.papers.reports.planned_handover import planned
from workbook.papers.reports.taken_in import Taken, taken_in
from workbook.rulebook.load.clause_names import by_code
from workbook.rulebook.load.current import current
from workbook.rulebook.load.first_rows import brought_by, data_grids
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.named import called
from workbook.rulebook.load.rows import TABLES, Source
from workbook.rulebook.mentions.absent import known_columns, without_columns
from workbook.rulebook.mentions.circles import question_circles
from workbook.rulebook.sorts.model import Duty, Sample
from workbook.rules.engine import world as world_of
from workbook.rules.facts.prepared import Prepared, lists_named, prepared
from workbook.sheets.codes import Codes
from workbook.sheets.gaps import Gap, gaps, unfilled
from workbook.sheets.grid import Grid
from workbook.sheets.schema import Schema
from workbook.sheets.strays import Stray, strays
from workbook.sheets.tables import Tables, tables
from workbook.sheets.years import with_years
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded


@dataclass(slots=True, eq=False)
class Reading:
    """A workbook's sheets and rules (every version) as read once; the day of any moment can be worked on them."""

    facts: Tables
    schema: Schema
    words: Codes
    book: Rulebook
    calendars: Calendars
    missing: Mapping[tuple[str, str], Gap] | None
    hollow: Mapping[tuple[str, str], Place] | None = None
    lost: Mapping[str, Place | Stray] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    overtyped: Overtyped = field(default_factory=lambda: Overtyped(()))
    list_found: Grid | None = None
    notes: tuple[Issue, ...] = ()

    def rules(self, day: date) -> Rulebook:
        """The rules in force on a day, without those that ask for a column that isn't there."""
        book = current(self.book, day)
        if self.missing is None:
            return book
        return without_columns(book, self.schema, self.missing, self.hollow, self.lost)

    def day(self, now: datetime) -> Day:
        """The day of a moment."""
        book = self.rules(now.date())
        world = world_of(self.facts, self.schema, self.words, book, self.calendars, now)
        day = Day(world, taken=self.taken, typed_over=self.overtyped, list_found=self.list_found)
        for found in (*question_circles(book), *self.notes):
            day.world.note(found)
        return day


def opened(
    grids: Sequence[Grid], shelf: Mapping[str, Source], wanted: Sequence[str], now: datetime, *, whole: bool = True
) -> Day:
    """The day of `now` over a workbook's grids; arguments as for `reading`.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    return reading(grids, shelf, wanted, now, whole=whole).day(now)


def reading(
    grids: Sequence[Grid], shelf: Mapping[str, Source], wanted: Sequence[str], now: datetime, *, whole: bool = True
) -> Reading:
    """A workbook's grids and rulebooks, read.

    Shapes:
        grids: the workbook's sheets as found. shelf: every rulebook by id. wanted: the rulebooks the workbook uses.
        whole: the sheets have all their columns; else a column that isn't there is an empty one.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    return read_by(prepared(grids, shelf, wanted), grids, now, whole=whole)


def read_by(rules: Prepared, grids: Sequence[Grid], now: datetime, *, whole: bool = True) -> Reading:
    """A workbook's grids, read by rules that are prepared."""
    schema, words, names = rules.schema, rules.words, rules.book.names
    overtyped, listed = Overtyped(grids), next((one for one in grids if one.name.strip() == LIST), None)
    grids = [called(found, names) for found in lists_named(grids)] if names else lists_named(grids)
    today = current(rules.book, now.date())
    grids, taken, doubts = taken_in(grids, today, schema)
    grids, handed, undone = planned(grids, schema, now)
    taken, doubts = (*taken, *handed), (*doubts, *undone)
    facts = tables([*grids, *data_grids(rules.book, grids)], schema, words, whole=whole)
    facts = by_code(facts, rules.book)
    facts = replace(facts, issues=with_years(facts.issues, now.date()))
    missing, hollow = None, None
    lost: dict[str, Place | Stray] = {}
    if whole:
        own = {found.name for found in grids}
        known = known_columns(today, schema)
        missing = {key: gap for key, gap in gaps(facts, schema, words, known).items() if key[0] in own}
        hollow = {key: place for key, place in unfilled(facts, schema, brought_by(rules.book)).items() if key[0] in own}
        lost, more = _astray(grids, facts, schema)
        doubts = (*doubts, *more)
    wrong = [
        issue(
            Kind.LINT,
            Place("登记表"),
            rule="登记表",
            why=sentence.rstrip("。."),
            hint=worded("改好【登记表】的这一行。"),
        )
        for sentence in rules.refused
    ]
    office = calendars_of(facts, rules.book, now)
    notes = (*doubts, *rules.doubled, *wrong, *idle_days(facts, rules.book))
    return Reading(facts, schema, words, rules.book, office, missing, hollow, lost, taken, overtyped, listed, notes)


def _astray(grids: Sequence[Grid], facts: Tables, schema: Schema) -> tuple[dict[str, Place | Stray], list[Issue]]:
    """Sheets of which nothing was read, and what is said of rows that stand in a sheet nobody reads."""
    passed = {one.name for one in grids if one.name in TABLES or one.name.startswith(PREFIX)}
    found = strays(grids, facts, schema, passed)
    lost: dict[str, Place | Stray] = dict(facts.unread.items())
    lost |= {one.sheet: one for one in found if one.alone}
    words = [{"called": one.place.sheet, "sheet": one.sheet, "count": one.rows, "key": one.key} for one in found]
    elsewhere = zip(found, words, strict=True)
    return lost, [issue(Kind.ROWS_ELSEWHERE, one.place, **said) for one, said in elsewhere if not one.alone]


def idle_days(facts: Tables, book: Rulebook) -> Iterator[Issue]:
    """Rows of 节假日 for a calendar that no rule goes by."""
    frame = facts.frames["节假日"]
    used = {"", "国家", *(duty.calendar for duty in book.all(Duty)), *(draw.calendar for draw in book.all(Sample))}
    for calendar, rows in frame.groupby(frame["历"].fillna(""))["行号"]:
        if calendar not in used:
            place = Place("节假日", int(rows.iloc[0]), facts.cells["节假日"].get("历", 0))
            yield issue(Kind.CALENDAR_IDLE, place, calendar=str(calendar), count=len(rows))


def calendars_of(facts: Tables, book: Rulebook, now: datetime) -> Calendars:
    """The calendars: built-in holidays, overridden by the sheet 节假日."""
    frame = facts.frames["节假日"]
    text = {heading: frame[heading].fillna("").astype(str).tolist() for heading in ("类别", "历", "名称")}
    first = frame["开始日"].to_numpy("datetime64[D]")
    last = frame["结束日"].to_numpy("datetime64[D]")
    last = np.where(np.isnat(last), first, last)
    days = zip(first.tolist(), last.tolist(), text["类别"], text["历"], text["名称"], strict=True)
    rows = [DayRow(*row) for row in days]
    begin = book.value("启用日")
    first_year = min(int(begin[:4]) if begin else now.year - 3, now.year - 3)
    return calendars(rows, first_year, now.year + 3)
