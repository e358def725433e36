"""The book's formats: find ours among them, add only those that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from typing import TypedDict, TypeVar

from workbook.shells.parts import xmltree
from workbook.shells.parts.look import FONT, GREY, MARK_COLOURS, Style
from workbook.shells.parts.xmltree import Node, add, child, children

PART_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
FIRST_OWN_FORMAT = 164
T = TypeVar("T")
BUILT_IN = {"General": 0, "0": 1, "#,##0.00": 4, "@": 49}
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Styles:
    """One styles part. `changed` tells whether anything was added."""

    def __init__(self, xml: bytes, part: str) -> None:
        self._root = xmltree.parse(xml, part)
        self.changed = False

    def xml(self) -> bytes:
        """The part as it stands now."""
        return xmltree.to_bytes(self._root)

    def index(self, style: Style) -> int:
        """The number of the cell format with this look, added when the book has none."""
        if style not in self._known:
            self._known[style] = self._append_format(style)
        return self._known[style]

    def mark(self, mark: str) -> int:
        """The number of the differential format that colours a row's mark."""
        colour = MARK_COLOURS.get(mark, GREY)
        for index, known in enumerate(self._members("dxfs", "dxf")):
            if [xmltree.local(part) for part in known] == ["font"] and _colour(child(known[0], "color")) == colour:
                return index
        add(add(self._grow("dxfs"), "font"), "color", rgb=colour)
        return self._count("dxfs")

    def dated(self, index: int, *, with_time: bool) -> int:
        """The format `index` if it shows dates, else its twin that does."""
        formats = list(self._members("cellXfs", "xf"))
        twin = formats[index] if index < len(formats) else formats[0]
        if self._shows_dates(twin.get("numFmtId", "0")):
            return index
        date_format = str(self._number("yyyy-mm-dd hh:mm" if with_time else "yyyy-mm-dd"))
        wanted = _facts(twin) | {"numFmtId": date_format, "applyNumberFormat": "1"}
        inside = [xmltree.canonical(part) for part in twin]
        for place, known in enumerate(formats):
            if _facts(known) == wanted and [xmltree.canonical(part) for part in known] == inside:
                return place
        made = self._grow("cellXfs")
        for name, value in wanted.items():
            made.set(name, value)
        for part in twin:
            made.append(deepcopy(part))
        return self._count("cellXfs")

    # -- reading

    @cached_property
    def _known(self) -> dict[Style, int]:
        """Every look in the book that we could have made, and its first number."""
        fonts = [_font(node) for node in self._members("fonts", "font")]
        fills = [_fill(node) for node in self._members("fills", "fill")]
        lines = [_line(node) for node in self._members("borders", "border")]
        found: dict[Style, int] = {}
        for index, xf in enumerate(self._members("cellXfs", "xf")):
            font = _pick(fonts, xf.get("fontId"))
            fill, line = _pick(fills, xf.get("fillId")), _pick(lines, xf.get("borderId"))
            place = child(xf, "alignment")
            if font is None or fill is None or line is None or place is None or place.get("vertical") != "center":
                continue
            look = Style(*font, fill=fill, number=self._code(xf.get("numFmtId", "0")), line=line, **_stand(place))
            found.setdefault(look, index)
        return found

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {node.get("numFmtId", ""): node.get("formatCode", "") for node in self._members("numFmts", "numFmt")}

    def _code(self, number: str) -> str:
        for code, built_in in BUILT_IN.items():
            if number == str(built_in):
                return code
        return _tidy(self._codes.get(number, f"#{number}"))

    def _shows_dates(self, number: str) -> bool:
        code = _QUOTED.sub("", self._codes.get(number, ""))
        return (number.isdigit() and int(number) in BUILT_IN_DATES) or any(letter in code for letter in "yYdDhH")

    # -- adding

    def _members(self, name: str, tag: str) -> Iterator[Node]:
        return children(child(self._root, name), tag)

    def _list(self, name: str) -> Node:
        found = child(self._root, name)
        return add(self._root, name, PART_ORDER, count="0") if found is None else found

    def _grow(self, name: str) -> Node:
        """A new empty member of a list."""
        member = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
        self.changed = True
        return add(self._list(name), member[name])

    def _count(self, name: str) -> int:
        """Write the list's count; returns the number of its last member."""
        members = self._list(name)
        number = sum(1 for node in members if xmltree.local(node))
        members.set("count", str(number))
        return number - 1

    def _number(self, code: str) -> int:
        """The number of a number format."""
        if code in BUILT_IN:
            return BUILT_IN[code]
        for known, text in self._codes.items():
            if _tidy(text) == code:
                return int(known)
        number = max((int(known) for known in self._codes if known.isdigit()), default=0)
        number = max(number + 1, FIRST_OWN_FORMAT)
        formats = self._list("numFmts")
        add(formats, "numFmt", numFmtId=str(number), formatCode=code)
        formats.set("count", str(len(self._codes) + 1))
        self._codes[str(number)] = code
        self.changed = True
        return number

    def _append_format(self, style: Style) -> int:
        number = self._number(style.number)
        font, fill, line = self._font_number(style), self._fill_number(style.fill), self._line_number(style.line)
        xf = self._grow("cellXfs")
        for name, value in {"numFmtId": number, "fontId": font, "fillId": fill, "borderId": line}.items():
            xf.set(name, str(value))
        if child(self._root, "cellStyleXfs") is not None:
            xf.set("xfId", "0")
        for name in ("NumberFormat", "Font", "Fill", "Border", "Alignment"):
            xf.set(f"apply{name}", "1")
        facts = {"horizontal": style.across, "vertical": "center", "wrapText": "1" * style.wrap, "indent": style.indent}
        add(xf, "alignment", **{name: str(value) for name, value in facts.items() if value})
        return self._count("cellXfs")

    def _font_number(self, style: Style) -> int:
        wanted = (style.size, style.bold, style.colour, style.underline)
        for number, known in enumerate(self._members("fonts", "font")):
            if _font(known) == wanted:
                return number
        font = self._grow("fonts")
        if style.bold:
            add(font, "b")
        if style.underline:
            add(font, "u")
        add(font, "sz", val=f"{style.size:g}")
        add(font, "color", rgb=style.colour)
        for name, value in (("name", FONT), ("family", "2"), ("charset", "134")):
            add(font, name, val=value)
        return self._count("fonts")

    def _fill_number(self, colour: str) -> int:
        for number, known in enumerate(self._members("fills", "fill")):
            if _fill(known) == colour:
                return number
        pattern = add(self._grow("fills"), "patternFill", patternType="solid" if colour else "none")
        if colour:
            add(pattern, "fgColor", rgb=colour)
            add(pattern, "bgColor", indexed="64")
        return self._count("fills")

    def _line_number(self, colour: str) -> int:
        for number, known in enumerate(self._members("borders", "border")):
            if _line(known) == colour:
                return number
        border = self._grow("borders")
        for side in ("left", "right", "top", "bottom", "diagonal"):
            edge = add(border, side)
            if colour and side == "bottom":
                edge.set("style", "thin")
                add(edge, "color", rgb=colour)
        return self._count("borders")


def _facts(node: Node) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _pick(members: list[T], number: str | None) -> T | None:
    place = int(number or 0)
    return members[place] if place < len(members) else None


class _Stand(TypedDict):
    across: str
    indent: int
    wrap: bool


def _stand(place: Node) -> _Stand:
    """How an alignment puts text into its cell."""
    across = place.get("horizontal", "general")
    wrap = place.get("wrapText", "0") in {"1", "true"}
    return {"across": "" if across == "general" else across, "indent": int(place.get("indent", "0")), "wrap": wrap}


def _tidy(code: str) -> str:
    """A number format without the quotes, backslashes and ;@ that other programs add."""
    code = code.removesuffix(";@").replace("\\", "").replace('"', "")
    return code.lower() if code.lower().startswith("yyyy") else code


def _colour(node: Node | None) -> str:
    return "" if node is None else node.get("rgb", "?").upper()


def _font(node: Node) -> tuple[float, bool, str, bool] | None:
    """Size, bold, colour, underline of a font that could be ours; None for others (slanted, struck through).

    Its family doesn't count: programs without ours put their own in its place.
    """
    named = {xmltree.local(part): part for part in node}
    if {"strike", "i", "vertAlign"} & named.keys() or "sz" not in named:
        return None
    bold = "b" in named and named["b"].get("val", "1") not in {"0", "false"}
    underline = "u" in named and named["u"].get("val", "single") != "none"
    return float(named["sz"].get("val", "0")), bold, _colour(named.get("color")), underline


def _fill(node: Node) -> str | None:
    """The colour of a plain fill, '' for none, None for patterns and gradients."""
    pattern = child(node, "patternFill")
    kind = pattern.get("patternType", "none") if pattern is not None else ""
    if kind == "solid":
        return _colour(child(pattern, "fgColor"))
    return "" if kind == "none" else None


def _line(node: Node) -> str | None:
    """The colour of a thin line below, '' for no lines, None for other borders."""
    drawn = [side for side in node if side.get("style", "none") != "none"]
    if not drawn:
        return ""
    below = len(drawn) == 1 and xmltree.local(drawn[0]) == "bottom" and drawn[0].get("style") == "thin"
    return _colour(child(drawn[0], "color")) if below else None
