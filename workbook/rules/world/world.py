"""All that a run knows, computed on demand: asking for a column or a sheet computes whatever it stands on, once.

A rule that needs its own result is a cycle; it is found by asking and named with its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from workbook.clock.days import Calendar, Calendars
from workbook.clock.hours import Hours
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.mentions.resting import called
from workbook.rulebook.sorts.model import Rule
from workbook.rules.world.early import Early
from workbook.rules.world.frames import Columns, Frame, bare
from workbook.rules.world.rule_words import NAMES_RULES, spelt
from workbook.rules.world.vectors import TEXT, Mask, Vec, constant, empty, series
from workbook.sheets.codes import Codes
from workbook.sheets.schema import Schema, Sheet
from workbook.sheets.tables import Tables
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.place import Place
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

T = TypeVar("T")
NOT_TO_BE_COMPUTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What numpy, dates and decimals raise when a rule asks for something that isn't there: the 60th of a month, 1e999 days."""


class Cycle(Exception):
    """A rule waits for its own result; `path` names the nodes in order."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


class Unknown(Exception):
    """A rule names a sheet or column that isn't there."""

    def __init__(self, sheet: str, name: str, known: list[str]) -> None:
        super().__init__(f"{sheet}.{name}")
        self.sheet, self.name, self.known = sheet, name, known


class Nodes(Protocol):
    """What can be computed; `engine` fills this in, so that the world needs to know no rule."""

    def column(self, world: World, frame: Frame, heading: str) -> Vec | None:
        """A derived, decided or assigned column; None when no rule makes it."""

    def hidden(self, world: World, frame: Frame, heading: str) -> Mask | None:
        """Rows whose typed value doesn't count (blocked by a check, or no legal state)."""

    def makes(self, sheet: str, heading: str) -> bool:
        """Whether a rule makes a column, in whole or in part."""

    def sheet(self, world: World, name: str, ids: tuple[str, ...] | None) -> Frame | None:
        """A virtual sheet (义务, 检查结果 …), only the rules `ids` where given; None when it isn't virtual."""

    def spawned(self, world: World, frame: Frame) -> Frame:
        """The sheet with the rows that 开单 adds to it."""


@dataclass(slots=True, eq=False)
class World:
    """Facts, rules and the moment; and all that has been computed of them."""

    tables: Tables
    schema: Schema
    codes: Codes
    book: Rulebook
    calendars: Calendars
    hours: Hours
    now: datetime
    nodes: Nodes
    branch: str = ""
    sheets: dict[tuple[str, tuple[str, ...] | None], Frame] = field(default_factory=dict)
    facts: dict[str, Frame] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    issues: dict[Issue, None] = field(default_factory=dict)
    memory: dict[tuple[str, Any], Any] = field(default_factory=dict)
    early: Early | None = None
    """Sheets that were read while rows were still being added to them, and what was known by then."""

    # -- moments
    @property
    def today(self) -> date:
        """The day of the run."""
        return self.now.date()

    @property
    def instant(self) -> np.datetime64:
        """The moment of the run."""
        return np.datetime64(self.now, "us")

    @property
    def at_once(self) -> Span:
        """What 立即 means here."""
        return span(self.book.value("立即") or "当日") or Span(Decimal(0), "天")

    @property
    def horizon(self) -> tuple[np.datetime64, np.datetime64]:
        """The days that 日历 and repeated duties reach over: from 启用日 (else 前看天数 back) to now + 前看天数."""
        today, reach = np.datetime64(self.today, "D"), int(self.book.value("前看天数") or 62)
        begin = self.book.value("启用日")
        return (min(np.datetime64(begin, "D"), today) if begin else today - reach), today + reach

    def calendar(self, name: str = "国家") -> Calendar:
        """A calendar by its 历."""
        return self.calendars.of(name)

    def under(self, calendars: Calendars) -> World:
        """The same facts, rules and moment under other calendars; nothing computed is shared."""
        facts = {name: Frame(one.sheet, one.rows, one.typed, one.cells, one.links) for name, one in self.facts.items()}
        hours = self.hours.over(calendars.of("国家"))
        fresh: dict[str, Any] = {"sheets": {}, "waiting": [], "issues": {}, "memory": {}, "early": None}
        return replace(self, calendars=calendars, hours=hours, facts=facts, **fresh)

    # -- sheets
    def frame(self, name: str, ids: tuple[str, ...] | None = None) -> Frame:
        """A sheet with all its rows; virtual sheets may be asked for some rules only.

        While 开单 adds rows to a sheet, whoever reads that sheet sees the rows present at the start; what was worked out
        of them is worked out anew once the sheet is whole.

        Raises:
            Unknown: no such sheet.
            Cycle: it stands on itself.
        """
        key = (name, ids)
        if key not in self.sheets and ids is None and name in self.waiting and name in self.facts:
            self.early = self.early or Early.of(self.sheets, self.memory, self.facts)
            self.early.names.add(name)
            return self.facts[name]  # a rule of 开单 on its way into this sheet sees the rows there were at the start
        if key not in self.sheets:
            with self.computing(name if ids is None else f"{name}（{'、'.join(ids)}）"):
                made = self.nodes.sheet(self, name, ids)
                self.sheets[key] = made if made is not None else self.nodes.spawned(self, self.found(name))
            if self.early is not None and ids is None and self.early.whole(name):
                self.early.forget_since(self.sheets, self.memory, self.facts, name)
                self.early = None
        return self.sheets[key]

    def found(self, name: str) -> Frame:
        """The rows of a sheet as they stood at the start of the run."""
        if name not in self.facts:
            sheet = self.schema.sheets.get(name)
            if sheet is None:
                raise Unknown(name, "", list(self.schema.sheets))
            table = self.tables.frames.get(name)
            if table is None:
                self.facts[name] = bare(sheet)
            else:
                headings = [heading for heading in table.columns.tolist() if heading != "行号"]
                typed = Columns({heading: partial(self._typed, table, sheet, heading) for heading in headings})
                self.facts[name] = Frame(
                    sheet, table["行号"].to_numpy(np.int64), typed, self.tables.cells.get(name, {})
                )
        return self.facts[name]

    def _typed(self, table: pd.DataFrame, sheet: Sheet, heading: str) -> Vec:
        """One column as staff typed it, the numbers of rules in it as the rules write them."""
        found = _column_of(table, sheet, heading)
        return spelt(self.book, found) if (sheet.name, heading) == NAMES_RULES else found

    # -- columns
    def column(self, frame: Frame, heading: str, *, typed: bool = False) -> Vec:
        """One column of a sheet: as staff typed it, or as it counts (derived, assigned, less what is blocked).

        Raises:
            Unknown: no such column.
            Cycle: it stands on itself.
        """
        if typed and heading in frame.typed:
            return frame.typed[heading]
        if heading not in frame.computed:
            with self.computing(f"{frame.name}.{heading}"):
                made = self.nodes.column(self, frame, heading)
                frame.computed[heading] = made if made is not None else self._as_it_counts(frame, heading)
        return frame.computed[heading]

    def _as_it_counts(self, frame: Frame, heading: str) -> Vec:
        if heading == "行号":
            return Vec(Type("整数"), frame.rows.astype(float))
        values = frame.typed.get(heading)
        if values is None:
            declared = frame.sheet.column(heading)
            if declared is None:
                raise Unknown(frame.name, heading, [*frame.typed, *(c.heading for c in frame.sheet.columns)])
            values = empty(declared.type, len(frame))
        hidden = self.nodes.hidden(self, frame, heading)
        return values if hidden is None else values.without(hidden)

    def setting(self, name: str, size: int) -> Vec:
        """A setting's value in each of `size` rows."""
        setting = self.book.settings.get(name)
        if setting is None:
            raise Unknown("设置", name, list(self.book.settings))
        kind = Type.parse(setting.type or "文本")
        if not setting.value:
            return empty(kind, size)
        value: Any = setting.value
        if kind.kind == "number":
            value = float(value[:-1]) / 100 if value.endswith("%") else float(value)
        return constant(value, size, kind)

    # -- care
    @contextmanager
    def computing(self, node: str) -> Iterator[None]:
        """Marks a node as being computed; meeting it again inside is a cycle."""
        if node in self.waiting:
            raise Cycle((*self.waiting[self.waiting.index(node) :], node))
        self.waiting.append(node)
        try:
            yield
        finally:
            self.waiting.pop()

    def attempt(self, rule: Rule, make: Callable[[], T], otherwise: T) -> T:
        """`make()`, or `otherwise` with an issue when the rule names something that isn't there or waits for itself."""
        try:
            return make()
        except Unknown as error:
            self.note(self._unknown(rule, error))
        except NotUnderstood as error:
            self.note(issue(Kind.RULE_RESTS, rule.place, rule=called(rule), why=error.why, hint=error.hint))
        except Cycle as error:
            self.note(issue(Kind.RULE_CYCLE, rule.place, path=" → ".join(error.path)))
        except NOT_TO_BE_COMPUTED:
            why = "这一行里有一格的写法算不出来"
            hint = worded("看这一行最近改过的格：数、日期、时长是不是写得太大，列是不是该换一列。")
            self.note(issue(Kind.RULE_RESTS, rule.place, rule=called(rule), why=why, hint=hint))
        return otherwise

    def _unknown(self, rule: Rule, error: Unknown) -> Issue:
        guess = nearest(error.name or error.sheet, error.known)
        if error.sheet == "设置":
            return issue(Kind.UNKNOWN_SETTING, rule.place, rule=called(rule), setting=error.name, nearest=guess)
        if not error.name:
            return issue(Kind.UNKNOWN_SHEET, rule.place, rule=called(rule), sheet=error.sheet, nearest=guess)
        return issue(
            Kind.UNKNOWN_COLUMN, rule.place, rule=called(rule), path=error.name, sheet=error.sheet, nearest=guess
        )

    def note(self, found: Issue) -> None:
        """Keeps an issue once, in the order of finding."""
        self.issues.setdefault(found)

    def place(self, frame: Frame, position: int, heading: str = "") -> Place:
        """Where a row's cell stands."""
        return frame.place(position, heading)

    def remembered(self, what: str, key: Any, make: Callable[[], T]) -> T:
        """Computed once per run."""
        if (what, key) not in self.memory:
            with self.computing(f"{what}（{key}）" if key else what):
                self.memory[(what, key)] = make()
        result: T = self.memory[(what, key)]
        return result


def _column_of(table: pd.DataFrame, sheet: Sheet, heading: str) -> Vec:
    """One column of a table; taken out of it only when asked for, since most columns never are."""
    declared = sheet.column(heading)
    return series(table[heading], TEXT if declared is None else declared.type)


def settings_of(book: Rulebook) -> Mapping[str, str]:
    """Setting names and their texts."""
    return {name: setting.value for name, setting in book.settings.items()}
