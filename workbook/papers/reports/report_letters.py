"""Reports as letters: one for each reader with the rows that are theirs, and the day's own summary."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.clock.periods_said import in_words
from workbook.papers.letters.letters import SHOWN_ROWS, Attachment, Letter, Section, key, letter
from workbook.papers.pages.on_paper import stretch
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import said
from workbook.papers.reports.day_summary import Attach, is_quiet, summaries
from workbook.papers.reports.finished import Block, Reader, ReportColumn, ReportResult, named
from workbook.papers.reports.pages import report_page
from workbook.papers.reports.sums import also, counted, sums
from workbook.papers.scripts.day_results import Day
from workbook.words.tongue import declared, worded

PAYER = "承担人"
NUMERIC = {"整数", "小数", "金额", "百分"}
AT_ONCE_MOST = 5
"""So many urgent rows leave as a letter each; more at one time are told together."""


def letters(
    day: Day,
    results: Sequence[ReportResult],
    templates: Mapping[str, str],
    *,
    attach: Attach | None = None,
    daily: bool = True,
    marks: Collection[str] = (),
    late: bool = False,
) -> tuple[Letter, ...]:
    """Every letter that these reports make, then the day's summary for managers and for each adviser.

    Shapes:
        templates: name → text, with mail.html.j2 and mail.txt.j2 among them.
        attach: turns pages into a workbook's bytes; long tables then travel as a file and the letter shows their top, and
            the day's summary brings its tables along.
        marks: keys of letters that have left, or may have: an urgent row among them isn't told again.
        late: their day had no run; the subject says so.

    Raises:
        PaperFault: a template is missing or can't be filled.
    """
    found: list[Letter] = []
    for result in results:
        if result.rule.carrier == "邮件" and not (is_quiet(day.world) and _says_nothing(result)):
            made: dict[tuple[int, ...], bytes] = {}
            for reader in result.readers:
                if reader.recipient.address:
                    found += _Post(day, result, reader, templates, attach, made, marks, late).letters()
    return (*found, *(summaries(day, templates, attach) if daily else ()))


def _says_nothing(result: ReportResult) -> bool:
    """Whether there is nothing in it: no row, nothing beside the rows, nothing kept back."""
    said_beside = any(block.rows for block in result.blocks)
    return not (result.size or said_beside or result.withheld or result.left_out or result.held)


PERIODS = {"期", "账期"}


@dataclass(frozen=True, slots=True)
class _Post:
    """One report on its way to one reader; `made`: the files of its rows, the same for all who read the same."""

    day: Day
    result: ReportResult
    reader: Reader
    templates: Mapping[str, str]
    attach: Attach | None
    made: dict[tuple[int, ...], bytes]
    marks: Collection[str] = ()
    late: bool = False

    def letters(self) -> list[Letter]:
        """One letter, or for an urgent report one for each row."""
        rows = list(range(self.result.size)) if self.reader.rows is None else list(self.reader.rows)
        on = f"{self.result.on} {self.result.turn}".strip()
        if not self.result.rule.at_once:
            return [self.letter(rows, on)]
        keys = {row: self._key(self.result.keys[row]) for row in rows}
        rows = [row for row in rows if keys[row] not in self.marks]
        if len(rows) > AT_ONCE_MOST:
            first = self.result.keys[rows[0]]
            covers = tuple(keys[row] for row in rows)
            return [
                replace(self.letter(rows, worded("{first} 等 {count} 行", first=first, count=len(rows))), covers=covers)
            ]
        return [self.letter([row], self.result.keys[row]) for row in rows]

    def _key(self, period: str) -> str:
        to = self.reader.recipient
        return key(self.result.rule.id, period, to.id or to.address)

    def letter(self, rows: Sequence[int], period: str) -> Letter:
        """The report with some of its rows, held when a check holds the report."""
        result, to = self.result, self.reader.recipient
        files: tuple[Attachment, ...] = ()
        if self.attach is not None and len(rows) > SHOWN_ROWS:
            which = tuple(rows)
            if which not in self.made:
                self.made[which] = self.attach([report_page(chosen(result, rows), cover=True)])
            files = (Attachment(f"{result.title} {result.on}.xlsx", self.made[which]),)
        subject, body = result.script
        subject = subject or f"{result.title} {_told_days(result)} {result.turn}".strip()
        made = letter(
            sections(_for(result, self.reader), rows, most=SHOWN_ROWS if files else None),
            templates=self.templates,
            report=result.rule.id,
            day=self.day.world.today,
            address=to.address,
            name=to.name,
            person=to.id,
            subject=f"{worded('补发：') if self.late else ''}{subject}",
            period=period,
            opening=body,
            why=to.why,
            counted=[f"{block.title}{worded('：')}{block.counted}" for block in result.blocks if block.counted],
            attachments=files,
        )
        return replace(made, hold=result.held) if result.held and not made.hold else made


def _told_days(result: ReportResult) -> str:
    """The days that a report is about, a month as people write it; where it is of one day, the day on which it is made."""
    first, last = result.days or (result.on, result.on)
    if first == last:
        return str(result.on)
    is_month = first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if is_month else stretch(first, last)


def _for(result: ReportResult, reader: Reader) -> ReportResult:
    """The report with only this reader's own number of rows left out."""
    if reader.rows is None:
        return result
    return replace(result, left_out=dict(result.left_out_of).get(reader.id, 0))


def chosen(result: ReportResult, rows: Sequence[int]) -> ReportResult:
    """The same report with only some of its rows, without groups."""
    place = {row: at for at, row in enumerate(rows)}
    return replace(
        result,
        cells=tuple([held[row] for row in rows] for held in result.cells),
        keys=tuple(result.keys[row] for row in rows),
        reasons=tuple(result.reasons[row] for row in rows) if result.reasons else (),
        parts=tuple(result.parts[row] for row in rows) if result.parts else (),
        awards=tuple(result.awards[row] for row in rows) if result.awards else (),
        marks=tuple((place[row], word) for row, word in result.marks if row in place),
        groups=() if len(rows) < result.size else result.groups,
        blocks=result.blocks if len(rows) == result.size else _own_blocks(result.blocks, place),
    )


def _own_blocks(blocks: Sequence[Block], place: Mapping[int, int]) -> tuple[Block, ...]:
    """What may stand beside some of the rows: related rows of theirs; no numbers about everybody."""
    found: list[Block] = []
    for block in blocks:
        if block.of:
            kept = [at for at, row in enumerate(block.of) if row in place]
            rows = tuple(block.rows[at] for at in kept)
            found.append(replace(block, rows=rows, of=tuple(place[block.of[at]] for at in kept)))
    return tuple(found)


def sections(result: ReportResult, rows: Sequence[int], most: int | None = None) -> list[Section]:
    """The tables of a letter: the report's rows, then its blocks; metrics give the big numbers at the top."""
    own = chosen(result, rows)
    numeric = frozenset(at for at, column in enumerate(own.columns) if column.kind in NUMERIC)
    names = dict(own.names)
    told = [
        [_cell(column, cell, names) for cell in held[:most]] for held, column in zip(own.told, own.columns, strict=True)
    ]
    shown = list(zip(*told, strict=True))
    notes = [stretch(*own.days)] if own.days and own.days[0] < own.days[1] else []
    notes += own.withheld if len(rows) == result.size else ()
    if len(shown) < own.size:
        notes.append(worded("只列前 {most} 行，其余 {rest} 行见附件。", most=most, rest=own.size - len(shown)))
    if most is None:
        notes.append(_sums(own) if own.groups else _total(own))
    labels = own.labels
    if own.marks:  # a letter has no colours of rows: the mark stands in front of them
        marked = dict(own.marks)
        labels, shown = (declared("标"), *labels), [(worded(marked.get(at, "")), *row) for at, row in enumerate(shown)]
        numeric = frozenset(at + 1 for at in numeric)
    main = Section(
        own.title, worded("；").join(note for note in notes if note), labels, tuple(shown), numeric, left_out=own.left_out,
        figures=tuple((block.title, block.figure) for block in own.blocks if block.figure),
    )  # fmt: skip
    return [main, *(_section(block) for block in own.blocks if block.kind != "签字" and block.rows)]


def _cell(column: ReportColumn, held: Value, names: Mapping[str, str]) -> str:
    """One cell in words: a period as people say it, whoever pays by name."""
    if column.name == PAYER:
        return named(said(held), names)
    return said(in_words(held) if column.name in PERIODS else held, column.kind)


def _total(result: ReportResult) -> str:
    """The sums of a table without groups, for someone who reads several rows of their own."""
    if result.size < 2:
        return ""
    whole, awards = sums(result.columns, result.cells, result.awards)
    pairs = zip(result.columns, whole, strict=True)
    told = [f"{column.label} {said(value, column.kind)}" for column, value in pairs if value is not None]
    return worded("；").join(
        part
        for part in (worded("合计 {told}", told=worded("，").join(told)) if told else "", also(result.columns, awards))
        if part
    )


def _sums(result: ReportResult) -> str:
    """Group by group how many rows, and their sums."""
    told = []
    for group in result.groups:
        pairs = zip(result.columns, group.sums, strict=True)
        own = [f"{column.label} {said(value, column.kind)}" for column, value in pairs if value is not None]
        told.append(
            counted(
                worded("，").join(
                    [
                        worded("{label} {count} 行", label=named(group.label, dict(result.names)), count=group.count),
                        *own,
                    ]
                ),
                result.columns,
                group.awards,
            )
        )
    return worded("；").join(told)


def _section(block: Block) -> Section:
    numeric = frozenset(at for at, heading in enumerate(block.headings) if heading in {"分子", "分母", "结果"})
    if block.missed:
        numeric = frozenset(at + 1 for at in numeric)
        rows = tuple((worded("红") if at in block.missed else "", *row) for at, row in enumerate(block.rows))
        return Section(block.title, "", ("标", *block.headings), rows, numeric)
    return Section(block.title, "", block.headings, block.rows, numeric)
