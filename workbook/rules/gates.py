"""The gate before a record: cells are cleaned; answers must be asked for, in order, as wanted; nothing may lack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from workbook.rulebook.model import Outcome, Question
from workbook.rulebook.nearest import nearest
from workbook.rules.answers import RECORDS, relevant, stored_in
from workbook.rules.drafts import changed, outcomes_of, questions_of
from workbook.rules.filled import OUTCOME, PROMISED, STAFF, TIME, Filled, answer_column
from workbook.rules.frames import Frame
from workbook.rules.holds import passes
from workbook.rules.scope import Scope, View
from workbook.rules.vectors import Array, Mask, Vec, numbers, says, text
from workbook.rules.vectors import moments as moment_vec
from workbook.rules.world import World
from workbook.sheets.clean import clean
from workbook.sheets.codes import Code, Codes
from workbook.sheets.columns import Column
from workbook.sheets.moments import moments
from workbook.sheets.texts import tidy
from workbook.sheets.times import clock_time
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue

ANSWERED = {"", "I"}
"""字母 of outcomes that end a whole talk; a refusal or a part of one needs no answers."""


@dataclass(slots=True, eq=False)
class Batch:
    """Typed rows beside the records they will become.

    Shapes:
        filled: n typed rows. work: n tasks, shaped like 今日清单. drafts: n records, the typed cells being put in.
        refused: n marks: something must be mended first. issues: each with its row. elsewhere: answers that belong on
        another sheet, as (row, question, answer).
    """

    world: World
    filled: Sequence[Filled]
    work: Frame
    drafts: Frame
    refused: Mask
    issues: list[tuple[int, Issue]] = field(default_factory=list)
    elsewhere: list[tuple[int, Question, str]] = field(default_factory=list)

    def note(self, at: int, kind: Kind, cell: str, /, **words: object) -> None:
        """Keeps an issue at the cell of a row; 停 refuses the row."""
        self.issues.append((at, issue(kind, self.filled[at].at(cell), **words)))
        if kind.level == "停":
            self.refused[at] = True

    def refuse(self, at: int, kind: Kind, cell: str, /, **words: object) -> None:
        """Keeps an issue and the row, whatever the issue's level: a cell that can't be read must not be lost."""
        self.note(at, kind, cell, **words)
        self.refused[at] = True

    def view(self, at: int) -> View:
        """One draft."""
        return View(self.drafts, np.array([at]))


# -- cells


def read_cells(batch: Batch) -> None:
    """Puts every typed cell into its column of the drafts, cleaned as the sheet 回访记录 itself is."""
    sheet = batch.world.schema.sheets[RECORDS]
    columns = {question.question: (question, answer_column(batch.world, question)) for question in _asked(batch)}
    for heading in dict.fromkeys(heading for row in batch.filled for heading in row.cells):
        question, column = columns.get(heading, (None, sheet.column(heading)))
        if column is None:
            continue
        cells = [row.cells.get(heading) for row in batch.filled]
        if heading in {TIME, PROMISED}:
            cells = _clocked(batch, heading, cells)
        vec = _clean(batch, heading, column, cells)
        if question is not None and stored_in(question)[0] != RECORDS:
            said = says(vec).objects()
            batch.elsewhere += [(at, question, str(text)) for at, text in enumerate(said) if text is not None]
        else:
            _put(batch, column, vec)
    _settle_times(batch)
    _settle_staff(batch)


def _asked(batch: Batch) -> tuple[Question, ...]:
    """Every question of the rulebook; a 题号 that two forms share stands for the rows' own form first."""
    own = {word for word in batch.work.typed["问卷"].words for word in str(word).split("、")}
    return tuple(sorted(batch.world.book.all(Question), key=lambda question: question.form in own))


def _put(batch: Batch, column: Column, vec: Vec) -> None:
    """Typed values over what the task carried."""
    carried = batch.drafts.typed.get(column.heading)
    changed(batch.drafts, column.heading, vec if carried is None else vec.otherwise(carried))


def _clean(batch: Batch, heading: str, column: Column, cells: Sequence[str | None]) -> Vec:
    codes = batch.world.remembered("登记用的代码", "", lambda: _with_labels(batch.world.codes))
    found = clean(tidy(pa.array(cells, pa.string())), column, codes)
    for wrong in found.wrong:
        if wrong.kind.level != "注":
            words = dict(wrong.words) | {"heading": heading}
            batch.refuse(wrong.at, wrong.kind, heading, **words)
    if column.type.kind == "text":
        return text(found.values.to_pylist(), column.type)
    held = found.values.to_numpy(zero_copy_only=False)
    return numbers(held, column.type) if column.type.kind == "number" else moment_vec(held, column.type)


def _with_labels(codes: Codes) -> Codes:
    """The codes with what is printed of them as further aliases: staff copy what they read."""

    def spoken(code: Code) -> Code:
        return replace(code, aliases=(*code.aliases, code.label)) if code.label != code.code else code

    return Codes({name: tuple(spoken(code) for code in group) for name, group in codes.groups.items()})


def _clocked(batch: Batch, heading: str, cells: Sequence[str | None]) -> list[str | None]:
    """A time of day alone means the last such moment for 回访时间, the next one for 约定时间."""
    texts = tidy(pa.array(cells, pa.string()))
    days, _ = moments(texts)
    made = list(cells)
    for at, cell in enumerate(texts.to_pylist()):
        clock = clock_time(cell) if cell and days[at].as_py() is None else None
        if clock:
            now = batch.world.now if heading == TIME else _called(batch, at)
            moment = datetime.combine(now.date(), datetime.strptime(f"{clock}:00"[:8], "%H:%M:%S").time())
            if heading == TIME and moment > now:
                moment -= timedelta(days=1)
            if heading == PROMISED and moment <= now:
                moment += timedelta(days=1)
            made[at] = moment.isoformat(sep=" ")
    return made


def _called(batch: Batch, at: int) -> datetime:
    """When a row's call was, as far as its cell says."""
    text = batch.filled[at].time
    moment = moments(tidy(pa.array([text], pa.string())))[0][0].as_py() if text.strip() else None
    return moment or batch.world.now


def _settle_times(batch: Batch) -> None:
    """A row without 回访时间 is of now; an appointment before the call is looked at again."""
    minute = batch.world.instant.astype("datetime64[m]").astype("datetime64[us]")
    typed = batch.drafts.typed[TIME].data
    bad = np.array([bool(row.time.strip()) for row in batch.filled], dtype=bool) & np.isnat(typed)
    changed(batch.drafts, TIME, Vec(batch.drafts.typed[TIME].type, np.where(np.isnat(typed) & ~bad, minute, typed)))
    at, promised = batch.drafts.typed[TIME].data, batch.drafts.typed[PROMISED].data
    for row in np.flatnonzero(promised < at.astype("datetime64[D]")):
        batch.note(int(row), Kind.ENDS_BEFORE_START, PROMISED, end=PROMISED, start=TIME)


def _settle_staff(batch: Batch) -> None:
    """A person may be written by name."""
    staff = batch.world.frame("员工")
    named = says(batch.world.column(staff, "姓名")).objects().tolist()
    keys = staff.key().objects().tolist()
    typed = batch.drafts.typed[STAFF]

    def key_of(word: str) -> str:
        same = [key for key, name in zip(keys, named, strict=True) if name == word]
        return word if word in keys or len(same) != 1 else str(same[0])

    changed(batch.drafts, STAFF, typed.mapped(key_of))
    found = staff.lookup(batch.drafts.typed[STAFF])
    for at, row in enumerate(batch.filled):
        name = row.cells.get(STAFF, "").strip()
        if name and found[at] < 0:
            words = {"heading": STAFF, "value": name, "sheet": "员工", "nearest": nearest(name, [*keys, *named])}
            batch.refuse(at, Kind.UNKNOWN_REFERENCE, STAFF, **words)


# -- outcomes and answers


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
        offered = outcomes_of(batch.world, batch.drafts, at)
        if outcome not in offered:
            choices = "、".join(one.id for one in offered)
            batch.refuse(at, Kind.UNKNOWN_CODE, OUTCOME, heading=OUTCOME, value=outcome.id, choices=choices)
        for heading in outcome.needs:
            if _is_empty(batch, at, heading):
                batch.note(at, Kind.RESULT_NEEDS, heading, outcome=outcome.id, heading=heading)
    return found


def _is_empty(batch: Batch, at: int, heading: str) -> bool:
    vec = batch.drafts.typed.get(heading)
    return bool(vec.missing()[at]) if vec is not None else heading not in batch.filled[at].cells


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
        applies = batch.world.attempt(question, lambda q=question, s=scope: relevant(q, s), everyone)  # type: ignore[misc]
        _drop(batch, question, heading, rows[~applies])
        rows = rows[applies]
        answered = ~batch.drafts.typed[heading].missing()[rows]
        _check_order(batch, question, rows, answered, before)
        _check_value(batch, question, rows[answered])
        for at in rows[~_said(batch, question, rows)].tolist():
            outcome = outcomes[at]
            if question.required and outcome is not None and is_talk(outcome):
                batch.note(at, Kind.RESULT_NEEDS, question.question, outcome=outcome.id, heading=question.question)


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
    """Empties answers that weren't asked for; the issue keeps their words."""
    vec = batch.drafts.typed[heading]
    lost = np.zeros(len(vec), dtype=bool)
    lost[rows] = True
    lost &= ~vec.missing() & np.array([bool({heading, question.question} & row.cells.keys()) for row in batch.filled])
    said = says(vec).objects()
    for at in np.flatnonzero(lost).tolist():
        batch.note(at, Kind.ANSWER_NOT_ASKED, question.question, question=f"{question.question}：{said[at]}")
    if lost.any():
        changed(batch.drafts, heading, vec.without(lost))


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
    kind, _, rest = question.type.partition("(")
    if kind == "评分" and rest.rstrip(")").isdigit():
        points = vec.of(Type("小数")).data[rows]
        found.append((f"0 到 {rest.rstrip(')')}", (points >= 0) & (points <= float(rest.rstrip(")")))))
    return found

