"""A report as a sheet: its rows with subtotals in place, and below them the blocks and the lines to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbook.clock.periods_said import in_words
from workbook.papers.pages.masking import phone, scrub
from workbook.papers.pages.on_paper import REPORT, stretch
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.papers.reports.columns import REASON
from workbook.papers.reports.finished import Block, ReportColumn, ReportResult
from workbook.papers.reports.sums import counted, total
from workbook.rulebook.cells.tree import Condition, Equals
from workbook.rulebook.sorts.model import Report
from workbook.words.sheet_names import folded, sheet_name
from workbook.words.tongue import HEADING, WORD, named, worded

PREFIX, KEY = REPORT, "行键"
SHEETS = ("表", "台账", "名单")
"""Carriers that are sheets of the workbook."""
COLOURS = {"红": "逾期", "逾期": "逾期", "停": "停", "黄": "今日", "橙": "今日", "今日": "今日", "疑": "疑", "注": "注"}
_PASSING = ("今", "昨", "本", "上", "过去")
WIDE_TEXT, WIDE_REASON, NOTE = 26.0, 50.0, "标"


def report_page(result: ReportResult, part: str | None = None, *, cover: bool = False) -> Page:
    """The report, or one part of it (拆分), as a sheet of its own.

    A report with 填写列 is kept by its hidden key, so that what staff wrote stays; a 台账 whose rows pass by with the
    days only grows; any other sheet is written anew. With `cover` phone numbers are covered, for pages that travel.
    """
    fills = any(column.fill for column in result.columns)
    grows = result.rule.carrier == "台账" and passing(result.rule.when)
    keyed = fills or grows
    plain: list[Line] = [(row, None) for row in _own(result, part)]
    lines, tail = (plain, []) if keyed else (_with_sums(result, part), _tail(result, part))
    sheet = Sheetful(len(lines) + len(tail))
    own = [row for row, _ in lines]
    marks = _marks(result, own)
    for at, (column, held) in enumerate(zip(result.columns, result.told, strict=True)):
        cells: list[Value] = [held[row] if row is not None else sums[at] if sums else None for row, sums in lines]
        kind = column.kind
        below = [line[at] if at < len(line) else None for line in tail]
        words = {cell for cell in set(cells) if isinstance(cell, str)}  # a column of many rows says few things
        wraps = kind == "文本" and max(map(len, words), default=0) * 2 > WIDE_TEXT
        told: dict[Value, Value] = {word: in_words(_covered(column, word) if cover else word) for word in words}
        if any(word != other for word, other in told.items()):
            cells = [told.get(cell, cell) for cell in cells]
        most = WIDE_REASON if column.name == REASON else WIDE_TEXT
        sheet.add(column.label, [*cells, *below], kind, typed=column.fill, most=most, wrap=wraps)
    _further(result, sheet, lines, marks)
    if keyed:
        sheet.add(KEY, [result.keys[row] for row, _ in lines if row is not None], hidden=True)
    signs = sorted((at, COLOURS[word]) for at, word in marks.items() if word in COLOURS)
    signs += [(len(lines) + at, COLOURS["红"]) for at in (_missed(result) if tail else ())]
    name, key = page_name(result, part), KEY if keyed else ""
    torn = () if keyed else tuple(_breaks(result, own))
    note = _note(result, len(own)) if not grows else ""
    page = sheet.page(name, key=key, append=grows, marks=signs, note=note)
    return replace(page, breaks=torn, paper=("", "", _days(result)))


def called(rules: Iterable[Report]) -> dict[str, str]:
    """Report → what its sheet is called after 报告·: its title, and its number before a title another one has already.

    Whatever day it is and whichever of them are due, each has the same: a workbook takes Day and DAY for one name.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for rule in rules:
        if rule.carrier in SHEETS and rule.id not in names:
            title = rule.name or rule.id
            key = folded(f"{PREFIX}{title}")
            names[rule.id] = f"{rule.id} {title}" if key in taken else title
            taken.add(key)
    return names


def report_pages(results: Sequence[ReportResult]) -> tuple[Page, ...]:
    """The sheets of every report that belongs into the workbook (表, 台账, 名单), each under its own name."""
    found: dict[str, Page] = {}
    for result in results:
        if result.rule.carrier in SHEETS and not result.held:
            page = report_page(result)
            found.setdefault(folded(page.name), page)
    return tuple(found.values())


def page_name(result: ReportResult, part: str | None = None) -> str:
    """报告·月扣款表, with the part it is divided by."""
    return sheet_name(f"{PREFIX}{result.called or result.title}{f'·{part}' if part else ''}")


def passing(when: Condition) -> bool:
    """Whether a condition names days by today (今日, 上月), so that rows it shows now are gone later."""
    return any(
        isinstance(item, Equals) and isinstance(item.value.value, str) and item.value.value.startswith(_PASSING)
        for clause in when.clauses()
        for item in clause.test.items
    )


# -- rows


Line = tuple[int | None, tuple[Value, ...] | None]


def _own(result: ReportResult, part: str | None) -> list[int]:
    """The numbers of the rows of a part; all rows without one."""
    return [at for at in range(result.size) if part is None or result.parts[at] == part]


def _with_sums(result: ReportResult, part: str | None) -> list[Line]:
    """Rows, a subtotal under each group, and a total under all."""
    own = _own(result, part)
    if not result.groups or part is not None:
        return [(row, None) for row in own]
    lines: list[Line] = []
    for group in result.groups:
        lines += [(row, None) for row in range(group.first, group.first + group.count)]
        if len(result.groups) > 1:
            label = counted(
                worded("{label} 小计 {count} 行", label=group.label, count=group.count), result.columns, group.awards
            )
            lines.append((None, _sums(result.columns, label, group.sums)))
    whole, awards = total(result.groups)
    label = counted(worded("合计 {size} 行", size=result.size), result.columns, awards)
    lines.append((None, _sums(result.columns, label, whole)))
    return lines


def _sums(columns: Sequence[ReportColumn], label: str, sums: tuple[Value, ...]) -> tuple[Value, ...]:
    """A line of sums with its label in the first column of words that adds nothing up."""
    at = next((at for at, column in enumerate(columns) if column.kind == "文本" and not column.sums), 0)
    return tuple(label if place == at else value for place, value in enumerate(sums))


# -- beside and below


def _marks(result: ReportResult, own: Sequence[int | None]) -> dict[int, str]:
    """The marks of 标记若 by line."""
    marks = dict(result.marks)
    return {line: marks[row] for line, row in enumerate(own) if row is not None and row in marks}


def _breaks(result: ReportResult, own: Sequence[int | None]) -> Iterable[int]:
    """The lines below which another value of 拆分 begins: on paper each has its own page."""
    before: str | None = None
    for line, row in enumerate(own):
        part = result.parts[row] if result.parts and row is not None else None
        if part is not None:
            if before is not None and part != before:
                yield line - 1
            before = part


def _further(result: ReportResult, sheet: Sheetful, lines: Sequence[Line], marks: dict[int, str]) -> None:
    """A column for marks that are signs and not colours, and why each row of results is there."""
    rest: list[Value] = [None] * (sheet.size - len(lines))
    if any(word not in COLOURS for word in marks.values()):
        words: list[Value] = [marks.get(line) for line in range(len(lines))]
        sheet.add(NOTE, [*words, *rest], wide=8)
    if result.reasons and any("：" in reason for reason in result.reasons):
        reasons: list[Value] = [result.reasons[row] or None if row is not None else None for row, _ in lines]
        sheet.add(REASON, [*reasons, *rest], wide=WIDE_REASON)


def _tail(result: ReportResult, part: str | None) -> list[tuple[str, ...]]:
    """The blocks, each under an empty line: its title, its headings, its rows; then the lines to sign."""
    if part is not None or not result.columns:
        return []
    lines: list[tuple[str, ...]] = []
    for block in result.blocks:
        lines += [(), *_block_lines(block)]
    width = len(result.columns)
    return [line if len(line) <= width else (*line[: width - 1], "；".join(line[width - 1 :])) for line in lines]


def _missed(result: ReportResult) -> Iterable[int]:
    """The lines of the blocks that show a number below its target."""
    at = 0
    for block in result.blocks:
        at += 1 + len(_block_lines(block))
        yield from (at - len(block.rows) + row for row in block.missed)


def _block_lines(block: Block) -> list[tuple[str, ...]]:
    if block.kind == "签字":
        return [tuple(worded("{role}：＿＿＿＿＿＿", role=role) for role in block.headings)]
    title = f"{block.title}　{block.figure}" if block.figure else block.title
    heads = tuple(named(one, HEADING) for one in block.headings)
    return [(title,), heads, *(tuple(named(cell, WORD) if cell else cell for cell in row) for row in block.rows)]


def _days(result: ReportResult) -> str:
    """The days a report is about, or the day it was made."""
    return stretch(*result.days) if result.days else worded("截至 {on}", on=result.on)


def _note(result: ReportResult, many: int) -> str:
    """Its days and how many rows it has, also when it has none; and what isn't in them: how many were left out, which
    were withheld, which columns may not be shown."""
    parts = [
        worded(
            "{days}，{rest}",
            days=_days(result),
            rest=worded("共 {many} 行", many=many) if many else worded("没有要列的行"),
        )
    ]
    parts += [
        worded("另有 {left_out} 行按规定没有列出", left_out=result.left_out) if result.left_out else "",
        *result.withheld[:5],
    ]
    if len(result.withheld) > 5:
        parts.append(worded("没有列出的共 {count} 行，都在【问题】里", count=len(result.withheld)))
    parts.append(worded("不可外传的列没有列出：{several}", several="、".join(result.dropped)) if result.dropped else "")
    return worded("；").join(part for part in parts if part)


def _covered(column: ReportColumn, word: str) -> str:
    """A text with its phone numbers covered."""
    return phone(word) if column.label in {"手机", "座机", "电话", "号码"} else scrub(word)
