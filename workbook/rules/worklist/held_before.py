"""Who had which task when the list was last made: by 今日清单 as it stands in the workbook, else by 历史."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Vec, says
from workbook.rules.world.world import World
from workbook.sheets.meant import Meant
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.nearest import nearest
from workbook.words.place import Place
from workbook.words.tongue import worded

LIST, OWNER, NAME, MEANT, LISTED = "今日清单", "责任人", "责任人姓名", "原定责任人", "列出姓名"
BY_HAND = "改派"
"""What 历史 calls a task that somebody moved on the list."""


@dataclass(slots=True)
class Before:
    """By task (each part of a merged one): positions in 员工.

    Shapes:
        held: who had it. moved: to whom somebody gave it, by typing another name on the list, and where it was typed.
        meant: whom the rules named then (−1: nobody). noted: the number of whoever 历史 says. by_hand: whoever has it
        because somebody moved it on an earlier day.
    """

    held: dict[str, int] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    meant: dict[str, int] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    by_hand: dict[str, int] = field(default_factory=dict)
    typed_at: dict[str, Place] = field(default_factory=dict)


def before(world: World) -> Before:
    """What is known of tasks given out before."""
    return world.remembered("从前的责任人", "", lambda: _before(world))


def _before(world: World) -> Before:
    found, staff = Before(), world.frame("员工")
    _by_history(world, staff, found)
    if LIST not in world.tables.frames:
        return found
    listed = world.found(LIST)
    tasks = listed.typed["任务编号"].objects()
    owners = staff.lookup(listed.typed[OWNER])
    meant = staff.lookup(listed.typed[MEANT])
    typed = _typed_names(world, listed, staff, owners)
    has_meant = MEANT in world.tables.cells.get(LIST, {})
    for row, names in enumerate(tasks.tolist()):
        for task in str(names).split("、") if names is not None else ():
            if typed[row] >= 0:
                found.moved[task] = int(typed[row])
                found.typed_at[task] = listed.place(row, NAME)
            if owners[row] >= 0:
                found.held[task] = int(owners[row])
                if has_meant:
                    found.meant[task] = int(meant[row])
    return found


def _by_history(world: World, staff: Frame, found: Before) -> None:
    if "历史" not in world.tables.frames:
        return
    past = world.found("历史")
    mine = past.typed["表"].matching(lambda word: word == LIST) & past.typed["列"].matching(lambda word: word == OWNER)
    rows = np.flatnonzero(mine)
    rows = rows[np.argsort(past.typed["序号"].of(Type("小数")).data[rows], kind="stable")]
    people = past.typed["新值"].take(rows)
    ids, at, rules = people.objects(), staff.lookup(people), past.typed["规则"].objects()[rows]
    for place, task in enumerate(past.typed["主键"].objects()[rows].tolist()):
        if task is not None and at[place] >= 0:
            found.held[task], found.noted[task] = int(at[place]), str(ids[place])
            found.by_hand[task] = int(at[place]) if rules[place] == BY_HAND else -1


def _typed_names(world: World, listed: Frame, staff: Frame, owners: np.ndarray) -> np.ndarray:
    """Whom a typed name means where it isn't the name of the row's person any more; −1 elsewhere."""
    found = np.full(len(listed), -1, dtype=np.int64)
    if NAME not in listed.typed:
        return found
    shown: Vec = says(listed.typed[NAME])
    names, keys = says(world.column(staff, "姓名")), says(staff.key())
    called = [str(name or "") for name in names.objects()]
    ids = [str(one or "") for one in keys.objects()]
    place = {one: at for at, one in enumerate(ids)}
    meant = Meant(pa.array(ids, pa.string()), pa.array(called, pa.string()))
    words, before = shown.objects(), says(listed.typed[LISTED]).objects()
    for row in np.flatnonzero(~shown.missing()).tolist():
        word, owner = str(words[row]), int(owners[row])
        if word == before[row]:  # nobody typed here, whoever bears that name in 员工 by now
            continue
        several = meant.all(word)
        if owner >= 0 and (word == called[owner] or ids[owner] in several):
            continue
        if len(several) == 1:
            found[row] = place[several[0]]
        elif several:
            said = {"ids": "、".join(several), "example": several[0]}
            world.note(issue(Kind.NAME_TWICE, listed.place(row, NAME), heading=NAME, value=word, sheet="员工", **said))
        else:
            near = nearest(word, called)
            hint = worded("最像的是“{near}”", near=near) if near else "改成对的名字"
            told = {"heading": NAME, "value": word, "sheet": "员工", "hint": hint}
            world.note(issue(Kind.UNKNOWN_REFERENCE, listed.place(row, NAME), **told))
    return found
