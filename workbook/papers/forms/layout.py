"""A form laid out on paper: lines of cells over twelve equal columns, each line as tall as its words need."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbook.papers.forms.forms import Form
from workbook.papers.forms.labels import HALF, choices_of, heading_of, lines_of, units
from workbook.papers.forms.related import Table
from workbook.papers.scripts.questions import FormQuestion
from workbook.words.tongue import WORD, declared, named, worded

COLUMNS = 12
COLUMN = 54.0
"""Pixels that one column takes on an A4 page (twelve fill its width)."""

LINE = 1.48
"""A line's height by the size of its letters, Chinese fonts being tall."""

PAGE = 742.0
"""Points from the top of the page to its bottom, less margins."""

SHRINKS = 1.38
"""A form so many pages long is still printed on one, a little smaller; further down letters would be hard to read."""

BOX, TICKED = "□", "☑☒■✓✔√"
SIZES = {"title": 17.0, "band": 10.5, "script": 11.0, "note": 8.5, "small": 9.0, "cap": 9.5, "foot": 8.5}
INK = 10.5

FOOT = declared("在纸上填：□ 里打 √。在电脑上填：只填黄色的格，存好后点“登记”收回。")
TALL = 44.0
"""Points of a cell for free words, enough for two written lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Some columns of a line as one cell.

    Shapes:
        first, last: columns, counting from 1. small: words below the text, printed small. key: heading under which it
        is read back; '' for printed words. kind: as in `pages.Field`. choices: words of the drop-down. codes: what a
        printed word stands for, where it isn't the word itself.
    """

    first: int
    last: int
    text: str = ""
    look: str = "value"
    small: str = ""
    key: str = ""
    kind: str = "文本"
    choices: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; `stretches` where free words may take what room is left on the page."""

    cells: tuple[Cell, ...]
    height: float
    stretches: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole form.

    Units:
        column: pixels of each of the twelve columns. pages: how many it is printed on.
    """

    lines: tuple[Line, ...]
    column: float = COLUMN
    pages: int = 1

    @property
    def height(self) -> float:
        """Points from its first line to its last."""
        return sum(line.height for line in self.lines)


def laid_out(form: Form) -> Layout:
    """The whole form, from its title to its signatures.

    One page as it is, with more room for writing where the page isn't full; a longer one is set wider, so that it is
    printed a little smaller on one page; only a very long one takes more.
    """
    rows = [
        _line(Cell(1, 12, form.title, "title"), least=34),
        *_facts(form),
        *_words(form),
        *(line for one in form.tables for line in _table(one)),
        *_questions(form.questions),
        *(_result(form) if form.task_id else ()),
        *_signatures(form.signatures),
        *((_line(Cell(1, 12, worded(FOOT), "foot"), least=16),) if form.task_id else ()),
    ]
    made = Layout(measured(rows, COLUMN))
    if made.height > PAGE:
        wider = COLUMN * min(SHRINKS, made.height / PAGE)
        made = Layout(measured(rows, wider), wider)
        fits = made.height * COLUMN <= PAGE * wider * 1.03
        return made if fits else Layout(measured(rows, COLUMN), pages=math.ceil(made.height / PAGE))
    free = sum(line.stretches for line in rows)
    more = min(46.0, (PAGE - made.height) * 0.9 / max(1, free))
    stretched = (replace(line, height=line.height + more) if line.stretches else line for line in made.lines)
    return Layout(tuple(stretched))


def measured(lines: Iterable[Line], column: float) -> tuple[Line, ...]:
    """Each line high enough for its cells, its own height being the least."""
    return tuple(
        replace(line, height=max(line.height, *(_needs(cell, column) for cell in line.cells))) for line in lines
    )


def _line(*cells: Cell, least: float = 19.5, stretches: bool = False) -> Line:
    return Line(cells, least, stretches)


def _needs(cell: Cell, column: float) -> float:
    """The points that a cell's words take."""
    size = SIZES.get(cell.look, INK)
    across = (cell.last - cell.first + 1) * column - 20
    text = lines_of(cell.text, across, size) * size * LINE
    small = lines_of(cell.small, across, SIZES["small"]) * SIZES["small"] * LINE
    return text + small + 4.0


# -- the head


def _facts(form: Form) -> Iterable[Line]:
    """Pairs of label and value, two in a line; a long value has a line of its own."""
    pair: list[tuple[str, str]] = []
    for label, text in form.facts:
        if units(text) > 40 or units(label) > 12:
            yield from _pair(pair)
            pair = []
            yield _line(Cell(1, 2, heading_of(label), "label"), Cell(3, 12, text))
        else:
            pair.append((label, text))
            if len(pair) == 2:
                yield from _pair(pair)
                pair = []
    yield from _pair(pair)
    for text in form.basis:
        yield _line(Cell(1, 2, worded("依据"), "label"), Cell(3, 12, text, "small"), least=18)


def _pair(pair: Sequence[tuple[str, str]]) -> Iterable[Line]:
    if pair:
        (label, text), *rest = pair
        other = rest[0] if rest else ("", "")
        last = 6 if rest else 12
        cells = [Cell(1, 2, heading_of(label), "label"), Cell(3, last, text)]
        yield _line(*cells, *([Cell(7, 8, heading_of(other[0]), "label"), Cell(9, 12, other[1])] if rest else []))


def _words(form: Form) -> Iterable[Line]:
    """What to mind, what to say, what not to say."""
    if form.reminders or form.script or form.avoided:
        yield _line(Cell(1, 12, worded(form.spoken), "band"))
    for text in form.reminders:
        yield _line(Cell(1, 12, worded("提醒：{text}", text=text), "remind"))
    for text in form.script:
        yield _line(Cell(1, 12, text, "script"), least=23)
    if form.avoided:
        yield _line(Cell(1, 12, worded("不说：{words}", words=worded("、").join(form.avoided)), "remind"))


def _table(table: Table) -> Iterable[Line]:
    """Rows of another sheet, columns of equal width."""
    yield _line(Cell(1, 12, table.title, "band"))
    count = min(len(table.headings), COLUMNS)
    edges = [round(COLUMNS * at / count) for at in range(count + 1)]
    for at, row in enumerate((table.headings, *table.rows)):
        look = "small" if at else "cap"
        cells = [Cell(edges[i] + 1, edges[i + 1], row[i], look) for i in range(count)]
        yield _line(*cells, least=18)


# -- questions


def boxed(words: Iterable[str], columns: int) -> str:
    """Options to tick, broken into lines between them, never between a box and its word.

    Examples:
        >>> boxed(["满意", "不满意"], 4).splitlines(), boxed(["满意", "不满意"], 2).splitlines()
        (['□ 满意  □ 不满意'], ['□ 满意', '□ 不满意'])
    """
    most = int((columns * COLUMN - 20) / (INK * HALF)) - 1
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}  {BOX} {word}" if lines else ""
        if lines and units(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(f"{BOX} {word}")
    return "\n".join(lines)


def _questions(questions: Sequence[FormQuestion]) -> Iterable[Line]:
    if not questions:
        return
    starred = any(question.required for question in questions)
    yield _line(Cell(1, 12, worded("问题（带 * 的都要问到）") if starred else worded("问题"), "band"))
    group = ""
    for question in questions:
        if question.group and question.group != group:
            yield _line(Cell(1, 12, question.group, "cap"), least=16)
        group = question.group
        yield _question(question)
        for text in question.branches:
            yield _line(Cell(1, 1, "", "number"), Cell(2, 12, f"▸ {text}", "branch"), least=18)


def _question(question: FormQuestion) -> Line:
    """Number, words, boxes and the cell to fill; free answers get room to write."""
    number = Cell(1, 1, f"{question.number}{'*' if question.required else ''}", "number")
    small = "\n".join(
        part for part in (worded("（{when}）", when=question.when) if question.when else "", question.hint) if part
    )
    codes = tuple(code for code, _ in question.options)
    if question.options:
        words = [word for _, word in question.options]
        wide = sum(units(word) + 5 for word in words) > 40
        printed, _ = choices_of(codes)
        answer = Cell(11, 12, "", "answer", key=question.question, choices=() if question.kind == "多选" else printed)
        label = Cell(2, 5 if wide else 6, question.label, "question", small)
        other = tuple((word, code) for code, word in question.options if word != code)
        boxes = boxed(words, 10 - label.last)
        return _line(number, label, Cell(label.last + 1, 10, boxes, "boxes", codes=other), answer, least=23)
    kind = {"数": "小数", "日期": "日期", "评分": "整数"}.get(question.kind, "文本")
    short = kind != "文本"
    label = Cell(2, 6 if not short else 9, question.label, "question", small)
    answer = Cell(7 if not short else 10, 12, "", "answer" if short else "free", key=question.question, kind=kind)
    return _line(number, label, answer, least=23 if short else TALL, stretches=not short)


# -- the result


def _result(form: Form) -> Iterable[Line]:
    """How the call ended, when, by whom, and what is to be noted."""
    yield _line(Cell(1, 12, worded("结果"), "band"))
    codes, other = choices_of([code for code, _ in form.outcomes])
    yield _line(
        Cell(1, 2, heading_of("结果代码"), "label"), Cell(3, 10, boxed(codes, 8), "boxes", codes=other),
        Cell(11, 12, "", "answer", key="结果代码", choices=codes), least=23,
    )  # fmt: skip
    pairs = [
        Cell(1, 2, heading_of("回访时间"), "label"), Cell(3, 6, "", "answer", key="回访时间", kind="时点"),
        Cell(7, 8, heading_of("约定时间"), "label"), Cell(9, 12, "", "answer", key="约定时间", kind="时点"),
    ]  # fmt: skip
    yield _line(*pairs, least=23)
    by, way = (
        worded("不填就是{text}", text=text) if text else "" for text in (form.owner_name, named(form.channel, WORD))
    )
    channels, ways = choices_of(form.channels)
    yield _line(
        Cell(1, 2, worded("回访人"), "label", by), Cell(3, 6, "", "answer", key="员工编号"),
        Cell(7, 8, heading_of("方式"), "label", way),
        Cell(9, 12, "", "answer", key="方式", choices=channels, codes=ways), least=23,
    )  # fmt: skip
    for first in range(0, len(form.fields), 2):
        cells: list[Cell] = []
        for at, field in zip((1, 7), form.fields[first : first + 2], strict=False):
            words, other = choices_of(field.choices)
            cells.append(Cell(at, at + 1, heading_of(field.heading), "label"))
            cells.append(Cell(at + 2, at + 5, "", "answer", key=field.heading, choices=words, codes=other))
        yield _line(*cells, least=23)
    yield _line(
        Cell(1, 2, heading_of("备注"), "label"), Cell(3, 12, "", "free", key="备注"), least=TALL, stretches=True
    )
    needs = worded("；").join(
        worded("“{code}”还要填{wanted}", code=named(code, WORD), wanted=worded("、").join(map(heading_of, wanted)))
        for code, wanted in form.outcomes
        if wanted
    )
    if needs:
        yield _line(Cell(1, 12, worded("{needs}。", needs=needs), "note"), least=15)


def _signatures(roles: Sequence[str]) -> Iterable[Line]:
    """A line to sign and date for each role, two side by side."""
    for first in range(0, len(roles), 2):
        cells: list[Cell] = []
        for at, role in zip((1, 7), roles[first : first + 2], strict=False):
            cells += [
                Cell(at, at + 1, worded("{role}签字", role=worded(role)), "sign"),
                Cell(at + 2, at + 3, "", "rule"),
            ]
            cells += [Cell(at + 4, at + 4, worded("日期"), "sign"), Cell(at + 5, at + 5, "", "rule")]
        yield _line(*cells, least=34)
