"""单据: a paper for each row of a 记录表 that is about other rows than today's tasks: cards, orders, notices, agendas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.papers.forms.forms import Form
from workbook.papers.forms.related import Table
from workbook.papers.list.today import LIST
from workbook.papers.pages.shown import said
from workbook.papers.reports.blocks import Wanted, metric_block, wanted
from workbook.papers.reports.figures import NEVER, Days, own_days
from workbook.papers.reports.finished import Block, ReportResult
from workbook.papers.reports.reports import reports, source_of
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.questions import FormQuestion, options
from workbook.papers.scripts.scripts import spoken, value
from workbook.papers.words.conditions import alternatives
from workbook.rulebook.cells.conditions import split
from workbook.rulebook.sorts.model import Question
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import text
from workbook.sheets.types import Type
from workbook.words.tongue import worded

CARRIER = "记录表"
_HOLE = re.compile(r"\{([^{}]+)\}")
MOST = 300
"""A report of more papers isn't printed by itself: whoever wants a card of each of thousands of customers says whose."""


@dataclass(frozen=True, slots=True)
class Slips:
    """The papers of one report; none, where there are more than are printed by themselves (`many` says how many)."""

    title: str
    papers: tuple[Form, ...]
    many: int


@dataclass(slots=True)
class _Rows:
    """The rows of a report in their sheet, for what is filled row by row."""

    day: Day
    found: ReportResult
    frame: Frame = field(init=False)
    at: list[int] = field(init=False)
    days: dict[int, Days] | None = field(init=False)

    def __post_init__(self) -> None:
        self.frame = source_of(self.day, self.found.rule)
        self.at = self.frame.lookup(text(self.found.keys, Type("文本"))).tolist()
        kept = np.array([at for at in self.at if at >= 0], dtype=np.int64)
        days = own_days(self.found.rule, Scope(self.day.world, View(self.frame, kept)))
        self.days = None if days is None else dict(zip(kept.tolist(), days, strict=True))


def slips(day: Day, *, only: str = "") -> tuple[Slips, ...]:
    """Every 记录表 over other rows than today's tasks that is due; `only` names one row, or the customer of some."""
    made: list[Slips] = []
    for found in reports(day, carriers=(CARRIER,)):
        if found.rule.source == LIST or found.held:
            continue
        rows = _Rows(day, found)
        mine = [row for row in range(found.size) if not only or only in _names(rows, row)]
        papers = tuple(_paper(rows, row) for row in mine) if len(mine) <= MOST else ()
        made += [Slips(found.title, papers, len(mine))] if mine else []
    return tuple(made)


def _names(rows: _Rows, row: int) -> set[str]:
    """What names a row: its key, and its customer."""
    at = rows.at[row]
    customer = value(rows.day.world, rows.frame, at, "客户编号") if at >= 0 and _has_customer(rows.frame) else None
    return {rows.found.keys[row], customer or ""} - {""}


def _has_customer(frame: Frame) -> bool:
    return frame.sheet.column("客户编号") is not None


def _paper(rows: _Rows, row: int) -> Form:
    """One paper. An empty cell stays white, to be written by hand."""
    found = rows.found
    cells = [said(held[row], column.kind) for held, column in zip(found.told, found.columns, strict=True)]
    facts = tuple(zip(found.labels, cells, strict=True))
    named = [cell for label, cell in facts if label.endswith(("名称", "姓名", "卡号")) and cell]
    signing = next((block.headings for block in found.blocks if block.kind == "签字"), ())
    return Form(
        task_id="",
        customer_id=found.keys[row],
        customer=(named or [found.keys[row]])[0],
        owner="",
        owner_name="",
        title=found.title,
        facts=facts,
        script=tuple(_words(rows, row)),
        tables=tuple(_tables(_own_blocks(rows, row), row)),
        questions=tuple(_questions(rows, row)),
        signatures=signing,
    )


def _own_blocks(rows: _Rows, row: int) -> Sequence[Block]:
    """The blocks of one paper: figures are of the days that its row says of itself."""
    if rows.days is None:
        return rows.found.blocks
    day, rule, days = rows.day, rows.found.rule, rows.days.get(rows.at[row], NEVER)
    none: list[Block] = []
    own = [
        made
        for metric in _of(rows, "指标")
        for made in day.world.attempt(rule, lambda name=metric: [metric_block(day, name, days, exact=True)], none)  # type: ignore[misc]
    ]
    return [block for block in rows.found.blocks if block.kind != "指标"] + own


def _tables(blocks: Sequence[Block], row: int) -> Iterable[Table]:
    """相关 with the rows of this paper, 指标 and 清单 as they are; an empty one isn't printed."""
    for block in blocks:
        if block.kind in {"相关", "指标", "清单"}:
            mine = [line for at, line in enumerate(block.rows) if block.kind != "相关" or block.of[at] == row]
            title = f"{block.title}　{block.figure}" if block.figure else block.title
            if mine:
                yield Table(title, block.headings, tuple(mine))


def _of(rows: _Rows, sort: str) -> list[str]:
    """The 编号 that blocks of a sort name."""
    rule, none = rows.found.rule, list[Wanted]()
    blocks = rows.day.world.attempt(rule, lambda: wanted(rule.blocks), none)
    return [one for block in blocks if block.sort == sort for one in split(block.what)]


def _words(rows: _Rows, row: int) -> Iterable[str]:
    scripts = _of(rows, "话术")
    if scripts and rows.at[row] >= 0:
        said_here = spoken(rows.day.world, rows.frame, rows.at[row], scripts).text
        yield from (line.strip() for line in said_here.split("\n") if line.strip())


def _questions(rows: _Rows, row: int) -> Iterable[FormQuestion]:
    """The questions of 问卷, each with when it is asked; a hole that is empty stays a line to write on."""
    world, forms = rows.day.world, _of(rows, "问卷")
    asked = [
        question
        for form in forms
        for question in world.book.all(Question)
        if question.form == form and question.is_in_force(world.today)
    ]
    known = {question.question: question for question in asked}
    for number, question in enumerate(asked, 1):
        when = (
            worded("{alternatives}时问", alternatives=alternatives(question.when.alternatives, known))
            if not question.when.always
            else ""
        )
        yield FormQuestion(
            number=number,
            question=question.question,
            label=_label(rows, row, question.label),
            kind=question.type.partition("(")[0],
            options=options(world, question),
            required=question.required,
            group=question.group,
            when=when,
            hint=question.hint,
        )


def _label(rows: _Rows, row: int, label: str) -> str:
    at = rows.at[row]
    return _HOLE.sub(
        lambda hole: (value(rows.day.world, rows.frame, at, hole[1].strip()) if at >= 0 else "") or "____", label
    )
