"""Which rule makes which column and which sheet: the one place where the world learns about rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from workbook.clock.days import Calendars
from workbook.clock.hours import Hours
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import (
    Assign,
    Check,
    Decide,
    Derive,
    Duty,
    Flow,
    Metric,
    Quota,
    Rule,
    Sample,
    Sanction,
    Spawn,
)
from workbook.rules.facts import answers, checks, decide, derive, flow, spawn, unfit_answers
from workbook.rules.facts.fixed_days import calendar_of
from workbook.rules.metrics import metrics
from workbook.rules.metrics.raw import with_raw
from workbook.rules.owed import chain_sheet, duties, quotas, samples
from workbook.rules.owed.done_marks import counts_as
from workbook.rules.penalties import passes, telling
from workbook.rules.worklist import owner_columns
from workbook.rules.worklist.contactable import uncontactable
from workbook.rules.world.frames import Frame, stacked
from workbook.rules.world.rule_rows import rule_frame
from workbook.rules.world.vectors import Mask, Vec, empty
from workbook.rules.world.world import World
from workbook.sheets.codes import Codes
from workbook.sheets.schema import Schema
from workbook.sheets.tables import Tables
from workbook.sheets.types import Type
from workbook.words.windows import windows

Ids = tuple[str, ...] | None
DAY_SHIFT = ((540, 720), (780, 1080))


class Engine:
    """Answers the world's questions from the rules of one rulebook."""

    def __init__(self, book: Rulebook) -> None:
        self.derives = _by_column(book, Derive)
        self.decides = _by_column(book, Decide)
        self.silent = book.silent
        self.flows: dict[tuple[str, str], list[Flow]] = {}
        for step in book.all(Flow):
            self.flows.setdefault((step.sheet, step.state), []).append(step)
        self.spawns: dict[str, list[Spawn]] = {}
        for rule in book.all(Spawn):
            self.spawns.setdefault(rule.target, []).append(rule)
        self.owned = {tuple(rule.target.split(".", 1)) for rule in book.all(Assign) if "." in rule.target}
        self.blocking = {
            (check.sheet, block.removeprefix("列").strip())
            for check in book.all(Check)
            for block in check.blocks
            if block.startswith("列")
        }
        self.answered = unfit_answers.bounded_columns(book)

    def column(self, world: World, frame: Frame, heading: str) -> Vec | None:
        """A derived, decided, stated or assigned column; None when no rule makes it."""
        key = (frame.name, heading)
        if key == ("回访记录", "计为"):
            return counts_as(world, frame)
        if key == ("处罚台账", telling.TOLD):
            return telling.told(world, frame)
        if key in self.flows:
            return flow.legal_states(world, frame, self.flows[key])
        if key in self.owned:
            return owner_columns.effective(world, frame, heading)
        if key in self.derives:
            return derive.derived(world, frame, self.derives[key])
        if key in self.decides:
            return decide.decided(world, frame, self.decides[key])
        if key in self.silent:
            return empty(self.silent[key].type, len(frame))
        base, dot, _ = heading.partition("·")
        if dot and any((frame.name, base) in made for made in (self.derives, self.decides, self.silent)):
            world.column(frame, base)
            return frame.computed.get(heading, empty(Type("文本"), len(frame)))
        return None

    def hidden(self, world: World, frame: Frame, heading: str) -> Mask | None:
        """Rows whose typed value is blocked by a failing check, or is an answer that can't be."""
        unfit = unfit_answers.hidden(world, frame, heading) if (frame.name, heading) in self.answered else None
        if (frame.name, heading) not in self.blocking:
            return unfit
        blocked = checks.failing(world, frame, f"列 {heading}")
        return blocked if unfit is None else blocked | unfit

    def makes(self, sheet: str, heading: str) -> bool:
        """Whether a rule makes a column, in whole or in part."""
        key = (sheet, heading)
        return key in self.flows or key in self.owned or key in self.derives or key in self.decides

    def sheet(self, world: World, name: str, ids: Ids) -> Frame | None:
        """The sheets of results, the calendar, the answers, and the rule sheets themselves."""
        if name == "日历":
            return calendar_of(world, *world.horizon)
        if name == "答卷":
            return answers.answers(world)
        if name == "义务":
            return self._results(world, name, ids, {Duty: duties.duty_results, Sample: _sample_duties})
        if name == "定额结果":
            return self._results(world, name, ids, {Quota: quotas.quota_results})
        if name == "检查结果":
            return self._results(world, name, ids, {Check: checks.check_results})
        if name == "抽样台账":
            return self._results(world, name, ids, {Sample: _draws})
        if name == "问题链":
            return chain_sheet.chain_sheet(world)
        if name == "指标结果":
            return with_raw(world, self._results(world, name, ids, {Metric: metrics.metric_results}), ids)
        if name == "处罚台账":
            return (
                self._results(world, name, ids, {Sanction: passes.charges})
                if ids is not None
                else passes.sanctions(world)
            )
        return rule_frame(world, name)

    def spawned(self, world: World, frame: Frame) -> Frame:
        """The sheet with the rows that 开单 adds."""
        rules = self.spawns.get(frame.name)
        return spawn.spawned(world, frame, rules) if rules else frame

    def _results(
        self, world: World, name: str, ids: Ids, makers: dict[type[Any], Callable[[World, Sequence[Any]], Frame]]
    ) -> Frame:
        parts: list[Frame] = []
        for sort, make in makers.items():
            for rule_id, rules in world.book.by_id(sort).items():
                if ids is None or rule_id in ids:
                    parts.append(world.remembered(f"{name} {rule_id}", "", partial(make, world, rules)))
        return stacked(world.schema.sheets[name], parts)


def _draws(world: World, rules: Sequence[Sample]) -> Frame:
    return samples.draws(world, rules, uncontactable(world, rules[0]))


def _sample_duties(world: World, rules: Sequence[Sample]) -> Frame:
    return samples.sample_duties(world, rules, uncontactable(world, rules[0]))


def _by_column(book: Rulebook, sort: type[Any]) -> dict[tuple[str, str], list[Any]]:
    """Derivations and decisions by the sheet and column they fill, in their order."""
    grouped: dict[tuple[str, str], list[Any]] = {}
    for rule in book.all(sort):
        grouped.setdefault((rule.sheet, rule.column), []).append(rule)
    return {key: sorted(rules, key=_order) for key, rules in grouped.items()}


def _order(rule: Rule) -> int:
    return rule.order if rule.order is not None else 0


def world(tables: Tables, schema: Schema, codes: Codes, book: Rulebook, calendars: Calendars, now: datetime) -> World:
    """A world ready to be asked."""
    shifts = windows(book.value("上班时段")) or DAY_SHIFT
    return World(tables, schema, codes, book, calendars, Hours(shifts, calendars.of("国家")), now, Engine(book))
