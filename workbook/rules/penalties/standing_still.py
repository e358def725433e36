"""Sums that only typing can change: the columns behind them ask neither for today nor for what the program writes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbook.rulebook.cells.tree import MOVING, Condition, Path
from workbook.rulebook.sorts.model import Decide, Derive
from workbook.rules.penalties.charging import Lot
from workbook.rules.world.world import World

_BRACE = re.compile(r"\{([^{}]+)\}")


def sum_stands_still(world: World, lot: Lot) -> bool:
    """Whether the sums of charges that rows of staff's own sheet set off stay as they are unless somebody types.

    Prices with steps are left out: their sum hangs on the acts before them, which has words of its own.
    """
    sheet = lot.acts.frame.sheet
    if sheet.ours or sheet.virtual or len(lot.rule.amount) != 1 or len(lot.payers) != 1:
        return False
    quantity = lot.rule.quantity
    asked = (*lot.values, *((quantity,) if isinstance(quantity, tuple) else ()))
    return all(_still(world, sheet.name, path, ()) for path in asked)


def _still(world: World, sheet: str, path: Path, before: tuple[tuple[str, str], ...]) -> bool:
    if path[0] in {"设置", "本行"}:
        return path[0] == "设置" or _still(world, sheet, path[1:], before)
    found = world.schema.sheets.get(sheet)
    if len(path) != 1 or found is None or found.ours or found.virtual:
        return False
    spot = (sheet, path[0])
    if spot in before:
        return True
    if any((rule.sheet, rule.column) == spot for rule in world.book.all(Decide)):
        return False
    ways = [rule for rule in world.book.all(Derive) if (rule.sheet, rule.column) == spot]
    return all(_way_stands(world, rule, (*before, spot)) for rule in ways)


def _way_stands(world: World, rule: Derive, before: tuple[tuple[str, str], ...]) -> bool:
    """Whether one way to fill a column gives tomorrow what it gives today."""
    if MOVING.search(f"{rule.formula}{rule.default}"):
        return False
    source = rule.source or rule.sheet
    taken = [(source, rule.take)] if rule.take else []
    own = [(rule.sheet, tuple(name.split("."))) for name in _BRACE.findall(f"{rule.formula}{rule.default}")]
    tests = ((rule.sheet, rule.when), (source, rule.source_when), (source, rule.streak_when))
    if rule.source and not _still(world, rule.source, ("行",), before):
        return False
    tested = [(name, path) for name, condition in tests for path in _paths(condition)]
    return not any(_moves(condition) for _, condition in tests) and all(
        _still(world, name, path, before) for name, path in (*taken, *own, *tested)
    )


def _paths(condition: Condition) -> Iterable[Path]:
    return (clause.path for clauses in condition.alternatives for clause in clauses)


def _moves(condition: Condition) -> bool:
    return any(MOVING.search(clause.test.text) for clauses in condition.alternatives for clause in clauses)
