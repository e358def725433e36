"""The colour of a cell or of its letters as RRGGBB, however a spreadsheet program wrote it: itself, by number, by theme."""

from __future__ import annotations

import colorsys
from typing import Any

_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
"""Of the usual theme; another theme's accents are other hues, and what they mean is asked about anyway."""
_AUTOMATIC = 64


def rgb(color: Any) -> str:
    """RRGGBB; '' for none and for the automatic colour.

    Examples:
        >>> from openpyxl.styles.colors import Color
        >>> rgb(Color("FFFF0000")), rgb(Color(indexed=13)), rgb(Color(theme=0, tint=-0.35)), rgb(Color(indexed=64))
        ('FF0000', 'FFFF00', 'A6A6A6', '')
    """
    from openpyxl.styles.colors import COLOR_INDEX

    kind = getattr(color, "type", "")
    if kind == "rgb":
        value = str(color.rgb)
        return "" if len(value) != len("FFRRGGBB") or value == "00000000" else value[-6:]
    if kind == "indexed":
        return str(COLOR_INDEX[color.indexed])[-6:] if 0 <= color.indexed < min(_AUTOMATIC, len(COLOR_INDEX)) else ""
    if kind == "theme" and 0 <= color.theme < len(_THEME):
        return _tinted(_THEME[color.theme], float(color.tint or 0))
    return ""


def _tinted(hex_: str, tint: float) -> str:
    """A colour made lighter (0 to 1) or darker (-1 to 0)."""
    red, green, blue = (int(hex_[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))
