"""Rows that 开单 opened and whose cause is gone: somebody changed the cell that they were opened for (rule-language §3.8)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbook.clock.periods import named
from workbook.rulebook.cells.tree import Between, Clause, Compare, Condition, Equals, Item, references
from workbook.rulebook.sorts.model import Spawn
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM
from workbook.rules.facts.holds import holds
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue

SHOWN = 50
Origins = Callable[[View], list[str]]


def note_gone(world: World, rule: Spawn, source: Frame, target: Frame, origins: Origins) -> None:
    """An issue at each row that the rule opened for a source row whose typed cells no longer meet the test.

    Only cells that staff type say that somebody took the cause back: a computed column (逾期天数), a period told from
    today and a row that was put away change by themselves.
    """
    if rule.for_each or source.sheet.virtual or source.sheet.ours or MADE_BY not in target.typed:
        return
    mine = np.flatnonzero(target.typed[MADE_BY].matching(lambda word: word == rule.id) & (target.rows > 0))
    when = _typed(world, source, rule.when)
    if not len(mine) or when.always:
        return
    made_from = target.typed[MADE_FROM].take(mine).objects()
    holding = holds(when, Scope(world, whole(source)), wanted=True)
    rows = _asked(rule, source, made_from.tolist(), holding)
    keys = origins(View(source, rows))
    standing = {key for key, holds_ in zip(keys, holding[rows].tolist(), strict=True) if holds_}
    at = {key: int(row) for key, row in zip(keys, rows.tolist(), strict=True)}
    gone = [place for place, key in enumerate(made_from) if key in at and key not in standing]
    for place in gone[:SHOWN]:
        row = at[made_from[place]]
        cell = source.place(row, _failing(world, source, when, row))
        test = "；或 ".join("；".join(f"{c.path[0]}: {c.test.text}" for c in group) for group in when.alternatives)
        words = {"rule": rule.id, "source": str(cell), "test": test}
        world.note(issue(Kind.CAUSE_GONE, target.place(int(mine[place]), MADE_FROM), **words))


def _asked(rule: Spawn, source: Frame, made_from: list[str | None], holding: Mask) -> np.ndarray:
    """The source rows that matter: those that the opened rows name; of rows opened once per value all may."""
    if rule.once_per:
        return source.all
    keys = source.key()
    wanted = {one for one in made_from if one}
    return np.flatnonzero(keys.matching(lambda word: word in wanted) & np.ones(len(holding), dtype=bool))


def _typed(world: World, source: Frame, when: Condition) -> Condition:
    """Of each alternative what is asked of cells that staff type on the row itself; always when one asks for no such cell."""
    groups = tuple(tuple(one for one in group if _is_typed(world, source, one)) for group in when.alternatives)
    return Condition(groups if all(groups) else ())


def _is_typed(world: World, source: Frame, clause: Clause) -> bool:
    if len(clause.path) != 1 or source.sheet.column(clause.path[0]) is None or [*references(clause.test)]:
        return False
    if world.nodes.makes(source.name, clause.path[0]):
        return False
    return not any(_moves(item, world) for item in clause.test.items)


def _moves(item: Item, world: World) -> bool:
    """Whether what is asked for is another thing tomorrow: 今日, 下月, 现在."""
    match item:
        case Compare(bound=bound):
            bounds = [bound]
        case Between(low=low, high=high):
            bounds = [low, high]
        case Equals(value=value):
            bounds = [value]
        case _:
            return False
    told = [str(one.value) for one in bounds]
    return any(word == "现在" or (not word[:1].isdigit() and named(word, world.today) is not None) for word in told)


def _failing(world: World, source: Frame, when: Condition, row: int) -> str:
    """The first column that no longer holds what the test asks for."""
    scope = Scope(world, View(source, np.array([row])))
    clauses = [clause for group in when.alternatives for clause in group]
    failing = (one for one in clauses if not holds(Condition(((one,),)), scope, wanted=True)[0])
    return next((one.path[0] for one in failing), "")
