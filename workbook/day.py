"""One day's work in one expression: grids and rulebooks in, a Day out (architecture §2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

import numpy as np

from workbook.clock.days import Calendars, DayRow, calendars
from workbook.papers.reports.taken_in import Taken, taken_in
from workbook.papers.scripts.scripts import Spoken, list_spoken
from workbook.papers.scripts.text_lists import list_lines
from workbook.rulebook.lint.unsound import without_unsound
from workbook.rulebook.load.current import current
from workbook.rulebook.load.filled_lists import list_names
from workbook.rulebook.load.first_rows import data_grids
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.named import called
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.load.rows import Source
from workbook.rulebook.mentions.absent import known_columns, without_columns
from workbook.rulebook.mentions.circles import question_circles
from workbook.rulebook.mentions.resting import at_rest
from workbook.rulebook.sorts.model import Check, CodeRow, Outcome, Question, Spawn
from workbook.rules.engine import world as world_of
from workbook.rules.facts.answers import column_type, stored_in
from workbook.rules.facts.checks import check_results
from workbook.rules.worklist.history import history
from workbook.rules.worklist.not_listed import not_listed
from workbook.rules.worklist.shared_draws import share_draws
from workbook.rules.worklist.worklist import Worklist, reminders, worklist
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.frames import stacked as stack
from workbook.rules.world.world import World
from workbook.sheets.codes import Codes, codes
from workbook.sheets.gaps import gaps, unfilled
from workbook.sheets.grid import Grid
from workbook.sheets.schema import STANDARD, Schema, is_list
from workbook.sheets.tables import Tables, tables
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.sheet_names import twins

BASE = "基础"


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


def as_shipped(book: Rulebook, schema: Schema, today: date) -> Rulebook:
    """The rulebook without what the workbook changed in it: sheets, words and settings that were left open stay."""
    laid_open = {row.id for source in book.sources for row in source.rows.get("设置", ()) if row.cells.get("值")}
    kept = {sheet: book.rows.get(sheet, ()) for sheet in ("登记表", "代码")}
    settings = tuple(row for row in book.rows.get("设置", ()) if row.id not in laid_open)
    return current(at_rest(rulebook(book.sources, {**kept, "设置": settings}), schema), today)


def opened(
    grids: Sequence[Grid], shelf: Mapping[str, Source], wanted: Sequence[str], now: datetime, *, whole: bool = True
) -> Day:
    """The day of `now` over a workbook's grids.

    Shapes:
        grids: the workbook's sheets as found. shelf: every rulebook by id. wanted: the rulebooks the workbook uses.
        whole: the sheets have all their columns; else a column that isn't there is an empty one.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    return day_over(prepared(grids, shelf, wanted, now), grids, now, whole=whole)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What a workbook's rules say on one day, before any fact of it is read.

    Shapes:
        refused: why rows of 登记表 and names of sheets can't be taken.
    """

    book: Rulebook
    schema: Schema
    words: Codes
    refused: Sequence[str] = ()


def prepared(grids: Sequence[Grid], shelf: Mapping[str, Source], wanted: Sequence[str], now: datetime) -> Prepared:
    """The rules in force over a workbook: those of the shelf, and those that stand on its own rule sheets.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    book = rulebook(stacked([BASE, *wanted] if BASE in shelf else wanted, shelf), own_rows(_named(grids)))
    schema, refused = schema_of(book)
    book = without_unsound(at_rest(book, schema), schema)
    return Prepared(current(book, now.date()), schema, codes_of(book), refused)


def _named(grids: Sequence[Grid]) -> list[Grid]:
    """The grids, lists by the name that rules give them."""
    return [replace(found, name=f"名单:{found.name[3:]}") if is_list(found.name) else found for found in grids]


def day_over(rules: Prepared, grids: Sequence[Grid], now: datetime, *, whole: bool = True) -> Day:
    """The day of `now` over a workbook's grids, by rules that are prepared."""
    schema, words, names = rules.schema, rules.words, rules.book.names
    grids = [called(found, names) for found in _named(grids)] if names else _named(grids)
    grids, taken, doubts = taken_in(grids, rules.book, schema)
    book = rules.book
    facts = tables([*grids, *data_grids(book, grids)], schema, words)
    if whole:
        own = {found.name for found in grids}
        known = known_columns(book, schema)
        missing = {key: gap for key, gap in gaps(facts, schema, words, known).items() if key[0] in own}
        hollow = {key: place for key, place in unfilled(facts, schema).items() if key[0] in own}
        book = without_columns(book, schema, missing, hollow)
    day = Day(world_of(facts, schema, words, book, calendars_of(facts, book, now), now), taken=taken)
    for found in (*question_circles(book), *doubts):
        day.world.note(found)
    for sentence in rules.refused:
        day.world.note(
            issue(Kind.LINT, Place("登记表"), rule="登记表", why=sentence.rstrip("。"), hint="改好【登记表】的这一行。")
        )
    return day


def schema_of(book: Rulebook) -> tuple[Schema, list[str]]:
    """The standard sheets, what 登记表 adds, the columns that questions answer into, and one sheet for each list."""
    schema, refused = STANDARD.with_rows(list(book.registers))
    more: list[dict[str, str | list[str]]] = []
    for question in book.all(Question):
        sheet, column = stored_in(question)
        known = schema.sheets.get(sheet)
        if known is None or known.column(column) is None:
            more.append({"表": sheet, "列": column, "类型": column_type(question)})
    schema, doubts = schema.with_rows(more)
    lists = {name: schema.sheet(name) for name in list_names(book)}
    made = Schema({**schema.sheets, **lists})
    alike = [f"【{one}】和【{other}】在工作簿里是同一个表名，改掉一个" for one, other in twins(made.sheets)]
    return made, [*refused, *doubts, *alike]


def codes_of(book: Rulebook) -> Codes:
    """Every group of words."""
    rows: list[dict[str, str | list[str]]] = [
        {
            "组": row.list,
            "代码": row.code,
            "显示名": row.label,
            "别名": list(row.aliases),
            "次序": "" if row.rank is None else str(row.rank),
            "提示": row.hint,
        }
        for row in book.all(CodeRow)
    ]
    outcomes = [{"编号": outcome.id, "名称": outcome.name} for outcome in book.all(Outcome)]
    return codes(rows, outcomes)


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
