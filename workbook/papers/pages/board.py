"""A sheet that isn't a table, as a value: cells where they stand, in sections that staff may move, and charts over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook.papers.pages.page import Value

At = tuple[int, int]
"""Row and column, counted from 1."""

LOOKS = (
    "标题", "说明", "导航", "题", "大数", "小字", "段", "表头", "文字", "日期", "数", "率", "去处", "步骤", "手写",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: what it holds, how it looks, the place it leads to; a typed one is only made ready, never written over."""

    value: Value = None
    look: str = "文字"
    link: str = ""

    def __post_init__(self) -> None:
        if self.look not in LOOKS:
            raise ValueError(f"unknown look: {self.look!r}")

    @property
    def is_typed(self) -> bool:
        """Whether staff write in it."""
        return self.look == "手写"


@dataclass(frozen=True, slots=True)
class Section:
    """Cells that belong together, found again by the words of one of them wherever it stands by now.

    Shapes:
        anchor: the cell whose words don't change. red: cells that turn red above nought.
    """

    anchor: At
    spots: Mapping[At, Spot]
    red: tuple[At, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.spots[self.anchor].value, str):
            raise ValueError("a section is found by words")  # noqa: TRY004


@dataclass(frozen=True, slots=True)
class Line:
    """One row of values in a chart: the column it stands in, under the heading that names it, and its colour."""

    column: int
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over a table of the same sheet.

    Shapes:
        kind: 横条 竖条 折线. head: the row of the table's headings; names: the column of what is along the axis;
        rows: how many rows hold something. box: first and last row and column that it covers.
    """

    title: str
    kind: str
    head: int
    names: int
    lines: tuple[Line, ...]
    rows: int
    box: tuple[int, int, int, int]
    is_share: bool = False
    is_stacked: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The whole sheet.

    Shapes:
        wide: width of each column in characters. high: row → points. last: the last row and column that is printed.
        frozen: rows that don't scroll. before: the headings of the table that stood on the sheet in earlier versions;
        ours: words with which our rows of it begin: these rows go, all others stay, below.
    """

    name: str
    sections: tuple[Section, ...]
    charts: tuple[Chart, ...]
    wide: tuple[float, ...]
    high: Mapping[int, float]
    last: At
    frozen: int = 0
    before: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()

    @property
    def spots(self) -> dict[At, Spot]:
        """Every cell."""
        return {at: spot for section in self.sections for at, spot in section.spots.items()}
