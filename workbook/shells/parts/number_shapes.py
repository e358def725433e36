"""Numbers that a sheet shows as something else: 2.6 as 260%, 2.6 as 2.6万. Whoever types such a cell means what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from workbook.words.place import number

SHARE = "%"
_BUILT_IN = {9: SHARE, 10: SHARE}
_ASIDE = re.compile(r"\[[^\]]*\]|_.|\*.")
_WORDS = re.compile(r'"([^"]*)"|[\\!](.)')
_SCALED = re.compile(r"[0#?],+(?![0#?])|[0#?][\\!]?\.[0#?]*,")
"""Commas behind the digits: the number is shown in thousands, so that a unit behind it says the same again."""
_UNIT = re.compile(r"(?:十|百|千|万|百万|千万|亿)(?:元|圆|块)?")
_CELL = rb"<(?:\w+:)?c\b([^>]*?\bs=[\"'](%s)[\"'][^>]*)(?<!/)>"
_PLACE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_NO_NUMBER = re.compile(rb"\bt=[\"'](?!n[\"'])")


def shape(code: str) -> str:
    """What a format puts behind a number that changes how much it is; '' for most.

    Examples:
        >>> [shape(one) for one in ("0.00%", '0.0"万元"', '0!.0,"万"', '#,##0.00"元"', "[$¥-804]#,##0.00;0%", "yyyy-mm-dd")]
        ['%', '万元', '', '', '', '']
    """
    first = _ASIDE.sub("", code).split(";")[0]
    bare = _WORDS.sub("", first)
    if SHARE in bare:
        return SHARE
    said = "".join(one[1] or one[2] or "" for one in _WORDS.finditer(first)) + re.sub(r"[^一-鿿]", "", bare)
    scaled = _SCALED.search(re.sub(r'"[^"]*"', "", first))
    return said if not scaled and _UNIT.fullmatch(said) and re.search("[0#?]", bare) else ""


def shapes(styles: etree._Element) -> dict[bytes, str]:
    """Number of a style → its shape, for the styles that have one."""
    own = {one.get("numFmtId"): shape(str(one.get("formatCode") or "")) for one in styles.iter("{*}numFmt")}
    found = {}
    for at, style in enumerate(one for cells in styles.iter("{*}cellXfs") for one in cells.iterchildren("{*}xf")):
        said = str(style.get("numFmtId"))
        if made := own.get(said, _BUILT_IN.get(int(said)) if said.isdigit() else ""):
            found[b"%d" % at] = made
    return found


def shown(block: bytes, wanted: Mapping[bytes, str]) -> list[tuple[int, int, str]]:
    """(row, column, shape) of each cell of these styles that holds a number.

    Examples:
        >>> shown(b'<c r="B2" s="3"><v>2.6</v></c><c r="B3" s="3" t="s"><v>7</v></c><c r="B4" s="3"/>', {b"3": "%"})
        [(2, 2, '%')]
    """
    there = [style for style in wanted if b's="%s"' % style in block or b"s='%s'" % style in block]
    if not there:
        return []
    found = []
    for cell in re.finditer(_CELL % b"|".join(there), block):
        place = _PLACE.search(cell[1])
        if place and not _NO_NUMBER.search(cell[1]):
            found.append((int(place[2]), number(place[1].decode()), wanted[cell[2]]))
    return found
