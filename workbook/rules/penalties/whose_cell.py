"""Charges whose person stands in a cell of the row behind them: only typing there makes them somebody else's."""

from __future__ import annotations

import re

import numpy as np

from workbook.rulebook.sorts.model import Assign, Decide, Derive, Duty
from workbook.rules.facts.operands import fold
from workbook.rules.penalties.acts import STAFF, ActScope
from workbook.rules.penalties.charging import Lot
from workbook.rules.penalties.finding_acts import trigger
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Mask, says
from workbook.rules.world.world import World

_CELL = re.compile(r"^\{([^{}.]+)\}$")


def person_in_cell(world: World, lot: Lot) -> Mask:
    """Charges that fall on whom a cell of their own row of staff's names, by the first way that the rule gives."""
    mask = np.zeros(len(lot.frame), dtype=bool)
    kind, names = trigger(lot.rule)
    if kind not in {"义务", "表"} or len(lot.payers) != 1 or not len(mask):
        return mask
    scope = ActScope(world, View(lot.acts.frame, lot.acts.at))
    rules = scope.vec(("规则",)).objects() if kind == "义务" else None
    who = says(lot.frame.typed["员工编号"]).mapped(fold).objects()
    for name in names:
        heading = _heading(world, lot, kind, name)
        if not heading:
            continue
        rows = np.arange(len(mask)) if rules is None else np.flatnonzero(rules == name)
        cell = says(scope.pick(rows).vec(("源行", heading))).mapped(fold).objects()
        mask[rows] = [bool(one) and one == who[row] for one, row in zip(cell, rows.tolist(), strict=True)]
    return mask


def _heading(world: World, lot: Lot, kind: str, name: str) -> str:
    """The column of staff's sheet that names the person; '' where another row, a post or a rule does."""
    duties = world.book.by_id(Duty).get(name, ()) if kind == "义务" else ()
    sheets = {duty.source for duty in duties} if kind == "义务" else {name}
    ways = {lot.rule.offender} if lot.rule.offender else {duty.owner for duty in duties}
    if len(sheets) != 1 or len(ways) > 1:
        return ""
    sheet = world.schema.sheets.get(next(iter(sheets)))
    if sheet is None or sheet.ours or sheet.virtual:
        return ""
    way = next(iter(ways), ())
    told = _CELL.match(way[0]) if way else None
    staff = sheet.column("员工编号") or sheet.playing(STAFF)
    heading = told[1] if told else staff.heading if staff and not way else ""
    return heading if sheet.column(heading) and not _is_made(world, sheet.name, heading) else ""


def _is_made(world: World, sheet: str, heading: str) -> bool:
    """Whether a rule fills the column."""
    made = {(rule.sheet, rule.column) for rule in world.book.all(Derive)}
    made |= {(rule.sheet, rule.column) for rule in world.book.all(Decide)}
    return (sheet, heading) in made or any(rule.target == f"{sheet}.{heading}" for rule in world.book.all(Assign))
