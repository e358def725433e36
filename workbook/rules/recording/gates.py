"""The gate before a record: answers must be asked for, in order, as wanted; what an outcome needs may not lack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Outcome, Question
from workbook.rules.facts.answers import RECORDS, relevant, stored_in
from workbook.rules.facts.holds import passes
from workbook.rules.facts.unfit_answers import scored_within
from workbook.rules.recording.drafts import changed, outcomes_of, questions_of
from workbook.rules.recording.typed_cells import NOTE, OUTCOME
from workbook.rules.recording.typed_rows import Batch
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, Vec, says, text
from workbook.words.issues import Kind
from workbook.words.tongue import worded

ANSWERED = {"", "I"}
"""字母 of outcomes that end a whole talk; a refusal or a part of one needs no answers."""


def check_outcomes(batch: Batch) -> list[Outcome | None]:
    """The outcome of each row, with an issue for each that is missing, not offered, or lacks what it needs."""
    known = {outcome.id: outcome for outcome in batch.world.book.all(Outcome)}
    found: list[Outcome | None] = []
    for at, code in enumerate(batch.drafts.typed[OUTCOME].objects()):
        outcome = known.get(str(code))
        found.append(outcome)
        if outcome is None:
            if not batch.filled[at].outcome.strip():
                batch.note(at, Kind.RESULT_MISSING, OUTCOME)
            continue
        offered = outcomes_of(batch.world, batch.work, at)
        if outcome not in offered:
            choices = "、".join(one.id for one in offered)
            batch.refuse(at, Kind.TYPED_UNKNOWN, OUTCOME, heading=OUTCOME, value=outcome.id, choices=choices)
        for heading in outcome.needs:
            if _is_empty(batch, at, heading):
                batch.note(at, Kind.RESULT_NEEDS, heading, outcome=outcome.id, heading=heading)
    return found


def _is_empty(batch: Batch, at: int, heading: str) -> bool:
    """Whether a cell holds nothing; one that couldn't be read has its issue already."""
    vec = batch.drafts.typed.get(heading)
    return heading not in batch.filled[at].cells and (vec is None or bool(vec.missing()[at]))


def is_talk(outcome: Outcome) -> bool:
    """Whether a call that ended so has all its questions answered: a contact that wasn't refused."""
    return outcome.counts_as == "接触" and not outcome.stop and outcome.kpi in ANSWERED


def check_answers(batch: Batch, outcomes: Sequence[Outcome | None]) -> None:
    """Question by question in their order, for a question may hang on the answers before it."""
    asked: list[tuple[Question, ...]] = [questions_of(batch.world, word) for word in batch.work.typed["问卷"].objects()]
    _drop_foreign(batch, asked)
    before: list[Question | None] = [None] * len(asked)
    for question in dict.fromkeys(question for mine in asked for question in mine):
        rows = np.array([at for at, mine in enumerate(asked) if question in mine], dtype=np.int64)
        heading = stored_in(question)[1]
        if stored_in(question)[0] != RECORDS:
            continue
        scope = Scope(batch.world, View(batch.drafts, rows))
        everyone = np.ones(len(rows), dtype=bool)
        applies = batch.world.attempt(question, partial(relevant, question, scope), everyone)
        _drop(batch, question, heading, rows[~applies])
        rows = rows[applies]
        answered = ~batch.drafts.typed[heading].missing()[rows]
        _check_order(batch, question, rows, answered, before)
        _check_value(batch, question, rows[answered])
        for at in rows[~_said(batch, question, rows)].tolist():
            outcome = outcomes[at]
            is_due = question.required and outcome is not None and is_talk(outcome)
            if outcome is not None and is_due and not _is_unread(batch, question, at):
                batch.note(at, Kind.RESULT_NEEDS, question.question, outcome=outcome.id, heading=question.question)


def _is_unread(batch: Batch, question: Question, at: int) -> bool:
    """Whether something stands there that couldn't be read: its issue is enough."""
    vec = batch.drafts.typed[stored_in(question)[1]]
    return question.question in batch.filled[at].cells and bool(vec.missing()[at])


def _said(batch: Batch, question: Question, rows: Array) -> Mask:
    """Which rows answer a question; 陈述 is answered only when it was said."""
    vec = batch.drafts.typed[stored_in(question)[1]].take(rows)
    if question.type.partition("(")[0] == "陈述":
        return vec.matching(lambda word: word != "否")
    return ~vec.missing()


def _drop_foreign(batch: Batch, asked: Sequence[tuple[Question, ...]]) -> None:
    """Answers to questions of other forms than the task's own; a task without a form takes any."""
    own = [{stored_in(question)[1] for question in mine} for mine in asked]
    for question in batch.world.book.all(Question):
        sheet, heading = stored_in(question)
        if sheet == RECORDS and heading in batch.drafts.typed:
            foreign = [at for at, mine in enumerate(own) if mine and heading not in mine]
            _drop(batch, question, heading, np.array(foreign, dtype=np.int64))


def _drop(batch: Batch, question: Question, heading: str, rows: Array) -> None:
    """Empties answers that weren't asked for; the issue tells their words, and so does the remark of the record."""
    vec = batch.drafts.typed[heading]
    lost = np.zeros(len(vec), dtype=bool)
    lost[rows] = True
    names = {heading, question.question}
    lost &= ~vec.missing() & np.array([bool(names & row.cells.keys()) for row in batch.filled], dtype=bool)
    said = says(vec).objects()
    told = {at: worded("：").join((question.question, str(said[at]))) for at in np.flatnonzero(lost).tolist()}
    for at, words in told.items():
        batch.note(at, Kind.ANSWER_NOT_ASKED, question.question, question=words)
    if told:
        changed(batch.drafts, heading, vec.without(lost))
        changed(batch.drafts, NOTE, _noted(batch.drafts.typed[NOTE], told))


def _noted(notes: Vec, told: dict[int, str]) -> Vec:
    """The remarks with what was said of questions that weren't asked: the cell it was typed in is gone with its row."""
    held = notes.objects().tolist()
    for at, words in told.items():
        held[at] = worded("；").join(filter(None, (held[at], worded("没问的题（{words}）", words=words))))
    return text(held, notes.type)


def _check_order(batch: Batch, question: Question, rows: Array, answered: Mask, before: list[Question | None]) -> None:
    """逐题: an answer behind an unanswered question that should have been asked."""
    for at, has in zip(rows.tolist(), answered.tolist(), strict=True):
        first = before[at]
        if has and first is not None:
            batch.note(at, Kind.ANSWER_ORDER, question.question, first=first.question, second=question.question)
        if question.in_order and not has and first is None:
            before[at] = question


def _check_value(batch: Batch, question: Question, rows: Array) -> None:
    """须, and the range of a score."""
    vec = batch.drafts.typed[stored_in(question)[1]]
    for must, good in _wants(batch, question, rows, vec):
        for at in rows[~good].tolist():
            value = says(vec).objects()[at]
            batch.note(at, Kind.ANSWER_UNFIT, question.question, question=question.question, value=value, must=must)


def _wants(batch: Batch, question: Question, rows: Array, vec: Vec) -> list[tuple[str, Mask]]:
    found: list[tuple[str, Mask]] = []
    if question.constraint is not None:
        test, scope = question.constraint, Scope(batch.world, View(batch.drafts, rows))
        check: Callable[[], Mask] = lambda: passes(test, vec.take(rows), scope)  # noqa: E731 - asked once, with care
        found.append((test.text, batch.world.attempt(question, check, np.ones(len(rows), dtype=bool))))
    within = scored_within(question, vec.take(rows))
    return found if within is None else [*found, within]
