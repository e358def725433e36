"""A look at a workbook file before any reader touches it: what it is, what it holds, whether it can be read at all.

Readers keep a sheet as one block from its first cell to its last. A file of two kilobytes can so ask for half a
terabyte, and the whole process ends without a word. Everything that could do that is found here and named.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.parsers import expat

from lxml import etree

from workbook.shells.parts import archive, number_shapes, skim
from workbook.shells.parts.archive import damaged
from workbook.words.faults import BookFault
from workbook.words.place import letters
from workbook.words.tongue import named, worded

TREE_BYTES = 8 << 20  # what says which sheets there are: a hundred thousand names of areas
STYLE_BYTES = 16 << 20  # all the formats that a spreadsheet can hold, and more
WHOLE = ("xl/sharedStrings.xml", "xl/styles.xml")
"""What readers take whole before any sheet."""
LAST_ROW = 1 << 20
LAST_COLUMN = 1 << 14
CELLS = 32 << 20  # about a gigabyte in a reader
FULL_CELLS = 64 << 20  # as many when they really are there

LOOKED_AT = 100 << 20  # bytes of XML that readers of looks get through in some twenty seconds
MERGED = 1 << 20  # merged cells: what lies below them nobody sees, and readers of looks make one after the other

_HEAD = 1 << 12
_XML = (".xml", ".rels", ".vml")
_LAST_ROW_OF = re.compile(r"(\d+)$")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a workbook says about itself: the part of each sheet, in order, and how it counts days."""

    sheets: Mapping[str, str]
    date1904: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first look at a sheet showed.

    Shapes:
        starts_in_a: surely; otherwise nobody looked far enough to tell.
        has_errors: some cell holds an error such as #N/A.
        hollow: (row, column) of formulas whose value nobody has calculated yet.
        merged: (top, left, bottom, right) of merged cells. totals: rows that a table declares as its totals.
        shown: (row, column, sign) of numbers shown with % or 万 behind them.
    """

    starts_in_a: bool
    has_errors: bool
    hollow: tuple[tuple[int, int], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    totals: tuple[int, ...] = ()
    shown: tuple[tuple[int, int, str], ...] = ()


class Guard:
    """One workbook file, opened with care; `name` is what messages call it."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self._data = name, memoryview(data)
        self._archive = archive.opened(data, name)
        self._parts = {info.filename.lower(): info for info in self._archive.infolist()}
        if len(self._parts) < len(self._archive.infolist()):  # two parts of one name: readers differ in which they take
            raise damaged(name)
        archive.check_sizes(self._archive, name)
        self._check_size(WHOLE[1], STYLE_BYTES)
        self.outline = self._outline()

    def scan(self, sheet: str) -> Scan:
        """A look at every byte of a sheet.

        Raises:
            BookFault: it is damaged, or asks for more than a computer has.
        """
        part = self._part(self.outline.sheets[sheet])
        rows, width, hollow = 0, 26, list[tuple[int, int]]()
        shown = list[tuple[int, int, str]]()
        starts = unnumbered = errors = False
        watch = skim.Watch()
        for at, block in enumerate(skim.cells(watch.past(self._blocks(part)))):
            if at == 0:
                starts, unnumbered = skim.starts_in_a(block), skim.is_unnumbered(block)
            rows, width = max(rows, skim.last_row(block)), max(width, skim.width(block))
            errors = errors or skim.has_errors(block)
            hollow += skim.hollow(block)
            shown += number_shapes.shown(block, self._shapes)
        if unnumbered:
            more_rows, more_width = skim.counted(self._blocks(part))
            rows, width = max(rows, more_rows), max(width, more_width)
        self._check_extent(sheet, rows, width, part.file_size)
        self._check_whole(watch, part)
        merged = watch.merged()
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged) > MERGED:
            raise BookFault(
                worded("“{name}”的【{sheet}】合并的格一直排到很远。", name=self.name, sheet=named(sheet)),
                worded("取消合并整行整列的格，存一次再来。"),
            )
        return Scan(starts, errors, tuple(hollow), merged, self._totals(part.filename), tuple(shown))

    def size(self, sheet: str) -> int:
        """The bytes of a sheet as it says itself; 0 where its part is missing."""
        info = self._parts.get(self.outline.sheets[sheet].lower())
        return info.file_size if info else 0

    def seal(self, sheet: str) -> str:
        """A hash over every byte that a sheet is read from, as the file holds them; '' where its part is missing."""
        info = self._parts.get(self.outline.sheets[sheet].lower())
        if info is None:
            return ""
        found = self._whole.copy()
        tables = self._linked(info.filename, "table")
        for part in (info, *(self._part(path) for path in tables)):
            found.update(b"%d,%d;" % (part.compress_size, part.compress_type))
            found.update(self._packed(part))
        return found.hexdigest()

    @cached_property
    def _whole(self) -> hashlib.blake2b:
        """What counts for all sheets: shared texts, formats, how days are counted."""
        found = hashlib.blake2b(b"%d;" % self.outline.date1904, digest_size=20)
        for path in WHOLE:
            info = self._parts.get(path.lower())
            found.update(b"%d,%d;" % (info.compress_size, info.compress_type) if info is not None else b"-")
            found.update(self._packed(info) if info is not None else b"")
        return found

    @cached_property
    def _shapes(self) -> dict[bytes, str]:
        """The styles that show a number as something else."""
        return number_shapes.shapes(self._tree(WHOLE[1], STYLE_BYTES)) if WHOLE[1].lower() in self._parts else {}

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        """A part's bytes as they lie in the file."""
        names, extra = struct.unpack_from("<HH", self._data, info.header_offset + 26)
        start = info.header_offset + 30 + names + extra
        return self._data[start : start + info.compress_size]

    def look(self, part: str) -> None:
        """Inflates a part that readers take whole, so that one lying about its size is found."""
        info = self._parts.get(part.lower())
        if info is not None:
            watch = skim.Watch()
            for _ in watch.past(self._blocks(info)):
                pass
            self._check_whole(watch, info)

    def look_everywhere(self) -> None:
        """Every part that readers of looks take: all sheets, and all that is XML.

        Raises:
            BookFault: it is damaged, or more than they get through.
        """
        size = sum(info.file_size for name, info in self._parts.items() if name.endswith(_XML))
        if size > LOOKED_AT:
            raise BookFault(
                worded("“{name}”展开后有 {size} MB，一次收不下。", name=self.name, size=size >> 20),
                worded("分成几份，一份不超过十万行，一份一份导入。"),
            )
        for sheet in self.outline.sheets:
            self.scan(sheet)
        for part in self._parts:
            if part.endswith(_XML):
                self.look(part)

    def numeric(self, sheet: str, columns: set[int]) -> Iterator[tuple[int, int]]:
        """(row, column) of each cell of some columns that holds a number and not a text."""
        return skim.numeric(self._blocks(self._part(self.outline.sheets[sheet])), columns)

    # -- parts
    def _part(self, path: str) -> zipfile.ZipInfo:
        info = self._parts.get(path.lower())
        if info is None:
            raise damaged(self.name)
        return info

    def _blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """A part, block by block."""
        try:
            with self._archive.open(info) as stream:
                head = True
                while block := stream.read(skim.BLOCK):
                    if head and b"<!DOCTYPE" in block[:_HEAD]:
                        raise damaged(self.name)
                    head = False
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise damaged(self.name) from error

    def _tree(self, path: str, most: int = TREE_BYTES) -> etree._Element:
        """A small part as a tree."""
        self._check_size(path, most)
        data = b"".join(self._blocks(self._part(path)))
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error

    def _check_size(self, path: str, most: int) -> None:
        """What is taken whole is no longer than it can be."""
        info = self._parts.get(path.lower())
        if info is not None and info.file_size > most:
            raise archive.too_big(
                self.name,
                worded(
                    "其中“{filename}”展开后有 {file_size} MB", filename=info.filename, file_size=info.file_size >> 20
                ),
            )

    def _check_whole(self, watch: skim.Watch, part: zipfile.ZipInfo) -> None:
        """A part that breaks off would be read up to there, as if there were no more; only an odd one is parsed."""
        if watch.is_whole:
            return
        parser = expat.ParserCreate()
        try:
            for block in self._blocks(part):
                parser.Parse(block)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged(self.name) from error

    def _linked(self, part: str, kind: str) -> list[str]:
        """The parts that a part is linked with, of one kind.

        Raises:
            BookFault: one of them isn't there.
        """
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels.lower() not in self._parts:
            return []
        links = (link for link in self._tree(rels) if str(link.get("Type")).endswith(f"/{kind}"))
        found = [posixpath.normpath(posixpath.join("/", folder, str(link.get("Target")))).lstrip("/") for link in links]
        return [self._part(one).filename for one in found]

    def _totals(self, part: str) -> tuple[int, ...]:
        """The rows of totals below the tables of a sheet."""
        rows: list[int] = []
        for table in map(self._tree, self._linked(part, "table")):
            last, count = _LAST_ROW_OF.search(str(table.get("ref"))), int(table.get("totalsRowCount") or 0)
            rows += range(int(last[1]) - count + 1, int(last[1]) + 1) if last else ()
        return tuple(rows)

    def _outline(self) -> Outline:
        """The sheets in order. Names of elements are compared without their namespace: there are two of them."""
        self._tree("[Content_Types].xml")
        for kind in ("styles", "sharedStrings"):
            self._linked("xl/workbook.xml", kind)
        book = self._tree("xl/workbook.xml")
        links: dict[str, str] = {}
        for link in self._tree("xl/_rels/workbook.xml.rels"):
            if str(link.get("Type")).endswith("/worksheet"):
                target = posixpath.normpath(posixpath.join("/xl", str(link.get("Target"))))
                links[str(link.get("Id"))] = target.lstrip("/")
        sheets = {}
        for sheet in book.iter("{*}sheet"):
            link_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            if link_id in links:
                sheets[str(sheet.get("name"))] = links[str(link_id)]
        settings = next(book.iter("{*}workbookPr"), None)
        return Outline(sheets, settings is not None and settings.get("date1904") in ("1", "true"))

    def _check_extent(self, sheet: str, rows: int, width: int, size: int) -> None:
        """A sheet as a reader would lay it out."""
        limit = FULL_CELLS if size > rows * width else CELLS
        if rows > LAST_ROW or width > LAST_COLUMN or rows * width > limit:
            corner = f"{letters(width)}{rows}"
            raise BookFault(
                worded(
                    "“{name}”的【{sheet}】一直排到 {corner}，读不下。",
                    name=self.name,
                    sheet=named(sheet),
                    corner=corner,
                ),
                worded(
                    "在【{sheet}】里按 Ctrl+End 跳到最后一格，删去远处多余的行和列，存一次再来。", sheet=named(sheet)
                ),
            )
