"""A look at a workbook file before any reader touches it: what it is, what it holds, whether it can be read at all.

Readers keep a sheet as one block from its first cell to its last. A file of two kilobytes can so ask for half a
terabyte, and the whole process ends without a word. Everything that could do that is found here and named.
"""

from __future__ import annotations

import hashlib
import io
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

from workbook.shells.parts import skim
from workbook.words.faults import BookFault
from workbook.words.place import letters

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

WHOLE_BYTES = 4 << 30
PART_BYTES = 2 << 30
SMALL_BYTES = 50 << 20  # below this a part may be as dense as it likes
RATIO = 300  # Excel's own sheets inflate 5 to 60 times
WHOLE = ("xl/sharedStrings.xml", "xl/styles.xml")
"""What readers take whole before any sheet."""
LAST_ROW = 1 << 20
LAST_COLUMN = 1 << 14
CELLS = 32 << 20  # about a gigabyte in a reader
FULL_CELLS = 64 << 20  # as many when they really are there

_HEAD = 1 << 12
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
    """

    starts_in_a: bool
    has_errors: bool
    hollow: tuple[tuple[int, int], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    totals: tuple[int, ...] = ()


class Guard:
    """One workbook file, opened with care; `name` is what messages call it."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self._data = name, memoryview(data)
        self._archive = _archive(data, name)
        self._parts = {info.filename.lower(): info for info in self._archive.infolist()}
        self._check_sizes()
        self.outline = self._outline()

    def scan(self, sheet: str) -> Scan:
        """A look at every byte of a sheet.

        Raises:
            BookFault: it is damaged, or asks for more than a computer has.
        """
        part = self._part(self.outline.sheets[sheet])
        rows, width, hollow = 0, 26, list[tuple[int, int]]()
        starts = unnumbered = errors = False
        watch = skim.Watch()
        for at, block in enumerate(skim.cells(watch.past(self._blocks(part)))):
            if at == 0:
                starts, unnumbered = skim.starts_in_a(block), skim.is_unnumbered(block)
            rows, width = max(rows, skim.last_row(block)), max(width, skim.width(block))
            errors = errors or skim.has_errors(block)
            hollow += skim.hollow(block)
        if unnumbered:
            more_rows, more_width = skim.counted(self._blocks(part))
            rows, width = max(rows, more_rows), max(width, more_width)
        self._check_extent(sheet, rows, width, part.file_size)
        self._check_whole(watch, part)
        return Scan(starts, errors, tuple(hollow), watch.merged(), self._totals(part.filename))

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
            found.update(self._packed(info) if info is not None else b"-")
        return found

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

    def numeric(self, sheet: str, columns: set[int]) -> Iterator[tuple[int, int]]:
        """(row, column) of each cell of some columns that holds a number and not a text."""
        return skim.numeric(self._blocks(self._part(self.outline.sheets[sheet])), columns)

    # -- parts
    def _check_sizes(self) -> None:
        """Declared sizes: what inflates hundreds of times was made to harm."""
        infos = self._archive.infolist()
        if sum(info.file_size for info in infos) > WHOLE_BYTES:
            raise _too_big(self.name, "展开后超过 4 GB")
        for info in infos:
            dense = info.file_size > SMALL_BYTES and info.file_size > RATIO * max(1, info.compress_size)
            if dense or info.file_size > PART_BYTES:
                raise _too_big(self.name, f"其中“{info.filename}”展开后有 {info.file_size >> 20} MB")
            if info.flag_bits & 1:
                raise BookFault(f"“{self.name}”是加了密码的压缩包。", "去掉密码，另存为 .xlsx 再试一次。")

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

    def _tree(self, path: str) -> etree._Element:
        """A small part as a tree."""
        data = b"".join(self._blocks(self._part(path)))
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error

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
                f"“{self.name}”的【{sheet}】一直排到 {corner}，读不下。",
                f"在【{sheet}】里按 Ctrl+End 跳到最后一格，删去远处多余的行和列，存一次再来。",
            )


def damaged(name: str) -> BookFault:
    """The file is a workbook, but broken."""
    return BookFault(f"“{name}”不完整或已损坏。", "用 Excel 打开它另存一份再试；打不开就用最近的备份。")


def _too_big(name: str, why: str) -> BookFault:
    return BookFault(f"“{name}”大得不像人填的：{why}。", "核对它的来处；确是自己的文件，就用 Excel 打开另存一份。")


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip that every .xlsx is, or a fault that says what the file is instead."""
    if data[:8] == OLE2:
        if ENCRYPTED in data:
            raise BookFault(
                f"“{name}”加了打开密码。", "在 Excel 里打开它，用“文件→信息→保护工作簿”清空密码，存一次再来。"
            )
        raise BookFault(f"“{name}”是旧格式（.xls）。", "用 Excel 打开它，另存为 .xlsx 再试一次。")
    if data[:2] != b"PK":
        raise BookFault(f"“{name}”不是 Excel 工作簿，{_kind(data)}。", "用 Excel 打开它，另存为 .xlsx 再试一次。")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise damaged(name) from error
    names = {part.lower() for part in archive.namelist()}
    if "xl/workbook.bin" in names:
        raise BookFault(f"“{name}”是二进制格式（.xlsb）。", "用 Excel 打开它，另存为 .xlsx 再试一次。")
    if "xl/workbook.xml" not in names:
        other = "content.xml" in names or "word/document.xml" in names
        raise BookFault(
            f"“{name}”不是 Excel 工作簿，{'是别的办公文件' if other else '是一个压缩包'}。",
            "用 Excel 打开它，另存为 .xlsx 再试一次。",
        )
    return archive


def _kind(data: bytes) -> str:
    """What a file is, when it isn't a zip."""
    if not data.strip(b"\0 \r\n\t"):
        return "里面是空的"
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<meta")) or b"<html" in head:
        return "是一个网页"
    if head.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
        return "是一个 XML 文件"
    return "是一个文字文件" if b"\0" not in head else "是别的文件"
