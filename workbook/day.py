"""One day's work in one expression: grids and rulebooks in, a Day out (architecture §2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from workbook.papers.pages.prints import Changed, Shifted
from workbook.papers.reports.taken_in import Taken
from workbook.papers.scripts.leaving import note_unclear_marks
from workbook.papers.scripts.scripts import Spoken, list_spoken
from workbook.papers.scripts.text_lists import list_lines
from workbook.rulebook.lint.own_rules import own_rule_faults
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Check, Spawn
from workbook.rules.engine import world as world_of
from workbook.rules.facts.checks import check_results
from workbook.rules.facts.odd_links import odd_links
from workbook.rules.facts.odd_numbers import odd_numbers
from workbook.rules.facts.odd_tasks import odd_tasks
from workbook.rules.facts.odd_words import odd_words
from workbook.rules.facts.overseers import unseen
from workbook.rules.facts.people import READERS, of_setting
from workbook.rules.facts.prepared import as_shipped
from workbook.rules.facts.same_facts import same_facts
from workbook.rules.facts.unfit_answers import unfit_answers
from workbook.rules.owed.cancelled import cancelled
from workbook.rules.owed.odd_days import facts_ahead
from workbook.rules.recording.late_entries import late_entries
from workbook.rules.recording.typed_rows import as_recorded
from workbook.rules.worklist.history import history
from workbook.rules.worklist.not_listed import not_listed
from workbook.rules.worklist.shared_draws import share_draws
from workbook.rules.worklist.worklist import Worklist, reminders, worklist
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.frames import stacked as stack
from workbook.rules.world.world import World
from workbook.sheets.grid import Grid
from workbook.words.issues import Issue
from workbook.words.tongue import Tongue


@dataclass(slots=True, eq=False)
class Day:
    """All that a run found out; every part is computed when it is first asked for."""

    world: World
    found: dict[str, Frame] = field(default_factory=dict)
    planned: Worklist | None = None
    said: Sequence[Spoken] | None = None
    taken: tuple[Taken, ...] = ()
    typed_over: Callable[[], Mapping[str, Sequence[Changed | Shifted]]] = dict
    list_found: Grid | None = None
    """今日清单 as it was found, before anything is written."""
    forms_made: Mapping[str, str] = field(default_factory=dict)
    """By task: the file and the sheet of its form, where today's forms were made."""
    moved: Mapping[int, int] = field(default_factory=dict)
    """Where the rows of 今日清单 as it was read stand since it was written."""
    earlier: dict[date, Sequence[Spoken]] = field(default_factory=dict)
    before: Day | None = None
    rule_sheets: tuple[Grid, ...] = ()
    standing: Callable[[], tuple[Mapping[str, int], Mapping[str, int]]] | None = None
    """Sheets with rows in them, of facts and of rules, and how many: the next run compares with it."""
    rule_faults: tuple[Issue, ...] | None = None
    tongue: Tongue | None = None
    """The language that its workbook is kept in; None is Chinese."""

    @property
    def overtyped(self) -> Mapping[str, Sequence[Changed | Shifted]]:
        """By sheet of ours: cells that the program had printed and that hold something else now."""
        return self.typed_over()

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
            "历史",
        ):
            self.sheet(name)
        self.checked(only_failed=True)
        note_unclear_marks(self.world)
        return self

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong in the sheets, in the rules, and in what they make together.

        A fault of an own rule is told at its cell, not once more at its row when the rule is asked for.
        """
        world = self.world
        if self.rule_faults is None:
            self.rule_faults = own_rule_faults(world.book, world.schema, world.codes, world.tables.cells)
        told = {(one.kind, one.place.sheet, one.place.row) for one in self.rule_faults}
        made = (
            one for one in world.issues if one.place.column or (one.kind, one.place.sheet, one.place.row) not in told
        )
        found = (said for one in world.tables.issues if (said := as_recorded(world, one)) is not None)
        return (
            *found,
            *late_entries(world),
            *unfit_answers(world),
            *odd_words(world),
            *odd_tasks(world),
            *odd_links(world),
            *odd_numbers(world),
            *dict.fromkeys((*world.book.issues, *self.rule_faults)),
            *dict.fromkeys((*same_facts(world), *facts_ahead(world), *unseen(world), *cancelled(world), *made)),
        )

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
            return self.checked()
        if name.startswith("名单"):
            return self._once(name, lambda: list_lines(self.world, self.worklist.lines, name))
        return self.world.frame(name)

    @property
    def reminders(self) -> Frame:
        """提醒: what staff owe that is no call to a customer."""
        return self._once("提醒", lambda: reminders(self.world, self.worklist))

    def checked(self, *, only_failed: bool = False) -> Frame:
        """检查结果, with the checks that look at the finished list and the lists of texts; or only what fails.

        Every item over every row it concerns is many times the workbook: who looks for gaps asks for what fails.
        """
        return self._once("没通过" if only_failed else "检查结果", partial(self._checked, only_failed=only_failed))

    def _checked(self, *, only_failed: bool) -> Frame:
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
