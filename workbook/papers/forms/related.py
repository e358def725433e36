"""相关: rows of other sheets that a form shows beside its task, such as the customer's last calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.notations import columns
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.mentions.mentions import RELATED
from workbook.rulebook.sorts.model import Report
from workbook.rules.facts.joins import related, sorted_by, time_order
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.tongue import worded

MOST = 5
"""So many rows are printed, the last ones by the sheet's time."""


@dataclass(frozen=True, slots=True)
class Table:
    """A few rows of another sheet, every cell as text."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(world: World, work: Frame, position: int, report: Report, block: str) -> Table | None:
    """`表(若)[列]` for one task; None when it can't be understood (the issue is kept).

    Raises nothing: a name that doesn't exist rests the block.
    """
    return world.attempt(report, lambda: _table(world, work, position, block), None)


def _table(world: World, work: Frame, position: int, block: str) -> Table:
    match = RELATED.fullmatch(block.strip())
    if match is None:
        raise NotUnderstood(
            worded("块“相关 {block}”看不懂", block=block),
            worded("写成 相关 回访记录(结果代码: 完成)[回访时间,满意度]。"),
        )
    frame = world.frame(match["sheet"].strip())
    paths = columns(match["columns"]) if match["columns"] else tuple((c.heading,) for c in frame.sheet.columns[:5])
    pairs = related(world, View(work, np.array([position])), frame, None, condition(match["when"] or ""))
    view = View(frame, pairs.right)
    view = view.pick(sorted_by(world, view, time_order(frame))[-MOST:])
    cells = [says(Scope(world, view).vec(path)).objects() for path in paths]
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in zip(*cells, strict=True))
    return Table(match["sheet"].strip(), tuple(path[-1] for path in paths), rows)
