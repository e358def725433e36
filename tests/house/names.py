"""What the program, its rulebooks and the sample declare, by name: read off their declarations, listed nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from lxml import etree

from workbook.papers.branches import numbers as head_numbers
from workbook.papers.branches import overview as head_overview
from workbook.papers.branches import whole
from workbook.papers.brought import pages, preview
from workbook.papers.forms import handover_sheet
from workbook.papers.overview import front
from workbook.papers.shared import decisions
from workbook.papers.why import figure, linked
from workbook.rulebook.lint.ground import PROGRAM
from workbook.rulebook.sorts.model import REGISTER, SHEETS, headings
from workbook.sheets.schema import STANDARD
from workbook.shells.archive import store
from workbook.shells.macros import sources

HOME = Path(__file__).parents[2]
APART: dict[str, ModuleType] = {
    front.FRONT: front,
    figure.DETAIL: figure,
    linked.ANSWER: linked,
    handover_sheet.SHEET: handover_sheet,
    pages.MAPPING: pages,
    preview.PREVIEW: preview,
    decisions.LEDGER: decisions,
    decisions.CLASHES: decisions,
    store.SHEET: store,
    **dict.fromkeys((whole.OVERVIEW, whole.SUMS, whole.EACH), head_overview),
    **dict.fromkeys((whole.LEDGER, whole.WAITING, whole.WRONG, whole.NOTES), head_numbers),
}
"""Sheets that hold no rows of facts, which no schema declares: each by the name that its module gives it."""


@cache
def rulebooks() -> tuple[dict[str, Any], ...]:
    """Every rulebook as it is written."""
    paths = sorted((HOME / "workbook" / "rulebooks").glob("*.yaml"))
    return tuple(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for path in paths)


def _walked(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _walked(one)
    elif isinstance(value, list):
        for one in value:
            yield from _walked(one)


@cache
def registered() -> dict[str, set[str]]:
    """The sheets and columns that rulebooks add: declared, computed or decided."""
    found: dict[str, set[str]] = {}
    for book in rulebooks():
        for row in book.get(REGISTER, ()):
            own = row.get("列", [])
            names = found.setdefault(row["表"], set())
            names |= {one.partition(":")[0] for one in ([own] if isinstance(own, str) else own)}
        for sheet in ("计算", "判定"):
            for row in book.get(sheet, ()):
                if isinstance(row.get("列"), str) and "表" in row:
                    found.setdefault(row["表"], set()).add(row["列"])
    return found


@cache
def sheets() -> frozenset[str]:
    """Every sheet that a workbook may have."""
    declared = {name for name in STANDARD.sheets if "." not in name}
    return frozenset({*declared, REGISTER, *SHEETS, *registered(), *APART})


@cache
def columns(sheet: str) -> frozenset[str]:
    """The columns of a sheet; of one that no schema declares, what its module names."""
    sheet = sheet.partition("：")[0]
    found = set(registered().get(sheet, ()))
    if sheet in STANDARD.sheets:
        found |= {column.heading for column in STANDARD.sheets[sheet].columns}
    if sheet in SHEETS or sheet == REGISTER:
        found |= set(headings(sheet))
    if sheet in APART:
        found |= set(re.findall(r'"([^"]+)"', Path(str(APART[sheet].__file__)).read_text(encoding="utf-8")))
    return frozenset(found)


@cache
def settings() -> frozenset[str]:
    """What 设置 may hold: what the program reads, what rulebooks want."""
    return frozenset({*PROGRAM, *(row["名"] for book in rulebooks() for row in book.get("设置", ()) if "名" in row)})


@cache
def buttons() -> frozenset[str]:
    """The captions of the ribbon."""
    return frozenset(one.attrib["label"] for one in etree.fromstring(sources.ribbon()).iter("{*}button"))  # type: ignore[arg-type, misc]


@cache
def numbers() -> frozenset[str]:
    """The numbers of rules, and of whoever and whatever is in the sample and in demonstrations."""
    sample = yaml.load((HOME / "docs" / "sample.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return frozenset(
        value
        for row in _walked([*rulebooks(), sample])
        for key, value in row.items()
        if key.endswith("编号") and isinstance(value, str)
    )
