"""Buttons on a sheet that call macros: a band above the header that doesn't scroll, and the drawing part for it.

The drawing is VML, which every spreadsheet program since 2007 reads; buttons written the newer way get lost in some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from workbook.shells.macros.sources import Button
from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.look import FONT
from workbook.shells.parts.package import Buffer
from workbook.shells.parts.pixels import column_at
from workbook.shells.parts.pixels import widths as columns_of
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import child

WIDE, HIGH, APART, ACROSS = 98, 30, 5, 6
"""A button's width and height and the room between two, in pixels; and how many stand beside each other."""

_PIXELS = 96 / 72
_HEIGHT = re.compile(rb'\sht="([\d.]+)"')
_STYLE = re.compile(rb'\ss="(\d+)"')
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/>'
    '<v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>'
    '<o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t201" style="position:absolute;z-index:{order};mso-wrap-style:tight"'
    ' o:button="t" fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
    '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
    '<font face="{font}" size="200" color="#000000">{caption}</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject>'
    "<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{macro}</x:FmlaMacro>"
    "<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
)


class Spot(NamedTuple):
    """Where a button stands, from cell to cell with pixels into each; columns and rows count from 0."""

    left: int
    into_left: int
    top: int
    into_top: int
    right: int
    into_right: int
    bottom: int
    into_bottom: int


class Band(NamedTuple):
    """The row that holds the buttons: its number from 1, how high it was and becomes in pixels, what stands where."""

    row: int
    before: int
    after: int
    placed: tuple[tuple[Button, Spot], ...]


def band(sheet: SheetXml, groups: Sequence[Sequence[Button]]) -> Band:
    """Room for all buttons below the words of the row above the header; short groups share a line."""
    row = max(1, _frozen(sheet) - 1)
    before = _height(sheet, row)
    lines: list[list[Button]] = []
    for group in groups:
        for at in range(0, len(group), ACROSS):
            part = list(group[at : at + ACROSS])
            if lines and len(lines[-1]) + len(part) <= ACROSS:
                lines[-1] += part
            else:
                lines.append(part)
    widths = columns_of(sheet.frame)
    start = sum(widths[: widths.index(max(widths))]) + 2 * APART  # below the words, which stand a little in
    placed = tuple(
        (button, _spot(widths, start + place * (WIDE + APART), row - 1, before + number * (HIGH + APART)))
        for number, line in enumerate(lines)
        for place, button in enumerate(line)
    )
    return Band(row, before, before + len(lines) * (HIGH + APART) + APART, placed)


def widened(sheet: SheetXml, made: Band, topped: Callable[[int], int]) -> list[Buffer]:
    """The sheet's rows with room for the band; `topped` gives a format's twin whose words stand at the top."""

    def change(row: Row) -> None:
        row.drop(b"ht", b"customHeight")
        row.attributes += b' ht="%.6g" customHeight="1"' % (made.after / _PIXELS)
        for column, (attributes, inner) in row.cells.items():
            found = _STYLE.search(attributes)
            twin = b' s="%d"' % topped(int(found[1]) if found else 0)
            row.cells[column] = Cell(_STYLE.sub(b"", attributes) + twin, inner)

    return sheet.rewritten([made.row], change)


def drawing(made: Band, block: int = 1) -> bytes:
    """The drawing part with these buttons; shapes are numbered in a `block` of their own, apart from notes elsewhere."""
    shapes = (
        _SHAPE.format(
            number=1024 * block + 1 + order, order=order + 1, font=FONT, caption=escape(button.caption), macro=button.macro,
            anchor=", ".join(map(str, spot)),
        )
        for order, (button, spot) in enumerate(made.placed)
    )  # fmt: skip
    return "".join([_HEAD.format(block=block), *shapes, "</xml>"]).encode()


def _frozen(sheet: SheetXml) -> int:
    """How many rows at the top don't scroll."""
    views = child(sheet.frame, "sheetViews")
    pane = child(views[0], "pane") if views is not None and len(views) else None
    return int(pane.get("ySplit", "0")) if pane is not None and pane.get("state") == "frozen" else 0


def _height(sheet: SheetXml, number: int) -> int:
    """The height of a row in pixels."""
    facts = child(sheet.frame, "sheetFormatPr")
    usual = float(facts.get("defaultRowHeight", "15")) if facts is not None else 15
    own = {row.number: _HEIGHT.search(row.attributes) for row in sheet.first_rows(number)}
    found = own.get(number)
    return round((float(found[1]) if found else usual) * _PIXELS)


def _spot(widths: Sequence[int], left: int, row: int, top: int) -> Spot:
    (first, into_first), (last, into_last) = column_at(widths, left), column_at(widths, left + WIDE)
    return Spot(first, into_first, row, top, last, into_last, row, top + HIGH)
