"""The program's own sheets when rows of other sheets have moved: the addresses in their sentences go along, and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from workbook.papers.pages.groups import is_ours
from workbook.sheets.schema import STANDARD
from workbook.shells.archive.store import SHEET
from workbook.shells.files.kept_in import names_in_chinese
from workbook.shells.outside.tongues import tongue_of
from workbook.shells.parts import xmltree
from workbook.shells.parts.entities import escape
from workbook.shells.parts.links import quoted_name
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import box
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import anywhere
from workbook.words.addresses import Addresses, Now
from workbook.words.place import ARCHIVED, letters
from workbook.words.tongue import Tongue

Say = Callable[[str], str]
_TEXT = re.compile(rb"(<(?:[\w.-]+:)?t(?:\s[^>]*)?>)([^<]*!\S[^<]*)(<)")
_SHARED = re.compile(rb'<(?:[\w.-]+:)?c r="[A-Z]+\d+"[^>]*?\st="s"[^>]*><(?:[\w.-]+:)?v>(\d+)<')
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?:\s[^>]*)?(?:/>|>.*?</(?:[\w.-]+:)?si>)", re.DOTALL)


def saying(now: Now, own: Tongue | None) -> Say:
    """What becomes of a sentence in a workbook that is kept in a language."""
    return Addresses(now, own).renamed


def in_text(xml: bytes, say: Say) -> bytes:
    """Cells as bytes, with what becomes of their texts."""
    return _TEXT.sub(lambda one: one[1] + escape(say(unescape(one[2].decode()))).encode() + one[3], xml)


def readdress(wiring: Wiring, now: Now) -> None:
    """Every sheet of the program's follows; a text that staff's sheets show too stays as it is."""
    package, own = wiring.package, tongue_of(wiring.sheets)
    say = saying(now, own)
    home = dict(zip(wiring.sheets, names_in_chinese([*wiring.sheets]), strict=True))
    ours = {part for name, part in wiring.sheets.items() if part and _is_ours(home[name])}
    now = {name: now[home[name]] for name in wiring.sheets if home[name] in now}
    archive = wiring.known(SHEET)
    for part in wiring.sheets.values():
        if part:
            data = package.read(part)
            linked = _links(data, part, now, archive) if b"hyperlink" in data else data
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


def _links(data: bytes, part: str, now: Now, archive: str) -> bytes:
    """Links into sheets whose rows moved, by the names they have in the book; one to a row that left leads to its 归档."""
    sheet = SheetXml(data, part)
    places = {quoted_name(name): change for name, change in now.items()} | dict(now)
    changed = False
    for link in anywhere(sheet.frame, "hyperlink"):
        of, bang, cell = (link.get("location") or "").rpartition("!")
        if bang and of in places and re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+", cell):
            row, column, _, _ = box(cell)
            there = places[of](row)
            link.set("location", f"{archive}!A1" if there > ARCHIVED else f"{of}!{letters(column)}{there}")
            changed = True
    if not changed:
        return data
    head, _, tail = xmltree.to_bytes(sheet.frame).partition(b"<%ssheetData/>" % sheet.prefix)
    start, end = data.find(b"<%ssheetData" % sheet.prefix), data.find(b"</%ssheetData>" % sheet.prefix)
    if start < 0 or end < 0:
        return data
    return head + data[start : end + len(b"</%ssheetData>" % sheet.prefix)] + tail
