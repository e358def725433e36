"""Owner columns (客户.归属员工): what staff typed, else who was assigned, kept until they leave (rule-language §3.14)."""

from __future__ import annotations

import numpy as np

from workbook.rulebook.sorts.model import Assign
from workbook.rules.facts.flow import last_states
from workbook.rules.facts.presence import gone
from workbook.rules.worklist.assignment import Loads, choose, served
from workbook.rules.worklist.plans import plans
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Array, Vec, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue

SHOWN = 50


def effective(world: World, frame: Frame, heading: str) -> Vec:
    """The owner of each row: typed, else last assigned, else assigned now; a leaver's rows are assigned anew."""
    staff = world.frame("员工")
    typed, away = frame.typed[heading], np.append(gone(world), False)
    nobody = np.append(np.zeros(len(staff), dtype=bool), True)  # a word that is nobody's number or name
    blocked = world.nodes.hidden(world, frame, heading)
    if blocked is not None:  # 拦截 列: whom a check refuses isn't the owner, and somebody else is found
        typed = typed.without(blocked)
    stays = typed.without((away | nobody)[staff.lookup(typed)])  # whoever took over keeps what they took over
    held = stays.otherwise(last_states(world, frame, heading)).otherwise(typed)
    owner = staff.lookup(held)
    left = away[owner]
    open_rows = np.flatnonzero((owner < 0) | left)
    open_rows = open_rows[by_key(frame, open_rows)]
    rules = [rule for rule in world.book.all(Assign) if rule.target == f"{frame.name}.{heading}"]
    frame.computed[heading] = held  # rules of this column may read the owner a row had before
    if not len(open_rows) or not rules:
        return held
    owner = np.where(left, -1, owner)
    chosen, by = _assigned(world, frame, rules, open_rows, owner, heading)
    world.memory[("分派", f"{frame.name}.{heading}")] = by
    ids = np.append(staff.key().objects(), np.array([None], dtype=object))
    return text(list(ids[chosen]), Type("引用", "员工"))


def by_key(frame: Frame, rows: Array) -> Array:
    """Positions of some rows in the order of their keys (C2 before C10): rows sorted anew are dealt as before."""
    words = [str(word) for word in says(frame.key()).objects()[rows]]
    return np.array(sorted(range(len(rows)), key=lambda at: (len(words[at]), words[at])), dtype=np.int64)


def _assigned(
    world: World, frame: Frame, rules: list[Assign], open_rows: Array, owner: Array, heading: str
) -> tuple[Array, dict[int, str]]:
    staff = world.frame("员工")
    rows = View(frame, open_rows)
    loads = Loads(
        held=np.bincount(owner[owner >= 0], minlength=len(staff)).astype(float),
        may=np.full(len(staff), np.inf),
        turn=served(world, rules),
    )
    prepared = plans(world, rules, rows)
    chosen, by = owner.copy(), {}
    for position, row in enumerate(open_rows.tolist()):
        choice = choose(prepared, position, loads)
        chosen[row] = choice.person
        by[row] = choice.rule
        if choice.person < 0 and position < SHOWN:
            place = frame.place(row, heading)
            key = f"{says(frame.key()).objects()[row] or place} "
            world.note(issue(Kind.UNASSIGNED, place, key=key, why=choice.remark))
    return chosen, by


def changes(world: World, frame: Frame, heading: str) -> list[tuple[str, str | None, str, str]]:
    """Assignments made now that 历史 doesn't hold yet: (key, old owner, new owner, rule)."""
    now = world.column(frame, heading).objects()
    past = last_states(world, frame, heading).objects()
    typed, keys = frame.typed[heading].objects(), frame.key().objects()
    by: dict[int, str] = world.memory.get(("分派", f"{frame.name}.{heading}"), {})
    return [
        (keys[row], past[row] if past[row] is not None else typed[row], now[row], by.get(row, ""))
        for row in range(len(frame))
        if now[row] is not None and now[row] not in {typed[row], past[row]}
    ]
