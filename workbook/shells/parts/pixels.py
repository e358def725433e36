"""Where things drawn over cells stand, in pixels: the widths of columns, and buttons that stay where they are on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.xmltree import Node, child, children

DIGIT, USUAL = 7, 64
"""A character of a column's width (a file's widths hold the air beside it already), a column without one; in pixels."""

LOOKED_AT = 30
_ANCHOR = re.compile(rb"(<x:Anchor>)([\d,\s]+)(</x:Anchor>)")


def widths(frame: Node) -> list[int]:
    """The widths of the first columns in pixels, about: programs differ by the font."""
    found = [USUAL] * LOOKED_AT
    for group in children(child(frame, "cols"), "col"):
        for column in range(int(group.get("min", "1")), min(int(group.get("max", "1")), len(found)) + 1):
            is_hidden = group.get("hidden") == "1"
            found[column - 1] = 0 if is_hidden else round(float(group.get("width", "9.14")) * DIGIT)
    return found


def column_at(columns: Sequence[int], pixels: int) -> tuple[int, int]:
    """The column in which a distance from the left edge lies, and how far into it.

    Examples:
        >>> column_at([64, 64, 64], 70)
        (1, 6)
    """
    edges = [0, *accumulate(columns)]
    column = max(index for index, edge in enumerate(edges) if edge <= pixels)
    return column, pixels - edges[column]


def moved_buttons(wiring: Wiring, part: str, before: Sequence[int], after: Sequence[int]) -> None:
    """Buttons and notes of a sheet whose columns became wider or narrower stay as far from the left, and as wide."""
    edges = [0, *accumulate(before)]

    def change(found: re.Match[bytes]) -> bytes:
        spot = [int(number) for number in found[2].split(b",")]
        for at in (0, 4):
            spot[at], spot[at + 1] = column_at(after, edges[min(spot[at], len(edges) - 1)] + spot[at + 1])
        return found[1] + ", ".join(map(str, spot)).encode() + found[3]

    for drawing in wiring.related(part, "vmlDrawing"):
        held = wiring.package.read(drawing)
        wiring.package.write(drawing, _ANCHOR.sub(change, held))
