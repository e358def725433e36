"""Sums of a report's columns: awards stand beside what is to be paid and are never added to it."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import said
from workbook.papers.reports.finished import Group, ReportColumn
from workbook.words.money import exact
from workbook.words.tongue import HEADING, named, worded

Sums = tuple[Value, ...]


def sums(
    columns: Sequence[ReportColumn], cells: Sequence[Sequence[Value]], given: Sequence[bool]
) -> tuple[Sums, Sums | None]:
    """The sum of each column that adds up: of what is no award, and of the awards where there are any.

    Examples:
        >>> from decimal import Decimal
        >>> money = [ReportColumn("金额", "金额", "金额", sums=True)]
        >>> sums(money, [[Decimal(440), Decimal(50)]], [False, True])
        ((Decimal('440'),), (Decimal('50'),))
    """
    awards = tuple(_sum(*one, given, award=True) for one in zip(columns, cells, strict=True)) if any(given) else None
    return tuple(_sum(*one, given, award=False) for one in zip(columns, cells, strict=True)), awards


def total(groups: Sequence[Group]) -> tuple[Sums, Sums | None]:
    """The sums of all groups together."""
    awards = [group.awards for group in groups if group.awards is not None]
    return _added([group.sums for group in groups]), _added(awards) if awards else None


def counted(label: str, columns: Sequence[ReportColumn], awards: Sums | None) -> str:
    """A label of a line of sums, with the awards that are not in it."""
    told = also(columns, awards)
    return worded("{label}（{told}）", label=label, told=told) if told else label


def also(columns: Sequence[ReportColumn], awards: Sums | None) -> str:
    """另有奖 金额 50：付给本人，不在合计里."""
    if awards is None:
        return ""
    pairs = zip(columns, awards, strict=True)
    told = [
        f"{named(column.label, HEADING)} {said(value, column.kind)}" for column, value in pairs if value is not None
    ]
    return worded("另有奖 {told}，没有并进来", told=worded("，").join(told)) if told else ""


def _sum(column: ReportColumn, held: Sequence[Value], given: Sequence[bool], *, award: bool) -> Value:
    if not column.sums:
        return None
    own = (value for at, value in enumerate(held) if value is not None and (bool(given) and given[at]) == award)
    return sum((exact(str(value)) for value in own), exact(0))


def _added(parts: Sequence[Sums]) -> Sums:
    return tuple(
        None if all(value is None for value in column) else sum((exact(str(value)) for value in column), exact(0))
        for column in zip(*parts, strict=True)
    )
