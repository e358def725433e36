"""All that the head office's book is made of, and what its sheets have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workbook.papers.branches.branch import Branch, Known, Note
from workbook.papers.branches.sums import Sum
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.words.tongue import named, worded

OVERVIEW, SUMS, EACH = "分店一览", "指标汇总", "各店指标"
LEDGER, WAITING, WRONG, NOTES = "处罚台账汇总", "等人决定", "各店问题", "要看的分店"
KEY, REMARK = "行键", "总部备注"
NOT_COUNTED = "没有算"


@dataclass(frozen=True, slots=True)
class Unread:
    """A branch that is known and whose numbers aren't in this time."""

    known: Known
    last: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the head office's book is made of."""

    now: datetime
    branches: Sequence[Branch]
    unread: Sequence[Unread]
    notes: Sequence[Note]
    sums: Sequence[Sum]

    @property
    def told(self) -> str:
        """How many branches are in, for heads of sheets and letters."""
        out = len(self.unread)
        return worded("{count} 家算进来了", count=len(self.branches)) + (
            worded("，{out} 家没有", out=out) if out else ""
        )


def finished(
    sheet: Sheetful, whole: Whole, name: str, told: str, *, key: str = "", append: bool = False,
    marks: Iterable[tuple[int, str]] = (), print_to: str = "",
) -> Page:  # fmt: skip
    """A sheet under its title: of which day, how many branches are in it, and what to know of it."""
    title = f"{named(name)} {whole.now:%Y-%m-%d}"
    note = worded("{told}。{told2}", told=whole.told, told2=told)
    return sheet.page(name, key=key, append=append, marks=marks, title=title, note=note, print_to=print_to)


def whole_number(number: float) -> Value:
    """A number as a cell: whole ones without a point."""
    return int(number) if float(number).is_integer() else number


def day(text: str) -> date | None:
    """A day as it is written; none where there is none."""
    return date.fromisoformat(text[:10]) if text else None
