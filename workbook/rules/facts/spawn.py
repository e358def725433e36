"""开单: rows that must come into being in another sheet (rule-language §3.8)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial

import numpy as np

from workbook.rulebook.cells.notations import Join
from workbook.rulebook.cells.rules_asked import named_rules
from workbook.rulebook.sorts.model import Spawn
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM, not_typed, typed_by_hand
from workbook.rules.facts.causes import note_gone
from workbook.rules.facts.derive import default, filled
from workbook.rules.facts.holds import holds
from workbook.rules.facts.joins import matched
from workbook.rules.facts.registered import REGISTERED
from workbook.rules.world.frames import Frame
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Positions, Vec, concat, constant, empty, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

_NEVER = re.compile(r"·190\d-\d\d-\d\d(?: 00:00(?::00)?)?(?=·|$)")
"""A day before all days, by which rules say that there was none yet: in the number that people read it says nothing."""


def spawned(world: World, frame: Frame, rules: Sequence[Spawn]) -> Frame:
    """The sheet with the rows that `rules` add below it; a second run finds them there and adds nothing."""
    whole_sheet = frame
    by_hand = typed_by_hand(frame)
    for rule in rules:
        fresh = world.attempt(rule, partial(_fresh, world, rule, whole_sheet, by_hand), None)
        if fresh:
            whole_sheet = _below(whole_sheet, fresh)
    if whole_sheet is not frame:
        _addressed(world, whole_sheet)
    return whole_sheet


def added_columns(world: World, name: str, filled: Collection[str]) -> dict[str, int]:
    """The columns that new rows need and the sheet lacks, at its right in the order of the schema; all of a new sheet."""
    sheet, there = world.schema.sheets[name], world.tables.cells.get(name)
    wanted = [column.heading for column in sheet.columns]
    if not there:
        return {heading: place for place, heading in enumerate(wanted, 1)}
    lost = [heading for heading in (*wanted, *sorted(set(filled) - set(wanted))) if heading in filled]
    return {
        heading: place
        for place, heading in enumerate((one for one in lost if one not in there), max(there.values()) + 1)
    }


def _addressed(world: World, frame: Frame) -> None:
    """New rows are told where they will stand, so that the first run says of them what every later one says."""
    fresh = frame.rows == 0
    filled_in = {heading for heading, vec in frame.typed.items() if not vec.take(np.flatnonzero(fresh)).missing().all()}
    first = world.tables.ends.get(frame.name, 1) + 1
    frame.coming = np.where(fresh, first + np.cumsum(fresh) - 1, 0)
    frame.coming_cells = added_columns(world, frame.name, filled_in)


def _fresh(world: World, rule: Spawn, target: Frame, by_hand: set[int]) -> dict[str, Vec]:
    """The new rows' columns."""
    sheet = world.schema.sheets.get(rule.source)
    computed = sheet is None or sheet.virtual or sheet.ours
    source = world.frame(rule.source, named_rules(rule.source, rule.when)) if computed else world.frame(rule.source)
    standing = holds(rule.when, Scope(world, whole(source)), wanted=True) & in_force(source, rule, world.today)
    view = View(source, np.flatnonzero(standing))
    objects = None
    if rule.for_each:
        others = whole(world.found(rule.for_each))
        pairs = matched(world, view, others, rule.for_join or Join(everything=True))
        view, objects = view.pick(pairs.left), others.pick(pairs.right)
        fits = np.flatnonzero(holds(rule.for_when, Scope(world, objects, asking=view)))
        view, objects = view.pick(fits), objects.pick(fits)
    scope = Scope(world, view, object=objects)
    origin = _origins(rule, scope)
    note_gone(world, rule, source, target, lambda rows: _origins(rule, Scope(world, rows)).tolist())
    rows = _not_yet(rule, target, origin)
    rows = not_typed(world, rule, target, _columns(rule, target, scope.pick(rows), origin[rows]), rows, by_hand)
    if rule.max is not None:
        rows = rows[: rule.max]
    return _columns(rule, target, scope.pick(rows), origin[rows]) if len(rows) else {}


def _origins(rule: Spawn, scope: Scope) -> Array:
    """What a new row comes from: the values of 每, else the source row's key (and the object's)."""
    if rule.once_per:
        parts = [says(scope.vec(path)).objects() for path in rule.once_per]
    else:
        parts = [scope.rows.frame.key().take(scope.rows.at).objects()]
        if scope.object is not None:
            parts.append(scope.object.frame.key().take(scope.object.at).objects())
    return np.array(
        ["·".join(str(part) for part in row if part is not None) for row in zip(*parts, strict=True)] + [""],
        dtype=object,
    )[:-1]


def _not_yet(rule: Spawn, target: Frame, origin: Array) -> Positions:
    """Rows whose origin has no row yet; a row that staff made with the same 来源编号 is adopted."""
    there: set[str] = set()
    if MADE_FROM in target.typed:
        made_by = target.typed[MADE_BY].objects() if MADE_BY in target.typed else [None] * len(target)
        there = {
            key
            for key, by in zip(target.typed[MADE_FROM].objects(), made_by, strict=True)
            if key and by in {None, rule.id}
        }
    rows: list[int] = []
    for position, key in enumerate(origin.tolist()):
        if key and key not in there:
            there.add(key)
            rows.append(position)
    return np.array(rows, dtype=np.int64)


def _columns(rule: Spawn, target: Frame, scope: Scope, origin: Array) -> dict[str, Vec]:
    columns: dict[str, Vec] = {}
    for heading, written in rule.write:
        declared = target.sheet.column(heading)
        kind = declared.type if declared else Type("文本")
        whole_reference = written.startswith("{") and written.endswith("}") and written.count("{") == 1
        values = (
            default(written, scope, kind) if whole_reference or "{" not in written else filled(written, scope).of(kind)
        )
        columns[heading] = values
    key = target.sheet.key
    if key and key.heading not in columns:
        columns[key.heading] = text([f"{rule.id}-{_NEVER.sub('', source)}" for source in origin], key.type)
    if target.sheet.column(REGISTERED) and REGISTERED not in columns:
        columns[REGISTERED] = constant(scope.world.instant, len(origin), Type("时点"))
    columns[MADE_BY] = text([rule.id] * len(origin))
    columns[MADE_FROM] = text(list(origin), Type("编号"))
    return columns


def _below(frame: Frame, fresh: dict[str, Vec]) -> Frame:
    """The frame with new rows below; they stand on no sheet yet (行号 0)."""
    size = len(next(iter(fresh.values())))
    typed = {}
    for heading in dict.fromkeys((*frame.typed, *fresh)):
        kind = frame.typed[heading].type if heading in frame.typed else fresh[heading].type
        above = frame.typed.get(heading, empty(kind, len(frame)))
        typed[heading] = concat([above, fresh.get(heading, empty(kind, size))], kind)
    return Frame(frame.sheet, np.concatenate([frame.rows, np.zeros(size, np.int64)]), typed, frame.cells)
