"""Rule sheets as facts: 话术, 问卷 and the others may be checked like any sheet."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import numpy as np

from workbook.rulebook.sorts.model import SHEETS
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Vec, moments, numbers, text
from workbook.rules.world.world import World
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.types import Type


def rule_frame(world: World, name: str) -> Frame | None:
    """The rows of a rule sheet as a frame; None when it isn't one."""
    sort = SHEETS.get(name)
    if sort is None:
        return None
    rules = world.book.all(sort)
    typed = {
        f.metadata["heading"]: _column([getattr(rule, f.name) for rule in rules])
        for f in dataclasses.fields(sort)
        if "heading" in f.metadata
    }
    columns = tuple(
        Column(heading, heading, vec.type, role="主键" if heading == "编号" else "") for heading, vec in typed.items()
    )
    return Frame(
        Sheet(name, sort.__name__.lower(), columns), np.array([rule.place.row for rule in rules], np.int64), typed
    )


def _column(values: list[Any]) -> Vec:
    if any(isinstance(value, (Decimal, int)) and not isinstance(value, bool) for value in values):
        return numbers([float(value) if isinstance(value, (Decimal, int)) else np.nan for value in values])
    if any(hasattr(value, "isoformat") for value in values):
        return moments([np.datetime64(value) if value else np.datetime64("NaT") for value in values], Type("日期"))
    return text([_word(value) for value in values])


def _word(value: Any) -> str | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(part for part in value if isinstance(part, str)) or None
    return value or None if isinstance(value, str) else None
