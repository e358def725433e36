"""Lines whose fact got another number: known again by code, person, day, object and quantity, and not by the number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbook.rules.world.vectors import Mask, Vec, empty, says, text
from workbook.sheets.types import Type

FACT = ("代码", "员工编号", "日期", "期", "重计号", "数量")
TRIGGER, OBJECT = "触发行", "对象编号"
TEXT = Type("文本")
GONE = "·改号"
"""Ends the key of a line whose number is another fact's now, and whose own fact is nowhere."""


def facts(columns: Mapping[str, Vec], trigger: Vec, size: int) -> list[str]:
    """What each line is about, without the number of its row: sheets that a machine writes number their rows anew."""
    none = empty(TEXT, size)
    told = [says(columns.get(heading, none)).objects() for heading in FACT]
    objects, rows = says(columns.get(OBJECT, none)).objects(), says(trigger).objects()
    own = [
        "" if not one or f"·{one}·" in f"·{row or ''}·" else str(one) for one, row in zip(objects, rows, strict=True)
    ]
    return ["·".join(str(part or "")[:16] for part in row) for row in zip(*told, own, strict=True)]


def relinked(key: Vec, fact: list[str], charge: Mask, today: Vec, fact_today: list[str]) -> Vec:
    """The keys of lines found; one whose key is today's of another fact, or of none, takes that of its own fact.

    Examples:
        >>> keys = lambda *words: text(list(words))
        >>> relinked(keys("K1"), ["甲"], np.ones(1, bool), keys("K1", "K2"), ["乙", "甲"]).objects().tolist()
        ['K2']
    """
    names, now = key.objects(), dict(zip(today.objects(), fact_today, strict=True))
    pairs = dict.fromkeys((names[at], fact[at]) for at in np.flatnonzero(charge).tolist())
    astray = [pair for pair in pairs if now.get(pair[0]) != pair[1]]
    if not astray:
        return key
    free: dict[str, list[str]] = {}
    for name, one in now.items():
        if (name, one) not in pairs:
            free.setdefault(one, []).append(name)
    found = {pair: free[pair[1]].pop(0) for pair in astray if free.get(pair[1])}
    held = {*found.values(), *(name for name, one in pairs if now.get(name) == one)}
    found |= {pair: f"{pair[0]}{GONE}" for pair in astray if pair not in found and pair[0] in held}
    return text([found.get(pair, pair[0]) for pair in zip(names, fact, strict=True)], TEXT)
