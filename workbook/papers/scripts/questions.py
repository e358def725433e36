"""The questions of a form as they are printed: which are asked, on what answer they hang, what is said to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.papers.scripts.scripts import filled
from workbook.papers.words.conditions import alternatives
from workbook.rulebook.cells.tree import Clause, Condition
from workbook.rulebook.sorts.model import Decide, Derive, Question, Rule, Script
from workbook.rules.facts.answers import RECORDS, SAID, stored_in
from workbook.rules.facts.holds import clause_holds
from workbook.rules.recording.drafts import word
from workbook.rules.recording.typed_cells import OWN, answer_column
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.world import World
from workbook.sheets.codes import Code
from workbook.words.tongue import WORD, named, worded

MOST_SCORES = 11
"""评分 up to so many points is printed as boxes."""

Groups = tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One printed question.

    Shapes:
        question: 题号, under which the answer is read back. kind: 单选 多选 是否 文本 数 日期 评分 陈述 核对 签字.
        options: (code, printed word) of each choice; none for free answers. when: on which answer it hangs, in words.
        branches: what to say to which answer.
    """

    number: int
    question: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    group: str = ""
    when: str = ""
    branches: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Talk:
    """One task being talked through: its draft record, and the questions asked so far by the headings they go by."""

    world: World
    work: Frame
    drafts: Frame
    position: int
    questions: dict[str, Question] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """What is known before the call."""
        view = View(self.drafts, np.array([self.position]))
        return Scope(self.world, view, asking=view)

    def left(self, rule: Rule, when: Condition) -> Groups | None:
        """What of a condition hangs on the call; () when it holds already, None when it can't hold any more."""
        if when.always:
            return ()
        return self.world.attempt(rule, lambda: self._left(when), None)

    def _left(self, when: Condition) -> Groups | None:
        groups: list[tuple[Clause, ...]] = []
        for clauses in when.alternatives:
            known = [clause for clause in clauses if not self._is_open(clause)]
            if all(bool(clause_holds(clause, self.scope)[0]) for clause in known):
                groups.append(tuple(clause for clause in clauses if self._is_open(clause)))
        if not groups:
            return None
        return () if not all(groups) else tuple(groups)

    def _is_open(self, clause: Clause) -> bool:
        """Whether the call decides it: an answer, the outcome, or a column of the record computed from them."""
        name = clause.path[0]
        if name in self.questions or name in OWN or name == "计为":
            return True
        derived = {(rule.sheet, rule.column) for rule in self.world.book.all(Derive)}
        decided = {(rule.sheet, rule.column) for rule in self.world.book.all(Decide)}
        return len(clause.path) == 1 and (RECORDS, name) in derived | decided


def asked_questions(
    world: World, work: Frame, drafts: Frame, position: int, questions: Sequence[Question]
) -> tuple[FormQuestion, ...] | None:
    """The printed questions of one task, in order; None when a text lacks something (its issue is noted).

    What can't apply by what is known now is not printed; what hangs on an earlier answer is printed with that in words.

    Shapes:
        work: today's list. drafts: the records its rows will become. position: the task in both.
    """
    limited = (word(drafts, "题单", position) or "").split("、")
    asked = [q for q in questions if limited == [""] or q.question in limited or q.type.partition("(")[0] in SAID]
    talk = _Talk(world, work, drafts, position)
    printed: list[tuple[Question, Groups]] = []
    for question in asked:
        left = talk.left(question, question.when)
        if left is not None:
            printed.append((question, left))
            talk.questions.update(dict.fromkeys((question.question, stored_in(question)[1]), question))
    branches = _branches(talk, [question for question, _ in printed])
    made: list[FormQuestion] = []
    for number, (question, left) in enumerate(printed, 1):
        label = _text(talk, f"{question.form}·{question.question}", question.label, question)
        if label is None or branches is None:
            return None
        one = FormQuestion(
            number=number,
            question=question.question,
            label=label,
            kind=question.type.partition("(")[0],
            options=options(world, question),
            required=question.required,
            group=question.group,
            when=worded("{when}时问", when=alternatives(left, talk.questions)) if left else "",
            branches=tuple(branches.get(question.question, ())),
            hint=question.hint,
        )
        made.append(one)
    return tuple(made)


def options(world: World, question: Question) -> tuple[tuple[str, str], ...]:
    """The choices of a question: (code, printed word); none for a free answer."""
    kind, _, rest = question.type.partition("(")
    if kind == "陈述":
        return (("是", worded("已说")),)
    if kind == "签字":
        return (("是", worded("已签")),)
    if kind == "评分":
        most = int(rest.rstrip(")")) if rest.rstrip(")").isdigit() else MOST_SCORES
        return tuple((str(score), str(score)) for score in range(most + 1)) if most < MOST_SCORES else ()
    column = answer_column(world, question)
    if column.type.name == "是否":
        return (
            (("是", worded("相符")), ("否", worded("不符")))
            if kind == "核对"
            else tuple((one, named(one, WORD)) for one in ("是", "否"))
        )
    codes = world.codes.of(column.type) or ()
    return tuple((one.code, _printed(one)) for one in codes)


def _printed(one: Code) -> str:
    code = named(one.code, WORD)
    return code if one.label == one.code else worded("{code}（{label}）", code=code, label=one.label)


def _text(talk: _Talk, name: str, body: str, rule: Rule) -> str | None:
    """A text with its placeholders filled, as strictly as a script's."""
    return filled(talk.world, talk.work, talk.position, Script(id=name, text=body, place=rule.place))


def _branches(talk: _Talk, printed: Sequence[Question]) -> dict[str, list[str]] | None:
    """分支 under the last question that its 若 names; None when one of them lacks something."""
    found: dict[str, list[str]] = {}
    order = [question.question for question in printed]
    for script in talk.world.book.all(Script):
        if script.use != "分支" or not script.is_in_force(talk.world.today):
            continue
        tested = [talk.questions.get(clause.path[0]) for clause in script.when.clauses()]
        mine = [question.question for question in tested if question is not None and question.question in order]
        left = talk.left(script, script.when) if mine else None
        if not left:
            continue
        text = filled(talk.world, talk.work, talk.position, script)
        if text is None:
            return None
        said = worded("{when}时说：{text}", when=alternatives(left, talk.questions), text=text)
        found.setdefault(max(mine, key=order.index), []).append(said)
    return found
