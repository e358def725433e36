"""Rules that ask nothing of a customer today, and the test that says so; above all where a cell is empty."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.papers.daily import Day
from workbook.papers.phrases import Speaker, column
from workbook.papers.shown import said, values
from workbook.rulebook.conditions import Clause, Condition, Path, references
from workbook.rulebook.model import Duty, Quota, Sample
from workbook.rules.duties import customers
from workbook.rules.frames import Frame
from workbook.rules.holds import clause_holds
from workbook.rules.scope import Scope, View, links, whole
from workbook.rules.vectors import says
from workbook.rules.world import Unknown, World
from workbook.words.place import Place

SHOWN = 20
ROWS = 200
"""So many rows of one sheet are looked at for one customer, the last ones."""


def not_owed(day: Day, frame: Frame, position: int) -> Iterable[str]:
    """A line for each rule that doesn't apply: which test failed, on what it found, or which cell is empty."""
    world = day.world
    lines: list[tuple[bool, str]] = []
    rules: tuple[Duty | Sample | Quota, ...] = (*world.book.all(Duty), *world.book.all(Sample), *world.book.all(Quota))
    for rule in rules:
        if isinstance(rule, Quota):
            if rule.roster != frame.name or rule.roster_when.always:
                continue
            found = _failed(world, rule.roster_when, View(frame, np.array([position])))
        else:
            source = rule.source if isinstance(rule, Duty) else rule.population
            view = world.attempt(rule, lambda source=source: _mine(world, source, frame, position), None)  # type: ignore[misc]
            if view is None or rule.when.always or not len(view):
                continue
            found = world.attempt(rule, lambda view=view, rule=rule: _failed(world, rule.when, view), None)  # type: ignore[misc]
        if found:
            empty, why = found
            name = f"{rule.name}（{rule.id}）" if rule.name else rule.id
            lines.append((empty, f"· {name}：{why}。"))
    if lines:
        yield "条件不合、没有算的："
        lines.sort(key=lambda line: not line[0])
        yield from (line for _, line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"· 另有 {len(lines) - SHOWN} 条也不合。"


def _mine(world: World, source: str, frame: Frame, position: int) -> View:
    """The rows of a sheet that belong to the row asked about: itself, or those of its customer."""
    sheet = world.frame(source)
    if sheet.name == frame.name:
        return View(sheet, np.array([position]))
    if frame.name != "客户":
        return View(sheet, np.empty(0, np.int64))
    key = frame.key().objects()[position]
    owned = customers(world, whole(sheet), None).matching(lambda word: word == key)
    return View(sheet, np.flatnonzero(owned)[-ROWS:])


def _failed(world: World, when: Condition, view: View) -> tuple[bool, str] | None:
    """Whether an empty cell is to blame, and the failing tests of the row that comes nearest; None when one row passes."""
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
    return any(empty for empty, _ in told), "；".join(why for _, why in told)


def _told(world: World, view: View, row: int, clause: Clause) -> tuple[bool, str]:
    """One failing test: what it wants, and what stands there."""
    scope = Scope(world, view, asking=view).pick(np.array([row]))
    for path in (clause.path, *references(clause.test)):
        if bool(scope.vec(path).missing()[0]) and not path[0].startswith("设置"):
            return (
                True,
                f"{_cell(world, view, row, path)}{column(path)}是空的，所以不算（要{Speaker().test(clause.test)}）",
            )
    vec = scope.vec(clause.path)
    shown = said(values(says(vec) if vec.kind == "text" else vec)[0], vec.type.name)
    return (
        False,
        f"{_cell(world, view, row, clause.path)}{column(clause.path)}是“{shown}”，要{Speaker().test(clause.test)}",
    )


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
    return f"{place} 的"
