"""流程: the last legal state of each row, by the steps that are allowed (rule-language §3.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.rulebook.sorts.model import Check, Flow
from workbook.rules.facts.checks import failing, verdicts
from workbook.rules.facts.holds import holds
from workbook.rules.facts.people import people
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Mask, Vec, text
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded


def legal_states(world: World, frame: Frame, steps: Sequence[Flow]) -> Vec:
    """The state that counts: what staff typed where a step allows it, else the last legal one of 历史.

    Raises:
        Unknown: the sheet has no such column.
    """
    column = steps[0].state
    if column not in frame.typed:
        raise Unknown(frame.name, column, list(frame.typed))
    typed = frame.typed[column]
    before = last_states(world, frame, column)
    held, past = typed.objects(), before.objects()
    changed = np.flatnonzero((held != past) & ~before.missing())
    fresh = int((before.missing() & ~typed.missing()).sum())
    if fresh and not before.missing().all():
        world.note(
            issue(
                Kind.STATE_TAKEN,
                frame.place(0, column) if len(frame) else frame.place(0),
                sheet=frame.name,
                count=fresh,
                heading=column,
            )
        )
    if not len(changed):
        return typed
    allowed = _allowed(world, frame, steps, before)
    result = held.copy()
    for position in changed:
        if not allowed[position]:
            result[position] = past[position]
            _refused(world, frame, steps, int(position), past[position], held[position])
    _wrong_hands(world, frame, steps, changed[allowed[changed]], before)
    return text(list(result), typed.type)


def last_states(world: World, frame: Frame, column: str) -> Vec:
    """The last state of each row that 历史 holds; empty for rows it doesn't know."""
    if "历史" not in world.tables.frames or not len(frame):
        return text([None] * len(frame))
    history = world.found("历史")
    mine = history.typed["表"].matching(lambda word: word == frame.name) & history.typed["列"].matching(
        lambda word: word == column
    )
    rows = np.flatnonzero(mine)
    rows = rows[np.argsort(history.typed["时间"].data[rows], kind="stable")]
    last = dict(zip(history.typed["主键"].objects()[rows], history.typed["新值"].objects()[rows], strict=True))
    return text(
        [last.get(key) for key in frame.key().objects()],
        frame.typed[column].type if column in frame.typed else Type("文本"),
    )


def _allowed(world: World, frame: Frame, steps: Sequence[Flow], before: Vec) -> Mask:
    scope = Scope(world, whole(frame), typed=True)
    typed = frame.typed[steps[0].state]
    rows = np.zeros(len(frame), dtype=bool)
    for step in steps:
        fits = typed.matching(lambda word, step=step: word == step.to)  # type: ignore[misc]
        fits &= before.matching(lambda word, step=step: word == step.from_) if step.from_ else before.missing()  # type: ignore[misc]
        if not fits.any():
            continue
        fits &= holds(step.when, scope) & ~failing(world, frame, f"状态 {step.to}")
        for needed in step.needs:
            items = [check for check in world.book.all(Check) if check.id == needed and check.sheet == frame.name]
            for verdict in verdicts(world, frame, items):
                fits &= ~verdict.concerns | verdict.passes
        rows |= fits
    return rows


def _refused(world: World, frame: Frame, steps: Sequence[Flow], position: int, before: str, after: str | None) -> None:
    between = _path(steps, before, after or "")
    missing = worded("缺 {between}", between=worded("、").join(between)) if between else "也没有别的路可走"
    if not between and any(step.from_ == before and step.to == after for step in steps):
        missing = "这一步的条件还不满足"
    words = {"heading": steps[0].state, "before": before, "after": after or "空", "missing": missing}
    world.note(issue(Kind.ILLEGAL_STEP, frame.place(position, steps[0].state), **words))


def _path(steps: Sequence[Flow], before: str, after: str) -> list[str]:
    """The states left out on the shortest way from one state to another."""
    ways: list[list[str]] = [[before]]
    seen = {before}
    while ways:
        way = ways.pop(0)
        for step in steps:
            if step.from_ != way[-1] or step.to in seen:
                continue
            if step.to == after:
                return way[1:]
            seen.add(step.to)
            ways.append([*way, step.to])
    return []


def _wrong_hands(world: World, frame: Frame, steps: Sequence[Flow], changed: np.ndarray, before: Vec) -> None:
    """谁: a filled 经办 column is compared with those who may take the step."""
    if "经办" not in frame.typed or not len(changed):
        return
    held, past, hands = frame.typed[steps[0].state].objects(), before.objects(), frame.typed["经办"].objects()
    for position in changed:
        step = next((s for s in steps if s.to == held[position] and s.from_ == (past[position] or "")), None)
        if step is None or not step.by or hands[position] is None:
            continue
        may = people(world, step.by, Scope(world, View(frame, np.array([position]))), first=False).objects()[0] or ""
        if hands[position] not in may.split("、"):
            place = frame.place(int(position), "经办")
            world.note(
                issue(
                    Kind.NOT_THEIR_STEP,
                    place,
                    heading=step.state,
                    after=step.to,
                    who="或".join(step.by),
                    typed=hands[position],
                )
            )


def changes(world: World, frame: Frame, steps: Sequence[Flow]) -> list[tuple[str, str | None, str]]:
    """Legal steps taken since 历史 was last written: (key, old state, new state)."""
    column = steps[0].state
    now, past = world.column(frame, column).objects(), last_states(world, frame, column).objects()
    keys = frame.key().objects()
    return [(key, old, new) for key, old, new in zip(keys, past, now, strict=True) if new is not None and new != old]
