"""Fines whose cause may stand in a row that couldn't be read today: they stay as they are until the row is mended."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rulebook.sorts.model import Duty, Sanction
from workbook.rules.penalties.finding_acts import ENTRIES, trigger
from workbook.rules.penalties.lines import Held
from workbook.rules.world.vectors import Mask, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.place import Place


def unread(world: World, found: Held) -> Mask:
    """Lines that stand on a sheet in which a cell has stopped a row."""
    stopped = _stopped(world)
    answer = np.zeros(len(found.key), dtype=bool)
    if not stopped:
        return answer
    codes = says(found.column("代码"))
    for number, code in enumerate(codes.words.tolist()):
        sheets = {sheet for rule in world.book.by_id(Sanction).get(code, []) for sheet in behind(world, rule)}
        if sheets & stopped.keys():
            answer |= np.asarray(codes.data == number)
    return answer


def note_waiting(world: World, found: Held, waiting: Mask) -> None:
    """How many lines wait for which cell."""
    stopped, codes = _stopped(world), says(found.column("代码")).objects()
    count: dict[str, int] = {}
    for row in np.flatnonzero(waiting).tolist():
        sheets = (sheet for rule in world.book.by_id(Sanction).get(codes[row], []) for sheet in behind(world, rule))
        sheet = next((one for one in sheets if one in stopped), None)
        if sheet is not None:
            count[sheet] = count.get(sheet, 0) + 1
    for sheet, lines in count.items():
        world.note(issue(Kind.FINE_WAITS, stopped[sheet], sheet=sheet, count=lines))


def behind(world: World, rule: Sanction) -> Iterable[str]:
    """The sheets in whose rows the causes of a fine stand."""
    kind, names = trigger(rule)
    if kind in {"登记", "表"}:
        yield ENTRIES if kind == "登记" else names[0]
    elif kind == "义务":
        yield from (duty.source for duty in world.book.all(Duty) if duty.id in names)


def _stopped(world: World) -> dict[str, Place]:
    """Sheet → its first cell that stopped a row when the sheet was read."""
    names = {called: sheet for sheet, called in world.tables.names.items()}
    first: dict[str, Place] = {}
    for one in world.tables.issues:
        if one.kind.level == "停" and one.place.row:
            first.setdefault(names.get(one.place.sheet, one.place.sheet), one.place)
    return first
