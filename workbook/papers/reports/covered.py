"""A report as its readers may see it: what is private is covered or stays away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from workbook.papers.pages import masking
from workbook.papers.pages.masking import Outside, masked
from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import values
from workbook.papers.reports.columns import Table
from workbook.papers.reports.finished import ReportColumn
from workbook.rules.world.vectors import Vec

_OUTSIDES: dict[str, Outside] = {"内部": "内部", "外组": "外组", "对外": "对外"}


def _without(words: str | None, named: Sequence[str]) -> str | None:
    """Free text with the names in it covered as their own columns are."""
    for one in named if isinstance(words, str) else ():
        words = str(words).replace(one, masking.name(one))
    return words


def covered(
    found: Table, outside: str, named: Sequence[tuple[str, ...]] = ()
) -> tuple[tuple[ReportColumn, ...], list[list[Value]], tuple[str, ...]]:
    """Columns and cells as the readers may see them, and the headings that may not leave; `named`: who rows are about."""
    plain = outside == "内部" and "机密" not in found.privacies
    if plain:
        return tuple(found.columns), [values(vec) for vec in found.vecs], ()
    marked = [str(at) for at in range(len(found.columns))]
    frame = pd.DataFrame({name: _series(vec) for name, vec in zip(marked, found.vecs, strict=True)})
    seen = masked(frame, dict(zip(marked, found.privacies, strict=True)), _OUTSIDES[outside])
    if outside != "内部" and len(named) == len(frame):
        for at, vec in zip(marked, found.vecs, strict=True):
            if at in seen.columns and vec.kind == "text":
                told: list[Any] = [_without(one, who) for one, who in zip(seen[at].tolist(), named, strict=True)]
                seen[at] = pd.Series(pd.array(told, dtype="str"), index=seen.index)
    columns: list[ReportColumn] = []
    cells: list[list[Value]] = []
    for name, column, vec in zip(marked, found.columns, found.vecs, strict=True):
        if name not in seen.columns:
            continue
        same = seen[name].dtype == frame[name].dtype and seen[name].equals(frame[name])
        columns.append(column if same or vec.kind == "text" else replace(column, kind="文本", sums=False))
        cells.append(values(vec) if same else [None if word != word else str(word) for word in seen[name].tolist()])  # noqa: PLR0124
    gone = tuple(column.label for name, column in zip(marked, found.columns, strict=True) if name not in seen.columns)
    return tuple(columns), cells, gone


def _series(vec: Vec) -> pd.Series:
    if vec.kind == "text":
        return pd.Series(pd.array(vec.objects(), dtype="str"))
    return pd.Series(vec.data)
