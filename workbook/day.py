"""One day's work in one expression: grids and rulebooks in, a Day out (architecture §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

import numpy as np

from workbook.clock.days import Calendars, DayRow, calendars
from workbook.papers.reports.pages import PREFIX
from workbook.papers.reports.planned_handover import planned
from workbook.papers.reports.taken_in import Taken, taken_in
from workbook.papers.scripts.scripts import Spoken, list_spoken
from workbook.papers.scripts.text_lists import list_lines
from workbook.rulebook.load.current import TODAYS, current
from workbook.rulebook.load.first_rows import brought_by, data_grids
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.named import called
from workbook.rulebook.load.rows import TABLES, Source
from workbook.rulebook.mentions.absent import known_columns, without_columns
from workbook.rulebook.mentions.circles import question_circles
from workbook.rulebook.sorts.model import Check, Duty, Sample, Spawn
from workbook.rules.engine import world as world_of
from workbook.rules.facts.checks import check_results
from workbook.rules.facts.people import READERS, of_setting
from workbook.rules.facts.prepared import Prepared, as_shipped, lists_named, prepared
from workbook.rules.worklist.history import history
from workbook.rules.worklist.not_listed import not_listed
from workbook.rules.worklist.shared_draws import share_draws
from workbook.rules.worklist.worklist import Worklist, reminders, worklist
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.frames import stacked as stack
from workbook.rules.world.world import World
from workbook.sheets.codes import Codes
from workbook.sheets.gaps import Gap, gaps, unfilled
from workbook.sheets.grid import Grid
from workbook.sheets.schema import Schema
from workbook.sheets.strays import Stray, strays
from workbook.sheets.tables import Tables, tables
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place


@dataclass(slots=True, eq=False)
class Day:
    """All that a run found out; every part is computed when it is first asked for."""

    world: World
    found: dict[str, Frame] = field(default_factory=dict)
    planned: Worklist | None = None
    said: Sequence[Spoken] | None = None
    taken: tuple[Taken, ...] = ()
    earlier: dict[date, Sequence[Spoken]] = field(default_factory=dict)
    before: Day | None = None
    rule_sheets: tuple[Grid, ...] = ()

    @property
    def worklist(self) -> Worklist:
        """Today's list with everything that fell out of it."""
        if self.planned is None:
            self.planned = worklist(self.world)
            share_draws(self.world, self.planned)
            self.world.sheets[("今日清单", None)] = self.planned.listed
        return self.planned

    @property
    def listed(self) -> Frame:
        """今日清单."""
        return self.worklist.listed

    @property
    def not_listed(self) -> Frame:
        """未入选说明."""
        return self._once("未入选说明", lambda: not_listed(self.world, self.worklist))

    def finished(self) -> Day:
        """The day with every sheet computed and every text filled, so that `issues` is complete."""
        _ = self.scripts
        of_setting(self.world, READERS)
        for rule in self.world.book.all(Spawn):
            _ = self.world.attempt(rule, partial(self.world.frame, rule.target), None)
        for name in (
            "未入选说明",
            "提醒",
            "名单",
            "义务",
            "定额结果",
            "抽样台账",
            "处罚台账",
            "指标结果",
            "检查结果",
            "历史",
        ):
            self.sheet(name)
        return self

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong in the sheets, in the rules, and in what they make together."""
        return (*self.world.tables.issues, *self.world.book.issues, *self.world.issues)

    def sheet(self, name: str) -> Frame:
        """Any sheet of the day, as it counts now: facts, results, the list."""
        if name == "今日清单":
            return self.listed
        if name == "未入选说明":
            return self.not_listed
        if name == "提醒":
            return self.reminders
        if name == "历史":
            _ = self.worklist  # whom it gave what is history too
            return self._once(name, lambda: history(self.world))
        if name == "检查结果":
            return self._once(name, self.checked)
        if name.startswith("名单"):
            return self._once(name, lambda: list_lines(self.world, self.worklist.lines, name))
        return self.world.frame(name)

    @property
    def reminders(self) -> Frame:
        """提醒: what staff owe that is no call to a customer."""
        return self._once("提醒", lambda: reminders(self.world, self.worklist))

    def checked(self, *, only_failed: bool = False) -> Frame:
        """检查结果, with the checks that look at the finished list and the lists of texts; or only what fails."""
        checks = self.world.book.all(Check)
        for sheet in dict.fromkeys(check.sheet for check in checks):
            if sheet == "今日清单" or sheet.startswith("名单"):
                self.world.sheets[(sheet, None)] = self.sheet(sheet)
        parts = [
            check_results(self.world, rules, only_failed=only_failed) for rules in self.world.book.by_id(Check).values()
        ]
        return stack(self.world.schema.sheets["检查结果"], parts)

    def _once(self, name: str, make: Callable[[], Frame]) -> Frame:
        if name not in self.found:
            self.found[name] = make()
        return self.found[name]

    @property
    def scripts(self) -> Sequence[Spoken]:
        """The words for each row of 今日清单."""
        if self.said is None:
            self.said = list_spoken(self.world, self.worklist)
        return self.said

    def script(self, position: int, on: date | None = None) -> Spoken:
        """The words for one row of 今日清单, in the versions of a day (today's unless said)."""
        if on is None or on == self.world.today:
            return self.scripts[position]
        if on not in self.earlier:
            self.earlier[on] = list_spoken(self.world, self.worklist, on)
        return self.earlier[on][position]

    def because(self, frame: Frame, position: int) -> str:
        """Why a row of results is there."""
        return said_because(frame, position)

    @property
    def shipped(self) -> Day:
        """The same facts and the same moment by the rules as the rulebooks bring them; words and filled settings stay."""
        if self.before is None:
            self.before = self.under(as_shipped(self.world.book, self.world.schema, self.world.today))
        return self.before

    def under(self, book: Rulebook) -> Day:
        """The same facts and the same moment by other rules."""
        world = self.world
        return Day(world_of(world.tables, world.schema, world.codes, book, world.calendars, world.now))


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
    notes: tuple[Issue, ...] = ()
    in_force: dict[tuple[int, ...], Rulebook] = field(default_factory=dict)

    def rules(self, day: date) -> Rulebook:
        """The rules in force on a day, without those that ask for a column that isn't there."""
        book = current(self.book, day)
        if self.missing is None:
            return book
        key = tuple(id(rule) for sort in TODAYS for rule in book.all(sort))
        if key not in self.in_force:
            self.in_force[key] = without_columns(book, self.schema, self.missing, self.hollow, self.lost)
        return self.in_force[key]

    def day(self, now: datetime) -> Day:
        """The day of a moment."""
        book = self.rules(now.date())
        day = Day(world_of(self.facts, self.schema, self.words, book, self.calendars, now), taken=self.taken)
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
    grids = [called(found, names) for found in lists_named(grids)] if names else lists_named(grids)
    today = current(rules.book, now.date())
    grids, taken, doubts = taken_in(grids, today, schema)
    grids, handed, undone = planned(grids, schema, now)
    taken, doubts = (*taken, *handed), (*doubts, *undone)
    facts = tables([*grids, *data_grids(rules.book, grids)], schema, words)
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
        issue(Kind.LINT, Place("登记表"), rule="登记表", why=sentence.rstrip("。"), hint="改好【登记表】的这一行。")
        for sentence in rules.refused
    ]
    office = calendars_of(facts, rules.book, now)
    notes = (*doubts, *wrong, *idle_days(facts, rules.book))
    return Reading(facts, schema, words, rules.book, office, missing, hollow, lost, taken, notes)


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
