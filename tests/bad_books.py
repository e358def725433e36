"""Books that nobody should send, each made out of a good one: bombs, broken parts, strange cells, other formats under our name.

A maker gets the parts of a good book and changes them, or writes something of its own in the book's place.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SHEET, LIST, WHOLE = "客户", "今日清单", "xl/workbook.xml"
ON_LIST = "清单·"
TEXTS, STYLES, RELS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
MANY = 1_000_000
Raw = tuple[str, bytes, int, int]
"""A part as it lies in a zip: its name, deflated, its checksum and its size as it says them."""

PARTS: dict[str, Callable[[Parts], None]] = {}
FILES: dict[str, Callable[[Path, bytes], None]] = {}


@dataclass
class Parts:
    """The parts of a book, in their order; `raw` are put behind them as they are."""

    held: dict[str, bytes]
    raw: tuple[Raw, ...] = ()
    sheet: str = SHEET

    @classmethod
    def of(cls, data: bytes, sheet: str = SHEET) -> Parts:
        """The parts of a book, one sheet of which will be changed."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()}, sheet=sheet)

    def part(self, sheet: str = "") -> str:
        """The part of a sheet."""
        sheet = sheet or self.sheet
        found = re.search(rf'<sheet name="{sheet}" sheetId="\d+"[^>]*? r:id="(\w+)"', self.held[WHOLE].decode())
        assert found
        target = re.search(rf'Id="{found[1]}"[^>]*Target="/?(?:xl/)?([^"]+)"', self.held[RELS].decode())
        assert target
        return f"xl/{target[1]}"

    def sub(self, part: str, old: str, new: str | bytes, count: int = 1) -> None:
        """Puts something else where a pattern fits in a part."""
        raw = new if isinstance(new, bytes) else new.encode()
        made, done = re.subn(old.encode(), lambda _: raw, self.held[part], count=count, flags=re.DOTALL)
        assert done, (part, old)
        self.held[part] = made

    def cell(self, at: str, xml: str | bytes, sheet: str = "") -> None:
        """Puts another cell in the place of one."""
        self.sub(self.part(sheet), rf'<c r="{at}"(?:[^>]*/>|.*?</c>)', xml)

    def rows(self, xml: str | bytes, sheet: str = "") -> None:
        """Puts more rows below the last one."""
        self.sub(self.part(sheet), "</sheetData>", (xml if isinstance(xml, bytes) else xml.encode()) + b"</sheetData>")

    def write(self, path: Path) -> None:
        """The book."""
        entries: list[Raw] = [*(deflated(name, data) for name, data in self.held.items()), *self.raw]
        path.write_bytes(zipped(entries))


def deflated(name: str, data: bytes, *, times: int = 1, size: int | None = None) -> Raw:
    """A part, its content so many times over; `size` is what it says of itself."""
    packer, crc = zlib.compressobj(6, zlib.DEFLATED, -15), 0
    first = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH) if times > 1 else b""
    for _ in range(times):
        crc = zlib.crc32(data, crc)
    return name, first + again * (times - 1) + packer.flush(), crc, len(data) * times if size is None else size


def zipped(entries: Iterable[Raw]) -> bytes:
    """A zip of parts that are deflated already."""
    out, directory = bytearray(), bytearray()
    count = 0
    for name, packed, crc, size in entries:
        facts = struct.pack("<HHHHLLLHH", 0x800, 8, 0, 33, crc, len(packed), size, len(name.encode()), 0)
        directory += b"PK\1\2\x14\0\x14\0" + facts + struct.pack("<HHHLL", 0, 0, 0, 0, len(out)) + name.encode()
        out += b"PK\3\4\x14\0" + facts + name.encode() + packed
        count += 1
    return bytes(
        out + directory + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(directory), len(out), 0)
    )


def text(at: str, value: str) -> str:
    """A cell with a text in it."""
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(at: str, value: object, more: str = "") -> str:
    """A cell with a number, or what should be one."""
    return f'<c r="{at}"{more}><v>{value}</v></c>'


def changes(name: str) -> Callable[[Callable[[Parts], None]], Callable[[Parts], None]]:
    """A change of parts."""

    def noted(made: Callable[[Parts], None]) -> Callable[[Parts], None]:
        PARTS[name] = made
        return made

    return noted


def stands(name: str) -> Callable[[Callable[[Path, bytes], None]], Callable[[Path, bytes], None]]:
    """Something else in the place of the book."""

    def noted(made: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
        FILES[name] = made
        return made

    return noted


def changed(name: str, good: bytes) -> Parts:
    """The parts of the bad book of a name; those of 清单· have the same done to the list."""
    parts = Parts.of(good, LIST if name.startswith(ON_LIST) else SHEET)
    PARTS[name.removeprefix(ON_LIST)](parts)
    return parts


def make(name: str, path: Path, good: bytes) -> None:
    """The bad book of a name."""
    if name in FILES:
        FILES[name](path, good)
    else:
        changed(name, good).write(path)


# -- bombs


@changes("炸弹：一张表展开 500 MB")
def _(parts: Parts) -> None:
    own = parts.part()
    head, tail = parts.held.pop(own).split(b"</sheetData>")
    packed = deflated(own, b" " * (16 << 20), times=30)
    parts.raw = ((own, packed[1], packed[2], packed[3] + len(head + tail)),)


@changes("炸弹：六十部分各 45 MB")
def _(parts: Parts) -> None:
    one = deflated("", b"\0" * (15 << 20), times=3)
    parts.raw = tuple((f"xl/media/{at}.bin", *one[1:]) for at in range(60))


@changes("炸弹：说 100 字节，展开 500 MB")
def _(parts: Parts) -> None:
    own = parts.part()
    del parts.held[own]
    parts.raw = (deflated(own, b" " * (16 << 20), times=30, size=100),)


@changes("炸弹：批注说 100 字节，展开 500 MB")
def _(parts: Parts) -> None:
    own = next(name for name in parts.held if name.startswith("xl/comments"))
    del parts.held[own]
    parts.raw = (deflated(own, b" " * (16 << 20), times=30, size=100),)


@changes("炸弹：样式 40 MB")
def _(parts: Parts) -> None:
    found = re.search(rb"<xf [^>]*/>", parts.held[STYLES].partition(b"<cellXfs")[2])
    assert found
    parts.sub(STYLES, "</cellXfs>", found[0] * (40_000_000 // len(found[0])) + b"</cellXfs>")


@changes("炸弹：共享文字一千万个")
def _(parts: Parts) -> None:
    head = parts.held.pop(TEXTS).replace(b"</sst>", b"")
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    more, crc, size = b"<si><t>a</t></si>" * 100_000, zlib.crc32(head), len(head)
    packed = packer.compress(head)
    for _ in range(100):
        packed += packer.compress(more)
        crc, size = zlib.crc32(more, crc), size + len(more)
    packed += packer.compress(b"</sst>") + packer.flush()
    parts.raw = ((TEXTS, packed, zlib.crc32(b"</sst>", crc), size + 6),)


@changes("炸弹：一格文字 40 MB")
def _(parts: Parts) -> None:
    parts.cell("B5", text("B5", "甲" * 13_000_000))


@stands("炸弹：压缩包套压缩包")
def _(path: Path, good: bytes) -> None:
    inner = good
    for at in range(9):
        inner = zipped(deflated(f"{at}-{copy}.xlsx", inner) for copy in range(3))[: 30 << 20]
    path.write_bytes(inner)


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE lolz [%s]>'


def _with_entities(parts: Parts, own: str, entities: str, use: str) -> None:
    body = parts.held[own].decode().partition("?>")[2]
    parts.held[own] = (DOCTYPE % entities + body.replace("<t>C01</t>", f"<t>{use}</t>")).encode()


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
QUADRATIC = f'<!ENTITY a "{"x" * 100_000}">'
FAR = '<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://127.0.0.1:9/b"> %b;'


@changes("实体：十亿个笑")
def _(parts: Parts) -> None:
    _with_entities(parts, parts.part(), LAUGHS, "&a11;")


@changes("实体：平方")
def _(parts: Parts) -> None:
    _with_entities(parts, parts.part(), QUADRATIC, "&a;" * 20_000)


@changes("实体：外面的文件")
def _(parts: Parts) -> None:
    _with_entities(parts, parts.part(), FAR, "&a;")


@changes("实体：共享文字里")
def _(parts: Parts) -> None:
    _with_entities(parts, TEXTS, LAUGHS, "")
    parts.sub(TEXTS, "<t>", "<t>&a11;")


@changes("实体：样式里")
def _(parts: Parts) -> None:
    _with_entities(parts, STYLES, LAUGHS, "")


@changes("实体：工作簿里")
def _(parts: Parts) -> None:
    _with_entities(parts, WHOLE, LAUGHS, "")


@changes("实体：批注里")
def _(parts: Parts) -> None:
    own = next(name for name in parts.held if name.startswith("xl/comments"))
    _with_entities(parts, own, LAUGHS, "")
    parts.sub(own, r"<t[^>]*>", "<t>&a11;")


@changes("实体：藏在 70 KB 注释之后")
def _(parts: Parts) -> None:
    own = parts.part()
    body = parts.held[own].decode().partition("?>")[2]
    front = f'<?xml version="1.0"?><!--{" " * 70_000}--><!DOCTYPE lolz [{LAUGHS}]>'
    parts.held[own] = (front + body.replace("<t>C01</t>", "<t>&a11;</t>")).encode()


@changes("实体：UTF-16 写的")
def _(parts: Parts) -> None:
    _with_entities(parts, parts.part(), LAUGHS, "&a11;")
    parts.held[parts.part()] = parts.held[parts.part()].decode().encode("utf-16")


# -- other things under the name of a book


@stands("空文件")
def _(path: Path, good: bytes) -> None:
    path.write_bytes(b"")


@stands("全是零")
def _(path: Path, good: bytes) -> None:
    path.write_bytes(bytes(1 << 20))


@stands("目录")
def _(path: Path, good: bytes) -> None:
    path.mkdir()


@stands("管道")
def _(path: Path, good: bytes) -> None:
    os.mkfifo(path)


@stands("设备 /dev/zero")
def _(path: Path, good: bytes) -> None:
    path.symlink_to("/dev/zero")


@stands("指向自己的链接")
def _(path: Path, good: bytes) -> None:
    path.symlink_to(path)


@stands("指向空处的链接")
def _(path: Path, good: bytes) -> None:
    path.symlink_to(path.with_name("没有.xlsx"))


@stands("加了密码")
def _(path: Path, good: bytes) -> None:
    path.write_bytes(OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096))


@stands("改了名：.xls")
def _(path: Path, good: bytes) -> None:
    path.write_bytes(OLE2 + bytes(504) + "Workbook".encode("utf-16-le") + bytes(4096))


OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
RENAMED = {
    "csv": "客户编号,客户名称\r\nC1,甲\r\n".encode("gb18030"),
    "html": b"<html><body><table><tr><td>C1</td></tr></table></body></html>",
    "xml": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
    "png": bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(100),
    "docx": zipped([deflated("[Content_Types].xml", b"<Types/>"), deflated("word/document.xml", b"<w/>")]),
    "zip": zipped([deflated("a.txt", b"a")]),
    "xlsb": zipped([deflated("[Content_Types].xml", b"<Types/>"), deflated("xl/workbook.bin", b"\x83\x01\x00")]),
}
for _kind, _data in RENAMED.items():
    FILES[f"改了名：.{_kind}"] = lambda path, good, data=_data: path.write_bytes(data)  # type: ignore[misc]
for _share in (1, 30, 50, 90, 99):
    FILES[f"断在 {_share}%"] = lambda path, good, share=_share: path.write_bytes(good[: len(good) * share // 100])  # type: ignore[misc]
