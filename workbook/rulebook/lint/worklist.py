"""Lint of 联系限制 分派 结果代码, beyond their tests and columns (rule-language §3.13, §3.14, §3.17)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from workbook.rulebook.cells.tries import Ladder
from workbook.rulebook.cells.turns import chooses
from workbook.rulebook.lint.day_words import DAY_WORDS
from workbook.rulebook.lint.owed import emitted
from workbook.rulebook.lint.says import doubt, lacking, misread, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.sorts.model import Assign, Duty, Limit, Outcome
from workbook.words.issues import Issue
from workbook.words.nearest import nearest
from workbook.words.tongue import worded
from workbook.words.windows import windows


def worklist_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about the rules that say who is called today, by whom, and what comes of it."""
    for limit in here.book.all(Limit):
        yield from _limit(limit, here)
    yield from _same_windows(here)
    for assign in here.book.all(Assign):
        yield from _assign(assign)
    yield from _outcomes(here)


def _limit(rule: Limit, here: Atlas) -> Iterable[Issue]:
    needed: dict[str, tuple[tuple[str, object], ...]] = {
        "改道": (("改道", rule.divert),),
        "频次": (("次数", rule.number), ("期", rule.period)),
        "时段": (("时段", rule.windows),),
        "冷静": (("起表", rule.from_sheet), ("满", rule.span)),
    }
    for heading, value in needed.get(rule.type, ()):
        if value in (None, ""):
            yield lacking(rule, heading, worded("类型“{type}”要写{heading}。", type=rule.type, heading=heading))
    if rule.windows and windows(rule.windows) is None:
        hint = worded("写成 09:00-12:00,14:00-18:00。")
        yield misread(rule, "时段", rule.windows, hint)
    for day in (word for part in rule.days for word in part.replace("＋", "+").split("+")):
        if day.strip() not in (*DAY_WORDS, "全部", "每天"):
            hint = worded(
                "改成“{nearest}”；可用的有 {day_words}。",
                nearest=nearest(day, DAY_WORDS),
                day_words=worded("、").join(DAY_WORDS),
            )
            yield misread(rule, "日别", day, hint)
    dated = any(duty.mode not in {"挂", "后"} and emitted(duty) == "任务" for duty in here.book.all(Duty))
    if rule.type == "频次" and dated and "超限时" not in _filled(rule, here):
        yield note(
            rule, "超限时", worded("没有写超限时怎么办，到期的任务也会被拦下"), worded("填 拦截、顺延 或 记例外。")
        )


def _filled(rule: Limit, here: Atlas) -> set[str]:
    """The cells that its row fills."""
    rows = here.book.rows.get("联系限制", ())
    return {heading for row in rows if row.id == rule.id for heading, value in row.cells.items() if value}


def _same_windows(here: Atlas) -> Iterable[Issue]:
    """Two 时段 rows with one 若, 日别 and 优先 that differ."""
    rows = [limit for limit in here.book.all(Limit) if limit.type == "时段" and not limit.forbids]
    for one, other in combinations(rows, 2):
        same = one.when == other.when and set(one.days) == set(other.days) and one.order == other.order
        if same and windows(one.windows) != windows(other.windows):
            why = worded(
                "和 {id} 的若、日别、优先都一样，时段不同（{windows} 和 {other_windows}），两段会加在一起",
                id=one.id,
                windows=one.windows,
                other_windows=other.windows,
            )
            yield doubt(other, "时段", why, worded("只留一行，或写上不同的“优先”“日别”。"))


def _assign(rule: Assign) -> Iterable[Issue]:
    open_ = [method for method in rule.method if chooses(method)]
    if open_ and rule.staff_when.always:
        yield doubt(
            rule,
            "候选若",
            worded("“{open}”没有写在谁里面分，会分给所有员工", open=open_[0]),
            worded("在“候选若”里写上岗位，例如 岗位: 客服专员。"),
        )
    if rule.capacity is not None and not rule.nobody:
        yield doubt(
            rule,
            "无人时",
            worded("写了容量，没写满了归谁，多出的只能排队"),
            worded("在“无人时”里写上归谁，例如 岗位:主管。"),
        )


def _outcomes(here: Atlas) -> Iterable[Issue]:
    rules = here.book.all(Outcome)
    for rule in rules:
        if isinstance(rule.retry, Ladder):
            if not rule.retry.ends:
                hint = worded("最后一步写 结、上报 或 换短信，例如 4+: 结 失联。")
                yield doubt(rule, "重试", worded("最后一步没写怎么收场，会一直打下去"), hint)
        elif rule.retry is not None and rule.max is None:
            yield doubt(
                rule,
                "最多",
                worded("写了重试，没写最多几次，会一直打下去"),
                worded("在“最多”里写次数，例如 3，并写“满次后”。"),
            )
        named = rule.next.strip("{} ")
        if named and rule.next.startswith("{") and named not in rule.needs:
            yield doubt(
                rule,
                "须填",
                worded("下次按“{named}”，却没要求填它", named=named),
                worded("在“须填”里加上 {named}。", named=named),
            )
    if rules and not any(rule.counts_as == "接触" for rule in rules):
        yield doubt(
            rules[0], "计为", worded("没有一个结果计为“接触”，任务永远做不完"), worded("给谈成了的结果写 计为: 接触。")
        )
