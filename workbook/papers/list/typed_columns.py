"""The columns of 今日清单 that staff fill: the outcome, the answers of today's forms, and whatever an outcome needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbook.papers.pages.page import Field
from workbook.papers.pages.shown import Sheetful, kind_of
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Carry, Duty, Outcome, Question, Quota, Sample
from workbook.rules.facts.answers import RECORDS, column_type, stored_in
from workbook.rules.recording.short_words import turns as told_turns
from workbook.rules.worklist.tasks import TASK, emits
from workbook.sheets.types import Type
from workbook.words.tongue import WORD, named, worded

FIRST = ("结果代码", "约定时间", "备注")
"""What any call may need, in front of the answers."""
LATER = ("回访时间",)
"""Behind the answers, with what only some outcomes need: 登记 takes the moment where it is left empty."""
SCORES = 12
"""评分 up to so many points gets a drop-down."""
MOST_ANSWERS = 40
"""Up to so many answers the list has a column for every form of its rules, so that its layout stays from day to day."""

_WIDE = {"结果代码": 9.5, "备注": 24.0, "回访时间": 16.5, "约定时间": 16.5}


@dataclass(frozen=True, slots=True)
class Typed:
    """One column that staff fill."""

    heading: str
    kind: str = "文本"
    choices: tuple[str, ...] = ()
    is_prose: bool = False


def typed_columns(day: Day) -> dict[str, Typed]:
    """All of them by heading, in reading order: outcome, appointment, remark, the answers, then what is seldom typed."""
    needed = [heading for outcome in day.world.book.all(Outcome) for heading in outcome.needs]
    found = {heading: record_column(day, heading) for heading in (*FIRST, *LATER, *needed)}
    order = dict.fromkeys((*FIRST, *(question.question for question in questions(day)), *LATER, *needed))
    for question in questions(day):
        found.setdefault(question.question, answer(day, question))
    return {heading: found[heading] for heading in order}


def questions(day: Day) -> Iterable[Question]:
    """The questions that calls may ask, in the order of the rulebook; where they are many, those of today's forms."""
    book = day.world.book
    rules: tuple[Carry, ...] = (*book.all(Duty), *book.all(Sample), *book.all(Quota))
    used = {rule.form for rule in rules if rule.form and emits(rule) == TASK}
    asked = [
        question for question in book.all(Question) if question.form in used and question.is_in_force(day.world.today)
    ]
    if len({question.question for question in asked}) > MOST_ANSWERS:
        today = {form for word in day.listed.typed["问卷"].words for form in str(word).split("、")}
        asked = [question for question in asked if question.form in today]
    return asked


def asked_today(day: Day) -> dict[str, bool]:
    """The column of each question, and whether a form of today's list asks it; on an empty day all stay open."""
    forms = (
        {form for word in day.listed.typed["问卷"].words for form in str(word).split("、")}
        if len(day.listed)
        else set()
    )
    found: dict[str, bool] = {}
    for question in questions(day):
        heading = question.question
        found[heading] = found.get(heading, False) or not forms or question.form in forms
    return found


def answer(day: Day, question: Question) -> Typed:
    """The column of one question: its 题号, and the words that answer it."""
    kind, _, rest = question.type.partition("(")
    if kind == "评分":
        points = rest.rstrip(")")
        most = int(points) if points.isdigit() else 0
        return Typed(question.question, "整数", tuple(map(str, range(most + 1))) if most <= SCORES else ())
    sheet, column = stored_in(question)
    declared = day.world.schema.sheets[sheet].column(column) if sheet in day.world.schema.sheets else None
    return _typed(day, question.question, declared.type if declared else Type.parse(column_type(question)))


def record_column(day: Day, heading: str) -> Typed:
    """A column of 回访记录 that is typed on the list."""
    declared = day.world.schema.sheets[RECORDS].column(heading)
    return _typed(day, heading, declared.type if declared else Type("文本"))


def is_record_column(day: Day, heading: str) -> bool:
    """Whether 回访记录 has this column."""
    return day.world.schema.sheets[RECORDS].column(heading) is not None


def _typed(day: Day, heading: str, type_: Type) -> Typed:
    if type_.name == "是否":
        return Typed(heading, choices=("是", "否"))
    codes = day.world.codes.of(type_) if type_.name == "代码" else None
    return Typed(heading, kind_of(type_), tuple(code.code for code in codes or ()), type_.name == "长文")


def short(field: Field) -> str:
    """What may be typed instead of a word of the drop-down, as 登记 understands it (rules/recording/short_words.py).

    Examples:
        >>> short(Field("结果代码", choices=("完成", "无人接")))
        '敲数字也行：1 完成　2 无人接'
        >>> short(Field("已收到", choices=("是", "否"))), short(Field("评分", choices=("0", "1")))
        ('敲数字也行：1 是　0 否', '')
    """
    told = told_turns(field.choices)
    said = "　".join(f"{turn} {named(word, WORD)}" for turn, word in told.items())
    return worded("敲数字也行：{words}", words=said) if told else ""


def put(sheet: Sheetful, column: Typed) -> None:
    """The column on the page, yellow and empty."""
    sheet.add(
        column.heading, kind=column.kind, typed=True, choices=column.choices, wide=_WIDE.get(column.heading, 0.0),
        wrap=column.is_prose or column.heading == "备注",
    )  # fmt: skip
