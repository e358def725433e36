"""How wide the columns of a sheet stand in a workbook, as staff left them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.words.faults import Fault

_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_FACT = re.compile(rb'(\w+)="([^"]*)"')
_SHOWN = 2.0
"""What is narrower was put away, not set so."""
_PADDING = 0.71
"""What a file says more than Excel shows."""


def widths(path: Path, sheet: str) -> Mapping[int, float]:
    """Column → its width, from 1; nothing where the book or the sheet can't be looked at."""
    found: dict[int, float] = {}
    with suppress(Fault, OSError, KeyError, ValueError):
        package = Package(path)
        part = Wiring(package).part(sheet)
        for one in _COLUMN.findall(bytes(package.read(part)).partition(b"sheetData")[0]):
            said = {name.decode(): held.decode() for name, held in _FACT.findall(one)}
            wide = float(said.get("width", 0)) - _PADDING
            if wide >= _SHOWN and said.get("hidden") not in {"1", "true"}:
                found |= dict.fromkeys(range(int(said["min"]), min(int(said["max"]), 200) + 1), round(wide, 2))
    return found
