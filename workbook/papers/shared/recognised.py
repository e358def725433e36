"""Which row of ours each row is that came back, whatever became of its mark; and which rows went missing on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from workbook.papers.shared.found_rows import Cells, Found, Leaf, leaf, plain, same
from workbook.papers.shared.mark import NEW
from workbook.papers.shared.shape import TURN, Shape
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid

UNKNOWN = "?"
"""How the mark of a row begins of which nobody can say which it is."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The rows of one sheet that came back.

    Shapes:
        rows: each row with its mark. foreign: marks of ours that this book never had. gone: rows that were sent and
        aren't there. is_unmarked: the column of the marks is gone, rows were known by the rest.
    """

    rows: tuple[tuple[Found, str], ...]
    foreign: frozenset[str]
    gone: tuple[Found, ...]
    is_unmarked: bool


def come_back(grids: Sequence[Grid], sent: Leaf, names: Collection[str], sheet: Sheet, mark: str) -> Leaf:
    """A sheet as it came back, also under another name; without headings where it isn't there."""
    back = leaf(grids, sent.name, sheet, mark)
    known = set(sent.by(mark))
    for grid in () if back.columns else grids:
        name = grid.name.strip()
        if name not in names and known & set((seen := leaf((grid,), name, sheet, mark)).by(mark)):
            return seen
    return back


def recognised(shape: Shape, sent: Leaf, back: Leaf, is_ours: Callable[[str], bool]) -> Recognised:
    """Every row that came back with the mark it has or must have had."""
    out = {one.cells[shape.mark]: one for one in sent.rows if shape.mark in one.cells}
    hints = {text for mark, row in out.items() if mark.startswith(NEW) for text in row.cells.values()}
    is_unmarked = bool(back.columns) and shape.mark not in back.columns
    there = {one.cells.get(shape.mark, "") for one in back.rows}
    found: list[tuple[Found, str]] = []
    taken: set[str] = set()
    foreign: set[str] = set()
    for one in back.rows:
        mark = one.cells.get(shape.mark, "")
        if is_unmarked or (mark and mark not in out):
            left = {key: row for key, row in out.items() if key not in there and key not in taken}
            meant = _meant(shape, one, left)
            if not meant and mark and is_ours(mark):
                foreign.add(mark)
            elif not meant and (mark or not _is_own(shape, one, hints)):
                mark = f"{UNKNOWN}{digest(one.cells)}"
            else:
                mark = meant
        if not mark or (mark.startswith(NEW) and mark in taken):
            mark = f"{NEW}{digest(shape.state(NEW, one.cells))}"
        taken.add(mark)
        found.append((one, mark))
    gone = tuple(row for mark, row in out.items() if mark not in taken and not mark.startswith(NEW))
    return Recognised(tuple(found), frozenset(foreign), gone, is_unmarked)


def _is_own(shape: Shape, one: Found, hints: Collection[str]) -> bool:
    """Whether a row without a mark is one that the clerk wrote: nothing stands in it that only the program writes.

    Shapes:
        hints: what the program writes into such rows, to say what they are for.
    """
    return shape.whole and all(heading in shape.every or text in hints for heading, text in one.cells.items())


def _meant(shape: Shape, one: Found, left: Mapping[str, Found]) -> str:
    """The mark that a row must have had: its key, or that of the only missing row which says the same otherwise."""
    key = one.cells.get(shape.key, "")
    if not shape.whole and key in left:
        return key
    fixed = [heading for heading in one.cells if heading not in (shape.mark, TURN)]
    if shape.whole:
        fixed = [heading for heading in fixed if heading not in shape.typed]
        if all(heading in shape.every for heading in fixed):
            return ""
    like = [
        mark
        for mark, row in left.items()
        if not mark.startswith(NEW) and fixed and all(same(row.cells, one.cells, heading) for heading in fixed)
    ]
    return like[0] if len(like) == 1 else ""


def digest(cells: Cells) -> str:
    """A short name for what a row holds."""
    said = "\n".join(f"{heading}\t{plain(text)}" for heading, text in sorted(cells.items()))
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()
