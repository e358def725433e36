"""A list understood: which column and which word goes where, and what a person has to say first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workbook.papers.brought.blanks import Filler
from workbook.papers.brought.blocks import Block
from workbook.papers.brought.headings import MEANS, Meaning
from workbook.papers.brought.legend import Legend
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.headers import plain
from workbook.words.tongue import worded

DROP, GRADES = "（不要）", ("客户类别", "等级")
EMPTY = "空着的"
"""The word for no word at all: what customers are whose class the list doesn't say."""
EVENTS, EVENT, EVENT_PART = "事件", "事件：", "事件."
"""A column of days on which something happened: 事件：成交; and one that says more of it: 事件.产品."""
OFFERED = 8
Customer = tuple[str, str, str, str]
"""One who is there: number, name, phone (digits), room."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sheet of staff's about customers that rules begin at.

    Shapes:
        key, who: its columns for the number of a row and for the customer's. columns: the others that staff fill.
        starts: those with the days that rules begin at.
    """

    key: str
    who: str
    columns: tuple[Column, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What the workbook knows already: its 【客户】, its words, its people, its customers; and what somebody answered.

    Shapes:
        events: the words for what may happen, each with all its names. read: columns of 【客户】 that rules go by.
        outcomes: the words for how a call went, each with all its names; means: for how somebody called; liked: for how
        content a customer was.
        event_columns: those of 【事件】 that hold words.
        more: what else is known of each customer who is there, by number. told: the numbers of calls, promises and
        events that are there.
        fixed: the rules that say themselves how customers are called, whatever they wish.
        extras: columns that its 【客户】 has beside those that the rulebook knows.
        begun: the other sheets of staff's that rules begin at, by name; a list reaches them by 工单.完成时间.
    """

    sheet: Sheet
    codes: Codes
    staff: Sequence[tuple[str, str]]
    customers: Sequence[Customer]
    today: date
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    read: Collection[str] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    extras: Collection[str] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    liked: Mapping[str, str] = field(default_factory=dict)
    event_columns: Collection[str] = ()
    more: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    fixed: Sequence[str] = ()
    begun: Mapping[str, Begun] = field(default_factory=dict)

    def column(self, target: str) -> Column | None:
        """The column that a target names: one of 【客户】, or 工单.完成时间."""
        name, _, heading = target.partition(".")
        there = self.begun[name].columns if name in self.begun else ()
        return next((one for one in there if one.heading == heading), None) or self.sheet.column(target)

    def is_begun(self, target: str) -> bool:
        """Whether a target is a column of a sheet that rules begin at."""
        return target.partition(".")[0] in self.begun and "." in target

    def choices(self, heading: str) -> tuple[str, ...]:
        """The words that may stand in a column of 【客户】, or say how somebody was reached; none where any may."""
        if heading == MEANS:
            return tuple(dict.fromkeys(self.means.values()))
        column = self.column(heading)
        return tuple(one.code for one in (self.codes.of(column.type) if column else None) or ())

    @property
    def happenings(self) -> tuple[str, ...]:
        """What a column of days may tell of: 事件：成交."""
        return tuple(f"{EVENT}{one}" for one in dict.fromkeys(self.events.values()))

    @property
    def event_parts(self) -> tuple[str, ...]:
        """What a column may say of what happened: 事件.产品."""
        return tuple(f"{EVENT_PART}{one}" for one in self.event_columns)

    @property
    def begun_parts(self) -> tuple[str, ...]:
        """What a column may say of a row of such a sheet: 工单.完成时间; the days that rules begin at first."""
        first = [f"{name}.{start}" for name, one in self.begun.items() for start in one.starts]
        every = [f"{name}.{column.heading}" for name, one in self.begun.items() for column in one.columns]
        return tuple(dict.fromkeys((*first, *every)))

    @property
    def offered(self) -> tuple[str, ...]:
        """Where a column may go beside 【客户】, as offered to choose from: as many as a cell's list shows at once."""
        return (*self.happenings[:OFFERED], *self.begun_parts[:OFFERED])


@dataclass(frozen=True, slots=True)
class Line:
    """One column or one word of the list and where it goes; `asked`: nobody knows, somebody should say."""

    sort: str
    where: str
    word: str
    sample: str
    count: int
    target: str
    how: str
    asked: bool = False
    rival: str = ""


@dataclass(frozen=True)
class Table:
    """One list with the meaning of each column."""

    block: Block
    targets: Mapping[int, Meaning]
    legend: Legend
    filler: Filler = field(default_factory=Filler)

    def at(self, target: str) -> int | None:
        """The column of a target."""
        return self._first.get(target)

    @cached_property
    def _first(self) -> dict[str, int]:
        return {one.target: column for column, one in reversed(list(self.targets.items()))}

    def all_at(self, target: str) -> list[int]:
        """Every column of a target of which there may be several."""
        return [column for column, one in self.targets.items() if one.target == target]

    def text(self, row: int, target: str) -> str:
        """What stands under a target."""
        at = self.at(target)
        return self.block.leaf.text(row, at) if at is not None else ""


def column_lines(found: Sequence[Table]) -> list[Line]:
    """Where each column goes; those that are only copied are asked about."""
    lines: dict[str, Line] = {}
    for table in found:
        leaf = table.block.leaf
        for at, meaning in table.targets.items():
            sample = next((text for row in table.block.rows if (text := leaf.text(row, at))), "")
            heading = table.block.headings[at]
            asked = meaning.how in {"照抄", "相像", "内容", "猜"} and bool(sample)
            lines.setdefault(
                plain(heading),
                Line(
                    "列",
                    leaf.name,
                    heading,
                    sample,
                    len(table.block.rows),
                    meaning.target,
                    meaning.how,
                    asked,
                    meaning.rival,
                ),
            )
        if table.block.days:
            days = sorted(table.block.days.values())
            word = worded("{days:%Y-%m-%d} 到 {days2:%Y-%m-%d}", days=days[0], days2=days[-1])
            lines.setdefault(
                word, Line("列", leaf.name, word, "", len(days), "回访记录", worded("日期作表头，格里打勾"))
            )
    return list(lines.values())


def listed(heading: str, word: str, office: Office) -> str:
    """The code that a word is in a list of ours; '' where there is no list, or it doesn't hold the word."""
    column = office.column(heading)
    options = (office.codes.of(column.type) if column else None) or ()
    same = (one.code for one in options if plain(word) in {plain(name) for name in (one.code, one.label, *one.aliases)})
    return next(same, "")


def code_of(heading: str, word: str, office: Office) -> tuple[str, str]:
    """The code that a foreign word means in one of our columns, and how one knows; '' when nobody does."""
    if answer := office.answers.get((heading, plain(word))):
        return ("", "人定") if answer == DROP else (answer, "人定")
    column = office.column(heading)
    if column is None or office.codes.of(column.type) is None:
        return word, "原样"
    found = listed(heading, word, office)
    return found, "原样" if found else ""


def word_lines(unknown: Counter[tuple[str, str]]) -> list[Line]:
    """The words that no list of ours holds, each with how many rows say it; and who has no class at all."""
    return [
        Line("词", heading, word, "", count, "", "没有写" if word == EMPTY else "不认得", asked=True)
        for (heading, word), count in sorted(unknown.items())
    ]
