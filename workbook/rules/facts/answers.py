"""答卷: one row for each record and question: asked or not, answered how, a clear yes or not (rule-language §3.15)."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Duty, Question, Quota, Sample
from workbook.rules.facts.holds import holds
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Mask, Vec, constant, flags, numbers, says
from workbook.rules.world.world import World
from workbook.sheets.types import Type

RECORDS = "回访记录"
SAID = {"陈述", "核对"}


def stored_in(question: Question) -> tuple[str, str]:
    """Sheet and column where the answers lie."""
    sheet, _, column = (question.store or f"{RECORDS}.{question.question}").partition(".")
    return sheet, column


def column_type(question: Question) -> str:
    """The type of the column a question declares."""
    kind, _, rest = question.type.partition("(")
    inner = rest.rstrip(")")
    if kind in {"单选", "多选"}:
        group = inner if "|" in inner or inner.startswith("@") or not inner else f"@{inner}"
        return f"{'代码' if kind == '单选' else '多选'}({group})" if group else "文本"
    return {"是否": "是否", "数": "小数", "日期": "日期", "评分": "整数", "陈述": "是否", "核对": "是否"}.get(
        kind, "文本"
    )


def forms_of(world: World, records: Frame) -> Vec:
    """The 问卷 of each record: that of its 规则, else the only one of the rulebook."""
    of_rule: dict[str, str] = {}
    for sort in (Duty, Quota, Sample):
        for rule in world.book.all(sort):
            if rule.form:
                of_rule.setdefault(rule.id, rule.form)
    forms = list(dict.fromkeys(question.form for question in world.book.all(Question)))
    only = forms[0] if len(forms) == 1 else None
    if "规则" not in records.typed:
        return constant(only, len(records), Type("文本"))

    def of_rules(word: str) -> str | None:
        return next((of_rule[rule] for rule in word.split("、") if rule in of_rule), None)

    return records.typed["规则"].mapped(of_rules, Type("文本")).otherwise(constant(only, len(records), Type("文本")))


def answers(world: World) -> Frame:
    """All answers of all records."""
    sheet = world.schema.sheets["答卷"]
    parts: list[Frame] = []
    questions = world.book.all(Question)
    for store in dict.fromkeys(stored_in(question)[0] for question in questions):
        records = world.frame(store)
        forms = forms_of(world, records)
        for number, question in enumerate(questions):
            if stored_in(question)[0] == store:
                rows = np.flatnonzero(forms.matching(lambda word, form=question.form: word == form))  # type: ignore[misc]
                made = world.attempt(question, partial(_answers, world, question, number, View(records, rows)), None)
                parts += [made] if made is not None else []
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def _answers(world: World, question: Question, number: int, view: View) -> Frame:
    size = len(view)
    scope = Scope(world, view)
    given = says(scope.vec((stored_in(question)[1],)))
    key = view.frame.sheet.key
    columns = {
        "记录编号": view.frame.key().take(view.at) if key else constant(None, size, Type("编号")),
        "问卷": constant(question.form, size, Type("文本")),
        "题号": constant(question.question, size, Type("文本")),
        "部分": constant(question.group or None, size, Type("文本")),
        "次序": numbers(np.full(size, float(number)), Type("整数")),
        "题面": constant(question.label, size, Type("文本")),
        "适用": flags(relevant(question, scope)),
        "必答": flags(np.full(size, question.required)),
        "答案": given,
        "肯定": _affirmed(question, given),
        "对错": _right(question, given),
    }
    right = columns["对错"].matching(lambda word: word == "是")
    points = float(question.points) if question.points is not None else np.nan
    columns["得分"] = numbers(
        np.where(right, points, np.where(given.missing(), np.nan, 0.0)) if question.key else _scores(question, scope)
    )
    return result(
        world.schema.sheets["答卷"],
        columns,
        size,
        {"回访记录": Link(view.frame, view.at), "源行": Link(view.frame, view.at)},
    )


def relevant(question: Question, scope: Scope) -> Mask:
    """Whether a question is asked of each record: its 若, and a filled 题单 that limits it."""
    rows = holds(question.when, scope) & in_force(scope.rows.frame, question, scope.world.today)[scope.rows.at]
    if "题单" in scope.rows.frame.typed and question.type.partition("(")[0] not in SAID:
        limited = scope.vec(("题单",))
        rows &= limited.missing() | limited.matching(lambda word: question.question in word.split("、"))
    return rows


def _affirmed(question: Question, given: Vec) -> Vec:
    """肯定: only the listed answers are a clear yes; anything else, also hedged words, isn't."""
    if not question.affirmative or question.affirmative == ("任意",):
        clear = ~given.missing()
    else:
        clear = given.matching(lambda word: word in question.affirmative)
    return flags(clear).without(given.missing())


def _right(question: Question, given: Vec) -> Vec:
    """对错: right only if the set of answers is equal."""
    if not question.key:
        return constant(None, len(given), Type("是否"))
    wanted = set(question.key)
    return flags(given.matching(lambda word: set(word.split("、")) == wanted)).without(given.missing())


def _scores(question: Question, scope: Scope) -> np.ndarray:
    """评分(n): the score itself."""
    if not question.type.startswith("评分"):
        return np.full(len(scope), np.nan)
    return scope.vec((stored_in(question)[1],)).of(Type("小数")).data
