"""The program's own sheets when rows of other sheets have moved: the addresses in their sentences go along, and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from xml.sax.saxutils import escape

from workbook.papers.pages.groups import is_ours
from workbook.sheets.schema import STANDARD
from workbook.shells.parts import xmltree
from workbook.shells.parts.links import quoted_name
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import box
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import anywhere
from workbook.words.addresses import Now, pattern, renamed
from workbook.words.place import ARCHIVED, letters

Say = Callable[[str], str]
_TEXT = re.compile(rb"(<(?:[\w.-]+:)?t(?:\s[^>]*)?>)([^<]*!\S[^<]*)(<)")
_SHARED = re.compile(rb'<(?:[\w.-]+:)?c r="[A-Z]+\d+"[^>]*?\st="s"[^>]*><(?:[\w.-]+:)?v>(\d+)<')
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?:\s[^>]*)?(?:/>|>.*?</(?:[\w.-]+:)?si>)", re.DOTALL)


def saying(now: Now) -> Say:
    """What becomes of a sentence."""
    found = pattern(now)
    return lambda text: renamed(text, now, found) if now else text


def in_text(xml: bytes, say: Say) -> bytes:
    """Cells as bytes, with what becomes of their texts."""
    return _TEXT.sub(lambda one: one[1] + escape(say(unescape(one[2].decode()))).encode() + one[3], xml)


def readdress(wiring: Wiring, now: Now) -> None:
    """Every sheet of the program's follows; a text that staff's sheets show too stays as it is."""
    package, say = wiring.package, saying(now)
    ours = {part for name, part in wiring.sheets.items() if part and _is_ours(name)}
    for part in wiring.sheets.values():
        if part:
            data = package.read(part)
            linked = _links(data, part, now) if b"hyperlink" in data else data
            package.write(part, in_text(linked, say) if part in ours else linked)
    shared = wiring.related(wiring.main, "sharedStrings")
    if not shared or shared[0] not in package:
        return
    used: dict[bool, set[int]] = {True: set(), False: set()}
    for part in filter(None, wiring.sheets.values()):
        used[part in ours] |= {int(one) for one in _SHARED.findall(package.read(part))}
    wanted, xml = used[True] - used[False], package.read(shared[0])
    out, end = list[bytes](), 0
    for at, one in enumerate(_ITEM.finditer(xml)):
        if at in wanted and b"!" in one[0]:
            out += (xml[end : one.start()], in_text(one[0], say))
            end = one.end()
    package.write(shared[0], *out, xml[end:])


def _is_ours(name: str) -> bool:
    declared = STANDARD.sheets.get(name)
    return is_ours(name) or (declared is not None and declared.ours)


def _links(data: bytes, part: str, now: Now) -> bytes:
    """Links into sheets whose rows moved; one to a row that left leads to 归档."""
    sheet = SheetXml(data, part)
    places = {quoted_name(name): change for name, change in now.items()} | dict(now)
    changed = False
    for link in anywhere(sheet.frame, "hyperlink"):
        of, bang, cell = (link.get("location") or "").rpartition("!")
        if bang and of in places and re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+", cell):
            row, column, _, _ = box(cell)
            there = places[of](row)
            link.set("location", "归档!A1" if there > ARCHIVED else f"{of}!{letters(column)}{there}")
            changed = True
    if not changed:
        return data
    head, _, tail = xmltree.to_bytes(sheet.frame).partition(b"<%ssheetData/>" % sheet.prefix)
    start, end = data.find(b"<%ssheetData" % sheet.prefix), data.find(b"</%ssheetData>" % sheet.prefix)
    if start < 0 or end < 0:
        return data
    return head + data[start : end + len(b"</%ssheetData>" % sheet.prefix)] + tail
