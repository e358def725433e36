"""A list that was never made into a workbook of ours: looked at as a person would, and refused before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbook.rulebook.load.rows import TABLES
from workbook.sheets.grid import Grid
from workbook.sheets.schema import STANDARD, is_list
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

BARE_LIST = "名单"
"""What any office calls its list of customers; ours say 名单 and a name."""
LOOKED_AT = 12
"""So many rows are looked at for a line of headings."""
LONGEST = 20


def is_known(sheet: str) -> bool:
    """Whether a sheet is one of an office's: standard, of rules, or a list."""
    if sheet == BARE_LIST:
        return False
    return is_list(sheet) or sheet in STANDARD.sheets or sheet in TABLES


def foreign(path: Path, grids: Sequence[Grid]) -> BookFault:
    """What is said of a workbook that holds none of our sheets: what seems to be in it, and how it becomes one."""
    shown = worded("、").join(f"“{one.name}”" for one in grids[:3]) + (worded("等") if len(grids) > 3 else "")
    heads = _headings(grids[0]) if grids else []
    seen = worded("，表头像是 {heads}", heads=worded("、").join(heads)) if heads else ""
    return BookFault(
        worded(
            "“{name}”里没有回访的表：只有 {shown}{seen}。", name=path.name, shown=shown or worded("空表"), seen=seen
        ),
        worded(
            '用 huifang new 建一本，再把这份名单收进去：huifang import "{name}" --into 回访.xlsx。没有改动任何文件。',
            name=path.name,
        ),
    )


def _headings(grid: Grid) -> list[str]:
    """The words of the line that looks most like headings: a merged title above it has one cell, it has many."""
    columns = [column.slice(0, LOOKED_AT).to_pylist() for column in grid.columns]
    lines = [[text.strip()[:LONGEST] for text in row if text and text.strip()] for row in zip(*columns, strict=True)]
    return max(lines, key=len, default=[])[:6]
