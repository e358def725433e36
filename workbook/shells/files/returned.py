"""The rows that weren't taken, as the sheet they came from, each with a note that says why; mended, they are imported again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from workbook.papers.brought.blocks import Block
from workbook.papers.brought.found import Said, returned
from workbook.papers.brought.seen import Leaf
from workbook.shells.files.lean import lean
from workbook.shells.files.looks import WITH_LOOKS
from workbook.shells.safety import saving
from workbook.words.tongue import declared, worded

ENDING = declared("-退回.xlsx")


def write(source: Path, leaves: Sequence[Leaf], blocks: Sequence[Block], refused: Sequence[Said]) -> Path:
    """The list with everything but the refused rows taken out; where it lies."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.comments import Comment

    book: Any = _whole(source) if source.suffix.lower() in WITH_LOOKS else _plain(leaves)
    kept: dict[str, set[int]] = {}
    for one in refused:
        kept.setdefault(one.sheet, set()).add(one.row)
        cell = book[one.sheet].cell(one.row, one.column or 1)
        words = returned(ILLEGAL_CHARACTERS_RE.sub("", one.words))
        cell.comment = Comment(words, "回访", width=260, height=80)
    rows = _rows(blocks)
    for name in list(book.sheetnames):
        if name not in kept:
            del book[name]
            continue
        for first, count in _runs(rows.get(name, set()) - kept[name]):
            book[name].delete_rows(first, count)
    ending = worded(ENDING)
    path = source.with_name(source.stem.removesuffix(ending.removesuffix(".xlsx")) + ending)
    saving.replace(path, lambda place: book.save(place))  # noqa: PLW0108 - openpyxl wants the path alone
    return path


def _rows(blocks: Sequence[Block]) -> Mapping[str, set[int]]:
    """Every row below the headings of each sheet."""
    found: dict[str, set[int]] = {}
    for block in blocks:
        found.setdefault(block.leaf.name, set()).update(range(block.head + 1, block.leaf.last_row + 1))
    return found


def _runs(rows: Collection[int]) -> list[tuple[int, int]]:
    """Rows as stretches (first, how many), from below.

    Examples:
        >>> _runs({4, 5, 6, 9})
        [(9, 1), (4, 3)]
    """
    apart = groupby(enumerate(sorted(rows)), key=lambda one: one[1] - one[0])
    stretches = [[row for _, row in run] for _, run in apart]
    return [(run[0], len(run)) for run in reversed(stretches)]


def _whole(source: Path) -> Any:
    import openpyxl
    from openpyxl.worksheet.cell_range import CellRange

    with lean(source) as found:
        book = openpyxl.load_workbook(found.path)
    for name, areas in found.merged.items():
        made = (CellRange(min_row=top, min_col=left, max_row=low, max_col=right) for top, left, low, right in areas)
        book[name].merged_cells.ranges = set(made)  # one by one each would be looked for among all
    return book


def _plain(leaves: Sequence[Leaf]) -> Any:
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for leaf in leaves:
        sheet = book.create_sheet(leaf.name)
        for (row, column), cell in {**leaf.cells, **leaf.long}.items():
            value = ILLEGAL_CHARACTERS_RE.sub("", cell.value) if isinstance(cell.value, str) else cell.value
            made = sheet.cell(row, column, value)
            made.data_type = "s" if isinstance(cell.value, str) else made.data_type  # = in front makes no formula
    return book
