"""What hangs on rows of a sheet: which rows it pins, and where it stands once rows have left or come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import box
from workbook.shells.parts.row_moves import Moves, moved
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import Node, anywhere, child, children, local
from workbook.words.tongue import worded

NOTES = ("comments", "threadedComment")
FORMULAS = {"formula", "formula1", "formula2", "f"}
AREAS = {"conditionalFormatting", "dataValidation", "protectedRange", "ignoredError"}
SMALL = 1000
"""Rows of an area that was laid over a few rows and not over all of them."""

_NOTE = re.compile(rb'(\sref=["\'])(\$?[A-Z]+\$?)(\d+)(["\'])')
_SHAPE_ROW = re.compile(rb"(<x:Row>)(\d+)(</x:Row>)")
_SHAPE = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def pinned(wiring: Wiring, sheet: SheetXml, header: int, last: int) -> Iterator[tuple[str, int, int]]:
    """What stands on some rows only, and on which; such rows don't leave."""
    for kind in NOTES:
        for part in wiring.related(sheet.part, kind):
            yield from (
                (worded("有批注"), int(one[3]), int(one[3])) for one in _NOTE.finditer(wiring.package.read(part))
            )
    for merge in sheet.merged():
        yield worded("有合并的单元格"), merge[0], merge[2]
    for link in anywhere(sheet.frame, "hyperlink"):
        top, _, bottom, _ = box(link.get("ref", "A1"))
        yield worded("有超链接"), top, bottom
    for part in wiring.related(sheet.part, "drawing"):
        for top, bottom in _anchors(xmltree.parse(wiring.package.read(part), part)):
            yield worded("有图或图形"), top, bottom
    for written in _areas(sheet.frame):
        for one in written.split():
            top, _, bottom, _ = box(one)
            if header + 1 < top and bottom - top < SMALL and bottom < last:
                yield worded("有自己的下拉、颜色或保护"), top, bottom


def _areas(frame: Node) -> Iterator[str]:
    for node in frame.iter():
        if local(node) in AREAS and node.get("sqref"):
            yield node.get("sqref", "")
        elif local(node) == "sqref" and node.text:
            yield node.text


def _anchors(root: Node) -> Iterator[tuple[int, int]]:
    for anchor in root:
        start, end = child(anchor, "from"), child(anchor, "to")
        if start is not None:
            rows = [int(child(one, "row").text or 0) + 1 for one in (start, end) if one is not None]  # type: ignore[union-attr]
            yield min(rows), max(rows)


def follow(wiring: Wiring, sheet: SheetXml, moves: Moves) -> None:
    """All that hangs on rows goes with them."""
    _frame(sheet.frame, moves)
    for kind in NOTES:
        for part in wiring.related(sheet.part, kind):
            xml = wiring.package.read(part)
            wiring.package.write(part, _NOTE.sub(lambda one: _note(one, moves), xml))
    for part in wiring.related(sheet.part, "vmlDrawing"):
        xml = wiring.package.read(part)
        xml = _SHAPE_ROW.sub(lambda one: one[1] + b"%d" % (moves.row(int(one[2]) + 1) - 1) + one[3], xml)
        wiring.package.write(part, _SHAPE.sub(lambda one: one[1] + _shape(one[2], moves) + one[3], xml))
    for part in wiring.related(sheet.part, "drawing"):
        root = xmltree.parse(wiring.package.read(part), part)
        for anchor in root:
            for end in (child(anchor, "from"), child(anchor, "to")):
                row = child(end, "row") if end is not None else None
                if row is not None:
                    row.text = str(moves.row(int(row.text or 0) + 1) - 1)
        wiring.package.write(part, xmltree.to_bytes(root))
    for part in wiring.related(sheet.part, "table"):
        root = xmltree.parse(wiring.package.read(part), part)
        for node in root.iter():
            if local(node) in {"table", "autoFilter", "sortState", "sortCondition"} and node.get("ref"):
                node.set("ref", moves.areas(node.get("ref", "")) or node.get("ref", ""))
        wiring.package.write(part, xmltree.to_bytes(root))


def _note(found: re.Match[bytes], moves: Moves) -> bytes:
    return found[1] + found[2] + b"%d" % moves.row(int(found[3])) + found[4]


def _shape(anchor: bytes, moves: Moves) -> bytes:
    """The box of a note: left, _, top row, _, right, _, bottom row, _."""
    parts = [int(one) for one in anchor.split(b",")]
    if len(parts) == 8:
        height = parts[6] - parts[2]
        parts[2] = moves.row(max(parts[2], 0) + 1) - 1
        parts[6] = parts[2] + height
    return b", ".join(b"%d" % one for one in parts)


def _frame(frame: Node, moves: Moves) -> None:
    """Areas and formulas around the rows."""
    for node in list(frame.iter()):
        name = local(node)
        if name in AREAS:
            _laid(node, moves)
        elif name in {"selection", "pane", "sheetView"}:
            _look(node, moves)
        elif name == "brk":
            node.set("id", str(moves.row(int(node.get("id", "0")))))
        elif node.get("ref") and name != "worksheet":
            node.set("ref", moves.areas(node.get("ref", "")) or node.get("ref", ""))
    for node in list(anywhere(frame, "dataValidations")):
        node.set("count", str(sum(1 for _ in children(node, "dataValidation"))))


def _laid(node: Node, moves: Moves) -> None:
    """Something laid over areas: it goes with them, and its formulas with the first of them."""
    holder = child(node, "sqref")
    written = node.get("sqref") or (holder.text if holder is not None else "") or ""
    there = moves.areas(written)
    if not there:
        xmltree.remove([node])
        return
    if holder is not None:
        holder.text = there
    else:
        node.set("sqref", there)
    by = min(box(one)[0] for one in there.split()) - min(box(one)[0] for one in written.split())
    for inner in node.iter():
        if local(inner) in FORMULAS and inner.text:
            inner.text = moved(inner.text, moves, own=True, by=by)


def _look(node: Node, moves: Moves) -> None:
    """What is selected and what stands at the top."""
    for fact in ("topLeftCell", "activeCell", "sqref"):
        first = (node.get(fact) or "").split()[:1]
        if first:
            node.set(fact, moves.areas(first[0]) or first[0])
