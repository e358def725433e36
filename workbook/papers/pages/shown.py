"""Values as cells and as words: what a column of results becomes on a page, and how wide the page sets it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from workbook.papers.pages.page import KINDS, Field, Page, Value
from workbook.papers.pages.plain_tables import width
from workbook.rules.world.vectors import Vec
from workbook.sheets.types import Type
from workbook.words.money import exact, yuan
from workbook.words.tongue import worded

NARROW, AIR, ARROW = 6.0, 2.5, 4.0
WIDEST = 30.0
LOOKED_AT = 400
"""A column is set as wide as its first rows need; further rows are read in a wider window or wrapped."""

_WIDTHS = {"日期": 12.5, "时点": 17.5, "金额": 12.0, "百分": 9.0}


def kind_of(type_: Type) -> str:
    """How a page keeps values of a type.

    Examples:
        >>> kind_of(Type("金额")), kind_of(Type("引用", "客户"))
        ('金额', '文本')
    """
    return type_.name if type_.name in KINDS else "文本"


def values(vec: Vec) -> list[Value]:
    """A column as cells: texts, whole numbers as int, other numbers as Decimal, days as date; None where empty.

    Examples:
        >>> from workbook.rules.world.vectors import moments, numbers
        >>> values(numbers([3.0, float("nan")], Type("整数"))), values(numbers([0.1], Type("金额")))
        ([3, None], [Decimal('0.10')])
        >>> values(moments(["2026-03-09", "NaT"], Type("日期")))
        [datetime.date(2026, 3, 9), None]
    """
    if vec.kind == "text":
        return [None if word is None else str(word) for word in vec.objects().tolist()]
    if vec.kind == "moment":
        found: list[datetime | None] = vec.data.astype("datetime64[us]").tolist()
        return [at.date() if at and vec.type.name == "日期" else at for at in found]
    return [_number(value, vec.type.name) for value in vec.data.tolist()]


def _number(value: float, kind: str) -> Value:
    """One number by its type; a 整数 that isn't whole stays as it is."""
    if value != value:  # noqa: PLR0124 - NaN differs from itself
        return None
    if kind == "金额":
        return yuan(value)
    return int(value) if kind == "整数" and value.is_integer() else exact(round(value, 10))


def said(value: Value, kind: str = "文本") -> str:
    """One cell as people read it; empty is empty.

    Examples:
        >>> said(exact("0.75"), "百分"), said(yuan(1234), "金额"), said(datetime(2026, 3, 9, 14, 0)), said(None)
        ('75.00%', '1,234.00', '2026-03-09 14:00', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool | date):
        return str(value)
    if kind == "金额":
        return f"{yuan(value):,.2f}"
    return f"{exact(value) * 100:.2f}%" if kind == "百分" else f"{exact(value):f}"


def rate(top: Value, bottom: Value) -> str:
    """A share with what it is made of; nothing divided by nothing is 无.

    Examples:
        >>> rate(3, 4), rate(0, 0), rate(None, None)
        ('3/4 · 75.00%', '0/0 · 无', '')
    """
    if top is None or bottom is None:
        return ""
    below = exact(str(bottom))
    share = f"{exact(str(top)) / below * 100:.2f}%" if below else worded("无")
    return f"{said(top)}/{said(bottom)} · {share}"


def to_day(kind: str, cells: Iterable[Value]) -> str:
    """时点 or, where no cell has a time of day, 日期."""
    if kind != "时点":
        return kind
    timed = any(isinstance(value, datetime) and value.time() != time() for value in cells)
    return "时点" if timed else "日期"


def fitted(heading: str, kind: str, cells: Sequence[Value], most: float = WIDEST) -> float:
    """A width that shows heading and cells whole, up to `most`.

    Examples:
        >>> fitted("到期", "日期", []), fitted("序", "整数", [1, 2]), fitted("客户名称", "文本", ["甲" * 40])
        (12.5, 6.0, 30.0)
    """
    head = width(heading) + ARROW
    if kind in _WIDTHS:
        return max(head, _WIDTHS[kind])
    longest = max((width(said(value, kind)) for value in cells[:LOOKED_AT]), default=0)
    return max(NARROW, min(most, max(head, longest + AIR)), min(head, most))


@dataclass(slots=True)
class Sheetful:
    """A page in the making: one column after the other, in reading order."""

    size: int
    fields: list[Field] = field(default_factory=list)
    columns: list[Sequence[Value]] = field(default_factory=list)

    def add(
        self, heading: str, cells: Sequence[Value] | None = None, kind: str = "文本", *, most: float = WIDEST,
        wide: float = 0.0, typed: bool = False, hidden: bool = False, choices: Sequence[str] = (), wrap: bool = False,
        centred: bool = False,
    ) -> None:  # fmt: skip
        """A column at the right; no cells: an empty one. A heading that is there already is not added again."""
        if heading in self.headings:
            return
        held: Sequence[Value] = [None] * self.size if cells is None else cells
        look = kind if typed else to_day(kind, held)
        across = wide or fitted(heading, look, held, most)
        self.fields.append(Field(heading, look, across, typed, hidden, tuple(choices), wrap, centred))
        self.columns.append(held)

    def vec(self, heading: str, vec: Vec, **look: object) -> None:
        """A column of results at the right."""
        self.add(heading, values(vec), kind_of(vec.type), **look)  # type: ignore[arg-type]

    @property
    def headings(self) -> list[str]:
        """The headings so far."""
        return [one.heading for one in self.fields]

    def page(
        self, name: str, *, key: str = "", append: bool = False, marks: Iterable[tuple[int, str]] = (), title: str = "",
        note: str = "", landscape: bool = True, print_to: str = "", passing: Iterable[str] = (),
    ) -> Page:  # fmt: skip
        """The finished page; rows whose key came before or is empty are told apart by a number."""
        if key:
            at = self.headings.index(key)
            self.columns[at] = told_apart(self.columns[at])
        rows = tuple(zip(*self.columns, strict=True)) if self.size else ()
        return Page(
            name, tuple(self.fields), rows, title=title, key=key, note=note, append=append, marks=tuple(marks),
            landscape=landscape, print_to=print_to, passing=tuple(one for one in passing if one not in self.headings),
        )  # fmt: skip


def told_apart(keys: Sequence[Value]) -> list[Value]:
    """The same keys, each once.

    Examples:
        >>> told_apart(["甲", "乙", "甲", None])
        ['甲', '乙', '甲·2', '—']
    """
    taken: set[str] = set()
    found: list[Value] = []
    for value in keys:
        word = own = said(value).strip() or "—"
        turn = 1
        while own in taken:
            turn += 1
            own = f"{word}·{turn}"
        taken.add(own)
        found.append(own)
    return found
