"""A VBA project (vbaProject.bin) out of module sources, without compiled code: Office compiles when it opens it.

Source:
    [MS-OVBA]; `_VBA_PROJECT` is its form without a performance cache (2.3.4.1).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from workbook.shells.macros.compound import compound

CODE_PAGE, LOCALE = 1252, 0x409
_PROJECT_ID = "{8A7C1B2E-5D34-4F60-9B1A-2C6E0D9F7A51}"
_NO_CACHE = bytes.fromhex("cc61ffff000000")
_OFFICE = r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
_REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    ("Office", r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#" + _OFFICE + "#Microsoft Office 16.0 Object Library"),
)
_BASES = {
    "book": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name, its kind, and its text without the lines that only an exported file has."""

    name: str
    kind: Literal["code", "class", "book", "sheet"]
    text: str = ""

    def source(self) -> bytes:
        """What stands in the module's stream: the attributes Office asks for, then the text."""
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.kind != "code":
            is_document = self.kind in {"book", "sheet"}
            lines += [
                f'Attribute VB_Base = "{_BASES[self.kind]}"', "Attribute VB_GlobalNameSpace = False",
                "Attribute VB_Creatable = False", f"Attribute VB_PredeclaredId = {is_document}",
                f"Attribute VB_Exposed = {is_document}", "Attribute VB_TemplateDerived = False",
                f"Attribute VB_Customizable = {is_document}",
            ]  # fmt: skip
        return "\r\n".join([*lines, *self.text.splitlines(), ""]).encode("ascii")


def module(file_name: str, text: str) -> Module:
    r"""A module out of an exported file: .bas is code, .cls a class.

    Raises:
        ValueError: it holds a character that isn't ASCII; VBA would show it as ? on another computer.

    Examples:
        >>> module("A.bas", 'Attribute VB_Name = "Start"\nOption Explicit\n')
        Module(name='Start', kind='code', text='Option Explicit')
    """
    if not text.isascii():
        raise ValueError(f"{file_name} is not ASCII")
    named = re.search(r'^Attribute VB_Name = "(\w+)"', text, re.MULTILINE)
    body = re.sub(r"\AVERSION .*?^END\s*$\n", "", text.replace("\r\n", "\n"), flags=re.DOTALL | re.MULTILINE)
    body = re.sub(r"^Attribute VB_\w+ = .*\n", "", body, flags=re.MULTILINE)
    name = named[1] if named else file_name.partition(".")[0]
    return Module(name, "class" if file_name.endswith(".cls") else "code", body.strip("\n"))


def project(modules: Sequence[Module]) -> bytes:
    """The project as the part xl/vbaProject.bin holds it; documents (book, sheets) first, as Office writes it."""
    streams = {one.name: compressed(one.source()) for one in modules}
    names = b"".join(one.name.encode() + b"\0" + one.name.encode("utf-16-le") + b"\0\0" for one in modules)
    return compound(
        {
            "PROJECT": _listing(modules).encode("ascii"),
            "PROJECTwm": names + b"\0\0",
            "VBA": {"_VBA_PROJECT": _NO_CACHE, "dir": compressed(b"".join(_records(modules))), **streams},
        }
    )


def _listing(modules: Sequence[Module]) -> str:
    """PROJECT: every module by its kind, nothing locked, no password."""
    kinds = {"book": "Document={}/&H00000000", "sheet": "Document={}/&H00000000", "code": "Module={}"}
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(kinds.get(one.kind, "Class={}").format(one.name) for one in modules),
        'Name="VBAProject"', 'HelpContextID="0"', 'VersionCompatible32="393222000"',
        f'CMG="{_veiled(bytes(4))}"', f'DPB="{_veiled(bytes(1))}"', f'GC="{_veiled(bytes([255]))}"', "",
        "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", "",
        "[Workspace]", *(f"{one.name}=0, 0, 0, 0, C" for one in modules), "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _veiled(data: bytes, seed: int = 0x5D) -> str:
    """A value of PROJECT in the veil the format asks for (2.4.3.2); no secret."""
    key = sum(map(ord, _PROJECT_ID)) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain = key
    for byte in (*bytes((seed & 6) // 2), *struct.pack("<I", len(data)), *data):
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out).hex().upper()


def _records(modules: Sequence[Module]) -> Iterator[bytes]:
    """The stream dir: facts of the project, what it refers to, its modules."""
    yield _record(0x01, struct.pack("<I", 3))  # 64 bit
    yield _record(0x02, struct.pack("<I", LOCALE)) + _record(0x14, struct.pack("<I", LOCALE))
    yield _record(0x03, struct.pack("<H", CODE_PAGE)) + _record(0x04, b"VBAProject")
    for plain, twin in ((0x05, 0x40), (0x06, 0x3D)):
        yield _record(plain) + _record(twin)
    yield _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    yield struct.pack("<HIIH", 0x09, 4, 0x68FBFAC5, 4) + _record(0x0C) + _record(0x3C)
    for name, library in _REFERENCES:
        yield _record(0x16, name.encode()) + _record(0x3E, name.encode("utf-16-le"))
        yield _record(0x0D, struct.pack("<I", len(library)) + library.encode() + bytes(6))
    yield _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    for one in modules:
        own, wide = one.name.encode(), one.name.encode("utf-16-le")
        yield _record(0x19, own) + _record(0x47, wide) + _record(0x1A, own) + _record(0x32, wide)
        yield _record(0x1C) + _record(0x48) + _record(0x31, bytes(4)) + _record(0x1E, bytes(4))
        yield _record(0x2C, b"\xff\xff") + _record(0x21 if one.kind == "code" else 0x22) + _record(0x2B)
    yield _record(0x10)


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def compressed(data: bytes) -> bytes:
    """Bytes as VBA packs them (2.4.1): chunks of 4096, in each literal bytes and copies of what stood before."""
    return b"\x01" + b"".join(_chunk(data[at : at + 4096]) for at in range(0, len(data), 4096))


def _chunk(data: bytes) -> bytes:
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(data):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            offset, length = _copy(data, at, seen)
            if length:
                width = max(4, (at - 1).bit_length())
                tokens += struct.pack("<H", (offset - 1) << (16 - width) | (length - 3))
                flags |= 1 << bit
            else:
                tokens.append(data[at])
                length = 1
            for place in range(at, at + length):
                seen.setdefault(data[place : place + 3], []).append(place)
            at += length
        out += bytes([flags]) + tokens
    if len(out) > 4096:  # no gain: as it is, filled up
        return struct.pack("<H", 0x3FFF) + data.ljust(4096, b"\0")
    return struct.pack("<H", 0xB000 | (len(out) - 1)) + out


def _copy(data: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back, and how long, the longest text is that stands here and stood before; (0, 0) when none is."""
    width = max(4, (at - 1).bit_length()) if at else 4
    longest = min(len(data) - at, (0xFFFF >> width) + 3)
    best = (0, 0)
    for place in reversed(seen.get(data[at : at + 3], ())):
        length = 3
        while length < longest and data[place + length] == data[at + length]:
            length += 1
        if length > best[1] and length <= longest:
            best = (at - place, length)
        if length == longest:
            break
    return best
