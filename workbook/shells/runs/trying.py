"""试算: a span played by the rules as they were and as they are now in the workbook; the outcome is a file beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.outside.calm import calm
from workbook.shells.runs import run as runs
from workbook.shells.safety import rules_kept
from workbook.words.faults import BookFault, Fault
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.opening import Reading
    from workbook.papers.trial.paper import Paper
    from workbook.papers.trial.rule_changes import Edit
    from workbook.rules.trial.comparing import Compared
    from workbook.rules.trial.playing import Played
    from workbook.sheets.grid import Grid

NAME = "名"
OWN = {"设置", "登记表"}
"""Rule sheets that say what the office is and which columns it keeps: they stay, whatever the rules are."""

LONGEST = 100
"""Days that one trial goes over at most."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial that was made: the file, the paper in it, and what was compared."""

    path: Path
    paper: Paper
    found: Compared
    edits: tuple[Edit, ...]


def span(month: str, first: str, last: str, now: datetime) -> tuple[date, date]:
    """The span that was asked for; the last whole month when nothing was said.

    Examples:
        >>> span("", "", "", datetime(2026, 4, 3)), span("2026-02", "", "", datetime(2026, 4, 3))[1].day
        ((datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)), 28)

    Raises:
        Fault: no month or day, the end before the beginning, or longer than a trial may be.
    """
    try:
        if month:
            begins = date.fromisoformat(f"{month[:7]}-01")
            ends = (begins + timedelta(31)).replace(day=1) - timedelta(1)
        elif first or last:
            ends = date.fromisoformat(last) if last else now.date()
            begins = date.fromisoformat(first) if first else ends.replace(day=1)
        else:
            ends = now.date().replace(day=1) - timedelta(1)
            begins = ends.replace(day=1)
    except ValueError as error:
        said = month or f"{first}—{last}"
        raise Fault(
            worded("“{said}”不是月份或日子。", said=said),
            worded("月份写成 2026-03，日子写成 2026-03-01。什么也没有改动。"),
        ) from error
    if ends < begins or (ends - begins).days >= LONGEST:
        raise Fault(
            worded("{begins}—{ends} 不能试算。", begins=begins, ends=ends),
            worded("从早到晚写，最多 {longest} 天。什么也没有改动。", longest=LONGEST),
        )
    return begins, ends


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: a month, or first and last day; `against` says which rules “以前” are."""

    month: str = ""
    first: str = ""
    last: str = ""
    against: str = ""
    folder: Path | None = None


def tried(place: Path | Workbook, now: datetime, asked: Asked = Asked()) -> Tried:
    """Plays the span twice and writes the paper beside the book; nothing of the book is written.

    “以前” is the rules of another workbook (its path), or those kept on or before a day (2026-03-10); when nothing is
    said, those that the last run worked by.

    Raises:
        BookFault: the book can't be read, or the paper can't be written.
        Fault: there are no such earlier rules.
    """
    from workbook.papers.pages.on_paper import Letterhead, office_of
    from workbook.papers.trial.paper import paper
    from workbook.papers.trial.rule_changes import edits
    from workbook.rules.trial.comparing import compared
    from workbook.shells.files import trial_book

    workbook = books.at(place)
    grids = runs.grids_of(place, None, partial(_load, now.year))
    now = runs.shown_day(grids, now, workbook.tell)
    days = span(asked.month, asked.first, asked.last, now)
    before, words = _before(workbook.path, grids, asked.against)
    until = min(
        datetime.combine(days[1] + timedelta(1), datetime.min.time()) - timedelta(seconds=1),
        max(now, datetime.combine(days[0], now.time())),
    )
    days = (days[0], min(days[1], until.date()))
    with runs.timed(worded("试算完"), workbook.tell), calm():
        is_same = rules_kept.same(rules_kept.rule_sheets(before), rules_kept.rule_sheets(grids))
        told = worded("规则没有变：{line}") if is_same else worded("以前的规则：{line}")
        old, was = _played(before, days, until, lambda line: workbook.tell(told.format(line=line)))
        new, now_is = old, was
        if not is_same:
            new, now_is = _played(
                grids, days, until, lambda line: workbook.tell(worded("现在的规则：{line}", line=line))
            )
        found = compared(was, now_is)
        changed = edits(old.book, new.book)
        unknown = _unknown(workbook.path, grids, changed, is_same=found.is_same, words=words, against=asked.against)
        made = paper(found, changed, words, unknown)
    path = _path(workbook.path, days, asked.folder)
    trial_book.write(path, made, Letterhead(office_of(new.book), now.date()), now)
    return Tried(path, made, found, changed)


def _played(grids: Sequence[Grid], days: tuple[date, date], until: datetime, tell: runs.Say) -> tuple[Reading, Played]:
    """The workbook as read with its rules, and what they make of the span."""
    from workbook.opening import reading
    from workbook.rulebook.load.named import rulebooks_of
    from workbook.rules.trial.playing import played, span_of
    from workbook.shells.outside.shelf import shelf

    def told(day: date) -> None:
        if (day - days[0]).days % 7 == 0:
            tell(f"{day:%m-%d}……")

    found = reading(grids, shelf(), rulebooks_of(grids), until)
    return found, played(lambda moment: found.day(moment).world, span_of(*days), until, told)


def _before(book: Path, grids: Sequence[Grid], against: str) -> tuple[list[Grid], str]:
    """The workbook with the rule sheets of before, and which those are, in words."""
    facts = [found for found in grids if found not in rules_kept.rule_sheets(grids)]
    kept = rules_kept.all_kept(book)
    if against:
        return _wanted(facts, kept, against)
    if kept:
        last = kept[-1]
        return [*facts, *last.grids], worded(
            "上次运行时用的规则（从 {since:%Y-%m-%d %H:%M} 那次{job}起）", since=last.since, job=last.job
        )
    own = [_own_settings(found, grids) if found.name == "设置" else found for found in grids]
    return [found for found in own if found.name in OWN or found in facts], worded(
        "规则书原来的规则，因为这本工作簿还没有运行过"
    )


def _own_settings(found: Grid, grids: Sequence[Grid]) -> Grid:
    """设置 with only those rows for which the rulebooks have no value of their own: the rest is as shipped."""
    from workbook.rulebook.load.layers import stacked
    from workbook.rulebook.load.load import rulebook
    from workbook.rulebook.load.named import rulebooks_of
    from workbook.rules.facts.prepared import BASE
    from workbook.shells.outside.shelf import shelf

    shipped = rulebook(stacked([BASE, *rulebooks_of(grids)], shelf()))
    gone = {name for name, one in shipped.settings.items() if one.value}
    columns = [column.to_pylist() for column in found.columns]
    nothing: list[str | None] = []
    names = next((column for column in columns if NAME in column), nothing)
    lost = {row for row, name in enumerate(names) if name in gone}
    kept = [[None if row in lost else cell for row, cell in enumerate(column)] for column in columns]
    return replace(found, columns=tuple(pa.array(column, pa.string()) for column in kept))


def _wanted(facts: list[Grid], kept: Sequence[rules_kept.Kept], against: str) -> tuple[list[Grid], str]:
    """The rules of another workbook, or those that were kept on a day."""
    path = Path(against)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        if not path.is_file():
            raise BookFault(
                worded("没有“{against}”这本工作簿。", against=against),
                worded("核对 --against 后面的路径。什么也没有改动。"),
            )
        return [*facts, *rules_kept.rule_sheets(runs.grids_of(path))], worded("“{name}”里的规则", name=path.name)
    try:
        day = date.fromisoformat(against)
    except ValueError as error:
        raise Fault(
            worded("“{against}”不是工作簿，也不是日子。", against=against),
            worded("写一本 .xlsx 的路径，或 2026-03-10 这样的日子。"),
        ) from error
    found = [one for one in kept if one.since.date() <= day]
    if not found:
        known = worded("、").join(f"{one.since:%Y-%m-%d}" for one in kept) or worded("一次也没有")
        raise Fault(
            worded("{day} 以前没有记下规则。", day=day),
            worded("记下过的是：{known}。也可以写一本旧工作簿的路径。", known=known),
        )
    return [*facts, *found[-1].grids], worded(
        "从 {since:%Y-%m-%d %H:%M} 那次{job}起用的规则", since=found[-1].since, job=found[-1].job
    )


def _unknown(
    book: Path, grids: Sequence[Grid], changed: Sequence[Edit], *, is_same: bool, words: str, against: str
) -> list[str]:
    """What to say when the rules are the same, or other states of them are kept."""
    if changed or not is_same or against:
        return []
    others = [one for one in rules_kept.all_kept(book) if not rules_kept.same(one.grids, rules_kept.rule_sheets(grids))]
    days = worded("、").join(dict.fromkeys(f"{one.since:%Y-%m-%d}" for one in others[-5:]))
    more = (
        worded("要和更早的规则比，写 --against 和日子；记下过的有 {days}。", days=days)
        if days
        else worded("先改【时限】【处罚标准】等表里的一格，再试算。")
    )
    return [worded("规则和“以前”一样，所以没有差别。“以前”是{words}。{more}", words=words, more=more)]


def _path(book: Path, days: tuple[date, date], to: Path | None) -> Path:
    whole = days[0].day == 1 and (days[1] + timedelta(1)).day == 1 and days[0].month == days[1].month
    told = f"{days[0]:%Y-%m}" if whole else worded("{days:%Y-%m-%d}至{days2:%m-%d}", days=days[0], days2=days[1])
    return (to or book.parent) / f"{named('试算')}-{book.stem}-{told}.xlsx"


def _load(year: int) -> None:
    from workbook.clock.published import published

    for module in ("workbook.opening", "workbook.shells.files.trial_book", "workbook.papers.trial.paper"):
        import_module(module)
    published(year - 3, year + 3)
