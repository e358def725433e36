"""A finished report as a value: rows with typed cells, their groups, the blocks around them, and who reads what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbook.papers.letters.outbox import Recipient
from workbook.papers.pages.page import Value
from workbook.rulebook.sorts.model import Report


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column: `name` as the rule writes it, `label` as people read it.

    `staff`: it holds staff numbers, shown as names. `fill`: staff write here, the cells are empty.
    """

    name: str
    label: str
    kind: str = "文本"
    staff: bool = False
    fill: bool = False
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: from `first` so many, with the sums of the columns that add up (None: it doesn't).

    `awards`: the sums of the rows that are awards, which are never among the others; None where there are none.
    """

    label: str
    first: int
    count: int
    sums: tuple[Value, ...]
    awards: tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part beside the rows: 指标, 相关, 清单, 话术, 问卷 or 签字.

    `of`: for each of its rows the report row it belongs to; empty when it belongs to the whole report. `figure` is its
    one number in words (3/4 · 75.00%); `counted` says how it is counted. `missed`: its rows that miss their target.
    """

    kind: str
    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    of: tuple[int, ...] = ()
    figure: str = ""
    counted: str = ""
    missed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who gets the report; `rows` are the numbers of their own rows, None: all of them."""

    id: str
    recipient: Recipient
    rows: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReportResult:
    """One report as it is due now.

    Shapes:
        cells: of each column a cell for each row, in the wanted order, fill-in columns empty; dates are dates, money is
            Decimal.
        keys, reasons, parts: one for each row: its key, why it is there, the value it is divided by (拆分).
        withheld: a sentence for each row that a check keeps back (须).
        left_out: how many rows 剔除若 left out; left_out_of: how many of them are each person's own.
        held: why the whole report waits (检查 拦截 报告); empty when it may go.
        marks: (row, word) of 标记若. dropped: columns that may not be shown to its readers.
        days: the days it is about (上月); None where it says none.
        awards: for each row of the ledger whether it is an award (奖); empty for other sheets.
        script: subject and body of its 话术. called: what its sheet is called after 报告·.
    """

    rule: Report
    title: str
    on: date
    columns: tuple[ReportColumn, ...] = ()
    cells: tuple[Sequence[Value], ...] = ()
    keys: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    turn: str = ""
    """The minute of a day's second letter and of each later one; '' for its first."""
    groups: tuple[Group, ...] = ()
    blocks: tuple[Block, ...] = ()
    readers: tuple[Reader, ...] = ()
    left_out: int = 0
    left_out_of: tuple[tuple[str, int], ...] = ()
    withheld: tuple[str, ...] = ()
    held: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    dropped: tuple[str, ...] = ()
    script: tuple[str, str] = ("", "")
    names: tuple[tuple[str, str], ...] = ()
    called: str = ""
    days: tuple[date, date] | None = None
    awards: tuple[bool, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns as the rule writes them."""
        return tuple(column.name for column in self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns as people read them."""
        return tuple(column.label for column in self.columns)

    @property
    def size(self) -> int:
        """How many rows it has."""
        return len(self.keys)

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """Row by row the cell of each column."""
        return tuple(zip(*self.cells, strict=True))

    @property
    def told(self) -> list[Sequence[Value]]:
        """The columns with people's names in place of their numbers; a share of nothing is 无."""
        names = dict(self.names)
        return [_told(column, held, names) for column, held in zip(self.columns, self.cells, strict=True)]

    @property
    def shown(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as they are told."""
        return tuple(zip(*self.told, strict=True))

    @property
    def by_part(self) -> dict[str, tuple[int, ...]]:
        """Row numbers by the value that divides the report; one entry '' when nothing does."""
        found: dict[str, list[int]] = {}
        for at, part in enumerate(self.parts or [""] * self.size):
            found.setdefault(part, []).append(at)
        return {part: tuple(rows) for part, rows in found.items()}


def _is_share(column: ReportColumn) -> bool:
    return column.kind == "百分" and column.name == "值"


def _told(column: ReportColumn, held: Sequence[Value], names: Mapping[str, str]) -> Sequence[Value]:
    if not (column.staff or _is_share(column)):
        return held
    shown = {value: _shown(column, value, names) for value in set(held)}
    return [shown[value] for value in held]


def _shown(column: ReportColumn, value: Value, names: Mapping[str, str]) -> Value:
    if value is None:
        return "无" if _is_share(column) else None
    return named(str(value), names) if column.staff else value


def named(ids: str, names: Mapping[str, str]) -> str:
    """Staff numbers, several joined with 、, as names.

    Examples:
        >>> named("S1、S2", {"S1": "赵敏"})
        '赵敏、S2'
    """
    return "、".join(names.get(one, one) for one in ids.split("、"))
