"""块: what stands beside the rows of a report: metrics, related rows, other reports, words, questions, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from workbook.clock.periods_said import in_words
from workbook.papers.list.counting import how_counted
from workbook.papers.list.ledgers import group_names
from workbook.papers.list.metric_kinds import MONEY, figure, kind
from workbook.papers.pages.shown import kind_of, said, values
from workbook.papers.reports.columns import Table, people
from workbook.papers.reports.covered import covered
from workbook.papers.reports.figures import Days, days_of, figures, metric_rule
from workbook.papers.reports.finished import Block, ReportColumn, ReportResult
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import leaves, privacy, secret, unsealed
from workbook.papers.scripts.scripts import spoken, value
from workbook.rulebook.cells.conditions import condition, path, split
from workbook.rulebook.cells.tree import ALWAYS, NotUnderstood
from workbook.rulebook.mentions.mentions import RELATED
from workbook.rulebook.sorts.model import Question, Report
from workbook.rules.facts.joins import related
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.world import World
from workbook.words.tongue import worded

SORTS = ("问卷", "话术", "相关", "签字", "指标", "清单")
_HOLE = re.compile(r"\{([^{}]+)\}")
FEW = 3
"""A report of so few rows gets its words row by row; a longer one once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One block as written: its sort and what it is of."""

    sort: str
    what: str


def wanted(written: Sequence[str]) -> list[Wanted]:
    """The blocks a rule names; a word without a sort signs too.

    Raises:
        NotUnderstood: the first word is none of the six sorts.

    Examples:
        >>> wanted(("指标 M1", "签字 移交人", "接收人"))
        [Wanted(sort='指标', what='M1'), Wanted(sort='签字', what='移交人、接收人')]
    """
    found: list[Wanted] = []
    for part in written:
        sort, _, what = part.strip().partition(" ")
        if sort in SORTS:
            found.append(Wanted(sort, what.strip()))
        elif found and found[-1].sort == "签字":
            found[-1] = Wanted("签字", f"{found[-1].what}、{part.strip()}")
        else:
            raise NotUnderstood(
                worded("“{part}”不是块", part=part),
                worded("写成 {several} 之一加编号，例如 指标 M1。", several="、".join(SORTS)),
            )
    return found


def blocks(day: Day, rule: Report, rows: View, other: Callable[[str], ReportResult | None]) -> tuple[Block, ...]:
    """Every block of a report over its rows; `other` finds the result of another report."""
    none: list[Wanted] = []
    found: list[Block] = []
    for one in day.world.attempt(rule, lambda: wanted(rule.blocks), none):
        nothing: list[Block] = []
        found += day.world.attempt(rule, partial(list, _made(day, rule, one, rows, other)), nothing)
    return tuple(found)


def _made(
    day: Day, rule: Report, one: Wanted, rows: View, other: Callable[[str], ReportResult | None]
) -> Iterable[Block]:
    match one.sort:
        case "指标":
            for metric in split(one.what):
                yield metric_block(day, metric, days_of(day.world, rule))
        case "相关":
            yield related_block(day, one.what, rows, rule)
        case "清单":
            for report in split(one.what):
                yield _listed(report, other(report))
        case "话术":
            if rule.outside == "内部" or unsealed(day.world, rows.frame, split(one.what), rule.outside):
                yield _words(day, split(one.what), rows)
        case "问卷":
            for form in split(one.what):
                yield form_block(day, form, rows)
        case _:
            yield Block("签字", "签字", tuple(split(one.what)))


# -- 指标


def metric_block(day: Day, metric: str, days: Days | None, *, exact: bool = False) -> Block:
    """A metric's rows in the periods a report is about, else in its newest one, and its total as the figure.

    Raises:
        NotUnderstood: no such metric.
    """
    rule = metric_rule(day.world, metric)
    found = figures(day, metric, days, exact=exact)
    scope = Scope(day.world, found)
    names = group_names(day, scope, rules=True)
    cells = [values(scope.vec((heading,))) for heading in ("期", "分子", "分母", "值", "达标")]
    body: list[tuple[str, ...]] = []
    total, counted = "", ""
    number_of = MONEY if kind(day, rule) == MONEY else "文本"
    for at, (period, top, bottom, number, met) in enumerate(zip(*cells, strict=True)):
        told = figure(day, rule, top, bottom, number)
        share = told.partition(" · ")[2]
        body.append(
            (said(in_words(period)), said(names[at]), said(top, number_of), said(bottom), share or told, said(met))
        )
        if names[at] == "合计":
            total, counted = told, how_counted(day, rule)
    headings = ("期", "分组", "分子", "分母", "结果", "达标")
    has_bottom, has_met = (any(row[at] for row in body) for at in (3, 5))
    gone = set() if has_bottom else {"分子", "分母"}  # a sum or count is its own numerator
    keep = [at for at, heading in enumerate(headings) if heading not in gone and (heading != "达标" or has_met)]
    seen = tuple(tuple(row[at] for at in keep) for row in body)
    shown = tuple(headings[at] for at in keep)
    missed = tuple(at for at, row in enumerate(body) if row[5] == "否")
    return Block("指标", rule.name or metric, shown, seen, figure=total, counted=counted, missed=missed)


# -- 相关 and 清单


def related_block(day: Day, written: str, asking: View, rule: Report) -> Block:
    """Rows of another sheet that belong to each row of the report: 相关 回访记录(结果代码: 完成)[回访时间,意见].

    Raises:
        NotUnderstood: it isn't written so, or the two sheets have nothing in common.
    """
    match = RELATED.fullmatch(written)
    if not match:
        raise NotUnderstood(worded("“相关 {written}”看不懂", written=written), worded("写成 相关 表(若)[列,列]。"))
    source = day.world.frame(match["sheet"])
    pairs = related(day.world, asking, source, None, condition(match["when"]) if match["when"] else ALWAYS)
    names = split(match["columns"]) if match["columns"] else [column.heading for column in source.sheet.columns]
    if leaves(rule):
        pairs = pairs.keep(~secret(day.world, source, pairs.right))
    scope = Scope(day.world, View(source, pairs.right), asking=asking.pick(pairs.left))
    vecs = [scope.vec(path(name)) for name in names]
    heads = [
        ReportColumn(name, name.rpartition(".")[2], kind_of(vec.type)) for name, vec in zip(names, vecs, strict=True)
    ]
    privacies = [privacy(day.world, source, name) for name in names]
    shown, seen, _ = covered(Table(heads, vecs, privacies), rule.outside, people(scope))
    columns = [[said(cell, head.kind) for cell in cells] for head, cells in zip(shown, seen, strict=True)]
    rows = tuple(zip(*columns, strict=True)) if len(pairs.left) else ()
    return Block("相关", match["sheet"], tuple(head.label for head in shown), rows, of=tuple(pairs.left.tolist()))


def _listed(name: str, found: ReportResult | None) -> Block:
    """Another report inside this one.

    Raises:
        NotUnderstood: no such report, or it stands inside itself.
    """
    if found is None:
        raise NotUnderstood(worded("没有“{name}”这张报告，或它们互相包含", name=name), worded("写另一张报告的编号。"))
    cells = [
        tuple(said(cell, column.kind) for cell, column in zip(row, found.columns, strict=True)) for row in found.shown
    ]
    return Block("清单", found.title, found.labels, tuple(cells))


# -- 话术 and 问卷


def _words(day: Day, scripts: Sequence[str], rows: View) -> Block:
    """The words for each of a few rows, or once for a list; forms print them task by task themselves."""
    each = rows.at if len(rows) <= FEW else rows.at[:1]
    texts = [spoken(day.world, rows.frame, int(at), scripts).text for at in each]
    return Block("话术", "、".join(scripts), ("正文",), tuple((text,) for text in texts), of=tuple(range(len(each))))


def form_block(day: Day, form: str, rows: View) -> Block:
    """The questions of a form, their holes filled for the first row.

    Raises:
        NotUnderstood: no such form.
    """
    asked = [question for question in day.world.book.all(Question) if question.form == form]
    if not asked:
        known = dict.fromkeys(question.form for question in day.world.book.all(Question))
        raise NotUnderstood(
            worded("没有“{form}”这份问卷", form=form), worded("可用的有 {several}。", several="、".join(known))
        )
    at = int(rows.at[0]) if len(rows) else -1
    labels = [_filled(day.world, rows.frame, at, question.label) for question in asked]
    body = [
        (question.group, question.question, label, question.type, question.hint)
        for question, label in zip(asked, labels, strict=True)
    ]
    return Block("问卷", form, ("部分", "题号", "题面", "怎么答", "提示"), tuple(body))


def _filled(world: World, frame: Frame, at: int, label: str) -> str:
    """A 题面 with what is known put in; a gap stays a line to write on."""
    if at < 0:
        return label
    return _HOLE.sub(lambda hole: value(world, frame, at, hole[1].strip()) or "____", label)
