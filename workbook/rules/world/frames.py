"""Sheets in memory: columns found or computed on demand, and links from a row to its parents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbook.rules.world.vectors import TEXT, Positions, Vec, concat, empty, places, says, text
from workbook.sheets.schema import Sheet
from workbook.words.place import ARCHIVED, Place


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """From each row of one frame to a row of another; −1 where there is none."""

    frame: Frame
    at: Positions


class Columns(dict[str, Vec]):
    """Columns of a sheet, each made when it is first asked for: most columns are never read by a rule."""

    def __init__(self, makers: Mapping[str, Callable[[], Vec]]) -> None:
        super().__init__()
        self._makers = dict(makers)

    def __getitem__(self, heading: str) -> Vec:
        if not super().__contains__(heading) and heading in self._makers:
            self[heading] = self._makers[heading]()
        return super().__getitem__(heading)

    def __contains__(self, heading: object) -> bool:
        return super().__contains__(heading) or heading in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._makers, *super().__iter__())))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def get(self, heading: str, default: Any = None) -> Any:
        """The column, or `default` when there is none."""
        return self[heading] if heading in self else default  # noqa: SIM401 - get is what is defined here

    def keys(self) -> Any:
        """Every heading."""
        return list(self)

    def values(self) -> Any:
        """Every column, made."""
        return [self[heading] for heading in self]

    def items(self) -> Any:
        """Every heading with its column, made."""
        return [(heading, self[heading]) for heading in self]


@dataclass(slots=True, eq=False)
class Frame:
    """The rows of one sheet.

    Shapes:
        rows: n Excel row numbers (0 for rows that stand on no sheet yet).
        coming: n Excel row numbers where such rows will stand once the run is written (0 for those that stand already).
        typed: heading → n values as staff typed them (cleaned).
        cells: heading → Excel column number, for places; coming_cells: of columns that the run will add.
        links: names that open other rows beside the sheet's own references (源行, 键行, 客户 …).
    """

    sheet: Sheet
    rows: Positions
    typed: dict[str, Vec]
    cells: Mapping[str, int] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    computed: dict[str, Vec] = field(default_factory=dict)
    found: dict[str, Positions] = field(default_factory=dict)
    because: Callable[[int], str] | None = None
    coming: Positions | None = None
    coming_cells: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.sheet.name

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def all(self) -> Positions:
        """Every position, in order."""
        return np.arange(len(self), dtype=np.int64)

    def place(self, position: int, heading: str = "") -> Place:
        """Where a row, or one of its cells, stands, or will when the run is written."""
        return Place(self.name, self.number(position), self.cells.get(heading) or self.coming_cells.get(heading, 0))

    def number(self, position: int) -> int:
        """The sheet's row on which a row stands or will stand; 0 where it never will."""
        return int(self.rows[position] or (0 if self.coming is None else self.coming[position]))

    def places(self, positions: Positions) -> list[str]:
        """Where these rows stand, in words; the sheet alone of those that stand nowhere."""
        numbers = self.rows[positions]
        if self.coming is not None:
            numbers = np.where(numbers > 0, numbers, self.coming[positions])
        name = self.name
        if numbers.max(initial=0) > ARCHIVED:
            return [str(Place(name, number)) for number in numbers.tolist()]
        return [f"{name}!第{number}行" if number else name for number in numbers.tolist()]

    def key(self) -> Vec:
        """The key of each row: its 主键, else what it must hold (员工编号·日期), numbered where that repeats.

        A row inserted above changes no key; only rows of sheets that need nothing are known by their row number.
        """
        if self.sheet.key and self.sheet.key.heading in self.typed:
            return self.typed[self.sheet.key.heading]
        must = [c.heading for c in self.sheet.columns if (c.required or c.plays("时间")) and c.heading in self.typed]
        if not must:
            return text([f"第{row}行" for row in self.rows])
        same = np.zeros(len(self), dtype=np.int64)
        for heading in must:
            codes = self.typed[heading].key_codes() + 1
            _, same = np.unique(same * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
        turn = pd.Series(same).groupby(same.reshape(-1)).cumcount().tolist()
        columns = (says(self.typed[heading]).objects() for heading in must)
        words = ["·".join(part or "" for part in parts) for parts in zip(*columns, strict=True)]
        return text([f"{word}·{n + 1}" if n else word for word, n in zip(words, turn, strict=True)])

    def lookup(self, ids: Vec) -> Positions:
        """The position of the row with each id; −1 where there is none."""
        key = self.key()
        first = np.full(len(key.words) + 1, -1, dtype=np.int64)
        first[key.data[::-1]] = self.all[::-1]
        first[-1] = -1
        return np.asarray(first[places(key, ids)])


def bare(sheet: Sheet, size: int = 0) -> Frame:
    """A frame of `size` rows with every declared column empty."""
    return Frame(
        sheet, np.zeros(size, np.int64), {column.heading: empty(column.type, size) for column in sheet.columns}
    )


def result(sheet: Sheet, columns: Mapping[str, Vec], size: int, links: Mapping[str, Link] | None = None) -> Frame:
    """A sheet of results: the given columns, every other declared column empty, and links to the rows behind each result."""
    typed = {column.heading: empty(column.type, size) for column in sheet.columns if column.heading not in columns}
    opened = {name: [link] for name, link in (links or {}).items()}
    return Frame(sheet, np.zeros(size, np.int64), {**typed, **columns}, links=opened)


def stacked(sheet: Sheet, parts: Sequence[Frame]) -> Frame:
    """Frames of one sheet one below the other; each keeps its links and its reasons."""
    if len(parts) == 1:
        return parts[0]
    sizes, filled = [len(part) for part in parts], [part for part in parts if len(part)] or parts[:1]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    headings = dict.fromkeys(heading for part in parts for heading in part.typed)
    types = {column.heading: column.type for column in sheet.columns}
    typed: dict[str, Vec] = {}
    for heading in headings or types:
        kind = types.get(heading) or next((part.typed[heading].type for part in parts if heading in part.typed), TEXT)
        typed[heading] = concat([part.typed.get(heading) or empty(kind, len(part)) for part in filled], kind)
    whole = Frame(sheet, np.concatenate([part.rows for part in parts]) if parts else np.empty(0, np.int64), typed)
    for name in dict.fromkeys(name for part in parts for name in part.links):
        targets = dict.fromkeys(id(link.frame) for part in parts for link in part.links.get(name, []))
        for target in targets:
            at, frame = np.full(int(starts[-1]), -1, dtype=np.int64), None
            for part, start in zip(parts, starts, strict=False):
                for link in part.links.get(name, []):
                    if id(link.frame) == target:
                        at[start : start + len(part)], frame = link.at, link.frame
            if frame is not None:
                whole.links.setdefault(name, []).append(Link(frame, at))
    reasons = [part.because for part in parts]

    def because(position: int) -> str:
        index = int(np.searchsorted(starts, position, side="right")) - 1
        reason = reasons[index]
        return reason(position - int(starts[index])) if reason else ""

    whole.because = because
    return whole


def said_because(frame: Frame, position: int) -> str:
    """Why a row of results is there: rule, clause, and the cells it stands on."""
    return frame.because(position) if frame.because else ""
