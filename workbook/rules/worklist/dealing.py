"""Who makes each call of today: whoever has it already, else 分派, else the person its rule names, else the least loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.rulebook.cells.turns import least_of
from workbook.rulebook.sorts.model import Assign
from workbook.rules.facts.presence import staff_now
from workbook.rules.owed.done_marks import countable
from workbook.rules.worklist.assignment import (
    Choice,
    Loads,
    capacity,
    choose,
    excluded,
    reserve,
    served,
    suited,
    suits,
)
from workbook.rules.worklist.held_before import BY_HAND, MEANT, Before, before
from workbook.rules.worklist.limits import Sieve
from workbook.rules.worklist.plans import Plan, plans
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

SHOWN = 50


@dataclass(slots=True, eq=False)
class _Deal:
    """The tasks of the day on their way to people.

    Shapes:
        stays: who keeps each row, −1 where it is dealt anew. by_hand: rows that somebody gave to that person.
    """

    rows: Array
    prepared: list[Plan]
    usual: Array
    here: Mask
    loads: Loads
    stays: Array
    by_hand: Mask
    refused: list[tuple[int, int, str]] = field(default_factory=list)
    kept_by: dict[int, list[int]] = field(default_factory=dict)
    _covered: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        self._covered = [*map(any, zip(*(plan.applies.tolist() for plan in self.prepared), strict=True))]

    def covered(self, place: int) -> bool:
        """Whether a rule of 分派 speaks of the row."""
        return bool(self._covered) and self._covered[place]

    def reserve(self) -> None:
        """Holds room for what people have already, the most urgent first."""
        for place in np.flatnonzero(self.stays >= 0).tolist():
            person = int(self.stays[place])
            against = self._against(place, person)
            if against:
                self.refused += [(place, person, against)] if self.by_hand[place] else []
                self.stays[place] = -1
                continue
            reserve(self.prepared, place, person, self.loads)
            self.kept_by.setdefault(person, []).append(place)

    def _against(self, place: int, person: int) -> str:
        """Why somebody can't keep a row; whoever moves one needs to ask neither for room nor for a trade."""
        if not self.here[person]:
            return worded("今天不在")
        if self.by_hand[place]:
            return "按规则不能接这一件" if excluded(self.prepared, place, person) else ""
        fits = not self.covered(place) or suits(self.prepared, place, person)
        return "" if fits and self.loads.room()[person] else "满了"

    def choice(self, place: int) -> Choice:
        """Who gets one row."""
        person = int(self.stays[place])
        if person >= 0:
            self.kept_by[person].remove(place)
            return Choice(person, "" if self.covered(place) else _instead(int(self.usual[place]), person))
        found = self._dealt(place)
        return self._more_urgent(place, found) if found.waits else found

    def _dealt(self, place: int) -> Choice:
        if self.covered(place):
            return choose(self.prepared, place, self.loads)
        return _by_custom(int(self.usual[place]), self.here, self.loads)

    def _more_urgent(self, place: int, refused: Choice) -> Choice:
        """Room that is only held for a less urgent task is given to this one; the least urgent of all is dealt anew."""
        if not any(self.kept_by.values()):
            return refused
        asked = suited(self.prepared, place) if self.covered(place) else {int(self.usual[place])}
        holders = [one for one in asked if self.kept_by.get(one)]
        for person in sorted(holders, key=lambda one: self.kept_by[one][-1], reverse=True):
            self.loads.held[person] -= 1
            found = self._dealt(place)
            if found.person >= 0:
                self.stays[self.kept_by[person].pop()] = -1
                return found
            self.loads.held[person] += 1
        return refused


def dealt(world: World, held: Sieve, calls: Mask) -> Array:
    """A person (position in 员工, or −1) for each kept task that is a call; those that nobody has room for wait."""
    staff = world.frame("员工")
    rows = np.flatnonzero(held.inside & calls)
    owners, named = np.full(len(held.tasks), -1, dtype=np.int64), np.full(len(held.tasks), -1, dtype=np.int64)
    held.tasks.typed[MEANT] = staff.key().take(named)
    if not len(staff):
        return owners
    rules = [rule for rule in world.book.all(Assign) if rule.target == "任务"]
    view = View(held.tasks, rows)
    prepared, usual, past = plans(world, rules, view), _usual(world, view), before(world)
    meant = _meant(prepared, usual)
    stays, by_hand = _stays(held.tasks, rows, meant, past)
    deal = _Deal(rows, prepared, usual, staff_now(world), _loads(world, rules), stays, by_hand)
    deal.reserve()
    _refuse(world, held, deal, past)
    by: dict[int, str] = {}
    for place, position in enumerate(rows.tolist()):
        choice = deal.choice(place)
        owners[position], by[position] = choice.person, choice.rule
        if choice.waits:
            held.drop_one(position, "排队", choice.remark, "")
        elif choice.remark:
            _remark(world, held, position, choice)
    named[rows] = meant
    held.tasks.typed[MEANT] = staff.key().take(named)
    hand = {int(rows[place]) for place in np.flatnonzero(deal.by_hand & (deal.stays >= 0)).tolist()}
    _remember(world, rules, held, owners, by, past, hand)
    return owners


def _remark(world: World, held: Sieve, position: int, choice: Choice) -> None:
    if choice.person < 0 and position < SHOWN:
        task = str(held.tasks.typed["任务编号"].objects()[position])
        world.note(issue(Kind.UNASSIGNED, Place("今日清单"), key=f"任务 {task} ", why=choice.remark))
    held.notes[position].append(
        choice.remark if choice.person >= 0 else worded("未分派：{remark}", remark=choice.remark)
    )


def _loads(world: World, rules: Sequence[Assign]) -> Loads:
    """Nobody holds anything yet; what somebody has done today is room that is gone."""
    staff = world.frame("员工")
    return Loads(np.zeros(len(staff)), capacity(world, rules) - _done_today(world), served(world, rules))


def _done_today(world: World) -> Array:
    """How many tasks of lists each person has closed today."""
    staff, records = world.frame("员工"), world.frame("回访记录")
    done = np.zeros(len(staff) + 1)
    today = world.column(records, "回访时间").data.astype("datetime64[D]") == np.datetime64(world.today, "D")
    rows = today & countable(world, records) & ~records.typed["任务编号"].missing()
    np.add.at(done, staff.lookup(records.typed["员工编号"])[rows], 1)
    return done[:-1]


def _stays(tasks: Frame, rows: Array, meant: Array, past: Before) -> tuple[Array, Mask]:
    """Who has each task already, unless the rules name somebody else by now; whoever was typed on the list has it.

    Beside it: whether somebody gave it to them by hand.
    """
    names = tasks.typed["任务编号"].objects()
    found, by_hand = np.full(len(rows), -1, dtype=np.int64), np.zeros(len(rows), dtype=bool)
    for place, position in enumerate(rows.tolist()):
        for task in str(names[position]).split("、"):
            if task in past.moved:
                found[place] = past.moved[task]
            elif task in past.held and past.meant.get(task, meant[place]) == meant[place]:
                found[place] = past.held[task]
            if found[place] >= 0:
                by_hand[place] = task in past.moved or past.by_hand.get(task) == found[place]
                break
    return found, by_hand


def _refuse(world: World, held: Sieve, deal: _Deal, past: Before) -> None:
    """Says of each task that was moved on the list today why it isn't with that person."""
    names, called = held.tasks.typed["任务编号"].objects(), world.column(world.frame("员工"), "姓名").objects()
    for place, person, why in deal.refused:
        typed_at = (past.typed_at.get(task) for task in str(names[deal.rows[place]]).split("、"))
        for where in filter(None, typed_at):
            world.note(issue(Kind.MOVE_REFUSED, where, who=called[person], why=why))


def _meant(prepared: Sequence[Plan], usual: Array) -> Array:
    """Whom the rules name outright for each row, whether there today or not; −1 where they leave it to a choice."""
    result, open_ = np.full(len(usual), -1, dtype=np.int64), np.ones(len(usual), dtype=bool)
    for plan in prepared:
        first = plan.named[0] if plan.named else result
        rows = open_ & plan.applies
        result[rows] = np.maximum(first[rows], -1)
        open_ &= ~rows
    return np.where(open_, usual, result)


def _usual(world: World, view: View) -> Array:
    """Without a rule: the person the duty names, else the customer's keeper."""
    scope = Scope(world, view)
    staff = world.frame("员工")
    named = staff.lookup(scope.vec(("责任人",)))
    keeper = staff.lookup(says(scope.vec(("客户", "归属员工"))))
    return np.where(named >= 0, named, keeper)


def _by_custom(wanted: int, here: Mask, loads: Loads) -> Choice:
    """The keeper when present and not full; else whoever holds least."""
    if wanted >= 0 and here[wanted] and loads.room()[wanted]:
        loads.held[wanted] += 1
        return Choice(int(wanted))
    free = np.flatnonzero(here & loads.room())
    if not len(free):
        return Choice(-1, "当天的人手已满", waits=bool(here.any()))
    if wanted < 0:
        return Choice(-1, worded("没有写明归谁"))
    person = int(free[np.argmin(loads.held[free])])
    loads.held[person] += 1
    return Choice(person, _instead(wanted, person))


def _instead(wanted: int, person: int) -> str:
    return worded("归属员工今天不在或已满，由别人代打") if wanted >= 0 and wanted != person else ""


def _remember(
    world: World,
    rules: Sequence[Assign],
    held: Sieve,
    owners: Array,
    by: dict[int, str],
    past: Before,
    by_hand: set[int],
) -> None:
    """What rules that take turns gave out and what was moved by hand goes to 历史, so that it holds tomorrow."""
    turns = {rule.id for rule in rules if any(method == "轮流" or least_of(method) for method in rule.method)}
    names, ids = held.tasks.typed["任务编号"].objects(), world.frame("员工").key().objects()
    given = {position: rule for position, rule in by.items() if rule in turns} | dict.fromkeys(by_hand, BY_HAND)
    world.memory[("分派", "今日清单.责任人")] = [
        (task, old, str(ids[owners[position]]), given[position])
        for position in sorted(given)
        for task in str(names[position]).split("、")
        if owners[position] >= 0
        and (
            (old := past.noted.get(task)) != ids[owners[position]] or (position in by_hand and task not in past.by_hand)
        )
    ]
