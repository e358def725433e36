"""Answers that stand in a sheet and can't be: 11 of 10 points, or not what 须 asks. They are named and don't count."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Question
from workbook.rules.facts.answers import stored_in
from workbook.rules.facts.holds import passes
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Array, Mask, Vec, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded


def most(question: Question) -> float | None:
    """The points of 评分(n); None for every other type."""
    kind, _, rest = question.type.partition("(")
    return float(rest.rstrip(")")) if kind == "评分" and rest.rstrip(")").isdigit() else None


def scored_within(question: Question, values: Vec) -> tuple[str, Mask] | None:
    """What a score must be, said, and which values are that."""
    top = most(question)
    if top is None:
        return None
    points = values.of(Type("小数")).data
    with np.errstate(invalid="ignore"):
        return worded("0 到 {rstrip}", rstrip=f"{top:g}"), (points >= 0) & (points <= top)


def bounded_columns(book: Rulebook) -> frozenset[tuple[str, str]]:
    """Sheets and columns that such questions are answered in."""
    return frozenset(stored_in(one) for one in book.all(Question) if _is_bounded(one))


def hidden(world: World, frame: Frame, heading: str) -> Mask | None:
    """Cells of a column that hold such an answer; None where no question with bounds is answered there."""
    found = _unfit(world, frame, heading)
    return None if not found else np.logical_or.reduce([rows for _, _, rows in found])


def unfit_answers(world: World) -> tuple[Issue, ...]:
    """An issue at each such cell of the sheets that staff keep."""
    return tuple(world.remembered("回答不合", "", lambda: list(_issues(world))))


def _issues(world: World) -> list[Issue]:
    found: dict[Issue, None] = {}
    for sheet, heading in sorted(bounded_columns(world.book)):
        if sheet not in world.tables.frames:
            continue
        frame = world.found(sheet)
        for question, must, rows in _unfit(world, frame, heading):
            values = says(frame.typed[heading]).objects()
            for at in np.flatnonzero(rows).tolist():
                place = frame.place(at, heading)
                found.setdefault(
                    issue(Kind.ANSWER_UNFIT, place, question=question.question, value=values[at], must=must)
                )
    return list(found)


def _is_bounded(question: Question) -> bool:
    return question.constraint is not None or most(question) is not None


def _unfit(world: World, frame: Frame, heading: str) -> list[tuple[Question, str, Array]]:
    """By question: what it asks for and the rows that hold something else; a cell that suits one form that asks is fit."""
    asked = [one for one in world.book.all(Question) if stored_in(one) == (frame.name, heading)]
    typed = frame.typed.get(heading)
    if typed is None or not asked or not all(map(_is_bounded, asked)):
        return []
    filled = ~typed.missing()
    if not filled.any():
        return []
    wrong = [_wrong(world, one, typed, frame) for one in asked]
    everywhere = np.logical_and.reduce([rows for _, rows in wrong])
    return [(asked[0], wrong[0][0], filled & everywhere)]


def _wrong(world: World, question: Question, values: Vec, frame: Frame) -> tuple[str, Mask]:
    none = np.zeros(len(values), dtype=bool)
    within = scored_within(question, values)
    must, wrong = (within[0], ~within[1]) if within is not None else ("", none)
    if question.constraint is None:
        return must, wrong
    test = question.constraint
    meets = world.attempt(question, partial(passes, test, values, Scope(world, whole(frame))), ~none)
    return (must, wrong) if wrong.any() and meets.all() else (test.text, wrong | ~meets)
