"""提醒 of people who are away or gone: the next alternative of 责任 who is there; where there is none, it is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.rulebook.sorts.model import Carry
from workbook.rules.facts.people import people
from workbook.rules.facts.presence import staff_now
from workbook.rules.worklist.tasks import picked, source_scope
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Vec, choose, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

OWNER = "责任人"
DUE = ("逾期", "今日到期")


def stood_in(world: World, work: Sequence[tuple[Carry, Frame]]) -> list[tuple[Carry, Frame]]:
    """The open duties of staff, each with somebody who is there today where its rule names one.

    Only today's reminder moves: whose duty it is, and who pays for it, stays with the rule.
    """
    return [(rule, world.attempt(rule, lambda r=rule, f=frame: _of(world, r, f), frame)) for rule, frame in work]  # type: ignore[misc]


def _of(world: World, rule: Carry, frame: Frame) -> Frame:
    written = getattr(rule, "owner", ())
    if not written or not len(frame) or not len(world.frame("员工")):
        return frame
    staff, here = world.frame("员工"), np.append(staff_now(world), False)
    present = set(staff.key().objects()[here[:-1]])
    own = frame.typed[OWNER]
    found, missing = own, ~here[staff.lookup(own)]
    for one in written:
        if not missing.any():
            return _with(frame, found)
        several = people(world, (one,), source_scope(world, frame), first=False)
        other = several.mapped(lambda all_: next((who for who in all_.split("、") if who in present), None), own.type)
        takes = missing & here[staff.lookup(other)]
        found, missing = choose(takes, other.of(own.type), found), missing & ~takes
    states = frame.typed["状态"].matching(lambda word: word in DUE)
    _say(world, rule, frame, np.flatnonzero(missing & (own.missing() | states)))
    return _with(frame, found)


def _with(frame: Frame, owners: Vec) -> Frame:
    made = picked(frame, frame.all)
    made.typed[OWNER] = owners
    return made


def _say(world: World, rule: Carry, frame: Frame, rows: Array) -> None:
    """Duties that nobody present can do, at the rows they come from."""
    names = dict(
        zip(world.frame("员工").key().objects(), world.column(world.frame("员工"), "姓名").objects(), strict=True)
    )
    owners, keys = frame.typed[OWNER].objects(), says(frame.typed["源编号"]).objects()
    for row in rows.tolist():
        who = owners[row]
        why = (
            worded("{who}今天不在", who=names.get(who) or who)
            if who
            else worded("“{owner}”现在指不到在职的人", owner="|".join(map(str, rule.owner)))
        )
        place = next(
            (link.frame.place(int(link.at[row])) for link in frame.links.get("源行", []) if link.at[row] >= 0),
            rule.place,
        )
        key = f"{rule.name or rule.id}（{keys[row] or rule.id}）"
        world.note(issue(Kind.NO_OWNER, place, key=key, why=why, rule=rule.id))
