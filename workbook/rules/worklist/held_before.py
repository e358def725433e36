"""Who had which task when the list was last made: by 今日清单 as it stands in the workbook, else by 历史."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Vec, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.nearest import nearest

LIST, OWNER, NAME, MEANT = "今日清单", "责任人", "责任人姓名", "原定责任人"


@dataclass(slots=True)
class Before:
    """By task (each part of a merged one): positions in 员工.

    Shapes:
        held: who had it. moved: to whom somebody gave it, by typing another name on the list. meant: whom the rules
        named then (−1: nobody). noted: the number of whoever 历史 says.
    """

    held: dict[str, int] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    meant: dict[str, int] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)


def before(world: World) -> Before:
    """What is known of tasks given out before."""
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
    ids, at = people.objects(), staff.lookup(people)
    for place, task in enumerate(past.typed["主键"].objects()[rows].tolist()):
        if task is not None and at[place] >= 0:
            found.held[task], found.noted[task] = int(at[place]), str(ids[place])


def _typed_names(world: World, listed: Frame, staff: Frame, owners: np.ndarray) -> np.ndarray:
    """Whom a typed name means where it isn't the name of the row's person any more; −1 elsewhere."""
    found = np.full(len(listed), -1, dtype=np.int64)
    if NAME not in listed.typed:
        return found
    shown: Vec = says(listed.typed[NAME])
    names = [str(name or "") for name in says(world.column(staff, "姓名")).objects()]
    ids = [str(one or "") for one in staff.key().objects()]
    words = shown.objects()
    for row in np.flatnonzero(~shown.missing()).tolist():
        word, owner = str(words[row]), int(owners[row])
        if owner >= 0 and word in {names[owner], ids[owner]}:
            continue
        meant = [at for at in range(len(staff)) if word in {names[at], ids[at]}]
        if len(meant) == 1:
            found[row] = meant[0]
        else:
            near = nearest(word, names)
            words_of = {
                "heading": NAME,
                "value": word,
                "sheet": "员工",
                "hint": f"最像的是“{near}”" if near else "改成对的名字",
            }
            world.note(issue(Kind.UNKNOWN_REFERENCE, listed.place(row, NAME), **words_of))
    return found
