"""One worksheet part in two halves: its frame as a small tree, its rows as bytes that are parsed only where needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice

from lxml import etree

from workbook.shells.parts import xmltree
from workbook.shells.parts.cell_bytes import Cell, tags
from workbook.shells.parts.package import Buffer
from workbook.shells.parts.refs import area, box
from workbook.shells.parts.row_bytes import Row, column_cells, parse_row
from workbook.shells.parts.xmltree import Node, child, children, local
from workbook.words.place import letters, split

EXCEL_EXTENSIONS = re.compile(r"x14|x14ac|x15|x15ac|x16r?\d*|xr\d*|xlrd\d*|xcalcf|xda")
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>]")
_HEAD = 65_536


class SheetXml:
    """A worksheet: `frame` is everything but the rows; the rows stay bytes."""

    def __init__(self, xml: bytes, part: str) -> None:
        self.part = part
        self._split(xml)

    def _split(self, xml: bytes) -> None:
        found = _ROOT.search(xml, 0, _HEAD)
        if not found or (b"encoding=" in xml[:200] and b"utf-8" not in xml[:200].lower()):
            xml = regular(xml, self.part)
            found = _ROOT.search(xml, 0, _HEAD)
        prefix = found[1] if found else b""
        opening = re.compile(rb"<%ssheetData(?:\s[^>]*?)?/?>" % re.escape(prefix)).search(xml)
        if not found or not opening:
            raise xmltree.unreadable(self.part)
        self._xml, self.tags = xml, tags(prefix)
        self._start = self._end = finish = opening.end()
        if not opening[0].endswith(b"/>"):
            self._end = xml.rfind(b"</%ssheetData" % prefix)
            finish = xml.index(b">", self._end) + 1
        frame = b"%s<%ssheetData/>%s" % (xml[: opening.start()], prefix, xml[finish:])
        self.frame: Node = xmltree.parse(frame, self.part)

    @property
    def prefix(self) -> bytes:
        """How the sheet writes its tags: b'' or b'x:'."""
        return self.tags.prefix

    def chunks(self, *rows: Buffer) -> tuple[Buffer, ...]:
        """The whole part with these rows in place of its own."""
        head, _, tail = xmltree.to_bytes(self.frame).partition(b"<%ssheetData/>" % self.prefix)
        return (head + b"<%ssheetData>" % self.prefix, *rows, b"</%ssheetData>" % self.prefix + tail)

    # -- rows

    def rows(self) -> list[Row]:
        """All rows, parsed; for the sheets that we own."""
        self._settle(self._start, self._end)
        return [self._row(found)[0] for found in self.tags.row.finditer(self._xml, self._start, self._end)]

    def usual(self) -> None:
        """Bring all rows into the form that the fast patterns know, where they aren't."""
        self._settle(self._start, self._end)

    def count(self) -> int:
        """How many rows there are, about."""
        return self._xml.count(b"</%srow>" % self.prefix, self._start, self._end)

    def has_formulas(self) -> bool:
        """Whether a cell holds a formula."""
        return any(self._xml.find(b"<%sf%s" % (self.prefix, end), self._start, self._end) >= 0 for end in (b">", b" "))

    def matches(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        """Where a pattern of whole rows fits."""
        return pattern.finditer(self._xml, self._start, self._end)

    def rows_between(self, spans: Iterable[tuple[int, int]]) -> Iterator[Row]:
        """The rows outside some stretches, in order, parsed."""
        at = self._start
        for start, end in (*spans, (self._end, self._end)):
            if start > at:
                for found in self.tags.row.finditer(self._xml, at, start):
                    yield self._row(found)[0]
            at = end

    def last_rows(self) -> Iterator[Row]:
        """Rows from the last one upwards; only those asked for are parsed."""
        mark, end, above = b"<%srow" % self.prefix, self._end, 1 << 30
        while (start := self._xml.rfind(mark, self._start, end)) >= 0:
            if self._settle(start, end):
                end = self._end  # begin again in the new bytes
                continue
            end = start
            found = self.tags.row.match(self._xml, start)
            if found and int(found[1]) < above:
                above = int(found[1])
                yield self._row(found)[0]

    def shed(self, header: int, kept: Collection[int]) -> bool:
        """Forget the rows at the end in which nothing stands: who formats a whole sheet leaves a million of them.

        Rows up to the `header` stay, and so do those above one of the `kept`; whether any went.
        """
        end = self._end
        mark = b"<%srow" % self.prefix
        blank = re.compile(
            rb'%s r="(\d+)"[^>]*?(?:/>|>(?:<%sc [^>]*/>)*</%srow>)\s*' % (mark, self.prefix, self.prefix)
        )
        while (start := self._xml.rfind(mark, self._start, self._end)) >= 0:
            found = blank.fullmatch(self._xml, start, self._end)
            if not found or int(found[1]) <= header or int(found[1]) in kept:
                break
            self._end = start
        return self._end < end

    def first_rows(self, count: int) -> list[Row]:
        """The first rows of the sheet."""
        found = islice(self.tags.row.finditer(self._xml, self._start, self._end), count)
        return [self._row(one)[0] for one in found]

    def column(self, number: int) -> Iterator[tuple[int, Cell]]:
        """One column's cells with their row numbers."""
        for found in column_cells(self.prefix, number).finditer(self._xml, self._start, self._end):
            yield int(found[1]), Cell(found[2], found[3])

    def rewritten(self, numbers: Iterable[int], change: Callable[[Row], None]) -> list[Buffer]:
        """The rows as bytes after `change` was applied to each of `numbers`; rows that weren't there come to be."""
        numbers = sorted(set(numbers), reverse=True)
        wanted, whole, at, out = list(numbers), memoryview(self._xml), self._start, list[Buffer]()

        def emit(row: Row, start: int, finish: int) -> None:
            nonlocal at
            change(row)
            out.extend((whole[at:start], row.xml(self.prefix)))
            at = finish

        for found in self.tags.any_row.finditer(self._xml, self._start, self._end):
            if not wanted:
                break
            here = int(found[1] or 0)
            if not here or (here == wanted[-1] and self.tags.is_odd(self._xml, *self._row(found)[1:])):
                self._regularise()
                return self.rewritten(numbers, change)
            if wanted[-1] < here and not self._ascends():  # it may come further down
                self._regularise()
                return self.rewritten(numbers, change)
            while wanted and wanted[-1] < here:
                emit(Row(wanted.pop()), found.start(), found.start())
            if wanted and wanted[-1] == here:
                wanted.pop()
                emit(*self._row(found))
        while wanted:
            emit(Row(wanted.pop()), self._end, self._end)
        out.append(whole[at : self._end])
        return out

    def _ascends(self) -> bool:
        """Whether the rows stand in the order of their numbers, as every program but a careless one writes them."""
        last = 0
        for found in self.tags.any_row.finditer(self._xml, self._start, self._end):
            here = int(found[1] or last + 1)
            if here < last:
                return False
            last = here
        return True

    def arrays(self) -> list[tuple[int, int, int, int]]:
        """The areas of array formulas."""
        return self._areas(b't="array"')

    def shares(self, cells: Iterable[tuple[int, int]]) -> bool:
        """Whether one of these cells lies where formulas share one text."""
        areas = self._areas(b't="shared"')
        return any(t <= row <= b and lt <= column <= r for row, column in cells for t, lt, b, r in areas)

    def _areas(self, mark: bytes) -> list[tuple[int, int, int, int]]:
        if self._xml.find(mark, self._start, self._end) < 0:
            return []
        formulas = re.compile(rb"<%sf(?=[^>]*%s)[^>]*\sref=\"([^\"]+)\"" % (re.escape(self.prefix), mark))
        return [box(found[1].decode()) for found in formulas.finditer(self._xml, self._start, self._end)]

    def settle(self) -> None:
        """Take comments and alternatives out of the rows; the rest that is odd is seen row by row."""
        odd = (b"<!--", b"<![CDATA[", b"AlternateContent")
        if any(self._xml.find(mark, self._start, self._end) >= 0 for mark in odd):
            self._regularise()

    def _row(self, found: re.Match[bytes]) -> tuple[Row, int, int]:
        """The row of a start tag, where it starts and where it ends."""
        if found[3]:
            return Row(int(found[1]), found[2].rstrip()), found.start(), found.end()
        closing = b"</%srow>" % self.prefix
        inner_end = self._xml.find(closing, found.end(), self._end)
        if inner_end < 0:
            raise xmltree.unreadable(self.part)
        return parse_row(found, self._xml[found.end() : inner_end], self.tags), found.start(), inner_end + len(closing)

    def _settle(self, start: int, end: int) -> bool:
        """True if this stretch of rows had to be brought into the usual form (the whole part is then)."""
        if not self.tags.is_odd(self._xml, start, end):
            return False
        self._regularise()
        return True

    def _regularise(self) -> None:
        """Bring unusual but legal XML into the one form that the fast patterns know."""
        self._split(regular(self._xml, self.part))
        if self.tags.is_odd(self._xml, self._start, self._end):
            raise xmltree.unreadable(self.part)

    # -- formats that empty cells inherit

    def column_style(self, column: int) -> int:
        """The format a column gives to cells that don't exist yet."""
        for group in children(child(self.frame, "cols"), "col"):
            if int(group.get("min", "0")) <= column <= int(group.get("max", "0")):
                return int(group.get("style", "0"))
        return 0

    def merged(self) -> list[tuple[int, int, int, int]]:
        """Merged areas as (first row, first column, last row, last column)."""
        return [box(merge.get("ref", "A1")) for merge in children(child(self.frame, "mergeCells"), "mergeCell")]

    def stretch(self, last_row: int, last_column: int) -> None:
        """Let the sheet's stated extent reach a cell."""
        found = child(self.frame, "dimension")
        if found is not None:
            top, left, bottom, right = box(found.get("ref", "A1"))
            found.set("ref", area(top, left, max(bottom, last_row), max(right, last_column)))


def regular(xml: bytes, part: str) -> bytes:
    """The same sheet in the usual form: UTF-8, rows in order, addresses first in rows and cells, no comments, no alternatives."""
    root = xmltree.parse(xml, part)
    data = child(root, "sheetData")
    if data is None:
        return xmltree.to_bytes(root)
    for node in list(data.iter()):
        if not isinstance(node.tag, str):
            _unwrap(node, ())
        elif local(node) == "AlternateContent":
            _unwrap(node, _chosen(node))
    etree.cleanup_namespaces(data)
    row_number = 0
    for row in children(data, "row"):
        row_number = int(row.get("r") or row_number + 1)
        _address(row, str(row_number))
        column = 0
        for cell in children(row, "c"):
            column = split(cell.get("r") or f"{letters(column + 1)}1")[1]
            _address(cell, f"{letters(column)}{row_number}")
    data[:] = sorted(data, key=lambda row: int(row.get("r") or 0))
    return xmltree.to_bytes(root)


def _chosen(alternatives: Node) -> list[Node]:
    """What Excel would take: the first choice whose extensions it knows, else the fallback."""
    for choice in children(alternatives, "Choice"):
        if all(EXCEL_EXTENSIONS.fullmatch(name) for name in choice.get("Requires", "").split()):
            return list(choice)
    fallback = child(alternatives, "Fallback")
    return [] if fallback is None else list(fallback)


def _unwrap(node: Node, kept: Iterable[Node]) -> None:
    """Put `kept` in the place of a node; text after it stays."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail
    for inner in kept:
        node.addprevious(inner)
        before = inner
    if parent is None:
        return
    parent.remove(node)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def _address(node: Node, address: str) -> None:
    """Put r first among the attributes."""
    others = [(name, value) for name, value in node.attrib.items() if name != "r"]
    node.attrib.clear()
    node.set("r", address)
    for name, value in others:
        node.set(name, value)
