"""Rules that ask nothing of a customer today, and the test that says so; above all where a cell is empty."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import has_key
from workbook.papers.words.phrases import Speaker, column
from workbook.rulebook.cells.tree import Clause, Condition, Path, references
from workbook.rulebook.load.translated import word_out
from workbook.rulebook.sorts.model import Duty, Quota, Sample
from workbook.rules.facts.holds import clause_holds, holds
from workbook.rules.owed.duties import customers
from workbook.rules.worklist.left_aside import before_begin, said_before, said_unread, unread
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import CHAINED, Scope, View, links, whole
from workbook.rules.world.vectors import says
from workbook.rules.world.world import Unknown, World
from workbook.words.place import Place
from workbook.words.tongue import HEADING, heard, named, worded

SHOWN = 20
ROWS = 200
"""So many rows of one sheet are looked at for one customer, the last ones."""


Told = tuple[bool, str]
"""Whether an empty cell is to blame, and why in words."""


def not_owed(day: Day, frame: Frame, position: int) -> Iterable[str]:
    """A line for each rule that doesn't apply: which test failed, on what it found, or which cell is empty."""
    world = day.world
    rules: tuple[Duty | Sample | Quota, ...] = (*world.book.all(Duty), *world.book.all(Sample), *world.book.all(Quota))
    own = View(frame, np.array([position]))
    theirs: dict[str, View] = {}
    lines: list[Told] = []
    for rule in rules:
        found = world.attempt(rule, partial(_why_not, world, rule, own, theirs), None)
        if found:
            name = worded("{name}（{id}）", name=rule.name, id=rule.id) if rule.name else rule.id
            lines.append((found[0], worded("· {name}：{found}。", name=name, found=found[1])))
    if lines:
        yield worded("条件不合、没有算的：")
        lines.sort(key=lambda line: not line[0])
        yield from (line for _, line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield worded("· 另有 {count} 条也不合。", count=len(lines) - SHOWN)


def _why_not(world: World, rule: Duty | Sample | Quota, own: View, theirs: dict[str, View]) -> Told | None:
    """Why one rule asks nothing of the row asked about; None when it asks, or has nothing to do with it."""
    if isinstance(rule, Quota):
        return _failed(world, rule.roster_when, own) if rule.roster == own.frame.name else None
    if isinstance(rule, Duty) and rule.for_each == own.frame.name:
        asks_back = any(path[0] == "本行" for path in rule.for_when.references())
        return None if asks_back else _failed(world, rule.for_when, own)
    source = rule.source if isinstance(rule, Duty) else rule.population
    if source not in theirs:
        theirs[source] = _mine(world, source, own)
    view = theirs[source]
    failed = _failed(world, rule.when, view) if len(view) else None
    if failed or not isinstance(rule, Duty) or rule.for_each:
        return failed
    return _unstarted(world, rule, view) or _before(world, rule, view)


def _mine(world: World, source: str, own: View) -> View:
    """The rows of a sheet that belong to the row asked about: itself, or those of its customer."""
    sheet = world.frame(source)
    if sheet.name == own.frame.name:
        return View(sheet, own.at)
    if own.frame.name != "客户":
        return View(sheet, np.empty(0, np.int64))
    key = own.frame.key().take(own.at).objects()[0]
    owned = has_key(customers(world, whole(sheet), None), key)
    return View(sheet, np.flatnonzero(owned)[-ROWS:])


def _unstarted(world: World, rule: Duty, view: View) -> Told | None:
    """The test holds, but nothing says from when: every 起点 of every row is empty."""
    scope = Scope(world, view, asking=view)
    rows = np.flatnonzero(holds(rule.when, scope))
    starts = [path for path in rule.start if not (len(path) == 2 and path[1] in CHAINED)]
    if not len(rows) or not starts or len(starts) < len(rule.start) or rule.waiting_since:
        return None
    scope = scope.pick(rows)
    if not all(bool(scope.vec(path).missing().all()) for path in starts):
        return None
    bad = unread(world)
    for at in rows[::-1].tolist():
        cells = [view.frame.place(int(view.at[at]), path[0]) for path in starts if path[0] in view.frame.cells]
        if found := next((one for one in cells if one in bad), None):
            return True, said_unread(found, bad[found])
    where = _cell(world, view, int(rows[-1]), starts[0])
    told = worded("、").join(named(path[0], HEADING) if len(path) == 1 else column(path) for path in starts)
    return True, worded("{where}{map}是空的，还没有起算", where=where, map=told)


def _before(world: World, rule: Duty, view: View) -> Told | None:
    """The test holds, but whatever begins, began before 启用日."""
    scope = Scope(world, view, asking=view)
    rows = np.flatnonzero(holds(rule.when, scope))
    start = before_begin(world, rule, scope.pick(rows)) if len(rows) else np.empty(0, "datetime64[us]")
    if not len(start) or np.isnat(start).any():
        return None
    return True, said_before(world, start.max())


def _failed(world: World, when: Condition, view: View) -> Told | None:
    """Whether an empty cell is to blame, and the tests that the nearest row fails; None when some row passes."""
    if when.always:
        return None
    best: tuple[int, int, list[Clause]] | None = None
    scope = Scope(world, view, asking=view)
    for clauses in when.alternatives:
        held = np.array([clause_holds(clause, scope) for clause in clauses]).reshape(len(clauses), len(view))
        misses = (~held).sum(axis=0)
        if (misses == 0).any():
            return None
        row = int(np.flatnonzero(misses == misses.min())[-1])
        if best is None or misses[row] < best[0]:
            best = (int(misses[row]), row, [clause for clause, ok in zip(clauses, held[:, row], strict=True) if not ok])
    if best is None:
        return None
    told = [_told(world, view, best[1], clause) for clause in best[2]]
    return any(empty for empty, _ in told), worded("；").join(why for _, why in told)


def _told(world: World, view: View, row: int, clause: Clause) -> Told:
    """One failing test: what it wants, and what stands there."""
    scope = Scope(world, view, asking=view).pick(np.array([row]))
    tongue, text = heard(), clause.test.text
    wanted = f"“{word_out(text, tongue)}”" if tongue else Speaker().test(clause.test).replace("填了", "填上")
    for path in (clause.path, *references(clause.test)):
        if bool(scope.vec(path).missing()[0]) and path[0] != "设置":
            return True, worded(
                "{named}是空的，所以不算（要{wanted}）", named=_named(world, view, row, path), wanted=wanted
            )
    vec = scope.vec(clause.path)
    shown = said(values(says(vec) if vec.kind == "text" else vec)[0], vec.type.name)
    return False, worded(
        "{named}是“{shown}”，要{wanted}", named=_named(world, view, row, clause.path), shown=shown, wanted=wanted
    )


def _named(world: World, view: View, row: int, path: Path) -> str:
    """A column by its cell, `客户!D7 的客户类别`, else by its path."""
    where = _cell(world, view, row, path)
    return worded("{where}{heading}", where=where, heading=named(path[-1], HEADING)) if where else column(path)


def _cell(world: World, view: View, row: int, path: Path) -> str:
    """The cell a path ends in, where it stands on a sheet: `客户!D7 的`."""
    frame, at = view.frame, int(view.at[row])
    for name in path[:-1]:
        try:
            further = links(world, frame, name)
        except Unknown:
            return ""
        if not further or at < 0:
            return ""
        frame, at = further[0].frame, int(further[0].at[at])
    if at < 0 or not frame.rows[at] or path[-1] not in frame.cells:
        return ""
    place: Place = frame.place(at, path[-1])
    return worded("{place} 的", place=place)
